// SPDX-License-Identifier: MIT
//
// HPACK, ours and nghttp2's, in turns in one process: a gRPC request's ten fields on a connection that has carried them
// before, and a long text through the Huffman code.
#pragma once

namespace bench {

/// Prints the rows. `seconds`: the length of one measurement.
void measure_hpack(int rounds, double seconds);

}  // namespace bench
