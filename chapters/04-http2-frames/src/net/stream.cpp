// SPDX-License-Identifier: MIT
#include <h2/net/stream.hpp>

#include <type_traits>
#include <utility>

namespace h2::net {
namespace {

/// The stream that an event is about; 0 for none.
std::uint32_t stream_of(const event& what) {
  return std::visit(
      [](const auto& e) -> std::uint32_t {
        if constexpr (requires { e.stream_id; }) return e.stream_id;
        else return 0;
      },
      what);
}

}  // namespace

stream::stream(std::shared_ptr<session> on, std::uint32_t id, header_list request, bool received_all)
    : on_(std::move(on)), id_(id), request_(std::move(request)), received_all_(received_all) {}

stream::~stream() {
  for (const byte_buffer& unread : received_) on_->core().consume(id_, unread.size());
  if (!failed_ && !(sent_all_ && (received_all_ || on_->state().side() == role::server))) reset();
}

awaitable<attempt<const header_list*>> stream::response() {
  while (!response_ && !failed_) co_await changed_.wait();
  attempt<const header_list*> answer(nullptr);
  if (response_) answer = &*response_;
  else answer = *failed_;
  co_return answer;
}

awaitable<attempt<byte_buffer>> stream::read() {
  while (received_.empty() && !received_all_ && !failed_) co_await changed_.wait();
  attempt<byte_buffer> piece;
  if (!received_.empty()) {
    piece = std::move(received_.front());
    received_.pop_front();
    on_->core().consume(id_, piece->size());
  } else if (!received_all_) {
    piece = *failed_;
  }
  co_return piece;
}

awaitable<attempt<byte_buffer>> stream::read_all(std::size_t limit) {
  attempt<byte_buffer> all;
  for (;;) {
    attempt<byte_buffer> piece = co_await read();
    if (!piece) co_return piece;
    if (piece->empty()) co_return all;
    if (all->size() + piece->size() > limit) {
      reset();
      all = failure{.code = failure_code::too_large, .detail = "more than " + std::to_string(limit) + " bytes"};
      co_return all;
    }
    append(*all, *piece);
  }
}

attempt<void> stream::note(const outcome<void>& submitted, bool end_stream) {
  if (!submitted) return failed(submitted.error());
  sent_all_ = sent_all_ || end_stream;
  return {};
}

// What has failed is not asked of the core: after session::stop() it would go on taking what nobody will ever send, and
// a handler that writes until it fails would not end.
attempt<void> stream::respond(const header_list& headers, bool end_stream) {
  if (failed_) return *failed_;
  return note(on_->core().submit_response(id_, headers, end_stream), end_stream);
}

awaitable<attempt<void>> stream::write(bytes data, bool end_stream) {
  while (write_blocked_ && !failed_) co_await changed_.wait();
  attempt<void> answer;
  if (failed_) {
    answer = *failed_;
    co_return answer;
  }
  const outcome<std::size_t> queued = on_->core().send_data(id_, data, end_stream);
  if (!queued) {
    answer = failed(queued.error());
  } else {
    sent_all_ = sent_all_ || end_stream;
    write_blocked_ = *queued > on_->queue_limit();
  }
  co_return answer;
}

attempt<void> stream::write_trailers(const header_list& fields) {
  if (failed_) return *failed_;
  return note(on_->core().submit_trailers(id_, fields), true);
}

void stream::reset(error_code code) {
  on_->core().reset_stream(id_, code);
  fail({.code = failure_code::reset, .http2 = code, .detail = "by us"});
}

void stream::fail(failure why) {
  if (!failed_) failed_ = std::move(why);
  changed_.wake();
}

void stream::on_event(event& what) {
  if (auto* informational = std::get_if<informational_received>(&what)) {
    informational_.push_back(std::move(informational->headers));
  } else if (auto* response = std::get_if<response_received>(&what)) {
    response_ = std::move(response->headers);
    received_all_ = response->end_stream;
  } else if (auto* trailers = std::get_if<trailers_received>(&what)) {
    trailers_ = std::move(trailers->headers);
    received_all_ = true;
  } else if (auto* data = std::get_if<data_received>(&what)) {
    if (!data->data.empty()) received_.emplace_back(data->data.begin(), data->data.end());
    received_all_ = data->end_stream;
  } else if (std::holds_alternative<stream_writable>(what)) {
    write_blocked_ = false;
  } else if (auto* reset = std::get_if<stream_reset>(&what)) {
    const auto code = reset->unprocessed ? failure_code::refused : failure_code::reset;
    std::string detail = reset->by_peer ? "by the peer" : reset->why.message();
    fail({.code = code, .http2 = reset->code, .detail = std::move(detail)});
  } else if (std::holds_alternative<stream_closed>(what)) {
    if (!received_all_) fail({.code = failure_code::reset, .detail = "closed before its end"});
  }
  changed_.wake();
}

void stream_table::take(session& from, event& what) {
  const std::uint32_t id = stream_of(what);
  const auto found = streams_.find(id);
  const stream_ptr one = found != streams_.end() ? found->second.lock() : nullptr;
  if (one) {
    one->on_event(what);
  } else if (const auto* data = std::get_if<data_received>(&what)) {
    from.core().consume(id, data->data.size());
  }
  if (found != streams_.end() && std::holds_alternative<stream_closed>(what)) streams_.erase(found);
}

void stream_table::end_all(const failure& why) {
  for (const auto& [id, weak] : std::exchange(streams_, {})) {
    if (const stream_ptr one = weak.lock()) one->fail(why);
  }
}

}  // namespace h2::net
