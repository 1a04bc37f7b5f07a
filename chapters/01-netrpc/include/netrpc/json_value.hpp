// SPDX-License-Identifier: MIT
//
// C++ values as JSON and back, by Go's encoding/json: the same texts out, the same texts in.
//
//   bool                     true, false
//   int_, uint_, enums       all digits; 1.0 and 1e2 are no ints
//   float_                   shortest digits; 1e21 and 1e-7 get an exponent; NaN and infinities cannot be sent
//   string                   a string; bytes that are no UTF-8 become U+FFFD, going and coming
//   bytes                    a string of base64; read from an array of numbers, too
//   slice, array             an array. Reading an array: what is too much is ignored, what is missing is zero
//   map                      an object, keys sorted; keys are strings or integers ("7")
//   structure                an object, in the order of the fields; read by json_name, else in any case
//   pointer                  null or what it points at
//   interface                what is in it; read as bool, double, std::string, std::vector<any>,
//                            std::map<std::string, any> or nothing
//   complex                  cannot be sent, nor read
//   opaque                   a string of base64 with the value's own bytes. (Go looks for MarshalJSON, or
//                            falls back on the fields; neither is known here.)
//
// null leaves numbers, strings and structs alone, and empties the others. Unknown keys are passed
// over. A key that comes twice is read twice, into the same field. A value of the wrong type does not
// stop the reading: the rest is filled in, and the first mistake is reported at the end.
//
// One thing must differ: Go tells a nil slice (null) from an empty one ([]), C++ has no nil slice. An
// empty vector is written [], an empty map {}, empty bytes "": a reader that expects a list gets one.
#pragma once

#include <netrpc/error.hpp>
#include <netrpc/limits.hpp>
#include <netrpc/reflect.hpp>

#include <string>
#include <string_view>

namespace netrpc::json {

/// Appends `v` as JSON; null for a value that is not there. Nothing is appended on an error.
/// Errors: cannot_encode, scope local, in Go's words ("json: unsupported value: NaN"); it is also the error for
/// objects and arrays more than limits::json_nesting deep, which a circle of shared_ptr ends in.
[[nodiscard]] result<void> append(std::string& out, reflect::const_value v, const limits& bounds = {});

/// Reads a JSON value into `into`. Requires: `text` is one valid JSON value (json_stream.hpp), not
/// nested deeper than limits::json_nesting. `offset` is that of `text` in its stream.
/// Errors: json_type, value_too_big (limits::value_bytes); scope value. go_words() of them is what Go says.
[[nodiscard]] result<void> read(std::string_view text, std::uint64_t offset, reflect::value into,
                                const limits& bounds = {});

/// What encoding/json says where we say `e`: for those who are told on the other side of a connection.
[[nodiscard]] std::string go_words(const error& e);

/// As fmt.Sprint prints what encoding/json made of a JSON value: "map[code:7 message:no]", "<nil>".
[[nodiscard]] std::string print(const any& v);

}  // namespace netrpc::json
