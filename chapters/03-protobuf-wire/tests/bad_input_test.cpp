// SPDX-License-Identifier: MIT
//
// Bytes that are no message. Four readers of ours look at each: the schema's decode<M>(), the descriptor's decode(),
// pbdump, and where no schema is needed to see it, the plain reader. All must name the same rule at the same byte in
// the same field; and libprotobuf must refuse what we refuse, and take what we take.
#include "dump.hpp"
#include "hand_extensions.hpp"
#include "hand_schemas.hpp"
#include "hex.hpp"
#include "twin_pool.hpp"

#include "child.hpp"

#include <pbwire/codec.hpp>
#include <pbwire/dynamic.hpp>
#include <pbwire/reader.hpp>
#include <pbwire/writer.hpp>

#include <gmock/gmock.h>
#include <google/protobuf/compiler/parser.h>
#include <google/protobuf/io/tokenizer.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <string>
#include <string_view>

namespace {

using pbwire::errc;
using pbwire::error;
using pbwire::wire_type;
using test::hex;

error error_of(const auto& result) { return result ? error{} : result.error(); }

template <class M>
error typed(std::string_view bytes) {
  static const pbwire::extension_registry known = hand::all_extensions();
  return error_of(pbwire::decode<M>(bytes, {.extensions = &known}));
}

/// What the reader finds by itself: the records of the outermost level, and the groups in them.
error plain(std::string_view bytes) {
  pbwire::reader in(test::as_bytes(bytes));
  while (in.next()) in.skip();
  return in.failed() ? in.error() : error{};
}

class BadInput : public ::testing::Test {
 protected:
  /// hand.proto and old.proto, in both worlds.
  static void SetUpTestSuite() {
    both_ = new twins::pools;
    for (const std::string name : {"golden/hand.proto", "golden/old.proto"}) {
      std::ifstream file(child_process::data(name));
      const std::string text(std::istreambuf_iterator<char>(file), {});
      twins::pb::io::ArrayInputStream in(text.data(), static_cast<int>(text.size()));
      twins::pb::io::Tokenizer words(&in, nullptr);
      twins::pb::FileDescriptorProto proto;
      ASSERT_TRUE(twins::pb::compiler::Parser().Parse(&words, &proto)) << name;
      proto.set_name(name);
      ASSERT_TRUE(both_->add(proto)) << both_->problem();
    }
  }
  static void TearDownTestSuite() {
    delete both_;
    both_ = nullptr;
  }

  static error by_schema(const std::string& type, std::string_view bytes) {
    static const std::map<std::string, error (*)(std::string_view)> all = {
        {"hand.User", &typed<hand::User>},   {"hand.Point", &typed<hand::Point>}, {"hand.Kinds", &typed<hand::Kinds>},
        {"hand.Lists", &typed<hand::Lists>}, {"hand.Maps", &typed<hand::Maps>},   {"hand.Choice", &typed<hand::Choice>},
        {"hand.Tree", &typed<hand::Tree>},   {"hand.Old", &typed<hand::Old>}};
    return all.at(type)(bytes);
  }
  static error by_descriptor(const std::string& type, std::string_view bytes) {
    return error_of(both_->our_view(type, bytes));
  }
  static error by_dump(const std::string& type, std::string_view bytes) {
    const auto seen = pbdump::dump(test::as_bytes(bytes), {&both_->ours(), both_->ours().find_message(type)});
    std::size_t shown = 0;
    for (const pbdump::line& each : seen.lines) shown += each.length;
    EXPECT_EQ(shown, bytes.size()) << "each byte is shown, however bad";
    return seen.error.value_or(error{});
  }
  static bool libprotobuf_accepts(const std::string& type, const std::string& bytes) {
    twins::pb::LogSilencer quiet;
    return both_->make(type)->ParseFromString(bytes);
  }

