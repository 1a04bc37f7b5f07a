// SPDX-License-Identifier: MIT
//
// Where the parts of a descriptor stood in the text: for documentation, and for errors.
#include "parser_checks.hpp"

#include <pbwire/compiler/paths.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace {

using namespace parser_checks;
using ::testing::ElementsAre;

/// The part of the text that a location spans. Only for spans on one line.
std::string text_at(const parsed_file& file, const element_path& path, std::string_view text) {
  for (const auto& location : file.proto.source_code_info->location) {
    if (location.path != path) continue;
    if (location.span.size() != 3) return "over several lines";
    for (int i = 0; i < location.span[0]; ++i) text.remove_prefix(text.find('\n') + 1);
    const auto from = static_cast<std::size_t>(location.span[1]), to = static_cast<std::size_t>(location.span[2]);
    return std::string(text.substr(from, to - from));
  }
  return "nowhere";
}

TEST(SourceInfo, SpansAnElementFromItsFirstTokenToItsLast) {
  constexpr std::string_view text =
      "syntax = 'proto2';\n"
      "message M {\n"
      "  optional .a.B  c = 3 [default = X, json_name = 'x' 'y', (d).e = -1];\n"
      "}\n";
  const auto file = parsed(text);
  using namespace paths;
  const element_path field = {paths::file::message_type, 0, message::field, 0};
  const auto of = [&](std::initializer_list<std::int32_t> steps) {
    element_path path = field;
    path.insert(path.end(), steps);
    return text_at(file, path, text);
  };
  EXPECT_EQ(text_at(file, {paths::file::syntax}, text), "syntax = 'proto2';");
  EXPECT_EQ(text_at(file, {paths::file::message_type, 0}, text), "over several lines");
  EXPECT_EQ(text_at(file, {paths::file::message_type, 0, message::name}, text), "M");
  EXPECT_EQ(of({}), "optional .a.B  c = 3 [default = X, json_name = 'x' 'y', (d).e = -1];");
  EXPECT_EQ(of({field::label}), "optional");
  EXPECT_EQ(of({field::type_name}), ".a.B");
  EXPECT_EQ(of({field::number}), "3");
  EXPECT_EQ(of({field::default_value}), "X");
  EXPECT_EQ(of({field::json_name}), "json_name = 'x' 'y'");
  EXPECT_EQ(of({field::options}), "[default = X, json_name = 'x' 'y', (d).e = -1]");
  EXPECT_EQ(of({field::options, options::uninterpreted_option, 0}), "(d).e = -1");
  EXPECT_EQ(of({field::options, options::uninterpreted_option, 0, uninterpreted::negative_int_value}), "-1");
}

TEST(SourceInfo, CommentsGoToTheDeclarationTheyStandBy) {
  const auto file = parsed("// detached\n\n// leading\nsyntax = 'proto3';  // trailing\n");
  const auto& location = file.proto.source_code_info.value().location.at(1);
  EXPECT_EQ(location.path, element_path{paths::file::syntax});
  EXPECT_EQ(location.leading_comments, " leading\n");
  EXPECT_EQ(location.trailing_comments, " trailing\n");
  EXPECT_THAT(location.leading_detached_comments, ElementsAre(" detached\n"));
}

TEST(SourcePlaces, SayWhereAnErrorPoints) {
  const auto file =
      parsed("syntax = 'proto2';\nimport 'a';\nmessage M {\n  optional B c = 3 [deprecated = true];\n}\n");
  const element_path field = {paths::file::message_type, 0, paths::message::field, 0};
  const auto find = [&](place what) { return file.places.find(field, what).value_or(position{-1, -1}); };
  EXPECT_EQ(find(place::type), (position{3, 11}));
  EXPECT_EQ(find(place::name), (position{3, 13}));
  EXPECT_EQ(find(place::number), (position{3, 17}));
  EXPECT_EQ(find(place::default_value), (position{-1, -1}));
  EXPECT_EQ(file.places.find({4, 0, 2, 0, 8, 999, 0}, place::option_name), (position{3, 20}));
  EXPECT_EQ(file.places.find({4, 0, 2, 0, 8, 999, 0}, place::option_value), (position{3, 33}));
  EXPECT_EQ(file.places.find_import("a"), (position{1, 0}));
  EXPECT_EQ(file.places.find_import("b"), std::nullopt);
}

}  // namespace
