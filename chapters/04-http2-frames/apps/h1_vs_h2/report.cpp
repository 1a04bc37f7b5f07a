// SPDX-License-Identifier: MIT
#include "report.hpp"

#include "observe/printer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace versus {

namespace {

constexpr std::string_view crlf = "\r\n";

/// One message: the line it begins with, its fields, the empty line, its content.
std::string message(std::string_view text, std::string_view first_line) {
  std::string page;
  std::size_t at = 0;
  for (std::string_view meaning = first_line;; meaning = "field") {
    const std::size_t end = text.find(crlf, at);
    const std::string_view line = text.substr(at, end - at);
    if (line.empty()) meaning = "empty line: here the head ends";
    page += fmt::format("  {:4}  {:<46}  0d 0a  {}\n", at, line, meaning);
    at = end + crlf.size();
    if (line.empty()) break;
  }
  if (at < text.size()) {
    page += fmt::format("  {:4}  {:<46}         content: as many bytes as Content-Length says\n", at, text.substr(at));
  }
  return page + fmt::format("        {} bytes, {} of them head\n", text.size(), at);
}

using h2::observe::observation;

std::string frames(h2::observe::observer& watching, bool colour, std::size_t headers_in_full) {
  std::string page;
  while (const auto seen = watching.next()) {
    const bool is_head = seen->what == observation::kind::frame && seen->header.type == h2::frame_type::headers;
    const bool full = is_head && headers_in_full > 0;
    if (full) --headers_in_full;
    page += print(*seen, {.colour = colour, .compact = !full});
  }
  return page;
}

/// "/report, /item/1, /item/2".
std::string in_order(const std::vector<std::string>& answered) {
  std::string text;
  for (const std::string& path : answered) text += (text.empty() ? "" : ", ") + path;
  return text;
}

std::string range(const std::vector<std::size_t>& sizes) {
  const auto [least, most] = std::minmax_element(sizes.begin() + 1, sizes.end());
  return *least == *most ? fmt::format("{}", *least) : fmt::format("{} to {}", *least, *most);
}

}  // namespace

std::string anatomy_of_http1(const conversation& one) {
  return "request\n" + message(one.sent, "request line: method, target, version") + "answer\n" +
         message(one.received, "status line: version, code, phrase");
}

std::string anatomy_of_http2(const conversation& one, bool colour) {
  h2::observe::observer watching({.in = h2::observe::order::unknown});
  watching.receive(h2::observe::party::client, h2::bytes_of(one.sent));
  std::string page = frames(watching, colour, 2);
  watching.receive(h2::observe::party::server, h2::bytes_of(one.received));
  return page + frames(watching, colour, 1);
}

std::string story(const all_ways& seen) {
  const auto& [pipelined, connections, streams] = seen;
  return fmt::format(
      "HTTP/1.1, one connection, all requests sent at once (pipelining)\n"
      "  While {0} takes its time, the server has {1} answers ready and may send none of them:\n"
      "  a response does not say which request it is for, so the order must (RFC 9112 §9.3.2).\n"
      "  answered: {2}\n\n"
      "HTTP/1.1, {3} connections, one request on each\n"
      "  {4} answers come while {0} takes its time. Each connection costs a handshake, and the head is sent whole on "
      "each.\n"
      "  answered: {5}\n\n"
      "HTTP/2, one connection, one stream for each request\n"
      "  {6} answers come while {0} takes its time: each frame names its stream.\n"
      "  answered: {7}\n",
      slow_path, pipelined.ready_and_held_back, in_order(pipelined.answered), connections.connections.size(),
      connections.before_slow, in_order(connections.answered), streams.before_slow, in_order(streams.answered));
}

std::string table(const all_ways& seen) {
  std::string page = fmt::format("{:<42}{:>16}{:>16}{:>16}\n{:<42}{:>16}{:>16}{:>16}\n", "", "HTTP/1.1", "HTTP/1.1",
                                 "HTTP/2", "", "pipelined", "connections", "streams");
  const auto line = [&](std::string_view what, const std::function<std::string(const exchange&)>& figure) {
    page += fmt::format("{:<42}{:>16}{:>16}{:>16}\n", what, figure(seen.pipelined), figure(seen.connections),
                        figure(seen.streams));
  };
  line("connections", [](const exchange& e) { return std::to_string(e.connections.size()); });
  line("answers before the slow one", [](const exchange& e) { return std::to_string(e.before_slow); });
  line("answers ready, but held back", [](const exchange& e) { return std::to_string(e.ready_and_held_back); });
  line("bytes to the server", [](const exchange& e) { return std::to_string(e.sent()); });
  line("bytes to the client", [](const exchange& e) { return std::to_string(e.received()); });
  line("head of the first request, bytes", [](const exchange& e) { return std::to_string(e.request_heads[0]); });
  line("head of each later request", [](const exchange& e) { return range(e.request_heads); });
  line("head of the first answer", [](const exchange& e) { return std::to_string(e.response_heads[0]); });
  line("head of each later answer", [](const exchange& e) { return range(e.response_heads); });
  return page;
}

}  // namespace versus
