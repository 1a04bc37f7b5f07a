// SPDX-License-Identifier: MIT
//
// Texts right and wrong, each read by libprotobuf's TextFormat as well: the same verdict, the same bytes, and for wrong
// ones the same line and column.
#include "child.hpp"
#include "twin_pool.hpp"

#include <pbwire/text_format.hpp>

#include <google/protobuf/any.pb.h>
#include <google/protobuf/text_format.h>

#include <fstream>

namespace {

using namespace twins;
using pbwire::dynamic_message;

constexpr const char* source2 = R"(
  syntax = "proto2";
  package t;
  import "google/protobuf/any.proto";
  message Old {
    enum Color { RED = 0; GREEN = 1; BLUE = -5; ALSO_RED = 0x7; }
    optional int32 i32 = 1;
    optional int64 i64 = 2;
    optional uint32 u32 = 3;
    optional uint64 u64 = 4;
    optional sint64 s64 = 5;
    optional fixed32 f32 = 6;
    optional float f = 7;
    optional double d = 8;
    optional bool b = 9;
    optional string s = 10;
    optional bytes by = 11;
    optional Color color = 12;
    optional Old old = 13;
    optional group Group = 14 { optional int32 a = 1; }
    repeated group Many = 15 { optional int32 a = 1; }
    repeated int32 ri = 16;
    repeated string rs = 17;
    repeated Old ro = 18;
    oneof choice { int32 one = 19; string two = 20; Old three = 21; }
    map<string, int32> map = 22;
    map<int32, Old> deep = 23;
    optional google.protobuf.Any any = 24;
    optional Set set = 25;
    repeated Color rc = 26;
    repeated bool rb = 27 [packed = true];
    reserved "gone", "away";
    extensions 100 to 200;
    extend Old { optional int32 nested_ext = 102; }
  }
  message Set { option message_set_wire_format = true; extensions 4 to max; }
  message Item {
    extend Set { optional Item item = 1000; }
    optional int32 x = 1;
    required int32 must = 2;
  }
  extend Old { optional int32 ext = 100; repeated Old ext_old = 101; }
  extend Set { optional Old set_old = 2000; }
)";

constexpr const char* source3 = R"(
  syntax = "proto3";
  package t;
  message New {
    enum Color { RED = 0; GREEN = 1; }
    int32 i = 1;
    optional int32 oi = 2;
    Color color = 3;
    repeated Color rc = 4;
    string s = 5;
    map<int32, Color> colors = 6;
    map<string, New> news = 7;
    double d = 8;
  }
)";

/// Texts from tests/data/texts, one a line. What does not show on a line has a picture there.
std::vector<std::string> texts(const std::string& name) {
  std::ifstream in(child_process::data("texts/" + name));
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    for (const auto& [picture, byte] :
         {std::pair("⏎", '\n'), std::pair("⇥", '\t'), std::pair("␁", '\x01'), std::pair("␘", '\xff')}) {
      for (std::size_t at = 0; (at = line.find(picture, at)) != std::string::npos;) {
        line.replace(at, std::string_view(picture).size(), 1, byte);
      }
    }
    lines.push_back(line);
  }
  EXPECT_GT(lines.size(), 10U) << name;
  return lines;
}

class TextFormat : public ::testing::Test {
 protected:
  TextFormat() {
    pb::FileDescriptorProto any;
    pb::Any::descriptor()->file()->CopyTo(&any);
    EXPECT_TRUE(both_.add(any));
    EXPECT_TRUE(both_.add("old.proto", source2)) << both_.problem();
    EXPECT_TRUE(both_.add("new.proto", source3)) << both_.problem();
  }

  struct first_error : pb::io::ErrorCollector {
    void AddError(int line, pb::io::ColumnNumber column, const std::string& message) override {
      if (text.empty()) text = std::to_string(line + 1) + ':' + std::to_string(column + 1), words = message;
    }
    std::string text;
    std::string words;
  };

  void expect_same(const std::string& type, const std::string& text) {
    pb::LogSilencer quiet;
    const auto theirs = both_.make(type);
    first_error error;
    pb::TextFormat::Parser parser;
    parser.AllowPartialMessage(true);
    parser.RecordErrorsTo(&error);
    const bool they_accept = parser.ParseFromString(text, theirs.get());

    dynamic_message ours(*both_.ours().find_message(type));
    const std::optional<pbwire::text_error> why = parse_text(text, ours, both_.ours());
    ASSERT_EQ(!why, they_accept) << text << "\nours: " << (why ? why->message : "") << "\ntheirs: " << error.words;
    if (why) {
      EXPECT_EQ(std::to_string(why->line) + ':' + std::to_string(why->column), error.text)
          << text << "\nours: " << why->message << "\ntheirs: " << error.words;
    } else {
      // not the deterministic mode, which would sort a map's entries before it writes them one by one
      EXPECT_EQ(hex(encode(ours)), hex(theirs->SerializePartialAsString())) << text;
    }
  }

  pools both_;
};

TEST_F(TextFormat, RightAndWrongTextsAreJudgedAsByLibprotobuf) {
  for (const std::string& text : texts("proto2.txt")) expect_same("t.Old", text);
}

TEST_F(TextFormat, Proto3HasOpenEnumsAndZeroesThatAreNotThere) {
  for (const std::string& text : texts("proto3.txt")) expect_same("t.New", text);
}

