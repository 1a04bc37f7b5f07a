// SPDX-License-Identifier: MIT
//
// What a pool is made of. The linker fills it; nobody else looks inside.
#pragma once

#include <pbwire/pool.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace pbwire {

/// A package, or the first parts of one: "google" and "google.protobuf" for `package google.protobuf;`. Many files
/// may share it; this is the one that brought it first.
struct package_scope {
  const file_type* file = nullptr;
};

/// Whatever a full name can mean. There is one space of names for all: a message and an enum value may not share one.
using symbol =
    std::variant<std::monostate, package_scope, const message_type*, const enum_type*, const enum_value_type*,
                 const field_type*, const oneof_type*, const service_type*, const method_type*>;

/// The file that declared it; null for nothing.
[[nodiscard]] const file_type* file_of(const symbol& s);

struct pool::tables {
  std::vector<std::unique_ptr<file_type>> owned;
  std::vector<const file_type*> files;
  std::map<std::string_view, const file_type*> files_by_name;
  std::map<std::string, symbol, std::less<>> symbols;
  std::map<std::pair<const message_type*, std::uint32_t>, const field_type*> extensions;
  std::unique_ptr<pool> option_types;  // descriptor.proto's options as we know them, for files that do not import it

  [[nodiscard]] symbol find(std::string_view full_name) const;
};

}  // namespace pbwire
