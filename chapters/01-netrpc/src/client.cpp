// SPDX-License-Identifier: MIT
#include <netrpc/client.hpp>

#include <stdexcept>
#include <utility>

namespace netrpc {

class client::state final : public transport {
 public:
  state(tcp::socket socket, std::unique_ptr<client_codec> codec, client_options options)
      : transport(std::move(socket)), codec_(std::move(codec)), pending_(options.limits.pending_calls) {
    record(std::move(options.record));
  }

  void start(const std::shared_ptr<async_call>& asked, reflect::const_value args);
  result<void> close_by_user();
  static awaitable<void> read(std::shared_ptr<state> self);

  wake_up ended;

 private:
  /// Go's input() fails every pending call at its end; so does this, even when the io_context is
  /// destroyed and the reader with it.
  struct at_end {
    state& of;
    error why{errc::shutdown, error_scope::local};
    ~at_end() { of.terminate(why); }
  };

  result<void> send(const std::shared_ptr<async_call>& asked, reflect::const_value args, bool& wants_batch);
  void send_batch();
  result<void> decode_answers(std::span<const std::byte> data);
  result<progress> decode_answer();
  void terminate(error why);

  std::mutex mutex_;  // protects, down to the next line:
  std::unique_ptr<client_codec> codec_;
  pending_calls pending_;
  bytes out_;
  request request_;         // kept for its string's memory
  bool batch_due_ = false;  // somebody is about to send what is in out_
  bool closing_ = false;    // the user has called close()
  // the reader's own:
  response response_;
  bool has_header_ = false;                // response_ was read, its body not yet
  std::shared_ptr<netrpc::call> current_;  // whom the body is for; null: for nobody
  std::vector<std::shared_ptr<netrpc::call>> answered_;
};

void client::state::start(const std::shared_ptr<async_call>& asked, reflect::const_value args) {
  bool wants_batch = false;
  if (result<void> sent = send(asked, args, wants_batch); sent.has_error()) {
    asked->failure = std::move(sent).error();
    finish(asked);
    return;
  }
  // Posted, not done: the calls that this thread makes before it returns to its loop share the write.
  if (wants_batch) asio::post(get_executor(), [self = shared_from_this(), this] { send_batch(); });
}

result<void> client::state::send(const std::shared_ptr<async_call>& asked, reflect::const_value args,
                                 bool& wants_batch) {
  const std::lock_guard lock(mutex_);
  const result<std::uint64_t> seq = pending_.add(asked);
  if (seq.has_error()) return seq.error();
  request_.ServiceMethod = asked->service_method;
  request_.Seq = *seq;
  if (result<void> written = codec_->write_request(request_, args, out_); written.has_error()) {
    (void)pending_.take(*seq);
    return written;
  }
  wants_batch = !std::exchange(batch_due_, true);
  return {};
}

void client::state::send_batch() {
  {
    const std::lock_guard lock(mutex_);
    batch_due_ = false;
    if (outgoing().empty()) outgoing().swap(out_);
    else outgoing().insert(outgoing().end(), out_.begin(), out_.end());
    out_.clear();
  }
  flush();
}

awaitable<void> client::state::read(std::shared_ptr<state> self) {
  at_end end{*self};
  for (;;) {
    const auto [ec, count] = co_await self->async_read();
    if (ec == asio::error::eof || ec == asio::error::connection_reset || ec == asio::error::broken_pipe) {
      end.why = error{errc::unexpected_eof};
      break;
    }
    if (ec) {
      end.why = error{errc::io, error_scope::stream, 0, ec.message()};
      break;
    }
    const result<void> decoded = self->decode_answers(self->received(count));
    for (const auto& answered : self->answered_) finish(answered);
    self->answered_.clear();
    self->send_batch();  // callers that were just woken have asked again
    if (decoded.has_error()) {
      end.why = decoded.error();
      break;
    }
  }
}

result<void> client::state::decode_answers(std::span<const std::byte> data) {
  const std::lock_guard lock(mutex_);
  batch_due_ = true;  // until the reader is through with this batch, see read()
  codec_->receive(data);
  for (;;) {
    const result<progress> step = decode_answer();
    if (step.has_error()) return step.error();
    if (*step == progress::need_more) return {};
  }
}

/// One answer: header, then body. Go's three cases: nobody waits; an error; a reply.
result<progress> client::state::decode_answer() {
  if (!has_header_) {
    response_.ServiceMethod.clear();
    response_.Seq = 0;
    response_.Error.clear();
    const result<progress> header = codec_->read_response_header(response_);
    if (header.has_error() || *header == progress::need_more) return header;
    has_header_ = true;
    current_ = pending_.take(response_.Seq);
  }
  const bool wanted = current_ != nullptr && response_.Error.empty();
  const result<progress> body = codec_->read_response_body(wanted ? current_->reply : reflect::value{});
  if (body.has_value() && *body == progress::need_more) return body;
  has_header_ = false;
  const std::shared_ptr<netrpc::call> answered = std::exchange(current_, nullptr);
  if (answered) {
    if (!response_.Error.empty()) {
      answered->failure = error{errc::server_error, error_scope::value, 0, response_.Error};
    } else if (body.has_error()) {
      answered->failure = body.error();
    }
    answered_.push_back(answered);
  }
  // A reply of another type than the caller's costs that call only. (Go gives up the connection.)
  if (body.has_error() && body.error().scope == error_scope::stream) return body;
  return progress::done;
}

void client::state::terminate(error why) {
  close();
  std::vector<std::shared_ptr<netrpc::call>> failed;
  {
    const std::lock_guard lock(mutex_);
    if (closing_) why = error{errc::shutdown, error_scope::local};
    failed = pending_.fail_all(why);
    if (current_) {
      current_->failure = why;
      failed.push_back(std::move(current_));
    }
  }
  for (const auto& call : failed) finish(call);
  ended.wake();
}

result<void> client::state::close_by_user() {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(closing_, true)) return error{errc::shutdown, error_scope::local};
    pending_.shut_down();
  }
  // The reader ends, and tells the pending calls, as soon as its socket is closed.
  asio::dispatch(get_executor(), [self = shared_from_this(), this] { close(); });
  return {};
}

client::client(tcp::socket socket, std::unique_ptr<client_codec> codec, client_options options)
    : state_(std::make_shared<state>(std::move(socket), std::move(codec), std::move(options))) {
  // Owned by the client: close() ends it, closed() waits for it.
  asio::co_spawn(state_->get_executor(), state::read(state_), [](std::exception_ptr) {});
}

client::~client() {
  if (state_) (void)close();
}

client& client::operator=(client&& other) noexcept {
  if (this != &other) {
    if (state_) (void)close();
    state_ = std::move(other.state_);
  }
  return *this;
}

result<void> client::close() { return state_->close_by_user(); }

awaitable<void> client::closed() { return state_->ended.wait(); }

void client::start(const std::shared_ptr<async_call>& asked, std::string_view service_method, reflect::const_value args,
                   std::shared_ptr<done_channel> done) {
  if (done != nullptr && done->capacity() == 0) throw std::invalid_argument("rpc: done channel is unbuffered");
  asked->service_method = service_method;
  if (done) asked->done = std::move(done);
  else
    asked->done = std::shared_ptr<call_sink>(std::shared_ptr<void>(), asked.get());  // itself: owns nothing, no circle
  state_->start(asked, args);
}

}  // namespace netrpc
