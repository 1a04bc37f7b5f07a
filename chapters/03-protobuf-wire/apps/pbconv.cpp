// SPDX-License-Identifier: MIT
//
// A message between its binary form and the text that people can read and write: what `protoc --decode` and
// `protoc --encode` do, byte for byte.
#include "load_types.hpp"
#include "program.hpp"

#include <pbwire/text_format.hpp>

#include <iostream>
#include <stdexcept>

namespace {

struct settings {
  std::string file = "-";
  std::string output = "-";
  std::vector<std::string> protos;
  std::vector<std::string> folders;
  std::string descriptors;
  std::string type;
  bool decode = false;
  bool encode = false;
};

void warn_of_missing(const pbwire::dynamic_message& message) {
  std::string path;
  if (!pbwire::required_are_set(message, path)) {
    std::cerr << "pbconv: warning: a required field is missing: " << path << '\n';
  }
}

/// Bytes in, text out. A message that lacks required fields is shown all the same.
std::string to_text(const pbwire::pool& types, const pbwire::message_type& type, const std::string& bytes) {
  const auto message = pbwire::decode(type, bytes, &types, {.partial = true});
  if (!message) throw std::runtime_error(message.error().message());
  warn_of_missing(*message);
  return print_text(*message);
}

std::string to_bytes(const pbwire::pool& types, const pbwire::message_type& type, const std::string& text) {
  pbwire::dynamic_message message(type);
  if (const auto why = parse_text(text, message, types)) {
    throw std::runtime_error(std::to_string(why->line) + ":" + std::to_string(why->column) + ": " + why->message);
  }
  warn_of_missing(message);
  return encode(message);
}

int convert(const settings& wanted) {
  if (wanted.decode == wanted.encode) throw std::runtime_error("one of --decode and --encode, please");
  if (wanted.protos.empty() && wanted.descriptors.empty()) throw std::runtime_error("no types: give --proto");
  const pbwire::pool types = wanted.descriptors.empty() ? program::load_types(wanted.protos, wanted.folders)
                                                        : program::load_descriptor_set(wanted.descriptors);
  const pbwire::message_type& type = program::find_message(types, wanted.type);
  const std::string input = program::contents_of(wanted.file);
  program::write_to(wanted.output, wanted.decode ? to_text(types, type, input) : to_bytes(types, type, input));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  return program::guarded("pbconv", [&] {
    settings wanted;
    program::options("Converts a protobuf message from bytes to text or from text to bytes.")
        .add("FILE", wanted.file, "the message; - for standard input")
        .add("--decode", wanted.decode, "bytes to text")
        .add("--encode", wanted.encode, "text to bytes")
        .add("-p,--proto", wanted.protos, "a .proto file that declares the message, or extensions of it")
        .add("-I,--proto_path", wanted.folders, "a folder that imports are searched in")
        .add("-d,--descriptor_set_in", wanted.descriptors, "instead of .proto files: what protoc made of them")
        .add("-t,--type", wanted.type, "the message's full name; not needed if the file has only one")
        .add("-o,--output", wanted.output, "where to; - for standard output")
        .parse(argc, argv);
    return convert(wanted);
  });
}
