// SPDX-License-Identifier: MIT
//
// Any frame. One type of frame, one pair of files, in frames/: its picture, its rules, parse, encode, print.
#pragma once

#include <h2/frames/continuation.hpp>
#include <h2/frames/data.hpp>
#include <h2/frames/goaway.hpp>
#include <h2/frames/headers.hpp>
#include <h2/frames/ping.hpp>
#include <h2/frames/priority.hpp>
#include <h2/frames/push_promise.hpp>
#include <h2/frames/rst_stream.hpp>
#include <h2/frames/settings.hpp>
#include <h2/frames/unknown.hpp>
#include <h2/frames/window_update.hpp>

#include <string>
#include <variant>

namespace h2 {

using frame =
    std::variant<data_frame, headers_frame, priority_frame, rst_stream_frame, settings_frame, push_promise_frame,
                 ping_frame, goaway_frame, window_update_frame, continuation_frame, unknown_frame>;

/// The payload as what the header says it is. The frame's views point into `payload`.
/// Errors: those of the type's own parse function. Rules that need more than the frame (the size limit both sides
/// agreed on, the stream's state) are frame_reader's and connection's.
[[nodiscard]] result<frame> parse_frame(const frame_header& header, bytes payload);

/// The frame's bytes, header and all, at the end of `out`.
void encode(const frame& what, byte_buffer& out);

/// One line: "HEADERS stream 1, END_STREAM END_HEADERS, 23 bytes of field block".
[[nodiscard]] std::string print(const frame& what);

}  // namespace h2
