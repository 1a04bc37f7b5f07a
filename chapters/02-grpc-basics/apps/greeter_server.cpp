// SPDX-License-Identifier: MIT
//
// "conn": the greeter that keeps something for each connection. Two clients at once each see their own.
#include "serve_until_signal.hpp"
#include "services/greeter_service.hpp"

int main(int argc, char** argv) {
  using namespace basics;
  return program::guarded([&] {
    std::vector<std::string> addresses = {"127.0.0.1:0"};
    std::int64_t keepalive_ms = 0;
    program::options(
        "Serves helloworld.Greeter on our own server until Ctrl-C, and says when connections begin and end.")
        .add("--listen", addresses, "address and port; port 0 lets the kernel choose")
        .add("--keepalive-ms", keepalive_ms,
             "ping a silent client after so long, and end its connection as long after that")
        .between(0, 86'400'000)
        .parse(argc, argv);

    const program::stop_signal until;
    keepalive_server_parameters alive;
    if (keepalive_ms > 0) alive.time = alive.timeout = std::chrono::milliseconds(keepalive_ms);
    const auto s = new_server({}, stats_handler(std::make_shared<services::greeter_connections>(program::say)),
                              keepalive_params(alive));
    s->register_service(services::greeter_service_desc(), std::make_shared<services::greeter_server>());
    return program::serve_until(until, *s, addresses);
  });
}
