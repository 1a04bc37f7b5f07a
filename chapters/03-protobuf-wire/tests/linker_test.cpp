// SPDX-License-Identifier: MIT
//
// Names become types, one rule at a time. Whole files are compared with protoc's in descriptor_set_test, wrong ones in
// wrong_files_test.
#include "import_texts.hpp"

#include <pbwire/codec.hpp>
#include <pbwire/compiler/descriptor_set.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace {

using namespace pbwire;
using namespace import_texts;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

const std::string proto2 = "syntax = \"proto2\";\n";
const std::string proto3 = "syntax = \"proto3\";\n";

const field_type& field(const pool& types, std::string_view message, std::string_view name) {
  const message_type* const m = types.find_message(message);
  if (m == nullptr || m->find(name) == nullptr) throw std::runtime_error("no field " + std::string(name));
  return *m->find(name);
}

TEST(Names, TheInnermostScopeComesFirst) {
  const pool types = types_of(proto3 + R"(
    package a;
    message T {}
    message M { message T {} T inner = 1; .a.T outer = 2; a.T by_package = 3; M.T by_parent = 4; })");
  EXPECT_EQ(field(types, "a.M", "inner").message->full_name, "a.M.T");
  EXPECT_EQ(field(types, "a.M", "outer").message->full_name, "a.T");
  EXPECT_EQ(field(types, "a.M", "by_package").message->full_name, "a.T");
  EXPECT_EQ(field(types, "a.M", "by_parent").message->full_name, "a.M.T");
}

TEST(Names, TheFirstPartDecides) {
  EXPECT_THAT(
      errors_of(proto3 + "package a.b; message b {}\nmessage M { b.N n = 1; }\n"),
      ElementsAre("main.proto:3:13: \"b.N\" means \"a.b.b.N\" here, which does not exist, because the innermost "
                  "\"b\" is \"a.b.b\"; write \".b.N\" to start from the outermost scope"));
}

TEST(Names, AFieldDoesNotHideAType) {
  const pool types = types_of(proto3 + "message T {} message M { T T = 1; }");
  EXPECT_EQ(field(types, "M", "T").message->full_name, "T");
}

TEST(Names, AMethodHidesAMessage) {
  EXPECT_THAT(errors_of(proto3 + "message M {}\nservice S { rpc M(M) returns (.M); }"),
              ElementsAre("main.proto:3:19: \"M\" is a method; name a message here"));
}

TEST(Names, AnImportIsSeenAndItsImportsAreNot) {
  const texts files = {{"main.proto", proto3 + "import \"near.proto\"; message M { Near n = 1;\n Far f = 2; }"},
                       {"near.proto", proto3 + "import \"far.proto\"; message Near { Far f = 1; }"},
                       {"far.proto", proto3 + "message Far {}"}};
  EXPECT_THAT(errors_of(files),
              ElementsAre("main.proto:3:2: \"Far\" is declared in \"far.proto\", which \"main.proto\" "
                          "does not import; add the import"));
}

TEST(Names, APublicImportIsPassedOn) {
  const pool types = types_of(texts{{"main.proto", proto3 + "import \"near.proto\"; message M { Far f = 1; }"},
                                    {"near.proto", proto3 + "import public \"far.proto\";"},
                                    {"far.proto", proto3 + "message Far {}"}});
  EXPECT_EQ(field(types, "M", "f").message, types.find_message("Far"));
  EXPECT_EQ(types.find_file("near.proto")->public_dependencies.front(), types.find_file("far.proto"));
}

TEST(Names, EnumValuesAreSiblingsOfTheirEnum) {
  EXPECT_THAT(errors_of(proto3 + "enum A { X = 0; }\nenum B { X = 0; }"),
              ElementsAre(StartsWith("main.proto:3:10: \"X\" is already defined, as an enum value")));
}

TEST(Names, AWrongFileLeavesNoTrace) {
  compiler::importer files =
      importer_of({{"wrong.proto", proto3 + "message M { Missing m = 1; }"}, {"right.proto", proto3 + "message M {}"}});
  EXPECT_FALSE(files.import({"wrong.proto"}));
  EXPECT_EQ(files.types().find_message("M"), nullptr);
  EXPECT_TRUE(files.import({"right.proto"}));
  EXPECT_NE(files.types().find_message("M"), nullptr);
}

