// SPDX-License-Identifier: MIT
//
// What may be inside a length-delimited value when nobody gave the schema? The wire says "these 7 bytes" and no more.
// Some contents are only possible as one thing, most are possible as several, and then habits decide: people send
// printable text; writers write varints in their shortest form; numbers are small, or negative.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace pbdump {

enum class content : std::uint8_t { nothing, text, message, packed_varints, bytes };

struct guess {
  content likely = content::bytes;
  std::string words;  // "guess: text; possible as well: a message"
};

/// The likeliest reading, and another one that is possible. `depth_left`: how many more messages and groups may open.
[[nodiscard]] guess guess_content(std::span<const std::byte> value, int depth_left);

}  // namespace pbdump
