// SPDX-License-Identifier: MIT
#pragma once

#include "call_stats.hpp"

#include <basics/server_stream.hpp>

#include <optional>

namespace basics {

/// RESOURCE_EXHAUSTED in grpc-go's words, which begin with `what` was to be done.
[[nodiscard]] status too_large(const char* what, std::size_t size, std::size_t limit);

/// A streaming call on a transport (grpc-go's serverStream).
class stream_call final : public server_stream {
 public:
  stream_call(const call_environment& server, transport_stream& stream, call_stats& stats)
      : server_(server), stream_(stream), stats_(stats) {}

  [[nodiscard]] const context& ctx() const override { return stats_.ctx(); }
  task<result<bool>> recv_msg(google::protobuf::Message& into) override;
  task<status> send_msg(const google::protobuf::Message& message) override;
  status set_header(const metadata& header) override { return stream_.set_header(header); }
  task<status> send_header(metadata header) override;
  void set_trailer(const metadata& trailer) override { stream_.set_trailer(trailer); }

  [[nodiscard]] const std::string& full_method() const { return stream_.full_method(); }
  /// What went wrong first in recv_msg or send_msg. The client is told that, whatever the handler returns afterwards.
  [[nodiscard]] const std::optional<status>& first_error() const { return first_error_; }

 private:
  status fail(status s);

  const call_environment& server_;
  transport_stream& stream_;
  call_stats& stats_;
  std::optional<status> first_error_;
};

}  // namespace basics
