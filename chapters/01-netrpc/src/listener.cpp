// SPDX-License-Identifier: MIT
#include <netrpc/connection.hpp>
#include <netrpc/listener.hpp>

#include <chrono>
#include <utility>

namespace netrpc {
namespace {

asio::any_io_executor own_executor(const asio::any_io_executor& executor, bool strand) {
  if (strand) return asio::make_strand(executor);
  return executor;
}

}  // namespace

/// Outlives the listener: the connections refer to it.
class listener::state : public std::enable_shared_from_this<state> {
 public:
  state(const asio::any_io_executor& executor, listen_options options)
      : options_(std::move(options)), acceptor_(own_executor(executor, options_.strand_per_connection)) {
    const tcp::endpoint at(asio::ip::make_address(options_.address), options_.port);
    acceptor_.open(at.protocol());
    acceptor_.set_option(tcp::acceptor::reuse_address(true));
    acceptor_.bind(at);
    acceptor_.listen();
  }

  [[nodiscard]] tcp::endpoint endpoint() const { return acceptor_.local_endpoint(); }
  [[nodiscard]] tcp::acceptor::executor_type get_executor() { return acceptor_.get_executor(); }

  static awaitable<void> serve(std::shared_ptr<state> self, server_for each);
  void stop();
  void close_connections() {
    for (const auto& served : connections_) served->stop();
  }

 private:
  void start(tcp::socket socket, const server_for& each);

  listen_options options_;
  tcp::acceptor acceptor_;
  std::set<std::shared_ptr<connection>> connections_;  // being served
  wake_up one_ended_;
  bool stopped_ = false;
};

awaitable<void> listener::state::serve(std::shared_ptr<state> self, server_for each) {
  co_await asio::this_coro::throw_if_cancelled(false);
  asio::steady_timer pause(self->get_executor());
  while (!self->stopped_) {
    auto executor = own_executor(self->get_executor(), self->options_.strand_per_connection);
    auto [ec, socket] = co_await self->acceptor_.async_accept(executor, as_tuple_awaitable);
    if (!ec) {
      self->start(std::move(socket), each);
    } else if (ec == asio::error::operation_aborted || ec == asio::error::bad_descriptor) {
      self->stop();
    } else {
      // Out of file descriptors, most likely. Go's rpc.Accept gives up; this waits for some to be closed.
      pause.expires_after(std::chrono::milliseconds(50));
      (void)co_await pause.async_wait(as_tuple_awaitable);
    }
  }
  while (!self->connections_.empty()) {
    try {
      co_await self->one_ended_.wait();
    } catch (const boost::system::system_error&) {
      self->stop();  // cancelled once more: they are being closed already
    }
  }
}

void listener::state::start(tcp::socket socket, const server_for& each) {
  error_code gone;
  const tcp::endpoint remote = socket.remote_endpoint(gone);
  if (gone) return;
  std::shared_ptr<server> owner = each(remote);
  auto served = std::make_shared<connection>(*owner, std::move(socket));
  connections_.insert(served);
  auto ended = [self = shared_from_this(), owner, served](std::exception_ptr) {
    self->connections_.erase(served);
    self->one_ended_.wake();
  };
  asio::co_spawn(served->get_executor(), connection::serve(served, options_.speaks),
                 asio::bind_executor(get_executor(), std::move(ended)));
}

void listener::state::stop() {
  if (std::exchange(stopped_, true)) return;
  error_code ignored;
  acceptor_.close(ignored);
  close_connections();
}

listener::listener(const asio::any_io_executor& executor, listen_options options)
    : state_(std::make_shared<state>(executor, std::move(options))), endpoint_(state_->endpoint()) {}

listener::~listener() { stop(); }

awaitable<void> listener::serve(server_for each) {
  auto self = state_;
  auto executor = self->get_executor();
  auto serving = state::serve(self, std::move(each));
  co_await asio::co_spawn(executor, std::move(serving), use_awaitable);
}

awaitable<void> listener::serve(std::shared_ptr<server> all) {
  return serve([all = std::move(all)](const tcp::endpoint&) { return all; });
}

void listener::close_connections() {
  asio::dispatch(state_->get_executor(), [self = state_] { self->close_connections(); });
}

void listener::stop() {
  asio::dispatch(state_->get_executor(), [self = state_] { self->stop(); });
}

}  // namespace netrpc
