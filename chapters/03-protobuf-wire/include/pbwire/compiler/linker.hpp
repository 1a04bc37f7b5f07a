// SPDX-License-Identifier: MIT
//
// From a descriptor that says "Item" to one that says ".shop.Item, a message", with everything checked on the way.
//
// The parser has looked at one text. The linker puts the file beside those it imports and answers what that text alone
// could not: which type a name means, whether two things share a name or a number, what an option is. It writes the
// answers back into the FileDescriptorProto, which afterwards is the one that protoc would have written, and builds
// the file_type, message_type, … that the pool hands out.
//
// A file enters the pool only when all of it is right. A wrong one leaves no trace except its diagnostics.
#pragma once

#include <pbwire/compiler/diagnostic.hpp>
#include <pbwire/compiler/parser.hpp>
#include <pbwire/pool.hpp>

#include <vector>

namespace pbwire::compiler {

struct linked_file {
  const file_type* file = nullptr;  // null if there are errors
  std::vector<diagnostic> errors;
  std::vector<diagnostic> warnings;

  explicit operator bool() const { return file != nullptr; }
};

struct link_options {
  bool warn_unused_imports = true;  // protoc does so for the files of its command line, not for those they import
};

/// Adds a file that was parsed without errors. Requires: the files it imports are in the pool; one that is not is
/// reported as an error.
linked_file link(pool& into, parsed_file parsed, const link_options& options = {});

/// Adds a file that arrived as a descriptor, in a FileDescriptorSet or a CodeGeneratorRequest. It may be linked
/// already or not. Its errors have no lines.
linked_file link(pool& into, descriptor::FileDescriptorProto proto, const link_options& options = {});

}  // namespace pbwire::compiler
