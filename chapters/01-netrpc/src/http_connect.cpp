// SPDX-License-Identifier: MIT
#include <netrpc/http_connect.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace netrpc {
namespace {

constexpr std::string_view connected_status = "200 Connected to Go RPC";

error malformed(std::string what) { return {errc::http_handshake, error_scope::stream, 0, std::move(what)}; }

std::string_view without_return(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

/// Cuts at the first space. Go's strings.Cut.
std::pair<std::string_view, std::string_view> cut(std::string_view text) {
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos) return {text, {}};
  return {text.substr(0, space), text.substr(space + 1)};
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_http_1(std::string_view version) {
  return version.size() == 8 && version.starts_with("HTTP/1.") && is_digit(version[7]);
}

/// "Name: value", or the continuation of one (RFC 9112 §5). Names and values do not matter here.
bool is_header(std::string_view line) {
  return line.starts_with(' ') || line.starts_with('\t') ||
         (line.find(':') != std::string_view::npos && line[0] != ':');
}

/// "http://host/path?query" and "/path?query" are "/path".
std::string_view path_of(std::string_view target) {
  if (target.starts_with("http://")) {
    target.remove_prefix(7);
    target.remove_prefix(std::min(target.find('/'), target.size()));
  }
  return target.substr(0, target.find('?'));
}

/// What html/template writes for < > & ' " and + in text.
std::string html_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '&': out += "&amp;"; break;
      case '\'': out += "&#39;"; break;
      case '"': out += "&#34;"; break;
      case '+': out += "&#43;"; break;
      case '\0': out += "\xEF\xBF\xBD"; break;
      default: out += c;
    }
  }
  return out;
}

}  // namespace

void http_head::receive(std::span<const std::byte> data) {
  buffer_.append(reinterpret_cast<const char*>(data.data()), data.size());
}

result<bool> http_head::complete() {
  while (end_ == 0) {
    const std::size_t line_end = buffer_.find('\n', searched_);
    const std::size_t seen = line_end == std::string::npos ? buffer_.size() : line_end + 1;
    if (seen > most_) return malformed(fmt::format("header longer than {} bytes", most_));
    if (line_end == std::string::npos) {
      searched_ = buffer_.size();
      return false;
    }
    if (without_return(std::string_view(buffer_).substr(line_start_, line_end - line_start_)).empty()) end_ = seen;
    searched_ = line_start_ = seen;
  }
  return true;
}

std::string_view http_head::next_line() {
  const std::string_view rest = std::string_view(buffer_).substr(read_, end_ - read_);
  const std::size_t length = std::min(rest.find('\n'), rest.size());
  read_ += std::min(length + 1, rest.size());
  return without_return(rest.substr(0, length));
}

bytes http_head::take_rest() {
  const auto rest = std::as_bytes(std::span(buffer_).subspan(end_));
  bytes taken(rest.begin(), rest.end());
  buffer_.resize(end_);
  return taken;
}

http_acceptor::event http_acceptor::next() {
  if (state_ == event::need_more) state_ = decide();
  return state_;
}

http_acceptor::event http_acceptor::decide() {
  const result<bool> whole = head_.complete();
  if (whole.has_error()) return refuse("431 Request Header Fields Too Large", "431 Request Header Fields Too Large");
  if (!*whole) return event::need_more;
  const auto [method, rest] = cut(head_.next_line());
  const auto [target, version] = cut(rest);
  bool right = !method.empty() && !target.empty() && is_http_1(version);
  for (auto line = head_.next_line(); !line.empty(); line = head_.next_line()) right = right && is_header(line);
  if (!right) return refuse("400 Bad Request", "400 Bad Request");
  const std::string_view path = path_of(target);
  head_only_ = method == "HEAD";
  if (path == debug_path) return event::debug_page;
  if (path != rpc_path) return refuse("404 Not Found", "404 page not found\n");
  if (method != "CONNECT") return refuse("405 Method Not Allowed", "405 must CONNECT\n");
  output_ = fmt::format("HTTP/1.0 {}\n\n", connected_status);
  return event::connected;
}

http_acceptor::event http_acceptor::refuse(std::string_view status, std::string_view text) {
  reason_ = status;
  respond(status, "text/plain; charset=utf-8", text);
  return event::refused;
}

void http_acceptor::respond(std::string_view status, std::string_view content_type, std::string_view body) {
  output_ = fmt::format("HTTP/1.0 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}", status,
                        content_type, body.size(), head_only_ ? std::string_view() : body);
}

std::string http_acceptor::take_output() { return std::exchange(output_, {}); }

void http_acceptor::answer_page(std::string_view html) { respond("200 OK", "text/html; charset=utf-8", html); }

http_dialer::http_dialer(const limits& bounds, std::string_view path)
    : head_(bounds.http_header_bytes), output_(fmt::format("CONNECT {} HTTP/1.0\n\n", path)) {}

std::string http_dialer::take_output() { return std::exchange(output_, {}); }

result<progress> http_dialer::next() {
  if (outcome_) return *outcome_;
  const result<progress> step = decide();
  if (step.has_error() || *step == progress::done) outcome_ = step;
  return step;
}

/// net/http response.go ReadResponse, as far as it matters here.
result<progress> http_dialer::decide() {
  const result<bool> whole = head_.complete();
  if (whole.has_error()) return whole.error();
  if (!*whole) return progress::need_more;
  const std::string_view line = head_.next_line();
  auto [version, status] = cut(line);
  status.remove_prefix(std::min(status.find_first_not_of(' '), status.size()));
  if (!is_http_1(version) || status.empty()) return malformed(fmt::format("malformed HTTP response \"{}\"", line));
  const std::string_view code = cut(status).first;
  if (code.size() != 3 || !std::all_of(code.begin(), code.end(), is_digit)) {
    return malformed(fmt::format("malformed HTTP status code \"{}\"", code));
  }
  for (auto header = head_.next_line(); !header.empty(); header = head_.next_line()) {
    if (!is_header(header)) return malformed(fmt::format("malformed MIME header line: {}", header));
  }
  if (status != connected_status) return malformed(std::string(status));
  return progress::done;
}

std::string debug_page(const service_map& services) {
  std::string page = "<html>\n\t<body>\n\t<title>Services</title>\n\t";
  for (const auto& [name, methods] : services.services()) {
    page += fmt::format(
        "\n\t<hr>\n\tService {}\n\t<hr>\n\t\t<table>\n"
        "\t\t<th align=center>Method</th><th align=center>Calls</th>\n\t\t",
        html_text(name));
    for (const auto& [method_name, m] : methods) {
      page += fmt::format(
          "\n\t\t\t<tr>\n\t\t\t<td align=left font=fixed>{}({}, *{}) error</td>\n"
          "\t\t\t<td align=center>{}</td>\n\t\t\t</tr>\n\t\t",
          html_text(method_name), html_text(reflect::go_string(*m.argument)), html_text(reflect::go_string(*m.reply)),
          m.calls.load());
    }
    page += "\n\t\t</table>\n\t";
  }
  return page + "\n\t</body>\n\t</html>";
}

}  // namespace netrpc
