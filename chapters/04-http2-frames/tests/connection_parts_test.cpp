// SPDX-License-Identifier: MIT
//
// The small machines inside of a connection, each by itself.
#include "../src/connection/chunk_queue.hpp"
#include "../src/connection/rate_bucket.hpp"
#include "../src/connection/scheduler.hpp"
#include "../src/connection/stream_table.hpp"
#include "random_seed.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <random>
#include <string>

namespace h2::core {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// ── rate_bucket

std::uint32_t tokens_at(rate_bucket& bucket, rate_bucket::instant now) {
  std::uint32_t taken = 0;
  while (taken < 10'000 && bucket.take(now)) ++taken;
  return taken;
}

TEST(RateBucket, HasItsBurstAtOnceAndNoMore) {
  rate_bucket bucket({.burst = 5, .per_second = 10});
  EXPECT_EQ(tokens_at(bucket, {}), 5U);
}

TEST(RateBucket, RefillsWithTimeUpToItsBurst) {
  rate_bucket bucket({.burst = 5, .per_second = 10});
  rate_bucket::instant now{};
  (void)tokens_at(bucket, now);
  EXPECT_EQ(tokens_at(bucket, now += milliseconds(99)), 0U);
  EXPECT_EQ(tokens_at(bucket, now += milliseconds(1)), 1U) << "parts of a token are not lost";
  EXPECT_EQ(tokens_at(bucket, now += milliseconds(250)), 2U);
  EXPECT_EQ(tokens_at(bucket, now += milliseconds(50)), 1U);
  EXPECT_EQ(tokens_at(bucket, now += seconds(3600 * 24 * 365)), 5U);
}

TEST(RateBucket, DoesNotSaveUpWhileItIsFull) {
  rate_bucket bucket({.burst = 2, .per_second = 1});
  rate_bucket::instant now{seconds(1000)};
  EXPECT_EQ(tokens_at(bucket, now), 2U);
  EXPECT_EQ(tokens_at(bucket, now += milliseconds(999)), 0U) << "the hours before the first token do not count";
  EXPECT_EQ(tokens_at(bucket, now += milliseconds(1)), 1U);
}

TEST(RateBucket, OfNothingGivesNothing) {
  rate_bucket bucket({.burst = 0, .per_second = 1000});
  EXPECT_FALSE(bucket.take(rate_bucket::instant{seconds(10)}));
  rate_bucket once({.burst = 3, .per_second = 0});
  EXPECT_EQ(tokens_at(once, {}), 3U);
  EXPECT_EQ(tokens_at(once, rate_bucket::instant{seconds(10)}), 0U);
}

// ── chunk_queue

TEST(ChunkQueue, GivesBackWhatItGotHoweverItIsCut) {
  std::mt19937_64 random(::test::random_seed());
  SCOPED_TRACE(::test::how_to_repeat());
  const auto number = [&](std::size_t most) { return std::uniform_int_distribution<std::size_t>(0, most)(random); };
  chunk_queue queue;
  std::string expected;
  byte_buffer got;
  for (int step = 0; step < 5000; ++step) {
    if (number(1) == 0) {
      std::string piece(number(10) == 0 ? number(40'000) : number(300), ' ');
      for (char& c : piece) c = static_cast<char>('a' + number(25));
      expected += piece;
      const bytes view = bytes_of(piece);
      number(1) == 0 ? queue.push(view) : queue.push(byte_buffer(view.begin(), view.end()));
    } else {
      queue.take(number(queue.size()), got);
    }
    ASSERT_EQ(queue.size(), expected.size() - got.size());
  }
  queue.take(queue.size(), got);
  EXPECT_TRUE(queue.empty());
  EXPECT_EQ(text_of(got), expected);
}

// ── scheduler

TEST(Scheduler, GivesEveryoneATurn) {
  std::array<stream, 3> streams;
  scheduler ring;
  EXPECT_TRUE(ring.empty());
  for (stream& s : streams) ring.add(s);
  ring.add(streams[0]);  // is in it already
  for (int round = 0; round < 2; ++round) {
    for (stream& s : streams) {
      EXPECT_EQ(ring.front(), &s);
      ring.turn();
    }
  }
}

TEST(Scheduler, ForgetsWhoLeaves) {
  std::array<stream, 3> streams;
  scheduler ring;
  for (stream& s : streams) ring.add(s);
  ring.remove(streams[0]);
  ring.remove(streams[0]);
  EXPECT_EQ(ring.front(), &streams[1]) << "the front's place goes to the next";
  ring.turn();
  EXPECT_EQ(ring.front(), &streams[2]);
  ring.turn();
  EXPECT_EQ(ring.front(), &streams[1]);
  ring.remove(streams[2]);
  ring.remove(streams[1]);
  EXPECT_TRUE(ring.empty());
  ring.add(streams[2]);
  EXPECT_EQ(ring.front(), &streams[2]);
  EXPECT_FALSE(scheduler::in_ring(streams[0]));
}

// ── stream_table

TEST(StreamTable, FindsWhatLivesAndNothingElse) {
  std::mt19937_64 random(::test::random_seed());
  SCOPED_TRACE(::test::how_to_repeat());
  stream_table table(0, 16);  // a server's
  std::map<std::uint32_t, stream*> living;
  std::uint32_t peer = 1;
  for (int step = 0; step < 20'000; ++step) {
    const std::uint32_t dice = std::uniform_int_distribution<std::uint32_t>(0, 9)(random);
    if (dice < 5 && living.size() < 200) {
      // Multiples of 64 meet in the same slot: what an attacker would choose.
      const std::uint32_t id = dice == 0 ? table.next_own() : (peer += dice == 1 ? 64 : 2);
      stream& s = table.open(id, 1, 1);
      table.move(s, stream_state::open);
      living[id] = &s;
    } else if (!living.empty()) {
      auto gone = std::next(living.begin(), static_cast<std::ptrdiff_t>(random() % living.size()));
      table.close(*gone->second, closed_by::end_stream);
      EXPECT_EQ(table.find(gone->first), nullptr);
      EXPECT_EQ(table.how_closed(gone->first), closed_by::end_stream);
      living.erase(gone);
    }
    ASSERT_EQ(table.size(), living.size());
    ASSERT_EQ(table.ours() + table.peers(), living.size());
    if (step % 100 != 0) continue;
    for (const auto& [id, s] : living) ASSERT_EQ(table.find(id), s) << id;
  }
  std::size_t visited = 0;
  table.each([&](stream& s) { visited += living.at(s.id) == &s ? 1 : 0; });
  EXPECT_EQ(visited, living.size());
}

TEST(StreamTable, CountsOpenStreamsAndNotReservedOnes) {
  stream_table table(1, 4);  // a client's
  stream& mine = table.open(1, 1, 1);
  stream& theirs = table.open(2, 1, 1);
  EXPECT_EQ(table.ours() + table.peers(), 0U);
  table.move(mine, stream_state::open);
  table.move(mine, stream_state::half_closed_local);
  table.move(theirs, stream_state::reserved_remote);
  EXPECT_EQ(table.ours(), 1U);
  EXPECT_EQ(table.peers(), 0U);
  EXPECT_EQ(table.reserved_by_peer(), 1U);
  table.move(theirs, stream_state::half_closed_local);
  EXPECT_EQ(table.peers(), 1U);
  EXPECT_EQ(table.reserved_by_peer(), 0U);
  table.close(mine, closed_by::end_stream);
  table.close(theirs, closed_by::their_reset);
  EXPECT_EQ(table.ours() + table.peers(), 0U);
}

TEST(StreamTable, KnowsIdleFromPassedOver) {
  stream_table table(0, 4);
  EXPECT_TRUE(table.idle(1));
  (void)table.open(7, 1, 1);
  EXPECT_FALSE(table.idle(5)) << "implicitly closed (RFC 9113 §5.1.1)";
  EXPECT_FALSE(table.how_closed(5).has_value());
  EXPECT_TRUE(table.idle(9));
  EXPECT_TRUE(table.idle(2)) << "our own row is another";
  (void)table.open(table.next_own(), 1, 1);
  EXPECT_FALSE(table.idle(2));
  EXPECT_EQ(table.next_own(), 4U);
}

/// At either end; `last` is the largest id of its own.
void expect_to_end_at(std::uint32_t own_parity, std::uint32_t last) {
  stream_table table(own_parity, 4);
  (void)table.open(last - 2, 1, 1);
  EXPECT_FALSE(table.exhausted());
  EXPECT_EQ(table.next_own(), last);
  (void)table.open(table.next_own(), 1, 1);
  EXPECT_TRUE(table.exhausted());
  EXPECT_FALSE(table.idle(last));
  table.close(*table.find(last), closed_by::end_stream);
  EXPECT_TRUE(table.exhausted()) << "an id is used once, however its stream ended";
  EXPECT_EQ(table.how_closed(last), closed_by::end_stream);
}

// Through a connection it takes 2^30 requests to get here: misuse::stream_ids_exhausted is what exhausted() says.
TEST(StreamTable, RunsOutOfIdsBehindTheLargest) {
  expect_to_end_at(1, 0x7fff'ffff);
  expect_to_end_at(0, 0x7fff'fffe);
}

TEST(StreamTable, ThePeersIdsDoNotUseUpOurs) {
  stream_table table(0, 4);
  (void)table.open(0x7fff'ffff, 1, 1);
  EXPECT_FALSE(table.exhausted());
  EXPECT_EQ(table.next_own(), 2U);
  EXPECT_FALSE(table.idle(1)) << "all lower ones are passed over";
}

TEST(StreamTable, RemembersTheLatestOnly) {
  stream_table table(0, 3);
  for (std::uint32_t id = 1; id <= 9; id += 2) table.remember(id, closed_by::their_reset);
  EXPECT_EQ(table.remembered(), 3U);
  EXPECT_FALSE(table.how_closed(3).has_value());
  EXPECT_EQ(table.how_closed(5), closed_by::their_reset);
  table.remember(9, closed_by::our_reset);
  EXPECT_EQ(table.how_closed(9), closed_by::our_reset) << "the newest word counts";
  stream_table none(0, 0);
  none.remember(1, closed_by::our_reset);
  EXPECT_FALSE(none.how_closed(1).has_value());
}

TEST(StreamTable, AUsedRecordIsAsNew) {
  stream_table table(0, 3);
  stream& first = table.open(1, 10, 20);
  first.waiting.push(bytes_of("left over"));
  first.trailers.add("left", "over");
  first.has_trailers = first.ends = first.full = first.to_head = first.to_connect = true;
  stream* const record = &first;
  table.close(first, closed_by::our_reset);
  stream& second = table.open(3, 30, 40);
  ASSERT_EQ(&second, record) << "records are used again";
  EXPECT_EQ(second.id, 3U);
  EXPECT_EQ(second.state, stream_state::idle);
  EXPECT_TRUE(second.waiting.empty() && second.trailers.empty());
  EXPECT_FALSE(second.has_trailers || second.ends || second.full || second.to_head || second.to_connect);
  EXPECT_EQ(second.send.available(), 30);
  EXPECT_EQ(second.receive.available(), 40);
  EXPECT_EQ(second.outgoing.where(), message_progress::stage::headers);
}

}  // namespace
}  // namespace h2::core
