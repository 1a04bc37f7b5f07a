// SPDX-License-Identifier: MIT
//
// Every expectation here is what Go 1.19's encoding/json printed for the same value or text, except where
// a test says that we differ.
#include <netrpc/json_number.hpp>
#include <netrpc/json_stream.hpp>
#include <netrpc/json_value.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace {

using namespace netrpc;

struct Point {
  std::int64_t X = 0, Y = 0;
};
BOOST_DESCRIBE_STRUCT(Point, (), (X, Y))

struct Item {
  std::int64_t Id = 0;
  std::vector<std::string> Tags;
  std::unique_ptr<Point> At;
};
BOOST_DESCRIBE_STRUCT(Item, (), (Id, Tags, At))

struct All {
  bool B = false;
  std::int8_t I8 = 0;
  std::int64_t I = 5;
  std::uint8_t U8 = 0;
  std::uint64_t U = 0;
  float F32 = 0;
  double F = 0;
  std::string S = "s";
  std::vector<std::uint8_t> Bytes;
  std::vector<std::int64_t> L = {1, 2, 3};
  std::array<std::int64_t, 2> A = {7, 8};
  std::map<std::string, std::int64_t> M;
  std::unordered_map<std::int8_t, std::string> K;
  std::unique_ptr<Point> P;
  any V;
  Point Q;
  std::vector<Item> Items;
  std::map<bool, std::int64_t> BB;
  std::complex<double> C;
  std::map<std::string, Item> Skip;
};
BOOST_DESCRIBE_STRUCT(All, (), (B, I8, I, U8, U, F32, F, S, Bytes, L, A, M, K, P, V, Q, Items, BB, C, Skip))

struct Ring {
  std::shared_ptr<Ring> Next;
};
BOOST_DESCRIBE_STRUCT(Ring, (), (Next))

/// Marshals to its text, refuses what is longer than three bytes.
struct Short {
  std::string Text;
  [[nodiscard]] result<bytes> MarshalBinary() const {
    const auto data = std::as_bytes(std::span(Text));
    return bytes(data.begin(), data.end());
  }
  [[nodiscard]] result<void> UnmarshalBinary(std::span<const std::byte> data) {
    if (data.size() > 3) return error{errc::opaque_rejected, error_scope::value, 0, "too long"};
    Text.assign(reinterpret_cast<const char*>(data.data()), data.size());
    return {};
  }
};

}  // namespace

template <>
struct netrpc::go_type<Item> {
  static constexpr std::string_view package = "main", name = "Item";
  static constexpr json_tag json[] = {{"Id", "id"}, {"Tags", "tags"}, {"At", "at"}};
};

