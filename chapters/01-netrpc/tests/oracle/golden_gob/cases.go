// SPDX-License-Identifier: MIT

package main

import (
	"math"
	"net/rpc"
	"strings"
	"time"
)

// golden is one stream: the values, in order, given to one fresh Encoder.
type golden struct {
	name   string
	values []interface{}
	note   string // what the case is there to show
}

func one(name string, value interface{}, note string) golden {
	return golden{name, []interface{}{value}, note}
}

func intp(v int) *int          { return &v }
func strp(v string) *string    { return &v }
func intpp(v int) **int        { p := &v; return &p }
func list(values ...int) *Node { return chain(values) }

func chain(values []int) *Node {
	if len(values) == 0 {
		return nil
	}
	return &Node{values[0], chain(values[1:])}
}

var (
	bala  = GetUserResp{"1", "bala", "13100001111"}
	pen   = Item{1, "pen", 1.25, []string{"red", "x1"}}
	plain = Item{2, "cup", 0, nil}
	blank = Item{}
)

// scalars and the unnamed composite types.
var basicCases = []golden{
	one("bool_true", true, ""),
	one("bool_false", false, "top-level zero values are sent"),
	one("int_0", 0, ""),
	one("int_1", 1, "1 becomes 2: the sign is the lowest bit"),
	one("int_minus1", -1, ""),
	one("int_63", 63, ""),
	one("int_64", 64, "the first int that needs a length byte"),
	one("int_127", 127, ""),
	one("int_128", 128, ""),
	one("int_minus129", -129, ""),
	one("int_min", math.MinInt64, ""),
	one("int_max", math.MaxInt64, ""),
	one("int8_minus128", int8(-128), "every intN has int's type id"),
	one("uint_0", uint(0), ""),
	one("uint_127", uint(127), ""),
	one("uint_128", uint(128), "the first uint that needs a length byte"),
	one("uint_256", uint(256), "fe 01 00"),
	one("uint_max", uint(math.MaxUint64), ""),
	one("uint8_255", uint8(255), ""),
	one("float64_0", 0.0, ""),
	one("float64_17", 17.0, "fe 31 40: the bytes reversed, so that zeros lead"),
	one("float64_minus_half", -0.5, ""),
	one("float64_inf", math.Inf(1), ""),
	one("float64_nan", math.NaN(), ""),
	one("float64_minus_zero", math.Copysign(0, -1), ""),
	one("float32_third", float32(1.0)/3, "sent as a float64"),
	one("complex128", complex(1.5, -2), ""),
	one("complex64", complex64(complex(0.25, 3)), "sent as complex128"),
	one("string_empty", "", ""),
	one("string_xiaowang", "小王", ""),
	one("string_300", strings.Repeat("a", 300), "two-byte lengths, of the string and of the message"),
	one("bytes", []byte{0, 1, 0x7f, 0x80, 0xff}, ""),
	one("bytes_empty", []byte{}, ""),
	one("ints", []int{0, 1, -1, 300}, "zeros are sent inside a slice"),
	one("ints_empty", []int{}, ""),
	one("int64s", []int64{1, -2}, "the name is Go's: []int64"),
	one("strings", []string{"a", "", "小王"}, ""),
	one("bools", []bool{true, false, true}, ""),
	one("float64s", []float64{0, 17, -0.5}, ""),
	one("uint16s", []uint16{0, 1, 65535}, ""),
	one("matrix", [][]int{{1, 2}, {}, {3}}, ""),
	one("interfaces", []interface{}{1, "two", nil, []string{"3"}}, "slice of interface values"),
	one("array_3_ints", [3]int{1, 0, 3}, ""),
	one("array_2_strings", [2]string{"abc", "abc-value"}, ""),
	one("array_4_bytes", [4]byte{1, 2, 3, 4}, "an array of uint, not bytes"),
	one("map_string_int", map[string]int{"one": 1}, ""),
	one("map_string_int_zero", map[string]int{"": 0}, "zeros are sent inside a map"),
	one("map_empty", map[string]int{}, ""),
	one("map_int_string", map[int]string{7: "seven"}, ""),
	one("named_kv", KV{"abc", "abc-value"}, "the type's own name: KV"),
	one("named_ints", Ints{1, 2}, ""),
	one("named_map", Dict{"one": 1}, ""),
	one("named_int", Colour(3), "no definition: a named int is an int"),
	one("pointer_to_int", intp(5), "a pointer is what it points at"),
}

