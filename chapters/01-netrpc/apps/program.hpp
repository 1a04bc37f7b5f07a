// SPDX-License-Identifier: MIT
//
// What all programs of the chapter share: options, a loop, and an end. Servers print
// `listening on 127.0.0.1:PORT` and serve until Ctrl-C; clients do their work, or say in one sentence
// why they could not. Either way everything that was started has ended before main returns.
#pragma once

#include <netrpc/dial.hpp>
#include <netrpc/listener.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <functional>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>

namespace program {

using namespace netrpc;

/// Runs `work` until it ends; Ctrl-C and SIGTERM call `interrupt`, which must make it end. Status 1 and a
/// sentence on stderr when it throws.
inline int run(asio::io_context& io, awaitable<void> work, std::function<void()> interrupt) {
  int status = 0;
  asio::signal_set signals(io, SIGINT, SIGTERM);
  signals.async_wait([&](error_code ec, int) {
    if (!ec) interrupt();
  });
  asio::co_spawn(io, std::move(work), [&](std::exception_ptr failed) {
    signals.cancel();
    try {
      if (failed) std::rethrow_exception(failed);
    } catch (const std::exception& e) {
      std::fprintf(stderr, "%s\n", e.what());
      status = 1;
    }
  });
  io.run();
  return status;
}

inline std::string text(const tcp::endpoint& at) {
  std::ostringstream out;
  out << at;
  return out.str();
}

/// --listen ADDRESS:PORT, of servers. Port 0: the kernel chooses.
struct listen_flags {
  std::string at = "127.0.0.1:0";
  protocol speaks = protocol::gob;

  void add(CLI::App& app) {
    app.add_option("--listen", at, "address and port; port 0 lets the kernel choose")->capture_default_str();
  }
  [[nodiscard]] listen_options options() const {
    const auto colon = at.rfind(':');
    if (colon == std::string::npos) throw std::runtime_error("--listen " + at + ": missing port");
    listen_options o;
    o.address = at.substr(0, colon);
    o.port = static_cast<std::uint16_t>(std::stoul(at.substr(colon + 1)));
    o.speaks = speaks;
    return o;
  }
};

inline void add_codec(CLI::App& app, protocol& speaks) {
  std::map<std::string, protocol> names;
  for (const auto& [name, value] : protocol_names) names.emplace(name, value);
  app.add_option("--codec", speaks, "gob, jsonrpc, or http (CONNECT, then gob)")
      ->transform(CLI::CheckedTransformer(names).description(""))
      ->type_name("gob|jsonrpc|http");
}

/// Serves until Ctrl-C, a server for each connection.
inline int serve(const listen_flags& flags, listener::server_for each) {
  try {
    asio::io_context io(1);
    listener l(io.get_executor(), flags.options());
    std::cout << "listening on " << text(l.endpoint()) << std::endl;
    return run(io, l.serve(std::move(each)), [&] { l.stop(); });
  } catch (const std::exception& e) {
    std::fprintf(stderr, "%s\n", e.what());
    return 1;
  }
}

/// Does a client's work with a connection. `work` throws what goes wrong (result<T>::value() does).
inline int call(const std::string& address, dial_options options, std::function<awaitable<void>(client&)> work) {
  asio::io_context io(1);
  std::optional<client> connected;
  const auto all = [&]() -> awaitable<void> {
    result<client> dialled = co_await dial(address, std::move(options));
    connected = std::move(dialled).value();
    co_await work(*connected);
    (void)connected->close();
  };
  return run(io, all(), [&] {
    if (connected) (void)connected->close();  // what is pending fails with "connection is shut down"
    else io.stop();
  });
}

}  // namespace program
