// SPDX-License-Identifier: MIT
//
// One call through handle_stream, with nothing around it: a scripted client, and everything that happens as lines.
#pragma once

#include "scripted_listener.hpp"
#include "scripted_stream.hpp"

#include <basics/server_call.hpp>

#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace support {

/// The stats handler's events as trace.hpp says them, without `rpc 1`, and what goes to the client behind an arrow:
///
///   tag_rpc /user.User/GetUser conn=1
///   in_header /user.User/GetUser
///   begin
///   in_payload user.GetUserReq length=3
///   …
///   end ok
///   → last 26
class served_calls {
 public:
  served_calls();

  /// Serves user.User, kinds.Kinds, and test.Test with these methods of the test's own.
  void serve(std::vector<basics::method_desc> methods, std::vector<basics::stream_desc> streams = {});

  /// Plays a call to its end, and gives what happened. Throws std::logic_error when it does not end.
  std::vector<std::string> play(const std::string& full_method, std::deque<client_step> client);

  /// Of the call that was played last: what the client was told, and the messages it got.
  basics::status told;
  std::vector<std::string> received;

  basics::server_options options;  // to be changed before play(); interceptors get chained there
  basics::metadata incoming;       // what the client sends
  basics::call_counters counters;
  virtual_clock time;

 private:
  std::vector<std::string> happened_;
  basics::service_registry services_;
  std::shared_ptr<basics::connection> connection_ = std::make_shared<basics::connection>();
};

/// Messages of the test services, as bytes.
[[nodiscard]] std::string get_user(const std::string& id);
[[nodiscard]] std::string echo(const std::string& text);
[[nodiscard]] std::string count(int from, int to);
[[nodiscard]] std::string number(int value);
[[nodiscard]] std::string line(const std::string& text);

/// Bytes that are a message of no type: a length that goes beyond the end.
[[nodiscard]] std::string no_message();

}  // namespace support
