// SPDX-License-Identifier: MIT
#include <netrpc/call.hpp>

#include <gtest/gtest.h>

namespace {

using namespace netrpc;

std::shared_ptr<call> named(std::string method) {
  auto c = std::make_shared<call>();
  c->service_method = std::move(method);
  return c;
}

struct queue_sink : call_sink {
  explicit queue_sink(std::size_t capacity) : queue(capacity) {}
  bool try_push(std::shared_ptr<call> c) override { return queue.try_push(std::move(c)); }
  done_queue queue;
};

TEST(DoneQueue, CallsComeOutInTheOrderTheyWentIn) {
  done_queue queue(3);
  for (const char* name : {"A.1", "A.2", "A.3"}) EXPECT_TRUE(queue.try_push(named(name)));
  for (const char* name : {"A.1", "A.2", "A.3"}) {
    const auto c = queue.try_pop();
    ASSERT_NE(c, nullptr);
    EXPECT_EQ(c->service_method, name);
  }
  EXPECT_EQ(queue.try_pop(), nullptr) << "an empty queue has nothing to give";
}

TEST(DoneQueue, AFullQueueRefusesInsteadOfGrowing) {
  done_queue queue(2);
  EXPECT_TRUE(queue.try_push(named("A.1")));
  EXPECT_TRUE(queue.try_push(named("A.2")));
  EXPECT_FALSE(queue.try_push(named("A.3"))) << "capacity 2 has no room for a third call";
  EXPECT_EQ(queue.size(), 2U);
  EXPECT_EQ(queue.try_pop()->service_method, "A.1") << "what was inside must stay";
  EXPECT_TRUE(queue.try_push(named("A.4"))) << "there is room again";
}

TEST(DoneQueue, AnUnbufferedOneNeverHasRoom) {
  done_queue queue(0);
  EXPECT_FALSE(queue.try_push(named("A.1")));
  EXPECT_EQ(queue.try_pop(), nullptr);
}

TEST(Finish, PushesTheCallIntoItsDoneChannel) {
  const auto sink = std::make_shared<queue_sink>(1);
  const auto c = named("A.1");
  c->done = sink;
  EXPECT_TRUE(finish(c));
  EXPECT_EQ(sink->queue.try_pop(), c);
}

TEST(Finish, LosesTheNotificationWhenTheChannelIsFull) {
  const auto sink = std::make_shared<queue_sink>(1);
  const auto first = named("A.1");
  const auto second = named("A.2");
  first->done = second->done = sink;
  EXPECT_TRUE(finish(first));
  EXPECT_FALSE(finish(second)) << "it must drop the news, not wait: it runs inside everybody's reader";
  EXPECT_EQ(sink->queue.try_pop(), first);
  EXPECT_EQ(sink->queue.try_pop(), nullptr);
}

TEST(Finish, TellsOnlyOnce) {
  const auto sink = std::make_shared<queue_sink>(2);
  const auto c = named("A.1");
  c->done = sink;
  EXPECT_TRUE(finish(c));
  EXPECT_FALSE(finish(c));
  EXPECT_EQ(sink->queue.size(), 1U);
}

TEST(Finish, IsFineWithNobodyListening) { EXPECT_FALSE(finish(named("A.1"))); }

TEST(Finish, LeavesNoCircleBetweenCallAndChannel) {
  std::weak_ptr<call> watched;
  {
    const auto sink = std::make_shared<queue_sink>(1);
    const auto c = named("A.1");
    c->done = sink;
    watched = c;
    finish(c);  // and nobody ever takes it out
  }
  EXPECT_TRUE(watched.expired()) << "channel and call keep each other alive";
}

TEST(Call, ArgsAndReplyAreReadAsTheirOwnTypeOnly) {
  call c;
  std::string reply = "hello:you";
  c.reply = reflect::ref(reply);
  EXPECT_EQ(c.reply_as<std::string>(), "hello:you");
  EXPECT_THROW((void)c.reply_as<bool>(), std::bad_cast);
  EXPECT_THROW((void)c.args_as<std::string>(), std::bad_cast) << "no copy was kept";
}

}  // namespace