// structs, nesting, pointers, recursion.
var structCases = []golden{
	one("get_user_req", GetUserReq{"1"}, ""),
	one("get_user_resp", bala, ""),
	one("get_user_resp_zero", GetUserResp{}, "every field elided"),
	one("get_user_resp_last", GetUserResp{Phone: "9"}, "delta 3"),
	one("point", Point{22, 33}, "the example of gob's documentation"),
	one("point_y_only", Point{0, 33}, "delta 2"),
	one("everything", Everything{true, -8, -16, -32, -64, -1, 8, 16, 32, 64, 1, 0.5, -0.25,
		complex64(complex(1, 2)), complex(3, 4), "小王", []byte{1, 2}}, "every scalar kind"),
	one("everything_zero", Everything{}, ""),
	one("everything_last", Everything{Bytes: []byte{9}}, "delta 17"),
	one("ten_fields_gaps", ManyFields{F1: 1, F5: 5, F10: 10}, "deltas 1, 4, 5"),
	one("nested_struct", Line{Point{1, 2}, Point{0, 4}}, ""),
	one("nested_struct_zero", Line{Point{}, Point{3, 0}}, "a struct field is sent even when zero"),
	one("order", Order{7, []Item{pen, plain, blank}}, "slice of structs: []main.Item"),
	one("items_gaps", []Item{{Tags: []string{"t"}}, {Price: 1}, {Id: 1, Tags: []string{"u"}}}, "deltas begin again in every element"),
	one("order_empty", Order{7, []Item{}}, ""),
	one("catalogue", Catalogue{map[string]Item{"pen": pen}}, "map[string]main.Item"),
	one("catalogue_nil", Catalogue{}, ""),
	one("index", Index{map[string][]int{"w": {1, 2}}}, ""),
	one("grid", Grid{[][]int{{1}, nil, {2, 3}}}, ""),
	one("array_field", Couple{[2]Item{pen, blank}}, ""),
	one("array_field_zero", Couple{}, "arrays of structs: what Go does with a zero one"),
	one("same_type_three_fields", Twice{[]Item{pen}, []Item{plain}, map[string]Item{"x": blank}}, "each definition once"),
	one("pointers_nil", Pointers{}, ""),
	one("pointers_to_zero", Pointers{intp(0), intpp(0), &Point{}, strp("")}, "a pointer to zero is not sent, a pointer to a struct is"),
	one("pointers_to_values", Pointers{intp(1), intpp(2), &Point{3, 4}, strp("t")}, ""),
	one("list_of_3", *list(1, 2, 3), "recursive through a pointer"),
	one("tree", Tree{1, []Tree{{2, nil}, {3, []Tree{{4, nil}}}}}, "recursive through a slice"),
	one("tree_of_pointers", PtrTree{1, []*PtrTree{{2, nil}, {3, []*PtrTree{{4, nil}}}}}, "[]*main.PtrTree"),
	one("mutual", A{&B{&A{nil}}}, "A and B define each other"),
	one("maze", Maze{map[string]Maze{"n": {map[string]Maze{"e": {}}}}}, "recursive through a map"),
	one("hidden_field", Hidden{1, "not sent", "sent"}, "unexported fields have no number"),
	one("embedded", Derived{Base{5}, "d"}, ""),
	one("channels", Channels{1, nil, nil, 2}, "chan and func fields have no number"),
	one("empty_struct_named", Empty{}, ""),
	one("empty_struct", struct{}{}, "the body net/rpc sends with an error"),
	one("empty_struct_field", Wraps{Empty{}, 3}, ""),
	one("anonymous_struct", struct{ N int }{4}, "a struct type without a name"),
	one("named_parts", Scores{2, Ints{1}, Dict{"a": 1}}, ""),
}

