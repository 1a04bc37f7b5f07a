// SPDX-License-Identifier: MIT
//
// A gRPC client's part in one unary call: which frame to say what with, and what to do about each that comes.
//
//   client                                    server
//   preface, SETTINGS                  ──►
//                                      ◄──    SETTINGS
//   SETTINGS ACK                       ──►
//   HEADERS :path /user.User/GetUser   ──►
//   DATA    00 00000003 0a0131, END    ──►
//                                      ◄──    SETTINGS ACK, PING, WINDOW_UPDATE …
//                                      ◄──    HEADERS :status 200
//                                      ◄──    DATA    00 … the reply
//   WINDOW_UPDATE                      ──►
//                                      ◄──    HEADERS grpc-status 0, END            the trailers
//   GOAWAY                             ──►
#pragma once

#include "wire.hpp"

#include <h2/field_block.hpp>
#include <h2/hpack/decoder.hpp>
#include <h2/hpack/encoder.hpp>
#include <h2/settings.hpp>

#include <optional>
#include <string>

namespace by_hand {

struct reply {
  h2::byte_buffer content;  // of all DATA
  h2::header_list fields;   // headers and trailers
};

class call {
 public:
  explicit call(wire& on) : on_(on) {}

  /// `message`: the request, a protobuf. Returns when the stream has ended. Throws std::runtime_error for what ends a
  /// call without a reply.
  [[nodiscard]] reply unary(const std::string& authority, const std::string& path, h2::bytes message);
  void goodbye();

 private:
  void open();
  void request(const std::string& authority, const std::string& path, h2::bytes message);
  void take(const received& one);

  void on(const h2::settings_frame& f);
  void on(const h2::ping_frame& f);
  void on(const h2::headers_frame& f);
  void on(const h2::continuation_frame& f);
  void on(const h2::data_frame& f);
  void on(const h2::window_update_frame& f);
  void on(const h2::rst_stream_frame& f);
  void on(const h2::goaway_frame& f);
  void on(const h2::push_promise_frame& f);
  void on(const h2::priority_frame& f);
  void on(const h2::unknown_frame& f);
  void on_block(const h2::field_block& whole);

  wire& on_;
  h2::hpack::encoder encoder_;
  h2::hpack::decoder decoder_;
  h2::field_block_assembler block_;
  h2::settings peer_;
  bool settings_seen_ = false;
  bool headers_seen_ = false;
  bool ended_ = false;
  reply reply_;
};

}  // namespace by_hand
