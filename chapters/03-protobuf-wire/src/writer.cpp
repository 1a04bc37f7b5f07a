// SPDX-License-Identifier: MIT
#include <pbwire/writer.hpp>

namespace pbwire {

void writer::raw_varint(std::uint64_t value) {
  std::byte bytes[max_varint_size];  // NOLINT(modernize-avoid-c-arrays)
  const std::byte* end = encode_varint(bytes, value);
  out_.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(end - bytes));
}

void writer::tag(std::uint32_t number, wire_type type) { raw_varint(make_tag(number, type)); }

void writer::varint(std::uint32_t number, std::uint64_t value) {
  tag(number, wire_type::varint);
  raw_varint(value);
}

void writer::fixed32(std::uint32_t number, std::uint32_t value) {
  tag(number, wire_type::fixed32);
  std::byte bytes[4];  // NOLINT(modernize-avoid-c-arrays)
  store_little_endian(bytes, value);
  out_.append(reinterpret_cast<const char*>(bytes), sizeof bytes);
}

void writer::fixed64(std::uint32_t number, std::uint64_t value) {
  tag(number, wire_type::fixed64);
  std::byte bytes[8];  // NOLINT(modernize-avoid-c-arrays)
  store_little_endian(bytes, value);
  out_.append(reinterpret_cast<const char*>(bytes), sizeof bytes);
}

void writer::text(std::uint32_t number, std::string_view value) {
  tag(number, wire_type::length_delimited);
  raw_varint(value.size());
  out_ += value;
}

std::size_t writer::begin(std::uint32_t number) {
  tag(number, wire_type::length_delimited);
  out_.push_back('\0');  // room for a length under 128
  return out_.size();
}

void writer::end(std::size_t mark) {
  const std::size_t length = out_.size() - mark;
  const std::size_t more = varint_size(length) - 1;
  out_.insert(mark, more, '\0');  // moves the content, if one byte was too little
  encode_varint(reinterpret_cast<std::byte*>(out_.data()) + mark - 1, length);
}

}  // namespace pbwire
