// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace get {

/// http://host:port/path?query, as far as a request needs it (RFC 3986 §3). No user, no fragment.
struct url {
  bool tls = false;
  std::string host;       // without the brackets of [::1]
  std::string port;       // 80 or 443 unless given
  std::string authority;  // as it was written
  std::string path = "/";
};

/// Throws std::runtime_error, which says what is missing.
[[nodiscard]] url parse_url(const std::string& text);

}  // namespace get
