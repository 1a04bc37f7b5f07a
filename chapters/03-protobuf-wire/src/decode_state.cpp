// SPDX-License-Identifier: MIT
#include <pbwire/decode_options.hpp>
#include <pbwire/decode_values.hpp>
#include <pbwire/writer.hpp>

namespace pbwire {

const std::byte* decode_state::failed_in(std::string_view field) {
  path.insert(0, std::string(field) + (path.empty() ? "" : "."));
  return nullptr;
}

const std::byte* decode_state::failed_in(std::string_view field, std::size_t index) {
  return failed_in(std::string(field) + '[' + std::to_string(index) + ']');
}

void decoding::keep_number(unknown_fields& unknown, std::uint32_t number, std::uint64_t bits) {
  writer(unknown.storage()).varint(number, bits);
}

}  // namespace pbwire
