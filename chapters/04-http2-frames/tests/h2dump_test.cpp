// SPDX-License-Identifier: MIT
//
// Runs h2dump as a user does, on recordings of real peers: data/captures, whose make.sh says how they came about.
#include "child.hpp"
#include "observe/recording.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace h2::observe;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::filesystem::path captures() { return child_process::folder("H2_DATA") + "/captures"; }

std::string contents(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> names() {
  std::vector<std::string> all;
  for (const auto& entry : std::filesystem::directory_iterator(captures())) {
    if (entry.path().extension() == ".h2tap") all.push_back(entry.path().stem());
  }
  return all;
}

struct outcome {
  int status;
  std::string printed;
};
outcome dump(const std::vector<std::string>& arguments, std::string_view input = {}) {
  std::vector<std::string> command = {child_process::app("h2dump")};
  command.insert(command.end(), arguments.begin(), arguments.end());
  child_process::child program(command);
  program.write(input);
  program.end_input();
  std::string printed = program.rest();
  return {program.status(), std::move(printed)};
}

/// What each party of each connection has sent, by name: "1 client".
using streams = std::map<std::string, std::string>;

streams recorded(const std::string& recording) {
  streams all;
  std::size_t at = recording_magic.size();
  while (const auto one = parse_record(h2::bytes_of(recording), at)) {
    all[std::to_string(one->connection) + ' ' + std::string(name_of(one->from))] += h2::text_of(one->data);
  }
  EXPECT_EQ(at, recording.size());
  return all;
}

/// The bytes in a dump's hex columns; fails the test when an offset is not the next one of its stream.
streams shown(const std::string& printed) {
  streams all;
  std::string* now = nullptr;
  std::istringstream lines(printed);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty()) continue;
    if (const auto end = line.find("] "); line[0] == '[' && line.find("  byte ") != std::string::npos) {
      now = &all[line.substr(1, end - 1) + ' ' + line.substr(end + 2, 6)];
    }
    const bool numbered = line.size() > 12 && line[9] >= '0' && line[9] <= '9' && line.substr(10, 2) == "  ";
    if (!numbered || line.find("  ", 12) == 12 || now == nullptr) continue;
    EXPECT_EQ(std::stoul(line.substr(0, 10)), now->size()) << line;
    for (std::size_t at = 12; at + 1 < line.size() && at < 36 && line[at] != ' '; at += 3) {
      *now += static_cast<char>(std::stoi(line.substr(at, 2), nullptr, 16));
    }
  }
  return all;
}

TEST(H2Dump, EveryRecordingIsAnnotatedAsBefore) {
  ASSERT_GE(names().size(), 4U);
  for (const std::string& name : names()) {
    const outcome seen = dump({"--all", "--tables", captures() / (name + ".h2tap")});
    EXPECT_EQ(seen.status, 0) << name;
    EXPECT_EQ(seen.printed, contents(captures() / (name + ".txt"))) << name;
  }
}

TEST(H2Dump, EveryByteStandsOnOneLine) {
  for (const std::string& name : names()) {
    const std::string file = captures() / (name + ".h2tap");
    const streams is = shown(dump({"--all", file}).printed), must = recorded(contents(file));
    ASSERT_EQ(is.size(), must.size()) << name;
    for (const auto& [who, bytes] : must) EXPECT_TRUE(is.at(who) == bytes) << name << ", connection " << who;
  }
}

TEST(H2Dump, RealPeersBreakNoRules) {
  for (const std::string& name : names()) {
    const std::string printed = dump({captures() / (name + ".h2tap")}).printed;
    EXPECT_THAT(printed, Not(HasSubstr("wrong"))) << name;
    EXPECT_THAT(printed, Not(HasSubstr("not decod"))) << name;
  }
}

