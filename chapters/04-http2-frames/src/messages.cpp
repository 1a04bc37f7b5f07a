// SPDX-License-Identifier: MIT
//
// What HTTP/1.1 says in its first line stands here in fields whose names begin with a colon, and everything that may
// be wrong with a first line has its counterpart: a second path, a path that is none, a status of four digits. Whoever
// lets one through and writes it into an HTTP/1.1 request behind him has let a stranger write that request.
#include "message_fields.hpp"

#include <algorithm>
#include <array>

namespace h2 {

namespace {

bool is_pseudo(const header_field& field) { return !field.name.empty() && field.name.front() == ':'; }

/// Where a request's pseudo-field goes; null for all that are none.
std::string_view* place_of(std::string_view name, request_line& line) {
  if (name == ":method") return &line.method;
  if (name == ":scheme") return &line.scheme;
  if (name == ":path") return &line.path;
  if (name == ":authority") return &line.authority;
  return nullptr;
}

malformed take_pseudo(const header_field& field, request_line& line) {
  std::string_view* place = place_of(field.name, line);
  if (place == nullptr) return {"RFC 9113 §8.3", "a pseudo-field that requests do not have"};
  if (!place->empty()) return {"RFC 9113 §8.3", "a pseudo-field twice"};
  if (field.value.empty()) return {"RFC 9113 §8.3.1", "an empty pseudo-field"};
  *place = field.value;
  return check_value(field.value);
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

bool same_but_for_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

bool is_web(std::string_view scheme) { return same_but_for_case(scheme, "http") || same_but_for_case(scheme, "https"); }

/// RFC 3986 §3.1.
bool is_scheme(std::string_view text) {
  const auto is_alpha = [](char c) { return lower(c) >= 'a' && lower(c) <= 'z'; };
  return is_alpha(text.front()) && std::all_of(text.begin(), text.end(), [&](char c) {
           return is_alpha(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
         });
}

/// RFC 3986 §6.2.3: "example.com:443" is "example.com" where https is spoken.
std::string_view without_default_port(std::string_view authority, std::string_view scheme) {
  const std::string_view port = same_but_for_case(scheme, "https") ? ":443" : ":80";
  if (authority.ends_with(port)) authority.remove_suffix(port.size());
  if (authority.ends_with(':')) authority.remove_suffix(1);
  return authority;
}

/// RFC 9112 §3.2.3: host ":" port, neither empty.
bool is_host_and_port(std::string_view authority) {
  const std::size_t colon = authority.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  const std::string_view port = authority.substr(colon + 1);
  const bool digits = std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits && !port.empty() && port.size() <= 5 && authority.find('@') == std::string_view::npos;
}

malformed check_connect(const request_line& line) {
  if (!line.scheme.empty() || !line.path.empty()) return {"RFC 9113 §8.5", "CONNECT with :scheme or :path"};
  if (!is_visible(line.authority) || !is_host_and_port(line.authority)) {
    return {"RFC 9113 §8.5", "CONNECT needs a host and a port in :authority"};
  }
  return {};
}

malformed check_path(const request_line& line) {
  if (!is_visible(line.path)) return {"RFC 9113 §8.3.1", "a :path with a blank or a control character"};
  if (!is_web(line.scheme) || line.path.front() == '/') return {};
  if (line.path == "*" && line.method == "OPTIONS") return {};
  return {"RFC 9113 §8.3.1", "a :path that begins with no slash"};
}

malformed check_line(const request_line& line) {
  if (line.method.empty()) return {"RFC 9113 §8.3.1", "no :method"};
  if (!is_token(line.method)) return {"RFC 9113 §8.3.1", "a :method that is no token"};
  if (line.method == "CONNECT") return check_connect(line);
  if (line.scheme.empty()) return {"RFC 9113 §8.3.1", "no :scheme"};
  if (line.path.empty()) return {"RFC 9113 §8.3.1", "no :path"};
  if (!is_scheme(line.scheme)) return {"RFC 9113 §8.3.1", "a :scheme that is none"};
  if (!line.authority.empty()) {
    if (!is_visible(line.authority)) {
      return {"RFC 9113 §8.3.1", "an :authority with a blank or a control character"};
    }
    if (is_web(line.scheme) && line.authority.find('@') != std::string_view::npos) {
      return {"RFC 9113 §8.3.1", "an :authority with a user's name"};
    }
  }
  return check_path(line);
}

/// Two who answer for the same connection may look at different ones of the two, and serve different sites.
malformed check_host(const request_line& line, const noticed& seen) {
  const std::string_view host = seen.host;
  if (seen.hosts > 1) return {"RFC 9110 §7.2", "two host fields"};
  if (line.authority.empty() || host == line.authority) return {};
  if (same_but_for_case(without_default_port(host, line.scheme), without_default_port(line.authority, line.scheme))) {
    return {};
  }
  return {"RFC 9113 §8.3.1", "host and :authority name different sites"};
}

malformed check_status(std::string_view status) {
  const bool digits = std::all_of(status.begin(), status.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (status.size() != 3 || !digits || status.front() == '0') {
    return {"RFC 9113 §8.3.2", "a :status that is no number of three digits"};
  }
  if (status == "101") return {"RFC 9113 §8.6", "101 has no meaning in HTTP/2"};
  return {};
}

}  // namespace

malformed check_request(const header_list& headers, request_line& line, noticed& seen) {
  std::size_t i = 0;
  for (; i < headers.size() && is_pseudo(headers[i]); ++i) {
    if (const malformed wrong = take_pseudo(headers[i], line)) return wrong;
  }
  if (const malformed wrong = check_line(line)) return wrong;
  if (const malformed wrong = check_regular(headers, i, true, seen)) return wrong;
  return seen.hosts == 0 ? malformed{} : check_host(line, seen);
}

malformed check_response(const header_list& headers, noticed& seen) {
  std::size_t i = 0;
  for (; i < headers.size() && is_pseudo(headers[i]); ++i) {
    if (headers[i].name != ":status") return {"RFC 9113 §8.3", "a pseudo-field that responses do not have"};
    if (i != 0) return {"RFC 9113 §8.3", "a pseudo-field twice"};
    if (const malformed wrong = check_status(headers[i].value)) return wrong;
  }
  if (i == 0) return {"RFC 9113 §8.3.2", "no :status"};
  return check_regular(headers, i, false, seen);
}

malformed check_request(const header_list& headers) {
  request_line line;
  noticed seen;
  return check_request(headers, line, seen);
}

malformed check_response(const header_list& headers) {
  noticed seen;
  return check_response(headers, seen);
}

malformed check_trailers(const header_list& headers) {
  noticed seen;
  return check_regular(headers, 0, true, seen);
}

request_line request_line_of(const header_list& request) {
  request_line line;
  for (const header_field field : request) {
    if (!is_pseudo(field)) break;
    if (std::string_view* place = place_of(field.name, line)) *place = field.value;
  }
  return line;
}

int status_of(const header_list& response) {
  const std::string_view digits = response[0].value;
  return (digits[0] - '0') * 100 + (digits[1] - '0') * 10 + (digits[2] - '0');
}

}  // namespace h2