  /// All refuse the bytes, for that reason.
  static void refused(const std::string& type, const std::string& bytes, errc code, std::size_t offset,
                      const std::string& path = {}) {
    SCOPED_TRACE(type + ": " + test::to_hex(bytes.substr(0, 64)));
    const std::string wanted = error{code, offset, path}.message();
    EXPECT_EQ(by_schema(type, bytes).message(), wanted);
    EXPECT_EQ(by_descriptor(type, bytes).message(), wanted);
    EXPECT_EQ(by_dump(type, bytes).message(), wanted);
    EXPECT_FALSE(libprotobuf_accepts(type, bytes));
  }
  static void accepted(const std::string& type, const std::string& bytes) {
    SCOPED_TRACE(type + ": " + test::to_hex(bytes.substr(0, 64)));
    EXPECT_EQ(by_schema(type, bytes).message(), error{}.message());
    EXPECT_EQ(by_descriptor(type, bytes).message(), error{}.message());
    EXPECT_EQ(by_dump(type, bytes).message(), error{}.message());
    EXPECT_TRUE(libprotobuf_accepts(type, bytes));
  }
  /// The same, and the plain reader as well, since no schema is needed to see it.
  static void refused_by_the_wire(const std::string& bytes, errc code, std::size_t offset) {
    EXPECT_EQ(plain(bytes).message(), (error{code, offset, {}}.message())) << test::to_hex(bytes);
    refused("hand.Tree", bytes, code, offset);
  }

