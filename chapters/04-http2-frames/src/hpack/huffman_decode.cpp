// SPDX-License-Identifier: MIT
//
// A tree walked bit by bit has a branch for every bit, and no processor can foresee them. Here up to 64 bits wait in a
// register, the first 12 are looked up at once, and mostly give two symbols: letters and digits have 5 to 7 bits.
// Longer codes, those of $ @ [ ] and the like, of controls and of all above ASCII, are found by the interval they lie
// in.
#include "huffman_table.hpp"

#include <h2/hpack/huffman.hpp>

#include <algorithm>

namespace h2::hpack {
namespace {

constexpr std::size_t shortest_code = 5;
constexpr std::uint64_t all_ones = ~std::uint64_t{0};

/// The bits of `data`, the next one on top, and ones behind the end. Ones, because padding looks so: there is no end to
/// ask for while looking up, only afterwards, whether the code found lies within the data.
class bit_window {
 public:
  explicit bit_window(bytes data)
      : next_(data.data()), end_(data.data() + data.size()), size_(data.size()), left_(8 * data.size()) {}

  /// Brings at least 56 bits into the window.
  void refill() {
    // What does not fit is there already the next time, the same bits at the same place: so `|`, and no mask.
    window_ |= next_word() >> valid_;
    next_ += std::min<std::ptrdiff_t>((63 - valid_) / 8, end_ - next_);
    valid_ |= 56U;
  }
  /// The next bits as a number. Requires: 1 to 32 of them.
  [[nodiscard]] std::uint32_t top(unsigned bits) const { return static_cast<std::uint32_t>(window_ >> (64 - bits)); }
  void skip(unsigned bits) {
    window_ <<= bits;
    valid_ -= bits;
    left_ -= bits;
  }
  /// How many bits there are up to the end of the data.
  [[nodiscard]] std::size_t left() const { return left_; }

 private:
  /// The next eight bytes, as far as there are any.
  [[nodiscard]] std::uint64_t next_word() const {
    const auto whole = [](const std::byte* at) { return std::uint64_t{read_u32(at)} << 32 | read_u32(at + 4); };
    const std::ptrdiff_t rest = end_ - next_;
    if (rest >= 8) return whole(next_);
    if (rest == 0) return all_ones;
    const auto missing = static_cast<unsigned>(8 * (8 - rest));
    if (size_ >= 8) return whole(end_ - 8) << missing | all_ones >> (64 - missing);
    std::uint64_t word = all_ones;
    for (std::ptrdiff_t i = 0; i < rest; ++i) word = word << 8 | std::to_integer<std::uint64_t>(next_[i]);
    return word << missing | all_ones >> (64 - missing);
  }

  const std::byte* next_;
  const std::byte* end_;
  std::size_t size_;
  std::size_t left_;
  std::uint64_t window_ = 0;
  unsigned valid_ = 0;
};

struct huffman_symbol {
  std::uint16_t symbol;
  unsigned bits;
};

/// The first symbol of the window, whatever its length.
huffman_symbol first_symbol(const bit_window& in) {
  const huffman_pair& pair = huffman_pairs[in.top(huffman_lookup_bits)];
  if (pair.count != 0) return {pair.first, huffman_codes[pair.first].length};
  const std::uint32_t code = in.top(32);
  const huffman_group* group = huffman_groups.data();
  while (code > group->last) ++group;
  return {huffman_symbols[group->symbol + ((code - group->first) >> (32 - group->length))], group->length};
}

/// §5.2: what is left when no symbol fits any more.
huffman_status check_padding(const bit_window& in) {
  const auto left = static_cast<unsigned>(in.left());
  if (left == 0) return huffman_status::ok;
  if (in.top(left) != (1U << left) - 1) return huffman_status::padding_not_ones;
  return left < 8 ? huffman_status::ok : huffman_status::padding_too_long;
}

}  // namespace

huffman_status decode_huffman(bytes data, std::string& out) {
  const std::size_t was = out.size();
  out.resize(was + data.size() * 8 / shortest_code + 2);  // two, because pairs are stored whole
  char* to = out.data() + was;
  bit_window in(data);
  in.refill();
  const auto finish = [&](huffman_status status) {
    out.resize(static_cast<std::size_t>(to - out.data()));
    return status;
  };
  const auto take_pair = [&] {
    const huffman_pair& pair = huffman_pairs[in.top(huffman_lookup_bits)];
    to[0] = static_cast<char>(pair.first);
    to[1] = static_cast<char>(pair.second);
    to += pair.count;
    in.skip(pair.bits);
    return pair.count != 0;
  };
  while (true) {
    bool short_codes = true;
    while (short_codes && in.left() >= std::size_t{4} * huffman_lookup_bits) {
      for (int i = 0; i < 4; ++i) short_codes = take_pair();
      in.refill();
    }
    while (short_codes && in.left() >= huffman_lookup_bits) {
      short_codes = take_pair();
      in.refill();
    }
    // A longer code, or the end.
    const huffman_symbol next = first_symbol(in);
    if (next.bits > in.left()) return finish(check_padding(in));
    if (next.symbol == huffman_eos) return finish(huffman_status::eos);
    *to++ = static_cast<char>(next.symbol);
    in.skip(next.bits);
    in.refill();
  }
}

}  // namespace h2::hpack
