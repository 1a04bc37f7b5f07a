// SPDX-License-Identifier: MIT
//
// The bytes of one frame by the picture in its header file: nine of the header, then the payload's parts.
#pragma once

#include "observation.hpp"

#include <h2/frame.hpp>

namespace h2::observe {

/// All of a frame, in three pieces: what `content` means (DATA's data, a field block's fragment) depends on more than
/// the frame, and is for others to say.
struct walked_frame {
  std::vector<role> before;
  bytes content;  // a view into the frame; may be empty
  std::uint64_t content_offset = 0;
  std::vector<role> after;
};

/// `whole`: header and payload. `parsed`: what parse_frame made of it. `offset`: of its first byte.
[[nodiscard]] walked_frame walk_frame(bytes whole, std::uint64_t offset, const result<frame>& parsed);

/// The header alone; of a frame that was cut, too. Requires: nine bytes.
[[nodiscard]] std::vector<role> walk_frame_header(bytes nine, std::uint64_t offset);

/// "END_STREAM, END_HEADERS"
[[nodiscard]] std::string flags_of(const frame_header& header);

/// "MAX_FRAME_SIZE 16384, ENABLE_PUSH 0"
[[nodiscard]] std::string settings_of(const settings_frame& said);

}  // namespace h2::observe
