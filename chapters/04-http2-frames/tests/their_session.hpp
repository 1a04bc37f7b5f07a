// SPDX-License-Identifier: MIT
//
// One libnghttp2 session in memory, whose callbacks write down every frame in the words of h2::print.
#pragma once

#include <h2/frame.hpp>

#include <nghttp2/nghttp2.h>

#include <algorithm>
#include <deque>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace test {

class their_session {
 public:
  enum class side { client, server };

  explicit their_session(side which) {
    nghttp2_session_callbacks* made = nullptr;
    nghttp2_session_callbacks_new(&made);
    const std::unique_ptr<nghttp2_session_callbacks, decltype(&nghttp2_session_callbacks_del)> callbacks(
        made, nghttp2_session_callbacks_del);
    nghttp2_session_callbacks_set_on_frame_send_callback(made, on_sent);
    nghttp2_session_callbacks_set_on_frame_recv_callback(made, on_received);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(made, on_content);
    nghttp2_session_callbacks_set_select_padding_callback(made, on_padding);
    nghttp2_session_callbacks_set_error_callback2(made, on_error);
    nghttp2_session* session = nullptr;
    const int failed = which == side::client ? nghttp2_session_client_new(&session, made, this)
                                             : nghttp2_session_server_new(&session, made, this);
    if (failed != 0) throw std::runtime_error(nghttp2_strerror(failed));
    session_.reset(session);
    if (which == side::server) submit_settings({});
  }
  their_session(const their_session&) = delete;
  their_session& operator=(const their_session&) = delete;

  nghttp2_session* get() { return session_.get(); }
  void pad_by(std::size_t n) { padding_ = n; }
  void submit_settings(const std::vector<nghttp2_settings_entry>& values) {
    nghttp2_submit_settings(get(), NGHTTP2_FLAG_NONE, values.data(), values.size());
  }
  /// A POST with this content, or a GET when it is empty. Returns its stream.
  std::int32_t submit_request(std::string text, const nghttp2_priority_spec* priority) {
    content& body = contents_.emplace_back();
    body.text = std::move(text);
    const nghttp2_data_provider provider = {{.ptr = &body}, read_content};
    const std::vector<nghttp2_nv> fields = {field(":method", body.text.empty() ? "GET" : "POST"),
                                            field(":scheme", "http"), field(":path", "/"), field(":authority", "a")};
    return nghttp2_submit_request(get(), priority, fields.data(), fields.size(),
                                  body.text.empty() ? nullptr : &provider, nullptr);
  }

  /// Lets the session write what it has.
  void send() {
    const std::uint8_t* data = nullptr;
    for (auto n = nghttp2_session_mem_send(get(), &data); n > 0; n = nghttp2_session_mem_send(get(), &data)) {
      h2::append(sent_, h2::bytes(reinterpret_cast<const std::byte*>(data), static_cast<std::size_t>(n)));
    }
  }
  /// Lets the session read, and answer. False if it gave up.
  bool receive(h2::bytes input) {
    const auto* const data = reinterpret_cast<const std::uint8_t*>(input.data());
    const auto taken = nghttp2_session_mem_recv(get(), data, input.size());
    if (taken < 0) complaint_ = nghttp2_strerror(static_cast<int>(taken));
    send();
    return taken == static_cast<nghttp2_ssize>(input.size()) && !verdict_;
  }

  const h2::byte_buffer& sent() const { return sent_; }
  const std::vector<std::string>& frames_sent() const { return frames_sent_; }
  const std::vector<std::string>& frames_received() const { return frames_received_; }
  const h2::byte_buffer& content_received() const { return content_received_; }
  const std::string& complaint() const { return complaint_; }
  /// The RST_STREAM or GOAWAY that it answered with; the first, if several.
  const std::optional<h2::error>& verdict() const { return verdict_; }

 private:
  using nghttp2_ssize = decltype(nghttp2_session_mem_recv(nullptr, nullptr, 0));
  struct content {
    std::string text;
    std::size_t at = 0;
  };

