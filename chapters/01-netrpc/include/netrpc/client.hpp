// SPDX-License-Identifier: MIT
//
// The client (net/rpc client.go): any thread asks, one coroutine reads the answers.
//
//   co_await client.call<GetUserResp>("UserServer.GetUser", req)      Go's client.Call
//   auto c = client.go<GetUserResp>("UserServer.GetUser", req);       Go's client.Go: sent, not waited for
//   …                                                                 do some thing
//   co_await c->wait();                                               Go's <-c.Done
//
// Each client has one socket, whose reader sleeps in its executor:
//
//   go() on any thread ─lock─► pending.add ► codec.write_request ► out ─┐          batch: what collected
//                                                                       └─► flush ─► while one handler ran
//   reader (strand)    ─lock─► codec.receive ► header ► pending.take ► body ─unlock─► finish(call) …
//
// One mutex stands where Go has two. Go's second lets a sender wait for the socket while the reader
// works; here nobody ever waits for a socket with the lock held.
#pragma once

#include <netrpc/codec.hpp>
#include <netrpc/done_channel.hpp>
#include <netrpc/limits.hpp>
#include <netrpc/pending_calls.hpp>
#include <netrpc/transport.hpp>

#include <memory>
#include <string_view>

namespace netrpc {

/// A call whose end can be waited for. Go makes a channel for each call that was given none; a place
/// to sleep inside the call does the same for a single receiver.
class async_call : public call, public call_sink {
 public:
  /// Go's `<-call.Done`, for a call that was given no channel. Waits once; then `failure` and `reply`
  /// are there to read. Cancellation throws operation_aborted; the call goes on, its answer is dropped.
  [[nodiscard]] awaitable<void> wait() { return finished_.wait(); }

 private:
  bool try_push(std::shared_ptr<call>) override {
    finished_.wake();
    return true;
  }
  wake_up finished_;
};

/// A call together with room for what it asks and what it is answered: one allocation.
template <class Reply>
struct call_for : async_call {
  call_for() { reply = reflect::ref(reply_value); }
  Reply reply_value{};
};
template <class Args, class Reply>
struct call_with : call_for<Reply> {
  explicit call_with(Args a) : args_value(std::move(a)) { this->args = {&reflect::of<Args>(), &args_value}; }
  Args args_value;
};

struct client_options {
  struct limits limits {};                // pending_calls is used here; the codec has its own copy
  std::shared_ptr<recorder> record = {};  // keeps the bytes of this connection; null: does not
};

class client {
 public:
  /// Starts reading from a connected socket at once, in the socket's executor, which must run one
  /// handler at a time (one thread, or a strand). Takes over the socket.
  client(tcp::socket socket, std::unique_ptr<client_codec> codec, client_options options = {});
  /// Closes. The reader ends by itself; wait for it with closed() where that matters.
  ~client();
  client(client&&) noexcept = default;
  client& operator=(client&&) noexcept;

  /// Sends a request and returns at once. When it is over, the call is pushed into `done`, or can be
  /// waited for with wait() when there is none. Any thread.
  /// Errors: all of them in the call's `failure`: shutdown, too_many_pending, and what the codec cannot
  /// encode (nothing was sent then), the server's words (server_error), unexpected_eof.
  /// Throws std::invalid_argument("rpc: done channel is unbuffered") for a channel without room.
  template <class Reply, class Args>
  std::shared_ptr<async_call> go(std::string_view service_method, Args args, std::shared_ptr<done_channel> done = {}) {
    auto asked = std::make_shared<call_with<Args, Reply>>(std::move(args));
    start(asked, service_method, asked->args, std::move(done));
    return asked;
  }

  /// Go's Call: go() and wait. The request leaves before this returns, so `args` may be a temporary.
  /// A caller that is cancelled (a timeout through `||`) gives up the answer, nothing else.
  template <class Reply, class Args>
  [[nodiscard]] awaitable<result<Reply>> call(std::string_view service_method, const Args& args) {
    auto asked = std::make_shared<call_for<Reply>>();
    start(asked, service_method, reflect::ref(args), {});
    return answer(std::move(asked));
  }

  /// Go's Close: pending calls fail with shutdown, later ones too. Errors: shutdown, the second time. Any thread.
  result<void> close();

  /// Waits until the reader has ended and every pending call was told. One waiter.
  [[nodiscard]] awaitable<void> closed();

 private:
  class state;

  void start(const std::shared_ptr<async_call>& asked, std::string_view service_method, reflect::const_value args,
             std::shared_ptr<done_channel> done);

  template <class Reply>
  static awaitable<result<Reply>> answer(std::shared_ptr<call_for<Reply>> asked) {
    co_await asked->wait();
    if (asked->failure) co_return std::move(*asked->failure);
    co_return std::move(asked->reply_value);
  }

  std::shared_ptr<state> state_;
};

}  // namespace netrpc
