// SPDX-License-Identifier: MIT
//
// pbgen's FileDescriptorSet is protoc's, byte for byte: for every .proto that is installed with protobuf, for every one
// of this repository, and for a corpus that covers the grammar; alone or with its imports, with source info or without.
#include "child.hpp"
#include "proto_files.hpp"

#include <pbwire/codec.hpp>
#include <pbwire/compiler/descriptor_set.hpp>
#include <pbwire/compiler/importer.hpp>

#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>

namespace {

using namespace pbwire::compiler;
using proto_files::proto_file;

struct mode {
  set_options options;
  std::vector<std::string> arguments;
  std::string name;
};

const std::vector<mode>& modes() {
  static const std::vector<mode> all = {
      {{false, false}, {}, "alone"},
      {{true, false}, {"--include_imports"}, "with imports"},
      {{false, true}, {"--include_source_info"}, "with source info"},
      {{true, true}, {"--include_imports", "--include_source_info"}, "with imports and source info"}};
  return all;
}

/// What protoc writes. Warnings go to its standard error, which nobody reads unless it fails.
std::string protocs_set(const std::filesystem::path& root, const std::vector<std::string>& names, const mode& m) {
  std::vector<std::string> command = {
      child_process::setting("PROTOC"),  "-I", root.string(), "-I", proto_files::system_root().string(),
      "--descriptor_set_out=/dev/stdout"};
  command.insert(command.end(), m.arguments.begin(), m.arguments.end());
  command.insert(command.end(), names.begin(), names.end());
  const auto said = child_process::run(command);
  EXPECT_EQ(said.status, 0) << said.err;
  return said.out;
}

std::string as_text(const std::string& set) {
  google::protobuf::FileDescriptorSet message;
  EXPECT_TRUE(message.ParseFromString(set)) << "no FileDescriptorSet";
  std::string text;
  google::protobuf::TextFormat::PrintToString(message, &text);
  return text;
}

/// The first line in which two sets differ, and what stands before it.
std::string difference(const std::string& ours, const std::string& theirs) {
  std::istringstream a(as_text(ours)), b(as_text(theirs));
  std::string left, right, before;
  for (int number = 1;; ++number) {
    const bool more_left = static_cast<bool>(std::getline(a, left)),
               more_right = static_cast<bool>(std::getline(b, right));
    if (!more_left && !more_right) return "the same as text, not as bytes";
    if (more_left && more_right && left == right) {
      before += left + '\n';
      continue;
    }
    if (before.size() > 400) before = "…" + before.substr(before.find('\n', before.size() - 400));
    return before + "in line " + std::to_string(number) + "\n  ours    " + (more_left ? left : "(end)") +
           "\n  protoc  " + (more_right ? right : "(end)");
  }
}

/// The set of these files, in each mode.
void expect_same_sets(const std::filesystem::path& root, const std::vector<std::string>& names) {
  importer files([&](const std::string& name) {
    auto text = proto_files::read(root / name);
    return text ? text : proto_files::read(proto_files::system_root() / name);
  });
  const bool right = files.import(names);
  for (const diagnostic& d : files.errors()) ADD_FAILURE() << d.str();
  if (!right) return;
  for (const mode& m : modes()) {
    const std::string ours = pbwire::encode(make_descriptor_set(files.types(), names, m.options));
    const std::string theirs = protocs_set(root, names, m);
    if (ours != theirs) ADD_FAILURE() << m.name << ":\n" << difference(ours, theirs);
  }
}

void expect_same_sets(const std::vector<proto_file>& files, std::size_t at_least) {
  EXPECT_GE(files.size(), at_least) << "so few files: they were not found";
  for (const proto_file& file : files) {
    SCOPED_TRACE((file.root / file.name).string());
    expect_same_sets(file.root, {file.name});
  }
}

TEST(DescriptorSet, OfEveryInstalledFileIsProtocs) { expect_same_sets(proto_files::installed(), 12); }
TEST(DescriptorSet, OfEveryFileOfThisRepositoryIsProtocs) { expect_same_sets(proto_files::repository(), 3); }
TEST(DescriptorSet, OfSeveralFilesHasThemInTheirOrderBehindTheirImports) {
  std::vector<std::string> names;
  for (const proto_file& file : proto_files::installed()) names.push_back(file.name);
  expect_same_sets(proto_files::system_root(), names);
  std::reverse(names.begin(), names.end());
  expect_same_sets(proto_files::system_root(), names);
}

TEST(DescriptorSet, OfEveryFileOfTheCorpusIsProtocs) { expect_same_sets(proto_files::corpus(), 40); }

}  // namespace
