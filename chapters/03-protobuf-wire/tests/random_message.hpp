// SPDX-License-Identifier: MIT
//
// Random contents for a message of any type, and random damage to its bytes.
#pragma once

#include "random_schema.hpp"

#include <google/protobuf/descriptor.h>

#include <algorithm>

namespace twins {

inline void fill(pb::Message& message, random_source& random, const pb::DescriptorPool& pool, int depth);

/// Sets a singular field, or adds to a repeated one.
inline void fill_field(pb::Message& message, const pb::FieldDescriptor* field, random_source& random,
                       const pb::DescriptorPool& pool, int depth) {
  const pb::Reflection& reflection = *message.GetReflection();
  const auto put = [&](auto set, auto add, auto value) {
    if (field->is_repeated()) (reflection.*add)(&message, field, value);
    else (reflection.*set)(&message, field, value);
  };
  using R = pb::Reflection;
  switch (field->cpp_type()) {
    case pb::FieldDescriptor::CPPTYPE_INT32:
      return put(&R::SetInt32, &R::AddInt32, static_cast<std::int32_t>(random.number()));
    case pb::FieldDescriptor::CPPTYPE_INT64:
      return put(&R::SetInt64, &R::AddInt64, static_cast<std::int64_t>(random.number()));
    case pb::FieldDescriptor::CPPTYPE_UINT32:
      return put(&R::SetUInt32, &R::AddUInt32, static_cast<std::uint32_t>(random.number()));
    case pb::FieldDescriptor::CPPTYPE_UINT64: return put(&R::SetUInt64, &R::AddUInt64, random.number());
    case pb::FieldDescriptor::CPPTYPE_DOUBLE:
      return put(&R::SetDouble, &R::AddDouble, std::bit_cast<double>(random.number()));
    case pb::FieldDescriptor::CPPTYPE_FLOAT:
      return put(&R::SetFloat, &R::AddFloat, std::bit_cast<float>(static_cast<std::uint32_t>(random.number())));
    case pb::FieldDescriptor::CPPTYPE_BOOL: return put(&R::SetBool, &R::AddBool, random.one_in(2));
    case pb::FieldDescriptor::CPPTYPE_STRING: {
      std::string text = field->type() == pb::FieldDescriptor::TYPE_BYTES ? random.bytes() : random.text();
      if (field->is_repeated()) reflection.AddString(&message, field, text);
      else reflection.SetString(&message, field, text);
      return;
    }
    case pb::FieldDescriptor::CPPTYPE_ENUM: {
      const pb::EnumDescriptor& type = *field->enum_type();
      const int count = type.value_count();
      int number = type.value(static_cast<int>(random.below(static_cast<std::uint32_t>(count))))->number();
      if (field->file()->syntax() == pb::FileDescriptor::SYNTAX_PROTO3 && random.one_in(4)) {
        number = static_cast<int>(random.number());
      }
      return put(&R::SetEnumValue, &R::AddEnumValue, number);
    }
    case pb::FieldDescriptor::CPPTYPE_MESSAGE:
      fill(
          *(field->is_repeated() ? reflection.AddMessage(&message, field) : reflection.MutableMessage(&message, field)),
          random, pool, depth - 1);
      return;
  }
}

inline void fill(pb::Message& message, random_source& random, const pb::DescriptorPool& pool, int depth) {
  std::vector<const pb::FieldDescriptor*> fields;
  pool.FindAllExtensions(message.GetDescriptor(), &fields);
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) fields.push_back(message.GetDescriptor()->field(i));
  for (const pb::FieldDescriptor* field : fields) {
    const bool is_message = field->cpp_type() == pb::FieldDescriptor::CPPTYPE_MESSAGE;
    if (!field->is_required() && (random.one_in(2) || (is_message && depth <= 0))) continue;
    if (is_message && depth <= -3) continue;  // a required message of its own type never ends
    for (std::uint32_t i = field->is_repeated() ? random.below(4) : 1; i > 0; --i) {
      fill_field(message, field, random, pool, depth);
    }
  }
}

inline void append_varint(std::string& to, std::uint64_t value, std::uint32_t padding = 0) {
  for (; value >= 0x80 || padding > 0; value >>= 7) {
    to += static_cast<char>(value | 0x80);
    if (value < 0x80) --padding;
  }
  to += static_cast<char>(value);
}

/// A record of any number and wire type; most are well-formed.
inline std::string random_record(random_source& random) {
  std::string record;
  const std::uint64_t number = random.one_in(3) ? 1000 + random.below(2000) : random.below(20);
  const std::uint32_t type = random.below(8);
  append_varint(record, number << 3 | type, random.one_in(20) ? random.below(6) : 0);
  switch (type) {
    case 0: append_varint(record, random.number(), random.one_in(10) ? random.below(4) : 0); break;
    case 1: record += std::string(8, static_cast<char>(random.below(256))); break;
    case 5: record += std::string(4, static_cast<char>(random.below(256))); break;
    case 2: {
      const std::string content = random.one_in(2) ? random.bytes() : random_record(random);
      append_varint(record, content.size(), random.one_in(10) ? random.below(6) : 0);
      record += content;
      break;
    }
    case 3:
      if (random.one_in(2)) record += random_record(random);
      append_varint(record, (number + (random.one_in(10) ? 1 : 0)) << 3 | 4);
      break;
    default: break;
  }
  return record;
}

/// The bytes after one accident.
inline std::string damaged(std::string bytes, const std::string& other, random_source& random) {
  const auto size = static_cast<std::uint32_t>(bytes.size());
  const std::uint32_t at = random.below(size + 1);
  const std::uint32_t length = std::min(size - at, random.below(12));
  switch (random.below(9)) {
    case 0: return bytes.substr(0, at);
    case 1: return bytes.erase(at, length);
    case 2: return bytes.insert(at, bytes.substr(random.below(size + 1), length));
    case 3: return bytes.insert(at, random_record(random));
    case 4: return random.one_in(2) ? bytes + random_record(random) : random_record(random) + bytes;
    case 5: return bytes.substr(0, at) + other.substr(random.below(static_cast<std::uint32_t>(other.size()) + 1));
    case 6: return bytes + other;
    default: break;
  }
  if (at == size) return bytes + random.bytes();
  if (random.one_in(2)) bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.below(8)));
  else bytes[at] = static_cast<char>(random.number());
  return bytes;
}

}  // namespace twins