namespace {

template <class T>
std::string written(const T& v) {
  std::string out;
  const result<void> r = json::append(out, reflect::ref(v));
  return r.has_error() ? json::go_words(r.error()) : out;
}

/// Reads `text` and says what one field became, as JSON, or Go's words for what is wrong.
template <class Field>
std::string read_field(Field All::*field, std::string_view text) {
  All v;
  const result<void> r = json::read(text, 0, reflect::ref(v));
  return r.has_error() ? json::go_words(r.error()) : written(v.*field);
}

std::string words(std::string_view text) {
  All v;
  const result<void> r = json::read(text, 0, reflect::ref(v));
  return r.has_error() ? json::go_words(r.error()) : "";
}

TEST(JsonWrite, FloatsGetAnExponentOnlyWhereJavaScriptWould) {
  const std::pair<double, std::string> cases[] = {{0, "0"},
                                                  {-0.0, "-0"},
                                                  {1, "1"},
                                                  {17, "17"},
                                                  {-0.5, "-0.5"},
                                                  {0.1, "0.1"},
                                                  {1e20, "100000000000000000000"},
                                                  {1e21, "1e+21"},
                                                  {123456789012345680000.0, "123456789012345680000"},
                                                  {1e-6, "0.000001"},
                                                  {1e-7, "1e-7"},
                                                  {1.5e-10, "1.5e-10"},
                                                  {1e100, "1e+100"},
                                                  {5e-324, "5e-324"},
                                                  {1.0 / 3, "0.3333333333333333"},
                                                  {std::numeric_limits<double>::max(), "1.7976931348623157e+308"}};
  for (const auto& [v, text] : cases) EXPECT_EQ(written(v), text);
}

TEST(JsonWrite, AFloat32NeedsFewerDigits) {
  const std::pair<float, std::string> cases[] = {{0.1F, "0.1"},
                                                 {1e20F, "100000000000000000000"},
                                                 {1e21F, "1e+21"},
                                                 {1e-6F, "0.000001"},
                                                 {1e-7F, "1e-7"},
                                                 {16777216, "16777216"},
                                                 {1.0F / 3, "0.33333334"},
                                                 {3.4e-45F, "3e-45"},
                                                 {std::numeric_limits<float>::max(), "3.4028235e+38"}};
  for (const auto& [v, text] : cases) EXPECT_EQ(written(v), text);
}

TEST(JsonWrite, StringsAreSafeInsideHtmlAndJavaScript) {
  using namespace std::string_literals;
  const std::pair<std::string, std::string> cases[] = {
      {"", R"("")"},
      {"a\"\\/", R"("a\"\\/")"},
      {"\n\r\t\b\f\0\x1f\x7f"s, "\"\\n\\r\\t\\u0008\\u000c\\u0000\\u001f\x7f\""},
      {"<a>&", R"("\u003ca\u003e\u0026")"},
      {"\xE2\x80\xA8\xE2\x80\xA9", R"("\u2028\u2029")"},
      {"小王😀", "\"小王😀\""},
      {"a\xff"
       "b",
       R"("a\ufffdb")"},
      {"\xc0\x80\xed\xa0\x80", R"("\ufffd\ufffd\ufffd\ufffd\ufffd")"}};
  for (const auto& [v, text] : cases) EXPECT_EQ(written(v), text);
}

TEST(JsonWrite, MapsAreSortedByTheTextOfTheirKeys) {
  EXPECT_EQ(written(std::unordered_map<int, std::string>{{10, "a"}, {9, "b"}, {-1, "c"}}),
            R"({"-1":"c","10":"a","9":"b"})");
  EXPECT_EQ(written(std::map<std::string, std::int64_t>{{"b", 1}, {"a", 2}, {"<", 3}, {"\xff", 4}}),
            R"({"\u003c":3,"a":2,"b":1,"\ufffd":4})");
}

TEST(JsonWrite, ByteVectorsAreBase64AndByteArraysAreNot) {
  EXPECT_EQ(written(std::vector<std::uint8_t>{1, 2, 3, 255}), R"("AQID/w==")");
  EXPECT_EQ(written(std::vector<std::uint8_t>{0}), R"("AA==")");
  EXPECT_EQ(written(std::vector<std::uint8_t>{1, 2}), R"("AQI=")");
  EXPECT_EQ(written(std::array<std::uint8_t, 3>{1, 2, 3}), "[1,2,3]");
}

TEST(JsonWrite, EmptyContainersAreNotNullSinceCppHasNoNilSlice) {
  EXPECT_EQ(written(std::vector<std::int64_t>{}), "[]");
  EXPECT_EQ(written(std::map<std::string, std::int64_t>{}), "{}");
  EXPECT_EQ(written(std::vector<std::uint8_t>{}), R"("")");
  EXPECT_EQ(written(Item{}), R"({"id":0,"tags":[],"at":null})");
  EXPECT_EQ(written(empty{}), "{}");
}

TEST(JsonWrite, InterfacesAreWhatIsInThem) {
  std::vector<any> v = {any{}, make_any<std::int64_t>(1), make_any<std::string>("x"), make_any(Point{1, 2})};
  EXPECT_EQ(written(v), R"([null,1,"x",{"X":1,"Y":2}])");
}

TEST(JsonWrite, WhatJsonCannotSayIsRefusedInGosWords) {
  EXPECT_EQ(written(std::complex<double>{}), "json: unsupported type: complex128");
  EXPECT_EQ(written(std::map<bool, std::int64_t>{}), "json: unsupported type: map[bool]int");
  EXPECT_EQ(written(std::nan("")), "json: unsupported value: NaN");
  EXPECT_EQ(written(-std::numeric_limits<float>::infinity()), "json: unsupported value: -Inf");
  EXPECT_EQ(written(std::vector<double>{1, std::numeric_limits<double>::infinity()}), "json: unsupported value: +Inf");
}

TEST(JsonWrite, ARefusedValueLeavesNothingBehind) {
  std::string out = "before";
  const auto r = json::append(out, reflect::ref(std::vector<double>{1, 2, std::nan("")}));
  ASSERT_TRUE(r.has_error());
  EXPECT_EQ(r.error().code, errc::cannot_encode);
  EXPECT_EQ(r.error().scope, error_scope::local);
  EXPECT_EQ(out, "before");
}

TEST(JsonWrite, ACircleOfPointersEndsAtTheNestingLimit) {
  auto ring = std::make_shared<Ring>();
  ring->Next = ring;
  EXPECT_EQ(written(*ring), "json: unsupported value: nested more than 512 deep");
  ring->Next.reset();

  any self = make_any<any>({});
  *static_cast<any*>(self.data.get()) = self;  // no object in the circle, only pointers
  EXPECT_EQ(written(self), "json: unsupported value: encountered a cycle via interface {}");
  *static_cast<any*>(self.data.get()) = {};
}

TEST(JsonWrite, NestingIsAllowedUpToItsLimit) {
  const std::vector<std::vector<std::int64_t>> two = {{1}};
  std::string out;
  EXPECT_TRUE(json::append(out, reflect::ref(two), {.json_nesting = 2}).has_value());
  EXPECT_TRUE(json::append(out, reflect::ref(two), {.json_nesting = 1}).has_error());
}

TEST(JsonRead, IntegersAreDigitsThatFit) {
  EXPECT_EQ(read_field(&All::I, R"({"I":9223372036854775807})"), "9223372036854775807");
  EXPECT_EQ(read_field(&All::I, R"({"I":-9223372036854775808})"), "-9223372036854775808");
  EXPECT_EQ(read_field(&All::I, R"({"I":-0})"), "0");
  EXPECT_EQ(read_field(&All::U, R"({"U":18446744073709551615})"), "18446744073709551615");
  EXPECT_EQ(read_field(&All::I8, R"({"I8":-128})"), "-128");
  const std::tuple<std::string, std::string, std::string> refused[] = {
      {"I", "1.0", "int"},   {"I", "1e2", "int"},   {"I", "9223372036854775808", "int"},
      {"U", "-0", "uint"},   {"U", "-1", "uint"},   {"U", "18446744073709551616", "uint"},
      {"I8", "128", "int8"}, {"U8", "256", "uint8"}};
  for (const auto& [field, number, type] : refused) {
    EXPECT_EQ(words("{\"" + field + "\":" + number + "}"),
              "json: cannot unmarshal number " + number + " into Go struct field All." + field + " of type " + type);
  }
}

TEST(JsonRead, FloatsThatAreTooBigAreRefusedAndTooSmallOnesAreZero) {
  EXPECT_EQ(read_field(&All::F, R"({"F":5})"), "5");
  EXPECT_EQ(read_field(&All::F, R"({"F":1.7976931348623157e308})"), "1.7976931348623157e+308");
  EXPECT_EQ(read_field(&All::F, R"({"F":-1e-400})"), "-0");
  EXPECT_EQ(read_field(&All::F, R"({"F":0e999999999999})"), "0");
  EXPECT_EQ(read_field(&All::F, R"({"F":1e-99999999999})"), "0");
  EXPECT_EQ(read_field(&All::F, R"({"F":0.00000000000000000001e20})"), "1");
  EXPECT_EQ(read_field(&All::F, "{\"F\":0." + std::string(400, '0') + "1e401}"), "1");
  EXPECT_EQ(read_field(&All::F32, R"({"F32":1e-60})"), "0");
  EXPECT_EQ(read_field(&All::F32, R"({"F32":1.00000017881393432617187501})"), "1.0000002");
  EXPECT_EQ(words(R"({"F32":1e39})"),
            "json: cannot unmarshal number 1e39 into Go struct field All.F32 of type float32");
  EXPECT_EQ(words(R"({"F":1e309})"), "json: cannot unmarshal number 1e309 into Go struct field All.F of type float64");
  EXPECT_EQ(words(R"({"F":1e99999999999})"),
            "json: cannot unmarshal number 1e99999999999 into Go struct field All.F of type float64");
}

TEST(JsonRead, HalfASurrogatePairAndInvalidUtf8BecomeU_FFFD) {
  using namespace std::string_literals;
  const std::pair<std::string, std::string> cases[] = {
      {R"("\ud800")", "\uFFFD"},
      {R"("\ud83d\ude00")", "😀"},
      {R"("\uD83D\uDE00")", "😀"},
      {R"("\ude00\ud83d")", "\uFFFD\uFFFD"},
      {R"("\ud83dx\ud83d\u0041")",
       "\uFFFDx\uFFFD"
       "A"},
      {R"("\ud800\ud83d\ude00")", "\uFFFD😀"},
      {"\"a\xff\xe5\xb0\"", "a\uFFFD\uFFFD\uFFFD"},
      {"\"\xe5\\n\xb0\"", "\uFFFD\n\uFFFD"},
      {R"("\u0000\/\b\f\n\r\t\"\\\u00e9\u5c0f")", "\0/\b\f\n\r\t\"\\é小"s}};
  for (const auto& [literal, meaning] : cases) {
    All v;
    ASSERT_TRUE(json::read("{\"S\":" + literal + "}", 0, reflect::ref(v)).has_value());
    EXPECT_EQ(v.S, meaning) << literal;
  }
}

