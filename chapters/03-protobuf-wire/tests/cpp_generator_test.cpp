// SPDX-License-Identifier: MIT
//
// What a .proto becomes in C++, as text. That the text compiles and means the same as protoc's is for generated_test.
#include <pbwire/compiler/cpp_generator.hpp>
#include <pbwire/compiler/importer.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace {

using namespace pbwire::compiler;
using testing::HasSubstr;
using testing::Not;

using sources = std::map<std::string, std::string>;

/// The code for the file "a.proto" among others.
generated_code generate(const sources& texts, const generator_options& options = {}) {
  importer files([&](const std::string& name) -> std::optional<std::string> {
    const auto found = texts.find(name);
    return found != texts.end() ? std::optional(found->second) : std::nullopt;
  });
  if (!files.import({"a.proto"})) return {{}, files.errors()};
  return generate_cpp({files.types().find_file("a.proto")}, options);
}

std::string header_of(const sources& texts, const generator_options& options = {}) {
  const generated_code made = generate(texts, options);
  EXPECT_TRUE(made.errors.empty()) << made.errors.front().str();
  return made.files.empty() ? std::string() : made.files.front().text;
}

std::string proto3(const std::string& body) {
  return header_of({{"a.proto", "syntax = \"proto3\";\npackage shop;\n" + body}});
}
std::string proto2(const std::string& body) {
  return header_of({{"a.proto", "syntax = \"proto2\";\npackage shop;\n" + body}});
}

/// What stands between the braces of the namespace.
std::string types_of(const std::string& header) {
  const std::size_t from = header.find("{\n\n") + 3;
  return header.substr(from, header.find("\n\n}  // namespace") + 1 - from);
}

TEST(CppGenerator, AMessageIsAStructAndASchema) {
  EXPECT_EQ(proto3("message Item {\n  string name = 1;\n  repeated int32 ids = 2;\n}\n"),
            R"(// a.proto as plain structs, by pbgen. Change the .proto, not this file.
// clang-format off
#pragma once

#include <pbwire/codec.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shop {

struct Item {
  std::string name;
  std::vector<std::int32_t> ids;
  pbwire::unknown_fields unknown;

  friend bool operator==(const Item& a, const Item& b) { return pbwire::equal(a, b); }
};

}  // namespace shop

template <>
struct pbwire::schema<shop::Item> {
  using M = ::shop::Item;
  static constexpr std::string_view name = "shop.Item";
  static constexpr auto syntax = pbwire::syntax::proto3;
  using fields = field_list<
      field<"name", 1, kind::string, &M::name>,
      field<"ids", 2, kind::int32, &M::ids, packed>>;
};
)");
}

TEST(CppGenerator, ImplicitPresenceIsThePlainTypeWithItsZero) {
  const std::string text = proto3(R"(
      message M { bool a = 1; double b = 2; bytes c = 3; Kind d = 4; optional sint64 e = 5; M f = 6; fixed32 g = 7; }
      enum Kind { NONE = 0; SOME = 1; })");
  EXPECT_THAT(text, HasSubstr("  bool a = false;\n  double b = 0;\n  std::string c;\n  Kind d = Kind::NONE;\n"
                              "  std::optional<std::int64_t> e;\n  pbwire::box<M> f;\n  std::uint32_t g = 0;\n"));
}

TEST(CppGenerator, AnEnumIsScopedAndHasANameForEachValue) {
  const std::string text = proto2("enum Kind { option allow_alias = true; A = 1; B = -5; C = -5; }");
  EXPECT_EQ(types_of(text), "enum class Kind : std::int32_t {\n  A = 1,\n  B = -5,\n  C = -5,\n};\n");
  EXPECT_THAT(text, HasSubstr("struct pbwire::enum_schema<shop::Kind> {\n"
                              "  static constexpr std::string_view name = \"shop.Kind\";\n"
                              "  static constexpr std::array<enum_entry, 3> values{{\n"
                              "    {\"A\", 1},\n    {\"B\", -5},\n    {\"C\", -5},\n  }};\n};\n"));
}

