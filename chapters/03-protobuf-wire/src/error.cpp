// SPDX-License-Identifier: MIT
#include <pbwire/error.hpp>

namespace pbwire {

std::string_view rule_of(errc code) {
  switch (code) {
    case errc::none: return "nothing is wrong";
    case errc::truncated: return "the input ends inside a value";
    case errc::varint_too_long: return "a varint has at most 10 bytes; this one goes on after its tenth";
    case errc::tag_too_large: return "a tag of more than 32 bits or 5 bytes; field numbers end at 536870911 (2^29-1)";
    case errc::field_number_zero: return "field number 0; field numbers begin at 1";
    case errc::bad_wire_type: return "wire type 6 or 7; only 0 to 5 are assigned";
    case errc::length_past_end: return "the length reaches past the end of the bytes it stands in";
    case errc::length_too_large: return "a length above 2147483647 (2^31-1), or of more than 5 bytes";
    case errc::unmatched_end_group: return "an end-group tag without the start-group tag of the same number";
    case errc::missing_end_group: return "the input ends inside a group";
    case errc::too_deep: return "messages and groups are nested deeper than the limit";
    case errc::invalid_utf8: return "a proto3 string must be UTF-8";
    case errc::missing_required: return "a required field is missing";
    case errc::view_of_split_message:
      return "a singular message in several records; decode it, a view cannot merge them";
  }
  return "unknown error";
}

std::string error::message() const {
  std::string text = "at byte " + std::to_string(offset);
  if (!path.empty()) text += ", in " + path;
  text += ": ";
  text += rule_of(code);
  return text;
}

}  // namespace pbwire
