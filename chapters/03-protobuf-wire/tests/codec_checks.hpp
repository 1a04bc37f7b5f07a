// SPDX-License-Identifier: MIT
//
// What is to hold of every message and its bytes.
#pragma once

#include "hex.hpp"

#include <pbwire/codec.hpp>

#include <string>

namespace test {

/// Encodes to exactly these bytes, is as large as it says, and comes back, also into a message that was used before.
template <class M>
void both_ways(const M& m, const std::string& bytes) {
  EXPECT_MESSAGE_EQ(M, pbwire::encode(m), bytes);
  EXPECT_EQ(pbwire::size(m), bytes.size());
  const pbwire::result<M> back = pbwire::decode<M>(bytes, {.partial = true});
  ASSERT_TRUE(succeeded(back));
  EXPECT_TRUE(*back == m) << "decoded:\n" << pbwire::dump(*back) << "expected:\n" << pbwire::dump(m);
  M again = m;
  ASSERT_TRUE(succeeded(pbwire::decode_into(again, bytes, {.partial = true})));
  EXPECT_TRUE(again == m) << "decoded into itself:\n" << pbwire::dump(again) << "expected:\n" << pbwire::dump(m);
}

/// No truncation of these bytes crashes, and what is accepted encodes again to the bytes it came from. Requires: the
/// bytes are as encode would write them.
template <class M>
void survives_truncation(const std::string& bytes) {
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const std::string part = bytes.substr(0, size);  // a copy of its own, so that a sanitizer sees its end
    const pbwire::result<M> read = pbwire::decode<M>(part, {.partial = true});
    if (read) {
      EXPECT_MESSAGE_EQ(M, pbwire::encode(*read), part);
    } else {
      EXPECT_LE(read.error().offset, size) << read.error().message();
    }
  }
}

}  // namespace test
