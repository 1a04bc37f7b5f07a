// SPDX-License-Identifier: MIT
//
// What h2serve has to offer:
//
//   /…           files of the root; a folder means its index.html
//   /echo        the request's content and trailers, back as they come
//   /bytes?n=N   N bytes
//   /slow?n=N&ms=M   N lines, one every M milliseconds
//
// Requests are answered in plain callbacks: most are over within the call, and cost no coroutine.
#pragma once

#include "files.hpp"

#include <h2/net/server.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace serve {

struct site_options {
  std::string root = {};  // empty: no files
  /// "/index.html" → what is pushed with it, to clients that allow it.
  std::map<std::string, std::vector<std::string>, std::less<>> pushes = {};
};

/// Shared by all connections of one thread.
class site {
 public:
  explicit site(site_options options) : files(options.root), pushes(std::move(options.pushes)) {}

  folder files;
  const std::map<std::string, std::vector<std::string>, std::less<>> pushes;
};

/// A service for each connection. Lifetime: `all` outlives the server.
[[nodiscard]] h2::net::server::service_for serve_site(site& all);

}  // namespace serve
