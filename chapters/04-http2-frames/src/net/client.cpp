// SPDX-License-Identifier: MIT
#include <h2/messages.hpp>
#include <h2/net/client.hpp>

#include "dial.hpp"

#include <cstring>
#include <utility>

namespace h2::net {

/// Owns the session's events. Lives until the session has ended, whatever becomes of the client.
class client::state : public session_owner, public std::enable_shared_from_this<state> {
 public:
  state(dialled made, client_options options)
      : options_(std::move(options)),
        session_(std::make_shared<session>(std::move(made.transport), role::client, options_.session, made.connected)) {
  }

  void start(byte_buffer already_read);

  void on_event(session& from, event&& what) override;
  awaitable<void> on_end(session& from, failure why) override;

  [[nodiscard]] stream_ptr add(std::uint32_t id, header_list request) {
    auto one = std::make_shared<stream>(session_, id, std::move(request));
    streams_.add(one);
    return one;
  }

  client_options options_;
  std::shared_ptr<session> session_;
  stream_table streams_;
  stream_ptr upgraded_;
  wake_up changed_;  // for whoever waits for a free stream, SETTINGS, a ping, the end
  bool ready_ = false;
  std::optional<ping_data> pinged_;  // not yet come back
  std::uint64_t pings_ = 0;
  std::optional<failure> ended_;  // no more events
  bool finished_ = false;         // nothing runs any more

 private:
  void on_push(push_received&& promise);
};

void client::state::start(byte_buffer already_read) {
  if (options_.upgrade) {
    session_->core().upgraded();
    upgraded_ = std::make_shared<stream>(session_, 1, std::move(*options_.upgrade));
    upgraded_->note_sent_all();
    streams_.add(upgraded_);
  }
  asio::co_spawn(session_->executor(), session_->run(*this, std::move(already_read)),
                 [self = shared_from_this()](const std::exception_ptr& failed, const failure&) {
                   self->finished_ = true;
                   self->changed_.wake();
                   if (failed) std::rethrow_exception(failed);
                 });
}

void client::state::on_event(session& from, event&& what) {
  if (options_.observer) options_.observer(what);
  if (auto* promise = std::get_if<push_received>(&what)) {
    on_push(std::move(*promise));
    return;
  }
  if (std::holds_alternative<settings_received>(what)) ready_ = true;
  if (const auto* ping = std::get_if<ping_acknowledged>(&what); ping != nullptr && pinged_ == ping->opaque) {
    pinged_.reset();
  }
  streams_.take(from, what);
  changed_.wake();
}

void client::state::on_push(push_received&& promise) {
  if (!options_.on_push) {
    session_->core().reset_stream(promise.promised_id, error_code::cancel);
    return;
  }
  stream_ptr pushed = add(promise.promised_id, std::move(promise.request));
  pushed->note_sent_all();
  options_.on_push(std::move(pushed));
}

awaitable<void> client::state::on_end(session&, failure why) {
  ended_ = why;
  streams_.end_all(why);
  upgraded_.reset();
  changed_.wake();
  co_return;
}

client::client(std::shared_ptr<state> s) : state_(std::move(s)) {}
client::~client() { stop(); }

awaitable<attempt<std::unique_ptr<client>>> client::connect(std::string host, std::string port,
                                                            client_options options) {
  attempt<dialled> made = co_await dial(std::move(host), std::move(port), options);
  if (!made) {
    attempt<std::unique_ptr<client>> answer(made.error());
    co_return answer;
  }
  byte_buffer already_read = std::exchange(made->already_read, {});
  auto shared = std::make_shared<state>(std::move(*made), std::move(options));
  shared->start(std::move(already_read));
  attempt<std::unique_ptr<client>> answer(std::unique_ptr<client>(new client(std::move(shared))));
  co_return answer;
}

awaitable<attempt<void>> client::ready() {
  const auto self = state_;
  while (!self->ready_ && !self->ended_) co_await self->changed_.wait();
  attempt<void> answer;
  if (!self->ready_) answer = *self->ended_;
  co_return answer;
}

awaitable<attempt<stream_ptr>> client::open(header_list request, bool end_stream) {
  const auto self = state_;
  const connection& core = self->session_->state();
  while (!self->ended_ && !core.going_away() && !core.can_open_stream()) co_await self->changed_.wait();
  attempt<stream_ptr> answer(stream_ptr{});
  if (self->ended_) {
    answer = *self->ended_;
    co_return answer;
  }
  const outcome<std::uint32_t> id = self->session_->core().submit_request(request, end_stream);
  if (!id) {
    answer = failed(id.error());
    if (id.error() == misuse::going_away) answer = failure{.code = failure_code::refused, .detail = "GOAWAY"};
    co_return answer;
  }
  stream_ptr opened = self->add(*id, std::move(request));
  if (end_stream) opened->note_sent_all();
  answer = std::move(opened);
  co_return answer;
}

awaitable<attempt<response>> client::fetch(header_list request, byte_buffer body) {
  attempt<stream_ptr> opened = co_await open(std::move(request), body.empty());
  if (!opened) {
    attempt<response> answer(opened.error());
    co_return answer;
  }
  const stream_ptr one = *opened;
  if (!body.empty()) {
    // A server may answer, and reset, before it has read everything: the answer counts.
    (void)co_await one->write(body, true);
  }
  attempt<response> answer = co_await read_response(one);
  co_return answer;
}

awaitable<attempt<response>> read_response(stream_ptr one) {
  attempt<response> answer;
  const attempt<const header_list*> headers = co_await one->response();
  if (!headers) {
    answer = headers.error();
    co_return answer;
  }
  attempt<byte_buffer> body = co_await one->read_all();
  if (!body) {
    answer = body.error();
    co_return answer;
  }
  answer->status = status_of(**headers);
  answer->headers = **headers;
  answer->body = std::move(*body);
  answer->trailers = one->trailers();
  co_return answer;
}

stream_ptr client::upgraded_stream() const { return state_->upgraded_; }

awaitable<attempt<std::chrono::steady_clock::duration>> client::ping() {
  const auto self = state_;
  const auto begin = std::chrono::steady_clock::now();
  ping_data opaque;
  ++self->pings_;
  std::memcpy(opaque.data(), &self->pings_, opaque.size());
  self->pinged_ = opaque;
  self->session_->core().ping(opaque);
  while (self->pinged_ && !self->ended_) co_await self->changed_.wait();
  attempt<std::chrono::steady_clock::duration> answer(std::chrono::steady_clock::now() - begin);
  if (self->pinged_) answer = *self->ended_;
  co_return answer;
}

awaitable<void> client::close() {
  state_->session_->shut_down();
  (void)co_await ended();
}

awaitable<failure> client::ended() {
  const auto self = state_;
  while (!self->finished_) co_await self->changed_.wait();
  failure why = *self->ended_;
  co_return why;
}

void client::stop() { state_->session_->stop(); }
session& client::connection_of() { return *state_->session_; }

}  // namespace h2::net
