// SPDX-License-Identifier: MIT
//
// Files that import files: in which order, what happens when one is missing or wrong, and the set that they make.
#include "import_texts.hpp"

#include <pbwire/compiler/descriptor_set.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace pbwire;
using namespace import_texts;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::string proto3 = "syntax = \"proto3\";\n";

TEST(DescriptorSet, WithoutItsImportsIsRefused) {
  const pool types = types_of(texts{{"main.proto", proto3 + "import \"far.proto\"; message M { Far f = 1; }"},
                                    {"far.proto", proto3 + "message Far {}"}});
  std::vector<compiler::diagnostic> errors;
  EXPECT_FALSE(compiler::read_descriptor_set(compiler::make_descriptor_set(types, {"main.proto"}), errors));
  EXPECT_THAT(errors.front().str(), StartsWith("main.proto: \"far.proto\" cannot be imported"));
}

TEST(DescriptorSet, HasFilesBehindThoseTheyImport) {
  compiler::importer files = importer_of({{"a.proto", proto3 + "import \"b.proto\"; message A { B b = 1; }"},
                                          {"b.proto", proto3 + "import \"c.proto\"; message B { C c = 1; }"},
                                          {"c.proto", proto3 + "message C {}"}});
  ASSERT_TRUE(files.import({"a.proto", "b.proto"}));
  const auto names = [&](bool imports) {
    std::vector<std::string> all;
    for (const auto& file :
         compiler::make_descriptor_set(files.types(), {"a.proto", "b.proto"}, {imports, false}).file) {
      all.push_back(*file.name);
    }
    return all;
  };
  EXPECT_THAT(names(false), ElementsAre("b.proto", "a.proto"));
  EXPECT_THAT(names(true), ElementsAre("c.proto", "b.proto", "a.proto"));
}

TEST(Imports, LeadingInACircleAreReportedWithTheChain) {
  const texts files = {{"main.proto", proto3 + "import \"b.proto\";"},
                       {"b.proto", proto3 + "import \"c.proto\";"},
                       {"c.proto", proto3 + "import \"main.proto\";"}};
  EXPECT_THAT(errors_of(files).front(),
              StartsWith("main.proto:2:1: imports lead in a circle: main.proto → b.proto → c.proto → main.proto"));
}

TEST(Imports, ThatAreMissingAreNamedWithThePlace) {
  EXPECT_THAT(errors_of(proto3 + "import \"missing.proto\";"),
              ElementsAre(StartsWith("missing.proto: file not found"),
                          StartsWith("main.proto:2:1: \"missing.proto\" cannot be imported")));
}

TEST(Imports, OfAWrongFileShowItsErrorsFirst) {
  const texts files = {{"main.proto", proto3 + "import \"b.proto\"; message M { B b = 1; }"},
                       {"b.proto", proto3 + "message B { int32 a = 0; }"}};
  const std::vector<std::string> errors = errors_of(files);
  ASSERT_EQ(errors.size(), 3U);
  EXPECT_THAT(errors[0], StartsWith("b.proto:2:23: field number 0 is too small"));
  EXPECT_THAT(errors[1], StartsWith("main.proto:2:1: \"b.proto\" cannot be imported"));
}

TEST(Imports, HaveOneSpelling) {
  for (const std::string name : {"/b.proto", "./b.proto", "x/../b.proto", "x//b.proto", "x\\\\b.proto", ""}) {
    EXPECT_THAT(errors_of(proto3 + "import \"" + name + "\";"),
                ElementsAre(HasSubstr("no name of a file to import"), HasSubstr("cannot be imported")))
        << name;
  }
}

TEST(Imports, ThatNothingIsUsedFromAreWarnedOf) {
  const std::string b = proto3 + "import \"google/protobuf/empty.proto\"; message B {}";
  EXPECT_THAT(warnings_of({{"main.proto", proto3 + "import \"b.proto\";\nimport \"google/protobuf/any.proto\";"
                                                   "message M { B b = 1; }"},
                           {"b.proto", b}}),
              ElementsAre("main.proto:3:1: nothing from \"google/protobuf/any.proto\" is used here"));
}

}  // namespace
