// SPDX-License-Identifier: MIT
//
// The types that a program is told of on its command line: .proto files, compiled on the spot, or a FileDescriptorSet
// that somebody has compiled before.
#pragma once

#include <pbwire/pool.hpp>

#include <string>
#include <vector>

namespace program {

/// Compiles .proto files and what they import. Warnings go to stderr. Throws std::runtime_error, whose text is the
/// compiler's, an error a line.
[[nodiscard]] pbwire::pool load_types(const std::vector<std::string>& files, const std::vector<std::string>& folders);

/// Reads what `protoc --descriptor_set_out --include_imports` wrote. Throws std::runtime_error.
[[nodiscard]] pbwire::pool load_descriptor_set(const std::string& path);

/// The message of a full name, with or without a leading dot. If `name` is empty: the only message of the files that
/// the pool was made from last. Throws std::runtime_error, which lists what there is.
[[nodiscard]] const pbwire::message_type& find_message(const pbwire::pool& types, const std::string& name);

}  // namespace program
