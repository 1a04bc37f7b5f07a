// SPDX-License-Identifier: MIT
//
// Writes the C++ that the tests of generated code are made of. The generator as a library: what a type is called is
// all that is needed to list all types.
//
//   type_list ours -I ROOT… -o OUT… FILE.proto…     add_types_0, add_types_1 …: one function per OUT
//   type_list theirs -o OUT… FILE.proto…            protoc's .pb.cc files, several in one translation unit
#include "disk_source.hpp"
#include "program.hpp"

#include <pbwire/compiler/cpp_names.hpp>
#include <pbwire/compiler/importer.hpp>

#include <stdexcept>

namespace {

using namespace pbwire::compiler;

struct arguments {
  std::string mode;
  std::vector<std::string> roots;
  std::vector<std::string> out;
  std::vector<std::string> protos;
};

void add_messages(const std::deque<pbwire::message_type>& messages, cpp_names& names, std::string& to);

void add_extensions(const std::deque<pbwire::field_type>& extensions, const std::string& scope, cpp_names& names,
                    std::string& to) {
  for (const pbwire::field_type& f : extensions) {
    // A custom option: its extendee keeps it as an unknown field.
    if (home_of(f.containing->file->name) == nullptr)
      to += "  to.extensions.add(" + scope + "::" + names.name(f) + ");\n";
  }
}

void add_messages(const std::deque<pbwire::message_type>& messages, cpp_names& names, std::string& to) {
  for (const pbwire::message_type& m : messages) {
    if (m.is_map_entry) continue;
    to += "  to.add<::" + names.full_name(m) + ">();\n";
    add_extensions(m.extensions, "::" + names.full_name(m), names, to);
    add_messages(m.messages, names, to);
  }
}

void list_ours(const arguments& a) {
  program::disk_source source(a.roots);
  importer files(source);
  if (!files.import(a.protos)) throw std::runtime_error(files.errors().front().str());
  cpp_names names({.namespaces = {{"", "ours"}}});
  for (std::size_t part = 0; part < a.out.size(); ++part) {
    std::string includes;
    std::string body;
    for (std::size_t i = part; i < a.protos.size(); i += a.out.size()) {
      const pbwire::file_type& file = *files.types().find_file(a.protos[i]);
      includes += "#include " + cpp_names::include(file) + "\n";
      add_messages(file.messages, names, body);
      add_extensions(file.extensions, "::" + names.name_space(file), names, body);
    }
    program::write_to(a.out[part], "#include \"subject.hpp\"\n\n" + includes + "\nvoid generated::add_types_" +
                                       std::to_string(part) + "([[maybe_unused]] table& to) {\n" + body + "}\n");
  }
}

void list_theirs(const arguments& a) {
  for (std::size_t part = 0; part < a.out.size(); ++part) {
    std::string text;
    for (std::size_t i = part; i < a.protos.size(); i += a.out.size()) {
      // Two names that protoc gives to something in every file.
      const std::string suffix = '_' + std::to_string(i) + '\n';
      for (const std::string name : {"schemas", "file_default_instances"}) {
        text += "#undef " + name + "\n#define " + name + ' ' + name + suffix;
      }
      text += "#include \"" + a.protos[i].substr(0, a.protos[i].rfind('.')) + ".pb.cc\"\n";
    }
    program::write_to(a.out[part], text);
  }
}

arguments parse(int argc, char** argv) {
  arguments a;
  program::options("Lists the types of .proto files as C++.")
      .add("MODE", a.mode, {"ours", "theirs"}, "what to list")
      .add("-I", a.roots, "where imports are looked for")
      .add("-o", a.out, "a file to write")
      .add("FILE", a.protos, "the .proto files, by their import names")
      .parse(argc, argv);
  return a;
}

}  // namespace

int main(int argc, char** argv) {
  return program::guarded("type_list", [&] {
    const arguments a = parse(argc, argv);
    a.mode == "ours" ? list_ours(a) : list_theirs(a);
    return 0;
  });
}
