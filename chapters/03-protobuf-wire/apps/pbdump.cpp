// SPDX-License-Identifier: MIT
//
// Takes protobuf bytes apart: every byte with its meaning.
#include "dump.hpp"
#include "dump_page.hpp"
#include "program.hpp"

#include <cstdio>
#include <stdexcept>

namespace {

struct settings {
  std::string file = "-";
  std::string hex;
  std::string proto;
  std::string type;
  std::vector<std::string> folders;
  std::string colour = "auto";
  bool all = false;
};

int show(const settings& wanted) {
  const std::string input = wanted.hex.empty() ? program::contents_of(wanted.file) : program::from_hex(wanted.hex);
  const auto bytes = program::bytes_of(input);
  const bool colour = wanted.colour == "always" || (wanted.colour == "auto" && program::colour_wanted());
  const pbdump::dumped seen = pbdump::dump(bytes);
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
        .add("--colour,--color", wanted.colour, {"auto", "always", "never"}, "auto: if this is a terminal")
        .add("--all", wanted.all, "show long contents whole")
        .parse(argc, argv);
    return show(wanted);
  });
}
