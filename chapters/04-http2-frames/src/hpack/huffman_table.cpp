// SPDX-License-Identifier: MIT
#include "huffman_table.hpp"

namespace h2::hpack {

#include "huffman_table.inc"

}  // namespace h2::hpack
