// SPDX-License-Identifier: MIT
//
// libnghttp2 as the other end of a connection in memory: it sends messages with content and trailers, and keeps those
// it gets.
#pragma once

#include <h2/connection.hpp>

#include <nghttp2/nghttp2.h>

#include <algorithm>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace h2::test {

/// One direction of one exchange.
struct message {
  std::vector<header_list> informational = {};
  header_list headers = {};
  std::string content = {};
  header_list trailers = {};
  bool over = false;  // END_STREAM has come

  friend bool operator==(const message&, const message&) = default;
};

class nghttp2_end {
 public:
  nghttp2_end(role side, std::vector<nghttp2_settings_entry> settings, std::int32_t connection_window) {
    nghttp2_session_callbacks* callbacks = nullptr;
    nghttp2_session_callbacks_new(&callbacks);
    nghttp2_session_callbacks_set_on_header_callback(callbacks, on_header);
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, on_frame);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, on_content);
    nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, on_close);
    nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(callbacks, on_invalid);
    nghttp2_session_callbacks_set_error_callback2(callbacks, on_complaint);
    nghttp2_session* made = nullptr;
    const int failed = side == role::client ? nghttp2_session_client_new(&made, callbacks, this)
                                            : nghttp2_session_server_new(&made, callbacks, this);
    nghttp2_session_callbacks_del(callbacks);
    if (failed != 0) throw std::runtime_error(nghttp2_strerror(failed));
    session_.reset(made);
    must(nghttp2_submit_settings(made, NGHTTP2_FLAG_NONE, settings.data(), settings.size()));
    must(nghttp2_session_set_local_window_size(made, NGHTTP2_FLAG_NONE, 0, connection_window));
  }
  nghttp2_end(const nghttp2_end&) = delete;  // the session points here
  nghttp2_end& operator=(const nghttp2_end&) = delete;

  std::uint32_t submit_request(const message& request) {
    const auto fields = fields_of(request.headers);
    outgoing& out = prepare(request);
    const nghttp2_data_provider provider{{.ptr = &out}, read_content};
    return must(nghttp2_submit_request(session_.get(), nullptr, fields.data(), fields.size(),
                                       out.needed ? &provider : nullptr, nullptr));
  }
  void submit_response(std::uint32_t id, const message& response) {
    for (const header_list& one : response.informational) {
      const auto fields = fields_of(one);
      must(nghttp2_submit_headers(session_.get(), NGHTTP2_FLAG_NONE, static_cast<std::int32_t>(id), nullptr,
                                  fields.data(), fields.size(), nullptr));
    }
    const auto fields = fields_of(response.headers);
    outgoing& out = prepare(response);
    const nghttp2_data_provider provider{{.ptr = &out}, read_content};
    must(nghttp2_submit_response(session_.get(), static_cast<std::int32_t>(id), fields.data(), fields.size(),
                                 out.needed ? &provider : nullptr));
  }
  std::uint32_t submit_push(std::uint32_t id, const header_list& request) {
    const auto fields = fields_of(request);
    return must(nghttp2_submit_push_promise(session_.get(), NGHTTP2_FLAG_NONE, static_cast<std::int32_t>(id),
                                            fields.data(), fields.size(), nullptr));
  }

  /// All it has to say at the moment.
  [[nodiscard]] byte_buffer take_output() {
    byte_buffer out;
    const std::uint8_t* data = nullptr;
    for (auto n = nghttp2_session_mem_send(session_.get(), &data); n != 0;
         n = nghttp2_session_mem_send(session_.get(), &data)) {
      must(static_cast<int>(n));
      append(out, bytes(reinterpret_cast<const std::byte*>(data), static_cast<std::size_t>(n)));
    }
    return out;
  }
  void receive(bytes input) {
    const auto n =
        nghttp2_session_mem_recv(session_.get(), reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
    must(static_cast<int>(n));
  }

  std::map<std::uint32_t, message> received;      // by stream
  std::map<std::uint32_t, header_list> promised;  // requests, by the promised stream
  std::map<std::uint32_t, std::uint32_t> closed;  // error codes, by stream
  std::vector<std::uint32_t> requests_to_answer;  // server: whole requests, in order
  std::vector<std::string> complaints;            // what it holds against the other end

 private:
  struct outgoing {
    const message* what;
    std::size_t at = 0;
    bool needed = false;  // there is something behind the headers
  };

  static std::uint32_t must(int status) {
    if (status < 0) throw std::runtime_error(nghttp2_strerror(status));
    return static_cast<std::uint32_t>(status);
  }
  static nghttp2_end& self_of(void* self) { return *static_cast<nghttp2_end*>(self); }
  static std::vector<nghttp2_nv> fields_of(const header_list& list) {
    const auto octets = [](std::string_view text) {
      return reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data()));  // copied, not changed
    };
    std::vector<nghttp2_nv> fields;
    for (const header_field f : list) {
      fields.push_back({octets(f.name), octets(f.value), f.name.size(), f.value.size(), NGHTTP2_NV_FLAG_NONE});
    }
    return fields;
  }
  outgoing& prepare(const message& what) {
    sending_.push_back(std::make_unique<outgoing>());
    *sending_.back() = {.what = &what, .needed = !what.content.empty() || !what.trailers.empty()};
    return *sending_.back();
  }

  static ssize_t read_content(nghttp2_session* session, std::int32_t id, std::uint8_t* to, std::size_t room,
                              std::uint32_t* flags, nghttp2_data_source* source, void*) {
    outgoing& out = *static_cast<outgoing*>(source->ptr);
    const std::size_t n = std::min(room, out.what->content.size() - out.at);
    std::copy_n(out.what->content.data() + out.at, n, to);
    out.at += n;
    if (out.at < out.what->content.size()) return static_cast<ssize_t>(n);
    *flags |= NGHTTP2_DATA_FLAG_EOF;
    if (!out.what->trailers.empty()) {
      *flags |= NGHTTP2_DATA_FLAG_NO_END_STREAM;
      const auto fields = fields_of(out.what->trailers);
      must(nghttp2_submit_trailer(session, id, fields.data(), fields.size()));
    }
    return static_cast<ssize_t>(n);
  }
  static int on_header(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name, std::size_t name_size,
                       const std::uint8_t* value, std::size_t value_size, std::uint8_t, void* self) {
    (void)frame;
    self_of(self).block_.add({reinterpret_cast<const char*>(name), name_size},
                             {reinterpret_cast<const char*>(value), value_size});
    return 0;
  }
  static int on_frame(nghttp2_session* session, const nghttp2_frame* frame, void* user) {
    nghttp2_end& self = self_of(user);
    const auto id = static_cast<std::uint32_t>(frame->hd.stream_id);
    if (frame->hd.type == NGHTTP2_PUSH_PROMISE) {
      self.promised[static_cast<std::uint32_t>(frame->push_promise.promised_stream_id)] =
          std::exchange(self.block_, {});
    }
    if (frame->hd.type == NGHTTP2_HEADERS) self.on_block(self.received[id]);
    const bool carries = frame->hd.type == NGHTTP2_HEADERS || frame->hd.type == NGHTTP2_DATA;
    if (carries && (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0) {
      self.received[id].over = true;
      if (nghttp2_session_check_server_session(session) != 0) self.requests_to_answer.push_back(id);
    }
    return 0;
  }
  void on_block(message& into) {
    header_list block = std::exchange(block_, {});
    const auto status = block.find(":status");
    if (status && status->starts_with('1')) {
      into.informational.push_back(std::move(block));
    } else if (into.headers.empty()) {
      into.headers = std::move(block);
    } else {
      into.trailers = std::move(block);
    }
  }
  static int on_content(nghttp2_session*, std::uint8_t, std::int32_t id, const std::uint8_t* data, std::size_t size,
                        void* self) {
    self_of(self).received[static_cast<std::uint32_t>(id)].content.append(reinterpret_cast<const char*>(data), size);
    return 0;
  }
  static int on_close(nghttp2_session*, std::int32_t id, std::uint32_t code, void* self) {
    self_of(self).closed[static_cast<std::uint32_t>(id)] = code;
    return 0;
  }
  static int on_invalid(nghttp2_session*, const nghttp2_frame* frame, int why, void* self) {
    self_of(self).complaints.push_back("frame of type " + std::to_string(frame->hd.type) + " on stream " +
                                       std::to_string(frame->hd.stream_id) + ": " + nghttp2_strerror(why));
    return 0;
  }
  static int on_complaint(nghttp2_session*, int, const char* text, std::size_t size, void* self) {
    self_of(self).complaints.emplace_back(text, size);
    return 0;
  }

  std::unique_ptr<nghttp2_session, decltype(&nghttp2_session_del)> session_{nullptr, nghttp2_session_del};
  std::vector<std::unique_ptr<outgoing>> sending_;
  header_list block_;
};

}  // namespace h2::test