TEST(JsonRead, KeysMatchExactlyOrElseInAnyCase) {
  EXPECT_EQ(read_field(&All::I, R"({"i":3,"I":4})"), "4");
  EXPECT_EQ(read_field(&All::I, R"({"I":4,"i":3})"), "3");
  EXPECT_EQ(read_field(&All::S, R"({"ſ":"long s"})"), "\"long s\"");
  EXPECT_EQ(read_field(&All::K, "{\"\u212A\":{\"1\":\"kelvin\"}}"), R"({"1":"kelvin"})");
  EXPECT_EQ(read_field(&All::I, R"({"":1,"II":2,"nobody":{"a":[1,{"I":2}]},"I":6})"), "6");
  EXPECT_EQ(read_field(&All::Items, R"({"ITEMS":[{"ID":1,"taGs":["x"]}]})"), R"([{"id":1,"tags":["x"],"at":null}])");
}

TEST(JsonRead, NullEmptiesWhatCanBeEmptyAndLeavesTheRest) {
  constexpr auto text =
      R"({"S":null,"I":null,"L":null,"A":null,"M":null,"P":null,"B":null,"Q":null,"V":null,"Bytes":null,"C":null,"BB":null})";
  EXPECT_EQ(read_field(&All::S, text), "\"s\"");
  EXPECT_EQ(read_field(&All::I, text), "5");
  EXPECT_EQ(read_field(&All::L, text), "[]");
  EXPECT_EQ(read_field(&All::A, text), "[7,8]");
  EXPECT_EQ(read_field(&All::P, R"({"P":{"X":1},"P":null})"), "null");
  EXPECT_EQ(read_field(&All::M, R"({"M":{"a":1},"M":null})"), "{}");
  EXPECT_EQ(words("null"), "");
}

