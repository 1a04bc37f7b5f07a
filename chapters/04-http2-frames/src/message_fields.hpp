// SPDX-License-Identifier: MIT
//
// RFC 9113 §8.2: the rules of one field, whatever list it stands in. messages.cpp has those of a list.
#pragma once

#include <h2/messages.hpp>

namespace h2 {

/// §8.2.1, with RFC 9110 §5.1: one or more lower-case token characters, so no colon.
[[nodiscard]] bool is_field_name(std::string_view name);

/// RFC 9110 §5.6.2: one or more characters of a token, a method for instance.
[[nodiscard]] bool is_token(std::string_view text);

/// Neither blank nor control: what a path and an authority are made of, at least.
[[nodiscard]] bool is_visible(std::string_view text);

/// §8.2.1: no NUL, CR or LF, no blank at either end.
[[nodiscard]] malformed check_value(std::string_view value);

/// A regular field: name, value, and §8.2.2. `te_trailers`: "te: trailers" is allowed here.
[[nodiscard]] malformed check_regular(const header_field& field, bool te_trailers);

}  // namespace h2
