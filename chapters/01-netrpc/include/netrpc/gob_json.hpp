// SPDX-License-Identifier: MIT
//
// A gob value as JSON text, on one line, whatever types its stream defined.
//
//   gob                    JSON
//   bool                   true, false
//   int, uint              all its digits: 18446744073709551615 stays what it is (readers that keep numbers
//                          as doubles lose some of them above 2^53; the text does not)
//   float                  the shortest digits that mean the same double; NaN and the infinities have no
//                          JSON number and become "NaN", "Infinity", "-Infinity"
//   complex                {"real": 1.5, "imag": -2}
//   string                 a string; bytes that are no UTF-8 become U+FFFD (utf8.hpp)
//   []byte                 {"base64": "AQI="}   Go's encoding/json makes it a bare string, but its reader knows
//                          the type; here nothing else would tell bytes from text
//   slice, array           an array
//   struct                 an object of the fields that were sent. Gob does not send zero fields, so they are
//                          absent here too: nobody but the receiver's own type knows they exist.
//                          Of two fields with one name (no Go struct has them) the later one stands
//   map                    an object when all keys are strings and stay different as JSON, and when empty;
//                          else [{"key": 7, "value": "seven"}, …]: two keys that are no UTF-8 could both become
//                          U+FFFD, and no entry is to be lost for it. In the order of the stream
//   interface              {"type": "main.Square", "value": {"Side": 2}}; null for nil
//   GobEncoder and such    {"type": "Time", "base64": "AQAA…"}   only the type itself could read them
//
// No escape for objects that happen to look like one of these: this is for people and scripts that read a stream,
// not a second wire format.
#pragma once

#include <netrpc/gob_value.hpp>

#include <string>

namespace netrpc::gob {

/// Never fails. Recurses as deep as the value is nested, which the decoder bounds (limits::nesting).
[[nodiscard]] std::string to_json(const value& v);

}  // namespace netrpc::gob
