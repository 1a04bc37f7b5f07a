// SPDX-License-Identifier: MIT
//
// serve_streams: requests as coroutines. `go handler(w, r)` in Go; here each has an owner, its connection, which does
// not end before they have.
#include <h2/net/server.hpp>

#include <utility>

namespace h2::net {
namespace {

class stream_service : public session_owner {
 public:
  explicit stream_service(stream_handler handler) : handler_(std::move(handler)) {}

  void on_event(session& from, event&& what) override {
    if (auto* request = std::get_if<request_received>(&what)) start(from, std::move(*request));
    else streams_.take(from, what);
  }

  awaitable<void> on_end(session&, failure why) override {
    streams_.end_all(why);
    while (running_ > 0) co_await one_ended_.wait();
  }

 private:
  void start(session& from, request_received&& request) {
    auto one = std::make_shared<stream>(from.shared_from_this(), request.stream_id, std::move(request.headers),
                                        request.end_stream);
    streams_.add(one);
    ++running_;
    asio::co_spawn(from.executor(), handler_(one), [this, one](const std::exception_ptr& failed) {
      if (!one->done_sending()) one->reset(failed ? error_code::internal_error : error_code::cancel);
      --running_;
      one_ended_.wake();
    });
  }

  stream_handler handler_;
  stream_table streams_;
  std::size_t running_ = 0;
  wake_up one_ended_;
};

}  // namespace

server::service_for serve_streams(stream_handler handler) {
  return [handler = std::move(handler)](session&) { return std::make_unique<stream_service>(handler); };
}

}  // namespace h2::net
