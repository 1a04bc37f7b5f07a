// SPDX-License-Identifier: MIT
//
// pbdump: that each byte is spoken for once, that the first error is the decoder's own, and what the page says.
#include "dump.hpp"
#include "dump_guess.hpp"
#include "dump_page.hpp"
#include "load_types.hpp"
#include "program.hpp"

#include "child.hpp"
#include "random_message.hpp"
#include "twin_pool.hpp"

#include <pbwire/dynamic.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <string>
#include <vector>

namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string page(const std::string& hex, pbdump::knowledge known = {}) {
  const std::string bytes = program::from_hex(hex);
  const auto input = program::bytes_of(bytes);
  const pbdump::dumped seen = pbdump::dump(input, known);
  return pbdump::page_of(seen, input, {}) + (seen.error ? seen.error->message() + '\n' : "");
}

/// A pool made from the text of one file.
pbwire::pool types_of(const std::string& text) {
  pbwire::pool types;
  auto parsed = pbwire::compiler::parse("test.proto", text);
  const auto linked = pbwire::compiler::link(types, std::move(parsed));
  for (const auto& error : linked.errors) ADD_FAILURE() << error.str();
  return types;
}

/// Each byte in one line, in order.
void expect_all_bytes_once(const pbdump::dumped& seen, std::size_t size) {
  std::size_t next = 0;
  for (const pbdump::line& each : seen.lines) {
    ASSERT_EQ(each.offset, next) << each.meaning;
    ASSERT_GT(each.length, 0U) << each.meaning;
    next += each.length;
  }
  ASSERT_EQ(next, size);
}

TEST(PbDump, TheGuidesExampleWithoutASchema) {
  EXPECT_EQ(page("08 96 01 12 07 74 65 73 74 69 6e 67 1a 03 08 96 01"),
            "       0  08                       field 1, varint\n"
            "       1  96 01                      150; if sint, 75\n"
            "       3  12                       field 2, length-delimited\n"
            "       4  07                         length 7; guess: text\n"
            "       5  74 65 73 74 69 6e 67       \"testing\"\n"
            "      12  1a                       field 3, length-delimited\n"
            "      13  03                         length 3; guess: a message; possible as well: packed varints\n"
            "      14  08                         field 1, varint\n"
            "      15  96 01                        150; if sint, 75\n");
}

TEST(PbDump, TheSameWithASchema) {
  const pbwire::pool types = types_of(R"(syntax = "proto3"; message Test { int32 a = 1; string b = 2; Test c = 3; })");
  EXPECT_EQ(page("08 96 01 12 07 74 65 73 74 69 6e 67 1a 03 08 96 01", {&types, types.find_message("Test")}),
            "       0  08                       field 1 a: int32\n"
            "       1  96 01                      150\n"
            "       3  12                       field 2 b: string\n"
            "       4  07                         length 7\n"
            "       5  74 65 73 74 69 6e 67       \"testing\"\n"
            "      12  1a                       field 3 c: Test\n"
            "      13  03                         length 3\n"
            "      14  08                         field 1 a: int32\n"
            "      15  96 01                        150\n");
}

TEST(PbDump, EveryWireTypeAndItsGuesses) {
  const std::string seen =
      page("08 01 10 ff ff ff ff ff ff ff ff ff 01 1d 00 00 80 3f 21 00 00 00 00 00 00 f0 bf 2b 30 05 2c");
  EXPECT_THAT(seen, HasSubstr("field 1, varint\n"));
  EXPECT_THAT(seen, HasSubstr("1; if bool, true; if sint, -1\n"));
  EXPECT_THAT(seen, HasSubstr("18446744073709551615; if int, -1; if sint, -9223372036854775808\n"));
  EXPECT_THAT(seen, HasSubstr("1065353216; if float, 1\n"));
  EXPECT_THAT(seen, HasSubstr("13830554455654793216; if sfixed64, -4616189618054758400; if double, -1\n"));
  EXPECT_THAT(seen, HasSubstr("field 5, start of a group\n"));
  EXPECT_THAT(seen, HasSubstr("  field 6, varint\n"));
  EXPECT_THAT(seen, HasSubstr("  2c                       end of group 5\n"));
}

