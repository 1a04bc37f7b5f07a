// SPDX-License-Identifier: MIT
#include <pbwire/dump.hpp>
#include <pbwire/reader.hpp>

#include <array>
#include <charconv>

namespace pbwire::dumping {
namespace {

/// How deep bytes are taken for messages, as in libprotobuf's TextFormat.
constexpr int guess_limit = 10;

void append_hex(std::uint64_t value, int digits, std::string& text) {
  std::array<char, 16> hex{};
  const char* end = std::to_chars(hex.data(), hex.data() + hex.size(), value, 16).ptr;
  const auto size = static_cast<std::size_t>(end - hex.data());
  text += "0x" + std::string(static_cast<std::size_t>(digits) - size, '0') + std::string(hex.data(), size);
}

bool is_message(std::span<const std::byte> bytes) {
  reader in(bytes);
  while (in.next()) in.skip();
  return !in.failed();
}

std::span<const std::byte> as_bytes(std::string_view text) { return std::as_bytes(std::span(text)); }

void append_records(reader& in, std::string& text, int indent, int guesses);

void append_block(reader in, std::string& text, int indent, int guesses) {
  text += " {\n";
  append_records(in, text, indent + 1, guesses);
  append_indent(text, indent);
  text += "}\n";
}

void append_bytes(std::span<const std::byte> bytes, std::string& text, int indent, int guesses) {
  if (!bytes.empty() && guesses > 0 && is_message(bytes)) return append_block(reader(bytes), text, indent, guesses - 1);
  text += ": ";
  append_quoted(text, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  text += '\n';
}

void append_group(reader& in, std::string& text, int indent, int guesses) {
  text += " {\n";
  append_records(in, text, indent + 1, guesses);  // ends behind the end-group tag
  append_indent(text, indent);
  text += "}\n";
}

void append_records(reader& in, std::string& text, int indent, int guesses) {
  while (in.next() && in.type() != wire_type::end_group) {
    append_indent(text, indent);
    text += std::to_string(in.number());
    switch (in.type()) {
      case wire_type::varint: text += ": " + std::to_string(in.varint()) + '\n'; break;
      case wire_type::fixed32: text += ": ", append_hex(in.fixed32(), 8, text), text += '\n'; break;
      case wire_type::fixed64: text += ": ", append_hex(in.fixed64(), 16, text), text += '\n'; break;
      case wire_type::length_delimited: append_bytes(in.bytes(), text, indent, guesses); break;
      case wire_type::start_group: append_group(in, text, indent, guesses - 1); break;
      case wire_type::end_group: break;
    }
  }
}

}  // namespace

void append_unknown(std::string_view records, std::string& text, int indent) {
  reader in(as_bytes(records));
  append_records(in, text, indent, guess_limit);
}

void append_name(std::string& text, std::string_view name, int indent) {
  append_indent(text, indent);
  text += name;
}

}  // namespace pbwire::dumping
