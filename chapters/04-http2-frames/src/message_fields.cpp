// SPDX-License-Identifier: MIT
//
// This runs over every byte of every request, so eight of them are asked at once, in one 64-bit word: "is one of you
// below 0x0e?", "are all of you between a and z?". Only where the answer is not the usual one, and for the few bytes
// that make no word, is each looked up in a table.
#include "message_fields.hpp"

#include <algorithm>
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

constexpr std::uint64_t every(std::uint8_t value) { return std::uint64_t{0x0101'0101'0101'0101} * value; }

/// The high bit of some byte: one of the eight is below `bound`, which is at most 0x80.
std::uint64_t some_below(std::uint64_t eight, std::uint8_t bound) {
  return (eight - every(bound)) & ~eight & every(0x80);
}

/// The high bit of each byte between `first` and `last`. Requires: no byte above 0x7f, so that no sum carries.
std::uint64_t between(std::uint64_t eight, std::uint8_t first, std::uint8_t last) {
  return (eight + every(static_cast<std::uint8_t>(0x80 - first))) &
         ~(eight + every(static_cast<std::uint8_t>(0x7f - last)));
}

/// Letters, digits, and the marks - . ^ _ `: what names are made of. Other marks are for the table.
std::uint64_t unusual_in_names(std::uint64_t eight) {
  const std::uint64_t low = eight & every(0x7f);
  const std::uint64_t usual =
      between(low, 'a', 'z') | between(low, '0', '9') | between(low, '-', '.') | between(low, '^', '`');
  return (~usual | eight) & every(0x80);
}
std::uint64_t unusual_in_values(std::uint64_t eight) { return some_below(eight, 0x0e); }
std::uint64_t unusual_in_paths(std::uint64_t eight) {
  return some_below(eight, ' ' + 1) | some_below(eight ^ every(0x7f), 1);
}

/// Whether the words of `text`, the last one overlapping, have something unusual. Requires: eight bytes or more.
template <auto unusual>
bool has_unusual(std::string_view text) {
  const std::size_t last = text.size() - sizeof(std::uint64_t);
  std::uint64_t seen = 0;
  for (std::size_t at = 0;; at += sizeof seen) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, text.data() + std::min(at, last), sizeof eight);
    seen |= unusual(eight);
    if (at >= last) return seen != 0;
  }
}

/// §8.2.1 with RFC 9110 §5.1: a token in lower case, so there is no colon in it.
bool is_field_name(std::string_view name) {
  return (name.size() >= 8 && !has_unusual<unusual_in_names>(name)) || all(name, name_char);
}

bool has_forbidden(std::string_view value) {
  if (value.size() >= 8 && !has_unusual<unusual_in_values>(value)) return false;
  for (const char c : value) {
    if (c == '\0' || c == '\n' || c == '\r') return true;
  }
  return false;
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

bool is_value(std::string_view value) {
  return value.empty() || !(is_blank(value.front()) || is_blank(value.back()) || has_forbidden(value));
}

/// §8.2.2, and what is worth noticing. By length, because nine names of ten have one that settles it.
bool is_harmless(const header_field& field, bool te_trailers, noticed& seen) {
  const std::string_view name = field.name;
  switch (name.size()) {
    case 2: return name != "te" || (te_trailers && says_trailers(field.value));
    case 4:
      if (name == "host") {
        seen.host = field.value;
        ++seen.hosts;
      }
      return true;
    case 7: return name != "upgrade";
    case 10: return name != "connection" && name != "keep-alive";
    case 14:
      if (name == "content-length") seen.content_length = true;
      return true;
    case 16: return name != "proxy-connection";
    case 17: return name != "transfer-encoding";
  }
  return true;
}

/// Which rule it was.
malformed explain(const header_field& field) {
  const std::string_view name = field.name;
  if (name.starts_with(':')) return {"RFC 9113 §8.3", "a pseudo-field behind a regular field, or in trailers"};
  if (!is_field_name(name)) {
    for (const char c : name) {
      if (c >= 'A' && c <= 'Z') return {"RFC 9113 §8.2.1", "a field name with upper case"};
    }
    return {"RFC 9113 §8.2.1", name.empty() ? "a field without a name" : "a field name that is no token"};
  }
  if (!is_value(field.value)) return check_value(field.value);
  if (name == "te") return {"RFC 9113 §8.2.2", "te may say \"trailers\" in a request, and nothing else"};
  return {"RFC 9113 §8.2.2", "a connection-specific field"};
}

}  // namespace

bool is_token(std::string_view text) { return all(text, token_char); }
bool is_visible(std::string_view text) {
  return (text.size() >= 8 && !has_unusual<unusual_in_paths>(text)) || all(text, visible_char);
}

malformed check_value(std::string_view value) {
  if (value.empty()) return {};
  if (is_blank(value.front()) || is_blank(value.back())) {
    return {"RFC 9113 §8.2.1", "a field value with a blank at an end"};
  }
  if (has_forbidden(value)) return {"RFC 9113 §8.2.1", "a field value with NUL, CR or LF"};
  return {};
}

malformed check_regular(const header_list& headers, std::size_t first, bool te_trailers, noticed& seen) {
  for (std::size_t i = first; i < headers.size(); ++i) {
    const header_field field = headers[i];
    if (!is_field_name(field.name) || !is_value(field.value) || !is_harmless(field, te_trailers, seen)) {
      return explain(field);
    }
  }
  return {};
}

}  // namespace h2
