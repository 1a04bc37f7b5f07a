// SPDX-License-Identifier: MIT
//
// Runs gob_dump as a user does. NETRPC_APPS says where it is, NETRPC_DATA where the golden streams are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include "child.hpp"

#include <boost/json/parse.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string contents(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::filesystem::path golden_folder() { return child_process::folder("NETRPC_DATA") + "/golden"; }
std::string golden(const std::string& name) { return contents(golden_folder() / (name + ".gob")); }

/// What follows `gob_dump` on the command line; NETRPC_APPS says where that is.
std::vector<std::string> gob_dump(const std::vector<std::string>& arguments) {
  std::vector<std::string> command = {child_process::app("gob_dump")};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return command;
}

struct outcome {
  int status;
  std::string printed;
};

outcome dump(std::string_view stream, const std::vector<std::string>& arguments = {}) {
  child_process::child program(gob_dump(arguments));
  program.write(stream);
  program.end_input();
  std::string printed = program.rest();
  return {program.status(), std::move(printed)};
}

std::string last_line(const std::string& text) {
  const std::size_t end = text.find_last_not_of('\n');
  const std::size_t begin = text.find_last_of('\n', end);
  return text.substr(begin == std::string::npos ? 0 : begin + 1, end - begin);
}

/// The bytes shown in a dump, read back from its hex column; fails the test when an offset is not the next one.
std::string bytes_shown(const std::string& printed) {
  std::string shown;
  std::istringstream lines(printed);
  for (std::string line; std::getline(lines, line);) {
    if (line.size() < 12 || line[7] < '0' || line[7] > '9') continue;
    EXPECT_EQ(std::stoul(line.substr(0, 8)), shown.size()) << line;
    for (std::size_t at = 10; at + 1 < line.size() && at < 34 && line[at] != ' '; at += 3) {
      shown += static_cast<char>(std::stoi(line.substr(at, 2), nullptr, 16));
    }
  }
  return shown;
}

std::map<std::string, std::string> all_golden() {
  std::map<std::string, std::string> all;
  for (const auto& entry : std::filesystem::directory_iterator(golden_folder())) {
    if (entry.path().extension() == ".gob") all[entry.path().stem()] = contents(entry.path());
  }
  return all;
}

TEST(GobDump, EveryGoldenStreamShowsEachByteOnce) {
  const auto all = all_golden();
  ASSERT_GT(all.size(), 100U);
  for (const auto& [name, stream] : all) {
    const outcome seen = dump(stream, {"--all"});
    EXPECT_EQ(seen.status, 0) << name << '\n' << seen.printed;
    EXPECT_EQ(bytes_shown(seen.printed), stream) << name << '\n' << seen.printed;
    EXPECT_THAT(seen.printed, Not(HasSubstr("not understood"))) << name;
  }
}

TEST(GobDump, EveryGoldenStreamIsJsonLineByLine) {
  for (const auto& [name, stream] : all_golden()) {
    const outcome seen = dump(stream, {"--json"});
    EXPECT_EQ(seen.status, 0) << name << '\n' << seen.printed;
    std::istringstream lines(seen.printed);
    int count = 0;
    for (std::string line; std::getline(lines, line); ++count) {
      boost::system::error_code failed;
      boost::json::parse(line, failed);
      EXPECT_FALSE(failed) << name << ": " << line;
    }
    EXPECT_GE(count, 1) << name;
  }
}

TEST(GobDump, OneLineOfJsonForEachValue) {
  EXPECT_EQ(dump(golden("rpc_request_getuser"), {"--json"}).printed,
            "{\"ServiceMethod\":\"UserServer.GetUser\"}\n{\"Id\":\"1\"}\n");
  EXPECT_EQ(dump(golden("rpc_response_error"), {"--json"}).printed,
            "{\"ServiceMethod\":\"UserServer.GetUser\",\"Seq\":1,\"Error\":\"不存在查询用户\"}\n{}\n");
  EXPECT_EQ(dump(golden("uint_max"), {"--json"}).printed, "18446744073709551615\n");
  EXPECT_EQ(dump(golden("shape_square"), {"--json"}).printed,
            "{\"Name\":\"one\",\"S\":{\"type\":\"main.Square\",\"value\":{\"Side\":2}}}\n");
}

TEST(GobDump, NamesWhatABytesIsFor) {
  const std::string printed = dump(golden("point")).printed;
  EXPECT_THAT(printed, HasSubstr("length of the message"));
  EXPECT_THAT(printed, HasSubstr("definition of type 65"));
  EXPECT_THAT(printed, HasSubstr("Point.Y"));
  EXPECT_THAT(printed, HasSubstr("=  {\"X\":22,\"Y\":33}"));
}

TEST(GobDump, ALongRunSaysHowManyBytesItDoesNotShow) {
  const std::string printed = dump(golden("string_300")).printed;
  EXPECT_EQ(bytes_shown(printed).size(), 3U + 1 + 1 + 32);
  EXPECT_THAT(printed, HasSubstr("and 271 bytes more\n"));
}

