// SPDX-License-Identifier: MIT
#include <pbwire/compiler/importer.hpp>
#include <pbwire/dynamic.hpp>
#include <pbwire/text_format.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>

namespace {

using namespace pbwire;
using std::string_literals::operator""s;

constexpr const char* source2 = R"(
  syntax = "proto2";
  package t;
  message Old {
    enum Color { ZERO = 0; ONE = 1; }
    optional int32 number = 1;
    optional string name = 2 [default = "nobody"];
    optional Color color = 3 [default = ONE];
    repeated int32 numbers = 4;
    repeated Old children = 5;
    map<int32, Color> colors = 6;
    map<string, Old> by_name = 7;
    optional group Group = 8 { optional int32 a = 1; }
    oneof choice { int32 one = 9; Old two = 10; }
    repeated Color packed = 11 [packed = true];
    extensions 100 to 199;
  }
  message Strict { required int32 id = 1; repeated Strict list = 2; map<int32, Strict> map = 3; optional Strict one = 4;
                   extensions 100 to 199; }
  extend Old { optional Old more = 100; repeated int32 many = 101; }
  extend Strict { optional Strict extra = 100; }
)";

constexpr const char* source3 = R"(
  syntax = "proto3";
  package t;
  message New {
    int32 number = 1;
    optional int32 maybe = 2;
    double d = 3;
    string name = 4;
    New inside = 5;
    repeated New list = 6;
    map<string, string> map = 7;
    repeated uint32 numbers = 8;
    oneof choice { string text = 9; bool flag = 10; }
  }
)";

class Dynamic : public ::testing::Test {
 protected:
  Dynamic()
      : files_([](const std::string& name) -> std::optional<std::string> {
          return name == "old.proto" ? source2 : source3;
        }) {
    EXPECT_TRUE(files_.import({"old.proto", "new.proto"}));
  }

  [[nodiscard]] const pool& types() const { return files_.types(); }
  [[nodiscard]] const message_type& type(const std::string& name) const { return *types().find_message("t." + name); }
  [[nodiscard]] dynamic_message make(const std::string& name) const { return dynamic_message(type(name)); }
  [[nodiscard]] const field_type& field(const std::string& message, std::string_view name) const {
    return *type(message).find(name);
  }
  result<dynamic_message> read(const std::string& name, std::string_view bytes, const decode_options& how = {}) const {
    return decode(type(name), bytes, &types(), how);
  }
  void expect_error(const std::string& name, std::string_view bytes, errc code, std::size_t offset,
                    const std::string& path) const {
    const auto message = read(name, bytes);
    ASSERT_FALSE(message);
    EXPECT_EQ(message.error(), (error{code, offset, path})) << message.error().message();
  }

  compiler::importer files_;
};

TEST_F(Dynamic, AFieldIsSetReadAndCleared) {
  dynamic_message m = make("Old");
  const field_type& number = field("Old", "number");
  EXPECT_FALSE(m.has(number));
  EXPECT_EQ(m.get(number), dynamic_value(0));
  m.set(number, 150);
  EXPECT_TRUE(m.has(number));
  EXPECT_EQ(encode(m), "\x08\x96\x01");
  EXPECT_EQ(size(m), 3U);
  EXPECT_EQ(read("Old", encode(m)).value(), m);
  m.clear(number);
  EXPECT_EQ(encode(m), "");
  EXPECT_EQ(m, make("Old"));
}

TEST_F(Dynamic, DefaultsAreThoseOfTheFile) {
  const dynamic_message m = make("Old");
  EXPECT_EQ(m.get(field("Old", "name")), dynamic_value("nobody"s));
  EXPECT_EQ(m.get(field("Old", "color")), dynamic_value(1));
  EXPECT_EQ(std::get<box<dynamic_message>>(m.get(field("Old", "two"))), box<dynamic_message>(make("Old")));
}