  static twins::pools* both_;
};
twins::pools* BadInput::both_ = nullptr;

// Varints.

TEST_F(BadInput, AVarintHasTenBytesAtMost) {
  accepted("hand.Kinds", hex("18 ff ff ff ff ff ff ff ff ff 01"));
  accepted("hand.Kinds", hex("18 80 80 80 80 80 80 80 80 80 00"));  // zero, with nine bytes more than it needs
  refused("hand.Kinds", hex("18 80 80 80 80 80 80 80 80 80 80 00"), errc::varint_too_long, 1, "i64");
  refused_by_the_wire(hex("40 80 80 80 80 80 80 80 80 80 80 00"), errc::varint_too_long, 1);
  refused_by_the_wire(hex("80 80 80 80 80 80 80 80 80 80 00"), errc::varint_too_long, 0);
  refused("hand.Lists", hex("0a 0c 01 80 80 80 80 80 80 80 80 80 80 00"), errc::varint_too_long, 3, "numbers");
}

TEST_F(BadInput, AnOverlongVarintIsReadForWhatItIs) {
  accepted("hand.Kinds", hex("18 81 80 00"));                       // a value
  accepted("hand.Kinds", hex("98 80 80 00 01"));                    // a tag
  accepted("hand.User", hex("0a 81 80 00 61"));                     // a length
  accepted("hand.Kinds", hex("18 ff ff ff ff ff ff ff ff ff 7f"));  // bits above the 64th are dropped
}

// Tags.

TEST_F(BadInput, FieldNumbersBeginAtOne) {
  for (const char* bytes : {"00", "01", "02", "03", "04", "05", "00 01", "02 00"}) {
    refused_by_the_wire(hex(bytes), errc::field_number_zero, 0);
  }
  refused_by_the_wire(hex("08 01 00 01"), errc::field_number_zero, 2);
  refused("hand.Tree", hex("0a 01 61 12 02 00 01"), errc::field_number_zero, 5, "left");
}

TEST_F(BadInput, FieldNumbersEndAt536870911) {
  accepted("hand.Tree", hex("f8 ff ff ff 0f 05"));
  // One more, and the tag has 33 bits.
  const std::string above = hex("80 80 80 80 10 05");
  EXPECT_EQ(plain(above).message(), (error{errc::tag_too_large, 0, {}}.message()));
  EXPECT_EQ(by_schema("hand.Tree", above).code, errc::tag_too_large);
  EXPECT_EQ(by_descriptor("hand.Tree", above).code, errc::tag_too_large);
  EXPECT_EQ(by_dump("hand.Tree", above).code, errc::tag_too_large);
  // libprotobuf drops the bits above the 32nd. Here nothing is left, and field number 0 is refused; but 88 80 80 80 10
  // it takes for field 1. We do not: a writer that sends such a tag means a field that cannot be.
  EXPECT_FALSE(libprotobuf_accepts("hand.Tree", above));
  EXPECT_EQ(by_schema("hand.Point", hex("88 80 80 80 10 05")).code, errc::tag_too_large);
  EXPECT_TRUE(libprotobuf_accepts("hand.Point", hex("88 80 80 80 10 05")));
}

TEST_F(BadInput, WireTypes6And7WereNeverAssigned) {
  for (const char* bytes : {"0e", "0f", "0e 01", "0f 00 00", "fe ff ff ff 0f", "ff ff ff ff 0f"}) {
    refused_by_the_wire(hex(bytes), errc::bad_wire_type, 0);
  }
  refused_by_the_wire(hex("0b 0e 0c"), errc::bad_wire_type, 1);
  refused("hand.Tree", hex("12 01 0e"), errc::bad_wire_type, 2, "left");
}

// Groups.

TEST_F(BadInput, AnEndGroupNeedsItsStartGroup) {
  refused("hand.Tree", hex("0c"), errc::unmatched_end_group, 0);
  refused("hand.Tree", hex("08 01 0c"), errc::unmatched_end_group, 2);
  refused("hand.Tree", hex("12 01 0c"), errc::unmatched_end_group, 2, "left");
  refused_by_the_wire(hex("0b 14"), errc::unmatched_end_group, 1);
  refused_by_the_wire(hex("0b 13 0c 14"), errc::unmatched_end_group, 2);  // crossed
  refused("hand.Old", hex("08 01 33 08 01 3c"), errc::unmatched_end_group, 5, "part");
  EXPECT_EQ(plain(hex("0c")).code, errc::unmatched_end_group);
}

TEST_F(BadInput, AStartGroupNeedsItsEndGroup) {
  refused_by_the_wire(hex("0b"), errc::missing_end_group, 1);
  refused_by_the_wire(hex("0b 08 01"), errc::missing_end_group, 3);
  refused_by_the_wire(hex("0b 13 14"), errc::missing_end_group, 3);
  refused("hand.Tree", hex("12 01 0b 0c"), errc::missing_end_group, 3, "left");  // it ends outside of its message
  refused("hand.Old", hex("08 01 33 08 01"), errc::missing_end_group, 5, "part");
  refused("hand.Old", hex("08 01 3b 3c 3b"), errc::missing_end_group, 5, "bit[1]");
}

// Lengths.

TEST_F(BadInput, ALengthStaysWithinWhatItStandsIn) {
  refused("hand.User", hex("0a 02 61"), errc::length_past_end, 1, "id");
  refused("hand.Tree", hex("12 03 0a 05 61"), errc::length_past_end, 3, "left.name");
  refused("hand.Tree", hex("12 02 0a 01 61"), errc::length_past_end, 3,
          "left.name");  // there are bytes, but not its own
  refused("hand.Lists", hex("0a 05 01 02"), errc::length_past_end, 1, "numbers");
  refused("hand.Maps", hex("0a 03 0a 05 61"), errc::length_past_end, 3, "counts.key");
  refused_by_the_wire(hex("42 01"), errc::length_past_end, 1);
  refused_by_the_wire(hex("42 ff ff ff ff 07"), errc::length_past_end, 1);  // 2^31-1
}

TEST_F(BadInput, ALengthIsBelow2GiB) {
  refused_by_the_wire(hex("42 80 80 80 80 08"), errc::length_too_large, 1);  // 2^31
  refused_by_the_wire(hex("42 ff ff ff ff 0f"), errc::length_too_large, 1);  // 2^32-1, or -1
  refused("hand.User", hex("0a ff ff ff ff 0f"), errc::length_too_large, 1, "id");
  refused("hand.User", hex("0a ff ff ff ff ff ff ff ff 7f"), errc::length_too_large, 1, "id");
  refused("hand.User", hex("0a ff ff ff ff ff ff ff ff ff 01"), errc::length_too_large, 1, "id");
}

// Truncation.

/// A record of each wire type, nested, packed and in a map.
std::string some_of_everything(const std::string& type) {
  static const std::map<std::string, std::string> all = {
      {"hand.User", "0a 06 61 31 31 31 31 31 12 08 62 61 6c 61 62 61 6c 61 1a 06 67 6f 6c 61 6e 67"},
      {"hand.Kinds",
       "09 00 00 00 00 00 00 f8 3f 15 00 00 80 be 18 fe ff ff ff ff ff ff ff ff 01 62 02 00 ff"
       "82 80 01 02 08 01 9b 06 08 01 9c 06"},
      {"hand.Lists", "0a 04 01 ac 02 05 10 01 22 08 00 00 00 00 00 00 e0 3f 3a 01 61 4a 02 08 01 4a 00"},
      {"hand.Maps", "0a 05 0a 01 61 10 07 12 06 08 01 12 02 08 01 1a 03 12 01 ff"},
      {"hand.Tree", "0a 01 61 12 07 0a 01 62 12 02 0a 00 22 03 0a 01 63"},
      {"hand.Old",
       "08 01 12 01 61 18 01 2a 01 03 33 08 01 34 3b 08 05 3c 42 02 08 01 52 02 08 02"
       "a0 06 05 aa 06 02 01 02 b2 06 02 08 03"}};
  return hex(all.at(type));
}

TEST_F(BadInput, EveryMessageCutAnywhereGetsLibprotobufsVerdict) {
  for (const std::string type : {"hand.User", "hand.Kinds", "hand.Lists", "hand.Maps", "hand.Tree", "hand.Old"}) {
    const std::string whole = some_of_everything(type);
    accepted(type, whole);
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const std::string cut = whole.substr(0, size);
      SCOPED_TRACE(type + ", " + std::to_string(size) + " of " + std::to_string(whole.size()) + " bytes");
      const error ours = by_schema(type, cut);
      EXPECT_EQ(ours.code == errc::none, libprotobuf_accepts(type, cut));
      EXPECT_EQ(by_descriptor(type, cut).message(), ours.message());
      EXPECT_EQ(by_dump(type, cut).message(), ours.message());
      EXPECT_LE(ours.offset, size);
      if (ours.code == errc::none || ours.code == errc::missing_required) continue;
      const bool expected =
          ours.code == errc::truncated || ours.code == errc::length_past_end || ours.code == errc::missing_end_group;
      EXPECT_TRUE(expected) << ours.message();
    }
  }
}

