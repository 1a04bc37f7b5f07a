// SPDX-License-Identifier: MIT
//
// Data: what may happen to fields. "Old" and "new" say which side wrote.
#include "change.hpp"

namespace evolve {

namespace {

std::vector<change> come_and_go() {
  return {
      {"a field was added; the new program writes",
       "string name = 1; int32 age = 2;",
       "string name = 1;",
       {{R"(name: "li" age: 30)", R"(name: "li" 2: 30)", fate::kept}},
       "The old reader steps over what it does not know: the wire type tells how far. It keeps the record, and writes "
       "it back behind its own fields."},
      {"a field was added; the old program writes",
       "string name = 1;",
       "string name = 1; int32 age = 2;",
       {{R"(name: "li")", R"(name: "li")", fate::same}},
       "A field that is not sent reads as its default. A new reader must be content with that."},
      {"a field was removed; the old program writes",
       "string name = 1; int32 age = 2;",
       "string name = 1; reserved 2;",
       {{R"(name: "li" age: 30)", R"(name: "li" 2: 30)", fate::kept}},
       "The same as an added field, seen from the other side. Its number must be reserved, as the next row but one "
       "shows."},
      {"a field was renamed",
       "string name = 1;",
       "string full_name = 1;",
       {{R"(name: "li")", R"(full_name: "li")", fate::same}},
       "Names are not sent. In JSON and in the text format they are: there a new name is a new field."},
      {"a removed field's number is used again, with the same wire type",
       "string name = 1; int32 age = 2;",
       "string name = 1; int32 height = 2;",
       {{R"(name: "li" age: 30)", R"(name: "li" height: 30)", fate::changed}},
       "The real danger: nobody notices. `reserved 2;` makes the compiler refuse the second use."},
      {"a removed field's number is used again, with another wire type",
       "string name = 1; int32 age = 2;",
       "string name = 1; string home = 2;",
       {{R"(name: "li" age: 30)", R"(name: "li" 2: 30)", fate::lost}},
       "The wire type does not fit, so the field counts as unknown. Better than a wrong value, but only luck."},
      {"a field got another number",
       "string name = 1;",
       "string name = 2;",
       {{R"(name: "li")", R"(1: "li")", fate::lost}},
       "The number is the field. A new number is one field removed and another added."},
      {"a required field was removed (proto2); the new program writes",
       R"(syntax = "proto2"; message M { optional string name = 1; })",
       R"(syntax = "proto2"; message M { optional string name = 1; required int32 age = 2; })",
       {{R"(name: "li")", "at byte 4, in age: a required field is missing", fate::refused}},
       "Required is for ever: as long as one old reader runs, nobody may stop sending it. proto3 has no required."},
      {"an enum got a new value; the new program writes (proto3)",
       "enum Color { RED = 0; GREEN = 1; BLUE = 2; } Color c = 1;",
       "enum Color { RED = 0; GREEN = 1; } Color c = 1;",
       {{"c: BLUE", "c: 2", fate::same}},
       "Enums of proto3 are open: the number is kept in the field, though it has no name."},
      {"an enum got a new value; the new program writes (proto2)",
       R"(syntax = "proto2"; message M { enum Color { RED = 0; GREEN = 1; BLUE = 2; } optional Color c = 1; })",
       R"(syntax = "proto2"; message M { enum Color { RED = 0; GREEN = 1; } optional Color c = 1; })",
       {{"c: GREEN", "c: GREEN", fate::same}, {"c: BLUE", "1: 2", fate::lost}},
       "Enums of proto2 are closed: a number that is none of theirs goes to the unknown fields, and the field looks "
       "unset, which reads as RED."},
  };
}

std::vector<change> change_their_label() {
  return {
      {"a field moved into a oneof of its own",
       "string mail = 1; int32 phone = 2;",
       "oneof reach { string mail = 1; } int32 phone = 2;",
       {{R"(mail: "a@b" phone: 5)", R"(mail: "a@b" phone: 5)", fate::same}},
       "A oneof is nothing on the wire. It is a promise about memory: at most one of these is set."},
      {"two fields moved into one oneof",
       "string mail = 1; int32 phone = 2;",
       "oneof reach { string mail = 1; int32 phone = 2; }",
       {{"phone: 5", "phone: 5", fate::same}, {R"(mail: "a@b" phone: 5)", "phone: 5", fate::changed}},
       "Whoever still sends both loses one: the last on the wire wins, and the other is not even kept as unknown."},
      {"a field without presence became optional",
       "int32 n = 1;",
       "optional int32 n = 1;",
       {{"n: 5", "n: 5", fate::same}, {"n: 0", "", fate::same}},
       "Without presence zero is not sent, and whoever is sent nothing reads zero."},
      {"an optional field lost its presence",
       "optional int32 n = 1;",
       "int32 n = 1;",
       {{"n: 5", "n: 5", fate::same}, {"n: 0", "", fate::changed}},
       "Zero and unset become one."},
      {"optional became repeated",
       "optional string s = 1;",
       "repeated string s = 1;",
       {{R"(s: "a")", R"(s: "a")", fate::same}},
       "A repeated field is a record that may come again. One is a list of one."},
      {"repeated became optional",
       "repeated string s = 1;",
       "optional string s = 1;",
       {{R"(s: "a")", R"(s: "a")", fate::same}, {R"(s: "a" s: "b")", R"(s: "b")", fate::changed}},
       "The last one wins."},
      {"a repeated message became optional",
       "message P { int32 x = 1; int32 y = 2; } repeated P p = 1;",
       "message P { int32 x = 1; int32 y = 2; } optional P p = 1;",
       {{"p { x: 1 }", "p { x: 1 }", fate::same}, {"p { x: 1 } p { y: 2 }", "p { x: 1 y: 2 }", fate::changed}},
       "Messages merge: the elements of the list become one that nobody has sent."},
      {"repeated numbers became optional (proto3: they are packed)",
       "repeated int32 n = 1;",
       "optional int32 n = 1;",
       {{"n: 7", R"(1: "\007")", fate::lost}},
       "Packed, even a single number is length-delimited. A singular field expects a varint."},
      {"optional number became repeated (proto3)",
       "optional int32 n = 1;",
       "repeated int32 n = 1;",
       {{"n: 7", "n: 7", fate::same}},
       "This way it works: a reader of packed fields takes unpacked ones as well."},
      {"packed became unpacked",
       "repeated int32 n = 1;",
       "repeated int32 n = 1 [packed = false];",
       {{"n: 1 n: 300", "n: 1 n: 300", fate::same}},
       "Every reader takes both, whatever its own .proto says. This was not so before 2.3.0, in 2010."},
      {"unpacked became packed",
       "repeated int32 n = 1 [packed = false];",
       "repeated int32 n = 1;",
       {{"n: 1 n: 300", "n: 1 n: 300", fate::same}},
       "The other way round."},
      {"a map became a list of its entries",
       "map<string, int32> m = 1;",
       "message E { string key = 1; int32 value = 2; } repeated E m = 1;",
       {{R"(m { key: "a" value: 1 } m { key: "b" value: 2 })", R"(m { key: "a" value: 1 } m { key: "b" value: 2 })",
         fate::same}},
       "That is what a map is on the wire."},
      {"a list of entries became a map",
       "message E { string key = 1; int32 value = 2; } repeated E m = 1;",
       "map<string, int32> m = 1;",
       {{R"(m { key: "a" value: 1 })", R"(m { key: "a" value: 1 })", fate::same},
        {R"(m { key: "a" value: 1 } m { key: "a" value: 2 })", R"(m { key: "a" value: 2 })", fate::changed}},
       "Of two entries with one key the later stays; the order of the list is gone as well."},
  };
}

}  // namespace

std::vector<change> changes_of_fields() {
  std::vector<change> all = come_and_go();
  for (change& each : change_their_label()) all.push_back(std::move(each));
  return all;
}

}  // namespace evolve
