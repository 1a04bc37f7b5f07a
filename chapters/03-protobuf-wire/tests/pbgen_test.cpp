// SPDX-License-Identifier: MIT
//
// pbgen as a program: its own descriptors, its messages, and its life behind protoc.
#include <pbwire/codec.hpp>
#include <pbwire/compiler/code_generator.hpp>
#include <pbwire/plugin.hpp>

#include "child.hpp"
#include "proto_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace {

namespace fs = std::filesystem;
using child_process::app;
using child_process::outcome;
using child_process::run;
using child_process::setting;
using testing::HasSubstr;

/// A folder that is gone when the test is over.
class scratch {
 public:
  scratch() : path_((fs::temp_directory_path() / "pbgen_test.XXXXXX").string()) {
    if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("no temporary folder");
  }
  ~scratch() { fs::remove_all(path_); }
  scratch(const scratch&) = delete;
  scratch& operator=(const scratch&) = delete;

  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  std::string write(const std::string& name, const std::string& text) const {
    fs::create_directories(fs::path(*this / name).parent_path());
    std::ofstream(*this / name, std::ios::binary) << text;
    return *this / name;
  }
  [[nodiscard]] std::string read(const std::string& name) const { return proto_files::read(*this / name).value_or(""); }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string proto_of(const std::string& name) { return setting("PBWIRE_SOURCE") + "/proto/" + name; }

std::vector<std::string> protoc_with_plugin(const scratch& out, const std::vector<std::string>& more) {
  std::vector<std::string> command{setting("PROTOC"), "--plugin=protoc-gen-pbwire=" + app("pbgen"),
                                   "--pbwire_out=" + out.path()};
  command.insert(command.end(), more.begin(), more.end());
  return command;
}

TEST(Pbgen, MakesTheDescriptorsThatItWasBuiltWith) {
  const scratch out;
  const outcome made = run({app("pbgen"), "-I", "/usr/include", "--cpp_out", out.path(), "--no_comments",
                            "google/protobuf/descriptor.proto", "google/protobuf/compiler/plugin.proto"});
  ASSERT_EQ(made.status, 0) << made.err;
  for (const std::string name : {"pbwire/descriptor.hpp", "pbwire/plugin.hpp"}) {
    EXPECT_EQ(out.read(name), proto_files::read(setting("PBWIRE_SOURCE") + "/include/" + name))
        << "run pbgen --no_comments --cpp_out include google/protobuf/{descriptor,compiler/plugin}.proto";
  }
}

TEST(Pbgen, BehindProtocMakesTheSameHeaders) {
  const scratch out;
  const scratch direct;
  const outcome through =
      run(protoc_with_plugin(out, {"-I" + setting("PBWIRE_SOURCE") + "/proto", proto_of("user.proto")}));
  ASSERT_EQ(through.status, 0) << through.err;
  const outcome alone = run(
      {app("pbgen"), "-I", setting("PBWIRE_SOURCE") + "/proto", "--cpp_out", direct.path(), proto_of("user.proto")});
  ASSERT_EQ(alone.status, 0) << alone.err;
  EXPECT_THAT(out.read("user.pb.hpp"), HasSubstr("struct GetUserResp {"));
  EXPECT_EQ(out.read("user.pb.hpp"), direct.read("user.pb.hpp"));
}

TEST(Pbgen, BehindProtocTakesOptionsAndProto3Optional) {
  const scratch out;
  out.write("a/b.proto", "syntax = \"proto3\"; package a.b; // x\nmessage M { optional int32 n = 1; }");
  const outcome made =
      run(protoc_with_plugin(out, {"--pbwire_opt=namespace=a=ours,no_comments", "-I" + out.path(), out / "a/b.proto"}));
  ASSERT_EQ(made.status, 0) << made.err;
  EXPECT_THAT(out.read("a/b.pb.hpp"), HasSubstr("namespace ours::b {\n"));
  EXPECT_THAT(out.read("a/b.pb.hpp"), HasSubstr("std::optional<std::int32_t> n;"));
}

TEST(Pbgen, BehindProtocSaysWhatIsWrong) {
  const scratch out;
  out.write("a.proto",
            "syntax = \"proto2\";\nmessage S { option message_set_wire_format = true; extensions 4 to max; }");
  const outcome set = run(protoc_with_plugin(out, {"-I" + out.path(), out / "a.proto"}));
  EXPECT_NE(set.status, 0);
  EXPECT_THAT(set.err, HasSubstr("a.proto:2:1: \"S\" is a MessageSet"));
  const outcome option = run(protoc_with_plugin(out, {"--pbwire_opt=colour", "-I" + out.path(), out / "a.proto"}));
  EXPECT_NE(option.status, 0);
  EXPECT_THAT(option.err, HasSubstr("colour"));
}

TEST(Pbgen, WithoutARequestIsAFailure) {
  const outcome seen = run({app("pbgen")},
                           "\x0a\x05"
                           "abc");
  EXPECT_EQ(seen.status, 1);
  EXPECT_THAT(seen.err, HasSubstr("pbgen: "));
}

TEST(Pbgen, PrintsFileLineAndColumnOfEveryError) {
  const scratch in;
  in.write("user.proto", "syntax = \"proto3\";\nmessage M {\n  int32 a = 19500;\n  Nothing b = 2;\n}\n");
  const outcome seen = run({app("pbgen"), "-I", in.path(), "--cpp_out", in.path(), in / "user.proto"});
  EXPECT_EQ(seen.status, 1);
  EXPECT_THAT(seen.err, HasSubstr("user.proto:3:13: "));
  EXPECT_THAT(seen.err, HasSubstr("19500"));
  EXPECT_FALSE(fs::exists(in / "user.pb.hpp"));
}

TEST(Pbgen, WritesADescriptorSetAsProtocDoes) {
  const scratch out;
  const std::string root = setting("PBWIRE_SOURCE") + "/proto";
  for (const std::vector<std::string>& flags : std::vector<std::vector<std::string>>{
           {}, {"--include_source_info"}, {"--include_imports", "--include_source_info"}}) {
    std::vector<std::string> command{"-I" + root, proto_of("user.proto")};
    command.insert(command.end(), flags.begin(), flags.end());
    const auto with = [&](const std::string& program, const std::string& result) {
      std::vector<std::string> whole{program, "--descriptor_set_out=" + out / result};
      whole.insert(whole.end(), command.begin(), command.end());
      return run(whole);
    };
    ASSERT_EQ(with(app("pbgen"), "ours").status, 0);
    ASSERT_EQ(with(setting("PROTOC"), "theirs").status, 0);
    EXPECT_EQ(out.read("ours"), out.read("theirs"));
  }
}

TEST(Plugin, SplitsItsParameter) {
  using pbwire::compiler::parse_options;
  EXPECT_EQ(parse_options("").size(), 0U);
  const pbwire::compiler::generator_options expected{{"a", "1"}, {"b", ""}, {"c", "x=y"}, {"d", ""}};
  EXPECT_EQ(parse_options("a=1,b,,c=x=y,d="), expected);
}

TEST(Plugin, AnswersForTheFilesThatItIsAskedFor) {
  using namespace pbwire;
  plugin::CodeGeneratorRequest request;
  for (const std::string name : {"a.proto", "b.proto"}) {
    descriptor::FileDescriptorProto& file = request.proto_file.emplace_back();
    file.name = name;
    file.syntax = "proto3";
    if (name == "b.proto") file.dependency = {"a.proto"};
  }
  request.file_to_generate = {"b.proto"};
  request.parameter = "k=v";
  const auto generate = [](const std::vector<const file_type*>& files, const compiler::generator_options& options) {
    EXPECT_EQ(files.size(), 1U);
    EXPECT_EQ(options, (compiler::generator_options{{"k", "v"}}));
    return compiler::generated_code{{{"b.txt", std::string(files.at(0)->name)}}, {}};
  };
  const auto response = decode<plugin::CodeGeneratorResponse>(compiler::run_plugin(encode(request), generate).value());
  ASSERT_TRUE(response);
  EXPECT_FALSE(response->error.has_value());
  EXPECT_EQ(response->supported_features, 1U) << "FEATURE_PROTO3_OPTIONAL";
  ASSERT_EQ(response->file.size(), 1U);
  EXPECT_EQ(response->file[0].name, "b.txt");
  EXPECT_EQ(response->file[0].content, "b.proto");
}

TEST(Plugin, NamesTheFileThatTheRequestForgot) {
  using namespace pbwire;
  plugin::CodeGeneratorRequest request;
  request.file_to_generate = {"gone.proto"};
  const auto never = [](const auto&, const auto&) { return compiler::generated_code{}; };
  const auto response = decode<plugin::CodeGeneratorResponse>(compiler::run_plugin(encode(request), never).value());
  ASSERT_TRUE(response);
  EXPECT_THAT(response->error.value_or(""), HasSubstr("gone.proto"));
}

}  // namespace
