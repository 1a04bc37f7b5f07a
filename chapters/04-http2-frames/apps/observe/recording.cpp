// SPDX-License-Identifier: MIT
#include "recording.hpp"

namespace h2::observe {

void append_record(byte_buffer& out, const record& one) {
  std::byte* const at = append(out, record_header_size);
  at[0] = static_cast<std::byte>(one.from == party::client ? '>' : '<');
  write_u32(at + 1, one.connection);
  write_u32(at + 5, static_cast<std::uint32_t>(one.data.size()));
  append(out, one.data);
}

std::optional<record> parse_record(bytes whole, std::size_t& at) {
  if (whole.size() - at < record_header_size) return std::nullopt;
  const bytes rest = whole.subspan(at);
  const char direction = static_cast<char>(rest[0]);
  const std::size_t length = read_u32(rest.data() + 5);
  if ((direction != '>' && direction != '<') || length > rest.size() - record_header_size) return std::nullopt;
  at += record_header_size + length;
  return record{direction == '>' ? party::client : party::server, read_u32(rest.data() + 1),
                rest.subspan(record_header_size, length)};
}

}  // namespace h2::observe
