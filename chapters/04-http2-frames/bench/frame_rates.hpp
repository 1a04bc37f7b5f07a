// SPDX-License-Identifier: MIT
//
// How fast bytes become frames: a long upload in DATA frames of 16 kB, as it comes from a socket, 64 kB at a time.
#pragma once

namespace bench {

/// Prints two rows: frame_reader and parse_frame alone, beside the goal of 5 GB/s; and a whole connection with its flow
/// control, beside a session of libnghttp2, which has no smaller part to measure. nghttp2 hands out pieces of frames as
/// they come and copies none; our frames are whole, so the one in four that a read has cut is copied. Both are far
/// above what a socket gives.
void measure_frames(int rounds, double seconds);

}  // namespace bench
