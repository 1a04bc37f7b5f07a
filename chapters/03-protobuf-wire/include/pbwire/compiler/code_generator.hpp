// SPDX-License-Identifier: MIT
//
// What makes code from linked files, and how protoc runs such a thing. protoc does not load its plugins: it starts
// `protoc-gen-NAME`, writes a CodeGeneratorRequest to its standard input (all files as descriptors, linked, imports
// first) and reads a CodeGeneratorResponse. So a plugin is a function from bytes to bytes, and the format describes
// itself: both messages are in google/protobuf/compiler/plugin.proto.
#pragma once

#include <pbwire/compiler/diagnostic.hpp>
#include <pbwire/error.hpp>
#include <pbwire/pool.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pbwire::compiler {

struct generated_file {
  std::string name;  // relative to the output folder
  std::string text;
};

struct generated_code {
  std::vector<generated_file> files;
  std::vector<diagnostic> errors;  // if there are any, the files do not count
};

/// --NAME_opt=a=1,b becomes {"a", "1"}, {"b", ""}.
using generator_options = std::vector<std::pair<std::string, std::string>>;
[[nodiscard]] generator_options parse_options(std::string_view text);

using code_generator =
    std::function<generated_code(const std::vector<const file_type*>& files, const generator_options& options)>;

/// From the bytes of a CodeGeneratorRequest to those of a CodeGeneratorResponse, which also tells what is wrong with
/// the .proto files. Errors: bytes that are no CodeGeneratorRequest; then a plugin ends with a status other than 0.
[[nodiscard]] result<std::string> run_plugin(std::string_view request, const code_generator& generate);

}  // namespace pbwire::compiler
