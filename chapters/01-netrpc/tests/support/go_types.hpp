// SPDX-License-Identifier: MIT
//
// The types of tests/oracle/diff_gob/types.go, under the same names: both sides of the differential
// test must know them, so a change here is a change there.
#pragma once

#include <netrpc/reflect.hpp>

#include <array>
#include <complex>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace go {

struct GetUserReq {
  std::string Id;
};
BOOST_DESCRIBE_STRUCT(GetUserReq, (), (Id))

struct GetUserResp {
  std::string Id, Name, Phone;
};
BOOST_DESCRIBE_STRUCT(GetUserResp, (), (Id, Name, Phone))

struct Everything {
  bool Bool = false;
  std::int8_t I8 = 0;
  std::int16_t I16 = 0;
  std::int32_t I32 = 0;
  long long I64 = 0;
  std::int64_t Int = 0;
  std::uint8_t U8 = 0;
  std::uint16_t U16 = 0;
  std::uint32_t U32 = 0;
  unsigned long long U64 = 0;
  std::uint64_t Uint = 0;
  float F32 = 0;
  double F64 = 0;
  std::complex<float> C64;
  std::complex<double> C128;
  std::string Str;
  std::vector<std::uint8_t> Bytes;
};
BOOST_DESCRIBE_STRUCT(Everything, (),
                      (Bool, I8, I16, I32, I64, Int, U8, U16, U32, U64, Uint, F32, F64, C64, C128, Str, Bytes))

struct Item {
  std::int64_t Id = 0;
  std::string Name;
  double Price = 0;
  std::vector<std::string> Tags;
};
BOOST_DESCRIBE_STRUCT(Item, (), (Id, Name, Price, Tags))

using matrix = std::vector<std::vector<std::int64_t>>;
using pair = std::array<std::string, 2>;

struct Nested {
  std::string Name;
  std::vector<Item> Items;
  std::map<std::string, Item> ByName;
  matrix Matrix;
  pair Pair;
  std::unique_ptr<Nested> Next;
  std::optional<std::int64_t> Opt;
};
BOOST_DESCRIBE_STRUCT(Nested, (), (Name, Items, ByName, Matrix, Pair, Next, Opt))

struct EvolvedMissing {
  std::string Name;
  std::vector<Item> Items;
  matrix Matrix;
  std::unique_ptr<EvolvedMissing> Next;
  std::optional<std::int64_t> Opt;
};
BOOST_DESCRIBE_STRUCT(EvolvedMissing, (), (Name, Items, Matrix, Next, Opt))

struct EvolvedExtra {
  std::int64_t First = 0;
  std::string Name;
  std::vector<Item> Items;
  std::map<std::string, Item> ByName;
  matrix Matrix;
  std::map<std::string, std::vector<std::string>> Extra;
  pair Pair;
  std::unique_ptr<EvolvedExtra> Next;
  std::optional<std::int64_t> Opt;
  std::vector<double> Weights;
};
BOOST_DESCRIBE_STRUCT(EvolvedExtra, (), (First, Name, Items, ByName, Matrix, Extra, Pair, Next, Opt, Weights))

struct EvolvedReordered {
  std::optional<std::int64_t> Opt;
  std::unique_ptr<EvolvedReordered> Next;
  pair Pair;
  matrix Matrix;
  std::map<std::string, Item> ByName;
  std::vector<Item> Items;
  std::string Name;
};
BOOST_DESCRIBE_STRUCT(EvolvedReordered, (), (Opt, Next, Pair, Matrix, ByName, Items, Name))

struct Holder {
  std::string Label;
  netrpc::any V;
};
BOOST_DESCRIBE_STRUCT(Holder, (), (Label, V))

struct Mismatch {
  std::int64_t Id = 0;
  std::vector<std::string> Name;
};
BOOST_DESCRIBE_STRUCT(Mismatch, (), (Id, Name))

/// A GobEncoder: the eight bytes of the double, big-endian.
struct Celsius {
  double Degrees = 0;
  [[nodiscard]] netrpc::result<netrpc::bytes> GobEncode() const;
  [[nodiscard]] netrpc::result<void> GobDecode(std::span<const std::byte> data);
  friend bool operator==(const Celsius&, const Celsius&) = default;
};

/// A BinaryMarshaler: the letter B, then Data. Refuses anything else.
struct Binary {
  netrpc::bytes Data;
  [[nodiscard]] netrpc::result<netrpc::bytes> MarshalBinary() const;
  [[nodiscard]] netrpc::result<void> UnmarshalBinary(std::span<const std::byte> data);
  friend bool operator==(const Binary&, const Binary&) = default;
};

struct Opaque {
  Celsius When;
  Binary B;
};
BOOST_DESCRIBE_STRUCT(Opaque, (), (When, B))

struct Tree {
  std::int64_t Value = 0;
  std::vector<Tree> Children;
};
BOOST_DESCRIBE_STRUCT(Tree, (), (Value, Children))

struct Point {
  std::int64_t X = 0, Y = 0;
  friend bool operator==(const Point&, const Point&) = default;
};
BOOST_DESCRIBE_STRUCT(Point, (), (X, Y))

}  // namespace go
