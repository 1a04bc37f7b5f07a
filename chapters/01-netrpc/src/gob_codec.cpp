// SPDX-License-Identifier: MIT
#include <netrpc/gob_codec.hpp>

#include <netrpc/gob_decoder.hpp>
#include <netrpc/gob_encoder.hpp>

#include <array>

namespace netrpc {
namespace {

/// Both directions of one connection.
class gob_stream {
 public:
  gob_stream(limits bounds, shared_names names)
      : names_(std::move(names)), encoder_(names_.get(), bounds), decoder_(names_.get(), bounds) {}

  void receive(std::span<const std::byte> data) { decoder_.receive(data); }
  [[nodiscard]] bool at_boundary() const { return decoder_.at_boundary() && !body_due_; }

  /// A header that is no header leaves no way to find the next one, whatever was wrong with it.
  template <class Header>
  result<progress> read_header(Header& out) {
    out = {};
    const auto outcome = decoder_.decode(out);
    if (!outcome) {
      error fatal = outcome.error();
      fatal.scope = error_scope::stream;
      return fatal;
    }
    if (*outcome == progress::done) body_due_ = true;
    return outcome;
  }

  result<progress> read_body(reflect::value body) {
    const auto outcome = decoder_.decode(body);
    if (!outcome || *outcome == progress::done) body_due_ = false;
    return outcome;
  }

  result<void> write(reflect::const_value header, reflect::const_value body, bytes& out) {
    const std::array pair = {header, body};
    return encoder_.encode_all(pair, out);
  }

 private:
  shared_names names_;
  gob::encoder encoder_;
  gob::decoder decoder_;
  bool body_due_ = false;  // a header was read, its body was not
};

class gob_server_codec final : public server_codec {
 public:
  gob_server_codec(limits bounds, shared_names names) : stream_(bounds, std::move(names)) {}

  void receive(std::span<const std::byte> data) override { stream_.receive(data); }
  result<progress> read_request_header(request& out) override { return stream_.read_header(out); }
  result<progress> read_request_body(reflect::value body) override { return stream_.read_body(body); }
  bool at_boundary() const override { return stream_.at_boundary(); }

  result<void> write_response(const response& header, reflect::const_value body, bytes& out) override {
    static constexpr empty invalid_request;  // server.go: the body that goes with an error
    return stream_.write(reflect::ref(header), header.Error.empty() ? body : reflect::ref(invalid_request), out);
  }

 private:
  gob_stream stream_;
};

class gob_client_codec final : public client_codec {
 public:
  gob_client_codec(limits bounds, shared_names names) : stream_(bounds, std::move(names)) {}

  result<void> write_request(const request& header, reflect::const_value body, bytes& out) override {
    return stream_.write(reflect::ref(header), body, out);
  }
  void receive(std::span<const std::byte> data) override { stream_.receive(data); }
  result<progress> read_response_header(response& out) override { return stream_.read_header(out); }
  result<progress> read_response_body(reflect::value body) override { return stream_.read_body(body); }
  bool at_boundary() const override { return stream_.at_boundary(); }

 private:
  gob_stream stream_;
};

}  // namespace

std::unique_ptr<server_codec> make_gob_server_codec(limits bounds, shared_names names) {
  return std::make_unique<gob_server_codec>(bounds, std::move(names));
}

std::unique_ptr<client_codec> make_gob_client_codec(limits bounds, shared_names names) {
  return std::make_unique<gob_client_codec>(bounds, std::move(names));
}

}  // namespace netrpc
