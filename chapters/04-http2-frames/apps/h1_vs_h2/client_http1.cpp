// SPDX-License-Identifier: MIT
#include "clients.hpp"
#include "recorded_socket.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <sys/socket.h>
#include <sys/time.h>

#include <memory>
#include <stdexcept>

namespace versus {

namespace {

namespace http = boost::beast::http;
constexpr unsigned version_1_1 = 11;

boost::beast::string_view as_beast(std::string_view text) { return {text.data(), text.size()}; }

/// A connection in HTTP/1.1.
class http1_client {
 public:
  explicit http1_client(const tcp::endpoint& to) : socket_(to) {}

  /// Returns the bytes of the request's head, which is all of a GET.
  std::size_t ask(const std::string& path) {
    http::request<http::empty_body> request(http::verb::get, path, version_1_1);
    request.set(http::field::host, as_beast(host));
    for (const field& f : request_fields()) request.insert(as_beast(f.name), as_beast(f.value));
    return http::write(socket_, request);
  }
  /// Waits for the next answer. Returns the bytes of its head. Throws boost::system::system_error, std::runtime_error.
  std::size_t hear(const std::string& path) {
    http::response<http::string_body> response;
    const std::size_t whole = http::read(socket_, buffer_, response);
    if (response.body() != content_of(path)) throw std::runtime_error("the answer is for another request than " + path);
    return whole - response.body().size();
  }

  [[nodiscard]] bool nothing_has_come() const { return socket_.waiting() == 0 && buffer_.size() == 0; }
  [[nodiscard]] conversation recorded() const { return {socket_.sent, socket_.received}; }

 private:
  recorded_socket socket_;
  boost::beast::flat_buffer buffer_;
};

}  // namespace

recorded_socket::recorded_socket(const tcp::endpoint& to) {
  socket_.connect(to);
  socket_.set_option(tcp::no_delay(true));
  const timeval patience = {.tv_sec = 10, .tv_usec = 0};  // longer, and something is broken
  ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
}

std::vector<std::string> paths(int small) {
  std::vector<std::string> all = {std::string(slow_path)};
  for (int i = 1; i <= small; ++i) all.push_back(small_path(i));
  return all;
}

std::size_t exchange::sent() const {
  std::size_t n = 0;
  for (const conversation& each : connections) n += each.sent.size();
  return n;
}

std::size_t exchange::received() const {
  std::size_t n = 0;
  for (const conversation& each : connections) n += each.received.size();
  return n;
}

exchange http1_pipelined(server& to, int small) {
  exchange seen;
  http1_client client(to.endpoint());
  const auto wanted = paths(small);
  for (const std::string& path : wanted) seen.request_heads.push_back(client.ask(path));
  seen.ready_and_held_back = static_cast<std::size_t>(small);
  to.held().wait_for(seen.ready_and_held_back);
  if (!client.nothing_has_come()) throw std::runtime_error("an answer overtook the slow one");
  to.open_gate();
  for (const std::string& path : wanted) {
    seen.response_heads.push_back(client.hear(path));
    seen.answered.push_back(path);
  }
  seen.connections.push_back(client.recorded());
  return seen;
}

exchange http1_connections(server& to, int small) {
  exchange seen;
  const auto wanted = paths(small);
  std::vector<std::unique_ptr<http1_client>> clients;
  for (const std::string& path : wanted) {
    clients.push_back(std::make_unique<http1_client>(to.endpoint()));
    seen.request_heads.push_back(clients.back()->ask(path));
  }
  for (std::size_t i = 1; i <= wanted.size(); ++i) {
    const std::size_t turn = i % wanted.size();  // the slow one last
    if (turn == 0) {
      if (!clients[0]->nothing_has_come()) throw std::runtime_error("the slow answer came through a shut gate");
      seen.before_slow = seen.answered.size();
      to.open_gate();
    }
    seen.response_heads.push_back(clients[turn]->hear(wanted[turn]));
    seen.answered.push_back(wanted[turn]);
  }
  for (const auto& each : clients) seen.connections.push_back(each->recorded());
  return seen;
}

}  // namespace versus