  static nghttp2_nv field(std::string_view name, std::string_view value) {
    const auto octets = [](std::string_view text) {
      return reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data()));
    };
    return {octets(name), octets(value), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE};
  }

  static ssize_t read_content(nghttp2_session*, std::int32_t, std::uint8_t* to, std::size_t room, std::uint32_t* flags,
                              nghttp2_data_source* source, void*) {
    content& body = *static_cast<content*>(source->ptr);
    const std::size_t n = std::min({room, body.text.size() - body.at, std::size_t{1000}});
    std::copy_n(body.text.begin() + static_cast<std::ptrdiff_t>(body.at), n, to);
    body.at += n;
    if (body.at == body.text.size()) *flags |= NGHTTP2_DATA_FLAG_EOF;
    return static_cast<ssize_t>(n);
  }
  static ssize_t on_padding(nghttp2_session*, const nghttp2_frame* frame, std::size_t most, void* self) {
    const std::size_t wanted = frame->hd.length + static_cast<their_session*>(self)->padding_;
    return static_cast<ssize_t>(std::min(wanted, most));
  }
  static int on_sent(nghttp2_session*, const nghttp2_frame* frame, void* self) {
    auto& me = *static_cast<their_session*>(self);
    me.frames_sent_.push_back(printed(*frame));
    const bool is_reset = frame->hd.type == NGHTTP2_RST_STREAM;
    if (me.verdict_ || (!is_reset && frame->hd.type != NGHTTP2_GOAWAY)) return 0;
    const auto code = static_cast<h2::error_code>(is_reset ? frame->rst_stream.error_code : frame->goaway.error_code);
    me.verdict_ = is_reset ? h2::stream_error(code, static_cast<std::uint32_t>(frame->hd.stream_id), "", "")
                           : h2::connection_error(code, "", "");
    return 0;
  }
  static int on_received(nghttp2_session*, const nghttp2_frame* frame, void* self) {
    static_cast<their_session*>(self)->frames_received_.push_back(printed(*frame));
    return 0;
  }
  static int on_content(nghttp2_session*, std::uint8_t, std::int32_t, const std::uint8_t* data, std::size_t size,
                        void* self) {
    h2::append(static_cast<their_session*>(self)->content_received_,
               h2::bytes(reinterpret_cast<const std::byte*>(data), size));
    return 0;
  }
  static int on_error(nghttp2_session*, int, const char* text, std::size_t size, void* self) {
    static_cast<their_session*>(self)->complaint_.assign(text, size);
    return 0;
  }

  static std::string block_text(std::size_t size) { return ", " + std::to_string(size) + " bytes of field block"; }
  static std::string priority_text(const nghttp2_priority_spec& p) {
    return ", depends on stream " + std::to_string(p.stream_id) + (p.exclusive != 0 ? ", exclusive" : "") +
           ", weight " + std::to_string(p.weight);
  }
  /// `padlen` counts the pad length's own byte, as our padded_overhead does.
  static std::string padding_text(std::size_t padlen) {
    return padlen == 0 ? "" : ", padding " + std::to_string(padlen);
  }
  static std::string stream_text(const nghttp2_frame& frame) { return " stream " + std::to_string(frame.hd.stream_id); }

  /// Their fields, in our print's words.
  static std::string printed(const nghttp2_frame& frame) {
    const bool end_stream = (frame.hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
    switch (frame.hd.type) {
      case NGHTTP2_DATA: {
        const std::size_t size = frame.hd.length - frame.data.padlen;
        return "DATA" + stream_text(frame) + (end_stream ? ", END_STREAM, " : ", ") + std::to_string(size) +
               (size == 1 ? " byte" : " bytes") + padding_text(frame.data.padlen);
      }
      case NGHTTP2_HEADERS: {
        const bool has_priority = (frame.hd.flags & NGHTTP2_FLAG_PRIORITY) != 0;
        return "HEADERS" + stream_text(frame) + (end_stream ? ", END_STREAM END_HEADERS" : ", END_HEADERS") +
               (has_priority ? priority_text(frame.headers.pri_spec) : "") +
               block_text(frame.hd.length - frame.headers.padlen - (has_priority ? 5 : 0)) +
               padding_text(frame.headers.padlen);
      }
      case NGHTTP2_PRIORITY: return "PRIORITY" + stream_text(frame) + priority_text(frame.priority.pri_spec);
      case NGHTTP2_RST_STREAM:
        return h2::print(h2::rst_stream_frame{static_cast<std::uint32_t>(frame.hd.stream_id),
                                              static_cast<h2::error_code>(frame.rst_stream.error_code)});
      case NGHTTP2_SETTINGS: return h2::print(settings_of(frame));
      case NGHTTP2_PING: {
        h2::ping_frame ping{.ack = end_stream};  // ACK and END_STREAM are the same bit
        std::transform(std::begin(frame.ping.opaque_data), std::end(frame.ping.opaque_data), ping.opaque.begin(),
                       [](std::uint8_t each) { return std::byte{each}; });
        return h2::print(ping);
      }
      case NGHTTP2_GOAWAY: {
        const auto* const debug = reinterpret_cast<const std::byte*>(frame.goaway.opaque_data);
        return h2::print(h2::goaway_frame{static_cast<std::uint32_t>(frame.goaway.last_stream_id),
                                          static_cast<h2::error_code>(frame.goaway.error_code),
                                          h2::bytes(debug, frame.goaway.opaque_data_len)});
      }
      case NGHTTP2_WINDOW_UPDATE:
        return h2::print(
            h2::window_update_frame{static_cast<std::uint32_t>(frame.hd.stream_id),
                                    static_cast<std::uint32_t>(frame.window_update.window_size_increment)});
      default: return "type " + std::to_string(frame.hd.type);
    }
  }
  static h2::settings_frame settings_of(const nghttp2_frame& frame) {
    h2::settings_frame made{.ack = (frame.hd.flags & NGHTTP2_FLAG_ACK) != 0};
    for (std::size_t i = 0; i < frame.settings.niv; ++i) {
      made.values.push_back(
          {static_cast<h2::setting_id>(frame.settings.iv[i].settings_id), frame.settings.iv[i].value});
    }
    return made;
  }

  std::unique_ptr<nghttp2_session, decltype(&nghttp2_session_del)> session_{nullptr, nghttp2_session_del};
  std::size_t padding_ = 0;
  std::deque<content> contents_;  // does not move what it holds
  h2::byte_buffer sent_;
  h2::byte_buffer content_received_;
  std::vector<std::string> frames_sent_;
  std::vector<std::string> frames_received_;
  std::string complaint_;
  std::optional<h2::error> verdict_;
};

}  // namespace test
