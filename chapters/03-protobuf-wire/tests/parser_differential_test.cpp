// SPDX-License-Identifier: MIT
//
// Our parser and libprotobuf's on the same texts: every .proto at hand, and many of them with a few random changes.
// Both must accept, with the same descriptor and source info byte for byte; or both refuse, with errors at the same
// lines and columns.
//
// A failure prints the seed and the text; RPC_ANATOMY_SEED=… runs it again.
#include "proto_files.hpp"

#include <pbwire/codec.hpp>
#include <pbwire/compiler/parser.hpp>

#include <google/protobuf/compiler/parser.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/stubs/logging.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace gp = google::protobuf;
using pbwire::compiler::element_path;
using pbwire::compiler::parsed_file;
using pbwire::compiler::place;

constexpr int mutants = 60'000;
constexpr std::size_t longest_mutant = 4000;  // bytes; longer files take part in pieces

using line_and_column = std::pair<int, int>;

class error_list : public gp::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    places.emplace_back(line + 1, column + 1);
    text += std::to_string(line + 1) + ":" + std::to_string(column + 1) + ": " + message + "\n";
  }
  std::vector<line_and_column> places;
  std::string text;
};

struct their_file {
  gp::FileDescriptorProto proto;
  gp::compiler::SourceLocationTable table;
  error_list errors;
};

void parse_as_they_do(const std::string& text, their_file& file) {
  gp::io::ArrayInputStream input(text.data(), static_cast<int>(text.size()));
  gp::io::Tokenizer tokens(&input, &file.errors);
  gp::compiler::Parser parser;
  parser.RecordErrorsTo(&file.errors);
  parser.RecordSourceLocationsTo(&file.table);
  file.proto.set_name("f.proto");
  parser.Parse(&tokens, &file.proto);
}

/// Whether an error about any part of the element, or of one inside it, would point to the same place in both.
bool same_places(const gp::Message& element, element_path& path, const their_file& theirs, const parsed_file& ours) {
  using location = gp::DescriptorPool::ErrorCollector;
  static constexpr std::pair<location::ErrorLocation, place> parts[] = {{location::NAME, place::name},
                                                                        {location::NUMBER, place::number},
                                                                        {location::TYPE, place::type},
                                                                        {location::EXTENDEE, place::extendee},
                                                                        {location::DEFAULT_VALUE, place::default_value},
                                                                        {location::INPUT_TYPE, place::input_type},
                                                                        {location::OUTPUT_TYPE, place::output_type},
                                                                        {location::OPTION_NAME, place::option_name},
                                                                        {location::OPTION_VALUE, place::option_value},
                                                                        {location::OTHER, place::other}};
  for (const auto& [their_part, our_part] : parts) {
    int line = 0, column = 0;
    const bool there = theirs.table.Find(&element, their_part, &line, &column);
    const auto here = ours.places.find(path, our_part);
    if (there != here.has_value()) return false;
    if (there && (here->line != line || here->column != column)) return false;
  }
  const gp::Reflection& fields = *element.GetReflection();
  std::vector<const gp::FieldDescriptor*> set;
  fields.ListFields(element, &set);
  for (const gp::FieldDescriptor* field : set) {
    if (field->message_type() == nullptr || field->name() == "source_code_info") continue;
    const int count = field->is_repeated() ? fields.FieldSize(element, field) : 1;
    for (int i = 0; i < count; ++i) {
      const element_path before = path;
      path.push_back(field->number());
      if (field->is_repeated()) path.push_back(i);
      const gp::Message& inner =
          field->is_repeated() ? fields.GetRepeatedMessage(element, field, i) : fields.GetMessage(element, field);
      if (!same_places(inner, path, theirs, ours)) return false;
      path = before;
    }
  }
  return true;
}

enum class verdict { accepted, refused, beyond_comparison };

verdict expect_same(const std::string& text, const std::string& what) {
  const parsed_file ours = pbwire::compiler::parse("f.proto", text);
  std::vector<line_and_column> places;
  std::string errors;
  for (const auto& d : ours.errors) {
    // Their linker says this, not their parser.
    if (d.message.find("nested in one another") != std::string::npos) return verdict::beyond_comparison;
    places.emplace_back(d.line, d.column);
    errors += d.str() + "\n";
  }
  their_file theirs;
  parse_as_they_do(text, theirs);
  EXPECT_EQ(places, theirs.errors.places) << what << "\nours\n" << errors << "theirs\n" << theirs.errors.text << text;
  if (!places.empty() || !theirs.errors.places.empty()) return verdict::refused;
  EXPECT_EQ(pbwire::encode(ours.proto), theirs.proto.SerializePartialAsString()) << what << "\n" << text;
  element_path root;
  EXPECT_TRUE(same_places(theirs.proto, root, theirs, ours))
      << what << ": differs at " << testing::PrintToString(root) << "\n"
      << text;
  return verdict::accepted;
}

