// SPDX-License-Identifier: MIT
#include "json_size.hpp"

namespace json_size {

namespace {

constexpr std::size_t quotes = 2;
constexpr std::size_t braces = 2;
constexpr std::size_t colon = 1;

std::size_t commas(std::size_t members) { return members == 0 ? 0 : members - 1; }

std::size_t of_character(char c) {
  constexpr std::string_view short_escapes = "\"\\\b\f\n\r\t";
  if (short_escapes.find(c) != std::string_view::npos) return 2;
  // Bytes of 0x80 and above are parts of UTF-8 characters and stand for themselves; char may be signed.
  return static_cast<unsigned char>(c) < 0x20 ? 6 : 1;
}

}  // namespace

std::size_t of_string(std::string_view text) {
  std::size_t size = quotes;
  for (const char c : text) size += of_character(c);
  return size;
}

std::size_t of_integer(std::int64_t number) {
  // Counted downwards, because the lowest int64 has no positive counterpart.
  std::size_t size = number < 0 ? 2 : 1;
  while (number <= -10 || number >= 10) {
    number /= 10;
    ++size;
  }
  return size;
}

std::size_t of_value(const value& v) {
  if (const auto* text = std::get_if<std::string_view>(&v)) return of_string(*text);
  if (const auto* number = std::get_if<std::int64_t>(&v)) return of_integer(*number);
  return *std::get_if<bool>(&v) ? std::string_view("true").size() : std::string_view("false").size();
}

std::size_t of_object(std::span<const member> members) {
  std::size_t size = braces + commas(members.size());
  for (const member& m : members) size += of_string(m.key) + colon + of_value(m.value);
  return size;
}

std::size_t of_numbered(std::span<const member> members) {
  std::size_t size = braces + commas(members.size());
  std::int64_t number = 0;
  for (const member& m : members) size += of_integer(++number) + colon + of_value(m.value);
  return size;
}

}  // namespace json_size
