// SPDX-License-Identifier: MIT
#include "frame_rates.hpp"

#include "rows.hpp"
#include "stopwatch.hpp"

#include <h2/connection.hpp>
#include <h2/frame.hpp>
#include <h2/frame_reader.hpp>

#include <nghttp2/nghttp2.h>

#include <algorithm>
#include <iostream>
#include <memory>
#include <stdexcept>

namespace bench {
namespace {

constexpr std::size_t payload_size = 16384;
constexpr std::size_t frame_count = 64;  // of one run through the input: 1 MB
constexpr std::size_t read_size = 65536;
constexpr std::uint32_t window = 1U << 20;

/// A client's first bytes: preface, SETTINGS, the ACK of ours, and a POST whose content does not end.
h2::byte_buffer opening() {
  const h2::bytes preface = h2::bytes_of(h2::client_preface);
  h2::byte_buffer out(preface.begin(), preface.end());
  encode(h2::settings_frame{}, out);
  encode(h2::settings_frame{.ack = true}, out);
  const std::string_view block =
      "\x83\x86\x84\x01\x01"
      "a";  // POST http / with :authority a (RFC 7541 Appendix A)
  encode(h2::headers_frame{.stream_id = 1, .end_headers = true, .fragment = h2::bytes_of(block)}, out);
  return out;
}

h2::byte_buffer content() {
  h2::byte_buffer out;
  const h2::byte_buffer payload(payload_size, std::byte{'x'});
  for (std::size_t i = 0; i < frame_count; ++i) encode(h2::data_frame{.stream_id = 1, .data = payload}, out);
  return out;
}

template <class Receive>
void feed(h2::bytes input, Receive receive) {
  for (; !input.empty(); input = input.subspan(std::min(read_size, input.size()))) {
    receive(input.first(std::min(read_size, input.size())));
  }
}

/// GB/s of `subject`, which tells how many bytes of content it has seen so far.
template <class Subject>
double rate_of(Subject& subject, h2::bytes input, double seconds) {
  const std::uint64_t before = subject.content();
  std::uint64_t runs = 0;
  const double runs_a_second = rate(seconds, [&] {
    feed(input, [&](h2::bytes piece) { subject.receive(piece); });
    ++runs;
  });
  if (subject.content() - before != runs * frame_count * payload_size) throw std::runtime_error("content was lost");
  return runs_a_second * static_cast<double>(input.size()) / 1e9;
}

class our_reader {
 public:
  void receive(h2::bytes piece) {
    reader_.receive(piece);
    while (const auto raw = reader_.next().value()) {
      const auto parsed = h2::parse_frame(raw->header, raw->payload);
      content_ += std::get<h2::data_frame>(parsed.value()).data.size();
    }
  }
  [[nodiscard]] std::uint64_t content() const { return content_; }

 private:
  h2::frame_reader reader_{false};
  std::uint64_t content_ = 0;
};

class our_connection {
 public:
  our_connection() : core_(h2::role::server, options()) {}
  void receive(h2::bytes piece) {
    core_.receive(piece, {});
    while (const auto what = core_.next_event()) {
      if (const auto* const data = std::get_if<h2::data_received>(&*what)) {
        content_ += data->data.size();
        core_.consume(data->stream_id, data->data.size());
      }
    }
    core_.take_output(output_);
  }
  [[nodiscard]] std::uint64_t content() const { return content_; }

 private:
  static h2::connection_options options() {
    h2::connection_options o;
    o.local.initial_window_size = window;
    o.connection_window = window;
    return o;
  }
  h2::connection core_;
  h2::byte_buffer output_;
  std::uint64_t content_ = 0;
};

class their_session {
 public:
  their_session() {
    nghttp2_session_callbacks* callbacks = nullptr;
    nghttp2_session_callbacks_new(&callbacks);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(
        callbacks, [](nghttp2_session*, std::uint8_t, std::int32_t, const std::uint8_t*, std::size_t size, void* self) {
          static_cast<their_session*>(self)->content_ += size;
          return 0;
        });
    nghttp2_session* made = nullptr;
    nghttp2_session_server_new(&made, callbacks, this);
    nghttp2_session_callbacks_del(callbacks);
    session_.reset(made);
    const nghttp2_settings_entry wide = {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, window};
    nghttp2_submit_settings(made, NGHTTP2_FLAG_NONE, &wide, 1);
    nghttp2_session_set_local_window_size(made, NGHTTP2_FLAG_NONE, 0, window);
  }
  their_session(const their_session&) = delete;
  their_session& operator=(const their_session&) = delete;

  void receive(h2::bytes piece) {
    const auto* const data = reinterpret_cast<const std::uint8_t*>(piece.data());
    if (nghttp2_session_mem_recv(session_.get(), data, piece.size()) < 0) throw std::runtime_error("nghttp2 refuses");
    const std::uint8_t* out = nullptr;
    while (nghttp2_session_mem_send(session_.get(), &out) > 0) continue;
  }
  [[nodiscard]] std::uint64_t content() const { return content_; }

 private:
  std::unique_ptr<nghttp2_session, decltype(&nghttp2_session_del)> session_{nullptr, nghttp2_session_del};
  std::uint64_t content_ = 0;
};

}  // namespace

void measure_frames(int rounds, double seconds) {
  const h2::byte_buffer first = opening();
  const h2::byte_buffer upload = content();
  our_reader reader;
  our_connection connection;
  connection.receive(first);
  their_session session;
  session.receive(first);

  row parse{.name = "parse 16 kB DATA frames",
            .unit = "GB/s",
            .peer_name = "the goal",
            .target = 1.0,
            .better = "higher",
            .peer = std::vector<double>(static_cast<std::size_t>(rounds), 5.0)};
  row upload_rate{
      .name = "receive an upload", .unit = "GB/s", .peer_name = "nghttp2", .target = {}, .better = "higher"};
  for (int round = 1; round <= rounds; ++round) {
    std::cerr << "frames, round " << round << " of " << rounds << std::endl;
    parse.ours.push_back(rate_of(reader, upload, seconds));
    upload_rate.ours.push_back(rate_of(connection, upload, seconds));
    upload_rate.peer.push_back(rate_of(session, upload, seconds));
  }
  print(parse);
  print(upload_rate);
}

}  // namespace bench
