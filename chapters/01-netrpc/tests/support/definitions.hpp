// SPDX-License-Identifier: MIT
//
// What a stream says about its types, read without the decoder under test being asked to go on after an error.
#pragma once

#include <netrpc/gob_types.hpp>

#include <map>
#include <vector>

namespace test {

struct stream_types {
  std::map<netrpc::gob::type_id, netrpc::gob::wire_type> defined;
  std::vector<netrpc::gob::type_id> values;  // the ids of the messages that are values
};

/// Of the messages that stand whole in the stream; definitions inside values are not looked for.
[[nodiscard]] stream_types types_of(std::span<const std::byte> stream);

/// Whether one struct of `local`, as this stream's senders fill it, meets the same local type under two remote ids.
[[nodiscard]] bool meets_a_type_under_two_ids(const netrpc::reflect::type& local, const stream_types& types);

}  // namespace test
