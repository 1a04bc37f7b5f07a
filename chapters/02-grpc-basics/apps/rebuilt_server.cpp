// SPDX-License-Identifier: MIT
//
// Our own server with everything a command line can switch on: what "inside" (服务注册, 服务初始化, 拦截器, 监听与调度)
// and "pool" (the handshake hook) say of grpc-go's.
#include "serve_until_signal.hpp"
#include "services/interceptors.hpp"
#include "services/kinds_service.hpp"
#include "services/user_service.hpp"

#include <optional>

namespace {

using namespace basics;

/// "pool": says each connection's handshake, as the article's TransportCredentialsTest does, and then lets TLS happen.
class printing_credentials final : public transport_credentials {
 public:
  explicit printing_credentials(std::optional<tls_identity> identity) : identity_(std::move(identity)) {}

  std::optional<std::string> server_handshake(const raw_conn& conn) override {
    program::say("ServerHandshake " + conn.remote_addr() + " -> " + conn.local_addr());
    return std::nullopt;
  }
  std::optional<tls_identity> tls() const override { return identity_; }

 private:
  std::optional<tls_identity> identity_;
};

}  // namespace

int main(int argc, char** argv) {
  return program::guarded([&] {
    std::vector<std::string> addresses = {"127.0.0.1:0"};
    std::string certificate;
    std::string key;
    std::string token;
    std::int64_t receive_limit = 4'194'304;
    bool interceptors = false;
    bool events = false;
    program::options("Serves user.User (without Ping) and kinds.Kinds on our own server until Ctrl-C.")
        .add("--listen", addresses, "address and port; may be given several times")
        .add("--cert", certificate, "PEM file: speak TLS with this certificate")
        .add("--key", key, "PEM file: its key")
        .add("--token", token, "calls must carry authorization: Bearer TOKEN")
        .add("--max-receive", receive_limit, "bytes of a received message")
        .between(0, 0x7FFF'FFFF)
        .add("--interceptors", interceptors, "say what the article's two interceptors see")
        .add("--events", events, "say what happens to the server")
        .parse(argc, argv);

    const program::stop_signal until;
    std::optional<tls_identity> identity;
    if (!certificate.empty()) identity = {program::read_file(certificate), program::read_file(key)};
    std::vector<server_option> options = {creds(std::make_shared<printing_credentials>(std::move(identity))),
                                          max_recv_msg_size(static_cast<std::size_t>(receive_limit))};
    if (events) options.push_back(event_log(program::say));
    if (!token.empty()) {
      options.push_back(unary_interceptor(services::token_interceptor(token)));
      options.push_back(stream_interceptor(services::token_stream_interceptor(token)));
    }
    if (interceptors) {
      options.push_back(chain_unary_interceptor(
          {services::err_handler_interceptor(program::say), services::log_interceptor(program::say)}));
    }
    const auto s = new_server({}, std::move(options));
    s->register_service(services::user_service_desc(), std::make_shared<services::user_server>());
    s->register_service(services::kinds_service_desc(), std::make_shared<services::kinds_server>());
    return program::serve_until(until, *s, addresses);
  });
}
