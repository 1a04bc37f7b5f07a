// SPDX-License-Identifier: MIT
#include <netrpc/json_text.hpp>
#include <netrpc/utf8.hpp>

#include <algorithm>

namespace netrpc::json {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::uint32_t replacement = 0xFFFD;

bool is_white_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::uint32_t hex_value(char c) {
  if (c <= '9') return static_cast<std::uint32_t>(c - '0');
  return static_cast<std::uint32_t>((c | 0x20) - 'a' + 10);
}

void append_utf8(std::string& out, std::uint32_t c) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  const auto put_rest = [&](int shift) { put(0x80 | (c >> shift & 0x3F)); };
  if (c < 0x80) return put(c);
  if (c < 0x800) put(0xC0 | c >> 6);
  else if (c < 0x10000) put(0xE0 | c >> 12);
  else put(0xF0 | c >> 18);
  if (c >= 0x10000) put_rest(12);
  if (c >= 0x800) put_rest(6);
  put_rest(0);
}

/// The number in a \uXXXX at the front of `text`; 0 when there is none there.
std::uint32_t escaped_unit(std::string_view text) {
  if (text.size() < 6 || text[0] != '\\' || text[1] != 'u') return 0;
  std::uint32_t unit = 0;
  for (const char digit : text.substr(2, 4)) unit = unit << 4 | hex_value(digit);
  return unit;
}

/// Takes one \uXXXX, or two that are a surrogate pair (RFC 8259 §7).
void take_unicode_escape(std::string& out, std::string_view& text) {
  const std::uint32_t unit = escaped_unit(text);
  text.remove_prefix(6);
  if (unit < 0xD800 || unit > 0xDFFF) return append_utf8(out, unit);
  const std::uint32_t low = escaped_unit(text);
  if (unit > 0xDBFF || low < 0xDC00 || low > 0xDFFF) return append_utf8(out, replacement);
  text.remove_prefix(6);
  append_utf8(out, 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
}

void take_escape(std::string& out, std::string_view& text) {
  switch (text[1]) {
    case 'u': return take_unicode_escape(out, text);
    case 'b': out += '\b'; break;
    case 'f': out += '\f'; break;
    case 'n': out += '\n'; break;
    case 'r': out += '\r'; break;
    case 't': out += '\t'; break;
    default: out += text[1]; break;  // the quote, the backslash, the slash
  }
  text.remove_prefix(2);
}

/// U+2028 is E2 80 A8, U+2029 is E2 80 A9.
bool is_line_separator(std::string_view character) {
  return character.size() >= 3 && character.substr(0, 2) == "\xE2\x80" &&
         (character[2] == '\xA8' || character[2] == '\xA9');
}

bool is_html(char c) { return c == '<' || c == '>' || c == '&'; }

void append_escaped_byte(std::string& out, char c) {
  const auto byte = static_cast<unsigned char>(c);
  out += "\\u00";
  out += hex_digits[byte >> 4];
  out += hex_digits[byte & 15];
}

void append_ascii(std::string& out, char c) {
  switch (c) {
    case '"':
    case '\\':
      out += '\\';
      out += c;
      return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  if (static_cast<unsigned char>(c) < 0x20 || is_html(c)) append_escaped_byte(out, c);
  else out += c;
}

/// Where the string that begins at `at` ends: the index after its closing quote.
std::size_t string_end(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return at < text.size() ? at + 1 : text.size();
}

}  // namespace

char cursor::peek() {
  while (at_ < text_.size() && is_white_space(text_[at_])) ++at_;
  return at_ < text_.size() ? text_[at_] : '\0';
}

char cursor::take() {
  const char c = peek();
  if (at_ < text_.size()) ++at_;
  return c;
}

bool cursor::take_if(char c) {
  if (peek() != c) return false;
  ++at_;
  return true;
}

std::string_view cursor::value() {
  (void)peek();
  const std::size_t begin = at_;
  std::size_t open = 0;  // brackets and braces
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '"') {
      at_ = string_end(text_, at_);
    } else if (c == '{' || c == '[') {
      ++open, ++at_;
      continue;
    } else if ((c == '}' || c == ']') && open > 0) {
      --open, ++at_;
    } else if (open > 0) {
      ++at_;
      continue;
    } else {
      at_ = std::min(text_.find_first_of(" \t\r\n,:]}", at_), text_.size());
    }
    if (open == 0) break;
  }
  return text_.substr(begin, at_ - begin);
}

std::string cursor::string() { return unquote(value()); }

std::string unquote(std::string_view literal) {
  std::string_view text = literal.substr(1, literal.size() - 2);
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t plain = std::min(text.find('\\'), text.size());
    out += valid_utf8(text.substr(0, plain));
    text.remove_prefix(plain);
    if (!text.empty()) take_escape(out, text);
  }
  return out;
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const std::string_view character = text.substr(0, length);
    if (length == 0) out += "\\ufffd";
    else if (length == 1) append_ascii(out, text[0]);
    else if (is_line_separator(character)) out += character[2] == '\xA8' ? "\\u2028" : "\\u2029";
    else out += character;
    text.remove_prefix(length == 0 ? 1 : length);
  }
  out += '"';
}

void append_compact(std::string& out, std::string_view json) {
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (is_white_space(json[i])) continue;
    const std::size_t end = json[i] == '"' ? string_end(json, i) : i + 1;
    for (; i < end; ++i) {
      if (is_html(json[i])) {
        append_escaped_byte(out, json[i]);
      } else if (is_line_separator(json.substr(i))) {
        out += json[i + 2] == '\xA8' ? "\\u2028" : "\\u2029";
        i += 2;
      } else {
        out += json[i];
      }
    }
    --i;
  }
}

bool equal_fold(std::string_view name, std::string_view key) {
  constexpr std::string_view long_s = "\xC5\xBF", kelvin = "\xE2\x84\xAA";
  for (const char c : name) {
    if (key.empty()) return false;
    const char lower = static_cast<char>(c | 0x20);
    const bool letter = lower >= 'a' && lower <= 'z' && static_cast<unsigned char>(c) < 0x80;
    if (key[0] == c || (letter && (key[0] | 0x20) == lower)) key.remove_prefix(1);
    else if (letter && lower == 's' && key.starts_with(long_s)) key.remove_prefix(long_s.size());
    else if (letter && lower == 'k' && key.starts_with(kelvin)) key.remove_prefix(kelvin.size());
    else return false;
  }
  return key.empty();
}

}  // namespace netrpc::json
