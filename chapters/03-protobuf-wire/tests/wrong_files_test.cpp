// SPDX-License-Identifier: MIT
//
// What protoc rejects is rejected, at the line that protoc names. data/wrong has one mistake a file, or a folder where
// it takes several files to make one; data/wrong/verdicts.tsv is what protoc said of them.
#include "child.hpp"
#include "proto_files.hpp"

#include <pbwire/compiler/importer.hpp>

#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace {

using pbwire::compiler::diagnostic;
using pbwire::compiler::importer;

/// File and line.
using where = std::pair<std::string, int>;

/// What protoc said of one file or folder.
struct verdict {
  std::vector<where> lines;  // of the errors that it gives a line for
  bool first_has_line = false;
  std::string text;
};

/// By the name in data/wrong: "enum_empty.proto", "import_cycle".
std::map<std::string, verdict> verdicts() {
  std::map<std::string, verdict> all;
  std::istringstream rows(proto_files::read(child_process::data("wrong/verdicts.tsv")).value_or(""));
  for (std::string row; std::getline(rows, row);) {
    if (row.starts_with('#')) continue;
    std::istringstream cells(row);
    std::string file;
    std::string line;
    std::getline(cells, file, '\t');
    std::getline(cells, line, '\t');
    const std::size_t slash = file.find('/');
    verdict& of = all[file.substr(0, slash)];
    if (of.text.empty()) of.first_has_line = !line.empty();
    if (!line.empty())
      of.lines.emplace_back(slash == std::string::npos ? file : file.substr(slash + 1), std::stoi(line));
    of.text += "  protoc: " + row + '\n';
  }
  return all;
}

struct outcome {
  bool accepted = false;
  std::set<where> lines;
  std::string text;
};

outcome compile(const std::string& name) {
  const bool is_folder = !name.ends_with(".proto");
  const std::filesystem::path root = child_process::data(is_folder ? "wrong/" + name : "wrong");
  importer files([&](const std::string& import) {
    const auto own = proto_files::read(root / import);
    return own ? own : proto_files::read(proto_files::system_root() / import);
  });
  outcome result;
  result.accepted = files.import({is_folder ? "main.proto" : name});
  for (const diagnostic& d : files.errors()) {
    if (d.line != 0) result.lines.emplace(d.file, d.line);
    result.text += "  pbgen:  " + d.str() + '\n';
  }
  return result;
}

TEST(WrongFiles, AreRejectedAtTheLineThatProtocNames) {
  const std::map<std::string, verdict> all = verdicts();
  ASSERT_GE(all.size(), 60U);
  std::size_t same_lines = 0;
  for (const auto& [name, theirs] : all) {
    const outcome ours = compile(name);
    EXPECT_FALSE(ours.accepted) << name << '\n' << theirs.text;
    if (theirs.first_has_line) {
      EXPECT_TRUE(ours.lines.contains(theirs.lines.front())) << name << '\n' << theirs.text << ours.text;
    }
    if (std::set<where>(theirs.lines.begin(), theirs.lines.end()) == ours.lines) {
      ++same_lines;
    } else if (!theirs.lines.empty()) {
      std::cout << name << ": other lines\n" << theirs.text << ours.text;
    }
  }
  std::cout << all.size() << " files rejected, " << same_lines << " with exactly protoc's lines\n";
}

/// Each sentence says something of its own: no error is a bare "syntax error".
TEST(WrongFiles, GetOneSentenceForEachError) {
  for (const auto& [name, theirs] : verdicts()) {
    const outcome ours = compile(name);
    EXPECT_FALSE(ours.text.empty()) << name;
    EXPECT_EQ(ours.text.find(": \n"), std::string::npos) << ours.text;
  }
}

}  // namespace
