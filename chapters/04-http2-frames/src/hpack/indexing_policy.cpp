// SPDX-License-Identifier: MIT
//
// Two things speak against a place in the table. Whoever can make the same client send guesses beside a secret sees
// from the length whether a guess was right (RFC 7541 §7.1), which pays for short secrets. And a field that does not
// come again drives out others that would.
#include <h2/hpack/dynamic_table.hpp>
#include <h2/hpack/indexing_policy.hpp>

#include <algorithm>
#include <array>

namespace h2::hpack {
namespace {

// §7.1.3 names the first two. A cookie with more than 20 bytes takes too long to guess, and comes with every request.
constexpr std::array<std::string_view, 2> secrets = {"authorization", "proxy-authorization"};
constexpr std::size_t short_cookie = 20;

constexpr std::array<std::string_view, 14> seldom_twice = {
    "age",          "content-length",    "date",          "etag",          "grpc-message", "grpc-status-details-bin",
    "grpc-timeout", "if-modified-since", "if-none-match", "last-modified", "location",     "set-cookie",
    "traceparent",  "tracestate"};

bool is_among(const auto& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

indexing policy_for(const joined_field& field, std::uint32_t table_size) {
  const std::string_view name = field.name();
  if (is_among(secrets, name)) return indexing::never;
  if (name == "cookie" && field.value().size() < short_cookie) return indexing::never;
  if (is_among(seldom_twice, name)) return indexing::leave_out;
  if (name == ":path" && field.value().find('?') != std::string_view::npos) return indexing::leave_out;
  const std::uint64_t size = std::uint64_t{field.text.size()} + entry_overhead;
  return size > std::uint64_t{table_size} * 3 / 4 ? indexing::leave_out : indexing::add;
}

}  // namespace h2::hpack