std::vector<std::string> all_texts() {
  std::vector<std::string> texts;
  const std::filesystem::path wrong = child_process::data("wrong");
  for (const auto& files :
       {proto_files::installed(), proto_files::repository(), proto_files::corpus(), proto_files::below(wrong, wrong)}) {
    for (const auto& file : files) texts.push_back(proto_files::read(file.root / file.name).value_or(""));
  }
  return texts;
}

class mutator {
 public:
  explicit mutator(std::uint64_t seed) : random_(seed) {}

  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }

  /// The text with one to three changes.
  std::string mutant_of(const std::string& original) {
    std::string text = piece_of(original);
    for (std::size_t changes = 1 + below(3); changes > 0; --changes) change(text);
    return text;
  }

 private:
  std::string piece_of(const std::string& text) {
    if (text.size() <= longest_mutant) return text;
    const std::string syntax = below(2) == 0 ? "syntax = \"proto2\";\n" : "syntax = \"proto3\";\n";
    return syntax + text.substr(std::min(text.find('\n', below(text.size())), text.size()), longest_mutant);
  }

  void change(std::string& text) {
    static const std::vector<std::string> words = {"{",
                                                   "}",
                                                   "[",
                                                   "]",
                                                   "(",
                                                   ")",
                                                   "<",
                                                   ">",
                                                   ";",
                                                   ",",
                                                   ".",
                                                   "-",
                                                   "=",
                                                   "/",
                                                   "\"",
                                                   "'",
                                                   "\\",
                                                   "\n",
                                                   "\n\n",
                                                   "\t",
                                                   " ",
                                                   "//",
                                                   "/*",
                                                   "*/",
                                                   "/* x */",
                                                   "// y\n",
                                                   "1",
                                                   "0x",
                                                   "09",
                                                   "1.5",
                                                   "1e",
                                                   "inf",
                                                   "nan",
                                                   "to",
                                                   "max",
                                                   "int32",
                                                   "message",
                                                   "enum",
                                                   "option",
                                                   "oneof",
                                                   "map",
                                                   "group",
                                                   "extend",
                                                   "service",
                                                   "rpc",
                                                   "returns",
                                                   "stream",
                                                   "import",
                                                   "public",
                                                   "weak",
                                                   "package",
                                                   "syntax",
                                                   "default",
                                                   "optional",
                                                   "repeated",
                                                   "required",
                                                   "reserved",
                                                   "extensions",
                                                   "json_name",
                                                   "\x80",
                                                   "\x01",
                                                   "\\ud83d\\ude00",
                                                   std::string(1, '\0')};
    const std::size_t at = below(text.size() + 1);
    switch (below(4)) {
      case 0: text.insert(at, words[below(words.size())]); break;
      case 1: text.erase(at, 1 + below(4)); break;
      case 2: text.replace(at, 1, words[below(words.size())]); break;
      default: text.insert(at, text.substr(below(text.size() + 1), below(30)));
    }
  }

  std::mt19937_64 random_;
};

TEST(ParserDifferential, EveryFileIsParsedAsLibprotobufParsesIt) {
  const gp::LogSilencer quiet;
  const auto texts = all_texts();
  EXPECT_GT(texts.size(), 100U);
  for (const std::string& text : texts) expect_same(text, "unchanged");
}

TEST(ParserDifferential, AndSoIsEveryFileWithRandomChanges) {
  const char* given = std::getenv("RPC_ANATOMY_SEED");
  const std::uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 0) : std::random_device{}();
  std::cout << "seed " << seed << ": to run this again, RPC_ANATOMY_SEED=" << seed << std::endl;
  const gp::LogSilencer quiet;  // it has much to say about bytes that are not UTF-8
  const auto texts = all_texts();
  mutator random(seed);
  int accepted = 0;
  for (int i = 0; i < mutants && !HasFailure(); ++i) {
    const std::string text = random.mutant_of(texts[random.below(texts.size())]);
    const verdict both = expect_same(text, "seed " + std::to_string(seed) + ", mutant " + std::to_string(i));
    accepted += both == verdict::accepted ? 1 : 0;
  }
  EXPECT_GT(accepted, mutants / 20) << "most were refused: few descriptors were compared";
}

}  // namespace
