// SPDX-License-Identifier: MIT
#include <basics/tcp_listener.hpp>

#include <fmt/format.h>

#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <stdexcept>
#include <system_error>

namespace basics {

namespace {

std::error_code last_error() { return {errno, std::generic_category()}; }

std::string text_of(const sockaddr_storage& address, socklen_t size) {
  std::array<char, NI_MAXHOST> host{};
  std::array<char, NI_MAXSERV> port{};
  const int failed = ::getnameinfo(reinterpret_cast<const sockaddr*>(&address), size, host.data(), host.size(),
                                   port.data(), port.size(), NI_NUMERICHOST | NI_NUMERICSERV);
  if (failed != 0) return "?";
  if (address.ss_family == AF_INET6) return fmt::format("[{}]:{}", host.data(), port.data());
  return fmt::format("{}:{}", host.data(), port.data());
}

std::string local_text(int socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) return "?";
  return text_of(address, size);
}

struct free_addresses {
  void operator()(addrinfo* a) const { ::freeaddrinfo(a); }
};

std::unique_ptr<addrinfo, free_addresses> addresses_of(const std::string& address) {
  const auto colon = address.rfind(':');
  if (colon == std::string::npos) throw std::runtime_error(address + ": want HOST:PORT, for example 127.0.0.1:0");
  std::string host = address.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  hints.ai_family = host.empty() ? AF_INET : AF_UNSPEC;
  addrinfo* found = nullptr;
  const int failed = ::getaddrinfo(host.empty() ? nullptr : host.c_str(), address.c_str() + colon + 1, &hints, &found);
  if (failed != 0) throw std::runtime_error(fmt::format("{}: {}", address, ::gai_strerror(failed)));
  return std::unique_ptr<addrinfo, free_addresses>(found);
}

}  // namespace

tcp_listener::tcp_listener(const std::string& address) {
  const auto wanted = addresses_of(address);
  socket_ = ::socket(wanted->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const int yes = 1;
  const bool listening = socket_ >= 0 && ::setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
                         ::bind(socket_, wanted->ai_addr, wanted->ai_addrlen) == 0 && ::listen(socket_, SOMAXCONN) == 0;
  if (listening) closed_ = ::eventfd(0, EFD_CLOEXEC);
  if (closed_ < 0) {
    const std::string why = last_error().message();
    if (socket_ >= 0) ::close(socket_);
    throw std::runtime_error(fmt::format("listen {}: {}", address, why));
  }
  addr_ = local_text(socket_);
}

tcp_listener::~tcp_listener() {
  ::close(socket_);
  ::close(closed_);
}

void tcp_listener::close() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(closed_, &one, sizeof one);
  // Whoever connects from now on is refused at once, instead of waiting in the backlog of a socket nobody accepts from.
  ::shutdown(socket_, SHUT_RD);
}

accepted tcp_listener::accept() {
  for (;;) {
    std::array<pollfd, 2> wait{{{socket_, POLLIN, 0}, {closed_, POLLIN, 0}}};
    if (::poll(wait.data(), wait.size(), -1) < 0) return last_error();
    if (wait[1].revents != 0) return std::make_error_code(std::errc::bad_file_descriptor);
    sockaddr_storage from{};
    socklen_t size = sizeof from;
    const int conn = ::accept4(socket_, reinterpret_cast<sockaddr*>(&from), &size, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (conn >= 0) return raw_conn(conn, text_of(from, size), local_text(conn));
    if (errno == EAGAIN) continue;  // who knocked has gone again: no error, wait for the next
    return last_error();
  }
}

}  // namespace basics
