// SPDX-License-Identifier: MIT
#include <h2/padding.hpp>

#include "frames/rules.hpp"

namespace h2 {

result<unpadded> strip_padding(const frame_header& header, bytes payload, std::size_t fields_before) {
  const std::size_t length_field = header.has(flag::padded) ? 1 : 0;
  if (payload.size() < length_field + fields_before) {
    return fatal(header, error_code::frame_size_error, "RFC 9113 §4.2", "the frame is too short for its fields");
  }
  if (length_field == 0) return unpadded{.content = payload};

  // The limit is what is left, not the payload's size: one byte more would already pad with the length itself.
  const auto padding = std::to_integer<std::size_t>(payload[0]);
  const bytes behind = payload.subspan(1);
  if (padding > behind.size() - fields_before) {
    return fatal(header, error_code::protocol_error, "RFC 9113 §6.1", "more padding than the frame has room for");
  }
  return unpadded{.content = behind.first(behind.size() - padding),
                  .overhead = static_cast<std::uint16_t>(1 + padding)};
}

}  // namespace h2
