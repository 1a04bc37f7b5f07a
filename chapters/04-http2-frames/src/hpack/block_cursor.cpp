// SPDX-License-Identifier: MIT
#include "block_cursor.hpp"

#include <h2/hpack/huffman.hpp>
#include <h2/hpack/integer.hpp>

namespace h2::hpack {

bool block_cursor::fail(std::string_view clause, std::string_view why) {
  failure_ = connection_error(error_code::compression_error, clause, why);
  failure_.offset = static_cast<std::uint64_t>(field_ - begin_);
  return false;
}

bool block_cursor::read_long_integer(unsigned prefix_bits, std::uint32_t& value) {
  const decoded_integer read = decode_integer({next_, end_}, prefix_bits);
  switch (read.status) {
    case integer_status::ok: break;
    case integer_status::truncated: return fail("RFC 7541 §5.1", "the field block ends inside an integer");
    case integer_status::too_large: return fail("RFC 7541 §5.1", "an integer above 2^32-1 or of too many bytes");
  }
  value = read.value;
  next_ += read.size;
  return true;
}

bool block_cursor::read_string(std::string& decoded, std::string_view& text) {
  if (at_end()) return fail("RFC 7541 §5.2", "the field block ends where a string should begin");
  const bool huffman = (peek() & 0x80U) != 0;
  std::uint32_t size = 0;
  if (!read_integer(7, size)) return false;
  if (size > static_cast<std::size_t>(end_ - next_)) {
    return fail("RFC 7541 §5.2", "the field block ends inside a string");
  }
  const bytes coded(next_, size);
  next_ += size;
  if (!huffman) {
    text = text_of(coded);
    return true;
  }
  decoded.clear();
  switch (decode_huffman(coded, decoded)) {
    case huffman_status::ok: text = decoded; return true;
    case huffman_status::padding_too_long: return fail("RFC 7541 §5.2", "Huffman padding of more than 7 bits");
    case huffman_status::padding_not_ones: return fail("RFC 7541 §5.2", "Huffman padding that is not ones");
    case huffman_status::eos: return fail("RFC 7541 §5.2", "EOS within Huffman text");
  }
  return false;
}

}  // namespace h2::hpack