TEST(JsonRead, AKeyThatComesTwiceIsReadTwiceIntoTheSameValue) {
  EXPECT_EQ(read_field(&All::M, R"({"M":{"a":1},"M":{"b":2}})"), R"({"a":1,"b":2})");
  EXPECT_EQ(read_field(&All::M, R"({"M":{"a":1,"a":2}})"), R"({"a":2})");
  EXPECT_EQ(read_field(&All::Q, R"({"Q":{"X":1},"Q":{"Y":2}})"), R"({"X":1,"Y":2})");
  EXPECT_EQ(read_field(&All::P, R"({"P":{"X":1},"P":{"Y":2}})"), R"({"X":1,"Y":2})");
  EXPECT_EQ(read_field(&All::V, R"({"V":{"a":1},"V":{"b":2}})"), R"({"b":2})");
  EXPECT_EQ(read_field(&All::Items, R"({"Items":[{"id":1,"tags":["a"]},{"id":2}],"Items":[{"tags":["b"]}]})"),
            R"([{"id":1,"tags":["b"],"at":null}])");
}

TEST(JsonRead, MapKeysOfIntegersFollowStrconv) {
  EXPECT_EQ(read_field(&All::K, R"({"K":{"+7":"a","007":"b","-8":"c"}})"), R"({"-8":"c","7":"b"})");
  EXPECT_EQ(words(R"({"K":{"x":"c","200":"d"}})"),
            "json: cannot unmarshal number x into Go struct field All.K of type int8");
  EXPECT_EQ(words(R"({"K":{"x":5}})"), "json: cannot unmarshal number into Go struct field All.K of type string");
  EXPECT_EQ(words(R"({"K":{"+-5":"c"}})"), "json: cannot unmarshal number +-5 into Go struct field All.K of type int8");
}