TEST(H2Dump, OneLineForEachFrame) {
  const std::string file = captures() / "grpcpp.h2tap";
  const std::string full = dump({file}).printed, compact = dump({"--compact", file}).printed;
  const auto titles = [](const std::string& printed) {
    std::size_t count = 0;
    for (std::size_t at = 0; (at = printed.find("  byte ", at)) != std::string::npos; ++at) ++count;
    return count;
  };
  EXPECT_GT(titles(full), 20U);
  EXPECT_EQ(titles(compact), titles(full));
  EXPECT_THAT(compact, HasSubstr("gRPC message 1, "));
  EXPECT_EQ(compact.find("\n\n"), std::string::npos);
}

TEST(H2Dump, OneSideAloneIsGuessedByItsPreface) {
  const streams sides = recorded(contents(captures() / "curl_nghttpd.h2tap"));
  EXPECT_THAT(dump({}, sides.at("1 client")).printed, StartsWith("client  byte 0       the preface\n"));
  EXPECT_THAT(dump({}, sides.at("1 server")).printed, StartsWith("server  byte 0       SETTINGS"));
  EXPECT_THAT(dump({"--from", "client"}, sides.at("1 server")).printed, HasSubstr("no preface"));
  EXPECT_THAT(dump({}, sides.at("1 server")).printed, Not(HasSubstr("wrong")));
}

TEST(H2Dump, TwoFilesAreTheClientsAndTheServers) {
  const streams sides = recorded(contents(captures() / "grpc_go.h2tap"));
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / ("h2dump." + std::to_string(getpid()));
  std::filesystem::create_directory(folder);
  const std::string client = folder / "client", server = folder / "server";
  std::ofstream(client, std::ios::binary) << sides.at("1 client");
  std::ofstream(server, std::ios::binary) << sides.at("1 server");
  const outcome seen = dump({"--tables", client, server});
  std::filesystem::remove_all(folder);
  EXPECT_EQ(seen.status, 0);
  EXPECT_THAT(seen.printed, HasSubstr("the client's dynamic table: "));
  EXPECT_THAT(seen.printed, HasSubstr("the server's dynamic table: "));
  EXPECT_THAT(seen.printed, HasSubstr("grpc-status: 0"));
  EXPECT_THAT(seen.printed, Not(HasSubstr("wrong")));
}

TEST(H2Dump, LongContentIsCutUnlessAllIsWanted) {
  std::string frame("\x00\x01\x00\x00\x01\x00\x00\x00\x01", 9);
  frame += std::string(256, 'x');
  EXPECT_THAT(dump({"--from", "server"}, frame).printed, HasSubstr("… and 224 bytes more"));
  EXPECT_THAT(dump({"--from", "server", "--all"}, frame).printed, Not(HasSubstr("more")));
}

TEST(H2Dump, ColoursOnlyForWhoWantsThem) {
  const std::string file = captures() / "grpcpp.h2tap";
  EXPECT_THAT(dump({file}).printed, Not(HasSubstr("\033[")));
  EXPECT_THAT(dump({"--color", "always", file}).printed, HasSubstr("\033[36m"));
}

TEST(H2Dump, ACutRecordingSaysWhere) {
  const std::string whole = contents(captures() / "grpcpp.h2tap");
  const outcome seen = dump({}, std::string_view(whole).substr(0, whole.size() - 3));
  EXPECT_EQ(seen.status, 1);
  EXPECT_THAT(seen.printed, HasSubstr("h2dump: the recording is cut, or no recording any more, at byte "));
}

TEST(H2Dump, AnEndInsideAFrameIsShown) {
  const outcome seen = dump({"--from", "server"}, std::string("\x00\x00\x08\x06\x00\x00\x00\x00\x00\x01", 10));
  EXPECT_EQ(seen.status, 0);
  EXPECT_THAT(seen.printed, HasSubstr("the bytes end inside PING of stream 0: 1 of 8 bytes of payload"));
}

TEST(H2Dump, AMissingFileIsOneSentence) {
  const outcome seen = dump({"/nowhere/at/all"});
  EXPECT_EQ(seen.status, 1);
  EXPECT_THAT(seen.printed, StartsWith("h2dump: /nowhere/at/all: "));
  EXPECT_THAT(seen.printed, EndsWith("\n"));
}

}  // namespace
