// SPDX-License-Identifier: MIT
//
// What pbsize prints: the same few fields as JSON, keyed by number, and as protobuf, with every byte accounted for; and
// how long integers are as varints.
#pragma once

#include "dump_page.hpp"

#include <pbwire/schema.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace size_report {

struct field {
  std::string name;
  pbwire::kind kind = pbwire::kind::string;
  std::variant<std::string, std::int64_t, bool> value;
};

/// The article's user.
[[nodiscard]] std::vector<field> article();

/// From "name=text", "name:sint32=-7" or "name:bool=true". Throws std::runtime_error, which says what is wrong.
[[nodiscard]] field parse(std::string_view text);

/// {"id":"a11111"}, or {1:"a11111"}.
[[nodiscard]] std::string json(const std::vector<field>& fields, bool numbered);

/// The fields as protobuf, numbered from 1.
[[nodiscard]] std::string protobuf(const std::vector<field>& fields);

/// Each byte of protobuf(fields) with its meaning.
[[nodiscard]] pbdump::dumped bytes_of(const std::vector<field>& fields);

/// One row for each field and one for the sum, in the three forms.
[[nodiscard]] std::string comparison(const std::vector<field>& fields);

/// How many bytes an integer takes in each of the kinds that a .proto can give it.
[[nodiscard]] std::string varint_table();

}  // namespace size_report
