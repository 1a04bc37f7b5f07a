// SPDX-License-Identifier: MIT
#pragma once

#include <basics/server_stream.hpp>

#include <utility>

namespace support {

/// A streaming call that has a context, and on which nothing ever passes.
class idle_stream final : public basics::server_stream {
 public:
  explicit idle_stream(basics::context ctx = {}) : ctx_(std::move(ctx)) {}

  [[nodiscard]] const basics::context& ctx() const override { return ctx_; }
  basics::task<basics::result<bool>> recv_msg(google::protobuf::Message&) override { co_return false; }
  basics::task<basics::status> send_msg(const google::protobuf::Message&) override { co_return basics::status(); }
  basics::status set_header(const basics::metadata&) override { return {}; }
  basics::task<basics::status> send_header(basics::metadata) override { co_return basics::status(); }
  void set_trailer(const basics::metadata&) override {}

 private:
  basics::context ctx_;
};

}  // namespace support
