// SPDX-License-Identifier: MIT
#include "plain/counted_connection.hpp"

#include <grpcpp/create_channel_posix.h>

#include <fcntl.h>
#include <linux/tcp.h>  // glibc's netinet/tcp.h has a tcp_info without the byte counts
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>

#include <stdexcept>

namespace plain {

namespace {

struct free_addresses {
  void operator()(addrinfo* a) const { freeaddrinfo(a); }
};

int connect_to(const std::string& address) {
  const auto colon = address.rfind(':');
  if (colon == std::string::npos) throw std::runtime_error(address + ": want ADDRESS:PORT");
  const addrinfo hints{.ai_flags = AI_NUMERICSERV,
                       .ai_family = AF_UNSPEC,
                       .ai_socktype = SOCK_STREAM,
                       .ai_protocol = 0,
                       .ai_addrlen = 0,
                       .ai_addr = nullptr,
                       .ai_canonname = nullptr,
                       .ai_next = nullptr};
  addrinfo* first = nullptr;
  const int failed = getaddrinfo(address.substr(0, colon).c_str(), address.c_str() + colon + 1, &hints, &first);
  if (failed != 0) throw std::runtime_error(address + ": " + gai_strerror(failed));
  const std::unique_ptr<addrinfo, free_addresses> all(first);
  for (const addrinfo* a = first; a != nullptr; a = a->ai_next) {
    const int to = socket(a->ai_family, a->ai_socktype | SOCK_CLOEXEC, a->ai_protocol);
    if (to >= 0 && connect(to, a->ai_addr, a->ai_addrlen) == 0) return to;
    if (to >= 0) close(to);
  }
  throw std::runtime_error(address + ": cannot connect");
}

}  // namespace

counted_connection::counted_connection(const std::string& address) {
  const int connected = connect_to(address);
  // As grpc++ makes its own: it never waits in a read, and small frames must not wait for an ACK.
  const int on = 1;
  fcntl(connected, F_SETFL, fcntl(connected, F_GETFL) | O_NONBLOCK);
  setsockopt(connected, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  socket_ = fcntl(connected, F_DUPFD_CLOEXEC, 0);
  channel_ = grpc::CreateInsecureChannelFromFd("kinds", connected);  // no address to dial, so the name is free
}

counted_connection::~counted_connection() { close(socket_); }

counted_connection::bytes counted_connection::passed() const {
  tcp_info info = {};
  socklen_t size = sizeof info;
  if (getsockopt(socket_, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) {
    throw std::runtime_error(std::string("TCP_INFO: ") + std::strerror(errno));
  }
  return {.sent = info.tcpi_bytes_sent, .received = info.tcpi_bytes_received};
}

}  // namespace plain
