// SPDX-License-Identifier: MIT
#include "caller.hpp"

#include "kinds.grpc.pb.h"

#include <grpcpp/create_channel.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <vector>

namespace bench {
namespace {

using steady = std::chrono::steady_clock;

class callers {
 public:
  callers(const std::string& address, steady::time_point until)
      : stub_(kinds::Kinds::NewStub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()))), until_(until) {
    request_.set_text("sixteen bytes ..");
  }

  /// Runs `n` callers until the time is up; the calls that were answered.
  std::size_t run(int n) {
    running_ = n;
    std::vector<std::unique_ptr<call>> calls;
    for (int i = 0; i < n; ++i) calls.push_back(std::make_unique<call>());
    for (auto& c : calls) next(*c);
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return running_ == 0; });
    if (failed_) throw std::runtime_error("a call failed: " + why_);
    return answered_;
  }

 private:
  struct call {
    std::unique_ptr<grpc::ClientContext> context;
    kinds::EchoReply reply;
  };

  void next(call& c) {
    c.context = std::make_unique<grpc::ClientContext>();
    stub_->async()->Echo(c.context.get(), &request_, &c.reply, [this, &c](const grpc::Status& s) { done(c, s); });
  }

  void done(call& c, const grpc::Status& s) {
    if (s.ok()) answered_.fetch_add(1, std::memory_order_relaxed);
    if (s.ok() && steady::now() < until_) return next(c);
    const std::lock_guard lock(mutex_);
    if (!s.ok()) why_ = s.error_message();
    failed_ = failed_ || !s.ok();
    --running_;
    changed_.notify_one();
  }

  std::unique_ptr<kinds::Kinds::Stub> stub_;
  steady::time_point until_;
  kinds::EchoRequest request_;
  std::atomic<std::size_t> answered_ = 0;
  std::mutex mutex_;  // guards the rest
  std::condition_variable changed_;
  int running_ = 0;
  bool failed_ = false;
  std::string why_;
};

}  // namespace

double calls_per_second(const std::string& address, int in_flight, double seconds) {
  const auto length = [](double s) {
    return std::chrono::duration_cast<steady::duration>(std::chrono::duration<double>(s));
  };
  // A first short turn connects and warms up.
  callers(address, steady::now() + length(seconds / 10)).run(in_flight);
  const auto begin = steady::now();
  callers measured(address, begin + length(seconds));
  const auto answered = static_cast<double>(measured.run(in_flight));
  return answered / std::chrono::duration<double>(steady::now() - begin).count();
}

}  // namespace bench