TEST_F(BadInput, SaysWhichValueWasCut) {
  refused("hand.Kinds", hex("18 80"), errc::truncated, 1, "i64");
  refused("hand.Kinds", hex("18"), errc::truncated, 1, "i64");
  refused("hand.Kinds", hex("09 00 00 00 00 00 00 f8"), errc::truncated, 1, "f64");
  refused("hand.Kinds", hex("15 00 00 80"), errc::truncated, 1, "f32");
  refused("hand.Kinds", hex("82 80 01 01 08"), errc::truncated, 5, "point.x");
  refused("hand.Lists", hex("0a 02 01 80"), errc::truncated, 3, "numbers");
  refused("hand.Lists", hex("22 07 00 00 00 00 00 00 e0"), errc::truncated, 2, "ratios");
  refused("hand.Lists", hex("4a 00 4a 01 08"), errc::truncated, 5, "points[1].x");
  refused_by_the_wire(hex("80"), errc::truncated, 0);
  refused_by_the_wire(hex("41 00 00"), errc::truncated, 1);
  refused_by_the_wire(hex("45 00 00"), errc::truncated, 1);
}

// Depth.

std::string nested_messages(int depth, std::uint32_t number) {
  std::string bytes;
  for (int i = 0; i < depth; ++i) {
    std::string outer;
    pbwire::writer(outer).text(number, bytes);
    bytes = outer;
  }
  return bytes;
}
std::string nested_groups(int depth, std::uint32_t number) {
  std::string bytes;
  pbwire::writer out(bytes);
  for (int i = 0; i < depth; ++i) out.begin_group(number);
  for (int i = 0; i < depth; ++i) out.end_group(number);
  return bytes;
}

