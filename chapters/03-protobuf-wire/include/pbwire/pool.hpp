// SPDX-License-Identifier: MIT
//
// Types met at run time. A pool holds .proto files whose names have been resolved: every field knows its message or
// enum, every message its fields. It is what the compiler's linker makes, and what dynamic messages, the C++
// generator, pbdump and pb_conformance read.
//
// Each *_type points to the descriptor proto it was made from, so nothing that the .proto said is lost. All of them
// live as long as the pool and do not move.
#pragma once

#include <pbwire/descriptor.hpp>
#include <pbwire/schema.hpp>

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace pbwire {

struct file_type;
struct message_type;
struct enum_type;
struct oneof_type;
struct service_type;

enum class label : std::uint8_t { optional = 1, required = 2, repeated = 3 };

struct enum_value_type {
  std::string_view name;
  std::string full_name;  // in the enum's parent scope: enum values are siblings of their type, as in C++
  std::int32_t number = 0;
  const enum_type* parent = nullptr;
  const descriptor::EnumValueDescriptorProto* proto = nullptr;
};

struct enum_type {
  std::string_view name;
  std::string full_name;  // without the leading dot
  const file_type* file = nullptr;
  const message_type* parent = nullptr;  // null at file level
  std::deque<enum_value_type> values;    // in declaration order; never empty
  const descriptor::EnumDescriptorProto* proto = nullptr;

  /// The first value of the number or of the name; null if there is none.
  [[nodiscard]] const enum_value_type* find(std::int32_t number) const;
  [[nodiscard]] const enum_value_type* find(std::string_view name) const;
};

/// What a field reads as when it is absent.
using default_value = std::variant<std::monostate, std::int32_t, std::int64_t, std::uint32_t, std::uint64_t, float,
                                   double, bool, std::string, const enum_value_type*>;

/// A field of a message, or an extension.
struct field_type {
  std::string_view name;
  std::string full_name;
  std::string_view json_name;
  std::uint32_t number = 0;
  kind value_kind = kind::int32;
  pbwire::label label = pbwire::label::optional;
  bool is_packed = false;     // how it is written; both ways are read
  bool has_presence = false;  // proto2 singular, proto3 optional, oneof fields, singular messages
  bool is_extension = false;
  bool checks_utf8 = false;     // a string field of a proto3 file
  bool is_closed_enum = false;  // an enum field of a proto2 file: numbers that the enum lacks count as unknown fields
  const file_type* file = nullptr;           // where it was declared
  const message_type* containing = nullptr;  // the message it is a field of; for an extension, the extended one
  const message_type* scope = nullptr;       // an extension declared inside a message: that message
  const oneof_type* oneof = nullptr;         // synthetic ones included
  const message_type* message = nullptr;     // kinds message and group
  const enum_type* enumeration = nullptr;    // kind enum_
  default_value default_;                    // monostate for messages and repeated fields
  const descriptor::FieldDescriptorProto* proto = nullptr;

  [[nodiscard]] bool is_repeated() const { return label == pbwire::label::repeated; }
  [[nodiscard]] bool is_required() const { return label == pbwire::label::required; }
  [[nodiscard]] bool is_map() const;
};

struct oneof_type {
  std::string_view name;
  std::string full_name;
  const message_type* parent = nullptr;
  std::vector<const field_type*> fields;
  bool is_synthetic = false;  // made for one `optional` of proto3
  const descriptor::OneofDescriptorProto* proto = nullptr;
};

struct message_type {
  std::string_view name;
  std::string full_name;
  const file_type* file = nullptr;
  const message_type* parent = nullptr;  // null at file level
  std::deque<field_type> fields;         // in declaration order
  std::deque<oneof_type> oneofs;         // the synthetic ones last
  std::deque<message_type> messages;     // nested ones, map entries included
  std::deque<enum_type> enums;
  std::deque<field_type> extensions;         // declared in this scope, of other messages or of this one
  std::vector<const field_type*> by_number;  // `fields`, sorted by number
  bool is_map_entry = false;
  bool is_message_set = false;  // option message_set_wire_format
  pbwire::syntax syntax = pbwire::syntax::proto2;
  const descriptor::DescriptorProto* proto = nullptr;

  [[nodiscard]] const field_type* find(std::uint32_t number) const;
  [[nodiscard]] const field_type* find(std::string_view name) const;
  /// Whether the number lies in one of its extension ranges.
  [[nodiscard]] bool is_extension_number(std::uint32_t number) const;
};

struct method_type {
  std::string_view name;
  std::string full_name;
  const service_type* parent = nullptr;
  const message_type* input = nullptr;
  const message_type* output = nullptr;
  bool client_streaming = false;
  bool server_streaming = false;
  const descriptor::MethodDescriptorProto* proto = nullptr;
};

struct service_type {
  std::string_view name;
  std::string full_name;
  const file_type* file = nullptr;
  std::deque<method_type> methods;
  const descriptor::ServiceDescriptorProto* proto = nullptr;
};

struct file_type {
  std::string_view name;     // as imported: "google/protobuf/any.proto"
  std::string_view package;  // may be empty
  pbwire::syntax syntax = pbwire::syntax::proto2;
  std::vector<const file_type*> dependencies;         // in import order
  std::vector<const file_type*> public_dependencies;  // those of them that are passed on
  std::deque<message_type> messages;
  std::deque<enum_type> enums;
  std::deque<service_type> services;
  std::deque<field_type> extensions;
  descriptor::FileDescriptorProto proto;  // linked: type names absolute, options interpreted
};

/// Linked files by name, and everything in them by full name. Filled by the linker (compiler/linker.hpp) or from a
/// FileDescriptorSet.
class pool {
 public:
  pool();
  ~pool();
  pool(pool&&) noexcept;
  pool& operator=(pool&&) noexcept;
  pool(const pool&) = delete;
  pool& operator=(const pool&) = delete;

  /// By the name it is imported under; null if it was not added.
  [[nodiscard]] const file_type* find_file(std::string_view name) const;
  /// By full name without leading dot, "user.GetUserResp"; null if there is none.
  [[nodiscard]] const message_type* find_message(std::string_view full_name) const;
  [[nodiscard]] const enum_type* find_enum(std::string_view full_name) const;
  [[nodiscard]] const service_type* find_service(std::string_view full_name) const;
  /// By its full name: the scope it was declared in, then its name.
  [[nodiscard]] const field_type* find_extension(std::string_view full_name) const;
  /// The extension of a message with a number, whichever file declared it.
  [[nodiscard]] const field_type* find_extension(const message_type& extended, std::uint32_t number) const;
  /// Files in the order they were added, so that each follows those it imports.
  [[nodiscard]] const std::vector<const file_type*>& files() const;

  struct tables;
  /// For the linker: what the pool is made of.
  [[nodiscard]] tables& contents() { return *tables_; }
  [[nodiscard]] const tables& contents() const { return *tables_; }

 private:
  std::unique_ptr<tables> tables_;
};

}  // namespace pbwire
