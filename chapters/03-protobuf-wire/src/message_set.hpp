// SPDX-License-Identifier: MIT
//
// MessageSet, the wire format of proto1's extensions:
//
//   repeated group Item = 1 {
//     required int32 type_id = 2;     // the number of the extension
//     required bytes message = 3;
//   }
//
//   0b  10 e8 07  1a 02 08 01  0c      extension 1000 is the message 08 01
//
// Items that nobody knows are kept in unknown_fields as such groups, since their numbers may not fit into a tag.
#pragma once

#include <pbwire/writer.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace pbwire::message_set {

inline constexpr std::uint32_t item = 1;
inline constexpr std::uint32_t type_id = 2;
inline constexpr std::uint32_t message = 3;

inline void append_item(std::string& to, std::uint32_t number, std::string_view content) {
  writer out(to);
  out.begin_group(item);
  out.varint(type_id, number);
  out.text(message, content);
  out.end_group(item);
}

}  // namespace pbwire::message_set