TEST_F(TextFormat, PrintsWhatLibprotobufPrints) {
  for (const char* text : {
           "i32: -1 i64: 5 u64: 7 f: 0.1 d: 0.1 b: true s: 'a\"\\'\\n\\xff' color: BLUE old { } Group { a: 1 } Many {} "
           "Many {a: 2}",
           "ri: [1, 2] rs: ['x', ''] ro: [{}, {i32: 1}] three { s: '' } f: inf d: -nan",
           "map { key: 'b' value: 1 } map { key: 'a' value: 2 } deep { key: 5 value { i32: 1 } } deep { key: -5 }",
           "[t.ext]: 1 [t.ext_old] { [t.Old.nested_ext]: 3 } set { [t.Item] { x: 1 } [t.set_old] { } } color: ALSO_RED",
           "any { [type.googleapis.com/t.Old] { i32: 1 } } rb: [true, false] rc: [RED, ALSO_RED]",
       }) {
    const auto theirs = both_.make("t.Old");
    pb::TextFormat::Parser parser;
    parser.AllowPartialMessage(true);
    ASSERT_TRUE(parser.ParseFromString(text, theirs.get())) << text;
    settle_maps(*theirs);
    std::string printed;
    pb::TextFormat::PrintToString(*theirs, &printed);
    const auto ours =
        pbwire::decode(*both_.ours().find_message("t.Old"), encode(*theirs), &both_.ours(), {.partial = true});
    ASSERT_TRUE(ours);
    EXPECT_EQ(print_text(*ours), printed);
  }
}

TEST_F(TextFormat, UnknownFieldsArePrintedByNumberAndGuessedAt) {
  using namespace std::string_literals;
  for (const std::string& bytes : {
           "\xa0\x06\x05"s,
           "\xc0\x3e\x96\x01"s,
           "\xc5\x3e\x01\x02\x03\x04"s,
           "\xc1\x3e\x01\x02\x03\x04\x05\x06\x07\x08"s,
           "\xc2\x3e\x02\x08\x01"s,
           "\xc2\x3e\x00"s,
           "\xc2\x3e\x03zzz"s,
           "\xc2\x3e\x04\x0a\x02\x08\x01"s,
           "\xc2\x3e\x02\x0b\x0c"s,
           "\xc2\x3e\x01\x0b"s,
           "\xc2\x3e\x02\x00\x01"s,
           "\xc3\x3e\x08\x01\xc4\x3e"s,
           "\xc3\x3e\xc4\x3e"s,
           "\xc3\x3e\x12\x02\x08\x01\xc4\x3e"s,
           "\x0a\x03\x61\x62\x63"s,
           // in t.Old.set, items that nobody knows, and things that are no items
           "\xca\x01\x07\x0b\x10\x05\x1a\x01\x61\x0c"s,
           "\xca\x01\x08\x0b\x10\x05\x1a\x02\x08\x01\x0c"s,
           "\xca\x01\x02\x28\x07"s,
           "\xca\x01\x04\x2a\x02\x08\x01"s,
       }) {
    const auto theirs = both_.make("t.Old");
    ASSERT_TRUE(theirs->ParsePartialFromString(bytes)) << hex(bytes);
    std::string printed;
    pb::TextFormat::PrintToString(*theirs, &printed);
    const auto ours = both_.our_view("t.Old", bytes);
    ASSERT_TRUE(ours) << hex(bytes);
    EXPECT_EQ(print_text(*ours), printed) << hex(bytes);
    EXPECT_EQ(hex(pbwire::encode(*ours)), hex(encode(*theirs)));
  }
}

TEST_F(TextFormat, GuessingEndsTenMessagesDeep) {
  std::string bytes = "\x08\x01";
  for (int depth = 0; depth < 14; ++depth) {
    bytes = "\xc2\x3e" + std::string(1, static_cast<char>(bytes.size())) + bytes;
    const auto theirs = both_.make("t.Old");
    ASSERT_TRUE(theirs->ParsePartialFromString(bytes));
    std::string printed;
    pb::TextFormat::PrintToString(*theirs, &printed);
    EXPECT_EQ(print_text(*both_.our_view("t.Old", bytes)), printed);
  }
}

TEST_F(TextFormat, OptionsFindExtensionsFromTheirOwnScope) {
  for (const char* name : {"[ext]: 1", "[t.ext]: 1"}) {
    dynamic_message message(*both_.ours().find_message("t.Old"));
    const auto why = parse_text(name, message, both_.ours(), pbwire::extension_names::relative);
    EXPECT_FALSE(why) << why->message;
    EXPECT_EQ(print_text(message), "[t.ext]: 1\n");
  }
}

TEST_F(TextFormat, NestingHasALimit) {
  const auto nested = [](int depth) {
    std::string text;
    for (int i = 0; i < depth; ++i) text += "old{";
    return text + std::string(static_cast<std::size_t>(depth), '}');
  };
  dynamic_message message(*both_.ours().find_message("t.Old"));
  EXPECT_FALSE(parse_text(nested(pbwire::text_depth_limit), message, both_.ours()));
  message.clear();
  EXPECT_TRUE(parse_text(nested(pbwire::text_depth_limit + 1), message, both_.ours()));
  EXPECT_TRUE(parse_text("gone" + nested(pbwire::text_depth_limit + 1).substr(3), message, both_.ours()));
  message.clear();
  EXPECT_TRUE(parse_text("gone: " + std::string(100'000, '['), message, both_.ours()));
}

}  // namespace
