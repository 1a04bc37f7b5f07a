// SPDX-License-Identifier: MIT
//
// Any text as a .proto file. Promises: it ends, with diagnostics or with a file; a file that was accepted comes out of
// a FileDescriptorSet as the file that went in.
#include "require.hpp"

#include <pbwire/codec.hpp>
#include <pbwire/compiler/descriptor_set.hpp>
#include <pbwire/compiler/importer.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pbwire;
  const std::string text(reinterpret_cast<const char*>(data), size);
  compiler::importer files([&text](const std::string& name) -> std::optional<std::string> {
    if (name == "input.proto") return text;
    return std::nullopt;
  });
  const bool accepted = files.import({"input.proto"});
  fuzz::require(accepted == files.errors().empty(), "a file is refused with a reason, and only then");
  if (!accepted) return 0;
  const auto set = compiler::make_descriptor_set(files.types(), {"input.proto"}, {.include_source_info = true});
  const std::string bytes = encode(set);
  const auto again = decode<descriptor::FileDescriptorSet>(bytes);
  fuzz::require(again && encode(*again) == bytes, "a descriptor set decodes to itself");
  std::vector<compiler::diagnostic> errors;
  fuzz::require(compiler::read_descriptor_set(*again, errors).has_value(), "a linked file links again",
                errors.empty() ? "" : errors[0].str());
  return 0;
}
