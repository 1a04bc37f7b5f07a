// SPDX-License-Identifier: MIT
#include "http1.hpp"

#include <h2/frame_header.hpp>
#include <h2/messages.hpp>
#include <h2/upgrade.hpp>

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/rfc7230.hpp>

#include <algorithm>
#include <array>

namespace h2::net {
namespace {

namespace http = boost::beast::http;
using request_parser = http::request_parser<http::empty_body>;
using response_parser = http::response_parser<http::empty_body>;

std::string_view text(boost::beast::string_view s) { return {s.data(), s.size()}; }

std::string lower(boost::beast::string_view s) {
  std::string out(s.size(), '\0');
  std::transform(s.begin(), s.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

/// RFC 9113 §8.2.2: fields of the connection end with HTTP/1.1; Host becomes :authority (§8.3.1).
bool stays_behind(std::string_view name) {
  constexpr std::array<std::string_view, 9> names{"connection",        "host",    "http2-settings",
                                                  "keep-alive",        "te",      "proxy-connection",
                                                  "transfer-encoding", "upgrade", "content-length"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

header_list as_http2(const http::request<http::empty_body>& request) {
  header_list list;
  list.add(":method", text(request.method_string()));
  list.add(":scheme", "http");
  list.add(":authority", text(request[http::field::host]));
  list.add(":path", text(request.target()));
  for (const auto& field : request) {
    const std::string name = lower(field.name_string());
    // What Connection names is of the connection too (RFC 9110 §7.6.1).
    const bool named = http::token_list(request[http::field::connection]).exists(field.name_string());
    if (!stays_behind(name) && !named) list.add(name, text(field.value()));
  }
  return list;
}

http1_refusal refuse(std::string_view status, std::string_view why) {
  std::string answer = "HTTP/1.1 ";
  answer.append(status).append("\r\n");
  if (status.starts_with("426")) answer.append("Upgrade: h2c\r\nConnection: Upgrade, close\r\n");
  else answer.append("Connection: close\r\n");
  answer.append("Content-Type: text/plain\r\nContent-Length: ").append(std::to_string(why.size() + 1));
  answer.append("\r\n\r\n").append(why).append("\n");
  return {std::move(answer)};
}

std::variant<upgrade_request, http1_refusal> judge(const http::request<http::empty_body>& request, bool has_content) {
  const std::string_view target = text(request.target());
  if (!http::token_list(request[http::field::upgrade]).exists("h2c")) {
    return refuse("426 Upgrade Required", "Here is HTTP/2: begin with its preface, or ask for Upgrade: h2c.");
  }
  // RFC 7540 §3.2.1: exactly one HTTP2-Settings, and Connection names it.
  const boost::beast::string_view settings_field = "HTTP2-Settings";
  if (request.count(settings_field) != 1 ||
      !http::token_list(request[http::field::connection]).exists(settings_field)) {
    return refuse("400 Bad Request", "Upgrade: h2c needs one HTTP2-Settings, named in Connection.");
  }
  std::optional<byte_buffer> settings = parse_http2_settings(text(request[settings_field]));
  if (!settings) return refuse("400 Bad Request", "HTTP2-Settings is not base64url.");
  if (request.count(http::field::host) != 1 || !(target.starts_with('/') || target == "*")) {
    return refuse("400 Bad Request", "Want one Host, and a path.");
  }
  // It would have to come whole, in HTTP/1.1, before HTTP/2 can begin.
  if (has_content) return refuse("413 Content Too Large", "No content with an Upgrade: begin with HTTP/2's preface.");
  upgrade_request upgrade;
  upgrade.settings = std::move(*settings);
  upgrade.request = as_http2(request);
  return upgrade;
}

}  // namespace

opening look_at_opening(bytes so_far) {
  const std::string_view seen = text_of(so_far);
  const std::string_view preface = client_preface.substr(0, seen.size());
  if (seen.starts_with(preface)) {
    return preface.size() == client_preface.size() ? opening::http2 : opening::undecided;
  }
  // A request line, "GET / HTTP/1.1", or what may become one.
  const std::string_view line = seen.substr(0, seen.find("\r\n"));
  const bool whole = line.size() < seen.size();
  const auto version = line.rfind(" HTTP/1.");
  if (whole) return version != std::string_view::npos && version > 0 ? opening::http1 : opening::http2;
  const bool printable =
      std::all_of(line.begin(), line.end(), [](char c) { return (c >= ' ' && c <= '~') || c == '\r'; });
  return printable && seen.size() < http1_head_limit ? opening::undecided : opening::http2;
}

std::optional<std::variant<upgrade_request, http1_refusal>> parse_upgrade_request(bytes so_far) {
  request_parser parser;
  parser.header_limit(static_cast<std::uint32_t>(http1_head_limit));
  boost::beast::error_code ec;
  const std::size_t used = parser.put(boost::asio::buffer(so_far.data(), so_far.size()), ec);
  if (ec == http::error::need_more) return std::nullopt;
  if (ec == http::error::header_limit) return refuse("431 Request Header Fields Too Large", "Too many header fields.");
  // empty_body refuses content; the header alone is what is asked for here.
  const bool has_content = parser.is_header_done() && (parser.chunked() || parser.content_length().value_or(0) > 0);
  if (ec && !has_content) return refuse("400 Bad Request", ec.message());
  if (!parser.is_header_done()) return std::nullopt;
  auto judged = judge(parser.get(), has_content);
  if (auto* upgrade = std::get_if<upgrade_request>(&judged)) upgrade->size = used;
  return judged;
}

std::string_view switching_protocols() {
  return "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n";
}

std::string make_upgrade_request(const header_list& request, const settings& local) {
  const request_line line = request_line_of(request);
  std::string out(line.method);
  out.append(" ").append(line.path).append(" HTTP/1.1\r\nHost: ").append(line.authority);
  out.append("\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: ");
  out.append(http2_settings_value(difference(settings{}, local))).append("\r\n");
  for (const header_field field : request) {
    if (!field.name.starts_with(':')) out.append(field.name).append(": ").append(field.value).append("\r\n");
  }
  return out.append("\r\n");
}

attempt<std::optional<std::size_t>> parse_upgrade_response(bytes so_far) {
  response_parser parser;
  parser.header_limit(static_cast<std::uint32_t>(http1_head_limit));
  boost::beast::error_code ec;
  const std::size_t used = parser.put(boost::asio::buffer(so_far.data(), so_far.size()), ec);
  if (!parser.is_header_done()) {
    if (ec == http::error::need_more) return std::optional<std::size_t>();
    return failure{.code = failure_code::not_upgraded, .detail = "no answer in HTTP/1.1: " + ec.message()};
  }
  const auto& answer = parser.get();
  if (answer.result() == http::status::switching_protocols &&
      http::token_list(answer[http::field::upgrade]).exists("h2c")) {
    return std::optional<std::size_t>(used);
  }
  return failure{.code = failure_code::not_upgraded,
                 .detail = "the server answered " + std::to_string(answer.result_int()) + " in HTTP/1.1"};
}

}  // namespace h2::net
