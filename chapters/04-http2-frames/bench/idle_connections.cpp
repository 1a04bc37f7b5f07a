// SPDX-License-Identifier: MIT
#include "idle_connections.hpp"

#include <h2/frame.hpp>
#include <h2/frame_reader.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace bench {
namespace {

int connect_to(std::uint16_t port) {
  const int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (s < 0 || connect(s, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
    throw std::system_error(errno, std::generic_category(), "connect");
  }
  return s;
}

void write_all(int s, h2::bytes data) {
  while (!data.empty()) {
    const ssize_t n = write(s, data.data(), data.size());
    if (n <= 0) throw std::system_error(errno, std::generic_category(), "write");
    data = data.subspan(static_cast<std::size_t>(n));
  }
}

/// Reads until both the server's SETTINGS and its ACK of ours are there.
void await_settings(int s) {
  h2::frame_reader reader(false);
  bool settings = false, ack = false;
  while (!settings || !ack) {
    std::array<std::byte, 1024> chunk;
    const ssize_t n = read(s, chunk.data(), chunk.size());
    if (n <= 0) throw std::runtime_error("the server closed a connection that had done nothing wrong");
    reader.receive(h2::bytes(chunk).first(static_cast<std::size_t>(n)));
    while (const auto raw = reader.next().value()) {
      if (raw->header.type != h2::frame_type::settings) continue;
      (raw->header.has(h2::flag::ack) ? ack : settings) = true;
    }
  }
}

}  // namespace

idle_connections::idle_connections(std::uint16_t port, int count) {
  const h2::bytes preface = h2::bytes_of(h2::client_preface);
  h2::byte_buffer hello(preface.begin(), preface.end());
  h2::encode(h2::settings_frame{}, hello);
  h2::byte_buffer acknowledgement;
  h2::encode(h2::settings_frame{.ack = true, .values = {}}, acknowledgement);
  for (int i = 0; i < count; ++i) {
    const int s = sockets_.emplace_back(connect_to(port));
    write_all(s, hello);
    await_settings(s);
    write_all(s, acknowledgement);
  }
}

idle_connections::~idle_connections() {
  for (const int s : sockets_) close(s);
}

int idle_connections::alive() const {
  int count = 0;
  for (const int s : sockets_) {
    std::byte one;
    // Nothing to read is what a living idle connection has to say.
    if (recv(s, &one, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && errno == EAGAIN) ++count;
  }
  return count;
}

}  // namespace bench