TEST(JsonRead, ArraysOfFixedLengthIgnoreTheRestAndZeroWhatIsMissing) {
  EXPECT_EQ(read_field(&All::A, R"({"A":[1]})"), "[1,0]");
  EXPECT_EQ(read_field(&All::A, R"({"A":[]})"), "[0,0]");
  EXPECT_EQ(read_field(&All::A, R"({"A":[1,2,3,"x",{}]})"), "[1,2]");
  EXPECT_EQ(read_field(&All::L, R"({"L":[9]})"), "[9]");
  EXPECT_EQ(read_field(&All::L, R"({"L":[null,5]})"), "[1,5]");
  EXPECT_EQ(read_field(&All::L, R"({"L":[]})"), "[]");
}

TEST(JsonRead, Base64IsReadAsGosStdEncoding) {
  EXPECT_EQ(read_field(&All::Bytes, R"({"Bytes":"AQID\r\n/w==\n"})"), "\"AQID/w==\"");
  EXPECT_EQ(read_field(&All::Bytes, R"({"Bytes":"AR=="})"), "\"AQ==\"");
  EXPECT_EQ(read_field(&All::Bytes, R"({"Bytes":""})"), "\"\"");
  EXPECT_EQ(read_field(&All::Bytes, R"({"Bytes":[1,2]})"), "\"AQI=\"");
  EXPECT_EQ(words(R"({"Bytes":[1,2,256]})"),
            "json: cannot unmarshal number 256 into Go struct field All.Bytes of type uint8");
  const std::pair<std::string, int> refused[] = {{"A", 0},     {"AQ", 0},   {"AQ=", 3}, {"AQ=x", 2},
                                                 {"AQ==A", 4}, {"A?==", 1}, {"====", 0}};
  for (const auto& [text, at] : refused) {
    EXPECT_EQ(words("{\"Bytes\":\"" + text + "\"}"), "illegal base64 data at input byte " + std::to_string(at)) << text;
  }
}

TEST(JsonRead, InterfacesBecomeTheFiveTypesOfJson) {
  All v;
  ASSERT_TRUE(json::read(R"({"V":{"a":[1,"x",null,true,{}],"a":[2.5]}})", 0, reflect::ref(v)).has_value());
  const auto* members = any_cast<std::map<std::string, any>>(v.V);
  ASSERT_NE(members, nullptr);
  const auto* elements = any_cast<std::vector<any>>(members->at("a"));
  ASSERT_NE(elements, nullptr);
  ASSERT_EQ(elements->size(), 1U);
  EXPECT_EQ(*any_cast<double>(elements->front()), 2.5);
  EXPECT_EQ(read_field(&All::V, R"({"V":[1,"x",null,true,{}]})"), R"([1,"x",null,true,{}])");
  EXPECT_EQ(words(R"({"V":[1,1e999]})"),
            "json: cannot unmarshal number 1e999 into Go struct field All.V of type float64");
}

