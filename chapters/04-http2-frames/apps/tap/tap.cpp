// SPDX-License-Identifier: MIT
#include "tap.hpp"

#include "observe/text.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/write.hpp>

#include <fmt/format.h>

namespace h2::tap {

namespace {

constexpr std::size_t buffer_size = 64U << 10;  // bytes, one for each direction of a connection
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

using boost::system::error_code;

/// Both ends see small frames when they are sent, not when Nagle's algorithm has collected enough.
void prepare(tcp::socket& socket) {
  error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  socket.non_blocking(true, ignored);
}

}  // namespace

/// One client's connection and ours to the server.
struct tap::link {
  link(std::uint32_t n, tcp::socket from_client, asio::io_context& io)
      : number(n), client(std::move(from_client)), server(io) {}

  void close() {
    error_code ignored;
    client.close(ignored);
    server.close(ignored);
  }

  std::uint32_t number;
  tcp::socket client;
  tcp::socket server;
  observe::observer watching;
};

tap::tap(asio::io_context& io, tap_options options, outlets where)
    : io_(io), options_(std::move(options)), where_(std::move(where)), acceptor_(io, options_.listen), all_ended_(io) {}
tap::~tap() = default;

asio::awaitable<void> tap::run() {
  while (acceptor_.is_open()) {
    auto [failed, client] = co_await acceptor_.async_accept(as_tuple);
    if (!failed) {
      begin(std::move(client));
    } else if (acceptor_.is_open()) {  // no descriptors left, perhaps: some will be free again
      all_ended_.expires_after(std::chrono::milliseconds(100));
      co_await all_ended_.async_wait(as_tuple);
    }
  }
  all_ended_.expires_at(asio::steady_timer::time_point::max());
  while (!links_.empty()) co_await all_ended_.async_wait(as_tuple);
}

void tap::stop() {
  error_code ignored;
  acceptor_.close(ignored);
  for (const auto& [number, each] : links_) each->close();
}

void tap::begin(tcp::socket client) {
  const std::uint32_t number = ++totals_.connections;
  error_code gone;
  const tcp::endpoint peer = client.remote_endpoint(gone);
  say(fmt::format("[{}] connection from port {}\n", number, gone ? 0 : peer.port()));
  link& on = *links_.emplace(number, std::make_unique<link>(number, std::move(client), io_)).first->second;
  asio::co_spawn(io_, serve(on), [this, number](std::exception_ptr failed) {
    end(number);
    if (failed) std::rethrow_exception(failed);  // out of io_context::run: no peer can cause it
  });
}

void tap::end(std::uint32_t number) {
  const auto found = links_.find(number);
  const observe::totals& counts = found->second->watching.counts();
  for (std::size_t i = 0; i < 2; ++i) {
    totals_.seen.by[i].bytes += counts.by[i].bytes;
    totals_.seen.by[i].frames += counts.by[i].frames;
    totals_.seen.by[i].messages += counts.by[i].messages;
    totals_.seen.by[i].violations += counts.by[i].violations;
  }
  totals_.seen.streams += counts.streams;
  say(fmt::format("[{}] ended: {}\n", number, observe::counted(counts.streams, "stream")));
  links_.erase(found);
  if (links_.empty()) all_ended_.cancel();
}

asio::awaitable<void> tap::serve(link& on) {
  using namespace asio::experimental::awaitable_operators;
  const bool connected = co_await connect(on);
  if (connected) {
    prepare(on.client);
    prepare(on.server);
    asio::awaitable<void> up = pump(on, party::client);
    asio::awaitable<void> down = pump(on, party::server);
    asio::awaitable<void> both = std::move(up) && std::move(down);
    co_await std::move(both);
  }
  on.close();
}

asio::awaitable<bool> tap::connect(link& on) {
  tcp::resolver resolver(io_);
  const auto [unknown, places] = co_await resolver.async_resolve(options_.to_host, options_.to_port, as_tuple);
  error_code failed = unknown;
  if (!failed) {
    const auto [refused, place] = co_await asio::async_connect(on.server, places, as_tuple);
    failed = refused;
  }
  if (failed) {
    say(fmt::format("[{}] no connection to {}:{}: {}\n", on.number, options_.to_host, options_.to_port,
                    failed.message()));
  }
  co_return !failed;
}

/// What `from` sends, to the other one, until it ends. An end is passed on as an end; a failure ends both directions,
/// for a half of a connection that is not received whole is worth nothing.
asio::awaitable<void> tap::pump(link& on, party from) {
  tcp::socket& source = from == party::client ? on.client : on.server;
  tcp::socket& sink = from == party::client ? on.server : on.client;
  byte_buffer buffer(buffer_size);
  error_code failed;
  while (!failed) {
    const auto [ended, n] = co_await source.async_read_some(asio::buffer(buffer), as_tuple);
    failed = ended;
    if (failed) break;
    totals_.read[observe::index_of(from)] += n;
    std::size_t written = sink.write_some(asio::buffer(buffer.data(), n), failed);
    if (failed == asio::error::would_block || failed == asio::error::try_again) failed = {};
    look(on, from, bytes(buffer).first(n));
    if (!failed && written < n) {
      const auto rest = asio::buffer(buffer.data() + written, n - written);
      const auto [stopped, more] = co_await asio::async_write(sink, rest, as_tuple);
      failed = stopped;
      written += more;
    }
    totals_.written[observe::index_of(from)] += written;
  }
  look(on, from, {});
  error_code ignored;
  if (failed == asio::error::eof) sink.shutdown(tcp::socket::shutdown_send, ignored);
  else on.close();
}

/// No bytes: the end.
void tap::look(link& on, party from, bytes data) {
  if (where_.record) where_.record(from, on.number, data);
  if (data.empty()) on.watching.finish(from);
  else on.watching.receive(from, data);
  observe::print_options how = options_.how;
  how.tag = fmt::format("[{}] ", on.number);
  std::string text;
  while (const std::optional<observe::observation> seen = on.watching.next()) text += observe::print(*seen, how);
  if (!text.empty()) say(text);
}

void tap::say(const std::string& text) const {
  if (where_.say) where_.say(text);
}

std::string print(const tap_totals& totals) {
  std::string out = fmt::format("{}, {}\n", observe::counted(totals.connections, "connection"),
                                observe::counted(totals.seen.streams, "stream"));
  for (const party from : {party::client, party::server}) {
    const std::size_t i = observe::index_of(from);
    const observe::totals::side& by = totals.seen.by[i];
    out += fmt::format("{} → {}: {} read, {} written, {}, {}, {}\n", observe::name_of(from),
                       observe::name_of(observe::other(from)), observe::counted(totals.read[i], "byte"),
                       totals.written[i], observe::counted(by.frames, "frame"),
                       observe::counted(by.messages, "gRPC message"), observe::counted(by.violations, "broken rule"));
  }
  return out;
}

}  // namespace h2::tap
