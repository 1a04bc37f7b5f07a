// SPDX-License-Identifier: MIT
//
// From the text of one .proto file to the descriptor that says the same. Nothing outside the file is looked at: type
// names stay as they were written ("Item", "base.Item", ".base.Item") with no type set, and every option is an
// uninterpreted_option, be it `deprecated` or `(my.option).name`. Both are the linker's.
//
// The one thing a descriptor cannot say is where its parts stood; source_code_info and `places` do.
#pragma once

#include <pbwire/compiler/diagnostic.hpp>
#include <pbwire/compiler/source_info.hpp>
#include <pbwire/descriptor.hpp>

#include <string_view>
#include <vector>

namespace pbwire::compiler {

/// How many messages may be nested in one another, groups and map entries included. protoc's bound.
inline constexpr int max_message_nesting = 31;

struct parsed_file {
  descriptor::FileDescriptorProto proto;  // of a file with errors: as much as was understood
  source_places places;                   // by the paths that the elements of `proto` have
  std::vector<diagnostic> errors;
  std::vector<diagnostic> warnings;
};

/// Reads proto2 and proto3 as protoc 3.21 does. After an error the statement is skipped and the next one is read, so
/// that one run reports what it can.
[[nodiscard]] parsed_file parse(std::string_view file_name, std::string_view text);

}  // namespace pbwire::compiler
