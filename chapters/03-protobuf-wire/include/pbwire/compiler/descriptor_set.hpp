// SPDX-License-Identifier: MIT
//
// FileDescriptorSet: linked files as one message. It is how compiled .proto files travel: written by
// `protoc --descriptor_set_out`, read by gRPC reflection, API gateways, and pbdump.
#pragma once

#include <pbwire/compiler/diagnostic.hpp>
#include <pbwire/descriptor.hpp>
#include <pbwire/pool.hpp>

#include <optional>
#include <string>
#include <vector>

namespace pbwire::compiler {

struct set_options {
  bool include_imports = false;      // all that the files import, too, so that the set can be read by itself
  bool include_source_info = false;  // comments and positions
};

/// The files of the pool with these names, each behind those it imports. Names that are not in the pool are left out.
[[nodiscard]] descriptor::FileDescriptorSet make_descriptor_set(const pool& from, const std::vector<std::string>& names,
                                                                const set_options& options = {});

/// The types in a set. Requires for success: each file comes behind those it imports, as both protoc and we write it.
/// Nothing if anything is wrong; `errors` says what.
[[nodiscard]] std::optional<pool> read_descriptor_set(const descriptor::FileDescriptorSet& set,
                                                      std::vector<diagnostic>& errors);

}  // namespace pbwire::compiler
