// SPDX-License-Identifier: MIT
//
//   headers ──1xx──► headers        body ──DATA──► body ──END_STREAM──► done
//      └──final──► body ──trailers, END_STREAM──► done
//
// What content-length promised is counted down, not compared at the end: a body that is too long is refused with the
// frame that makes it so, before anybody has used it.
#include "message_fields.hpp"

namespace h2 {

namespace {

constexpr std::string_view content = "RFC 9113 §8.1.1";

/// Digits and nothing else. Empty: not a number, or none that 64 bits hold.
std::optional<std::uint64_t> number_of(std::string_view digits) {
  constexpr std::uint64_t most = ~std::uint64_t{0};
  if (digits.empty()) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (value > (most - digit) / 10) return std::nullopt;
    value = value * 10 + digit;
  }
  return value;
}

}  // namespace

content_length content_length_of(const header_list& headers) {
  content_length found;
  for (const header_field field : headers) {
    if (field.name != "content-length") continue;
    const std::optional<std::uint64_t> value = number_of(field.value);
    if (!value || (found.value && found.value != value)) return {.valid = false};
    found.value = value;
  }
  return found;
}

message_progress::answer message_progress::on_headers(bool is_request, const header_list& headers, bool end_stream,
                                                      bool to_head, bool to_connect) {
  if (stage_ != stage::headers) return {kind::trailers, on_trailers(headers, end_stream)};
  const kind fallback = is_request ? kind::request : kind::response;
  request_line line;
  noticed seen;
  const malformed wrong = is_request ? check_request(headers, line, seen) : check_response(headers, seen);
  if (wrong) return {fallback, wrong};

  const int status = is_request ? 0 : status_of(headers);
  if (!is_request && status < 200) {
    if (end_stream) return {kind::informational, {"RFC 9113 §8.1", "a 1xx that ends the stream"}};
    return {kind::informational};
  }
  tunnel_ = is_request ? line.method == "CONNECT" : to_connect && status < 300;
  const content_length length = tunnel_ || !seen.content_length ? content_length{} : content_length_of(headers);
  if (!length.valid) return {fallback, {content, "a content-length that is no number, or two that differ"}};
  // RFC 9110 §6.4.1: these have no content, whatever length they tell of
  const bool without_content = !is_request && (to_head || status == 204 || status == 304);
  due_ = without_content ? 0 : length.value;
  stage_ = stage::body;
  return {fallback, end_stream ? on_end() : malformed{}};
}

malformed message_progress::on_trailers(const header_list& headers, bool end_stream) {
  if (tunnel_) return {"RFC 9113 §8.5", "HEADERS in a tunnel"};
  if (stage_ == stage::done) return {"RFC 9113 §8.1", "HEADERS behind the end of the message"};
  if (!end_stream) return {"RFC 9113 §8.1", "trailers that do not end the stream"};
  if (const malformed wrong = check_trailers(headers)) return wrong;
  return on_end();
}

malformed message_progress::on_data(std::uint64_t n, bool end_stream) {
  if (stage_ == stage::headers) return {"RFC 9113 §8.1", "DATA before HEADERS"};
  if (stage_ == stage::done) return {"RFC 9113 §8.1", "DATA behind the end of the message"};
  if (due_) {
    if (n > *due_) return {content, "more content than content-length says, or any where there is none"};
    *due_ -= n;
  }
  return end_stream ? on_end() : malformed{};
}

malformed message_progress::on_end() {
  stage_ = stage::done;
  if (due_.value_or(0) != 0) return {content, "less content than content-length says"};
  return {};
}

}  // namespace h2
