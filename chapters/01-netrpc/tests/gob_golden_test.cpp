// SPDX-License-Identifier: MIT
//
// The streams that Go 1.19 wrote (tests/data/golden, one fresh Go process each) against ours: the same
// bytes for the same values, the same values from the same bytes, and every byte accounted for.
#include "support/bytes.hpp"
#include "support/canon.hpp"
#include "support/golden_cases.hpp"

#include <netrpc/gob_decoder.hpp>
#include <netrpc/gob_encoder.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

namespace {

using namespace netrpc;
using test::golden_case;

/// Cases that no C++ type of ours can stand for, with the reason. They would still be read into trees.
const std::map<std::string, std::string> inexpressible = {};

/// What does not survive gob, in Go as little as here: the text after decoding, where it is not that of the value.
const std::map<std::string, std::string> changed_by_gob = {
    {"pointers_to_zero", "{P:null,PP:null,S:{X:0,Y:0},T:null}"},
};

std::filesystem::path folder() {
  const char* data = std::getenv("NETRPC_DATA");
  return std::filesystem::path(data == nullptr ? "tests/data" : data) / "golden";
}

bytes stream_of(const std::string& name) {
  std::ifstream in(folder() / (name + ".gob"), std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  return test::raw(text);
}

/// The columns of golden.tsv: case, types, values, go, note.
struct table_row {
  std::string name, types, values;
};

std::vector<table_row> table() {
  std::ifstream in(folder() / "golden.tsv");
  std::vector<table_row> rows;
  std::string line;
  std::getline(in, line);  // the heads of the columns
  while (std::getline(in, line)) {
    const auto first = line.find('\t');
    const auto second = line.find('\t', first + 1);
    const auto third = line.find('\t', second + 1);
    rows.push_back({line.substr(0, first), line.substr(first + 1, second - first - 1),
                    line.substr(second + 1, third - second - 1)});
  }
  return rows;
}

std::vector<golden_case> all_cases() {
  std::vector<golden_case> all;
  for (auto* part : {&test::golden_basic_cases, &test::golden_struct_cases, &test::golden_dynamic_cases,
                     &test::golden_stream_cases}) {
    std::ranges::move(part(), std::back_inserter(all));
  }
  return all;
}

std::vector<std::string> all_names() {
  std::vector<std::string> names;
  for (const auto& row : table()) names.push_back(row.name);
  return names;
}

const gob::type_names& names() {
  static const auto registered = test::golden_names();
  return registered;
}

const std::string& values_of(const std::string& name) {
  if (const auto changed = changed_by_gob.find(name); changed != changed_by_gob.end()) return changed->second;
  static const auto rows = table();
  return std::ranges::find(rows, name, &table_row::name)->values;
}

// --- with C++ types ----------------------------------------------------------------------------------

class GoldenValue : public testing::TestWithParam<golden_case> {};

TEST_P(GoldenValue, HasTheBytesThatGoWrites) {
  gob::encoder encoder(&names());
  bytes out;
  for (const any& v : GetParam().values) ASSERT_TRUE(test::succeeded(encoder.encode({v.of, v.data.get()}, out)));
  EXPECT_GOB_EQ(out, stream_of(GetParam().name));
}

/// Decodes a stream into fresh values of the case's types; `feed` is called whenever bytes are wanted.
std::string decode_case(const golden_case& expected, gob::decoder& decoder, const std::function<bool()>& feed) {
  std::string text;
  for (const any& v : expected.values) {
    const std::shared_ptr<void> fresh = v.of->make();
    for (;;) {
      const auto outcome = decoder.decode(reflect::value{v.of, fresh.get()});
      if (!outcome) return text + outcome.error().message();
      if (*outcome == progress::done) break;
      if (!feed()) return text + "need more at the end of the stream";
    }
    text += (text.empty() ? "" : " | ") + test::canon({v.of, fresh.get()});
  }
  return text;
}

TEST_P(GoldenValue, ComesOutOfGosBytesFedWhole) {
  gob::decoder decoder(&names());
  decoder.receive(stream_of(GetParam().name));
  EXPECT_EQ(decode_case(GetParam(), decoder, [] { return false; }), values_of(GetParam().name));
  EXPECT_TRUE(decoder.at_boundary());
}

TEST_P(GoldenValue, ComesOutOfGosBytesFedOneByOne) {
  gob::decoder decoder(&names());
  const bytes stream = stream_of(GetParam().name);
  std::size_t fed = 0;
  const auto feed_one = [&] {
    if (fed == stream.size()) return false;
    decoder.receive(std::span(stream).subspan(fed++, 1));
    return true;
  };
  EXPECT_EQ(decode_case(GetParam(), decoder, feed_one), values_of(GetParam().name));
  EXPECT_TRUE(decoder.at_boundary());
  EXPECT_EQ(fed, stream.size());
}

TEST_P(GoldenValue, LeavesWhatFollowsAlone) {
  gob::decoder decoder(&names());
  const bytes trailer = test::raw("HTTP/1.0 200 OK");
  decoder.receive(test::operator+(stream_of(GetParam().name), trailer));
  EXPECT_EQ(decode_case(GetParam(), decoder, [] { return false; }), values_of(GetParam().name));
  EXPECT_BYTES_EQ(decoder.take_rest(), trailer);
}

INSTANTIATE_TEST_SUITE_P(Golden, GoldenValue, testing::ValuesIn(all_cases()),
                         [](const auto& info) { return info.param.name; });

// --- without -------------------------------------------------------------------------------------------

class GoldenTree : public testing::TestWithParam<std::string> {};

TEST_P(GoldenTree, IsReadWholeAndTheNotesCoverEveryByteOnce) {
  const bytes stream = stream_of(GetParam());
  gob::decoder decoder;
  decoder.receive(stream);
  std::vector<gob::annotation> notes;
  while (!decoder.at_boundary()) {
    gob::value tree;
    const auto outcome = decoder.decode_tree(tree, &notes);
    ASSERT_TRUE(test::succeeded(outcome));
    ASSERT_EQ(*outcome, progress::done);
  }
  std::uint64_t next = 0;
  for (const gob::annotation& n : notes) {
    EXPECT_EQ(n.offset, next) << n.meaning;
    EXPECT_GT(n.length, 0U) << n.meaning;
    next = n.offset + n.length;
  }
  EXPECT_EQ(next, stream.size());
}

TEST_P(GoldenTree, IsReadByteByByteWithTheSameNotes) {
  const bytes stream = stream_of(GetParam());
  std::vector<gob::annotation> whole, pieces;
  gob::decoder all, slow;
  all.receive(stream);
  gob::value tree;
  while (!all.at_boundary()) ASSERT_TRUE(test::succeeded(all.decode_tree(tree, &whole)));
  for (const std::byte& b : stream) {
    slow.receive({&b, 1});
    const auto outcome = slow.decode_tree(tree, &pieces);
    ASSERT_TRUE(test::succeeded(outcome));
  }
  EXPECT_TRUE(slow.at_boundary());
  ASSERT_EQ(pieces.size(), whole.size());
  for (std::size_t i = 0; i < whole.size(); ++i) {
    EXPECT_EQ(pieces[i].offset, whole[i].offset);
    EXPECT_EQ(pieces[i].meaning, whole[i].meaning);
  }
}

TEST_P(GoldenTree, LeavesWhatFollowsAlone) {
  const bytes stream = stream_of(GetParam());
  gob::decoder count;
  count.receive(stream);
  int values = 0;
  gob::value tree;
  for (; !count.at_boundary(); ++values) ASSERT_TRUE(test::succeeded(count.decode_tree(tree)));

  gob::decoder decoder;
  decoder.receive(test::operator+(stream, test::raw("tail")));
  for (; values > 0; --values) ASSERT_TRUE(test::succeeded(decoder.decode_tree(tree)));
  EXPECT_BYTES_EQ(decoder.take_rest(), test::raw("tail"));
}

INSTANTIATE_TEST_SUITE_P(Golden, GoldenTree, testing::ValuesIn(all_names()),
                         [](const auto& info) { return info.param; });

TEST(GoldenTable, EveryCaseOfTheTableIsTestedWithACppTypeOrIsNamedAsInexpressible) {
  const auto cases = all_cases();
  ASSERT_GT(table().size(), 100U) << "is NETRPC_DATA the tests' data folder?";
  for (const auto& row : table()) {
    const bool expressed = std::ranges::find(cases, row.name, &golden_case::name) != cases.end();
    EXPECT_NE(expressed, inexpressible.contains(row.name)) << row.name << ", of type " << row.types;
  }
  EXPECT_EQ(cases.size() + inexpressible.size(), table().size());
}

}  // namespace
