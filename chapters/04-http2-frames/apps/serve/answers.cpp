// SPDX-License-Identifier: MIT
#include "answers.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace serve {
namespace {

/// As much as is read and queued at a time.
constexpr std::size_t piece_size = std::size_t{256} << 10U;

/// Where an answer goes. Requests' content that nobody wants is used up.
class answer_on_stream : public answer {
 public:
  answer_on_stream(session& on, std::uint32_t stream_id) : on_(on), stream_id_(stream_id) {}
  void on_data(h2::bytes data, bool) override { on_.core().consume(stream_id_, data.size()); }

 protected:
  /// Whether more may be sent now.
  bool send(h2::byte_buffer&& data, bool end_stream) {
    const auto queued = on_.core().send_data(stream_id_, std::move(data), end_stream);
    return queued.has_value() && *queued <= on_.queue_limit();
  }
  session& on_;
  const std::uint32_t stream_id_;
};

class from_file : public source {
 public:
  explicit from_file(file&& from) : file_(std::move(from)), left_(file_.size()) {}
  h2::byte_buffer next() override {
    h2::byte_buffer piece(static_cast<std::size_t>(std::min<std::uint64_t>(left_, piece_size)));
    const std::size_t n = piece.empty() ? 0 : file_.read(piece);
    piece.resize(n);
    left_ -= n;
    return piece;
  }
  std::uint64_t left() const override { return left_; }

 private:
  file file_;
  std::uint64_t left_;
};

class alphabet : public source {
 public:
  explicit alphabet(std::uint64_t n) : left_(n) {}
  h2::byte_buffer next() override {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz\n";
    h2::byte_buffer piece(static_cast<std::size_t>(std::min<std::uint64_t>(left_, piece_size)));
    for (std::byte& b : piece) {
      b = static_cast<std::byte>(letters[at_]);
      at_ = at_ + 1 == letters.size() ? 0 : at_ + 1;
    }
    left_ -= piece.size();
    return piece;
  }
  std::uint64_t left() const override { return left_; }

 private:
  std::uint64_t left_;
  std::size_t at_ = 0;
};

class pump : public answer_on_stream {
 public:
  pump(session& on, std::uint32_t stream_id, std::unique_ptr<source> from)
      : answer_on_stream(on, stream_id), source_(std::move(from)) {
    on_writable();
  }
  void on_writable() override {
    for (bool more = source_ != nullptr; more;) {
      h2::byte_buffer piece = source_->next();
      if (piece.empty() && source_->left() > 0) {  // the file became shorter than content-length says
        on_.core().reset_stream(stream_id_, h2::error_code::internal_error);
        source_.reset();
        return;
      }
      const bool last = source_->left() == 0;
      more = send(std::move(piece), last) && !last;
      if (last) source_.reset();
    }
  }

 private:
  std::unique_ptr<source> source_;  // null: all is queued
};

class echoing : public answer_on_stream {
 public:
  using answer_on_stream::answer_on_stream;
  void on_data(h2::bytes data, bool end_stream) override {
    owed_ += data.size();
    if (send(h2::byte_buffer(data.begin(), data.end()), end_stream)) pay();
  }
  void on_writable() override { pay(); }
  void on_trailers(h2::header_list&& fields) override { (void)on_.core().submit_trailers(stream_id_, fields); }
  ~echoing() override { pay(); }

 private:
  void pay() {
    if (owed_ > 0) on_.core().consume(stream_id_, std::exchange(owed_, 0));
  }
  std::size_t owed_ = 0;  // bytes received, not consumed
};

class slow : public answer_on_stream, public std::enable_shared_from_this<slow> {
 public:
  slow(session& on, std::uint32_t stream_id, slow_lines how)
      : answer_on_stream(on, stream_id), how_(how), timer_(on.executor()) {}

  void say_next() {
    const std::string line = "line " + std::to_string(++said_) + " of " + std::to_string(how_.lines) + "\n";
    const h2::bytes text = h2::bytes_of(line);
    const bool last = said_ >= how_.lines;
    // One line at a time: if the client does not take them, the next waits for it.
    const bool room = send(h2::byte_buffer(text.begin(), text.end()), last);
    if (!last && room) wait();
  }
  void on_writable() override { wait(); }

 private:
  void wait() {
    timer_.expires_after(how_.interval);
    timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& cancelled) {
      const auto self = weak.lock();
      if (self && !cancelled) self->say_next();
    });
  }
  const slow_lines how_;
  std::uint32_t said_ = 0;
  boost::asio::steady_timer timer_;
};

}  // namespace

std::unique_ptr<source> file_source(file&& from) { return std::make_unique<from_file>(std::move(from)); }
std::unique_ptr<source> alphabet_source(std::uint64_t n) { return std::make_unique<alphabet>(n); }

answer_ptr send_source(session& on, std::uint32_t stream_id, std::unique_ptr<source> from) {
  return std::make_shared<pump>(on, stream_id, std::move(from));
}

answer_ptr echo(session& on, std::uint32_t stream_id) { return std::make_shared<echoing>(on, stream_id); }

answer_ptr send_slowly(session& on, std::uint32_t stream_id, slow_lines how) {
  auto made = std::make_shared<slow>(on, stream_id, how);
  made->say_next();
  return made;
}

}  // namespace serve
