// SPDX-License-Identifier: MIT
//
// pb_conformance as the runner sees it: a process with a pipe in and a pipe out. The cases are those of the suite's
// chapters on the binary format, tried on every field of tests/data/conformance/all2.proto and all3.proto; the judge of
// each is libprotobuf.
#include "child.hpp"
#include "conformance_cases.hpp"

#include <google/protobuf/any.pb.h>

#include <fstream>
#include <sstream>

namespace {

using namespace twins;
using std::string_literals::operator""s;

std::string file(const std::string& name) {
  std::ifstream in(child_process::data("conformance/" + name));
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string framed(const std::string& message) {
  std::string bytes;
  for (int i = 0; i < 4; ++i) bytes += static_cast<char>(message.size() >> 8 * i & 0xff);
  return bytes + message;
}

/// Field numbers of ConformanceRequest and ConformanceResponse, as the runner has them.
std::string request(const std::string& type, const std::string& payload, std::uint64_t format = 1) {
  return delimited(1, payload) + number(3, format) + delimited(4, type) + number(5, 1);
}

struct answer {
  std::uint32_t field = 0;  // 1 parse_error, 2 runtime_error, 3 protobuf_payload, 5 skipped
  std::string content;
};
constexpr std::uint32_t parse_error = 1;
constexpr std::uint32_t runtime_error = 2;
constexpr std::uint32_t protobuf_payload = 3;
constexpr std::uint32_t skipped = 5;

class Conformance : public ::testing::Test {
 protected:
  Conformance() {
    pb::FileDescriptorProto any;
    pb::Any::descriptor()->file()->CopyTo(&any);
    EXPECT_TRUE(both_.add(any));
    for (const char* name : {"common/colour.proto", "all2.proto", "all3.proto"}) {
      EXPECT_TRUE(both_.add(name, file(name))) << both_.problem();
    }
  }

  static child_process::outcome talk(const std::string& input) {
    return child_process::run(
        {child_process::app("pb_conformance"), "--proto", child_process::data("conformance/all2.proto"), "--proto",
         child_process::data("conformance/all3.proto")},
        input);
  }

  static std::vector<answer> answers_to(const std::vector<std::string>& requests) {
    std::string input;
    for (const std::string& each : requests) input += framed(each);
    const child_process::outcome outcome = talk(input);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    std::vector<answer> answers;
    std::string_view rest = outcome.out;
    while (rest.size() >= 4) {
      std::size_t length = 0;
      for (std::size_t i = 0; i < 4; ++i) length |= std::size_t{static_cast<unsigned char>(rest[i])} << 8 * i;
      pbwire::reader in(std::as_bytes(std::span(rest.substr(4, length))));
      answer one;
      if (in.next()) one = {in.number(), std::string(in.text())};
      answers.push_back(one);
      rest.remove_prefix(4 + length);
    }
    EXPECT_EQ(answers.size(), requests.size());
    return answers;
  }

  /// Asks all cases in one process, and libprotobuf each of them.
  void expect_same(const std::string& type, const std::vector<conformance_case>& cases) {
    std::vector<std::string> requests;
    for (const conformance_case& each : cases) requests.push_back(request(type, each.bytes));
    const std::vector<answer> answers = answers_to(requests);
    ASSERT_EQ(answers.size(), cases.size());
    pb::LogSilencer quiet;
    for (std::size_t i = 0; i < cases.size(); ++i) {
      const std::optional<std::string> theirs = both_.their_view(type, cases[i].bytes);
      const std::string about = type + ", " + cases[i].name + ": " + hex(cases[i].bytes) + "\n" + answers[i].content;
      EXPECT_EQ(answers[i].field, theirs ? protobuf_payload : parse_error) << about;
      EXPECT_EQ(hex(answers[i].content), hex(theirs.value_or(answers[i].content))) << about;
    }
    std::cout << type << ": " << cases.size() << " cases\n";
  }

  pools both_;
};

TEST_F(Conformance, EveryCaseOnEveryFieldGetsTheAnswerThatLibprotobufGives) {
  for (const char* type : {"every.All2", "every.All3"}) {
    expect_same(type, all_cases(*both_.theirs().FindMessageTypeByName(type)));
  }
}

TEST_F(Conformance, MessageSetsAndExtensions) {
  const std::string item1 = delimited(25, "text");
  const std::string item2 = number(9, 7);
  const auto item = [](const std::string& inside) { return "\x0b" + inside + "\x0c"; };
  const std::string id1 = number(2, 1547769);
  const std::string id2 = number(2, 4135312);
  std::vector<conformance_case> cases;
  for (const auto& [name, bytes] : std::vector<std::pair<std::string, std::string>>{
           {"type_id first", item(id1 + delimited(3, item1))},
           {"message first", item(delimited(3, item1) + id1)},
           {"two", item(id2 + delimited(3, item2)) + item(id1 + delimited(3, item1))},
           {"merged", item(id1 + delimited(3, item1)) + item(id1 + delimited(3, delimited(25, "more")))},
           {"unknown type_id", item(number(2, 77) + delimited(3, item1))},
           {"type_id above 29 bits", item(number(2, 0x7fffffff) + delimited(3, item1))},
           {"only type_id", item(id1)},
           {"only message", item(delimited(3, item1))},
           {"empty", item("")},
           {"two messages", item(id1 + delimited(3, item1) + delimited(3, delimited(25, "more")))},
           {"two messages first", item(delimited(3, item1) + delimited(3, delimited(25, "more")) + id1)},
           {"two type_ids", item(id1 + id2 + delimited(3, item1))},
           {"other fields inside", item(number(9, 1) + id1 + delimited(7, "x") + delimited(3, item1) + number(8, 1))},
           {"a group inside", item(id1 + "\x23\x08\x01\x24" + delimited(3, item1))},
           {"malformed message", item(id1 + delimited(3, "\xff"))},
           {"malformed message first", item(delimited(3, "\xff") + id1)},
           {"malformed message of nobody", item(number(2, 77) + delimited(3, "\xff"))},
           {"type_id 0", item(number(2, 0) + delimited(3, item1))},
           {"type_id as a string", item(delimited(2, "x") + delimited(3, item1))},
           {"without an end", "\x0b" + id1},
           {"the wrong end", "\x0b" + id1 + "\x14"},
           {"an extension that is no item", delimited(1547769, item1)},
           {"unknown numbers", number(5, 6) + delimited(7, "seven") + "\x4d\x01\x02\x03\x04"s},
       }) {
    cases.push_back({name, delimited(301, bytes)});
  }
  for (const std::string& bytes :
       {number(120, 5), number(121, 5) + number(121, 6), delimited(121, "\x01\x02"),
        delimited(122, item2) + delimited(122, item1), number(130, 5), delimited(120, "x")}) {
    cases.push_back({"extension", bytes + number(1, 1)});
  }
  expect_same("every.All2", cases);
}

TEST_F(Conformance, RequiredFieldsMayBeMissingNowhere) {
  const std::string id = number(1, 1);
  std::vector<conformance_case> cases;
  for (const std::string& bytes :
       {""s, id, delimited(2, id), id + delimited(2, id), id + delimited(2, ""),
        id + delimited(2, id + delimited(2, "")), id + delimited(3, number(1, 1) + delimited(2, id)),
        id + delimited(3, number(1, 1) + delimited(2, "")), id + delimited(3, number(1, 1)),
        id + delimited(3, delimited(2, "")) + delimited(3, delimited(2, id))}) {
    cases.push_back({"required", bytes});
  }
  expect_same("every.Strict", cases);
}

TEST_F(Conformance, WhatIsNotBinaryIsSkippedAndWhatMakesNoSenseIsARuntimeError) {
  const std::string all3 = "every.All3";
  const std::vector<answer> answers = answers_to({
      request("conformance.FailureSet", ""),
      request(all3, number(1, 1), 2),
      request(all3, number(1, 1), 3),
      request(all3, number(1, 1), 4),
      delimited(2, "{}") + number(3, 1) + delimited(4, all3),
      delimited(7, "[]") + number(3, 1) + delimited(4, all3),
      delimited(8, "one_int32: 1") + number(3, 1) + delimited(4, all3),
      number(3, 1) + delimited(4, all3),
      request(all3, number(1, 1), 0),
      request("every.Nothing", ""),
      "\xff",
      request(all3, number(1, 5)) + delimited(6, number(1, 1)) + number(9, 1),
      "",
  });
  const std::vector<std::uint32_t> expected{
      protobuf_payload, skipped,       skipped,       skipped,       skipped,          skipped,      skipped,
      runtime_error,    runtime_error, runtime_error, runtime_error, protobuf_payload, runtime_error};
  ASSERT_EQ(answers.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(answers[i].field, expected[i]) << i << answers[i].content;
  EXPECT_EQ(answers[0].content, "");
  EXPECT_EQ(hex(answers[11].content), "08 05 ");
}

TEST_F(Conformance, AnInputThatEndsInsideARequestIsAnError) {
  for (const std::string& input : {"\x05"s, "\x05\0\0"s, "\x05\0\0\0\x08"s, "\xff\xff\xff\xff\x08"s}) {
    EXPECT_EQ(talk(input).status, 1) << hex(input);
  }
  EXPECT_EQ(talk("").status, 0);
}

TEST_F(Conformance, MissingFilesAndTypesAreExplained) {
  const auto nothing = child_process::run({child_process::app("pb_conformance"), "--proto", "nowhere.proto"});
  EXPECT_EQ(nothing.status, 1);
  EXPECT_NE(nothing.err.find("nowhere.proto"), std::string::npos) << nothing.err;
}

}  // namespace