TEST(CppGenerator, AOneofIsAVariantWhoseAlternativesHaveNames) {
  const std::string text = proto3("message M { oneof choice { string text = 7; int32 id = 2; M inside = 3; } }");
  EXPECT_THAT(text, HasSubstr("  enum choice_case : std::size_t { choice_not_set, choice_text, choice_id, "
                              "choice_inside };\n"
                              "  std::variant<std::monostate, std::string, std::int32_t, pbwire::box<M>> choice;\n"));
  EXPECT_THAT(text, HasSubstr("      oneof_field<\"id\", 2, kind::int32, &M::choice, M::choice_id>,\n"
                              "      oneof_field<\"inside\", 3, kind::message, &M::choice, M::choice_inside>,\n"
                              "      oneof_field<\"text\", 7, kind::string, &M::choice, M::choice_text>>;\n"));
}

TEST(CppGenerator, AMapIsAMap) {
  const std::string text = proto3("message M { map<string, M> inside = 1; map<int32, bytes> raw = 2; }");
  EXPECT_THAT(text, HasSubstr("  std::map<std::string, M> inside;\n  std::map<std::int32_t, std::string> raw;\n"));
  EXPECT_THAT(text, HasSubstr("map_field<\"raw\", 2, kind::int32, kind::bytes, &M::raw>"));
}

TEST(CppGenerator, Proto2KeepsRequiredGroupsAndDefaults) {
  const std::string text = proto2(R"(message M {
    required string name = 1 [default = "caf\303\251\n"];
    repeated group Hit = 2 { optional int32 at = 1; }
    optional float ratio = 3 [default = inf];
    optional int64 low = 4 [default = -0x8000000000000000];
    optional bytes raw = 5 [default = "a\0b??/"];
    optional Kind kind = 6 [default = B];
    enum Kind { A = 0; B = 1; }
  })");
  EXPECT_THAT(text, HasSubstr("  std::optional<std::string> name;\n  std::vector<Hit> hit;\n"));
  EXPECT_THAT(text, HasSubstr("field<\"name\", 1, kind::string, &M::name, required>,\n"
                              "      field<\"hit\", 2, kind::group, &M::hit>,"));
  EXPECT_THAT(text, HasSubstr(R"(  static constexpr std::string_view default_name = "caf\303\251\n";
  static constexpr float default_ratio = std::numeric_limits<float>::infinity();
  static constexpr std::int64_t default_low = std::numeric_limits<std::int64_t>::min();
  static constexpr std::string_view default_raw = std::string_view("a\000b?\?/", 6);
  static constexpr Kind default_kind = Kind::B;
)"));
}

TEST(CppGenerator, AnExtensionIsAConstantWhereItWasDeclared) {
  const std::string text = proto2(R"(
      message Base { optional int32 id = 150; extensions 100 to 149, 200 to max; }
      extend Base { optional int32 level = 100; }
      message Scope { extend Base { repeated sint32 marks = 101 [packed = true]; } })");
  EXPECT_THAT(text, HasSubstr("  std::optional<std::int32_t> id;\n  pbwire::extension_set extensions;\n"));
  EXPECT_THAT(text, HasSubstr("extension_range<100, 149, &M::extensions>,\n"
                              "      field<\"id\", 150, kind::int32, &M::id>,\n"
                              "      extension_range<200, 536870911, &M::extensions>>;"));
  EXPECT_THAT(text, HasSubstr("\ninline constexpr pbwire::extension<\"shop.level\", Base, 100, pbwire::kind::int32, "
                              "std::optional<std::int32_t>> level{};\n"));
  EXPECT_THAT(text, HasSubstr("  static constexpr pbwire::extension<\"shop.Scope.marks\", Base, 101, "
                              "pbwire::kind::sint32, std::vector<std::int32_t>, pbwire::packed> marks{};\n"));
}

