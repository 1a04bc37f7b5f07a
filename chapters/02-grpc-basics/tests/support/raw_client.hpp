// SPDX-License-Identifier: MIT
//
// A client that sends the bytes it is told to, right or wrong: as much of HTTP/2 (RFC 9113) and gRPC's framing as it
// takes to begin a call. Of the answers it sees bytes; grpc++ writes header names and values into them unpacked.
#pragma once

#include "witness.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace support {

inline std::string big_endian(std::size_t value, int bytes) {
  std::string s;
  for (int i = bytes - 1; i >= 0; --i) s += static_cast<char>(value >> (8 * i));
  return s;
}

//   +-- length (24) --+ type (8) + flags (8) + stream (32) +-- payload     RFC 9113 §4.1
inline std::string frame(int type, int flags, std::uint32_t stream, std::string_view payload) {
  return big_endian(payload.size(), 3) + big_endian(static_cast<std::size_t>(type), 1) +
         big_endian(static_cast<std::size_t>(flags), 1) + big_endian(stream, 4) + std::string(payload);
}

using header_list = std::vector<std::pair<std::string, std::string>>;

/// Each field as a literal without indexing, a new name and no Huffman coding (RFC 7541 §6.2.2).
inline std::string header_block(const header_list& headers) {
  const auto text = [](const std::string& s) {
    if (s.size() > 126) throw std::logic_error("write the longer lengths first");
    return big_endian(s.size(), 1) + s;
  };
  std::string block;
  for (const auto& [name, value] : headers) block += '\0' + text(name) + text(value);
  return block;
}

inline const std::string preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// The preface and an empty SETTINGS frame.
inline std::string connection_begin() { return preface + frame(4, 0, 0, ""); }

inline std::string call_headers(std::uint32_t stream, const std::string& path, const header_list& more = {}) {
  header_list all = {{":method", "POST"}, {":scheme", "http"}, {":path", path},
                     {":authority", "x"}, {"te", "trailers"},  {"content-type", "application/grpc"}};
  all.insert(all.end(), more.begin(), more.end());
  return frame(1, 4, stream, header_block(all));  // END_HEADERS
}
/// A message with gRPC's five bytes in front of it. `bytes` under 16 KiB: one DATA frame.
inline std::string message(std::uint32_t stream, const std::string& bytes, bool last, bool compressed = false) {
  const std::string framed = std::string(1, compressed ? '\1' : '\0') + big_endian(bytes.size(), 4) + bytes;
  return frame(0, last ? 1 : 0, stream, framed);
}
inline std::string call(std::uint32_t stream, const std::string& path, const std::string& bytes,
                        const header_list& more = {}) {
  return call_headers(stream, path, more) + message(stream, bytes, true);
}

class raw_client {
 public:
  /// Connects to 127.0.0.1. `from` is the source port, 0 for any.
  explicit raw_client(std::uint16_t port, std::uint16_t from = 0) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const int yes = 1;
    ::setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    const sockaddr_in source = loopback(from);
    const sockaddr_in target = loopback(port);
    if ((from != 0 && ::bind(socket_, reinterpret_cast<const sockaddr*>(&source), sizeof source) != 0) ||
        ::connect(socket_, reinterpret_cast<const sockaddr*>(&target), sizeof target) != 0) {
      const int why = errno;
      close();
      throw std::system_error(why, std::generic_category(), "connect");
    }
  }
  raw_client(raw_client&& other) noexcept
      : socket_(std::exchange(other.socket_, -1)), heard_(std::move(other.heard_)) {}
  raw_client& operator=(raw_client&&) = delete;
  ~raw_client() { close(); }

  /// False when the server has gone.
  bool send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t n = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
  }
  /// Ends the connection: in order, with a FIN, or at once, with a RST.
  void close() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
  }
  void reset() {
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close();
  }
  void half_close() const { ::shutdown(socket_, SHUT_WR); }

  [[nodiscard]] const std::string& heard() const { return heard_; }
  [[nodiscard]] bool has(const std::string& part) const { return heard_.find(part) != std::string::npos; }
  /// False when the server ends the connection, or says nothing for long, before it has said this.
  bool await(const std::string& part) {
    while (!has(part)) {
      if (more() <= 0) return has(part);
    }
    return true;
  }
  /// True when the server ends the connection.
  bool await_end() {
    for (;;) {
      const int n = more();
      if (n < 0) return false;
      if (n == 0) return true;
    }
  }
  [[nodiscard]] std::uint16_t port() const {
    sockaddr_in a{};
    socklen_t size = sizeof a;
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&a), &size);
    return ntohs(a.sin_port);
  }

 private:
  static sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in a{};
    a.sin_family = AF_INET;
    a.sin_port = htons(port);
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return a;
  }
  // 0: the connection has ended; -1: nothing came for long.
  int more() {
    pollfd waiting{socket_, POLLIN, 0};
    const auto limit = std::chrono::duration_cast<std::chrono::milliseconds>(patience).count();
    if (::poll(&waiting, 1, static_cast<int>(limit)) <= 0) return -1;
    char chunk[4096];
    const ssize_t n = ::recv(socket_, chunk, sizeof chunk, 0);
    if (n <= 0) return 0;
    heard_.append(chunk, static_cast<std::size_t>(n));
    return 1;
  }

  int socket_;
  std::string heard_;
};

}  // namespace support
