// SPDX-License-Identifier: MIT
#include "served_call.hpp"

#include "services/kinds_service.hpp"
#include "services/user_service.hpp"

#include "run.hpp"
#include "trace.hpp"

#include <basics/server.hpp>

namespace support {

using namespace basics;

namespace {
class nothing final : public service {};
}  // namespace

served_calls::served_calls() {
  services_.register_service(services::user_service_desc(), std::make_shared<services::user_server>());
  services_.register_service(services::kinds_service_desc(), std::make_shared<services::kinds_server>());
  options.stats_handler = std::make_shared<trace::stats_handler>(
      [this](const std::string& said) { happened_.push_back(said.substr(said.find(' ', 4) + 1)); });
  connection_->remote_addr = "127.0.0.1:43535";
  connection_->local_addr = "127.0.0.1:9080";
  connection_->ctx = options.stats_handler->tag_conn({}, {connection_->remote_addr, connection_->local_addr});
}

void served_calls::serve(std::vector<method_desc> methods, std::vector<stream_desc> streams) {
  services_.register_service({.service_name = "test.Test",
                              .handler_type = handler_type::of<nothing>(),
                              .methods = std::move(methods),
                              .streams = std::move(streams)},
                             std::make_shared<nothing>());
}

std::vector<std::string> served_calls::play(const std::string& full_method, std::deque<client_step> client) {
  happened_.clear();
  options = with_interceptors_chained(std::move(options));
  scripted_stream stream(full_method, std::move(client),
                         [this](const std::string& did) { happened_.push_back("→ " + did); });
  stream.state()->incoming = incoming;
  const call_environment server{options, services_, time, counters};
  run(handle_stream(server, stream, connection_));
  told = stream.final_status.value();
  received = stream.received;
  return std::move(happened_);
}

std::string get_user(const std::string& id) {
  user::GetUserReq m;
  m.set_id(id);
  return bytes_of(m);
}
std::string echo(const std::string& text) {
  kinds::EchoRequest m;
  m.set_text(text);
  return bytes_of(m);
}
std::string count(int from, int to) {
  kinds::CountRequest m;
  m.set_from(from);
  m.set_to(to);
  return bytes_of(m);
}
std::string number(int value) {
  kinds::Number m;
  m.set_value(value);
  return bytes_of(m);
}
std::string line(const std::string& text) {
  kinds::Line m;
  m.set_text(text);
  return bytes_of(m);
}

std::string no_message() { return "\x0a\x7f"; }

}  // namespace support
