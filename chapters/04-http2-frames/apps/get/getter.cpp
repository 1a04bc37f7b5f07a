// SPDX-License-Identifier: MIT
#include "getter.hpp"

#include "print.hpp"

#include <stdexcept>
#include <utility>

namespace get {

namespace asio = boost::asio;
using asio::awaitable;
using h2::net::attempt;
using h2::net::stream_ptr;

h2::header_list getter::request_for(const url& where) const {
  std::string method = wanted_.method;
  if (method.empty()) method = wanted_.head ? "HEAD" : wanted_.content.empty() ? "GET" : "POST";
  h2::header_list request;
  request.add(":method", method);
  request.add(":scheme", where.tls ? "https" : "http");
  request.add(":authority", wanted_.fields.find("host").value_or(where.authority));
  request.add(":path", where.path);
  if (!wanted_.fields.find("user-agent")) request.add("user-agent", "h2get");
  if (!wanted_.fields.find("accept")) request.add("accept", "*/*");
  if (!wanted_.content.empty()) request.add("content-length", std::to_string(wanted_.content.size()));
  for (const h2::header_field field : wanted_.fields) {
    if (field.name != "host") request.add(field.name, field.value);
  }
  return request;
}

awaitable<void> getter::connect() {
  const url& first = wanted_.urls.front();
  h2::net::client_options options;
  options.tls = wanted_.tls;
  options.session.allowed = wanted_.allowed;
  options.session.protocol.local.enable_push = wanted_.push;
  options.session.protocol.local.initial_window_size = wanted_.window;
  if (wanted_.upgrade) options.upgrade = exchanges_.front().request;
  if (wanted_.verbose) {
    options.observer = [](const h2::event& what) { std::fprintf(stderr, "%s\n", line_of(what).c_str()); };
  }
  if (wanted_.push) options.on_push = [this](stream_ptr pushed) { go(take_push(std::move(pushed))); };
  attempt<std::unique_ptr<h2::net::client>> made =
      co_await h2::net::client::connect(first.host, first.port, std::move(options));
  client_ = std::move(made).value();
}

awaitable<void> getter::run() {
  for (const url& where : wanted_.urls) exchanges_.emplace_back().request = request_for(where);
  co_await connect();
  if (interrupted_) client_->stop();  // while it connected
  for (std::size_t i = 0; i < exchanges_.size(); ++i) go(perform(i));
  while (running_ > 0) co_await one_ended_.wait();
  co_await client_->close();
  for (const exchange& one : exchanges_) {
    if (!one.failed.empty()) throw std::runtime_error(one.failed);
  }
}

void getter::go(awaitable<void> work) {
  ++running_;
  asio::co_spawn(client_->connection_of().executor(), std::move(work), [this](const std::exception_ptr& failed) {
    --running_;
    one_ended_.wake();
    if (failed) std::rethrow_exception(failed);
  });
}

awaitable<attempt<stream_ptr>> getter::send(std::size_t i) {
  if (i == 0 && wanted_.upgrade) {
    attempt<stream_ptr> sent(client_->upgraded_stream());
    co_return sent;
  }
  attempt<stream_ptr> opened = co_await client_->open(exchanges_[i].request, wanted_.content.empty());
  if (!opened) co_return opened;
  const stream_ptr one = *opened;
  if (wanted_.verbose) {
    std::fprintf(stderr, "> stream %u: %s\n", one->id(), fields_of(exchanges_[i].request).c_str());
  }
  // An answer may come, with a reset, before all is sent; response() tells.
  if (!wanted_.content.empty()) (void)co_await one->write(wanted_.content, true);
  co_return opened;
}

awaitable<attempt<void>> getter::receive(stream_ptr from, std::size_t i) {
  attempt<void> done;
  const attempt<const h2::header_list*> head = co_await from->response();
  if (!head) {
    done = head.error();
    co_return done;
  }
  if (wanted_.head) {
    for (const h2::header_field field : **head) {
      const std::string line = std::string(field.name) + ": " + std::string(field.value) + "\n";
      h2::append(exchanges_[i].content, h2::bytes_of(line));
    }
  }
  asio::steady_timer timer(client_->connection_of().executor());
  for (;;) {
    if (wanted_.pause.count() > 0) {
      timer.expires_after(wanted_.pause);
      (void)co_await timer.async_wait(h2::net::as_tuple_awaitable);
    }
    const attempt<h2::byte_buffer> piece = co_await from->read();
    if (!piece) {
      done = piece.error();
      co_return done;
    }
    if (piece->empty()) co_return done;
    h2::append(exchanges_[i].content, *piece);
    print_ready();
  }
}

awaitable<void> getter::perform(std::size_t i) {
  attempt<stream_ptr> sent = co_await send(i);
  attempt<void> received;
  if (sent) received = co_await receive(std::move(*sent), i);
  else received = sent.error();
  if (!received) exchanges_[i].failed = wanted_.urls[i].path + ": " + received.error().message();
  exchanges_[i].over = true;
  print_ready();
}

/// Content in the order of the URLs: what belongs to the first that is not over is printed as it comes.
void getter::print_ready() {
  while (printed_ < exchanges_.size()) {
    exchange& one = exchanges_[printed_];
    std::fwrite(one.content.data(), 1, one.content.size(), wanted_.output);
    one.content.clear();
    if (!one.over) break;
    ++printed_;
  }
}

awaitable<void> getter::take_push(stream_ptr pushed) {
  const std::string path(pushed->request().find(":path").value_or(""));
  const attempt<h2::net::response> answer = co_await h2::net::read_response(std::move(pushed));
  if (answer) {
    std::fprintf(stderr, "pushed %s: %d, %zu bytes\n", path.c_str(), answer->status, answer->body.size());
  } else {
    std::fprintf(stderr, "pushed %s: %s\n", path.c_str(), answer.error().message().c_str());
  }
}

void getter::interrupt() {
  interrupted_ = true;
  if (client_) client_->stop();
}

}  // namespace get
