// SPDX-License-Identifier: MIT
//
// The cases of protobuf's conformance suite for the binary format, for whatever fields a message type has: inputs that
// end too early in every place, every kind's edges alone, repeated and packed, maps, oneofs, merging, unknown fields.
#pragma once

#include "twin_pool.hpp"

#include <pbwire/reader.hpp>
#include <pbwire/writer.hpp>

#include <bit>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace twins {

struct conformance_case {
  std::string name;
  std::string bytes;
};

using field_type = pb::FieldDescriptor;

inline std::string varint(std::uint64_t value) {
  std::string bytes;
  pbwire::writer(bytes).raw_varint(value);
  return bytes;
}
/// Longer than need be, by so many bytes.
inline std::string long_varint(std::uint64_t value, int more) {
  std::string bytes = varint(value);
  for (; more > 0; --more) bytes.back() = static_cast<char>(bytes.back() | 0x80), bytes += '\0';
  return bytes;
}
inline std::string tag(int field, int type) {
  return varint(static_cast<std::uint64_t>(field) << 3 | static_cast<std::uint64_t>(type));
}
inline std::string with_length(const std::string& content) { return varint(content.size()) + content; }
inline std::string number(int field, std::uint64_t value) { return tag(field, 0) + varint(value); }
inline std::string delimited(int field, const std::string& content) { return tag(field, 2) + with_length(content); }
template <class T>
std::string fixed(T value) {
  std::string bytes(sizeof value, '\0');
  pbwire::store_little_endian(reinterpret_cast<std::byte*>(bytes.data()), value);
  return bytes;
}

inline int wire_type_of(const field_type& field) {
  return static_cast<int>(pbwire::wire_type_of(static_cast<pbwire::kind>(field.type())));
}
inline bool is_packable(const field_type& field) {
  return field.is_repeated() && pbwire::is_packable(static_cast<pbwire::kind>(field.type()));
}

