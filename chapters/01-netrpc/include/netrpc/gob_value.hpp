// SPDX-License-Identifier: MIT
//
// A gob value without a C++ type: a small tree. A gob stream describes itself, so whoever reads one
// can show its values, fields and names without knowing what they were in the sender's program.
#pragma once

#include <netrpc/gob_wire.hpp>

#include <complex>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace netrpc::gob {

struct value;

struct value_field {
  std::string name;
  std::shared_ptr<value> content;
};

/// A struct. Fields that were not sent (they are zero) are absent.
struct struct_value {
  std::string type_name;
  std::vector<value_field> fields;
};

/// A slice or an array.
struct sequence_value {
  std::vector<value> elements;
};

struct map_value {
  std::vector<std::pair<value, value>> entries;  // in the order of the stream
};

/// What an interface{} held, and the name its type was registered under; no content for nil.
struct interface_value {
  std::string concrete_name;
  std::shared_ptr<value> content;
};

/// Bytes that only the type itself understands (GobEncoder, BinaryMarshaler, TextMarshaler).
struct opaque_value {
  std::string type_name;
  bytes data;
};

struct value {
  std::variant<bool, std::int64_t, std::uint64_t, double, std::complex<double>, std::string, bytes, struct_value,
               sequence_value, map_value, interface_value, opaque_value>
      content = false;
};

/// What a few bytes of a stream are for. In stream order; together they cover every byte of a value's messages once.
struct annotation {
  std::uint64_t offset = 0;  // from the start of the stream
  std::size_t length = 0;
  int depth = 0;        // how far inside the value
  std::string meaning;  // "length of the message: 7", "X = 22"
};

}  // namespace netrpc::gob