TEST_F(Dynamic, ImplicitPresenceSendsNoZero) {
  dynamic_message m = make("New");
  m.set(field("New", "number"), 0);
  m.set(field("New", "name"), ""s);
  EXPECT_EQ(encode(m), "");
  m.set(field("New", "maybe"), 0);
  EXPECT_EQ(encode(m), "\x10\x00"s);
  m.set(field("New", "d"), -0.0);
  EXPECT_EQ(encode(m), "\x10\x00\x19\x00\x00\x00\x00\x00\x00\x00\x80"s);
  EXPECT_FALSE(read("New", "\x08\x05\x08\x00"s).value().has(field("New", "number")));
}

TEST_F(Dynamic, OfAOneofOneFieldIsSet) {
  dynamic_message m = make("Old");
  const oneof_type& choice = *field("Old", "one").oneof;
  EXPECT_EQ(m.which(choice), nullptr);
  m.set(field("Old", "one"), 1);
  m.message(field("Old", "two")).set(field("Old", "number"), 5);
  EXPECT_EQ(m.which(choice), &field("Old", "two"));
  EXPECT_EQ(encode(m), "\x52\x02\x08\x05");
  m.set(field("Old", "one"), 0);
  EXPECT_EQ(encode(m), "\x48\x00"s);
  EXPECT_EQ(read("Old", "\x52\x02\x08\x05\x48\x00\x52\x02\x20\x07"s).value(), read("Old", "\x52\x02\x20\x07").value());
  EXPECT_EQ(encode(read("Old", "\x52\x02\x08\x05\x52\x02\x20\x07").value()), "\x52\x04\x08\x05\x20\x07");
}

TEST_F(Dynamic, MapsAreSortedAndTheLastEntryOfAKeyCounts) {
  dynamic_message m = make("New");
  const field_type& map = field("New", "map");
  m.put(map, "b"s, "1"s);
  m.put(map, "a"s, "2"s);
  m.put(map, "b"s, "3"s);
  EXPECT_EQ(m.count(map), 2U);
  EXPECT_EQ(encode(m), "\x3a\x06\x0a\x01\x61\x12\x01\x32\x3a\x06\x0a\x01\x62\x12\x01\x33");
  EXPECT_EQ(encode(read("New", "\x3a\x00"s).value()), "\x3a\x04\x0a\x00\x12\x00"s);
}

TEST_F(Dynamic, EntriesAddedOneByOneStayAsTheyAreUntilTheNextPut) {
  dynamic_message m = make("New");
  const field_type& map = field("New", "map");
  const auto add = [&](const std::string& key) { m.add_entry(map).set(*map.message->find(1U), key); };
  m.put(map, "z"s, ""s);
  add("b"), add("a"), add("b");
  EXPECT_EQ(print_text(m),
            "map {\n  key: \"a\"\n  value: \"\"\n}\nmap {\n  key: \"b\"\n  value: \"\"\n}\nmap {\n  key: \"z\"\n  "
            "value: \"\"\n}\n");
  EXPECT_EQ(encode(m).size(), 4U * 7);
  EXPECT_EQ(m, read("New", encode(m)).value());
  m.put(map, "c"s, ""s);
  EXPECT_EQ(m.count(map), 4U);
  EXPECT_EQ(encode(m).size(), 4U * 7);
}

TEST_F(Dynamic, AnUnknownNumberOfAClosedEnumIsAnUnknownField) {
  EXPECT_EQ(encode(read("Old", "\x18\x4d").value()), "\x18\x4d");
  EXPECT_FALSE(read("Old", "\x18\x4d").value().has(field("Old", "color")));
  EXPECT_EQ(encode(read("Old", "\x5a\x03\x4d\x01\x4e").value()), "\x5a\x01\x01\x58\x4d\x58\x4e");
  EXPECT_EQ(encode(read("Old", "\x18\xcd\x80\x80\x80\x20").value()), "\x18\xcd\x80\x80\x80\x20");
}

