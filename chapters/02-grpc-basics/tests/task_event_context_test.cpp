// SPDX-License-Identifier: MIT
#include "support/run.hpp"
#include "support/scripted_stream.hpp"

#include <basics/context.hpp>
#include <basics/event.hpp>
#include <basics/task.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace basics;
using support::run;
using testing::ElementsAre;

task<int> answer(int value, bool& begun) {
  begun = true;
  co_return value;
}
task<std::unique_ptr<int>> owned(int value) { co_return std::make_unique<int>(value); }
task<int> throwing() {
  throw std::runtime_error("no answer");
  co_return 0;  // makes it a coroutine
}
task<int> one_more(task<int> inner) { co_return co_await std::move(inner) + 1; }
task<void> note_when(event& e, std::vector<std::string>& notes, std::string what) {
  co_await e.done();
  notes.push_back(std::move(what));
}

TEST(Task, DoesNothingBeforeItIsAwaited) {
  bool begun = false;
  task<int> t = answer(7, begun);
  EXPECT_FALSE(begun) << "↔ a Go function that was not called yet";
  EXPECT_EQ(run(std::move(t)), 7);
  EXPECT_TRUE(begun);
}

TEST(Task, GivesValuesThatCanOnlyBeMoved) { EXPECT_EQ(*run(owned(7)), 7); }

TEST(Task, ThrowsToWhoeverAwaitsItHoweverFarOut) {
  EXPECT_THROW((void)run(throwing()), std::runtime_error);
  try {
    (void)run(one_more(one_more(throwing())));
    FAIL() << "the exception was lost on its way";
  } catch (const std::runtime_error& e) {
    EXPECT_STREQ(e.what(), "no answer");
  }
}

TEST(Task, OneThatNobodyAwaitsFreesItsArguments) {
  const auto argument = std::make_shared<int>(1);
  const auto keeps = [](std::shared_ptr<int> p) -> task<int> { co_return *p; };
  {
    const task<int> t = keeps(argument);
    EXPECT_EQ(argument.use_count(), 2);
  }
  EXPECT_EQ(argument.use_count(), 1) << "a coroutine's frame that was never run has leaked";
}

TEST(Task, AMovedOneIsTheSameTask) {
  bool begun = false;
  task<int> first = answer(7, begun);
  task<int> second = std::move(first);
  EXPECT_EQ(run(std::move(second)), 7);
}

TEST(Spawn, BeginsAtOnceAndCallsLastOnlyWhenTheWorkHasEnded) {
  event e;
  std::vector<std::string> notes;
  spawn(note_when(e, notes, "work"), [&] { notes.push_back("last"); });
  EXPECT_THAT(notes, ElementsAre()) << "the work waits, so nothing is over";
  e.fire();
  EXPECT_THAT(notes, ElementsAre("work", "last"));
}

TEST(Spawn, WorkGoesOnOnTheThreadThatBroughtItsAnswer) {
  event e;
  std::thread::id ended_on;
  const auto wait = [](event& for_it) -> task<void> { co_await for_it.done(); };
  spawn(wait(e), [&] { ended_on = std::this_thread::get_id(); });
  std::thread other([&] { e.fire(); });
  const std::thread::id expected = other.get_id();
  other.join();
  EXPECT_EQ(ended_on, expected);
}

TEST(Event, HappensOnce) {
  event e;
  EXPECT_FALSE(e.has_fired());
  EXPECT_TRUE(e.fire());
  EXPECT_FALSE(e.fire()) << "closing a Go channel twice panics; grpcsync.Event says false";
  EXPECT_TRUE(e.has_fired());
}

TEST(Event, EveryoneWhoWaitsGoesOnBeforeFireReturns) {
  event e;
  std::vector<std::string> notes;
  for (const char* who : {"a", "b", "c"}) spawn(note_when(e, notes, who), [] {});
  e.fire();
  EXPECT_THAT(notes, ElementsAre("a", "b", "c"));
}

TEST(Event, WhoComesLateDoesNotWait) {
  event e;
  e.fire();
  std::vector<std::string> notes;
  spawn(note_when(e, notes, "late"), [] {});
  EXPECT_THAT(notes, ElementsAre("late"));
  e.wait();
}

TEST(Event, AWaitWithALimitSaysWhetherItHappened) {
  event e;
  EXPECT_FALSE(e.wait_for(std::chrono::nanoseconds(0)));
  e.fire();
  EXPECT_TRUE(e.wait_for(std::chrono::nanoseconds(0)));
}

TEST(Event, WakesAThreadThatWaits) {
  event asked;
  event answered;
  std::thread other([&] {
    asked.wait();
    answered.fire();
  });
  asked.fire();
  answered.wait();
  other.join();
}

constexpr context_key<int> number_key;
constexpr context_key<int> other_number_key;

