// SPDX-License-Identifier: MIT
//
// Bytes from a stranger, made fit for a terminal.
#pragma once

#include <h2/bytes.hpp>

#include <string>
#include <string_view>

namespace h2::observe {

/// Control characters and what is no UTF-8 become \xNN, line ends \r and \n. Text longer than `most` bytes is cut
/// there, at a character, with an ellipsis.
[[nodiscard]] std::string printable(std::string_view text, std::size_t most = 200);

/// printable, in quotation marks.
[[nodiscard]] std::string quoted(std::string_view text, std::size_t most = 200);

/// "1 byte", "2 bytes".
[[nodiscard]] std::string counted(std::uint64_t n, std::string_view what);

/// "00 00 12".
[[nodiscard]] std::string hex(bytes data);

}  // namespace h2::observe
