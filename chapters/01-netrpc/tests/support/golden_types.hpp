// SPDX-License-Identifier: MIT
//
// What tests/oracle/golden_gob/types.go has beyond go_types.hpp, under the same names.
#pragma once

#include "support/go_types.hpp"

namespace go {

// Nesting.
struct Order {
  std::int64_t Id = 0;
  std::vector<Item> Items;
};
BOOST_DESCRIBE_STRUCT(Order, (), (Id, Items))

struct Line {
  Point From, To;
};
BOOST_DESCRIBE_STRUCT(Line, (), (From, To))

struct Catalogue {
  std::map<std::string, Item> ByName;
};
BOOST_DESCRIBE_STRUCT(Catalogue, (), (ByName))

struct Index {
  std::map<std::string, std::vector<std::int64_t>> Words;
};
BOOST_DESCRIBE_STRUCT(Index, (), (Words))

struct Grid {
  matrix Rows;
};
BOOST_DESCRIBE_STRUCT(Grid, (), (Rows))

struct Couple {
  std::array<Item, 2> Items;
};
BOOST_DESCRIBE_STRUCT(Couple, (), (Items))

struct Twice {
  std::vector<Item> A, B;
  std::map<std::string, Item> C;
};
BOOST_DESCRIBE_STRUCT(Twice, (), (A, B, C))

// Pointers.
struct Pointers {
  std::optional<std::int64_t> P;
  std::shared_ptr<std::optional<std::int64_t>> PP;
  std::shared_ptr<Point> S;
  std::optional<std::string> T;
};
BOOST_DESCRIBE_STRUCT(Pointers, (), (P, PP, S, T))

struct ManyFields {
  std::int64_t F1 = 0, F2 = 0, F3 = 0, F4 = 0, F5 = 0, F6 = 0, F7 = 0, F8 = 0, F9 = 0, F10 = 0;
};
BOOST_DESCRIBE_STRUCT(ManyFields, (), (F1, F2, F3, F4, F5, F6, F7, F8, F9, F10))

// Recursive types. Links are shared_ptr, so that the cases can be written as values.
struct Node {
  std::int64_t Value = 0;
  std::shared_ptr<Node> Next;
};
BOOST_DESCRIBE_STRUCT(Node, (), (Value, Next))

struct PtrTree {
  std::int64_t Value = 0;
  std::vector<std::shared_ptr<PtrTree>> Children;
};
BOOST_DESCRIBE_STRUCT(PtrTree, (), (Value, Children))

struct B;
struct A {
  std::shared_ptr<go::B> B;
};
struct B {
  std::shared_ptr<go::A> A;
};
BOOST_DESCRIBE_STRUCT(A, (), (B))
BOOST_DESCRIBE_STRUCT(B, (), (A))

struct Maze {
  std::map<std::string, Maze> Doors;
};
BOOST_DESCRIBE_STRUCT(Maze, (), (Doors))

// Fields that gob treats in a way of its own.
struct Hidden {
  std::int64_t Seen = 0;
  std::string unseen;  // begins with a small letter: does not travel
  std::string Also;
};
BOOST_DESCRIBE_STRUCT(Hidden, (), (Seen, unseen, Also))

struct Base {
  std::int64_t Id = 0;
};
BOOST_DESCRIBE_STRUCT(Base, (), (Id))

struct Derived {  // Go embeds Base: a field named after its type
  go::Base Base;
  std::string Name;
};
BOOST_DESCRIBE_STRUCT(Derived, (), (Base, Name))

struct Channels {  // Go's has a chan and a func between the two
  std::int64_t Before = 0, After = 0;
};
BOOST_DESCRIBE_STRUCT(Channels, (), (Before, After))

struct Empty {};
BOOST_DESCRIBE_STRUCT(Empty, (), ())

struct Wraps {
  Empty E;
  std::int64_t N = 0;
};
BOOST_DESCRIBE_STRUCT(Wraps, (), (E, N))

struct anonymous {  // struct{ N int }: see go_type below
  std::int64_t N = 0;
};
BOOST_DESCRIBE_STRUCT(anonymous, (), (N))

// Named types that are not structs.
struct KV : std::array<std::string, 2> {};
struct Ints : std::vector<std::int64_t> {
  using vector::vector;
};
struct Dict : std::map<std::string, std::int64_t> {
  using map::map;
};
enum class Colour : std::int64_t {};
enum class Flag : bool {};  // Go's own bool: see go_type below

struct Scores {
  Colour Best{};
  Ints All;
  Dict By;
};
BOOST_DESCRIBE_STRUCT(Scores, (), (Best, All, By))

// Interface values.
struct Square {
  double Side = 0;
};
BOOST_DESCRIBE_STRUCT(Square, (), (Side))

struct Circle {
  double Radius = 0;
};
BOOST_DESCRIBE_STRUCT(Circle, (), (Radius))

struct Shape : netrpc::any {};

struct Scene {
  std::string Name;
  Shape S;
};
BOOST_DESCRIBE_STRUCT(Scene, (), (Name, S))

struct Drawing {
  std::vector<Shape> Shapes;
};
BOOST_DESCRIBE_STRUCT(Drawing, (), (Shapes))

struct Bag {
  std::map<std::string, netrpc::any> Things;
};
BOOST_DESCRIBE_STRUCT(Bag, (), (Things))

// Types that encode themselves, and one that gob does not let.
struct Text {
  std::vector<std::string> Words;
};
BOOST_DESCRIBE_STRUCT(Text, (), (Words))

struct Reading {
  std::string Label;
  Celsius T;
  std::optional<Celsius> P;
  Text Tag;
};
BOOST_DESCRIBE_STRUCT(Reading, (), (Label, T, P, Tag))

struct Week {
  std::vector<Celsius> Days;
};
BOOST_DESCRIBE_STRUCT(Week, (), (Days))

/// Go's time.Time, as the bytes it encodes itself to: all that gob knows of it.
struct Time {
  netrpc::bytes Marshaled;
  [[nodiscard]] netrpc::result<netrpc::bytes> GobEncode() const { return Marshaled; }
  [[nodiscard]] netrpc::result<void> GobDecode(std::span<const std::byte> data) {
    Marshaled.assign(data.begin(), data.end());
    return {};
  }
};

}  // namespace go

template <>
struct netrpc::go_type<go::anonymous> {
  static constexpr std::string_view package = "", name = "";
};
template <>
struct netrpc::go_type<go::Flag> {
  static constexpr std::string_view package = "", name = "bool";
};
template <>
struct netrpc::go_type<go::Time> {
  static constexpr std::string_view package = "time", name = "Time";
};
