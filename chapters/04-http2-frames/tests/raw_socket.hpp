// SPDX-License-Identifier: MIT
//
// A socket without a protocol on it, for tests of what happens below HTTP/2.
#pragma once

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace test {

class raw_socket {
 public:
  raw_socket() : raw_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
  ~raw_socket() {
    if (fd_ >= 0) ::close(fd_);
  }
  raw_socket(raw_socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  raw_socket& operator=(raw_socket&&) = delete;

  /// On 127.0.0.1, at any free port.
  static raw_socket bound() {
    raw_socket one;
    const sockaddr_in any = loopback(0);
    check(::bind(one.fd_, reinterpret_cast<const sockaddr*>(&any), sizeof any), "bind");
    return one;
  }
  static raw_socket listening() {
    raw_socket one = bound();
    check(::listen(one.fd_, 8), "listen");
    return one;
  }
  /// "127.0.0.1:PORT"
  static raw_socket connected(const std::string& address) {
    raw_socket one;
    const sockaddr_in to = loopback(std::stoi(address.substr(address.rfind(':') + 1)));
    check(::connect(one.fd_, reinterpret_cast<const sockaddr*>(&to), sizeof to), "connect");
    return one;
  }
  [[nodiscard]] raw_socket accept() const { return raw_socket(::accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC)); }
  [[nodiscard]] std::string address() const {
    sockaddr_in at{};
    socklen_t size = sizeof at;
    check(::getsockname(fd_, reinterpret_cast<sockaddr*>(&at), &size), "getsockname");
    return "127.0.0.1:" + std::to_string(ntohs(at.sin_port));
  }

  /// As much as is taken within `patience_ms`. Returns how much that was.
  [[nodiscard]] std::size_t write(std::string_view data, int patience_ms = 10'000) const {
    std::size_t done = 0;
    while (done < data.size() && wait(POLLOUT, patience_ms)) {
      const ssize_t n = ::send(fd_, data.data() + done, data.size() - done, MSG_DONTWAIT | MSG_NOSIGNAL);
      if (n <= 0) break;
      done += static_cast<std::size_t>(n);
    }
    return done;
  }
  /// `most` bytes, or fewer when the other side ends before that, or says nothing for long.
  [[nodiscard]] std::string read(std::size_t most) const {
    std::string data(most, '\0');
    std::size_t done = 0;
    while (done < most && wait(POLLIN, 10'000)) {
      const ssize_t n = ::recv(fd_, data.data() + done, most - done, 0);
      if (n <= 0) break;
      done += static_cast<std::size_t>(n);
    }
    data.resize(done);
    return data;
  }
  void end_writing() const { check(::shutdown(fd_, SHUT_WR), "shutdown"); }

 private:
  explicit raw_socket(int fd) : fd_(fd) { check(fd, "socket"); }
  static sockaddr_in loopback(int port) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    at.sin_port = htons(static_cast<std::uint16_t>(port));
    return at;
  }
  static void check(int result, const char* what) {
    if (result < 0) throw std::runtime_error(std::string(what) + " failed");
  }
  [[nodiscard]] bool wait(short events, int patience_ms) const {
    pollfd one{fd_, events, 0};
    return ::poll(&one, 1, patience_ms) > 0;
  }

  int fd_;
};

}  // namespace test
