// SPDX-License-Identifier: MIT
//
// A testee for protobuf's conformance suite:
//
//   conformance_test_runner --enforce_recommended pb_conformance_with_its_files
//
// where the file is a script that calls pb_conformance --proto …/test_messages_proto2.proto
// …/test_messages_proto3.proto, since the runner gives its testee no arguments.
#include "conformance.hpp"
#include "load_types.hpp"
#include "program.hpp"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

namespace {

/// Piece by piece, so that a length that lies costs no more memory than there are bytes.
std::string read_bytes(std::size_t count) {
  constexpr std::size_t piece = 65536;
  std::string bytes;
  while (bytes.size() < count) {
    const std::size_t before = bytes.size();
    bytes.resize(before + std::min(piece, count - before));
    const std::size_t got = std::fread(bytes.data() + before, 1, bytes.size() - before, stdin);
    if (got == 0) return bytes.substr(0, before);
    bytes.resize(before + got);
  }
  return bytes;
}

void write_bytes(std::string_view bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), stdout) != bytes.size() || std::fflush(stdout) != 0) {
    throw std::runtime_error("the runner does not listen any more");
  }
}

}  // namespace

int main(int argc, char** argv) {
  return program::guarded("pb_conformance", [&] {
    std::vector<std::string> protos;
    std::vector<std::string> protos_too;  // `--proto A B`
    std::vector<std::string> folders;
    program::options("Answers protobuf's conformance runner on stdin and stdout, in the binary format.")
        .add("-p,--proto", protos, "a .proto file that declares types the runner will name")
        .required()
        .add("FILE", protos_too, "more of them")
        .add("-I,--proto_path", folders, "a folder that imports are searched in")
        .parse(argc, argv);
    protos.insert(protos.end(), protos_too.begin(), protos_too.end());
    const pbwire::pool types = program::load_types(protos, folders);
    if (!conformance::serve(types, read_bytes, write_bytes))
      throw std::runtime_error("the input ends inside a request");
    return 0;
  });
}
