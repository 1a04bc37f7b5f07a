// SPDX-License-Identifier: MIT
//
// Values without a C++ type: the tree, and what each byte was for.
#include "support/bytes.hpp"
#include "support/golden_types.hpp"

#include <netrpc/gob_decoder.hpp>
#include <netrpc/gob_encoder.hpp>

namespace {

using namespace netrpc;
using namespace netrpc::gob;
using test::hex;
using test::operator+;

template <class T>
bytes encoded(const T& v) {
  auto names = type_names::basic();
  names.add<go::Point>();
  names.add<go::Holder>();
  encoder out_of(&names);
  bytes out;
  EXPECT_TRUE(test::succeeded(out_of.encode(v, out)));
  return out;
}

gob::value tree_of(const bytes& stream, std::vector<annotation>* notes = nullptr) {
  decoder d;
  d.receive(stream);
  gob::value v;
  const auto outcome = d.decode_tree(v, notes);
  EXPECT_TRUE(test::succeeded(outcome));
  EXPECT_TRUE(d.at_boundary());
  return v;
}

template <class T>
T scalar(const gob::value& v) {
  return std::get<T>(v.content);
}

const gob::value& field(const gob::value& v, std::string_view name) {
  for (const value_field& f : std::get<struct_value>(v.content).fields) {
    if (f.name == name) return *f.content;
  }
  throw std::out_of_range(std::string(name));
}

TEST(GobTree, HoldsEveryScalarKind) {
  EXPECT_EQ(scalar<bool>(tree_of(encoded(true))), true);
  EXPECT_EQ(scalar<std::int64_t>(tree_of(encoded(std::int64_t{-129}))), -129);
  EXPECT_EQ(scalar<std::uint64_t>(tree_of(encoded(std::uint64_t{256}))), 256U);
  EXPECT_EQ(scalar<double>(tree_of(encoded(17.0))), 17.0);
  EXPECT_EQ(scalar<std::complex<double>>(tree_of(encoded(std::complex<double>(1, -2)))), std::complex<double>(1, -2));
  EXPECT_EQ(scalar<std::string>(tree_of(encoded(std::string("小王")))), "小王");
  EXPECT_EQ(scalar<bytes>(tree_of(encoded(hex("00 FF")))), hex("00 FF"));
}

TEST(GobTree, KnowsTheNamesOfStructsAndFieldsAndLeavesOutWhatWasNotSent) {
  const gob::value v = tree_of(encoded(go::GetUserResp{"1", "", "13100001111"}));
  const auto& s = std::get<struct_value>(v.content);
  EXPECT_EQ(s.type_name, "GetUserResp");
  ASSERT_EQ(s.fields.size(), 2U);
  EXPECT_EQ(s.fields[0].name, "Id");
  EXPECT_EQ(s.fields[1].name, "Phone");
  EXPECT_EQ(scalar<std::string>(*s.fields[1].content), "13100001111");
}

TEST(GobTree, HoldsSequencesAndMapsInTheOrderOfTheStream) {
  const gob::value v = tree_of(encoded(go::Index{{{"w", {1, 2}}}}));
  const auto& map = std::get<map_value>(field(v, "Words").content);
  ASSERT_EQ(map.entries.size(), 1U);
  EXPECT_EQ(scalar<std::string>(map.entries[0].first), "w");
  const auto& list = std::get<sequence_value>(map.entries[0].second.content);
  ASSERT_EQ(list.elements.size(), 2U);
  EXPECT_EQ(scalar<std::int64_t>(list.elements[1]), 2);
}

TEST(GobTree, HoldsInterfaceValuesWithTheirTypesNameAndNeedsNoRegistry) {
  const gob::value v = tree_of(encoded(go::Holder{"p", make_any(go::Point{1, 2})}));
  const auto& held = std::get<interface_value>(field(v, "V").content);
  EXPECT_EQ(held.concrete_name, "main.Point");
  EXPECT_EQ(scalar<std::int64_t>(field(*held.content, "Y")), 2);
}

TEST(GobTree, HoldsANilInterfaceWithoutContent) {
  const gob::value v = tree_of(encoded(std::vector<any>(1)));
  const auto& nil = std::get<interface_value>(std::get<sequence_value>(v.content).elements.at(0).content);
  EXPECT_TRUE(nil.concrete_name.empty());
  EXPECT_EQ(nil.content, nullptr);
}

TEST(GobTree, LeavesWhatEncodesItselfAsBytesUnderItsName) {
  const gob::value v = tree_of(encoded(go::Opaque{{1}, {}}));
  const auto& celsius = std::get<opaque_value>(field(v, "When").content);
  EXPECT_EQ(celsius.type_name, "Celsius");
  EXPECT_BYTES_EQ(celsius.data, hex("3F F0 00 00 00 00 00 00"));
}

TEST(GobTree, NotesSayWhatEachByteOfTheDocumentationsExampleIsFor) {
  std::vector<annotation> notes;
  (void)tree_of(encoded(go::Point{22, 33}), &notes);
  const auto says = [&](std::uint64_t offset, std::size_t length, std::string_view meaning) {
    for (const annotation& n : notes) {
      if (n.offset == offset) {
        EXPECT_EQ(n.length, length);
        EXPECT_EQ(n.meaning, meaning);
        return;
      }
    }
    ADD_FAILURE() << "no note at " << offset;
  };
  says(0, 1, "length of the message: 31");
  says(1, 2, "definition of type 65");
  const std::uint64_t value = 32;
  says(value, 1, "length of the message: 7");
  says(value + 1, 2, "a value of type 65");
  says(value + 3, 1, "field 0 (delta 1): Point.X");
  says(value + 4, 1, "int 22");
  says(value + 5, 1, "field 1 (delta 1): Point.Y");
  says(value + 6, 1, "int 33");
  says(value + 7, 1, "end of Point");
}

TEST(GobTree, NotesCoverNestedInterfaceValuesWithoutGapOrOverlap) {
  const go::Holder inner{"inner", make_any(go::Point{1, 2})};
  const bytes stream = encoded(go::Holder{"outer", make_any(inner)});
  std::vector<annotation> notes;
  (void)tree_of(stream, &notes);
  std::uint64_t next = 0;
  for (const annotation& n : notes) {
    EXPECT_EQ(n.offset, next) << n.meaning;
    next = n.offset + n.length;
  }
  EXPECT_EQ(next, stream.size());
}

TEST(GobTree, NotesNameTheBytesThatAMessageHasBeyondItsValue) {  // found by fuzz_gob_decode
  std::vector<annotation> notes;
  (void)tree_of(hex("05 02 00 01 AA BB"), &notes);
  ASSERT_EQ(notes.size(), 5U);
  EXPECT_EQ(notes[4].offset, 4U);
  EXPECT_EQ(notes[4].length, 2U);
}

TEST(GobTree, NotesOfABrokenValueSayHowFarItMadeSense) {
  decoder d;
  d.receive(hex("04 0C 00 05 61"));
  gob::value v;
  std::vector<annotation> notes;
  ASSERT_FALSE(d.decode_tree(v, &notes));
  ASSERT_EQ(notes.size(), 3U);
  EXPECT_EQ(notes[2].meaning, "no struct: a zero stands for the field delta");
}

TEST(GobTree, NotesOfAValueThatIsNotCompleteAreTakenBack) {
  const bytes stream = encoded(go::Holder{"p", make_any(go::Point{1, 2})});
  decoder d;
  gob::value v;
  std::vector<annotation> notes;
  std::uint64_t arrived = 0;
  for (const std::byte& b : stream) {
    d.receive({&b, 1});
    ++arrived;
    ASSERT_TRUE(test::succeeded(d.decode_tree(v, &notes)));
    for (std::size_t i = 1; i < notes.size(); ++i)
      ASSERT_EQ(notes[i].offset, notes[i - 1].offset + notes[i - 1].length) << arrived;
  }
}

TEST(GobTree, NamesOfAMegabyteDoNotMakeNotesOfAMegabyte) {
  wire_type t;
  t.StructT.emplace(struct_type{{std::string(100'000, 'n'), 0}, {{std::string(100'000, 'f'), id::int_}}});
  encoder e;
  bytes all;
  ASSERT_TRUE(test::succeeded(e.encode(wire_type{}, all)));
  all.clear();
  ASSERT_TRUE(test::succeeded(e.encode(t, all)));
  reader in(all);
  (void)in.read_uint();
  (void)in.read_int();
  bytes stream;
  append_message(stream, hex("FF 81") + bytes(all.begin() + static_cast<std::ptrdiff_t>(in.position()), all.end()));
  std::vector<annotation> notes;
  (void)tree_of(stream + hex("05 FF 82 01 02 00"), &notes);
  for (const annotation& n : notes) {
    EXPECT_TRUE(n.offset < stream.size() || n.meaning.size() < 300) << n.meaning.size();
  }
}

}  // namespace
