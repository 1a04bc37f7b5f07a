// SPDX-License-Identifier: MIT
#include "url.hpp"

#include <algorithm>
#include <stdexcept>

namespace get {
namespace {

[[noreturn]] void refuse(const std::string& text, const char* why) {
  throw std::runtime_error(text + ": " + why + "; want http://HOST:PORT/PATH or https://…");
}

}  // namespace

url parse_url(const std::string& text) {
  url parsed;
  std::string rest;
  if (text.starts_with("http://")) {
    rest = text.substr(7);
  } else if (text.starts_with("https://")) {
    parsed.tls = true;
    rest = text.substr(8);
  } else {
    refuse(text, "no scheme that is known here");
  }
  rest = rest.substr(0, rest.find('#'));
  const bool visible = std::all_of(rest.begin(), rest.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  if (!visible) refuse(text, "blanks and other such characters need %-encoding");
  const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
  parsed.authority = rest.substr(0, end);
  if (end < rest.size()) parsed.path = (rest[end] == '?' ? "/" : "") + rest.substr(end);
  if (parsed.authority.find('@') != std::string::npos) refuse(text, "a user in it");

  parsed.host = parsed.authority;
  parsed.port = parsed.tls ? "443" : "80";
  const bool bracketed = parsed.authority.starts_with('[');  // [::1]:8080
  const std::size_t port = parsed.authority.find(':', bracketed ? parsed.authority.find(']') : 0);
  if (port != std::string::npos) {
    parsed.host = parsed.authority.substr(0, port);
    parsed.port = parsed.authority.substr(port + 1);
  }
  if (bracketed) {
    if (!parsed.host.ends_with(']')) refuse(text, "a bracket open");
    parsed.host = parsed.host.substr(1, parsed.host.size() - 2);
  }
  const bool digits = std::all_of(parsed.port.begin(), parsed.port.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (parsed.host.empty() || parsed.port.empty() || !digits) refuse(text, "no host, or no port");
  return parsed;
}

}  // namespace get
