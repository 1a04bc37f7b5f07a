// SPDX-License-Identifier: MIT
//
// As much of HTTP/1.1 as a connection needs that begins with it: RFC 7540 §3.2's Upgrade, from both ends, and a civil
// answer to whoever does not want HTTP/2. Boost.Beast parses; it is included in http1.cpp only.
#pragma once

#include <h2/bytes.hpp>
#include <h2/hpack/header_list.hpp>
#include <h2/net/failure.hpp>
#include <h2/settings.hpp>

#include <optional>
#include <string>
#include <variant>

namespace h2::net {

/// What the first bytes of a cleartext connection are. Neither: for the core, which answers GOAWAY.
enum class opening : std::uint8_t { undecided, http2, http1 };
[[nodiscard]] opening look_at_opening(bytes so_far);

/// Bytes of request line and fields that are read before it is too much.
inline constexpr std::size_t http1_head_limit = std::size_t{16} << 10U;

/// A request that asks for h2c and may have it.
struct upgrade_request {
  byte_buffer settings;  // HTTP2-Settings, decoded
  header_list request;   // as HTTP/2 would have it; without content
  std::size_t size = 0;  // of it in the input: what comes after is HTTP/2
};
/// Any other: answer it so, and close.
struct http1_refusal {
  std::string response;
};
/// Empty: not whole yet.
[[nodiscard]] std::optional<std::variant<upgrade_request, http1_refusal>> parse_upgrade_request(bytes so_far);

/// "HTTP/1.1 101 Switching Protocols" and its fields.
[[nodiscard]] std::string_view switching_protocols();

/// `request` in HTTP/1.1, asking for h2c.
[[nodiscard]] std::string make_upgrade_request(const header_list& request, const settings& local);

/// Where HTTP/2 begins behind a 101. Empty: not whole yet. Errors: not_upgraded, with the status.
[[nodiscard]] attempt<std::optional<std::size_t>> parse_upgrade_response(bytes so_far);

}  // namespace h2::net
