// SPDX-License-Identifier: MIT
//
// A recorded conversation: what h2tap --record writes and h2dump reads.
//
//   "h2tap 1\n", then records
//   ┌────────────────┬──────────────────┬──────────────┬────────────┐
//   │ direction (8)  │ connection (32)  │ length (32)  │ bytes (*)  │      big-endian
//   └────────────────┴──────────────────┴──────────────┴────────────┘
//   direction   '>' from the client, '<' from the server
//   length 0    this direction of the connection has ended
//
// Records lie in the order in which the bytes passed, of all connections together.
#pragma once

#include "observation.hpp"

#include <h2/bytes.hpp>

#include <optional>
#include <string_view>

namespace h2::observe {

inline constexpr std::string_view recording_magic = "h2tap 1\n";
inline constexpr std::size_t record_header_size = 9;

struct record {
  party from = party::client;
  std::uint32_t connection = 0;
  bytes data;  // a view into what was parsed; empty: this direction has ended
};

/// Requires: fewer than 2^32 bytes.
void append_record(byte_buffer& out, const record& one);

/// The record at `at`, which moves behind it. Empty: the recording ends here, or (at < whole.size()) is cut or wrong.
[[nodiscard]] std::optional<record> parse_record(bytes whole, std::size_t& at);

}  // namespace h2::observe