// What libprotobuf's generated code does; its reflection puts a zero into the map.
TEST_F(Dynamic, AMapEntryWithAnUnknownNumberOfAClosedEnumIsKeptWhole) {
  EXPECT_EQ(encode(read("Old", "\x32\x04\x08\x05\x10\x4d").value()), "\x32\x04\x08\x05\x10\x4d");
  EXPECT_EQ(encode(read("Old", "\x32\x02\x10\x4d").value()), "\x32\x04\x08\x00\x10\x4d"s);
  EXPECT_EQ(encode(read("Old", "\x32\x06\x10\x4d\x08\x05\x18\x01").value()), "\x32\x04\x08\x05\x10\x4d");
  EXPECT_EQ(encode(read("Old", "\x32\x06\x08\x05\x10\x4d\x10\x01").value()), "\x32\x04\x08\x05\x10\x01");
  EXPECT_EQ(encode(read("Old", "\x32\x08\x08\x05\x10\xcd\x80\x80\x80\x20").value()), "\x32\x04\x08\x05\x10\x4d");
}

TEST_F(Dynamic, ExtensionsAreFieldsIfThePoolIsGiven) {
  const std::string bytes = "\x08\x01\xa2\x06\x02\x08\x05\xa8\x06\x07\xa8\x06\x08";
  const dynamic_message m = read("Old", bytes).value();
  const field_type& many = *types().find_extension("t.many");
  EXPECT_EQ(m.list(many), (dynamic_list{7, 8}));
  EXPECT_EQ(encode(m), bytes);
  const dynamic_message unknowing = decode(type("Old"), bytes).value();
  EXPECT_FALSE(unknowing.has(many));
  EXPECT_EQ(encode(unknowing), bytes);
}

TEST_F(Dynamic, MergingIsReadingOneBehindTheOther) {
  const std::string first =
      "\x08\x01\x12\x01\x61\x20\x01\x2a\x02\x08\x01\x32\x04\x08\x01\x10\x01\x43\x08\x01\x44\x52\x02\x08\x01\xa2\x06\x02"
      "\x08\x05\x80\x7d\x01";
  const std::string second =
      "\x08\x02\x20\x02\x2a\x02\x08\x02\x32\x04\x08\x01\x10\x00\x43\x08\x02\x44\x52\x02\x20\x01\xa2\x06\x02\x20\x06\x80\x7d\x02"s;
  dynamic_message merged = read("Old", first).value();
  merged.merge(read("Old", second).value());
  EXPECT_EQ(merged, read("Old", first + second).value());
  EXPECT_EQ(encode(merged), encode(read("Old", first + second).value()));

  dynamic_message read_on_top = read("Old", first).value();
  EXPECT_TRUE(merge(read_on_top, std::as_bytes(std::span(second)), &types()));
  EXPECT_EQ(read_on_top, merged);

  dynamic_message doubled = read("Old", first).value();
  doubled.merge(doubled);
  EXPECT_EQ(doubled, read("Old", first + first).value());
}

TEST_F(Dynamic, MessagesDifferInAnyFieldAndInWhatIsUnknown) {
  const dynamic_message m = read("Old", "\x08\x01\x20\x02\x80\x7d\x01").value();
  EXPECT_EQ(m, read("Old", "\x20\x02\x80\x7d\x01\x08\x01").value());
  for (const char* other :
       {"\x20\x02\x80\x7d\x01", "\x08\x02\x20\x02\x80\x7d\x01", "\x08\x01\x80\x7d\x01", "\x08\x01\x20\x02",
        "\x08\x01\x20\x02\x80\x7d\x02", "\x08\x01\x20\x02\x20\x02\x80\x7d\x01"}) {
    EXPECT_NE(m, read("Old", other).value());
    EXPECT_NE(read("Old", other).value(), m);
  }
  EXPECT_NE(make("Old"), make("New"));
}

