// SPDX-License-Identifier: MIT
//
// The .proto compiler: C++ headers, a FileDescriptorSet, or both.
//
//   pbgen -I proto --cpp_out build/gen proto/user.proto
//   pbgen --descriptor_set_out user.binpb --include_imports user.proto
//   protoc --plugin=protoc-gen-pbwire=build/apps/pbgen --pbwire_out=build/gen user.proto
//
// The last one is protoc at the front and this program behind it: without arguments it is protoc's plugin.
#include "disk_source.hpp"
#include "program.hpp"

#include <pbwire/codec.hpp>
#include <pbwire/compiler/cpp_generator.hpp>
#include <pbwire/compiler/descriptor_set.hpp>
#include <pbwire/compiler/importer.hpp>

#include <unistd.h>

#include <cstdio>
#include <filesystem>

namespace {

using namespace pbwire::compiler;

struct settings {
  std::vector<std::string> folders;
  std::vector<std::string> files;
  std::string cpp_out;
  std::string descriptor_set_out;
  set_options set;
  std::vector<std::string> namespaces;
  bool views = false;
  bool no_comments = false;
  bool plugin = false;
};

settings parse(int argc, char** argv) {
  settings s;
  program::options("Compiles .proto files. Without arguments it is a plugin of protoc.")
      .add("-I,--proto_path", s.folders, "where imports are looked for; else the current folder, then /usr/include")
      .add("--cpp_out", s.cpp_out, "folder for FILE.pb.hpp: plain structs and their schemas")
      .add("--descriptor_set_out", s.descriptor_set_out, "file for a FileDescriptorSet")
      .add("--include_imports", s.set.include_imports, "put imported files into the set, too")
      .add("--include_source_info", s.set.include_source_info, "put comments and positions into the set")
      .add("--namespace", s.namespaces, "PACKAGE=NAMESPACE: for C++, the longest package counts")
      .add("--views", s.views, "C++: a view beside each struct")
      .add("--no_comments", s.no_comments, "C++: leave the comments of the .proto out")
      .add("--plugin", s.plugin, "be a plugin of protoc")
      .add("FILE", s.files, "the .proto files")
      .parse(argc, argv);
  return s;
}

int run_as_plugin() {
  const auto generate = [](const auto& files, const auto& options) { return generate_cpp(files, options); };
  program::write_to("-", run_plugin(program::contents_of("-"), generate).value());
  return 0;
}

/// Each problem on a line of its own. Returns whether there are any.
bool report(std::vector<diagnostic> problems, const std::string& kind = {}) {
  for (diagnostic& each : problems) {
    each.message.insert(0, kind);
    std::fprintf(stderr, "%s\n", each.str().c_str());
  }
  return !problems.empty();
}

generator_options cpp_options_of(const settings& s) {
  generator_options options;
  for (const std::string& each : s.namespaces) options.emplace_back("namespace", each);
  if (s.views) options.emplace_back("views", "");
  if (s.no_comments) options.emplace_back("no_comments", "");
  return options;
}

int compile(const settings& s) {
  program::disk_source source(s.folders);
  std::vector<std::string> names;
  for (const std::string& path : s.files) names.push_back(source.add(path));
  importer files(source);
  const bool good = files.import(names);
  report(files.warnings(), "warning: ");
  if (report(files.errors()) || !good) return 1;

  if (!s.descriptor_set_out.empty()) {
    program::write_to(s.descriptor_set_out, pbwire::encode(make_descriptor_set(files.types(), names, s.set)));
  }
  if (s.cpp_out.empty()) return 0;
  std::vector<const pbwire::file_type*> types;
  for (const std::string& name : names) types.push_back(files.types().find_file(name));
  const generated_code made = generate_cpp(types, cpp_options_of(s));
  if (report(made.errors)) return 1;
  for (const generated_file& each : made.files) {
    const std::filesystem::path path = std::filesystem::path(s.cpp_out) / each.name;
    std::filesystem::create_directories(path.parent_path());
    program::write_to(path.string(), each.text);
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  return program::guarded("pbgen", [&] {
    // A person at a terminal who types nothing wants to know what to type.
    if (argc == 1 && isatty(STDIN_FILENO) == 0) return run_as_plugin();
    const settings s = parse(argc, argv);
    if (s.plugin) return run_as_plugin();
    if (s.files.empty()) throw std::runtime_error("which .proto files? See pbgen --help.");
    return compile(s);
  });
}
