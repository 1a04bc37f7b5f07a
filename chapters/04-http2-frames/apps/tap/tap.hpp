// SPDX-License-Identifier: MIT
//
// A proxy that looks: between clients and one server, byte for byte, and an observer beside it.
//
//            read_some        write              read_some: only once the write is done, so that whoever is slow slows
//   client ────────────► tap ───────► server     the other, and no more than one buffer waits here
//                         │
//                         └─ copy ─► observer ─► printer, recording
//
// What one read brings is written on first and looked at second, both before anything else is read on any connection:
// nobody waits for the looking, and an answer can never be looked at before its question.
#pragma once

#include "observe/printer.hpp"

#include <h2/net/asio.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace h2::tap {

namespace asio = boost::asio;
using asio::ip::tcp;
using observe::party;

struct tap_options {
  tcp::endpoint listen;
  std::string to_host, to_port;
  observe::print_options how;
};

/// Where the words go, and the bytes. Either may be empty. Called one at a time.
struct outlets {
  std::function<void(const std::string& text)> say;
  /// No bytes: this direction has ended.
  std::function<void(party from, std::uint32_t connection, bytes data)> record;
};

struct tap_totals {
  std::uint32_t connections = 0;
  std::array<std::uint64_t, 2> read = {}, written = {};  // bytes, by sender
  observe::totals seen;
};

class tap {
 public:
  tap(asio::io_context& io, tap_options options, outlets where);
  ~tap();

  [[nodiscard]] tcp::endpoint endpoint() const { return acceptor_.local_endpoint(); }
  /// Serves until stop; returns when every connection has ended.
  asio::awaitable<void> run();
  /// No more connections; those there are cut.
  void stop();
  [[nodiscard]] const tap_totals& totals() const { return totals_; }

 private:
  struct link;

  asio::awaitable<void> serve(link& on);
  asio::awaitable<bool> connect(link& on);
  asio::awaitable<void> pump(link& on, party from);
  void begin(tcp::socket client);
  void end(std::uint32_t number);
  void look(link& on, party from, bytes data);
  void say(const std::string& text) const;

  asio::io_context& io_;
  tap_options options_;
  outlets where_;
  tcp::acceptor acceptor_;
  asio::steady_timer all_ended_;  // a sleep that end() interrupts
  std::map<std::uint32_t, std::unique_ptr<link>> links_;
  tap_totals totals_;
};

/// A few lines for the end.
[[nodiscard]] std::string print(const tap_totals& totals);

}  // namespace h2::tap
