// SPDX-License-Identifier: MIT
//
// Hours of a connection's life, in no time: the clock is a number here.
#include <h2/net/deadlines.hpp>

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using h2::net::deadlines;
using h2::net::overdue;
using h2::net::standing;
using h2::net::timeouts;

const h2::instant start{};

timeouts small() {
  timeouts allowed;
  allowed.handshake = 10s;
  allowed.settings_ack = 20s;
  allowed.idle = 100s;
  allowed.stall = 60s;
  allowed.stall_progress = 1000;
  allowed.drain = 30s;
  allowed.linger = 1s;
  return allowed;
}

/// A connection in use: a stream, nothing owed.
standing busy() {
  standing s;
  s.peer_settings_seen = true;
  s.settings_acknowledged = true;
  s.streams = 1;
  s.moved = start;
  return s;
}

overdue look_after(deadlines& d, const standing& s, timeouts::duration t) { return d.look(s, start + t); }

TEST(Handshake, IsOverdueFromItsTimeoutOnAndNotBefore) {
  deadlines d(small(), start);
  EXPECT_EQ(d.next(), start + 10s);
  EXPECT_EQ(look_after(d, {}, 10s - 1ns), overdue::nothing);
  EXPECT_EQ(look_after(d, {}, 10s), overdue::handshake);
}

TEST(Handshake, CountsFromTheTcpConnectionHoweverLateTheFirstLook) {
  deadlines d(small(), start);
  EXPECT_EQ(look_after(d, {}, 1h), overdue::handshake);
}

TEST(Handshake, EndsWithThePeersSettings) {
  deadlines d(small(), start);
  EXPECT_EQ(look_after(d, busy(), 9s), overdue::nothing);
  EXPECT_EQ(look_after(d, busy(), 1h), overdue::nothing);
}

// RFC 9113 §6.5.3: whoever waits for an ACK of its SETTINGS for too long may end the connection with SETTINGS_TIMEOUT.
TEST(SettingsAck, IsOverdueAfterThePeersSettingsCameAndItsAckDidNot) {
  deadlines d(small(), start);
  standing s = busy();
  s.settings_acknowledged = false;
  EXPECT_EQ(look_after(d, s, 5s), overdue::nothing);
  EXPECT_EQ(d.next(), start + 25s);
  EXPECT_EQ(look_after(d, s, 25s), overdue::settings_ack);
}

TEST(Idle, CountsFromTheLastByteEitherWay) {
  deadlines d(small(), start);
  standing s = busy();
  s.streams = 0;
  s.moved = start + 50s;
  EXPECT_EQ(look_after(d, s, 100s), overdue::nothing);
  EXPECT_EQ(d.next(), start + 150s);
  EXPECT_EQ(look_after(d, s, 150s), overdue::idle);
}

TEST(Idle, NeverWhileAStreamIsOpen) {
  deadlines d(small(), start);
  EXPECT_EQ(look_after(d, busy(), 24h), overdue::nothing);
  EXPECT_EQ(d.next(), std::nullopt);
}

TEST(Stall, IsOverdueWhenContentWaitsAndNoneLeaves) {
  deadlines d(small(), start);
  standing s = busy();
  s.waiting = 1;
  EXPECT_EQ(look_after(d, s, 5s), overdue::nothing);
  EXPECT_EQ(look_after(d, s, 65s - 1ns), overdue::nothing);
  EXPECT_EQ(look_after(d, s, 65s), overdue::stall);
}

TEST(Stall, IsPutOffByProgressAndNotByLess) {
  deadlines d(small(), start);
  standing s = busy();
  s.waiting = 1;
  EXPECT_EQ(look_after(d, s, 0s), overdue::nothing);
  s.progress = 1000;  // just enough
  EXPECT_EQ(look_after(d, s, 59s), overdue::nothing);
  s.progress = 1999;  // one byte too few since
  EXPECT_EQ(look_after(d, s, 118s), overdue::nothing);
  EXPECT_EQ(look_after(d, s, 119s), overdue::stall);
}

TEST(Stall, BeginsAnewWhenMoreContentWaitsLater) {
  deadlines d(small(), start);
  standing s = busy();
  s.waiting = 1;
  EXPECT_EQ(look_after(d, s, 0s), overdue::nothing);
  s.waiting = 0;
  EXPECT_EQ(look_after(d, s, 59s), overdue::nothing);
  s.waiting = 1;
  EXPECT_EQ(look_after(d, s, 60s), overdue::nothing);
  EXPECT_EQ(look_after(d, s, 119s), overdue::nothing);
  EXPECT_EQ(look_after(d, s, 120s), overdue::stall);
}

TEST(Drain, CountsFromGoawayAndTakesThePlaceOfIdle) {
  deadlines d(small(), start);
  standing s = busy();
  s.going_away = true;
  s.streams = 0;
  EXPECT_EQ(look_after(d, s, 90s), overdue::nothing);
  EXPECT_EQ(look_after(d, s, 119s), overdue::nothing);
  EXPECT_EQ(look_after(d, s, 120s), overdue::drain);
}

TEST(Linger, IsAllThatCountsOnceAllIsSaid) {
  deadlines d(small(), start);
  standing s;  // not even SETTINGS came
  s.lingering = true;
  s.waiting = 1;
  EXPECT_EQ(look_after(d, s, 10s), overdue::nothing);
  EXPECT_EQ(look_after(d, s, 11s), overdue::linger);
}

TEST(Deadlines, OfZeroAreNone) {
  timeouts none;
  none.handshake = none.settings_ack = none.idle = none.stall = none.drain = none.linger = 0s;
  deadlines d(none, start);
  EXPECT_EQ(look_after(d, {}, 24h), overdue::nothing);
  standing s = busy();
  s.streams = 0;
  s.waiting = 1;
  s.going_away = true;
  EXPECT_EQ(look_after(d, s, 48h), overdue::nothing);
  EXPECT_EQ(d.next(), std::nullopt);
}

TEST(Deadlines, NextIsTheFirstOfThoseThatRun) {
  deadlines d(small(), start);
  standing s = busy();
  s.waiting = 1;
  s.going_away = true;
  EXPECT_EQ(look_after(d, s, 0s), overdue::nothing);
  EXPECT_EQ(d.next(), start + 30s) << "drain comes before stall";
}

}  // namespace
