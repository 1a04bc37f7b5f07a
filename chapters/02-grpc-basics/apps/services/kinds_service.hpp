// SPDX-License-Identifier: MIT
#pragma once

#include <basics/service_desc.hpp>

#include <kinds.pb.h>

namespace services {

using namespace basics;

/// Server API of kinds.Kinds: one method of each kind.
class KindsServer : public service {
 public:
  virtual task<result<kinds::EchoReply>> Echo(context ctx, const kinds::EchoRequest& request) = 0;
  virtual task<status> Count(server_stream& stream) = 0;
  virtual task<status> Sum(server_stream& stream) = 0;
  virtual task<status> Chat(server_stream& stream) = 0;
};
[[nodiscard]] service_desc kinds_service_desc();

/// As proto/kinds.proto says. Besides, Echo's text "plain error" is answered with a plain error, and "wait" with the
/// reason why nobody waits any more, once that is so.
class kinds_server final : public KindsServer {
 public:
  /// Bytes of an Echo's text; a request of a few bytes could ask for any amount of memory.
  static constexpr std::size_t largest_reply = 67'108'864;

  task<result<kinds::EchoReply>> Echo(context ctx, const kinds::EchoRequest& request) override;
  task<status> Count(server_stream& stream) override;
  task<status> Sum(server_stream& stream) override;
  task<status> Chat(server_stream& stream) override;
};

}  // namespace services