TEST(PbDump, GuessesContentAsAPersonWould) {
  const auto likely = [](const std::string& content) {
    return pbdump::guess_content(program::bytes_of(content), 100).likely;
  };
  using pbdump::content;
  EXPECT_EQ(likely(""), content::nothing);
  EXPECT_EQ(likely("golang"), content::text);
  EXPECT_EQ(likely("two\nlines"), content::text);
  EXPECT_EQ(likely("不存在"), content::text);
  EXPECT_EQ(likely("\x08\x01"), content::message);
  EXPECT_EQ(likely("\x0a\x04name"), content::message);
  EXPECT_EQ(likely("\n Zwei und dreissig Zeichen Inhalt"), content::message);  // a line feed, then a space: length 32
  EXPECT_EQ(likely("\x03\x8e\x02\x9e\xa7\x05"), content::packed_varints);
  EXPECT_EQ(likely("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), content::packed_varints);
  EXPECT_EQ(likely("\xff\xfe\xfd"), content::bytes);
  EXPECT_EQ(likely(std::string("\x80\x00", 2)), content::bytes);  // nobody writes zero in two bytes
}

constexpr const char* everything = R"(
syntax = "proto3";
package t;
enum Color { RED = 0; GREEN = 1; }
message Inner { int32 x = 1; }
message All {
  repeated int32 ids = 1;
  repeated int32 loose = 2 [packed = false];
  map<string, int64> scores = 3;
  Color color = 4;
  oneof choice { string word = 5; Inner inner = 6; }
  bool flag = 7;
  sint32 zig = 8;
  double real = 9;
  bytes raw = 10;
  repeated Inner many = 11;
  uint32 u = 12;
}
)";

TEST(PbDump, PackedElementsEachHaveTheirBytes) {
  const pbwire::pool types = types_of(everything);
  EXPECT_EQ(page("0a 03 01 ac 02 08 05 12 01 07", {&types, types.find_message("t.All")}),
            "       0  0a                       field 1 ids: repeated int32, packed\n"
            "       1  03                         length 3\n"
            "       2  01                         [0] 1\n"
            "       3  ac 02                      [1] 300\n"
            "       5  08                       field 1 ids: repeated int32, packed; not packed here\n"
            "       6  05                         5\n"
            "       7  12                       field 2 loose: repeated int32; packed here\n"
            "       8  01                         length 1\n"
            "       9  07                         [0] 7\n");
}

TEST(PbDump, NamesEnumsMapsAndOneofs) {
  const pbwire::pool types = types_of(everything);
  const std::string seen =
      page("1a 05 0a 01 61 10 07 20 01 20 09 2a 01 62 52 02 00 ff 40 01", {&types, types.find_message("t.All")});
  EXPECT_THAT(seen, HasSubstr("field 3 scores: map<string, int64>\n"));
  EXPECT_THAT(seen, HasSubstr("  field 1 key: string\n"));
  EXPECT_THAT(seen, HasSubstr("  field 2 value: int64\n"));
  EXPECT_THAT(seen, HasSubstr("GREEN = 1\n"));
  EXPECT_THAT(seen, HasSubstr("9, which t.Color does not have: kept as a number, since the enum is open\n"));
  EXPECT_THAT(seen, HasSubstr("field 5 word: string, of oneof choice\n"));
  EXPECT_THAT(seen, HasSubstr(R"("\x00\xff")"));
  EXPECT_THAT(seen, HasSubstr("field 8 zig: sint32\n"));
}

TEST(PbDump, SaysWhatDoesNotFitTheSchema) {
  const pbwire::pool types = types_of(everything);
  const pbdump::knowledge known{&types, types.find_message("t.All")};
  EXPECT_THAT(page("98 06 05", known), HasSubstr("field 99, varint; unknown to t.All\n"));
  EXPECT_THAT(page("25 00 00 00 00", known),
              HasSubstr("field 4 color: t.Color; unknown, since its wire type here is fixed32\n"));
  EXPECT_THAT(page("38 02", known), HasSubstr("true; on the wire 2\n"));
  EXPECT_THAT(page("60 80 80 80 80 10", known),
              HasSubstr("0; on the wire 4294967296, which needs more than 32 bits\n"));
  EXPECT_THAT(page("38 81 00", known), HasSubstr("true; overlong\n"));
  EXPECT_THAT(page("b8 00 01", known), HasSubstr("field 7 flag: bool; overlong\n"));
  EXPECT_THAT(page("52 81 00 61", known), HasSubstr("length 1; overlong\n"));
}

TEST(PbDump, ExtensionsHaveTheirFullNameInBrackets) {
  const pbwire::pool types = types_of(R"(syntax = "proto2"; package t; message M { extensions 100 to 199; }
      extend M { optional string tag = 100; } enum E { A = 1; } message N { optional E e = 1; })");
  EXPECT_THAT(page("a2 06 01 61", {&types, types.find_message("t.M")}), HasSubstr("field 100 [t.tag]: string\n"));
  EXPECT_THAT(page("a2 06 05 61", {&types, types.find_message("t.M")}),
              HasSubstr("at byte 2, in [t.tag]: the length reaches past the end"));
  EXPECT_THAT(page("08 07", {&types, types.find_message("t.N")}),
              HasSubstr("7, which t.E does not have: unknown, since the enum is closed\n"));
}

TEST(PbDump, LooksIntoAnAnyWhoseTypeItKnows) {
  const pbwire::pool types = types_of(R"(syntax = "proto3"; package google.protobuf;
      message Any { string type_url = 1; bytes value = 2; } message Inner { int32 x = 1; Any any = 2; })");
  const pbdump::knowledge known{&types, types.find_message("google.protobuf.Any")};
  std::string url = "\x0a\x16/google.protobuf.Inner";
  const auto shown = [&](const std::string& value) {
    const std::string bytes = url + value;
    const auto seen = pbdump::dump(program::bytes_of(bytes), known);
    expect_all_bytes_once(seen, bytes.size());
    EXPECT_FALSE(seen.error);
    return pbdump::page_of(seen, program::bytes_of(bytes), {});
  };
  EXPECT_THAT(shown(std::string("\x12\x02\x08\x05")), HasSubstr("  26  08                         field 1 x: int32\n"
                                                                "      27  05                           5\n"));
  EXPECT_THAT(shown(std::string("\x12\x01\x08")), HasSubstr("  \"\\x08\"\n")) << "is no Inner";
  url[6] = 'x';
  EXPECT_THAT(shown(std::string("\x12\x02\x08\x05")), HasSubstr("  \"\\x08\\x05\"\n")) << "is no type that is known";
}

TEST(PbDump, ReadsOnBehindABrokenField) {
  const pbwire::pool types = types_of(everything);
  EXPECT_EQ(
      page("5a 02 08 05 5a 02 08 ff 60 07 52 05 00", {&types, types.find_message("t.All")}),
      "       0  5a                       field 11 many: repeated t.Inner\n"
      "       1  02                         length 2\n"
      "       2  08                         field 1 x: int32\n"
      "       3  05                           5\n"
      "       4  5a                       field 11 many: repeated t.Inner\n"
      "       5  02                         length 2\n"
      "       6  08                         field 1 x: int32\n"
      "       7  ff                           not understood: the input ends inside a value\n"
      "       8  60                       field 12 u: uint32\n"
      "       9  07                         7\n"
      "      10  52                       field 10 raw: bytes\n"
      "      11  05                         length 5, but only 1 byte left\n"
      "      12  00                         not understood: the length reaches past the end of the bytes it stands in\n"
      "at byte 7, in many[1].x: the input ends inside a value\n");
}

TEST(PbDump, TellsWhichRequiredFieldNeverCame) {
  const pbwire::pool types = types_of(R"(syntax = "proto2"; message M { required int32 a = 1; required M m = 2; })");
  const pbdump::knowledge known{&types, types.find_message("M")};
  EXPECT_THAT(page("08 01", known), HasSubstr("at byte 2, in m: a required field is missing\n"));
  EXPECT_THAT(page("08 01 12 00", known), HasSubstr("at byte 4, in m.a: a required field is missing\n"));
  // Two records of a message are one message.
  EXPECT_THAT(page("12 02 08 01 12 02 12 00 08 01", known), HasSubstr("in m.m.a: a required field is missing\n"));
}

TEST(PbDump, IsNotAfraidOfTheDeep) {
  std::string nested;
  for (int i = 0; i < 101; ++i) {
    std::string outer = "\x0a";
    twins::append_varint(outer, nested.size());
    nested = outer + nested;
  }
  const pbwire::pool types = types_of("syntax = \"proto3\"; message M { M m = 1; }");
  const auto known = pbdump::dump(program::bytes_of(nested), {&types, types.find_message("M")});
  ASSERT_TRUE(known.error);
  EXPECT_EQ(known.error->code, pbwire::errc::too_deep);
  expect_all_bytes_once(known, nested.size());
  const auto guessed = pbdump::dump(program::bytes_of(nested));  // to the wire it is only bytes
  EXPECT_FALSE(guessed.error);
  expect_all_bytes_once(guessed, nested.size());

  const auto groups = pbdump::dump(program::bytes_of(std::string(200'000, '\x0b')));
  ASSERT_TRUE(groups.error);
  EXPECT_EQ(groups.error->code, pbwire::errc::too_deep);
  expect_all_bytes_once(groups, 200'000);
}

TEST(PbDump, OnAnyBytesTheFirstErrorIsTheDecodersOwn) {
  twins::pb::LogSilencer quiet;
  const char* given = std::getenv("RPC_ANATOMY_SEED");
  const std::uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 0) : std::random_device{}();
  std::printf("seed %llu: to run this again, RPC_ANATOMY_SEED=%llu\n", static_cast<unsigned long long>(seed),
              static_cast<unsigned long long>(seed));
  int refused = 0;
  for (std::uint64_t schema = 0; schema < 60; ++schema) {
    twins::random_source random(seed + schema);
    const twins::random_schema made(random);
    twins::pools both;
    if (!both.add(made.file())) continue;
    for (int m = 0; m < 40; ++m) {
      const std::string type = twins::random_schema::message_name(m % twins::random_schema::messages);
      const auto message = both.make(type);
      twins::fill(*message, random, both.theirs(), 3);
      std::string bytes = twins::encode(*message);
      for (int accidents = 0; accidents < m % 3; ++accidents) bytes = twins::damaged(bytes, bytes, random);
      const auto decoded = pbwire::decode(*both.ours().find_message(type), bytes, &both.ours(), {.partial = true});
      const auto seen = pbdump::dump(program::bytes_of(bytes), {&both.ours(), both.ours().find_message(type)});
      const bool only_missing = seen.error && seen.error->code == pbwire::errc::missing_required;
      const pbwire::error ours = seen.error && !only_missing ? *seen.error : pbwire::error{};
      const pbwire::error wanted = decoded ? pbwire::error{} : decoded.error();
      ASSERT_EQ(ours.message(), wanted.message()) << "seed " << seed + schema << '\n'
                                                  << twins::hex(bytes) << '\n'
                                                  << type << '\n'
                                                  << made.file().DebugString();
      refused += decoded ? 0 : 1;
      ASSERT_NO_FATAL_FAILURE(expect_all_bytes_once(seen, bytes.size()));
      const auto guessed = pbdump::dump(program::bytes_of(bytes));
      ASSERT_NO_FATAL_FAILURE(expect_all_bytes_once(guessed, bytes.size()));
    }
  }
  EXPECT_GT(refused, 100);
}

TEST(PbDumpPage, ShortensLongContentsUnlessAllIsWanted) {
  const std::string bytes = "\x0a\x64" + std::string(100, 'a');
  const auto input = program::bytes_of(bytes);
  const auto seen = pbdump::dump(input);
  EXPECT_THAT(pbdump::page_of(seen, input, {}), HasSubstr("       …  and 68 bytes more\n"));
  EXPECT_THAT(pbdump::page_of(seen, input, {.all = true}), HasSubstr("      98  61 61 61 61\n"));
}

TEST(PbDumpPage, ColoursByRoleAndOnlyIfWanted) {
  const std::string bytes = program::from_hex("08 01");
  const auto input = program::bytes_of(bytes);
  EXPECT_THAT(pbdump::page_of(pbdump::dump(input), input, {.colour = true}),
              HasSubstr("\x1b[36m08\x1b[0m                       \x1b[36mfield 1, varint\x1b[0m\n"));
  EXPECT_THAT(pbdump::page_of(pbdump::dump(input), input, {}), Not(HasSubstr("\x1b")));
}

child_process::outcome pbdump_of(const std::vector<std::string>& arguments, std::string_view input = {}) {
  std::vector<std::string> command = {child_process::app("pbdump")};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return child_process::run(command, input);
}

TEST(PbDumpProgram, ReadsHexAndStandardInput) {
  const auto hex = pbdump_of({"--hex", "089601"});
  EXPECT_EQ(hex.status, 0) << hex.err;
  EXPECT_EQ(hex.out, page("08 96 01"));
  EXPECT_EQ(pbdump_of({}, "\x08\x96\x01").out, hex.out);
  EXPECT_EQ(pbdump_of({"-"}, "\x08\x96\x01").out, hex.out);
}

TEST(PbDumpProgram, ExplainsBadBytesAndFails) {
  const auto seen = pbdump_of({"--hex", "08 01 12 05 61"});
  EXPECT_EQ(seen.status, 1);
  EXPECT_THAT(seen.out, HasSubstr("length 5, but only 1 byte left\n"));
  EXPECT_EQ(seen.err, "pbdump: at byte 3: the length reaches past the end of the bytes it stands in\n");
}

TEST(PbDumpProgram, CompilesTheProtoItIsGiven) {
  const std::string proto = child_process::data("protos/user.proto");
  const auto seen = pbdump_of({"--proto", proto, "--type", "anatomy.user.GetUserResp", "--hex", "08 07"});
  EXPECT_EQ(seen.status, 0) << seen.err;
  EXPECT_THAT(seen.out, HasSubstr("field 1 id: int64\n"));
  const auto which = pbdump_of({"--proto", proto, "--hex", "08 07"});
  EXPECT_EQ(which.status, 1);
  EXPECT_THAT(which.err, HasSubstr("anatomy.user.GetUserReq, anatomy.user.Class, anatomy.user.GetUserResp"));
  EXPECT_THAT(pbdump_of({"--proto", "nowhere.proto", "--hex", "08 07"}).err, HasSubstr("nowhere.proto: no such file"));
}

TEST(PbDumpProgram, KnowsDescriptorProtoAndReadsWhatProtocWrites) {
  const auto set = child_process::run({child_process::setting("PROTOC"), "-I" + child_process::data("protos"),
                                       "--include_imports", "--descriptor_set_out=/dev/stdout", "extensions.proto"});
  ASSERT_EQ(set.status, 0) << set.err;
  const auto seen = pbdump_of(
      {"-p", "/usr/include/google/protobuf/descriptor.proto", "-t", "google.protobuf.FileDescriptorSet", "--all"},
      set.out);
  EXPECT_EQ(seen.status, 0) << seen.err;
  EXPECT_THAT(seen.out, HasSubstr("LABEL_OPTIONAL = 1\n"));
  EXPECT_THAT(seen.out, Not(HasSubstr("not understood")));
}

}  // namespace