TEST(GobDump, ReadsAFileToo) {
  const outcome seen = dump("", {"--json", (golden_folder() / "int_1.gob").string()});
  EXPECT_EQ(seen.status, 0);
  EXPECT_EQ(seen.printed, "1\n");
  EXPECT_EQ(dump("", {"/nonexistent"}).status, 1);
}

TEST(GobDump, PlainTextWhenPiped) { EXPECT_THAT(dump(golden("point")).printed, Not(HasSubstr("\x1b"))); }

TEST(GobDump, AStreamCannotWriteToTheTerminal) {
  const std::string escape = "\x1b[2J\x07\xc2\x9b";  // clear, bell, and a one-character CSI
  std::string body = std::string("\x0c\x00", 2) + static_cast<char>(escape.size()) + escape;
  const std::string printed = dump(static_cast<char>(body.size()) + body).printed;
  EXPECT_THAT(printed, HasSubstr("\\x1b[2J\\x07\\xc2\\x9b"));
  EXPECT_THAT(printed, Not(HasSubstr("\x1b")));
  EXPECT_THAT(printed, Not(HasSubstr("\xc2\x9b")));
}

TEST(GobDump, ShowsEachValueWhenItIsComplete) {
  const std::string stream =
      golden("rpc_request_getuser");  // 47 + 1 bytes of definition, 23 + 1 of header, then the argument
  child_process::child program(gob_dump({"--json"}));
  program.write(stream.substr(0, 80));
  EXPECT_EQ(program.line(), "{\"ServiceMethod\":\"UserServer.GetUser\"}") << "the rest of the stream has not been sent";
  program.write(stream.substr(80));
  EXPECT_EQ(program.line(), "{\"Id\":\"1\"}");
  program.end_input();
  EXPECT_EQ(program.status(), 0);
}

TEST(GobDump, ByteByByteMakesNoDifference) {
  for (const std::string name : {"shapes", "rpc_two_requests", "holder_item"}) {
    const std::string stream = golden(name);
    child_process::child program(gob_dump({}));
    for (const char byte : stream) program.write({&byte, 1});
    program.end_input();
    const std::string printed = program.rest();
    EXPECT_EQ(program.status(), 0) << name;
    EXPECT_EQ(printed, dump(stream).printed) << name;
  }
}

TEST(GobDump, SaysHowManyBytesOfACutMessageAreMissing) {
  const std::string stream = golden("rpc_request_getuser");
  const outcome seen = dump(stream.substr(0, 60));
  EXPECT_EQ(seen.status, 1);
  EXPECT_EQ(last_line(seen.printed),
            "gob_dump: the stream ends at byte 60, inside a message: 12 of its 23 bytes are missing");
  EXPECT_EQ(bytes_shown(seen.printed), stream.substr(0, 60));
}

TEST(GobDump, EveryCutThatIsNoBoundaryIsAnErrorWithItsOffset) {
  for (const std::string name : {"rpc_request_getuser", "shape_square", "string_300"}) {
    const std::string stream = golden(name);
    for (std::size_t kept = 1; kept < stream.size(); kept += 7) {
      if (name == "rpc_request_getuser" && kept == 72) continue;  // between header and argument
      const outcome seen = dump(stream.substr(0, kept), {"--all"});
      EXPECT_EQ(seen.status, 1) << name << " cut to " << kept;
      EXPECT_THAT(last_line(seen.printed), HasSubstr("the stream ends at byte " + std::to_string(kept))) << name;
      EXPECT_EQ(bytes_shown(seen.printed), stream.substr(0, kept)) << name << '\n' << seen.printed;
      const outcome json = dump(stream.substr(0, kept), {"--json"});
      EXPECT_EQ(json.status, 1);
      EXPECT_EQ(last_line(json.printed), last_line(seen.printed));
    }
  }
}

TEST(GobDump, AnEmptyStreamIsClean) { EXPECT_EQ(dump("").status, 0); }

TEST(GobDump, CorruptBytesAreAnErrorWithItsOffsetAndNothingIsHidden) {
  const std::pair<std::string, std::string> streams[] = {
      {std::string("\x07\xff\x82\x01\x05\x41\x62\x63", 8), "at byte 3"},  // a type nobody defined
      {std::string("\xf0\x01", 2), "at byte 0"},                          // a length of 16 bytes
      {std::string("\x03\x06\x00\xff", 4), "at byte 3"},                  // a uint that is not there
      {std::string("\x04\x0c\x00\x7f\x41", 5), "at byte 4"},              // a string longer than its message
  };
  for (const auto& [stream, where] : streams) {
    for (const std::string& before : {std::string(), golden("point")}) {
      const outcome seen = dump(before + stream, {"--all"});
      EXPECT_EQ(seen.status, 1);
      EXPECT_EQ(bytes_shown(seen.printed), before + stream) << seen.printed;
      EXPECT_THAT(last_line(seen.printed), HasSubstr("gob_dump: gob: ")) << seen.printed;
      if (before.empty()) {
        EXPECT_THAT(last_line(seen.printed), HasSubstr(where));
      } else {
        EXPECT_THAT(seen.printed, HasSubstr("=  {\"X\":22,\"Y\":33}")) << "what came before is shown";
      }
    }
  }
}

}  // namespace
