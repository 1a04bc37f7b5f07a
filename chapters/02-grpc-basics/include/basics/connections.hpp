// SPDX-License-Identifier: MIT
#pragma once

#include <basics/transport.hpp>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

namespace basics {

/// The live connections of one listener, by remote address: grpc++ names a call's connection by nothing else
/// (ServerContext::peer). Thread-safe.
class connection_table {
 public:
  /// False when a connection from the same remote address lives.
  bool add(std::shared_ptr<connection> c);
  /// False when it is not there (any more).
  bool remove(const connection& c);
  [[nodiscard]] std::shared_ptr<connection> find(const std::string& remote_addr) const;

 private:
  mutable std::mutex mutex_;  // guards the rest
  std::unordered_map<std::string, std::shared_ptr<connection>> by_remote_addr_;
};

/// Tells when connections end, which grpc++ does not. It watches a duplicate of each descriptor: EPOLLRDHUP comes when
/// the client closes, EPOLLHUP when grpc++ does (it calls shutdown before close; close alone would go unseen, for the
/// duplicate keeps the socket open). Costs a descriptor for each connection, and one thread.
class connection_watcher {
 public:
  /// Throws std::system_error.
  connection_watcher();
  /// What is still watched ends silently.
  ~connection_watcher();
  connection_watcher(const connection_watcher&) = delete;
  connection_watcher& operator=(const connection_watcher&) = delete;

  /// Calls `on_end` once, on the watcher's thread, when the socket's connection has ended. Duplicates the descriptor;
  /// the caller keeps its own. An error leaves nothing watched.
  std::error_code watch(int descriptor, std::function<void()> on_end);

 private:
  void run();

  int epoll_ = -1;
  int stop_ = -1;                                 // an eventfd: readable when the watcher is to end
  std::mutex mutex_;                              // guards watched_
  std::map<int, std::function<void()>> watched_;  // by our own descriptor
  std::thread thread_;
};

}  // namespace basics
