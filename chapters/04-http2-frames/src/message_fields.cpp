// SPDX-License-Identifier: MIT
//
// This runs over every byte of every request, so it asks cheap questions first. Names: one table look-up a character,
// gathered, and one branch at the end. Values: eight bytes at a time, "is one of them below 0x0e?"; only then is it
// worth asking whether that was a NUL, LF or CR, or the tab that may stand there.
#include "message_fields.hpp"

#include <array>
#include <cstring>

namespace h2 {

namespace {

constexpr std::uint8_t token_char = 1;    // RFC 9110 §5.6.2
constexpr std::uint8_t name_char = 2;     // the same without upper case
constexpr std::uint8_t visible_char = 4;  // neither control nor blank; obs-text too

constexpr std::array<std::uint8_t, 256> classify() {
  std::array<std::uint8_t, 256> classes{};
  for (std::size_t c = 0; c < classes.size(); ++c) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool alnum = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    const bool mark = c < 0x7f && std::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(c)) < 15;
    if (alnum || mark) classes[c] |= token_char;
    if ((alnum && !upper) || mark) classes[c] |= name_char;
    if (c > ' ' && c != 0x7f) classes[c] |= visible_char;
  }
  return classes;
}
constexpr std::array<std::uint8_t, 256> classes = classify();

bool all(std::string_view text, std::uint8_t wanted) {
  std::uint8_t common = wanted;
  for (const char c : text) common &= classes[static_cast<std::uint8_t>(c)];
  return common != 0 && !text.empty();
}

bool is_forbidden(char c) { return c == '\0' || c == '\n' || c == '\r'; }

bool has_forbidden_bytewise(std::string_view value) {
  for (const char c : value) {
    if (is_forbidden(c)) return true;
  }
  return false;
}

/// Whether one of the eight bytes is below 0x0e. Exact: a borrow needs a byte below to begin with.
bool has_low(const char* at) {
  constexpr std::uint64_t every = 0x0101'0101'0101'0101;
  std::uint64_t eight = 0;
  std::memcpy(&eight, at, sizeof eight);
  return ((eight - every * 0x0e) & ~eight & every * 0x80) != 0;
}

bool has_forbidden(std::string_view value) {
  const std::size_t n = value.size();
  if (n < 8) return has_forbidden_bytewise(value);
  bool low = has_low(value.data() + n - 8);  // the rest that is no whole eight, seen twice in part
  for (std::size_t i = 0; i + 8 <= n; i += 8) low |= has_low(value.data() + i);
  return low && has_forbidden_bytewise(value);
}

bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// RFC 9110 §10.1.4: what te may say here, in whatever case.
bool says_trailers(std::string_view value) {
  constexpr std::string_view trailers = "trailers";
  if (value.size() != trailers.size()) return false;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if ((value[i] | 0x20) != trailers[i]) return false;
  }
  return true;
}

/// §8.2.2. By length, because of ten names nine have one that settles it.
malformed check_connection_specific(const header_field& field, bool te_trailers) {
  const std::string_view name = field.name;
  bool specific = false;
  switch (name.size()) {
    case 2:
      if (name == "te" && !(te_trailers && says_trailers(field.value))) {
        return {"RFC 9113 §8.2.2", "te may say \"trailers\" in a request, and nothing else"};
      }
      break;
    case 7: specific = name == "upgrade"; break;
    case 10: specific = name == "connection" || name == "keep-alive"; break;
    case 16: specific = name == "proxy-connection"; break;
    case 17: specific = name == "transfer-encoding"; break;
  }
  if (specific) return {"RFC 9113 §8.2.2", "a connection-specific field"};
  return {};
}

}  // namespace

bool is_field_name(std::string_view name) { return all(name, name_char); }
bool is_token(std::string_view text) { return all(text, token_char); }
bool is_visible(std::string_view text) { return all(text, visible_char); }

malformed check_value(std::string_view value) {
  if (value.empty()) return {};
  if (is_blank(value.front()) || is_blank(value.back())) {
    return {"RFC 9113 §8.2.1", "a field value with a blank at an end"};
  }
  if (has_forbidden(value)) return {"RFC 9113 §8.2.1", "a field value with NUL, CR or LF"};
  return {};
}

malformed check_regular(const header_field& field, bool te_trailers) {
  if (!is_field_name(field.name)) {
    for (const char c : field.name) {
      if (c >= 'A' && c <= 'Z') return {"RFC 9113 §8.2.1", "a field name with upper case"};
    }
    return {"RFC 9113 §8.2.1", field.name.empty() ? "a field without a name" : "a field name that is no token"};
  }
  const malformed specific = check_connection_specific(field, te_trailers);
  return specific ? specific : check_value(field.value);
}

}  // namespace h2
