// SPDX-License-Identifier: MIT
#include "dump_guess.hpp"

#include <pbwire/reader.hpp>
#include <pbwire/utf8.hpp>

#include <algorithm>
#include <string_view>
#include <vector>

namespace pbdump {

namespace {

std::string_view as_text(std::span<const std::byte> value) {
  return {reinterpret_cast<const char*>(value.data()), value.size()};
}

bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7f; }

/// UTF-8 that somebody could have typed.
bool is_plain_text(std::string_view text) {
  return pbwire::is_utf8(text) && std::none_of(text.begin(), text.end(), is_control);
}

/// Records from the first byte to the last. What is inside of them is not looked at.
bool is_message(std::span<const std::byte> value, int depth_left) {
  pbwire::reader in(value, 0, depth_left - 1);
  while (in.next()) in.skip();
  return !in.failed();
}

/// Varints as a writer makes them, none of them large: longer than five bytes only if negative.
bool is_packed_varints(std::span<const std::byte> value) {
  pbwire::reader in(value);
  while (!in.at_end()) {
    const std::size_t from = in.offset();
    const std::uint64_t bits = in.varint();
    const std::size_t size = in.offset() - from;
    if (in.failed() || size != pbwire::varint_size(bits) || (size > 5 && size < 10)) return false;
  }
  return true;
}

}  // namespace

guess guess_content(std::span<const std::byte> value, int depth_left) {
  if (value.empty()) return {content::nothing, "guess: an empty string, or an empty message, or nothing packed"};
  struct reading {
    content what;
    std::string_view words;
  };
  std::vector<reading> possible;
  const bool text = is_plain_text(as_text(value));
  const bool message = depth_left > 0 && is_message(value, depth_left);
  if (text) possible.push_back({content::text, "text"});
  if (message) possible.push_back({content::message, "a message"});
  // Text is always a sequence of small varints as well, which tells nothing.
  if (!text && is_packed_varints(value)) possible.push_back({content::packed_varints, "packed varints"});
  if (possible.empty()) return {content::bytes, "guess: bytes"};
  // A line feed is the tag of a nested field 1. Text that begins with one is rare; such messages are not.
  if (text && message && value[0] == std::byte{'\n'}) std::swap(possible[0], possible[1]);
  guess made{possible[0].what, "guess: " + std::string(possible[0].words)};
  if (possible.size() > 1) made.words += "; possible as well: " + std::string(possible[1].words);
  return made;
}

}  // namespace pbdump
