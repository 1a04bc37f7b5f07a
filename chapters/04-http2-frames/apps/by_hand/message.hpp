// SPDX-License-Identifier: MIT
//
// As much protobuf and as much of gRPC's framing as one call takes; chapter 03 has the rest.
#pragma once

#include <h2/bytes.hpp>

#include <optional>
#include <string>
#include <vector>

namespace by_hand {

/// A protobuf whose field 1 is this text: 0a, the length, the text.
[[nodiscard]] h2::byte_buffer encode_text_field(std::string_view text);

/// gRPC's five bytes, then the message.
[[nodiscard]] h2::byte_buffer with_prefix(h2::bytes message);

/// Messages out of the content of a response, of which only the first is wanted.
struct framed {
  bool compressed = false;
  h2::bytes message;
};
/// Empty: not whole.
[[nodiscard]] std::optional<framed> first_message(h2::bytes content);

struct text_field {
  std::uint32_t number = 0;
  std::string text;
};
/// The fields of a protobuf that has only texts. Empty: it is none.
[[nodiscard]] std::optional<std::vector<text_field>> decode_text_fields(h2::bytes message);

/// grpc-message: what %XX stand for; UTF-8.
[[nodiscard]] std::string percent_decoded(std::string_view text);

}  // namespace by_hand
