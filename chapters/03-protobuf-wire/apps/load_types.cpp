// SPDX-License-Identifier: MIT
#include "load_types.hpp"

#include "disk_source.hpp"
#include "program.hpp"

#include <pbwire/codec.hpp>
#include <pbwire/compiler/descriptor_set.hpp>
#include <pbwire/compiler/importer.hpp>

#include <cstdio>
#include <optional>
#include <stdexcept>
#include <utility>

namespace program {

namespace {

std::string lines_of(const std::vector<pbwire::compiler::diagnostic>& all) {
  std::string text;
  for (const auto& each : all) text += (text.empty() ? "" : "\n") + each.str();
  return text;
}

}  // namespace

pbwire::pool load_types(const std::vector<std::string>& files, const std::vector<std::string>& folders) {
  disk_source disk(folders);
  std::vector<std::string> names;
  for (const std::string& file : files) names.push_back(disk.add(file));
  pbwire::compiler::importer importer([&disk](const std::string& name) { return disk.read(name); });
  const bool right = importer.import(names);
  if (!importer.warnings().empty()) std::fprintf(stderr, "%s\n", lines_of(importer.warnings()).c_str());
  if (!right) throw std::runtime_error(lines_of(importer.errors()));
  return std::move(importer).take_types();
}

pbwire::pool load_descriptor_set(const std::string& path) {
  const std::string bytes = contents_of(path);
  const auto set = pbwire::decode<pbwire::descriptor::FileDescriptorSet>(bytes);
  if (!set) throw std::runtime_error(path + ": " + set.error().message());
  std::vector<pbwire::compiler::diagnostic> errors;
  std::optional<pbwire::pool> types = pbwire::compiler::read_descriptor_set(*set, errors);
  if (!types) throw std::runtime_error(path + ": " + lines_of(errors));
  return *std::move(types);
}

const pbwire::message_type& find_message(const pbwire::pool& types, const std::string& name) {
  if (!name.empty()) {
    const auto* const found = types.find_message(name.starts_with('.') ? name.substr(1) : name);
    if (found != nullptr) return *found;
  }
  std::string there;
  const auto& files = types.files();
  if (!files.empty()) {
    const auto& messages = files.back()->messages;
    if (name.empty() && messages.size() == 1) return messages.front();
    for (const auto& each : messages) there += (there.empty() ? "" : ", ") + each.full_name;
  }
  const std::string what = name.empty() ? "which message? give its full name" : "no message " + name;
  throw std::runtime_error(what + (there.empty() ? "" : "; there is " + there));
}

}  // namespace program
