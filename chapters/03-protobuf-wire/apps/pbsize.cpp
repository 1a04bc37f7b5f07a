// SPDX-License-Identifier: MIT
//
// The article's question: why do fields have numbers? Its example three times, as JSON, with numbers for keys, and as
// protobuf, field by field and byte by byte; then how many bytes integers take.
#include "program.hpp"
#include "size_report.hpp"

#include <cstdio>

namespace {

void print(const std::string& text) { program::write_to("-", text); }

void compare(const std::vector<size_report::field>& fields) {
  const std::string json = size_report::json(fields, false);
  const std::string numbered = size_report::json(fields, true);
  const std::string binary = size_report::protobuf(fields);
  print("JSON, " + std::to_string(json.size()) + " bytes\n  " + json + "\n\n");
  print("keyed by number, " + std::to_string(numbered.size()) + " bytes\n  " + numbered + "\n\n");
  print("protobuf, " + std::to_string(binary.size()) + " bytes\n");
  print(pbdump::page_of(size_report::bytes_of(fields), program::bytes_of(binary),
                        {.colour = program::colour_wanted(), .all = true}));
  print("\n" + size_report::comparison(fields));
}

}  // namespace

int main(int argc, char** argv) {
  return program::guarded("pbsize", [&] {
    std::vector<std::string> given;
    bool varints = false;
    program::options("Compares the sizes of a few fields as JSON and as protobuf. Without arguments: the article's.")
        .add("FIELD", given, "NAME=TEXT, or NAME:KIND=VALUE; KIND is bool, int32, sint64, …; numbered from 1")
        .add("--varints", varints, "only how many bytes integers take as each kind")
        .parse(argc, argv);
    std::vector<size_report::field> fields;
    for (const std::string& each : given) fields.push_back(size_report::parse(each));
    if (!varints) compare(fields.empty() ? size_report::article() : fields);
    if (fields.empty() || varints) {
      print("\nBytes of an integer. The article's \"4 bytes into 2\" is 128 to 16383, or as sint ±64 to ±8191.\n\n");
      print(size_report::varint_table());
    }
    return 0;
  });
}
