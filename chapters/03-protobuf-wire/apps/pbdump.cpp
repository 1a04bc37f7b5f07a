// SPDX-License-Identifier: MIT
//
// Takes protobuf bytes apart: every byte with its meaning. Without a .proto the meaning is guessed, and says so.
#include "dump.hpp"
#include "dump_page.hpp"
#include "load_types.hpp"
#include "program.hpp"

#include <cstdio>
#include <stdexcept>

namespace {

struct settings {
  std::string file = "-";
  std::string hex;
  std::vector<std::string> protos;
  std::string descriptors;
  std::string type;
  std::vector<std::string> folders;
  std::string colour = "auto";
  bool all = false;
};

pbwire::pool types_for(const settings& wanted) {
  if (!wanted.descriptors.empty()) return program::load_descriptor_set(wanted.descriptors);
  if (!wanted.protos.empty()) return program::load_types(wanted.protos, wanted.folders);
  if (!wanted.type.empty()) throw std::runtime_error("--type " + wanted.type + ": which .proto? give --proto");
  return {};
}

int show(const settings& wanted) {
  const std::string input = wanted.hex.empty() ? program::contents_of(wanted.file) : program::from_hex(wanted.hex);
  const auto bytes = program::bytes_of(input);
  const bool colour = wanted.colour == "always" || (wanted.colour == "auto" && program::colour_wanted());
  const pbwire::pool types = types_for(wanted);
  pbdump::knowledge known;
  if (!types.files().empty()) known = {&types, &program::find_message(types, wanted.type)};
  const pbdump::dumped seen = pbdump::dump(bytes, known);
  program::write_to("-", pbdump::page_of(seen, bytes, {.colour = colour, .all = wanted.all}));
  if (seen.error) throw std::runtime_error(seen.error->message());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  return program::guarded("pbdump", [&] {
    settings wanted;
    program::options("Shows every byte of a protobuf message with its meaning. Status 1 if it is malformed.")
        .add("FILE", wanted.file, "the message; - for standard input")
        .add("--hex", wanted.hex, "the message itself, as in \"08 96 01\"")
        .add("-p,--proto", wanted.protos, "a .proto file that declares the message, or extensions of it")
        .add("-I,--proto_path", wanted.folders, "a folder that imports are searched in")
        .add("-d,--descriptor_set_in", wanted.descriptors, "instead of .proto files: what protoc made of them")
        .add("-t,--type", wanted.type, "the message's full name; not needed if the file has only one")
        .add("--colour,--color", wanted.colour, {"auto", "always", "never"}, "auto: if this is a terminal")
        .add("--all", wanted.all, "show long contents whole")
        .parse(argc, argv);
    return show(wanted);
  });
}
