// SPDX-License-Identifier: MIT
//
// RFC 9113 §8.2: the rules of one field, whatever list it stands in. messages.cpp has those of a list.
#pragma once

#include <h2/messages.hpp>

namespace h2 {

/// RFC 9110 §5.6.2: one or more characters of a token, a method for instance.
[[nodiscard]] bool is_token(std::string_view text);

/// Neither blank nor control: what a path and an authority are made of, at least.
[[nodiscard]] bool is_visible(std::string_view text);

/// §8.2.1: no NUL, CR or LF, no blank at either end.
[[nodiscard]] malformed check_value(std::string_view value);

/// What came by while the fields were looked at, so that nobody has to look for it again.
struct noticed {
  std::string_view host;
  unsigned hosts = 0;
  bool content_length = false;
};

/// The list from its field `first` on, all of them regular: names (RFC 9110 §5.1), values, §8.2.2.
/// `te_trailers`: "te: trailers" is allowed here.
[[nodiscard]] malformed check_regular(const header_list& headers, std::size_t first, bool te_trailers, noticed& seen);

/// check_request and check_response, with what they found out.
[[nodiscard]] malformed check_request(const header_list& headers, request_line& line, noticed& seen);
[[nodiscard]] malformed check_response(const header_list& headers, noticed& seen);

}  // namespace h2