/// 100 levels inside the outermost message are taken, 101 are not.
TEST_F(BadInput, MessagesAreNested100Deep) {
  accepted("hand.Tree", nested_messages(100, 2));
  const error why = by_schema("hand.Tree", nested_messages(101, 2));
  EXPECT_EQ(why.code, errc::too_deep);
  EXPECT_EQ(why.offset, nested_messages(101, 2).size());  // the innermost one, which is empty
  EXPECT_THAT(why.path, ::testing::StartsWith("left.left.left."));
  refused("hand.Tree", nested_messages(101, 2), errc::too_deep, why.offset, why.path);
  EXPECT_EQ(by_schema("hand.Tree", nested_messages(20'000, 2)).code, errc::too_deep);
  EXPECT_EQ(by_schema("hand.Tree", nested_messages(20'000, 4)).code, errc::too_deep);
}

TEST_F(BadInput, UnknownGroupsAreNested100Deep) {
  accepted("hand.Tree", nested_groups(100, 9));
  refused_by_the_wire(nested_groups(101, 9), errc::too_deep, 101);
  refused_by_the_wire(std::string(1'000'000, '\x4b'), errc::too_deep, 101);  // none of them ends
}

TEST_F(BadInput, MessagesAndGroupsShareTheDepth) {
  const auto inside = [](int messages, const std::string& innermost) {
    std::string bytes = innermost;
    for (int i = 0; i < messages; ++i) {
      std::string outer;
      pbwire::writer(outer).text(2, bytes);
      bytes = outer;
    }
    return bytes;
  };
  accepted("hand.Tree", inside(60, nested_groups(40, 9)));
  const std::string bytes = inside(60, nested_groups(41, 9));
  const error why = by_schema("hand.Tree", bytes);
  EXPECT_EQ(why.code, errc::too_deep);
  refused("hand.Tree", bytes, errc::too_deep, why.offset, why.path);
}

TEST_F(BadInput, TheEntryOfAMapIsALevel) {
  // Old.old_by_number: the entry, and the Old in it. Required fields come first, so that only the depth is at stake.
  std::string bytes = hex("08 01");
  for (int i = 0; i < 50; ++i) {
    std::string entry;
    pbwire::writer(entry).text(2, bytes);
    bytes = hex("08 01");
    pbwire::writer(bytes).text(11, entry);
  }
  accepted("hand.Old", bytes);
  std::string entry;
  pbwire::writer(entry).text(2, bytes);
  bytes = hex("08 01");
  pbwire::writer(bytes).text(11, entry);
  const error why = by_schema("hand.Old", bytes);
  EXPECT_EQ(why.code, errc::too_deep);
  refused("hand.Old", bytes, errc::too_deep, why.offset, why.path);
}

// What only the schema knows.

TEST_F(BadInput, StringsOfProto3AreUtf8) {
  for (const char* bad : {"ff", "c0 80", "c1 bf", "e0 80 80", "ed a0 80", "f0 80 80 80", "f4 90 80 80", "f5 80 80 80",
                          "80", "c3", "e4 b8", "61 c3 28", "f8 88 80 80 80"}) {
    std::string bytes;
    pbwire::writer(bytes).text(1, hex(bad));
    refused("hand.User", bytes, errc::invalid_utf8, 1, "id");
  }
  for (const char* good : {"", "61", "c2 80", "df bf", "e0 a0 80", "ed 9f bf", "ee 80 80", "ef bf bf", "f0 90 80 80",
                           "f4 8f bf bf", "00"}) {
    std::string bytes;
    pbwire::writer(bytes).text(1, hex(good));
    accepted("hand.User", bytes);
  }
  refused("hand.Lists", hex("3a 01 61 3a 01 ff"), errc::invalid_utf8, 4, "texts");
  refused("hand.Maps", hex("0a 03 0a 01 ff"), errc::invalid_utf8, 3, "counts.key");
  refused("hand.Choice", hex("12 01 ff"), errc::invalid_utf8, 1, "text");
  refused("hand.Tree", hex("22 00 22 03 0a 01 ff"), errc::invalid_utf8, 5, "more[1].name");
  accepted("hand.Kinds", hex("62 01 ff"));      // bytes
  accepted("hand.Old", hex("08 01 12 01 ff"));  // proto2 does not look
}

TEST_F(BadInput, PackedAndUnpackedMix) {
  accepted("hand.Lists", hex("08 01 0a 02 02 03 08 04"));
  accepted("hand.Lists", hex("10 01 12 02 02 03"));
  const auto all = pbwire::decode<hand::Lists>(hex("08 01 0a 02 02 03 08 04 10 05 12 01 06")).value();
  EXPECT_EQ(all.numbers, (std::vector<std::int32_t>{1, 2, 3, 4}));
  EXPECT_EQ(all.loose, (std::vector<std::int32_t>{5, 6}));
  refused("hand.Lists", hex("08 01 0a 02 02 80"), errc::truncated, 5, "numbers");
  refused("hand.Lists", hex("0a 01 01 08 80"), errc::truncated, 4, "numbers");
  accepted("hand.Lists", hex("0d 01 00 00 00"));  // fixed32 is neither: an unknown field
  EXPECT_FALSE(pbwire::decode<hand::Lists>(hex("0d 01 00 00 00")).value().unknown.empty());
  refused("hand.Lists", hex("e2 12 05 00 00 00 00 00"), errc::truncated, 7, "fixed");  // not a multiple of four
}

TEST_F(BadInput, RequiredFieldsAreThere) {
  refused("hand.Old", "", errc::missing_required, 0, "id");
  refused("hand.Old", hex("08 01 42 00"), errc::missing_required, 4, "inner.id");
  refused("hand.Old", hex("08 01 33 34"), errc::missing_required, 4, "part.n");
  refused("hand.Old", hex("08 01 52 02 08 01 52 00"), errc::missing_required, 8, "list[1].id");
  refused("hand.Old", hex("08 01 b2 06 00"), errc::missing_required, 5, "[hand.more].id");
}

// A named difference.

TEST_F(BadInput, TagsAndLengthsHaveFiveBytesAtMost) {
  // A small number in six bytes: every other varint may be that long, and libprotobuf refuses it here as well.
  refused("hand.Point", hex("88 80 80 80 80 00 05"), errc::tag_too_large, 0);
  refused("hand.User", hex("0a 81 80 80 80 80 00 61"), errc::length_too_large, 1, "id");
}

}  // namespace