TEST(CppGenerator, AViewPerMessageIfAsked) {
  const sources texts{{"a.proto", R"(syntax = "proto3"; package shop;
      message Outer {
        enum Kind { K = 0; }
        message Inner { string text = 1; optional int32 n = 2; }
        Inner inner = 1; repeated Inner many = 2; repeated Kind kinds = 3; map<string, Inner> by_name = 4;
        oneof pick { bytes raw = 5; Outer outer = 6; }
      })"}};
  EXPECT_THAT(header_of(texts), Not(HasSubstr("View")));
  const std::string text = header_of(texts, {{"views", ""}});
  EXPECT_THAT(text, HasSubstr("#include <pbwire/view.hpp>\n"));
  EXPECT_THAT(text,
              HasSubstr("struct Outer_InnerView {\n  std::string_view text;\n  std::optional<std::int32_t> n;\n};\n"));
  EXPECT_THAT(text, HasSubstr(R"(struct OuterView {
  pbwire::message_view<Outer_InnerView> inner;
  pbwire::repeated_view<pbwire::kind::message, Outer_InnerView> many;
  pbwire::repeated_view<pbwire::kind::enum_, Outer::Kind> kinds;
  pbwire::map_view<pbwire::kind::string, pbwire::kind::message, Outer_InnerView> by_name;
  std::variant<std::monostate, std::string_view, pbwire::message_view<OuterView>> pick;
};
)"));
  EXPECT_THAT(text, HasSubstr("oneof_field<\"outer\", 6, kind::message, &M::pick, ::shop::Outer::pick_outer>>;"));
}

TEST(CppGenerator, CommentsGoAlong) {
  const std::string text = proto3(R"(
// Above the message,
// on two lines.
message M {
  // Above the field.
  int32 a = 1;  // Behind it.
  /* In a block. */
  oneof either {
    int32 b = 2;  // The first.
    int32 c = 3;
  }
})");
  EXPECT_THAT(text, HasSubstr("// Above the message,\n// on two lines.\nstruct M {\n"
                              "  // Above the field.\n  std::int32_t a = 0;  // Behind it.\n"
                              "  // In a block.\n  enum either_case : std::size_t {\n    either_not_set,\n"
                              "    either_b,  // The first.\n    either_c,\n  };\n"));
}

TEST(CppGenerator, CommentsCanBeLeftOut) {
  const sources texts{{"a.proto", "syntax = \"proto3\";\n// Why.\nmessage M {}\n"}};
  EXPECT_THAT(header_of(texts), HasSubstr("Why"));
  EXPECT_THAT(header_of(texts, {{"no_comments", ""}}), Not(HasSubstr("Why")));
}

TEST(CppGenerator, ACommentThatEndsInABackslashDoesNotSwallowTheNextLine) {
  EXPECT_THAT(proto3("// C:\\\nmessage M {}"), HasSubstr("// C:\\ //\nstruct M {"));
}

TEST(CppGenerator, AStructThatClangCannotHoldInAnOptionalYetMovesOut) {
  // The initialiser of x is looked at when A is complete, and std::optional<A_> asks before that.
  const std::string text =
      proto3("message A { message A { int32 x = 1; } message class { string y = 1; } A inside = 1; }");
  EXPECT_THAT(text, HasSubstr("struct A_A {\n  std::int32_t x = 0;\n"));
  EXPECT_THAT(text, HasSubstr("struct A {\n  using A_ = A_A;\n  using class_ = A_class;\n"));
  EXPECT_THAT(text, HasSubstr("  std::optional<A_A> inside;\n"));
}

TEST(CppNames, WhatCppForbidsGetsAnUnderscore) {
  const std::string text = proto3(R"(
      message class { int32 new = 1; string NULL = 2; bytes unknown = 3; class a = 4; }
      message A { message A { string x = 1; } A inside = 1; }
      enum Word { not = 0; and = 1; }
      message b {})");
  EXPECT_THAT(text, HasSubstr("struct class_ {\n  std::int32_t new_ = 0;\n  std::string NULL_;\n"
                              "  std::string unknown_;\n  pbwire::box<class_> a;\n"));
  EXPECT_THAT(text, HasSubstr("struct A {\n  struct A_ {\n"));
  EXPECT_THAT(text, HasSubstr("  std::optional<A_> inside;\n"));
  EXPECT_THAT(text, HasSubstr("  not_ = 0,\n  and_ = 1,\n"));
  EXPECT_THAT(text, HasSubstr("operator==(const b& x, const b& y) { return pbwire::equal(x, y); }"));
  EXPECT_THAT(text, HasSubstr("field<\"new\", 1, kind::int32, &M::new_>"))
      << "on the wire and in text it keeps its name";
}

TEST(CppNames, AMemberGivesWayToTheTypesItsStructUses) {
  const std::string text = proto3(
      "message Item {}\nmessage Outer { int32 Item = 1; Deep d = 2;\n"
      "message Deep { Item item = 1; } }");
  EXPECT_THAT(text, HasSubstr("    std::optional<Item> item;\n"));
  EXPECT_THAT(text, HasSubstr("  std::int32_t Item_ = 0;\n"));
}

TEST(CppNames, PackagesAreNamespacesUnlessToldOtherwise) {
  const auto opening = [](const std::string& package, const generator_options& options) {
    const std::string line = package.empty() ? "" : "package " + package + ";";
    const std::string text = header_of({{"a.proto", "syntax = \"proto3\"; " + line + " message M {}"}}, options);
    const std::size_t from = text.find("namespace ");
    return from > text.find("struct M") ? "" : text.substr(from + 10, text.find(" {") - from - 10);
  };
  EXPECT_EQ(opening("", {}), "");
  EXPECT_EQ(opening("a.b", {}), "a::b");
  EXPECT_EQ(opening("a.std.class", {}), "a::std_::class_");
  EXPECT_EQ(opening("a.b", {{"namespace", "a=x::y"}}), "x::y::b");
  EXPECT_EQ(opening("a.b", {{"namespace", "a=x"}, {"namespace", "a.b=y"}}), "y") << "the longest package counts";
  EXPECT_EQ(opening("ab", {{"namespace", "a=x"}}), "ab") << "a prefix ends at a dot";
  EXPECT_EQ(opening("a.b", {{"namespace", "=x"}}), "x::a::b");
  EXPECT_EQ(opening("", {{"namespace", "=x"}}), "x");
}

TEST(CppNames, TypesOfOtherPackagesAreQualifiedAsFarAsNeeded) {
  const std::string text =
      header_of({{"a.proto",
                  "syntax = \"proto3\"; package shop; import \"far/b.proto\"; import \"c.proto\";\n"
                  "message M { far.Item a = 1; .shop2.Item b = 2; message shop2 {} .Bare c = 3; }"},
                 {"far/b.proto", "syntax = \"proto3\"; package far; message Item {}"},
                 {"c.proto", "syntax = \"proto3\"; package shop2; import public \"d.proto\"; message Item {}"},
                 {"d.proto", "syntax = \"proto3\"; message Bare {}"}});
  EXPECT_THAT(text, HasSubstr("#include \"c.pb.hpp\"\n#include \"far/b.pb.hpp\"\n"));
  EXPECT_THAT(text, HasSubstr("  std::optional<far::Item> a;\n"));
  EXPECT_THAT(text, HasSubstr("  std::optional<::shop2::Item> b;\n")) << "M::shop2 is nearer";
  EXPECT_THAT(text, HasSubstr("  std::optional<::Bare> c;\n"));
}

TEST(CppLayout, TypesComeBehindThoseTheyNeed) {
  const std::string text = types_of(proto3("message A { B b = 1; repeated C c = 2; }\nmessage B {}\nmessage C {}"));
  EXPECT_LT(text.find("struct B {"), text.find("struct A {"));
  EXPECT_LT(text.find("struct C {"), text.find("struct A {"));
  EXPECT_THAT(text, Not(HasSubstr("box")));
}

TEST(CppLayout, ACycleOfSingularFieldsIsBoxed) {
  const std::string text = types_of(proto3("message A { B b = 1; }\nmessage B { oneof o { A a = 1; int32 n = 2; } }"));
  EXPECT_THAT(text, HasSubstr("struct B;\n")) << "to be declared before it is mentioned";
  EXPECT_THAT(text, HasSubstr("  pbwire::box<B> b;\n"));
  EXPECT_THAT(text, HasSubstr("std::variant<std::monostate, pbwire::box<A>, std::int32_t> o;"));
}

TEST(CppLayout, ACycleThroughAVectorNeedsNoBox) {
  const std::string text = types_of(proto3("message A { repeated B b = 1; }\nmessage B { A a = 1; }"));
  EXPECT_THAT(text, HasSubstr("struct B;\n\nstruct A {\n  std::vector<B> b;\n"));
  EXPECT_THAT(text, HasSubstr("  std::optional<A> a;\n"));
}

TEST(CppLayout, AnInnerMessageHoldsTheOuterOneInABox) {
  const std::string text = types_of(proto3("message Node { message Edge { Node to = 1; } repeated Edge edges = 1; }"));
  EXPECT_THAT(text, HasSubstr("struct Node {\n  struct Edge {\n    pbwire::box<Node> to;\n"));
}

TEST(CppLayout, ABoxLetsOneMessageLookIntoAnother) {
  const std::string text =
      types_of(proto3("message A { enum Kind { K = 0; } B b = 1; }\nmessage B { A.Kind kind = 1; }"));
  EXPECT_THAT(text, HasSubstr("  pbwire::box<B> b;\n"));
  EXPECT_LT(text.find("struct A {"), text.find("  A::Kind kind = A::Kind::K;\n"));
}

TEST(CppLayout, MessagesThatLookIntoEachOtherMoveTheirInsidesOut) {
  const std::string text = types_of(proto3(R"(
      message A { message X {} enum E { K = 0; } repeated B.X b = 1; }
      message B { message X {} repeated A.X a = 1; A.E e = 2; })"));
  EXPECT_THAT(text, HasSubstr("enum class A_E : std::int32_t {"));
  EXPECT_THAT(text, HasSubstr("struct A {\n  using E = A_E;\n  using X = A_X;\n\n  std::vector<B_X> b;\n"));
  EXPECT_THAT(text, HasSubstr("struct B {\n  using X = B_X;\n\n  std::vector<A_X> a;\n  A_E e = A_E::K;\n"));
}

TEST(CppGenerator, AMessageSetIsRefusedWithItsPlace) {
  const generated_code made = generate({{"a.proto",
                                         "syntax = \"proto2\";\nmessage Set {\n"
                                         "  option message_set_wire_format = true; extensions 4 to max; }"}});
  ASSERT_EQ(made.errors.size(), 1U);
  EXPECT_EQ(made.errors[0].str(),
            "a.proto:2:1: \"Set\" is a MessageSet (option message_set_wire_format), which has no plain struct.");
}

TEST(CppGenerator, AnUnknownOptionIsRefused) {
  const generated_code made = generate({{"a.proto", "syntax = \"proto3\";"}}, {{"viewes", ""}});
  ASSERT_EQ(made.errors.size(), 1U);
  EXPECT_THAT(made.errors[0].message, HasSubstr("viewes"));
}

TEST(CodePrinter, IndentsAndSeparates) {
  code_printer out;
  out.line();
  out.open("a {");
  out.line();
  out.comment(" one\n two\n\n");
  out.line("b;");
  out.line();
  out.line();
  out.line("c;");
  out.line();
  out.close("}");
  EXPECT_EQ(out.text(), "a {\n  // one\n  // two\n  b;\n\n  c;\n}\n");
}

}  // namespace
