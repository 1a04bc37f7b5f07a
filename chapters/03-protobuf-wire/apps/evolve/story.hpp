// SPDX-License-Identifier: MIT
//
// One message that travels between two releases. Both .proto files are compiled into structs, as they would be in two
// programs that never meet.
#pragma once

#include "v1.pb.hpp"
#include "v2.pb.hpp"

#include <string>

namespace evolve {

/// What goes from the new program to the old one, is changed there by somebody who knows half of it, and comes back.
struct there_and_back {
  v2::User sent;
  std::string bytes;
  v1::User seen;         // with what v1 does not know in `unknown`
  std::string answered;  // the bytes after v1 has added a phone number
  v2::User returned;
};

[[nodiscard]] v2::User new_user();
[[nodiscard]] v1::User old_user();

/// Throws if one of the two cannot read the other.
[[nodiscard]] there_and_back through_the_old(const v2::User& sent);

/// What the new program makes of an old one's bytes.
[[nodiscard]] v2::User seen_by_the_new(const v1::User& sent);

}  // namespace evolve
