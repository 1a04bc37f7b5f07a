// SPDX-License-Identifier: MIT
//
// Generated code in use: how a program names what pbgen has made. And a look at what was generated at all.
#include "child.hpp"
#include "proto_files.hpp"
#include "subject.hpp"

#include "clashes.pb.hpp"
#include "cycles.pb.hpp"
#include "extensions.pb.hpp"
#include "no_package.pb.hpp"
#include "oneofs.pb.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace {

using namespace ours::anatomy;

std::set<std::string> names_in(const char* variable) {
  std::set<std::string> names;
  std::istringstream list(child_process::setting(variable));
  for (std::string name; std::getline(list, name, ':');) names.insert(name);
  return names;
}

TEST(Generated, NoFileOfTheCorpusIsForgotten) {
  const std::set<std::string> with = names_in("PBWIRE_GENERATED");
  const std::set<std::string> without = names_in("PBWIRE_NOT_GENERATED");
  for (const proto_files::proto_file& file : proto_files::corpus()) {
    EXPECT_NE(with.contains(file.name), without.contains(file.name))
        << file.name << ": new since Meson has configured? `meson setup --reconfigure` finds it";
  }
  EXPECT_GT(generated::all_types().types.size(), 150U);
}

TEST(Generated, AlternativesOfAOneofHaveNames) {
  using oneofs::Event;
  Event event;
  EXPECT_EQ(event.who.index(), Event::who_not_set);
  event.who.emplace<Event::who_id>(7);
  EXPECT_EQ(std::get<Event::who_id>(event.who), 7);
  EXPECT_EQ(pbwire::encode(event), "\x10\x07");

  Event inner;
  inner.at = 1;
  event.what.emplace<Event::what_again>(inner);
  const auto back = pbwire::decode<Event>(pbwire::encode(event));
  ASSERT_TRUE(back);
  ASSERT_EQ(back->what.index(), Event::what_again);
  EXPECT_EQ(std::get<Event::what_again>(back->what)->at, 1);
  EXPECT_EQ(*back, event);
}

TEST(Generated, DefaultsAreConstants) {
  const ours::Bare bare;
  EXPECT_EQ(bare.low.value_or(ours::Bare::default_low), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(bare.high.value_or(ours::Bare::default_high), std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(bare.shade.value_or(ours::Bare::default_shade), ours::Shade::DARKER);
  EXPECT_EQ(ours::Bare::default_text, std::string_view("a\0b?\?/\"\\\n1", 10));
  EXPECT_EQ(ours::Bare::default_raw, std::string_view("\0\1", 2));
}

TEST(Generated, ExtensionsAreConstants) {
  extensions::Base base;
  base.extensions.mutable_value(extensions::many) = {"a", "b"};
  base.extensions.mutable_value(extensions::Scope::one) = 12;
  const std::string bytes = pbwire::encode(base);
  EXPECT_EQ(bytes,
            "\x52\x01"
            "a\x52\x01"
            "b\x60\x0c");

  pbwire::extension_registry known;
  known.add(extensions::many);
  const auto back = pbwire::decode<extensions::Base>(bytes, {.extensions = &known});
  ASSERT_TRUE(back);
  EXPECT_THAT(back->extensions.value(extensions::many), testing::ElementsAre("a", "b"));
  EXPECT_EQ(back->unknown.records(), "\x60\x0c") << "an extension that the decoder was not told of";
  EXPECT_EQ(pbwire::encode(*back), bytes);
}

TEST(Generated, MessagesOnACycleAreCopiedWhole) {
  cycles::Tree tree;
  tree.children["a"].choice.emplace<cycles::Tree::choice_text>("inside");
  tree.choice.emplace<cycles::Tree::choice_tree>(cycles::Tree(tree));
  const cycles::Tree copy = tree;
  EXPECT_EQ(copy, tree);
  std::get<cycles::Tree::choice_tree>(tree.choice)->children["a"].choice = {};
  EXPECT_NE(copy, tree);
  EXPECT_EQ(pbwire::decode<cycles::Tree>(pbwire::encode(copy)).value(), copy);
}

TEST(Generated, TypesThatMovedOutAreFoundWhereTheProtoHasThem) {
  static_assert(std::is_same_v<cycles::LooksInto::Inner, cycles::LooksInto_Inner>);
  EXPECT_EQ(pbwire::schema<cycles::LooksInto::Inner>::name, "anatomy.cycles.LooksInto.Inner");
}

TEST(Generated, NamesOnTheWireSideStayAsTheyWere) {
  using ours::clash::std_::clashes::class_;
  EXPECT_EQ(pbwire::schema<class_>::name, "clash.std.clashes.class");
  EXPECT_EQ(pbwire::name_of(ours::clash::std_::clashes::and_::not_), "not");
  class_ m;
  m.new_ = 1;
  EXPECT_EQ(pbwire::encode(m), "\x08\x01");
}

}  // namespace
