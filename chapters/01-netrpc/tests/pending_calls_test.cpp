// SPDX-License-Identifier: MIT
#include <netrpc/pending_calls.hpp>

#include <gtest/gtest.h>

namespace {

using namespace netrpc;

std::shared_ptr<call> any_call() { return std::make_shared<call>(); }

TEST(PendingCalls, NumbersCountFromZeroAsGoDoes) {
  pending_calls table;
  for (std::uint64_t expected = 0; expected < 5; ++expected) {
    const auto seq = table.add(any_call());
    ASSERT_TRUE(seq.has_value());
    EXPECT_EQ(*seq, expected);
  }
}

TEST(PendingCalls, AnswersInAnyOrderFindTheirQuestion) {
  pending_calls table;
  std::vector<std::shared_ptr<call>> asked;
  for (int i = 0; i < 8; ++i) {
    asked.push_back(any_call());
    ASSERT_TRUE(table.add(asked.back()).has_value());
  }
  for (const std::uint64_t seq : {5U, 0U, 7U, 3U, 1U, 2U, 6U, 4U}) {
    EXPECT_EQ(table.take(seq), asked[seq]) << "the answer to " << seq << " went to another caller";
  }
  EXPECT_EQ(table.size(), 0U);
}

TEST(PendingCalls, ASecondAnswerFindsNobody) {
  pending_calls table;
  const auto seq = table.add(any_call()).value();
  EXPECT_NE(table.take(seq), nullptr);
  EXPECT_EQ(table.take(seq), nullptr);
  EXPECT_EQ(table.take(99), nullptr) << "nor does an answer nobody asked for";
}

TEST(PendingCalls, ANumberIsNeverUsedAgain) {
  pending_calls table;
  const auto first = table.add(any_call()).value();
  (void)table.take(first);
  EXPECT_NE(table.add(any_call()).value(), first) << "a late answer would go to the wrong caller";
}

TEST(PendingCalls, TheLimitIsHowManyMayWaitAtOnce) {
  pending_calls table(2);
  EXPECT_TRUE(table.add(any_call()).has_value());
  EXPECT_TRUE(table.add(any_call()).has_value());
  const auto refused = table.add(any_call());
  ASSERT_TRUE(refused.has_error());
  EXPECT_EQ(refused.error().code, errc::too_many_pending);
  EXPECT_EQ(refused.error().scope, error_scope::local);
  EXPECT_EQ(table.size(), 2U) << "a refused call must not be in the table";
  EXPECT_NE(table.take(0), nullptr);
  EXPECT_EQ(table.add(any_call()).value(), 2U) << "an answer makes room, and a refusal uses no number";
}

TEST(PendingCalls, FailAllTellsEveryCallOldestFirst) {
  pending_calls table;
  std::vector<std::shared_ptr<call>> asked;
  for (int i = 0; i < 4; ++i) {
    asked.push_back(any_call());
    ASSERT_TRUE(table.add(asked.back()).has_value());
  }
  (void)table.take(1);
  const auto failed = table.fail_all(error{errc::unexpected_eof});
  ASSERT_EQ(failed.size(), 3U);
  EXPECT_EQ(failed[0], asked[0]);
  EXPECT_EQ(failed[1], asked[2]);
  EXPECT_EQ(failed[2], asked[3]);
  for (const auto& c : failed) {
    ASSERT_TRUE(c->failure.has_value());
    EXPECT_EQ(c->failure->message(), "unexpected EOF");
  }
  EXPECT_FALSE(asked[1]->failure.has_value()) << "that one had its answer already";
  EXPECT_EQ(table.size(), 0U);
}

TEST(PendingCalls, AfterFailAllNewCallsAreRefusedInGosWords) {
  pending_calls table;
  (void)table.fail_all(error{errc::unexpected_eof});
  const auto refused = table.add(any_call());
  ASSERT_TRUE(refused.has_error());
  EXPECT_EQ(refused.error().code, errc::shutdown);
  EXPECT_EQ(refused.error().message(), "connection is shut down");
}

TEST(PendingCalls, AfterShutDownAnswersOnTheWayAreStillTaken) {
  pending_calls table;
  const auto asked = any_call();
  const auto seq = table.add(asked).value();
  table.shut_down();
  EXPECT_TRUE(table.add(any_call()).has_error());
  EXPECT_EQ(table.take(seq), asked);
}

TEST(PendingCalls, TheDefaultLimitHasAName) {
  pending_calls table;
  for (std::size_t i = 0; i < limits{}.pending_calls; ++i) ASSERT_TRUE(table.add(any_call()).has_value());
  EXPECT_EQ(table.add(any_call()).error().code, errc::too_many_pending);
}

}  // namespace
