// SPDX-License-Identifier: MIT
//
// The values of options. The parser knows three kinds of number, two of text and a text in braces; which of them the
// field takes depends on its kind, and so does how the value stands on the wire.
#include "options.hpp"

#include <pbwire/dynamic.hpp>
#include <pbwire/text_format.hpp>
#include <pbwire/writer.hpp>

#include <bit>
#include <limits>

namespace pbwire::compiler {

namespace {

using written_value = descriptor::UninterpretedOption;

/// The written integer as a T, in the two's complement that a varint has. Nothing if it is none, or does not fit.
template <class T>
std::optional<std::uint64_t> integer(const written_value& v) {
  if (v.positive_int_value) {
    if (*v.positive_int_value > static_cast<std::uint64_t>(std::numeric_limits<T>::max())) return std::nullopt;
    return *v.positive_int_value;
  }
  if (!v.negative_int_value || *v.negative_int_value < static_cast<std::int64_t>(std::numeric_limits<T>::min()) ||
      std::numeric_limits<T>::min() == 0) {
    return std::nullopt;
  }
  return static_cast<std::uint64_t>(*v.negative_int_value);
}

std::optional<double> floating(const written_value& v) {
  if (v.double_value) return *v.double_value;
  if (v.positive_int_value) return static_cast<double>(*v.positive_int_value);
  if (v.negative_int_value) return static_cast<double>(*v.negative_int_value);
  return std::nullopt;
}

class value_writer {
 public:
  value_writer(linking& work, const option& o, std::string& records)
      : work_(work), o_(o), f_(*o.fields.back()), number_(f_.number), records_(records), out_(records) {}

  bool write();

 private:
  bool refuse(const std::string& expected) {
    work_.error(o_.from, place::option_value, "option " + quoted(o_.name) + " takes " + expected);
    return false;
  }
  bool write_int32();
  bool write_int64();
  bool write_unsigned();
  bool write_floating();
  bool write_bool();
  bool write_enum();
  bool write_message();

  linking& work_;
  const option& o_;
  const field_type& f_;
  std::uint32_t number_;
  std::string& records_;
  writer out_;  // writes to records_
};

bool value_writer::write_int32() {
  const auto value = integer<std::int32_t>(o_.written);
  if (!value) return refuse("an integer from -2147483648 to 2147483647");
  if (f_.value_kind == kind::int32) {
    out_.varint(number_, *value);
  } else if (f_.value_kind == kind::sint32) {
    out_.varint(number_, encode_zigzag32(static_cast<std::int32_t>(*value)));
  } else {
    out_.fixed32(number_, static_cast<std::uint32_t>(*value));
  }
  return true;
}

bool value_writer::write_int64() {
  const auto value = integer<std::int64_t>(o_.written);
  if (!value) return refuse("an integer from -9223372036854775808 to 9223372036854775807");
  if (f_.value_kind == kind::int64) {
    out_.varint(number_, *value);
  } else if (f_.value_kind == kind::sint64) {
    out_.zigzag(number_, static_cast<std::int64_t>(*value));
  } else {
    out_.fixed64(number_, *value);
  }
  return true;
}

bool value_writer::write_unsigned() {
  const bool is_small = f_.value_kind == kind::uint32 || f_.value_kind == kind::fixed32;
  const auto value = is_small ? integer<std::uint32_t>(o_.written) : integer<std::uint64_t>(o_.written);
  if (!value) return refuse(is_small ? "an integer from 0 to 4294967295" : "an integer from 0 to 18446744073709551615");
  if (f_.value_kind == kind::fixed32) {
    out_.fixed32(number_, static_cast<std::uint32_t>(*value));
  } else if (f_.value_kind == kind::fixed64) {
    out_.fixed64(number_, *value);
  } else {
    out_.varint(number_, *value);
  }
  return true;
}

bool value_writer::write_floating() {
  const std::optional<double> value = floating(o_.written);
  if (!value) return refuse("a number");
  if (f_.value_kind == kind::float_) {
    out_.fixed32(number_, std::bit_cast<std::uint32_t>(static_cast<float>(*value)));
  } else {
    out_.fixed64(number_, std::bit_cast<std::uint64_t>(*value));
  }
  return true;
}

bool value_writer::write_bool() {
  const std::string word = o_.written.identifier_value.value_or("");
  if (word != "true" && word != "false") return refuse("true or false");
  out_.varint(number_, word == "true" ? 1 : 0);
  return true;
}

bool value_writer::write_enum() {
  const std::string of = "a value of enum " + quoted(f_.enumeration->full_name);
  if (!o_.written.identifier_value) return refuse(of + ", by its name");
  const enum_value_type* const value = f_.enumeration->find(std::string_view(*o_.written.identifier_value));
  if (value == nullptr) return refuse(of + ", which has none named " + quoted(*o_.written.identifier_value));
  out_.varint(number_, static_cast<std::uint64_t>(std::int64_t{value->number}));
  return true;
}

/// `{ … }` holds the text format.
bool value_writer::write_message() {
  if (!o_.written.aggregate_value) {
    return refuse("a message: write " + o_.name + " = { … }, or set one field as " + o_.name + ".field = …");
  }
  dynamic_message value(*f_.message);
  if (const auto problem = parse_text(*o_.written.aggregate_value, value, work_.into, extension_names::relative)) {
    return refuse("a message in the text format: " + problem->message);
  }
  std::string missing;
  if (!required_are_set(value, missing))
    return refuse("a message, and required field " + quoted(missing) + " is missing");
  if (f_.value_kind == kind::message) {
    out_.text(number_, encode(value));
    return true;
  }
  out_.begin_group(number_);
  records_ += encode(value);
  out_.end_group(number_);
  return true;
}

bool value_writer::write() {
  switch (f_.value_kind) {
    case kind::int32:
    case kind::sint32:
    case kind::sfixed32: return write_int32();
    case kind::int64:
    case kind::sint64:
    case kind::sfixed64: return write_int64();
    case kind::uint32:
    case kind::fixed32:
    case kind::uint64:
    case kind::fixed64: return write_unsigned();
    case kind::float_:
    case kind::double_: return write_floating();
    case kind::bool_: return write_bool();
    case kind::enum_: return write_enum();
    case kind::string:
    case kind::bytes:
      if (!o_.written.string_value) return refuse("a string in quotes");
      out_.text(number_, *o_.written.string_value);
      return true;
    case kind::group:
    case kind::message: return write_message();
  }
  return false;
}

}  // namespace

bool write_option_value(linking& work, const option& o, std::string& records) {
  return value_writer(work, o, records).write();
}

}  // namespace pbwire::compiler
