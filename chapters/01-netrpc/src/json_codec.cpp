// SPDX-License-Identifier: MIT
#include <netrpc/json_codec.hpp>
#include <netrpc/json_stream.hpp>
#include <netrpc/json_text.hpp>
#include <netrpc/json_value.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>

namespace netrpc {
namespace {

/// The part of a request that has a type; "params" and "id" are kept as text.
struct json_request {
  std::string Method;
};
BOOST_DESCRIBE_STRUCT(json_request, (), (Method))

/// The part of a response that has a type; "result" is kept as text.
struct json_response {
  unsigned long long Id = 0;
  any Error;
};
BOOST_DESCRIBE_STRUCT(json_response, (), (Id, Error))

}  // namespace

// The names Go's errors mention.
template <>
struct go_type<json_request> {
  static constexpr std::string_view package = "jsonrpc", name = "serverRequest";
  static constexpr json_tag json[] = {{"Method", "method"}};
};
template <>
struct go_type<json_response> {
  static constexpr std::string_view package = "jsonrpc", name = "clientResponse";
  static constexpr json_tag json[] = {{"Id", "id"}, {"Error", "error"}};
};

namespace {

/// A part of the current message. Where it is and not what it says: receive() may move the message.
struct part {
  std::size_t at;
  std::size_t length;
};

struct message {
  std::string_view text;
  std::uint64_t offset;

  [[nodiscard]] std::string_view operator[](part p) const { return text.substr(p.at, p.length); }

  /// Go's *json.RawMessage field: the last one of that name counts, and null is as good as none.
  [[nodiscard]] std::optional<part> member(std::string_view name) const {
    std::optional<part> found;
    json::cursor in(text);
    if (in.peek() != '{') return found;
    json::each_member(in, [&](const std::string& key, std::uint64_t) {
      const auto at = static_cast<std::size_t>(in.offset());
      const std::string_view value = in.value();
      if (!json::equal_fold(name, key)) return;
      if (value == "null") found.reset();
      else found = part{at, value.size()};
    });
    return found;
  }
};

error malformed(std::uint64_t offset, std::string words) {
  return {errc::json_header, error_scope::stream, offset, std::move(words)};
}

/// Reads the typed part of a message. Whatever is wrong with it, nobody knows what to answer.
template <class Header>
result<void> read_header(const message& m, Header& into, const limits& bounds) {
  const result<void> read = json::read(m.text, m.offset, reflect::ref(into), bounds);
  if (read.has_error()) return malformed(read.error().offset, json::go_words(read.error()));
  return {};
}

/// For values that lie `levels` deep in their message.
limits inside(limits bounds, std::size_t levels) {
  bounds.json_nesting -= std::min(bounds.json_nesting, levels);
  return bounds;
}

void append(bytes& out, std::string_view text) {
  const auto data = std::as_bytes(std::span(text));
  out.insert(out.end(), data.begin(), data.end());
}

class json_server_codec final : public server_codec {
 public:
  explicit json_server_codec(const limits& bounds) : limits_(bounds), stream_(bounds) {}

  void receive(std::span<const std::byte> data) override { stream_.receive(data); }
  result<progress> read_request_header(request& out) override;
  result<progress> read_request_body(reflect::value body) override;
  result<void> write_response(const response& header, reflect::const_value body, bytes& out) override;
  bool at_boundary() const override { return !body_next_ && stream_.at_boundary(); }

 private:
  [[nodiscard]] message current() const { return {stream_.text(), stream_.offset()}; }
  result<void> remember(std::optional<part> id);

