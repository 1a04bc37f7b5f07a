// SPDX-License-Identifier: MIT
//
// One call on grpc++'s generic callback service, as a transport_stream: each operation starts one of the reactor's and
// suspends the coroutine; the reactor's answer resumes it, on grpc++'s thread.
//
//   co_await read()    StartRead  … OnReadDone     → bytes
//   co_await write()   StartWrite … OnWriteDone    → whether it went
//   write_status()     Finish     … OnDone         → delete this
#pragma once

#include <basics/transport.hpp>

#include <grpcpp/generic/async_generic_service.h>

namespace basics {

/// "ipv4:127.0.0.1:43535" → "127.0.0.1:43535", "ipv6:%5B::1%5D:43535" → "[::1]:43535": how grpc++ names a peer, and how
/// a connection is named here. Anything else: "".
[[nodiscard]] std::string remote_addr_of_peer(std::string_view peer);

/// Deletes itself when its call is over.
class generic_call final : public grpc::ServerGenericBidiReactor, public transport_stream {
 public:
  generic_call(grpc::GenericCallbackServerContext& ctx, const server_options& options);

  /// Ends the call without anyone having looked at it.
  void refuse(const status& s) { write_status(s); }

  [[nodiscard]] const std::string& full_method() const override { return ctx_.method(); }
  [[nodiscard]] const std::shared_ptr<call_state>& state() const override { return state_; }
  task<std::optional<std::string>> read() override;
  status set_header(const metadata& more) override;
  [[nodiscard]] const metadata& header() const override { return header_; }
  task<bool> send_header() override;
  void set_trailer(const metadata& more) override;
  [[nodiscard]] const metadata& trailer() const override { return trailer_; }
  task<bool> write(std::string message) override;
  void write_status(const status& s) override;
  void write_last(std::string message) override;

 private:
  /// An operation of the reactor that a coroutine waits for. The answer may come on another thread before start() has
  /// returned, so nothing is touched after it.
  template <class Start>
  struct operation {
    generic_call& call;
    std::coroutine_handle<>& waiting;
    bool& ok;
    Start start;
    bool await_ready() { return false; }
    void await_suspend(std::coroutine_handle<> h) {
      waiting = h;
      start(call);
    }
    bool await_resume() { return ok; }
  };

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnSendInitialMetadataDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override { delete this; }

  grpc::GenericCallbackServerContext& ctx_;
  std::shared_ptr<call_state> state_;
  metadata header_;
  metadata trailer_;
  bool header_sent_ = false;

  // One receive and one send may be under way at a time.
  grpc::ByteBuffer received_;
  std::coroutine_handle<> reader_;
  bool read_ok_ = false;
  grpc::ByteBuffer to_send_;
  std::coroutine_handle<> writer_;
  bool write_ok_ = false;
};

}  // namespace basics