TEST_F(Dynamic, ErrorsNameOffsetPathAndRule) {
  expect_error("New", "\x32\x02\x08\x01\x32\x03\x2a\x01\x08", errc::truncated, 9, "list[1].inside.number");
  expect_error("New", "\x2a\x04\x22\x02\x61\xff", errc::invalid_utf8, 3, "inside.name");
  expect_error("New", "\x3a\x03\x12\x01\xff", errc::invalid_utf8, 3, "map.value");
  expect_error("New", "\x3a\x03\x0a\x05\x61", errc::length_past_end, 3, "map.key");
  expect_error("New", "\x42\x02\x01\x80", errc::truncated, 3, "numbers");
  expect_error("New", "\x08\x01\x0c", errc::unmatched_end_group, 2, "");
  expect_error("New", "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", errc::varint_too_long, 1, "number");
  expect_error("New", "\x00"s, errc::field_number_zero, 0, "");
  expect_error("New", "\x2a\x01\x0e", errc::bad_wire_type, 2, "inside");
  expect_error("New", "\x22\xff\xff\xff\xff\x0f", errc::length_too_large, 1, "name");
  expect_error("Old", "\x43\x08\x01", errc::missing_end_group, 3, "group");
  expect_error("Old", "\xa2\x06\x01\x08", errc::truncated, 4, "[t.more].number");
}

TEST_F(Dynamic, AMissingRequiredFieldIsNamedWhereverItIs) {
  expect_error("Strict", "", errc::missing_required, 0, "id");
  expect_error("Strict", "\x08\x01\x12\x02\x08\x01\x12\x00"s, errc::missing_required, 8, "list[1].id");
  expect_error("Strict", "\x08\x01\x1a\x02\x08\x01", errc::missing_required, 6, "map.id");
  expect_error("Strict", "\x08\x01\x22\x04\x08\x01\x22\x00"s, errc::missing_required, 8, "one.one.id");
  expect_error("Strict", "\x08\x01\xa2\x06\x00"s, errc::missing_required, 5, "[t.extra].id");
  EXPECT_TRUE(read("Strict", "", {.partial = true}));
}

TEST_F(Dynamic, DepthIsLimited) {
  const auto nested = [](int depth) {
    std::string bytes;
    for (int i = 0; i < depth; ++i) {
      std::string outer = "\x2a";
      for (std::size_t length = bytes.size();; length >>= 7) {
        outer += static_cast<char>(length > 0x7f ? (length & 0x7f) | 0x80 : length);
        if (length <= 0x7f) break;
      }
      bytes = outer + bytes;
    }
    return bytes;
  };
  EXPECT_TRUE(read("New", nested(100)));
  EXPECT_EQ(read("New", nested(101)).error().code, errc::too_deep);
  EXPECT_TRUE(read("New", nested(3), {.depth_limit = 3}));
  EXPECT_FALSE(read("New", nested(4), {.depth_limit = 3}));
  EXPECT_EQ(read("Old", std::string(1'000'000, '\x43')).error().code, errc::too_deep);
  EXPECT_EQ(encode(read("New", nested(100)).value()), nested(100));
}

TEST_F(Dynamic, AProgramsMistakesAreExceptions) {
  dynamic_message m = make("Old");
  EXPECT_THROW(m.set(field("Old", "number"), std::int64_t{1}), std::invalid_argument);
  EXPECT_THROW(m.set(field("New", "number"), 1), std::invalid_argument);
  EXPECT_THROW(m.set(field("Old", "numbers"), 1), std::invalid_argument);
  EXPECT_THROW(m.add(field("Old", "number"), 1), std::invalid_argument);
  EXPECT_THROW(m.add(field("Old", "numbers"), 1.0), std::invalid_argument);
  EXPECT_THROW(m.put(field("Old", "colors"), "a"s, 1), std::invalid_argument);
  EXPECT_THROW(m.put(field("Old", "numbers"), 1, 1), std::invalid_argument);
  EXPECT_THROW((void)m.message(field("Old", "number")), std::invalid_argument);
  EXPECT_THROW((void)m.list(field("Old", "colors")), std::invalid_argument);
  EXPECT_THROW((void)m.get(field("Old", "numbers")), std::invalid_argument);
  EXPECT_THROW((void)to_key(1.0), std::invalid_argument);
}

}  // namespace
