// SPDX-License-Identifier: MIT
//
// The whole compiler beside libprotoc: files of both corpora with a few changes that a parser mostly lets pass, such as
// another name, another number, one more statement. Both must accept, with the same linked descriptor byte for byte; or
// both refuse, and the first place that libprotoc names must be one that we name. We may name more: libprotoc has no
// place for some errors, and reports fewer after others.
//
// A failure prints the seed and the text; RPC_ANATOMY_SEED=… runs it again.
#include "proto_files.hpp"

#include <pbwire/codec.hpp>
#include <pbwire/compiler/importer.hpp>

#include <google/protobuf/compiler/importer.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/stubs/logging.h>
#include <gtest/gtest.h>

#include <array>
#include <cctype>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace {

namespace gp = google::protobuf;
using place = std::tuple<std::string, int, int>;  // file, line, column

constexpr int mutants = 3'000;

/// Statements that are right in some places and wrong in others.
constexpr std::array statements = {"optional int32 zz = 77;",
                                   "int32 zz = 5;",
                                   "message M {}",
                                   "enum E { ZERO = 0; }",
                                   "enum E { A = 1; }",
                                   "extensions 10 to 20;",
                                   "reserved 1 to 3;",
                                   "reserved \"a\", \"b\";",
                                   "option deprecated = true;",
                                   "option message_set_wire_format = true;",
                                   "option allow_alias = true;",
                                   "oneof o { int32 oo = 88; string op = 89; }",
                                   "repeated group Gr = 6 { optional int32 a = 1; }",
                                   "map<string, int32> mm = 90;",
                                   "map<int32, M> mn = 91;",
                                   "extend M { optional int32 em = 10; }",
                                   "extend google.protobuf.FileOptions { optional int32 fo = 50001; }",
                                   "option (fo) = 1;",
                                   "option (x).y = 1;",
                                   "option optimize_for = LITE_RUNTIME;",
                                   "import \"google/protobuf/any.proto\";",
                                   "package q.r;",
                                   "import \"google/protobuf/descriptor.proto\";",
                                   "service Sv { rpc R(M) returns (stream M); }",
                                   "required int32 rq = 66;",
                                   "repeated int32 rp = 67 [packed = true];",
                                   "repeated string rs = 68 [packed = true];",
                                   "optional string js = 69 [jstype = JS_STRING];",
                                   "optional M lz = 70 [lazy = true];",
                                   "optional int32 d = 71 [default = 7];",
                                   "optional M.N.O nn = 72;",
                                   "int32 snake_case = 74; int32 snakeCase = 75;",
                                   "A = 0;",
                                   "B = -1;",
                                   "optional E ee = 76;",
                                   "optional int32 j = 81 [json_name = \"q\", deprecated = true];"};

/// Where the installed files and the corpora are looked for.
std::optional<std::string> on_disk(const std::string& name) {
  static std::map<std::string, std::optional<std::string>> known;
  const auto [at, is_new] = known.try_emplace(name);
  if (!is_new) return at->second;
  for (const std::filesystem::path root : {child_process::data("protos"), std::string("/usr/include")}) {
    if (!at->second) at->second = proto_files::read(root / name);
  }
  return at->second;
}

/// Names, numbers, and the ends of statements, by where they stand.
struct pieces {
  explicit pieces(const std::string& text);
  std::vector<std::pair<std::size_t, std::size_t>> names, numbers;  // offset, length
  std::vector<std::size_t> ends;                                    // behind a ; or a brace
};

pieces::pieces(const std::string& text) {
  const auto is_word = [&](std::size_t i) {
    return std::isalnum(static_cast<unsigned char>(text[i])) || text[i] == '_' || text[i] == '.';
  };
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t begin = i;
    if (text.compare(i, 2, "//") == 0) {
      i = std::min(text.find('\n', i), text.size());
    } else if (is_word(i)) {
      while (i < text.size() && is_word(i)) ++i;
      auto& list = std::isdigit(static_cast<unsigned char>(text[begin])) ? numbers : names;
      list.emplace_back(begin, i - begin);
    } else {
      if (text[i] == ';' || text[i] == '{' || text[i] == '}') ends.push_back(i + 1);
      ++i;
    }
  }
}

class mutator {
 public:
  explicit mutator(unsigned seed) : random_(seed) {}

  std::size_t below(std::size_t n) { return random_() % n; }
  std::string mutate(std::string text) {
    for (std::size_t changes = 1 + below(3); changes > 0; --changes) change(text);
    return text;
  }

