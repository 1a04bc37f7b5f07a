// SPDX-License-Identifier: MIT
#pragma once

#include <grpcpp/channel.h>

#include <cstdint>
#include <memory>
#include <string>

namespace plain {

/// A channel on a socket of ours. grpc++ gives a client the messages and nothing of what they took on the wire; but it
/// takes a socket that is connected, and of that the kernel knows how many bytes have passed.
class counted_connection {
 public:
  /// "127.0.0.1:43535". Throws std::runtime_error.
  explicit counted_connection(const std::string& address);
  ~counted_connection();
  counted_connection(const counted_connection&) = delete;
  counted_connection& operator=(const counted_connection&) = delete;

  /// Has this one connection: when it breaks, so does the channel for good.
  [[nodiscard]] const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  struct bytes {
    std::uint64_t sent = 0, received = 0;  // HTTP/2's frames, without TCP's headers
  };
  [[nodiscard]] bytes passed() const;

 private:
  int socket_ = -1;  // a duplicate: the channel owns the other, and closes it when it likes
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace plain