/// Values of a kind as they stand on the wire, edges and oddities among them.
inline std::vector<std::string> values_of(const field_type& field) {
  constexpr std::uint64_t max64 = std::numeric_limits<std::uint64_t>::max();
  constexpr std::uint64_t min_signed = std::uint64_t{1} << 63;
  switch (field.type()) {
    case field_type::TYPE_DOUBLE:
      return {fixed(0.0),
              fixed(-0.0),
              fixed(0.1),
              fixed(1.7976931348623157e+308),
              fixed(2.2250738585072014e-308),
              fixed(std::numeric_limits<double>::quiet_NaN())};
    case field_type::TYPE_FLOAT:
      return {fixed(0.0F),
              fixed(-0.0F),
              fixed(0.1F),
              fixed(1.00000075e-36F),
              fixed(3.402823e+38F),
              fixed(1.17549435e-38F),
              fixed(std::numeric_limits<float>::infinity())};
    case field_type::TYPE_FIXED64:
    case field_type::TYPE_SFIXED64:
      return {fixed(std::uint64_t{0}), fixed(std::uint64_t{12345}), fixed(max64), fixed(min_signed)};
    case field_type::TYPE_FIXED32:
    case field_type::TYPE_SFIXED32:
      return {fixed(std::uint32_t{0}), fixed(std::uint32_t{12345}), fixed(0xffff'ffffU), fixed(0x8000'0000U)};
    case field_type::TYPE_STRING:
      return {with_length(""), with_length("Hello"), with_length("'\"\?\\\a\b\f\n\r\t\v"),
              with_length("\xe8\xb0\xb7\xe6\xad\x8c"), with_length("\xf0\x9f\x98\x81")};
    case field_type::TYPE_BYTES:
      return {with_length(""), with_length("Hello"), with_length("\x01\x02"), with_length("\xfb")};
    case field_type::TYPE_MESSAGE: return {with_length(""), with_length(number(1, 1234)), with_length(number(777, 1))};
    case field_type::TYPE_GROUP: return {tag(field.number(), 4), number(1, 5) + tag(field.number(), 4)};
    case field_type::TYPE_ENUM:
      return {varint(0),         varint(1),          varint(2),
              varint(max64),     varint(max64 >> 1), varint(min_signed + 1),
              long_varint(1, 5), varint(77),         varint(0 - std::uint64_t{5})};
    case field_type::TYPE_INT64:
    case field_type::TYPE_UINT64:
    case field_type::TYPE_INT32:
    case field_type::TYPE_UINT32:
    case field_type::TYPE_BOOL:
    case field_type::TYPE_SINT32:
    case field_type::TYPE_SINT64: break;
  }
  return {varint(0),
          varint(1),
          varint(12345),
          long_varint(12345, 2),
          long_varint(12345, 7),
          varint(0x7fff'ffff),
          varint(0xffff'ffff),
          varint(0 - std::uint64_t{0x8000'0000}),
          varint(std::uint64_t{1} << 33),
          varint((std::uint64_t{1} << 33) - 1),
          varint(max64 >> 1),
          varint(min_signed),
          varint(min_signed + 1),
          varint(max64),
          long_varint(0, 9),
          long_varint(1, 4)};
}

class case_list {
 public:
  void add(const std::string& name, const std::string& bytes) { cases_.push_back({name, bytes}); }
  [[nodiscard]] std::vector<conformance_case> take() && { return std::move(cases_); }

  /// The input ends: behind the tag, inside the value, inside what a length has promised.
  void add_ends(const std::string& name, int number, int wire_type) {
    const std::vector<std::string> beginnings{"\x80", "abcdefg", "\x80", "", "", "abc"};
    const std::string& begun = beginnings[static_cast<std::size_t>(wire_type)];
    add(name + " ends behind its tag", tag(number, wire_type));
    add(name + " ends inside its value", tag(number, wire_type) + begun);
    add(name + " ends inside its tag", "\xf8");
    if (wire_type == 2) add(name + " is shorter than its length", tag(number, 2) + varint(1));
    if (wire_type == 2) add(name + " is longer than anything", tag(number, 2) + varint(0xffff'ffff));
  }

  void add_field(const field_type& field) {
    const std::string name = field.name();
    const int type = wire_type_of(field);
    add_ends(name, field.number(), type);
    std::string all;
    std::string packed;
    for (const std::string& value : values_of(field)) {
      add(name, tag(field.number(), type) + value);
      all += tag(field.number(), type) + value;
      packed += value;
    }
    add(name + ", all values", all);
    for (int other = 0; other < 6; ++other) {
      if (other != type && other != 4)
        add(name + " with another wire type", tag(field.number(), other) + std::string("\x04\0\0\0\0\0\0\0\0", 9));
    }
    if (field.type() == field_type::TYPE_STRING) add(name + " is not UTF-8", delimited(field.number(), "a\xff"));
    if (field.type() == field_type::TYPE_MESSAGE) {
      add(name + " ends inside a value", delimited(field.number(), "\x08\x80"));
      add(name + " merges", delimited(field.number(), delimited(2, number(1, 5) + number(2, 5) + number(31, 5))) +
                                delimited(field.number(), delimited(2, number(1, 6) + number(3, 6) + number(31, 6))));
    }
    if (is_packable(field)) add_packed(field, all, packed);
  }

  void add_packed(const field_type& field, const std::string& all, const std::string& packed) {
    const int type = wire_type_of(field);
    const std::string name = field.name() + ", packed";
    add(name, delimited(field.number(), packed));
    add(name + " and not", all + delimited(field.number(), packed) + all);
    add(name + ", nothing", delimited(field.number(), ""));
    add(name + " ends inside a value", delimited(field.number(), type == 0   ? "\x01\x80"
                                                                 : type == 1 ? "abcdefg"
                                                                             : "abc"));
    add(name + " ends inside a later value", delimited(field.number(), packed + (type == 0 ? "\x80" : "abc")));
    add(name + " is shorter than its length", tag(field.number(), 2) + varint(packed.size() + 1) + packed);
  }

  void add_map(const field_type& field) {
    const field_type& key = *field.message_type()->field(0);
    const field_type& value = *field.message_type()->field(1);
    const std::string k1 = tag(1, wire_type_of(key)) + values_of(key)[0];
    const std::string k2 = tag(1, wire_type_of(key)) + values_of(key)[1];
    const std::string v1 = tag(2, wire_type_of(value)) + values_of(value)[0];
    const std::string v2 = tag(2, wire_type_of(value)) + values_of(value)[1];
    const auto entry = [&field](const std::string& content) { return delimited(field.number(), content); };
    for (const std::string& content :
         {k1 + v1, std::string(), k2, v2, k2 + v2, v2 + k2, k1 + k2 + v2, k2 + v1 + v2, v1 + k1 + v2 + k2}) {
      add(field.name(), entry(content));
      add(field.name() + " with unknown fields", entry(number(3, 1) + content + delimited(9, "x")));
    }
    add(field.name() + ", the same key again", entry(k2 + v1) + entry(k1 + v2) + entry(k2 + v2));
    add(field.name() + ", a key of another wire type",
        entry("\x0d\x01\x02\x03\x04\x09\x01\x02\x03\x04\x05\x06\x07\x08" + v2));
    add(field.name() + " ends inside its entry", entry(k2 + "\x10"));
    add(field.name() + " has an end-group tag inside", entry(k2 + "\x0c"));
    add(field.name() + " is no message", tag(field.number(), 0) + varint(1));
    if (value.type() != field_type::TYPE_MESSAGE) return;
    const std::string a = delimited(2, delimited(2, number(1, 1) + number(31, 1)));
    const std::string b = delimited(2, delimited(2, number(2, 1) + number(31, 1)));
    add(field.name() + ", replaced, not merged", entry(k2 + a) + entry(k2 + b));
    add(field.name() + ", merged inside one entry", entry(k2 + a + b));
  }

  void add_oneof(const pb::OneofDescriptor& oneof) {
    for (int i = 0; i < oneof.field_count(); ++i) {
      for (int j = 0; j < oneof.field_count(); ++j) {
        const field_type& first = *oneof.field(i);
        const field_type& second = *oneof.field(j);
        for (const std::size_t v : {0U, 1U}) {
          add(first.name() + " and " + second.name(), tag(first.number(), wire_type_of(first)) + values_of(first)[v] +
                                                          tag(second.number(), wire_type_of(second)) +
                                                          values_of(second)[1 - v]);
        }
      }
    }
  }

  /// Whatever the type is.
  void add_general() {
    using std::string_literals::operator""s;
    for (const std::string& bytes :
         {"\x01zerofixed"s, "\x02\x01\x01"s, "\x03\x04"s, "\x05zero"s, "\x00"s, "\x00\x00"s, "\x80\x00\x01"s})
      add("field number 0", bytes);
    for (const int type : {6, 7})
      add("wire type 6 or 7", tag(1, type) + "\x01"), add("wire type 6 or 7", tag(666, type) + "\x01");
    for (int type = 0; type < 6; ++type) {
      if (type != 4) add_ends("an unknown field", 666, type);
    }
    add("unknown, all wire types", number(666, 5) + delimited(667, "x") + tag(668, 5) + "abcd" + tag(669, 1) +
                                       "abcdefgh" + tag(670, 3) + number(1, 1) + tag(670, 4));
    add("unknown, overlong", tag(666, 0) + long_varint(5, 6) + long_varint(667 << 3 | 2, 2) + long_varint(1, 3) + "x");
    add("unknown, the largest number", number((1 << 29) - 1, 1));
    add("unknown group, twice", tag(666, 3) + tag(666, 4) + tag(666, 3) + tag(667, 3) + tag(667, 4) + tag(666, 4));
    add("end of another group", tag(666, 3) + tag(667, 4));
    add("end of no group", tag(666, 4));
    add("a varint of eleven bytes", tag(1, 0) + long_varint(0, 10));
    add("an unknown varint of eleven bytes", tag(666, 0) + long_varint(0, 10));
    add("a varint with bits above the 64th", tag(2, 0) + std::string(9, '\xff') + "\x7f");
    add("an unknown varint with bits above the 64th", tag(666, 0) + std::string(9, '\xff') + "\x7f");
    add("a bool of five bytes", tag(13, 0) + long_varint(1, 4));
    add("nothing", "");
    for (const int depth : {99, 100, 101}) {
      std::string nested = number(1, 1);
      for (int i = 0; i < depth; ++i) nested = delimited(27, nested);
      add("messages inside messages", nested);
      std::string groups;
      for (int i = 0; i < depth; ++i) groups += tag(666, 3);
      for (int i = 0; i < depth; ++i) groups += tag(666, 4);
      add("groups inside groups", groups);
    }
    add("a depth bomb", std::string(100'000, '\x0b'));
  }

 private:
  std::vector<conformance_case> cases_;
};

inline std::vector<conformance_case> all_cases(const pb::Descriptor& type) {
  case_list cases;
  cases.add_general();
  for (int i = 0; i < type.field_count(); ++i) {
    if (type.field(i)->is_map()) cases.add_map(*type.field(i));
    else cases.add_field(*type.field(i));
  }
  for (int i = 0; i < type.real_oneof_decl_count(); ++i) cases.add_oneof(*type.oneof_decl(i));
  return std::move(cases).take();
}

}  // namespace twins