 private:
  void change(std::string& text) {
    const pieces at(text);
    const auto exchange = [&](const auto& list) {
      if (list.empty()) return;
      const auto [to, length] = list[below(list.size())];
      const auto [from, size] = list[below(list.size())];
      text.replace(to, length, text.substr(from, size));
    };
    switch (below(5)) {
      case 0:
      case 1: exchange(at.names); break;
      case 2: exchange(at.numbers); break;
      case 3:
        if (!at.ends.empty()) {
          text.insert(at.ends[below(at.ends.size())], std::string(" ") + statements[below(statements.size())]);
        }
        break;
      default: move_statement(text, at); break;
    }
  }
  /// Takes a statement away and, half of the time, puts it elsewhere.
  void move_statement(std::string& text, const pieces& at) {
    if (at.ends.size() < 2) return;
    const std::size_t which = 1 + below(at.ends.size() - 1);
    const std::size_t begin = at.ends[which - 1];
    if (text[at.ends[which] - 1] != ';') return;
    const std::string statement = text.substr(begin, at.ends[which] - begin);
    text.erase(begin, statement.size());
    const std::size_t to = at.ends[below(which)];
    if (below(2) == 0) text.insert(to, statement);
  }

  std::mt19937 random_;
};

class their_errors : public gp::compiler::MultiFileErrorCollector {
 public:
  void AddError(const std::string& file, int line, int column, const std::string& message) override {
    if (line >= 0) places.emplace(file, line + 1, column + 1);
    text += "  libprotoc: " + file + ':' + std::to_string(line + 1) + ':' + std::to_string(column + 1) + ": " +
            message + '\n';
  }
  std::set<place> places;
  std::string text;
};

class one_text : public gp::compiler::SourceTree {
 public:
  one_text(const std::string& name, const std::string& text) : name_(name), text_(text) {
    disk_.MapPath("", child_process::data("protos"));
    disk_.MapPath("", proto_files::system_root().string());
  }
  gp::io::ZeroCopyInputStream* Open(const std::string& name) override {
    if (name != name_) return disk_.Open(name);
    return new gp::io::ArrayInputStream(text_.data(), static_cast<int>(text_.size()));
  }

 private:
  std::string name_, text_;
  gp::compiler::DiskSourceTree disk_;
};

enum class verdict { accepted, refused, beyond_comparison };

verdict expect_same(const std::string& name, const std::string& text, const std::string& what) {
  their_errors errors;
  one_text tree(name, text);
  auto theirs = std::make_unique<gp::compiler::Importer>(&tree, &errors);
  const gp::FileDescriptor* their_file = nullptr;
  try {
    their_file = theirs->Import(name);
  } catch (const gp::FatalException&) {                                    // protoc would have aborted
    static auto* const broken = new std::vector<gp::compiler::Importer*>;  // whose destructor would throw again
    broken->push_back(theirs.release());
    return verdict::beyond_comparison;
  }
  pbwire::compiler::importer ours([&](const std::string& import) { return import == name ? text : on_disk(import); });
  const bool accepted = ours.import({name});
  std::string said = errors.text;
  std::set<place> places;
  for (const auto& d : ours.errors()) {
    places.emplace(d.file, d.line, d.column);
    said += "  pbgen:     " + d.str() + '\n';
  }
  // Too deep nesting stops our parser, and theirs goes on. And where a proto3 enum does not begin at 0, which is wrong,
  // they take a field of it in an option's value to be set before it is.
  for (const char* beyond : {"recursion limit", "nested in one another", "is specified multiple times"}) {
    if (said.find(beyond) != std::string::npos) return verdict::beyond_comparison;
  }
  EXPECT_EQ(accepted, their_file != nullptr) << what << '\n' << said << text;
  if (!errors.places.empty()) {
    EXPECT_TRUE(places.contains(*errors.places.begin())) << what << '\n' << said << text;
  }
  if (!accepted || their_file == nullptr) return verdict::refused;
  gp::FileDescriptorProto proto;
  their_file->CopyTo(&proto);
  their_file->CopyJsonNameTo(&proto);
  their_file->CopySourceCodeInfoTo(&proto);
  EXPECT_EQ(pbwire::encode(ours.types().find_file(name)->proto), proto.SerializePartialAsString()) << what << '\n'
                                                                                                   << text;
  return verdict::accepted;
}

using named_text = std::pair<std::string, std::string>;

std::vector<named_text> corpus(const std::string& folder) {
  std::vector<named_text> files;
  const std::filesystem::path root = child_process::data(folder);
  for (const auto& file : proto_files::below(root, root)) {
    std::string text = proto_files::read(root / file.name).value_or("");
    if (text.size() < 6000) files.emplace_back(file.name, std::move(text));
  }
  return files;
}

TEST(LinkerDifferential, BothJudgeAlikeAndLinkAlike) {
  gp::SetLogHandler(nullptr);
  const char* const given = std::getenv("RPC_ANATOMY_SEED");
  const unsigned seed = given != nullptr ? static_cast<unsigned>(std::stoul(given)) : std::random_device()();
  std::cout << "RPC_ANATOMY_SEED=" << seed << '\n';
  const std::array corpora = {corpus("protos"), corpus("wrong")};
  mutator random(seed);
  std::map<verdict, int> count;
  for (int i = 0; i < mutants && !testing::Test::HasFailure(); ++i) {
    const auto& files = corpora[random.below(2)];
    const auto& [name, text] = files[random.below(files.size())];
    ++count[expect_same(name, random.mutate(text), "seed " + std::to_string(seed) + ", " + name)];
  }
  std::cout << count[verdict::accepted] << " accepted, " << count[verdict::refused] << " refused\n";
}

}  // namespace
