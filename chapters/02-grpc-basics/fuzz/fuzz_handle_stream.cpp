// SPDX-License-Identifier: MIT
//
// A client that sends anything: one call to the articles' services on a scripted transport. Whatever comes, the call
// ends once, with a status or with a reply that is one, and the stats handler hears of it in order.
//
// Input: the path up to the first 0 byte; then messages, each after its length in two bytes, big-endian; the last may
// be cut short. A length with its top bit set stands for a client that vanishes there.
#include "services/greeter_service.hpp"
#include "services/interceptors.hpp"
#include "services/kinds_service.hpp"
#include "services/user_service.hpp"

#include <basics/server.hpp>

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace basics;

constexpr std::size_t limit = 512;

void require(bool holds) {
  if (!holds) std::abort();
}

class scripted final : public transport_stream {
 public:
  explicit scripted(std::string_view input) : rest_(input) {
    const auto end = std::min(rest_.find('\0'), rest_.size());
    path_ = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    state_->stream = this;
  }

  const std::string& full_method() const override { return path_; }
  const std::shared_ptr<call_state>& state() const override { return state_; }
  task<std::optional<std::string>> read() override {
    require(endings_ == 0);
    if (rest_.size() < 2) co_return std::nullopt;
    const unsigned size = unsigned{static_cast<unsigned char>(rest_[0])} << 8U | static_cast<unsigned char>(rest_[1]);
    rest_.remove_prefix(2);
    if (size >= 0x8000U) {
      rest_ = {};
      state_->cancel({.code = code::canceled, .message = "context canceled"});
      co_return std::nullopt;
    }
    const std::string message(rest_.substr(0, size));
    rest_.remove_prefix(message.size());
    co_return message;
  }
  status set_header(const metadata& more) override {
    header_.append(more);
    return {};
  }
  const metadata& header() const override { return header_; }
  task<bool> send_header() override { co_return state_->error().ok(); }
  void set_trailer(const metadata& more) override { trailer_.append(more); }
  const metadata& trailer() const override { return trailer_; }
  task<bool> write(std::string message) override {
    require(endings_ == 0 && message.size() <= limit);
    // Nobody reads for ever.
    if (++written_ == 1000) state_->cancel({.code = code::canceled, .message = "context canceled"});
    co_return state_->error().ok();
  }
  void write_status(const status&) override { ++endings_; }
  void write_last(std::string message) override {
    require(message.size() <= limit);
    ++endings_;
  }

  std::string_view rest_;
  std::string path_;
  std::shared_ptr<call_state> state_ = std::make_shared<call_state>();
  metadata header_;
  metadata trailer_;
  int written_ = 0;
  int endings_ = 0;
};

// in_header (0), begin (1), then payloads and a header in any order, a trailer (5) before the end (6), and nothing
// after it.
class order final : public stats::handler {
 public:
  context tag_conn(context ctx, const stats::conn_tag_info&) override { return ctx; }
  void handle_conn(const context&, const stats::conn_stats&) override {}
  context tag_rpc(context ctx, const stats::rpc_tag_info&) override { return ctx; }
  void handle_rpc(const context&, const stats::rpc_stats& event) override {
    const std::size_t kind = event.index();
    require(last_ != 6 && (kind != 0 || last_ == none) && (kind != 1 || last_ == 0) && (kind != 5 || last_ != 5));
    last_ = kind;
  }
  static constexpr std::size_t none = 99;
  std::size_t last_ = none;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  service_registry services;
  services.register_service(services::user_service_desc(), std::make_shared<services::user_server>());
  services.register_service(services::greeter_service_desc(), std::make_shared<services::greeter_server>());
  services.register_service(services::kinds_service_desc(), std::make_shared<services::kinds_server>());
  const auto heard = std::make_shared<order>();
  const auto quiet = [](const std::string&) {};
  server_options options;
  options.stats_handler = heard;
  options.max_receive_message_size = options.max_send_message_size = limit;
  options.chain_unary_ints = {services::err_handler_interceptor(quiet), services::log_interceptor(quiet)};
  options = with_interceptors_chained(std::move(options));
  call_counters counters;
  const call_environment server{options, services, real_clock(), counters};

  scripted stream({reinterpret_cast<const char*>(data), size});
  bool ended = false;
  spawn(handle_stream(server, stream, std::make_shared<connection>()), [&] { ended = true; });
  if (!ended) {
    // A handler that waits for its context is the only one that may not have ended.
    stream.state()->cancel({.code = code::canceled, .message = "context canceled"});
  }
  require(ended && stream.endings_ == 1);
  require(heard->last_ == 6 || counters.started == 0);
  require(counters.started == counters.succeeded + counters.failed);
  return 0;
}
