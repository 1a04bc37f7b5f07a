// SPDX-License-Identifier: MIT
#include <netrpc/connection.hpp>
#include <netrpc/gob_codec.hpp>
#include <netrpc/http_connect.hpp>
#include <netrpc/json_codec.hpp>

#include <utility>

namespace netrpc {

connection::connection(server& owner, tcp::socket socket) : transport(std::move(socket)), owner_(owner) {}

void connection::stop() {
  asio::dispatch(get_executor(), [self = shared_from_this()] { self->close(); });
}

bool connection::saturated() const {
  const limits& l = owner_.options_.limits;
  return running_.size() >= l.concurrent_requests || unsent() >= l.output_bytes;
}

awaitable<void> connection::serve(std::shared_ptr<connection> self, std::unique_ptr<server_codec> codec,
                                  bytes leftover) {
  co_await asio::this_coro::throw_if_cancelled(false);  // a cancelled read is an end like any other
  self->codec_ = std::move(codec);
  self->record(self->owner_.options_.record);  // what follows a handshake, not the handshake
  if (!leftover.empty()) self->codec_->receive(self->taken_over(leftover));
  for (;;) {
    const result<progress> parsed = self->serve_parsed();
    self->flush();
    if (parsed.has_error()) {
      if (self->owner_.options_.log)
        self->owner_.options_.log("rpc: server cannot decode request: " + parsed.error().message());
      break;
    }
    if (self->closed()) break;
    if (*parsed == progress::done) {  // stopped half-way: too much under way
      if (self->saturated()) {
        try {
          co_await self->changed_.wait();
        } catch (const boost::system::system_error&) {
          self->close();
        }
      }
      continue;
    }
    const auto [ec, count] = co_await self->async_read();
    if (ec == asio::error::operation_aborted) self->close();
    if (ec) break;
    self->codec_->receive(self->received(count));
  }
  self->leaving_ = true;
  for (auto next = self->running_.begin(); next != self->running_.end();) {
    auto& signal = *next++;  // its method may end, and take it out, inside emit()
    signal.emit(asio::cancellation_type::terminal);
  }
  while (!self->running_.empty() || (self->unsent() > 0 && !self->closed())) {
    try {
      co_await self->changed_.wait();
    } catch (const boost::system::system_error&) {
      self->close();  // cancelled meanwhile: the peer no longer gets what is unsent
    }
  }
  self->close();
}

awaitable<void> connection::serve(std::shared_ptr<connection> self, protocol speaks) {
  const server_options& options = self->owner_.options_;
  std::optional<bytes> leftover = bytes();
  std::unique_ptr<server_codec> codec;
  switch (speaks) {
    case protocol::http: leftover = co_await handshake(self); [[fallthrough]];
    case protocol::gob: codec = make_gob_server_codec(options.limits, options.names); break;
    case protocol::jsonrpc: codec = make_json_server_codec(options.limits); break;
  }
  if (leftover) co_await serve(self, std::move(codec), std::move(*leftover));
  self->close();
}

awaitable<std::optional<bytes>> connection::handshake(std::shared_ptr<connection> self) {
  co_await asio::this_coro::throw_if_cancelled(false);
  http_acceptor http(self->owner_.options_.limits);
  for (;;) {
    const http_acceptor::event event = http.next();
    if (event == http_acceptor::event::debug_page) http.answer_page(self->owner_.debug_page());
    const std::string answer = http.take_output();
    const auto text = std::as_bytes(std::span(answer));
    self->outgoing().insert(self->outgoing().end(), text.begin(), text.end());
    self->flush();
    if (event == http_acceptor::event::connected) co_return http.take_rest();
    if (event != http_acceptor::event::need_more) break;
    const auto [ec, count] = co_await self->async_read();
    if (ec) break;
    http.receive(self->received(count));
  }
  while (self->unsent() > 0 && !self->closed()) {
    try {
      co_await self->changed_.wait();
    } catch (const boost::system::system_error&) {
      self->close();
    }
  }
  co_return std::nullopt;
}

/// Serves what can be parsed. need_more: read on. done: there may be more, but too much is under way.
result<progress> connection::serve_parsed() {
  while (!saturated()) {
    const result<progress> step = serve_request();
    if (step.has_error() || *step == progress::need_more) return step;
  }
  return progress::done;
}

/// Go's readRequest, and what ServeCodec does with its outcome.
result<progress> connection::serve_request() {
  if (!has_header_) {
    const result<progress> header = read_header();
    if (header.has_error() || *header == progress::need_more) return header;
  }
  const bool wanted = next_.what != nullptr;  // else the body is read and forgotten
  const reflect::value argument =
      wanted ? reflect::value{next_.what->argument, next_.argument.get()} : reflect::value{};
  const result<progress> body = codec_->read_request_body(argument);
  if (body.has_value() && *body == progress::need_more) return body;
  has_header_ = false;
  if (!wanted) {
    send_error(next_.header, std::move(next_.refusal));
  } else if (body.has_error()) {
    send_error(next_.header, body.error().message());
  } else {
    call();
    return progress::done;
  }
  // The caller was told. An argument of another type is over with that; lost bytes are not.
  if (body.has_error() && body.error().scope == error_scope::stream) return body;
  return progress::done;
}

/// Go's readRequestHeader: an unknown method is no reason to stop reading.
result<progress> connection::read_header() {
  next_.header.ServiceMethod.clear();
  next_.header.Seq = 0;
  const result<progress> header = codec_->read_request_header(next_.header);
  if (header.has_error() || *header == progress::need_more) return header;
  has_header_ = true;
  next_.what = nullptr;
  const result<server::entry> found = owner_.find(next_.header.ServiceMethod);
  if (found.has_error()) {
    next_.refusal = found.error().message();
    return progress::done;
  }
  next_.what = found->what;
  next_.how = found->how;
  next_.argument = next_.what->argument->make();  // Go: argv = reflect.New(mtype.ArgType)
  next_.reply = next_.what->reply->make();        //     replyv = reflect.New(mtype.ReplyType.Elem())
  return progress::done;
}

/// Go's `go service.call(…)`.
void connection::call() {
  next_.what->calls.fetch_add(1, std::memory_order_relaxed);
  if (next_.how->later != nullptr) return spawn();
  result<void> outcome;
  try {
    outcome = next_.how->now(next_.how->receiver.get(), next_.argument.get(), next_.reply.get());
  } catch (const std::exception& e) {  // a mistake in one method; Go's server would panic and be gone
    outcome = rpc_error(e.what());
  }
  send_response(next_.header, outcome, {next_.what->reply, next_.reply.get()});
}

void connection::spawn() {
  const auto place = running_.emplace(running_.end());
  auto self = std::static_pointer_cast<connection>(shared_from_this());
  auto ended = [self, place](std::exception_ptr) {
    self->running_.erase(place);
    self->changed_.wake();
  };
  asio::co_spawn(get_executor(), run(self, std::move(next_)),
                 asio::bind_cancellation_slot(place->slot(), std::move(ended)));
}

awaitable<void> connection::run(std::shared_ptr<connection> self, work w) {
  result<void> outcome;
  try {
    outcome = co_await w.how->later(w.how->receiver.get(), w.argument.get(), w.reply.get());
  } catch (const std::exception& e) {
    outcome = rpc_error(e.what());
  }
  if (self->leaving_) co_return;  // it was cancelled, and nobody is there to be told
  self->send_response(w.header, outcome, {w.what->reply, w.reply.get()});
  self->flush_soon();
}

/// Go's sendResponse. Strand only, so Go's `sending` mutex has nothing to do here.
void connection::send_response(const request& header, const result<void>& outcome, reflect::const_value reply) {
  if (outcome.has_error()) return send_error(header, outcome.error().message());
  response_.ServiceMethod = header.ServiceMethod;
  response_.Seq = header.Seq;
  response_.Error.clear();
  const result<void> written = codec_->write_response(response_, reply, outgoing());
  // Go closes the connection over a reply it cannot encode; nothing of it was sent here, so we say so.
  if (written.has_error()) send_error(header, written.error().message());
}

void connection::send_error(const request& header, std::string text) {
  response_.ServiceMethod = header.ServiceMethod;
  response_.Seq = header.Seq;
  response_.Error = std::move(text);
  const result<void> written = codec_->write_response(response_, {}, outgoing());
  if (written.has_error()) close();  // not even a string: the codec is broken
}

/// After the handlers that are ready now: their replies leave with the same write.
void connection::flush_soon() {
  if (std::exchange(flush_due_, true)) return;
  asio::post(get_executor(), [this, self = shared_from_this()] {
    flush_due_ = false;
    flush();
  });
}

}  // namespace netrpc