TEST(JsonRead, ATypeThatDoesNotFitIsNamedInGosWords) {
  const std::pair<std::string, std::string> cases[] = {
      {R"(5)", "number into Go value of type main.All"},
      {R"("x")", "string into Go value of type main.All"},
      {R"([])", "array into Go value of type main.All"},
      {R"(true)", "bool into Go value of type main.All"},
      {R"({"S":5})", "number into Go struct field All.S of type string"},
      {R"({"B":"true"})", "string into Go struct field All.B of type bool"},
      {R"({"I":true})", "bool into Go struct field All.I of type int"},
      {R"({"Bytes":5})", "number into Go struct field All.Bytes of type []uint8"},
      {R"({"K":[]})", "array into Go struct field All.K of type map[int8]string"},
      {R"({"BB":{}})", "object into Go struct field All.BB of type map[bool]int"},
      {R"({"C":1})", "number into Go struct field All.C of type complex128"},
      {R"({"L":{}})", "object into Go struct field All.L of type []int"},
      {R"({"A":{}})", "object into Go struct field All.A of type [2]int"},
      {R"({"Q":[]})", "array into Go struct field All.Q of type main.Point"},
      {R"({"M":{"a":"x","b":3}})", "string into Go struct field All.M of type int"},
      {R"({"Items":{}})", "object into Go struct field All.Items of type []main.Item"},
      {R"({"Items":[{"id":"x"}]})", "string into Go struct field Item.Items.id of type int"},
      {R"({"Items":[{"at":{"X":"x"}}]})", "string into Go struct field Point.Items.at.X of type int"},
      {R"({"Skip":{"k":{"id":true}}})", "bool into Go struct field Item.Skip.id of type int"}};
  for (const auto& [text, what] : cases) EXPECT_EQ(words(text), "json: cannot unmarshal " + what) << text;
}

TEST(JsonRead, TheFirstMistakeIsReportedWithItsOffsetAndTheRestIsStillRead) {
  All v;
  const auto r = json::read(R"({"I":"x","U":"y","S":"read"})", 1000, reflect::ref(v));
  ASSERT_TRUE(r.has_error());
  EXPECT_EQ(r.error().code, errc::json_type);
  EXPECT_EQ(r.error().scope, error_scope::value);
  EXPECT_EQ(r.error().offset, 1005U);
  EXPECT_EQ(r.error().detail, "string into Go struct field All.I of type int");
  EXPECT_EQ(v.S, "read");
}

TEST(JsonRead, AValueMayTakeAsMuchMemoryAsItsLimit) {
  std::vector<std::int64_t> v;
  EXPECT_TRUE(json::read("[1,2,3,4]", 0, reflect::ref(v), {.value_bytes = 32}).has_value());
  std::vector<std::int64_t> w;
  const auto r = json::read("[1,2,3,4]", 7, reflect::ref(w), {.value_bytes = 31});
  ASSERT_TRUE(r.has_error());
  EXPECT_EQ(r.error().code, errc::value_too_big);
  EXPECT_EQ(r.error().offset, 14U);
  any a;
  EXPECT_TRUE(json::read("[[],[],[],[]]", 0, reflect::ref(a), {.value_bytes = 256}).has_error());
  EXPECT_TRUE(json::read("[[],[],[]]", 0, reflect::ref(a), {.value_bytes = 256}).has_value());
}

TEST(JsonRead, ValuesThatEncodeThemselvesTravelAsBase64) {
  Short v{"abc"};
  EXPECT_EQ(written(v), "\"YWJj\"");
  Short w;
  ASSERT_TRUE(json::read("\"YWI=\"", 0, reflect::ref(w)).has_value());
  EXPECT_EQ(w.Text, "ab");
  EXPECT_TRUE(json::read("\"YWJjZA==\"", 0, reflect::ref(w)).has_error());
  EXPECT_TRUE(json::read("5", 0, reflect::ref(w)).has_error());
}

TEST(JsonPrint, IsWhatFmtPrintsOfADecodedValue) {
  const std::pair<std::string, std::string> cases[] = {
      {"null", "<nil>"},    {"true", "true"},
      {R"("x y")", "x y"},  {"[]", "[]"},
      {"{}", "map[]"},      {"100000", "100000"},
      {"1e6", "1e+06"},     {"123456789", "1.23456789e+08"},
      {"0.0001", "0.0001"}, {"0.00001", "1e-05"},
      {"-0", "-0"},         {R"({"b":null,"a":[1,"x",true]})", "map[a:[1 x true] b:<nil>]"},
      {R"(["",""])", "[ ]"}};
  for (const auto& [text, printed] : cases) {
    any v;
    ASSERT_TRUE(json::read(text, 0, reflect::ref(v)).has_value());
    EXPECT_EQ(json::print(v), printed) << text;
  }
}

}  // namespace
