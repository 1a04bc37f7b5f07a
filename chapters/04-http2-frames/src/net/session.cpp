// SPDX-License-Identifier: MIT
#include <h2/net/session.hpp>

#include <algorithm>
#include <array>
#include <type_traits>
#include <utility>

namespace h2::net {
namespace {

using clock = std::chrono::steady_clock;

/// Where a read lands. Nothing of it is needed once the core has no more events, and in between no other session runs
/// on this thread: so one buffer serves them all, and an idle connection has none. 64 kB: four DATA frames, or a few
/// hundred requests.
std::span<std::byte> read_buffer() {
  thread_local std::array<std::byte, std::size_t{64} << 10U> shared;
  return shared;
}

/// Memory for output, lent to whoever writes; kept by a session only while its socket takes no more.
byte_buffer& spare_output() {
  thread_local byte_buffer spare;
  return spare;
}

}  // namespace

session::session(byte_stream transport, role side, const session_options& options, instant started)
    : transport_(std::move(transport)),
      core_(side, options.protocol),
      queue_limit_(options.protocol.bounds.queued_data),
      control_limit_(options.protocol.bounds.queued_control),
      deadlines_(options.allowed, started),
      timer_(transport_.socket().get_executor()),
      moved_(started) {
  system_error_code gone;
  remote_ = transport_.socket().remote_endpoint(gone);
}

awaitable<failure> session::run(session_owner& owner, byte_buffer already_read) {
  const auto self = shared_from_this();
  owner_ = &owner;
  core_.receive(already_read, clock::now());
  turn();
  while (!stopped_) {
    if (must_not_read()) {
      co_await written_.wait();
      continue;
    }
    const io_state wanted = read();
    if (stopped_) break;
    if (wanted == io_state::done) {  // there may be more, but others are waiting too
      co_await asio::post(executor(), use_awaitable);
    } else {
      // An error here is the socket's end, which read() will see, or ours.
      (void)co_await transport_.async_wait(wanted, as_tuple_awaitable);
    }
  }
  timer_.cancel();
  transport_.close();
  failure why = why_.value_or(failure{});
  co_await owner.on_end(*this, why);
  owner_ = nullptr;
  co_return why;
}

io_state session::read() {
  const std::span<std::byte> buffer = read_buffer();
  const io_result r = transport_.read_some(buffer);
  switch (r.state) {
    case io_state::wants_read:
    case io_state::wants_write: return r.state;
    case io_state::ended: on_peer_ended(); return r.state;
    case io_state::failed:
      end(failure_code::broken, error_code::no_error, r.why.message());
      stop();
      return r.state;
    case io_state::done: break;
  }
  moved_ = clock::now();
  if (!lingering_) {
    core_.receive(bytes(buffer.first(r.n)), moved_);
    turn();
  }
  return r.n == buffer.size() ? io_state::done : io_state::wants_read;
}

/// A peer that sends requests and reads no answers makes us keep their HEADERS, which no window bounds. Below the limit
/// reading goes on, for the peer may wait for that before it reads.
bool session::must_not_read() const { return write_waits_ && core_.held().control_output > control_limit_; }

void session::turn() {
  turn_planned_ = false;
  if (owner_ == nullptr || stopped_) return;
  turning_ = true;
  // Output lets queues shrink, which are events again, which let owners send more: a fast reader would hold this loop
  // for as long as there is content, so it gets a few rounds, and then the others.
  constexpr int rounds = 8;
  int round = 0;
  do deliver();
  while (!stopped_ && write() && ++round < rounds);
  turning_ = false;
  if (stopped_) return;
  if (round == rounds) plan_turn();
  finish_if_done();
  look_at_clock();
}

void session::deliver() {
  while (!stopped_) {
    std::optional<event> what = core_.next_event();
    if (!what) return;
    on_event(*what);
    owner_->on_event(*this, std::move(*what));
  }
}

bool session::write() {
  if (write_waits_) return false;
  if (unsent_.empty()) {
    if (!core_.has_output()) return false;
    unsent_.swap(spare_output());
    core_.take_output(unsent_);
    unsent_from_ = 0;
    unsent_was_refused_ = false;
  }
  while (unsent_from_ < unsent_.size()) {
    const io_result r = transport_.write_some(bytes(unsent_).subspan(unsent_from_));
    if (r.state == io_state::wants_read || r.state == io_state::wants_write) {
      await_writable(r.state);
      return false;
    }
    if (r.state != io_state::done) {
      end(failure_code::broken, error_code::no_error, r.why ? r.why.message() : "the peer reads no more");
      stop();
      return false;
    }
    unsent_from_ += r.n;
    if (unsent_was_refused_) written_late_ += r.n;
  }
  unsent_.clear();
  if (spare_output().capacity() < unsent_.capacity()) spare_output().swap(unsent_);
  unsent_ = byte_buffer();
  return true;
}

void session::await_writable(io_state wanted) {
  write_waits_ = true;
  unsent_was_refused_ = true;
  transport_.async_wait(wanted, [self = shared_from_this()](const system_error_code&) {
    self->write_waits_ = false;
    self->written_.wake();
    self->turn();
  });
}

connection& session::core() {
  plan_turn();
  return core_;
}

void session::plan_turn() {
  if (turning_ || turn_planned_ || stopped_ || owner_ == nullptr) return;
  turn_planned_ = true;
  asio::post(executor(), [self = shared_from_this()] { self->turn(); });
}

void session::on_event(event& what) {
  if (std::holds_alternative<settings_received>(what)) {
    peer_settings_seen_ = true;
  } else if (const auto* failed = std::get_if<connection_failed>(&what)) {
    closing_ = true;
    end(failure_code::peer_violation, failed->why.code, failed->why.message());
  } else if (const auto* goaway = std::get_if<goaway_received>(&what)) {
    if (goaway->code != error_code::no_error) end(failure_code::peer_gave_up, goaway->code, goaway->debug);
  }
}

void session::on_peer_ended() {
  if (core_.open_streams() > 0) {
    end(failure_code::broken, error_code::no_error, "the peer closed the connection under open streams");
  }
  stop();
}

/// All is said: our half is closed, and the peer gets a moment to read it. Closing at once would, if input of theirs is
/// still unread, send a TCP reset that overtakes our GOAWAY.
void session::finish_if_done() {
  if (lingering_ || !core_.finished() || core_.has_output() || !unsent_.empty()) return;
  lingering_ = true;
  transport_.end_sending();
}

standing session::stand() const {
  const footprint held = core_.held();
  return {.peer_settings_seen = peer_settings_seen_,
          .settings_acknowledged = core_.handshake_done(),
          .going_away = core_.going_away(),
          .lingering = lingering_ || closing_,
          .streams = core_.open_streams(),
          .moved = moved_,
          .progress = core_.data_sent() + written_late_,
          .waiting = held.queued_data + (unsent_.size() - unsent_from_)};
}

void session::look_at_clock() {
  const overdue what = deadlines_.look(stand(), clock::now());
  if (what != overdue::nothing) on_overdue(what);
  const std::optional<instant> next = deadlines_.next();
  if (stopped_ || !next || (timer_set_for_ && *timer_set_for_ <= *next)) return;
  timer_set_for_ = next;
  timer_.expires_at(*next);
  timer_.async_wait([self = shared_from_this()](const system_error_code& cancelled) {
    if (cancelled) return;
    self->timer_set_for_.reset();
    self->turn();
  });
}

void session::on_overdue(overdue what) {
  const std::string_view text = text_of(what);
  switch (what) {
    case overdue::nothing: return;
    case overdue::handshake:
    case overdue::settings_ack: close(error_code::settings_timeout, text); return;
    case overdue::stall: close(error_code::enhance_your_calm, text); return;
    case overdue::idle: core().shut_down(text); return;
    case overdue::drain:
      end(failure_code::timed_out, error_code::no_error, std::string(text));
      stop();
      return;
    case overdue::linger: stop(); return;
  }
}

void session::close(error_code code, std::string_view why) {
  end(failure_code::timed_out, error_code::no_error, std::string(why));
  closing_ = true;
  core().close(code, why);
}

void session::shut_down() { core().shut_down(); }

void session::stop() {
  stopped_ = true;
  written_.wake();
  timer_.cancel();
  transport_.close();
}

void session::end(failure_code code, error_code http2, std::string detail) {
  if (!why_) why_ = failure{.code = code, .http2 = http2, .detail = std::move(detail)};
}

}  // namespace h2::net
