// SPDX-License-Identifier: MIT
#pragma once

#include <h2/event.hpp>

#include <string>

namespace get {

/// One line for -v: "< stream 1: response, end: :status 200, server h2serve".
[[nodiscard]] std::string line_of(const h2::event& what);
/// ":method GET, :path /"
[[nodiscard]] std::string fields_of(const h2::header_list& list);

}  // namespace get
