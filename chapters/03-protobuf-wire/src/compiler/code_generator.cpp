// SPDX-License-Identifier: MIT
#include <pbwire/codec.hpp>
#include <pbwire/compiler/code_generator.hpp>
#include <pbwire/compiler/linker.hpp>
#include <pbwire/plugin.hpp>

namespace pbwire::compiler {
namespace {

/// protoc refuses to let a plugin handle `optional` in proto3 unless it says that it can.
constexpr auto supported_features =
    static_cast<std::uint64_t>(plugin::CodeGeneratorResponse::Feature::FEATURE_PROTO3_OPTIONAL);

generated_code generate_for(plugin::CodeGeneratorRequest& request, const code_generator& generate) {
  pool types;
  generated_code made;
  for (descriptor::FileDescriptorProto& each : request.proto_file) {
    linked_file linked = link(types, std::move(each), {.warn_unused_imports = false});
    if (!linked) made.errors.insert(made.errors.end(), linked.errors.begin(), linked.errors.end());
  }
  std::vector<const file_type*> files;
  for (const std::string& name : request.file_to_generate) {
    if (const file_type* file = types.find_file(name)) files.push_back(file);
    else if (made.errors.empty()) made.errors.push_back({name, 0, 0, "The request does not contain this file."});
  }
  if (!made.errors.empty()) return made;
  return generate(files, parse_options(request.parameter.value_or("")));
}

}  // namespace

generator_options parse_options(std::string_view text) {
  generator_options options;
  while (!text.empty()) {
    const std::size_t end = text.find(',');
    const std::string_view one = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    const std::size_t equals = one.find('=');
    if (one.empty()) continue;
    options.emplace_back(one.substr(0, equals), equals == std::string_view::npos ? "" : one.substr(equals + 1));
  }
  return options;
}

result<std::string> run_plugin(std::string_view request, const code_generator& generate) {
  result<plugin::CodeGeneratorRequest> asked = decode<plugin::CodeGeneratorRequest>(request);
  if (!asked) return asked.error();
  generated_code made = generate_for(*asked, generate);
  plugin::CodeGeneratorResponse response;
  response.supported_features = supported_features;
  if (!made.errors.empty()) {
    std::string& text = response.error.emplace();
    for (const diagnostic& each : made.errors) text += (text.empty() ? "" : "\n") + each.str();
    return encode(response);
  }
  for (generated_file& each : made.files) {
    plugin::CodeGeneratorResponse::File& file = response.file.emplace_back();
    file.name = std::move(each.name);
    file.content = std::move(each.text);
  }
  return encode(response);
}

}  // namespace pbwire::compiler