TEST(LinkedDescriptor, HasAbsoluteNamesKindsAndJsonNames) {
  const pool types = types_of(proto3 + "package a; enum E { Z = 0; } message M { M more_of_it = 1; E e = 2; }");
  const auto& fields = types.find_file("main.proto")->proto.message_type[0].field;
  EXPECT_EQ(fields[0].type_name, ".a.M");
  EXPECT_EQ(fields[0].type, descriptor::FieldDescriptorProto::Type::TYPE_MESSAGE);
  EXPECT_EQ(fields[0].json_name, "moreOfIt");
  EXPECT_EQ(fields[1].type_name, ".a.E");
  EXPECT_EQ(fields[1].type, descriptor::FieldDescriptorProto::Type::TYPE_ENUM);
}

TEST(LinkedDescriptor, CanBeLinkedAgain) {
  const pool types = types_of(proto2 + R"(
    import "google/protobuf/descriptor.proto";
    extend google.protobuf.FieldOptions { optional string unit = 50001; }
    message M { optional int32 size = 1 [(unit) = "m", default = -0]; map<int32, M> more = 2; })");
  const auto set =
      compiler::make_descriptor_set(types, {"main.proto"}, {.include_imports = true, .include_source_info = true});
  ASSERT_EQ(set.file.size(), 2U);
  std::vector<compiler::diagnostic> errors;
  const std::optional<pool> again = compiler::read_descriptor_set(set, errors);
  ASSERT_TRUE(again) << errors.front().str();
  EXPECT_EQ(again->find_file("main.proto")->proto, types.find_file("main.proto")->proto);
}

TEST(Fields, KnowTheirPresence) {
  const pool old = types_of(proto2 + "message M { optional int32 a = 1; repeated int32 b = 2; }");
  EXPECT_TRUE(field(old, "M", "a").has_presence);
  EXPECT_FALSE(field(old, "M", "b").has_presence);
  const pool types = types_of(proto3 + R"(
    message M { int32 a = 1; optional int32 b = 2; M c = 3; oneof o { int32 d = 4; } repeated int32 e = 5; })");
  EXPECT_FALSE(field(types, "M", "a").has_presence);
  EXPECT_TRUE(field(types, "M", "b").has_presence);
  EXPECT_TRUE(field(types, "M", "c").has_presence);
  EXPECT_TRUE(field(types, "M", "d").has_presence);
  EXPECT_FALSE(field(types, "M", "e").has_presence);
  EXPECT_TRUE(field(types, "M", "b").oneof->is_synthetic);
  EXPECT_FALSE(field(types, "M", "d").oneof->is_synthetic);
}

TEST(Fields, ArePackedByTheirSyntaxUnlessTheySay) {
  const pool old = types_of(proto2 + "message M { repeated int32 a = 1; repeated int32 b = 2 [packed = true]; }");
  EXPECT_FALSE(field(old, "M", "a").is_packed);
  EXPECT_TRUE(field(old, "M", "b").is_packed);
  const pool types = types_of(
      proto3 + "message M { repeated int32 a = 1; repeated int32 b = 2 [packed = false]; repeated string c = 3; }");
  EXPECT_TRUE(field(types, "M", "a").is_packed);
  EXPECT_FALSE(field(types, "M", "b").is_packed);
  EXPECT_FALSE(field(types, "M", "c").is_packed);
}

TEST(Fields, AreFoundByNumberAndName) {
  const pool types = types_of(proto3 + "message M { int32 c = 30; int32 a = 1; int32 b = 2; }");
  const message_type& m = *types.find_message("M");
  EXPECT_EQ(m.find(30U)->name, "c");
  EXPECT_EQ(m.find(2U)->name, "b");
  EXPECT_EQ(m.find(3U), nullptr);
  EXPECT_EQ(m.find("a")->number, 1U);
  EXPECT_EQ(m.find("d"), nullptr);
}

