// SPDX-License-Identifier: MIT
#include "support/golden_cases.hpp"

#include "support/bytes.hpp"
#include "support/golden_types.hpp"

#include <netrpc/message.hpp>

#include <limits>

namespace test {

using namespace go;
using netrpc::any;
using std::optional;
using std::string;

namespace {

template <class... Ts>
golden_case of(string name, Ts... values) {
  return {std::move(name), {netrpc::make_any(std::move(values))...}};
}

using int_ = std::int64_t;
using ints = std::vector<int_>;
using strings = std::vector<string>;
using dict = std::map<string, int_>;

any in_interface(auto v) { return netrpc::make_any(std::move(v)); }

const GetUserResp bala{"1", "bala", "13100001111"};
const Item pen{1, "pen", 1.25, {"red", "x1"}};
const Item plain{2, "cup", 0, {}};
const Item blank;

std::shared_ptr<Node> list(std::initializer_list<int_> values) {
  std::shared_ptr<Node> first;
  for (auto v = std::rbegin(values); v != std::rend(values); ++v) first = std::make_shared<Node>(Node{*v, first});
  return first;
}

std::shared_ptr<PtrTree> branch(int_ v, std::vector<std::shared_ptr<PtrTree>> children = {}) {
  return std::make_shared<PtrTree>(PtrTree{v, std::move(children)});
}

std::shared_ptr<optional<int_>> pp(int_ v) { return std::make_shared<optional<int_>>(v); }

Everything everything() {
  return {true, -8, -16, -32, -64, -1, 8, 16, 32, 64, 1, 0.5F, -0.25, {1, 2}, {3, 4}, "小王", {1, 2}};
}

}  // namespace

std::vector<golden_case> golden_basic_cases() {
  constexpr double inf = std::numeric_limits<double>::infinity();
  return {
      of("bool_true", true),
      of("bool_false", false),
      of("int_0", int_{0}),
      of("int_1", int_{1}),
      of("int_minus1", int_{-1}),
      of("int_63", int_{63}),
      of("int_64", int_{64}),
      of("int_127", int_{127}),
      of("int_128", int_{128}),
      of("int_minus129", int_{-129}),
      of("int_min", std::numeric_limits<int_>::min()),
      of("int_max", std::numeric_limits<int_>::max()),
      of("int8_minus128", std::int8_t{-128}),
      of("uint_0", std::uint64_t{0}),
      of("uint_127", std::uint64_t{127}),
      of("uint_128", std::uint64_t{128}),
      of("uint_256", std::uint64_t{256}),
      of("uint_max", std::numeric_limits<std::uint64_t>::max()),
      of("uint8_255", std::uint8_t{255}),
      of("float64_0", 0.0),
      of("float64_17", 17.0),
      of("float64_minus_half", -0.5),
      of("float64_inf", inf),
      of("float64_nan", std::bit_cast<double>(0x7FF8000000000001)),  // the NaN of Go's math.NaN
      of("float64_minus_zero", -0.0),
      of("float32_third", 1.0F / 3),
      of("complex128", std::complex<double>(1.5, -2)),
      of("complex64", std::complex<float>(0.25F, 3)),
      of("string_empty", string()),
      of("string_xiaowang", string("小王")),
      of("string_300", string(300, 'a')),
      of("bytes", std::vector<std::uint8_t>{0, 1, 0x7F, 0x80, 0xFF}),
      of("bytes_empty", netrpc::bytes()),
      of("ints", ints{0, 1, -1, 300}),
      of("ints_empty", ints()),
      of("int64s", std::vector<long long>{1, -2}),
      of("strings", strings{"a", "", "小王"}),
      of("bools", std::vector<Flag>{Flag{true}, Flag{false}, Flag{true}}),
      of("float64s", std::vector<double>{0, 17, -0.5}),
      of("uint16s", std::vector<std::uint16_t>{0, 1, 65535}),
      of("matrix", matrix{{1, 2}, {}, {3}}),
      of("interfaces",
         std::vector<any>{in_interface(int_{1}), in_interface(string("two")), {}, in_interface(strings{"3"})}),
      of("array_3_ints", std::array<int_, 3>{1, 0, 3}),
      of("array_2_strings", std::array<string, 2>{"abc", "abc-value"}),
      of("array_4_bytes", std::array<std::uint8_t, 4>{1, 2, 3, 4}),
      of("map_string_int", dict{{"one", 1}}),
      of("map_string_int_zero", dict{{"", 0}}),
      of("map_empty", dict()),
      of("map_int_string", std::map<int_, string>{{7, "seven"}}),
      of("named_kv", KV{{"abc", "abc-value"}}),
      of("named_ints", Ints{1, 2}),
      of("named_map", Dict{{"one", 1}}),
      of("named_int", Colour{3}),
      of("pointer_to_int", optional<int_>(5)),
  };
}

std::vector<golden_case> golden_struct_cases() {
  return {
      of("get_user_req", GetUserReq{"1"}),
      of("get_user_resp", bala),
      of("get_user_resp_zero", GetUserResp{}),
      of("get_user_resp_last", GetUserResp{"", "", "9"}),
      of("point", Point{22, 33}),
      of("point_y_only", Point{0, 33}),
      of("everything", everything()),
      of("everything_zero", Everything{}),
      of("everything_last", Everything{.C64 = {}, .C128 = {}, .Str = {}, .Bytes = {9}}),
      of("ten_fields_gaps", ManyFields{.F1 = 1, .F5 = 5, .F10 = 10}),
      of("nested_struct", Line{{1, 2}, {0, 4}}),
      of("nested_struct_zero", Line{{}, {3, 0}}),
      of("order", Order{7, {pen, plain, blank}}),
      of("items_gaps", std::vector<Item>{{0, "", 0, {"t"}}, {0, "", 1, {}}, {1, "", 0, {"u"}}}),
      of("order_empty", Order{7, {}}),
      of("catalogue", Catalogue{{{"pen", pen}}}),
      of("catalogue_nil", Catalogue{}),
      of("index", Index{{{"w", {1, 2}}}}),
      of("grid", Grid{{{1}, {}, {2, 3}}}),
      of("array_field", Couple{{pen, blank}}),
      of("array_field_zero", Couple{}),
      of("same_type_three_fields", Twice{{pen}, {plain}, {{"x", blank}}}),
      of("pointers_nil", Pointers{}),
      of("pointers_to_zero", Pointers{0, pp(0), std::make_shared<Point>(), ""}),
      of("pointers_to_values", Pointers{1, pp(2), std::make_shared<Point>(Point{3, 4}), "t"}),
      of("list_of_3", *list({1, 2, 3})),
      of("tree", Tree{1, {{2, {}}, {3, {{4, {}}}}}}),
      of("tree_of_pointers", *branch(1, {branch(2), branch(3, {branch(4)})})),
      of("mutual", A{std::make_shared<B>(B{std::make_shared<A>()})}),
      of("maze", Maze{{{"n", {{{"e", {}}}}}}}),
      of("hidden_field", Hidden{1, "not sent", "sent"}),
      of("embedded", Derived{{5}, "d"}),
      of("channels", Channels{1, 2}),
      of("empty_struct_named", Empty{}),
      of("empty_struct", netrpc::empty{}),
      of("empty_struct_field", Wraps{{}, 3}),
      of("anonymous_struct", anonymous{4}),
      of("named_parts", Scores{Colour{2}, {1}, {{"a", 1}}}),
  };
}

std::vector<golden_case> golden_dynamic_cases() {
  const auto holder = [](string label, auto v) { return Holder{std::move(label), in_interface(std::move(v))}; };
  const auto shape = [](auto v) { return Shape{in_interface(std::move(v))}; };
  const auto circle = [=](double r) { return shape(std::make_shared<Circle>(Circle{r})); };
  return {
      of("shape_nil", Scene{"empty", {}}),
      of("shape_square", Scene{"one", shape(Square{2})}),
      of("shape_square_zero", Scene{"zero", shape(Square{})}),
      of("shape_circle", Scene{"round", circle(1)}),
      of("shapes", Drawing{{shape(Square{1}), {}, circle(2), shape(Square{3})}}),
      of("holder_nil", Holder{"nil", {}}),
      of("holder_int", holder("int", int_{5})),
      of("holder_int_zero", holder("int", int_{0})),
      of("holder_string", holder("string", string("小王"))),
      of("holder_bool", holder("bool", true)),
      of("holder_float", holder("float", 17.0)),
      of("holder_bytes", holder("bytes", std::vector<std::uint8_t>{1})),
      of("holder_strings", holder("[]string", strings{"a", "b"})),
      of("holder_item", holder("item", pen)),
      of("holder_items", holder("items", std::vector<Item>{pen})),
      of("holder_map", holder("map", dict{{"k", 1}})),
      of("holder_colour", holder("colour", Colour{2})),
      of("holder_celsius", holder("celsius", Celsius{36.6})),
      of("holders", holder("a", pen), holder("b", pen), holder("c", string("s"))),
      of("bag", Bag{{{"k", in_interface(pen)}}}),
      of("celsius", Celsius{36.6}),
      of("celsius_zero", Celsius{}),
      of("binary_marshaler", Binary{hex("01 02")}),
      of("text_marshaler", Text{{"a", "b"}}),
      of("opaque", Opaque{{-40}, {raw("bin")}}),
      of("opaque_zero", Opaque{}),
      of("reading", Reading{"lab", {20}, Celsius{21}, {{"w"}}}),
      of("reading_nil", Reading{"none", {}, {}, {}}),
      of("week", Week{{{1}, {0}}}),
      of("time_utc", Time{hex("01 0000000edc83d048 00000005 ffff")}),
      of("duration", std::int64_t{1'500'000'000}),
  };
}

std::vector<golden_case> golden_stream_cases() {
  using netrpc::request;
  using netrpc::response;
  const string get_user = "UserServer.GetUser";
  return {
      of("two_of_one_type", bala, GetUserResp{"2", "小王", "13200001111"}),
      of("two_types", Point{1, 2}, bala),
      of("three_types_shared", pen, Order{1, {pen}}, std::vector<Item>{plain}),
      of("order_then_item", Order{1, {pen}}, pen),
      of("ints_then_strings", int_{1}, string("two"), ints{3}, ints{4}),
      of("rpc_request_getuser", request{get_user, 0}, GetUserReq{"1"}),
      of("rpc_two_requests", request{get_user, 0}, GetUserReq{"1"}, request{get_user, 1}, GetUserReq{"2"}),
      of("rpc_response_getuser", response{get_user, 0, ""}, bala),
      of("rpc_response_error", response{get_user, 1, "不存在查询用户"}, netrpc::empty{}),
      of("rpc_hello", request{"HelloService.Hello", 0}, string("hello")),
      of("rpc_kv_set", request{"KVStoreService.Set", 3}, std::array<string, 2>{"abc", "abc-value"}),
  };
}

netrpc::gob::type_names golden_names() {
  auto names = netrpc::gob::type_names::basic();
  names.add<Square>();
  names.add<std::shared_ptr<Circle>>();  // through a pointer: "*main.Circle"
  names.add<Item>();
  names.add<Colour>();
  names.add<std::vector<Item>>();
  names.add<dict>();
  names.add<Celsius>();
  return names;
}

}  // namespace test
