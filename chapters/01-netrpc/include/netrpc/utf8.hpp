// SPDX-License-Identifier: MIT
//
// Go strings are bytes; JSON text is UTF-8. What is not UTF-8 becomes U+FFFD on the way, one for each
// byte that fits nowhere, as in Go's encoding/json (RFC 3629 §3 says what fits: no overlong forms, no
// surrogates, nothing above U+10FFFF).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace netrpc {

/// How many bytes the well-formed character at the front of `text` takes, 1 to 4; 0 when there is none.
[[nodiscard]] std::size_t utf8_length(std::string_view text);

/// `text` with every byte that belongs to no character replaced by U+FFFD.
[[nodiscard]] std::string valid_utf8(std::string_view text);

}  // namespace netrpc