  limits limits_;
  json_stream stream_;
  bool body_next_ = false;
  std::optional<part> params_;
  std::uint64_t seq_ = 0;
  std::unordered_map<std::uint64_t, std::string> ids_;  // of requests without a reply, as JSON
  std::size_t ids_bytes_ = 0;
};

result<progress> json_server_codec::read_request_header(request& out) {
  const result<bool> found = stream_.next();
  if (found.has_error()) return found.error();
  if (!*found) return progress::need_more;
  json_request header;
  if (const auto read = read_header(current(), header, limits_); read.has_error()) return read.error();
  if (const auto kept = remember(current().member("id")); kept.has_error()) return kept.error();
  params_ = current().member("params");
  body_next_ = true;
  out.ServiceMethod = std::move(header.Method);
  out.Seq = seq_;
  return progress::done;
}

/// Gives the request a number, under which its id is kept.
result<void> json_server_codec::remember(std::optional<part> id) {
  std::string kept = "null";
  if (id) {
    kept.clear();
    json::append_compact(kept, current()[*id]);
  }
  if (ids_.size() >= limits_.concurrent_requests || kept.size() > limits_.json_message_bytes - ids_bytes_) {
    return error{errc::too_many_pending, error_scope::stream, stream_.offset(), "requests without a reply"};
  }
  ids_bytes_ += kept.size();
  ids_.emplace(++seq_, std::move(kept));
  return {};
}

result<progress> json_server_codec::read_request_body(reflect::value body) {
  body_next_ = false;
  if (body.of == nullptr) return progress::done;
  const auto told = [](const error& e) {
    return error{errc::server_error, error_scope::value, e.offset, json::go_words(e)};
  };
  if (!params_)
    return error{errc::server_error, error_scope::value, stream_.offset(), "jsonrpc: request body missing params"};
  json::cursor in(current()[*params_], stream_.offset() + params_->at);
  if (in.peek() != '[') {
    std::array<any, 1> params;  // Go's `var params [1]any`: says what is wrong, in Go's words
    const result<void> read = json::read(in.value(), in.offset(), reflect::ref(params), limits_);
    return told(read.error());
  }
  in.take();
  if (in.peek() == ']') return progress::done;  // no argument: its zero value
  const std::uint64_t offset = in.offset();
  const result<void> read = json::read(in.value(), offset, body, limits_);
  if (read.has_error()) return told(read.error());
  return progress::done;
}

result<void> json_server_codec::write_response(const response& header, reflect::const_value body, bytes& out) {
  const auto id = ids_.find(header.Seq);
  if (id == ids_.end()) return error{errc::json_header, error_scope::local, 0, "invalid sequence number in response"};
  std::string line = "{\"id\":" + id->second + ",\"result\":";
  if (header.Error.empty()) {
    const result<void> written = json::append(line, body, inside(limits_, 1));
    // The id stays: an error can still be sent instead, and then these words are its text.
    if (written.has_error()) return error{errc::server_error, error_scope::local, 0, json::go_words(written.error())};
    line += ",\"error\":null}\n";
  } else {
    line += "null,\"error\":";
    json::append_quoted(line, header.Error);
    line += "}\n";
  }
  ids_bytes_ -= id->second.size();
  ids_.erase(id);
  append(out, line);
  return {};
}

class json_client_codec final : public client_codec {
 public:
  explicit json_client_codec(const limits& bounds) : limits_(bounds), stream_(bounds) {}

  result<void> write_request(const request& header, reflect::const_value body, bytes& out) override;
  void receive(std::span<const std::byte> data) override { stream_.receive(data); }
  result<progress> read_response_header(response& out) override;
  result<progress> read_response_body(reflect::value body) override;
  bool at_boundary() const override { return !body_next_ && stream_.at_boundary(); }

 private:
  limits limits_;
  json_stream stream_;
  bool body_next_ = false;
  std::optional<part> result_;
  // A response does not say its method. Bounded by whoever numbers the requests (limits::pending_calls).
  std::unordered_map<std::uint64_t, std::string> methods_;
};

result<void> json_client_codec::write_request(const request& header, reflect::const_value body, bytes& out) {
  std::string line = "{\"method\":";
  json::append_quoted(line, header.ServiceMethod);
  line += ",\"params\":[";
  const result<void> written = json::append(line, body, inside(limits_, 2));
  if (written.has_error()) return written;
  line += "],\"id\":" + std::to_string(header.Seq) + "}\n";
  methods_.insert_or_assign(header.Seq, header.ServiceMethod);
  append(out, line);
  return {};
}

result<progress> json_client_codec::read_response_header(response& out) {
  const result<bool> found = stream_.next();
  if (found.has_error()) return found.error();
  if (!*found) return progress::need_more;
  const message current{stream_.text(), stream_.offset()};
  json_response header;
  if (const auto read = read_header(current, header, limits_); read.has_error()) return read.error();
  result_ = current.member("result");
  out.Seq = header.Id;
  out.ServiceMethod.clear();
  if (auto method = methods_.extract(header.Id)) out.ServiceMethod = std::move(method.mapped());
  out.Error.clear();
  if (header.Error.has_value() || !result_) {
    const auto* text = any_cast<std::string>(header.Error);
    if (text == nullptr) return malformed(current.offset, "invalid error " + json::print(header.Error));
    out.Error = text->empty() ? "unspecified error" : *text;
  }
  body_next_ = true;
  return progress::done;
}

result<progress> json_client_codec::read_response_body(reflect::value body) {
  body_next_ = false;
  if (body.of == nullptr || !result_) return progress::done;
  const message current{stream_.text(), stream_.offset()};
  const result<void> read = json::read(current[*result_], current.offset + result_->at, body, limits_);
  if (read.has_error()) return read.error();
  return progress::done;
}

}  // namespace

std::unique_ptr<server_codec> make_json_server_codec(const limits& bounds) {
  return std::make_unique<json_server_codec>(bounds);
}

std::unique_ptr<client_codec> make_json_client_codec(const limits& bounds) {
  return std::make_unique<json_client_codec>(bounds);
}

}  // namespace netrpc
