// SPDX-License-Identifier: MIT
//
// Lists of fields as a connection might carry them, and now and then as none would.
#pragma once

#include <h2/hpack/header_list.hpp>

#include <array>
#include <random>
#include <string>

namespace test {

class random_headers {
 public:
  explicit random_headers(std::mt19937_64& random) : random_(random) {}

  [[nodiscard]] h2::header_list list() {
    h2::header_list made;
    for (std::uint64_t n = below(16); n > 0; --n) {
      const std::string name = this->name();
      made.add(name, value(), below(16) == 0);
    }
    return made;
  }

 private:
  std::uint64_t below(std::uint64_t n) { return random_() % n; }

  std::string name() {
    static constexpr std::array<std::string_view, 16> known = {
        ":method",      ":path",      ":scheme",      ":authority",     ":status",    "te",
        "content-type", "user-agent", "cookie",       "authorization",  "set-cookie", "date",
        "grpc-timeout", "etag",       "x-request-id", "accept-encoding"};
    if (below(4) != 0) return std::string(known[below(known.size())]);
    return "x-" + text(below(12), 'a', 'c');
  }
  std::string value() {
    static constexpr std::array<std::string_view, 8> known = {
        "GET", "POST", "/", "http", "200", "trailers", "gzip, deflate", "application/grpc"};
    switch (below(8)) {
      case 0: return "";
      case 1: return text(below(60), '\0', '\xff');
      case 2: return text(below(3000), ' ', '~');
      case 3: return text(below(60), ' ', '~');
      default: return std::string(known[below(known.size())]);
    }
  }
  std::string text(std::uint64_t size, char from, char to) {
    const auto first = static_cast<unsigned char>(from);
    const auto many = static_cast<unsigned char>(to) - first + 1U;
    std::string made(size, '\0');
    for (char& c : made) c = static_cast<char>(first + below(many));
    return made;
  }

  std::mt19937_64& random_;
};

}  // namespace test
