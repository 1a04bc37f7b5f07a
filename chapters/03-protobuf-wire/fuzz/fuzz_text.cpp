// SPDX-License-Identifier: MIT
//
// Any text as a message in the text format. Promises: what is read, printed and read again is the same message.
#include "require.hpp"

#include <pbwire/compiler/importer.hpp>
#include <pbwire/dynamic.hpp>
#include <pbwire/text_format.hpp>

#include <fstream>
#include <sstream>

namespace {

using namespace pbwire;

const pool& types() {
  static compiler::importer files([](const std::string& name) -> std::optional<std::string> {
    std::ifstream in(PBWIRE_FUZZ "/" + name);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
  });
  static const bool loaded = files.import({"old.proto", "new.proto"});
  fuzz::require(loaded, "the fuzzer's own .proto files compile");
  return files.types();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const message_type& type = *types().find_message(data[0] % 2 == 0 ? "fuzz.Old" : "fuzz.New");
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  dynamic_message message(type);
  if (parse_text(text, message, types())) return 0;
  const std::string printed = print_text(message);
  dynamic_message again(type);
  const auto error = parse_text(printed, again, types());
  fuzz::require(!error, "what was printed can be read", printed, error ? error->message : "");
  fuzz::require(print_text(again) == printed, "and prints the same", printed, print_text(again));
  return 0;
}