TEST(Fields, HaveDefaults) {
  const pool types = types_of(proto2 + R"(
    enum E { ONE = 1; TWO = 2; }
    message M {
      optional int32 i = 1 [default = -7];
      optional uint64 u = 2 [default = 0xffffffffffffffff];
      optional float f = 3 [default = 1.1];
      optional double d = 4 [default = -inf];
      optional bool b = 5 [default = true];
      optional string s = 6 [default = "a\"b"];
      optional bytes y = 7 [default = "\000\xff\\"];
      optional E e = 8 [default = TWO];
      optional E first = 9;
      optional int64 none = 10;
      repeated int32 many = 11;
      optional M m = 12;
    })");
  EXPECT_EQ(field(types, "M", "i").default_, default_value(std::int32_t{-7}));
  EXPECT_EQ(field(types, "M", "u").default_, default_value(std::numeric_limits<std::uint64_t>::max()));
  EXPECT_EQ(field(types, "M", "f").default_, default_value(1.1F));
  EXPECT_EQ(field(types, "M", "d").default_, default_value(-std::numeric_limits<double>::infinity()));
  EXPECT_EQ(field(types, "M", "b").default_, default_value(true));
  EXPECT_EQ(field(types, "M", "s").default_, default_value(std::string("a\"b")));
  EXPECT_EQ(field(types, "M", "y").default_, default_value(std::string("\0\xff\\", 3)));
  EXPECT_EQ(field(types, "M", "e").default_, default_value(types.find_enum("E")->find("TWO")));
  EXPECT_EQ(field(types, "M", "first").default_, default_value(types.find_enum("E")->find("ONE")));
  EXPECT_EQ(field(types, "M", "none").default_, default_value(std::int64_t{0}));
  EXPECT_EQ(field(types, "M", "many").default_, default_value());
  EXPECT_EQ(field(types, "M", "m").default_, default_value());
}

TEST(Extensions, AreFoundByNameAndByNumber) {
  const pool types = types_of(proto2 + R"(
    package a;
    message Base { extensions 100 to 199; }
    message In { extend Base { optional In in = 100; } }
    extend Base { repeated int32 numbers = 101; })");
  const message_type& base = *types.find_message("a.Base");
  const field_type* const in = types.find_extension("a.In.in");
  ASSERT_NE(in, nullptr);
  EXPECT_EQ(in->containing, &base);
  EXPECT_EQ(in->scope, types.find_message("a.In"));
  EXPECT_EQ(types.find_extension(base, 100), in);
  EXPECT_EQ(types.find_extension(base, 101), types.find_extension("a.numbers"));
  EXPECT_EQ(types.find_extension(base, 102), nullptr);
  EXPECT_TRUE(base.is_extension_number(199));
  EXPECT_FALSE(base.is_extension_number(200));
}

TEST(Numbers, TheImplementationsOwnAreRefused) {
  EXPECT_THAT(errors_of(proto3 + "message User {\n  int32 id = 19500;\n}"),
              ElementsAre("main.proto:3:14: field number 19500 is reserved for the protobuf implementation "
                          "(19000–19999); 1 is free"));
}

TEST(Numbers, TheSmallestFreeOneIsProposed) {
  EXPECT_THAT(errors_of(proto3 + "message M { reserved 2 to 4; int32 a = 1; int32 b = 5;\n int32 c = 1; }"),
              ElementsAre("main.proto:3:12: field number 1 is already the number of \"a\" in \"M\"; 6 is free"));
}

TEST(Numbers, NoneIsProposedWhereNoneIsFree) {
  EXPECT_THAT(errors_of(proto2 + "message M { extensions 1 to max;\n optional int32 a = 0; }"),
              ElementsAre("main.proto:3:21: field number 0 is too small: field numbers begin at 1"));
}

TEST(Maps, AreBlamedForTheirEntries) {
  EXPECT_THAT(errors_of(proto3 + "message M {\n  map<string, Missing> m = 1;\n}"),
              ElementsAre(StartsWith("main.proto:3:3: \"Missing\" is not defined")));
}

TEST(Errors, ComeInTheOrderOfTheFile) {
  const std::vector<std::string> errors =
      errors_of(proto3 + "message M {\n Missing a = 1;\n int32 b = 0;\n int32 b = 3; }");
  ASSERT_EQ(errors.size(), 3U);
  EXPECT_THAT(errors[0], StartsWith("main.proto:3:2: "));
  EXPECT_THAT(errors[1], StartsWith("main.proto:4:12: "));
  EXPECT_THAT(errors[2], StartsWith("main.proto:5:8: "));
}

TEST(Descriptors, FromElsewhereAreCheckedAsTexts) {
  descriptor::FileDescriptorProto file;
  file.name = "odd.proto";
  auto& m = file.message_type.emplace_back();
  m.name = "not a name";
  auto& f = m.field.emplace_back();
  f.name = "f";
  f.number = -5;
  f.oneof_index = 3;
  pool types;
  const compiler::linked_file linked = compiler::link(types, file);
  EXPECT_FALSE(linked);
  EXPECT_EQ(linked.errors.size(), 4U);  // the name, the number, the oneof, and that it does not say its type
  for (const auto& error : linked.errors) EXPECT_THAT(error.str(), StartsWith("odd.proto: "));
  EXPECT_THAT(types.files(), IsEmpty());
}

}  // namespace
