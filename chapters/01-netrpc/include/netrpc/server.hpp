// SPDX-License-Identifier: MIT
//
// The server (net/rpc server.go): a registry of services, and the loop that serves one connection.
//
//   serve_conn ► serve_codec ►┌► read_request ► find ► argument ► call ► send_response ─┐
//                             └────────────── keep reading ◄───────────────────────────┘
//
// Go starts a goroutine for each request. Here a method that cannot wait runs inside the reader, which
// is the same to a client and much cheaper; a coroutine method is spawned, and its reply leaves when it
// is ready. All replies to what one read brought leave with one write.
#pragma once

#include <netrpc/codec.hpp>
#include <netrpc/gob_types.hpp>
#include <netrpc/limits.hpp>
#include <netrpc/service.hpp>
#include <netrpc/transport.hpp>

#include <functional>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

namespace netrpc {

struct server_options {
  struct limits limits {};                            // concurrent_requests and output_bytes are used here
  std::shared_ptr<const gob::type_names> names = {};  // what interface values may hold; gob only
  std::shared_ptr<recorder> record = {};              // keeps the bytes of the connections; null: does not
  std::function<void(const std::string&)> log = {};   // why a connection ended early, why a method was skipped
};

class server {
 public:
  explicit server(server_options options = {}) : options_(std::move(options)) {}
  server(const server&) = delete;
  server& operator=(const server&) = delete;

  /// Go's Register: publishes the methods of `service` as "Type.Method". Any thread, any time.
  /// Errors: those of service_map.
  template <class T>
  result<void> register_service(std::shared_ptr<T> service) {
    return add(std::string(), describe_service(service));
  }
  /// Go's RegisterName: under a name of one's own.
  template <class T>
  result<void> register_name(std::string name, std::shared_ptr<T> service) {
    service_description description = describe_service(service);
    if (name.empty())
      return error{errc::bad_service_name, error_scope::local, 0, "no service name for type " + description.type_name};
    return add(std::move(name), std::move(description));
  }

  /// Serves gob on a connected socket until the peer leaves. Returns when every method it called has
  /// ended. Lifetime: the server outlives it. The socket's executor runs one handler at a time.
  [[nodiscard]] awaitable<void> serve_conn(tcp::socket socket);
  /// The same with a codec of one's own, and bytes that were read before (after a handshake).
  [[nodiscard]] awaitable<void> serve_codec(tcp::socket socket, std::unique_ptr<server_codec> codec,
                                            bytes leftover = {});

  /// The page /debug/rpc: services, their methods, how often each was called.
  [[nodiscard]] std::string debug_page() const;

 private:
  friend class connection;

  struct entry {
    const method* what;
    const callable* how;
  };
  [[nodiscard]] result<entry> find(std::string_view service_method) const;
  result<void> add(std::string name, service_description description);

  server_options options_;
  mutable std::shared_mutex mutex_;  // protects:
  service_map services_;
  std::vector<std::unique_ptr<const callable>> callables_;  // their addresses stay
};

}  // namespace netrpc