TEST(Context, OfNobodysCallIsEmpty) {
  const context ctx;
  EXPECT_EQ(ctx.value(number_key), nullptr);
  EXPECT_EQ(ctx.deadline(), call_state::time_point::max());
  EXPECT_TRUE(ctx.incoming_metadata().empty());
  EXPECT_EQ(ctx.peer(), "");
  EXPECT_TRUE(ctx.error().ok());
  EXPECT_EQ(ctx.stream(), nullptr);
}

TEST(Context, ANewValueStandsInFrontOfTheOldOneAndChangesNobodyElse) {
  const context outer = context().with_value(number_key, 1);
  const context inner = outer.with_value(number_key, 2);
  EXPECT_EQ(*inner.value(number_key), 2);
  EXPECT_EQ(*outer.value(number_key), 1) << "a context never changes";
}

TEST(Context, KeysAreToldApartByWhichObjectTheyAre) {
  const context ctx = context().with_value(number_key, 1);
  EXPECT_EQ(ctx.value(other_number_key), nullptr) << "two keys of one type are two keys";
}

TEST(Context, AValueLivesAsLongAsTheLastContextThatHasIt) {
  static constexpr context_key<std::shared_ptr<int>> key;
  auto counted = std::make_shared<int>(1);
  context last;
  {
    const context first = context().with_value(key, counted);
    last = first.with_value(number_key, 1);
  }
  EXPECT_EQ(counted.use_count(), 2);
  last = context();
  EXPECT_EQ(counted.use_count(), 1);
}

TEST(Context, OfACallStandsOnTheConnectionsAndKeepsItsValues) {
  auto call = std::make_shared<call_state>();
  call->incoming.append("x-a", "1");
  call->peer = "127.0.0.1:43535";
  call->deadline = call_state::time_point(std::chrono::seconds(5));
  const context ctx = context().with_value(number_key, 1).with_call(call).with_value(other_number_key, 2);
  EXPECT_EQ(*ctx.value(number_key), 1);
  EXPECT_EQ(*ctx.value(other_number_key), 2);
  EXPECT_EQ(ctx.incoming_metadata().first("x-a"), "1");
  EXPECT_EQ(ctx.peer(), "127.0.0.1:43535");
  EXPECT_EQ(ctx.deadline(), call_state::time_point(std::chrono::seconds(5)));
}

TEST(Context, TheFirstReasonToCancelStays) {
  const auto call = std::make_shared<call_state>();
  const context ctx = context().with_call(call);
  EXPECT_TRUE(ctx.error().ok());
  call->cancel({.code = code::deadline_exceeded, .message = "context deadline exceeded"});
  call->cancel({.code = code::canceled, .message = "context canceled"});
  EXPECT_EQ(ctx.error(), (status{.code = code::deadline_exceeded, .message = "context deadline exceeded"}));
}

TEST(Context, WhoWaitsForTheEndKnowsTheReasonThen) {
  const auto call = std::make_shared<call_state>();
  const auto wait = [](context ctx, std::vector<std::string>& notes) -> task<void> {
    co_await ctx.done();
    notes.push_back(text_of(ctx.error()));
  };
  std::vector<std::string> notes;
  spawn(wait(context().with_call(call), notes), [] {});
  EXPECT_THAT(notes, ElementsAre());
  call->cancel({.code = code::canceled, .message = "context canceled"});
  EXPECT_THAT(notes, ElementsAre("rpc error: code = Canceled desc = context canceled"));
}

TEST(SetHeader, NeedsACall) {
  const status refused{.code = code::internal, .message = "grpc: failed to fetch the stream from the context"};
  EXPECT_EQ(set_header(context(), {{"x-a", "1"}}), refused);
  EXPECT_EQ(set_trailer(context(), {{"x-a", "1"}}), refused);
}

TEST(SetHeader, ReachesTheCallsStreamUntilTheHeaderHasGone) {
  support::scripted_stream stream("/user.User/GetUser");
  const context ctx = context().with_call(stream.state());
  EXPECT_TRUE(set_header(ctx, {{"X-A", "1"}}).ok());
  EXPECT_TRUE(set_header(ctx, {{"x-a", "2"}}).ok()) << "several calls add up";
  EXPECT_THAT(stream.header().get("x-a"), ElementsAre("1", "2"));
  EXPECT_TRUE(run(stream.write("message")));
  EXPECT_FALSE(set_header(ctx, {{"x-b", "1"}}).ok()) << "the header went with the message";
  EXPECT_TRUE(set_trailer(ctx, {{"x-c", "1"}}).ok()) << "the trailer did not";
}

TEST(SetHeader, OfACallThatIsOverIsRefusedHoweverLongItsContextLives) {
  context ctx;
  {
    support::scripted_stream stream("/user.User/GetUser");
    ctx = context().with_call(stream.state());
    stream.write_status({});
  }
  EXPECT_EQ(set_header(ctx, {{"x-a", "1"}}).code, code::internal);
}

}  // namespace