// interface values and types that encode themselves.
var dynamicCases = []golden{
	one("shape_nil", Scene{"empty", nil}, ""),
	one("shape_square", Scene{"one", Square{2}}, "main.Square, defined inside the value"),
	one("shape_square_zero", Scene{"zero", Square{}}, ""),
	one("shape_circle", Scene{"round", &Circle{1}}, "registered through a pointer: *main.Circle"),
	one("shapes", Drawing{[]Shape{Square{1}, nil, &Circle{2}, Square{3}}}, ""),
	one("holder_nil", Holder{"nil", nil}, ""),
	one("holder_int", Holder{"int", 5}, "a non-struct inside an interface: one zero byte before it"),
	one("holder_int_zero", Holder{"int", 0}, ""),
	one("holder_string", Holder{"string", "小王"}, ""),
	one("holder_bool", Holder{"bool", true}, ""),
	one("holder_float", Holder{"float", 17.0}, ""),
	one("holder_bytes", Holder{"bytes", []byte{1}}, ""),
	one("holder_strings", Holder{"[]string", []string{"a", "b"}}, ""),
	one("holder_item", Holder{"item", pen}, "Item needs []string: two definitions"),
	one("holder_items", Holder{"items", []Item{pen}}, ""),
	one("holder_map", Holder{"map", map[string]int{"k": 1}}, ""),
	one("holder_colour", Holder{"colour", Colour(2)}, "a named int keeps its name here"),
	one("holder_celsius", Holder{"celsius", Celsius{36.6}}, ""),
	{"holders", []interface{}{Holder{"a", pen}, Holder{"b", pen}, Holder{"c", "s"}}, "Item defined by the first"},
	one("bag", Bag{map[string]interface{}{"k": pen}}, "map[string]interface {}"),
	one("celsius", Celsius{36.6}, "GobEncoder at the top"),
	one("celsius_zero", Celsius{}, ""),
	one("binary_marshaler", Binary{[]byte{1, 2}}, ""),
	one("text_marshaler", Text{[]string{"a", "b"}}, "gob 1.19 ignores MarshalText: an ordinary struct"),
	one("opaque", Opaque{Celsius{-40}, Binary{[]byte("bin")}}, ""),
	one("opaque_zero", Opaque{}, "a zero GobEncoder field is elided"),
	one("reading", Reading{"lab", Celsius{20}, &Celsius{21}, Text{[]string{"w"}}}, ""),
	one("reading_nil", Reading{Label: "none"}, ""),
	one("week", Week{[]Celsius{{1}, {0}}}, "slice of GobEncoder"),
	one("time_utc", time.Date(2023, 9, 1, 12, 30, 0, 5, time.UTC), "BinaryMarshaler of the standard library"),
	one("duration", 1500*time.Millisecond, "an int"),
}

// several values on one stream, and what net/rpc puts on its connection.
var streamCases = []golden{
	{"two_of_one_type", []interface{}{bala, GetUserResp{"2", "小王", "13200001111"}}, "one definition"},
	{"two_types", []interface{}{Point{1, 2}, bala}, "ids 65 and 66"},
	{"three_types_shared", []interface{}{pen, Order{1, []Item{pen}}, []Item{plain}}, "each definition once"},
	{"order_then_item", []interface{}{Order{1, []Item{pen}}, pen}, "Item has its id from Order"},
	{"ints_then_strings", []interface{}{1, "two", []int{3}, []int{4}}, ""},
	{"rpc_request_getuser", []interface{}{rpc.Request{ServiceMethod: "UserServer.GetUser", Seq: 0}, GetUserReq{"1"}}, "first call on a connection"},
	{"rpc_two_requests", []interface{}{
		rpc.Request{ServiceMethod: "UserServer.GetUser", Seq: 0}, GetUserReq{"1"},
		rpc.Request{ServiceMethod: "UserServer.GetUser", Seq: 1}, GetUserReq{"2"}}, ""},
	{"rpc_response_getuser", []interface{}{rpc.Response{ServiceMethod: "UserServer.GetUser", Seq: 0}, bala}, ""},
	{"rpc_response_error", []interface{}{
		rpc.Response{ServiceMethod: "UserServer.GetUser", Seq: 1, Error: "不存在查询用户"}, struct{}{}}, ""},
	{"rpc_hello", []interface{}{rpc.Request{ServiceMethod: "HelloService.Hello", Seq: 0}, "hello"}, ""},
	{"rpc_kv_set", []interface{}{rpc.Request{ServiceMethod: "KVStoreService.Set", Seq: 3}, [2]string{"abc", "abc-value"}}, ""},
}

func allCases() []golden {
	var all []golden
	for _, part := range [][]golden{basicCases, structCases, dynamicCases, streamCases} {
		all = append(all, part...)
	}
	return all
}
