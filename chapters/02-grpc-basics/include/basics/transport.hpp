// SPDX-License-Identifier: MIT
//
// What a server asks of whatever speaks HTTP/2 for it (grpc-go's internal/transport). grpc_transport.cpp answers with
// grpc++, the tests with a script.
//
//   server ── hand_over(fd) ──▶ transport ── on_stream(stream) ──▶ server ── read / write / write_status ──▶ stream
#pragma once

#include <basics/context.hpp>
#include <basics/task.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace basics {

struct server_options;

/// One call, seen from the server's side (transport.Stream). The server is its only user, one operation at a time.
class transport_stream {
 public:
  virtual ~transport_stream() = default;

  /// "/package.service/method" as it stood in :path.
  [[nodiscard]] virtual const std::string& full_method() const = 0;
  /// Stands on the connection's context. Shared: outlives the stream.
  [[nodiscard]] virtual const std::shared_ptr<call_state>& state() const = 0;

  /// The next message, uncompressed; nullopt when the client has sent its last one, or is gone (state()->error()).
  virtual task<std::optional<std::string>> read() = 0;

  /// Adds to the header; an error when it has been sent.
  virtual status set_header(const metadata& more) = 0;
  [[nodiscard]] virtual const metadata& header() const = 0;
  /// Sends the header now, without waiting for a message.
  virtual task<bool> send_header() = 0;
  virtual void set_trailer(const metadata& more) = 0;
  [[nodiscard]] virtual const metadata& trailer() const = 0;

  /// Sends a message, and before the first one the header. False when the client is gone.
  virtual task<bool> write(std::string message) = 0;

  // The last operation is one of these two; the stream may be gone when they return.
  /// Sends trailers: the status and trailer().
  virtual void write_status(const status& s) = 0;
  /// A last message and an OK status in one write.
  virtual void write_last(std::string message) = 0;
};

/// One connection: begins when it is accepted, ends once. Calls share it, and so may outlive its end.
struct connection {
  // Immutable after construction.
  std::string remote_addr;  // "127.0.0.1:43535", "[::1]:43535"
  std::string local_addr;
  /// What stats_handler::tag_conn returned: the context that the connection's calls stand on.
  context ctx;
};

/// All connections of one listener.
class transport {
 public:
  virtual ~transport() = default;

  /// Takes the descriptor, which is a connected socket. False when the transport has been stopped: then the descriptor
  /// is still the caller's.
  virtual bool hand_over(int descriptor) = 0;
  /// Tells clients to go (GOAWAY), lets running calls end, and returns when they have. stop() from another thread
  /// hurries it.
  virtual void graceful_stop() = 0;
  /// Cancels running calls and closes all connections.
  virtual void stop() = 0;
};

/// What a transport needs of its server.
struct transport_events {
  /// The live connection with this remote address, or null.
  std::function<std::shared_ptr<connection>(const std::string& remote_addr)> find_connection;
  /// A call arrived on it. Runs on the transport's thread and must not block.
  std::function<void(transport_stream& stream, const std::shared_ptr<connection>& on)> on_stream;
};

using transport_factory = std::function<std::unique_ptr<transport>(const server_options&, transport_events)>;

/// grpc++'s, src/grpc_transport.cpp.
[[nodiscard]] std::unique_ptr<transport> new_grpc_transport(const server_options& options, transport_events events);

}  // namespace basics
