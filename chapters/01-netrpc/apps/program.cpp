// SPDX-License-Identifier: MIT
#include "program.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <iostream>
#include <sstream>
#include <stdexcept>

namespace program {

struct options::implementation {
  std::unique_ptr<CLI::App> owned;
  CLI::App* app;
  CLI::Option* last = nullptr;
  std::vector<std::unique_ptr<options>> commands = {};
};

options::options(const std::string& description) {
  auto app = std::make_unique<CLI::App>(description);
  CLI::App* const raw = app.get();
  implementation_ = std::make_unique<implementation>(implementation{std::move(app), raw});
}
options::options(std::unique_ptr<implementation> i) : implementation_(std::move(i)) {}
options::~options() = default;

options& options::add(const std::string& name, std::string& value, const std::string& help) {
  implementation_->last = implementation_->app->add_option(name, value, help);
  if (!value.empty()) implementation_->last->capture_default_str();
  return *this;
}

options& options::add(const std::string& name, bool& given, const std::string& help) {
  implementation_->last = implementation_->app->add_flag(name, given, help);
  return *this;
}

options& options::add(const std::string& name, std::int64_t& value, const std::string& help) {
  implementation_->last = implementation_->app->add_option(name, value, help)->capture_default_str();
  return *this;
}

options& options::add(const std::string& name, std::vector<std::string>& values, const std::string& help) {
  implementation_->last = implementation_->app->add_option(name, values, help)->capture_default_str();
  return *this;
}

options& options::add_codec(protocol& speaks) {
  std::vector<std::string> names;
  for (const auto& [name, value] : protocol_names) names.emplace_back(name);
  const auto choose = [&speaks](const std::string& chosen) {
    for (const auto& [name, value] : protocol_names) {
      if (name == chosen) speaks = value;
    }
  };
  implementation_->last =
      implementation_->app
          ->add_option_function<std::string>("--codec", choose, "gob, jsonrpc, or http: CONNECT, then gob")
          ->check(CLI::IsMember(names))
          ->default_str("gob");
  return *this;
}

options& options::add_command(const std::string& name, bool& chosen, const std::string& help) {
  CLI::App* const command = implementation_->app->add_subcommand(name, help);
  command->callback([&chosen] { chosen = true; });
  implementation_->app->require_subcommand(1);
  implementation_->commands.emplace_back(
      new options(std::make_unique<implementation>(implementation{nullptr, command})));
  return *implementation_->commands.back();
}

options& options::required() {
  implementation_->last->required();
  return *this;
}

void options::parse(int argc, char** argv) {
  try {
    implementation_->app->parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    throw leave{implementation_->app->exit(e)};
  }
}

int guarded(const std::function<int()>& body) {
  try {
    return body();
  } catch (const leave& l) {
    return l.status;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "%s\n", e.what());
    return 1;
  }
}

int run(asio::io_context& io, awaitable<void> work, const std::function<void()>& interrupt) {
  std::exception_ptr failed;
  asio::signal_set signals(io, SIGINT, SIGTERM);
  signals.async_wait([&](error_code ec, int) {
    if (!ec) interrupt();
  });
  asio::co_spawn(io, std::move(work), [&](std::exception_ptr e) {
    signals.cancel();
    failed = e;
    if (failed) interrupt();  // so that what the work left open ends too
  });
  io.run();
  if (failed) std::rethrow_exception(failed);
  return 0;
}

std::string text(const tcp::endpoint& at) {
  std::ostringstream out;
  out << at;
  return out.str();
}

listen_options listen_at(const std::string& address, protocol speaks) {
  const auto colon = address.rfind(':');
  unsigned long port = 65536;
  try {
    if (colon != std::string::npos) port = std::stoul(address.substr(colon + 1));
  } catch (const std::logic_error&) {
  }
  if (port > 65535) throw std::runtime_error("--listen " + address + ": want ADDRESS:PORT, for example 127.0.0.1:0");
  listen_options where;
  where.address = address.substr(0, colon);
  where.port = static_cast<std::uint16_t>(port);
  where.speaks = speaks;
  return where;
}

int serve(const listen_options& where, listener::server_for each) {
  asio::io_context io(1);
  listener l(io.get_executor(), where);
  std::cout << "listening on " << text(l.endpoint()) << std::endl;
  return run(io, l.serve(std::move(each)), [&] { l.stop(); });
}

int with_client(const std::string& address, dial_options how, const std::function<awaitable<void>(client&)>& work) {
  asio::io_context io(1);
  std::optional<client> connected;
  const auto all = [&]() -> awaitable<void> {
    result<client> dialled = co_await dial(address, how);
    connected = std::move(dialled).value();
    co_await work(*connected);
    (void)connected->close();
  };
  const auto interrupt = [&] {
    if (connected) (void)connected->close();  // what is pending fails with "connection is shut down"
    else io.stop();
  };
  return run(io, all(), interrupt);
}

}  // namespace program
