// SPDX-License-Identifier: MIT
//
// What the programs share: hex, and how a path becomes the name that a .proto is imported under, which is protoc's
// rule.
#include "program.hpp"
#include "disk_source.hpp"
#include "load_types.hpp"

#include "child.hpp"

#include <pbwire/codec.hpp>
#include <pbwire/descriptor.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdlib.h>  // mkdtemp
#include <unistd.h>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using ::testing::HasSubstr;

TEST(Hex, TakesTheFormsThatPeoplePaste) {
  for (const char* text : {"08 96 01", "089601", "08:96:01", "0x08, 0x96, 0x01", "\\x08\\x96\\x01", " 08\n96\t01 "}) {
    EXPECT_EQ(program::from_hex(text), "\x08\x96\x01") << text;
  }
  EXPECT_EQ(program::from_hex("FF fF"), "\xff\xff");
  EXPECT_EQ(program::from_hex(""), "");
}

TEST(Hex, SaysWhereItIsNone) {
  for (const auto& [text, where] : std::vector<std::pair<std::string, std::string>>{
           {"08 9", "character 4"}, {"08 xy", "character 4"}, {"0", "character 1"}, {"08 1g", "character 4"}}) {
    try {
      (void)program::from_hex(text);
      FAIL() << text;
    } catch (const std::runtime_error& e) {
      EXPECT_THAT(e.what(), HasSubstr(where)) << text;
    }
  }
}

/// A folder with .proto files in it, which is the current one while the test runs.
class DiskSource : public ::testing::Test {
 protected:
  DiskSource() : before_(std::filesystem::current_path()) {
    std::string name = (std::filesystem::temp_directory_path() / "disk_source.XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder");
    here_ = name;
    std::filesystem::current_path(here_);
    std::filesystem::create_directories("a/b");
    std::filesystem::create_directories("other/b");
    for (const char* file : {"top.proto", "a/one.proto", "a/b/two.proto", "other/b/two.proto"}) {
      std::ofstream(file) << "syntax = \"proto3\"; message M {} // " << file << '\n';
    }
  }
  ~DiskSource() override {
    std::filesystem::current_path(before_);
    std::filesystem::remove_all(here_);
  }

  /// The name that protoc gives the file; "refused" if it does not take it.
  static std::string protoc_name(const std::vector<std::string>& folders, const std::string& path) {
    std::vector<std::string> command = {child_process::setting("PROTOC")};
    for (const std::string& each : folders) command.push_back("-I" + each);
    command.insert(command.end(), {"--descriptor_set_out=/dev/stdout", path});
    const auto seen = child_process::run(command);
    if (seen.status != 0) return "refused";
    return pbwire::decode<pbwire::descriptor::FileDescriptorSet>(seen.out).value().file.at(0).name.value();
  }
  static std::string our_name(const std::vector<std::string>& folders, const std::string& path) {
    try {
      return program::disk_source(folders).add(path);
    } catch (const std::runtime_error&) {
      return "refused";
    }
  }

  std::filesystem::path before_;
  std::filesystem::path here_;
};

TEST_F(DiskSource, NamesFilesAsProtocDoes) {
  const std::string here = here_.string();
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{}, "top.proto"},
      {{}, "a/b/two.proto"},
      {{}, "./a//b/./two.proto"},
      {{"."}, "a/one.proto"},
      {{"a"}, "a/one.proto"},
      {{"a/"}, "a/b/two.proto"},
      {{"./a"}, "a/b/two.proto"},
      {{"a/b"}, "a/b/two.proto"},
      {{"a", "a/b"}, "a/b/two.proto"},
      {{"a/b", "a"}, "a/b/two.proto"},
      {{"other", "a"}, "a/b/two.proto"},  // hidden by other/b/two.proto
      {{"a", "other"}, "other/b/two.proto"},
      {{"a", "other"}, "a/b/two.proto"},
      {{"a"}, "one.proto"},  // no such path, but such a name
      {{"a"}, "b/two.proto"},
      {{"a"}, "nothing.proto"},
      {{here}, here + "/a/one.proto"},
      {{here + "/a"}, here + "/a/b/two.proto"},
  };
  for (const auto& [folders, path] : cases) {
    EXPECT_EQ(our_name(folders, path), protoc_name(folders, path))
        << path << " with " << ::testing::PrintToString(folders);
  }
}

TEST_F(DiskSource, MakesAFilesOwnFolderARootWhereProtocGivesUp) {
  const std::string path = here_.string() + "/a/b/two.proto";
  EXPECT_EQ(protoc_name({}, path), "refused");
  EXPECT_EQ(our_name({}, path), "two.proto");
  EXPECT_EQ(protoc_name({"a"}, "top.proto"), "refused");
  EXPECT_EQ(our_name({"a"}, "top.proto"), "top.proto");
}

TEST_F(DiskSource, FindsEachImportUnderOneSpelling) {
  const program::disk_source disk({"a"});
  EXPECT_THAT(disk.read("b/two.proto").value_or(""), HasSubstr("a/b/two.proto"));
  for (const char* name :
       {"./b/two.proto", "b//two.proto", "b/../b/two.proto", "../a/one.proto", "/one.proto", "b", ""}) {
    EXPECT_FALSE(disk.read(name)) << name;
  }
  EXPECT_TRUE(disk.read("google/protobuf/any.proto")) << "comes with protobuf";
}

TEST_F(DiskSource, LoadsTypesOrSaysWhyNot) {
  const pbwire::pool types = program::load_types({"a/one.proto"}, {});
  EXPECT_EQ(program::find_message(types, "").full_name, "M");
  EXPECT_EQ(program::find_message(types, ".M").full_name, "M");
  try {
    (void)program::find_message(types, "N");
    FAIL();
  } catch (const std::runtime_error& e) {
    EXPECT_STREQ(e.what(), "no message N; there is M");
  }
  std::ofstream("wrong.proto") << "syntax = \"proto3\";\nmessage M { int32 x = 0; }\n";
  try {
    (void)program::load_types({"wrong.proto"}, {});
    FAIL();
  } catch (const std::runtime_error& e) {
    EXPECT_THAT(e.what(), HasSubstr("wrong.proto:2:"));
  }
}

}  // namespace
