// SPDX-License-Identifier: MIT
#include <h2/net/server.hpp>

#include "server_connection.hpp"

#include <algorithm>
#include <atomic>
#include <set>
#include <utility>

namespace h2::net {
namespace {

asio::any_io_executor own_executor(const asio::any_io_executor& executor, bool strand) {
  if (strand) return asio::make_strand(executor);
  return executor;
}

}  // namespace

/// Outlives the server: its connections refer to it.
class server::state : public std::enable_shared_from_this<state> {
 public:
  state(const asio::any_io_executor& executor, server_options options, service_for each)
      : options_(std::move(options)),
        each_(std::move(each)),
        executor_(executor),
        acceptor_(own_executor(executor, options_.strand_per_connection)) {
    const tcp::endpoint at(asio::ip::make_address(options_.address), options_.port);
    acceptor_.open(at.protocol());
    acceptor_.set_option(tcp::acceptor::reuse_address(true));
    acceptor_.bind(at);
    acceptor_.listen();
    endpoint_ = acceptor_.local_endpoint();
  }

  [[nodiscard]] const tcp::endpoint& endpoint() const { return endpoint_; }
  /// The acceptor's, and nobody else's when strands are asked for.
  [[nodiscard]] asio::any_io_executor executor() { return acceptor_.get_executor(); }
  [[nodiscard]] std::size_t connections() const { return count_; }

  static awaitable<void> serve(std::shared_ptr<state> self);
  /// No more connections; then `how` to each of those there are, on its own executor.
  void end(void (server_connection::*how)());

 private:
  void start(tcp::socket socket);

  // Immutable after construction.
  const server_options options_;
  const service_for each_;
  const asio::any_io_executor executor_;  // under every strand; a strand over the acceptor's would be the acceptor's
  tcp::endpoint endpoint_;

  std::atomic<std::size_t> count_ = 0;  // connections_.size(), for any thread

  // On the acceptor's executor.
  tcp::acceptor acceptor_;
  std::set<std::shared_ptr<server_connection>> connections_;
  wake_up one_ended_;
  bool stopped_ = false;
};

awaitable<void> server::state::serve(std::shared_ptr<state> self) {
  using std::chrono::milliseconds;
  constexpr milliseconds first_pause(5), longest_pause(1000);  // as grpc-go's Serve, and net/http's
  milliseconds pause = first_pause;
  asio::steady_timer timer(self->executor());
  while (!self->stopped_) {
    if (self->connections_.size() >= self->options_.connections) {
      co_await self->one_ended_.wait();
      continue;
    }
    auto executor = own_executor(self->executor_, self->options_.strand_per_connection);
    auto [ec, socket] = co_await self->acceptor_.async_accept(executor, as_tuple_awaitable);
    if (self->stopped_) break;  // accepted or not: what came while it stopped was told nothing, and goes with `socket`
    if (!ec) {
      pause = first_pause;
      self->start(std::move(socket));
    } else {  // out of file descriptors, most likely: wait for some to be closed
      timer.expires_after(pause);
      pause = std::min(2 * pause, longest_pause);
      (void)co_await timer.async_wait(as_tuple_awaitable);
    }
  }
  while (!self->connections_.empty()) co_await self->one_ended_.wait();
}

void server::state::start(tcp::socket socket) {
  auto one = std::make_shared<server_connection>(std::move(socket), options_, each_);
  connections_.insert(one);
  count_ = connections_.size();
  auto ended = [self = shared_from_this(), one](const std::exception_ptr& failed) {
    self->connections_.erase(one);
    self->count_ = self->connections_.size();
    self->one_ended_.wake();
    if (failed) std::rethrow_exception(failed);  // a programming mistake of the service's: to whoever runs the loop
  };
  auto bound = asio::bind_executor(executor(), std::move(ended));
  // co_spawn dispatches: without the post a new connection's first requests would be served on the acceptor's strand.
  asio::post(one->executor(), [one, bound = std::move(bound)]() mutable {
    asio::co_spawn(one->executor(), one->run(), std::move(bound));
  });
}

void server::state::end(void (server_connection::*how)()) {
  stopped_ = true;
  system_error_code ignored;
  acceptor_.close(ignored);
  one_ended_.wake();
  for (const auto& one : connections_) asio::post(one->executor(), [one, how] { ((*one).*how)(); });
}

server::server(const asio::any_io_executor& executor, server_options options, service_for each)
    : state_(std::make_shared<state>(executor, std::move(options), std::move(each))) {}

server::~server() { stop(); }

tcp::endpoint server::endpoint() const { return state_->endpoint(); }
std::size_t server::connections() const { return state_->connections(); }

awaitable<void> server::serve() {
  const auto self = state_;
  auto executor = self->executor();
  auto serving = state::serve(self);
  co_await asio::co_spawn(executor, std::move(serving), use_awaitable);
}

void server::shut_down() {
  asio::dispatch(state_->executor(), [self = state_] { self->end(&server_connection::shut_down); });
}

void server::stop() {
  asio::dispatch(state_->executor(), [self = state_] { self->end(&server_connection::stop); });
}

}  // namespace h2::net
