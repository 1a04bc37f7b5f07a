// SPDX-License-Identifier: MIT
//
// Windows (RFC 9113 §5.2, §6.9): at their bounds, one beside them, and below zero.
#include <h2/flow_control.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>

namespace {

using namespace h2;

constexpr std::uint32_t most = 0x7fff'ffff;

// RFC 9113 §6.9.2: both windows begin with 65,535 bytes.
TEST(SendWindow, BeginsWith65535) {
  EXPECT_EQ(send_window().available(), 65535);
  EXPECT_EQ(receive_window().available(), 65535);
}

// RFC 9113 §6.9.1: a sender must not let a window exceed 2^31-1; an increment that would is FLOW_CONTROL_ERROR.
TEST(SendWindow, GrowsTo2ToThe31Minus1AndNotByOneMore) {
  send_window window(0);
  ASSERT_TRUE(window.grow(most)) << "from 0 by 2^31-1 is still within";
  EXPECT_EQ(window.available(), max_window);
  EXPECT_FALSE(window.grow(1));
  EXPECT_EQ(window.available(), max_window) << "a refused increment changes nothing";

  send_window one(1);
  EXPECT_FALSE(one.grow(most));
  EXPECT_EQ(one.available(), 1);
  EXPECT_TRUE(one.grow(most - 1));
  EXPECT_EQ(one.available(), max_window);
}

TEST(SendWindow, OverflowIsSeenWhateverTheWidthOfTheSum) {
  send_window window(max_window);
  EXPECT_FALSE(window.grow(most)) << "2^32-2 is below zero in 32 bits";
  EXPECT_EQ(window.available(), max_window);
}

TEST(SendWindow, SpendsDownToNothing) {
  send_window window(5);
  window.spend(4);
  EXPECT_EQ(window.available(), 1);
  window.spend(1);
  EXPECT_EQ(window.available(), 0);
  window.spend(0);
  EXPECT_EQ(window.available(), 0);
}

// RFC 9113 §6.9.2: a change of INITIAL_WINDOW_SIZE moves every stream's window by the difference, whatever is spent.
TEST(SendWindow, IsMovedByTheDifference) {
  send_window window;
  window.spend(60000);
  ASSERT_TRUE(window.shift(65535, 70000));
  EXPECT_EQ(window.available(), 5535 + 4465);
  ASSERT_TRUE(window.shift(70000, 65535));
  EXPECT_EQ(window.available(), 5535);
}

// RFC 9113 §6.9.2: the window can become negative; nothing is sent until WINDOW_UPDATE has made it positive again.
TEST(SendWindow, MayFallBelowZeroAndIsEarnedBack) {
  send_window window;
  window.spend(60000);
  ASSERT_TRUE(window.shift(65535, 16384));
  EXPECT_EQ(window.available(), 16384 - 60000);
  ASSERT_TRUE(window.grow(43616));
  EXPECT_EQ(window.available(), 0) << "still nothing may be sent";
  ASSERT_TRUE(window.grow(1));
  EXPECT_EQ(window.available(), 1);
}

TEST(SendWindow, FallsNoLowerThanMinus2ToThe31Minus1) {
  send_window window(max_window);
  window.spend(max_window);
  ASSERT_TRUE(window.shift(most, 0));
  EXPECT_EQ(window.available(), -max_window);
  ASSERT_TRUE(window.grow(most));
  EXPECT_EQ(window.available(), 0);
}

// RFC 9113 §6.9.2: a change of INITIAL_WINDOW_SIZE that makes any window exceed 2^31-1 is a connection error.
TEST(SendWindow, CannotBeMovedAbove2ToThe31Minus1) {
  send_window window;
  ASSERT_TRUE(window.grow(most - 65535));
  EXPECT_FALSE(window.shift(65535, 65536));
  EXPECT_EQ(window.available(), max_window) << "a refused shift changes nothing";
  EXPECT_TRUE(window.shift(65535, 65535));
  EXPECT_TRUE(window.shift(65535, 65534));
  EXPECT_EQ(window.available(), max_window - 1);
}

// RFC 9113 §6.9.1: a receiver may answer DATA beyond its window with FLOW_CONTROL_ERROR.
TEST(ReceiveWindow, TakesWhatItHasAndNotOneByteMore) {
  receive_window window(10, 10);
  EXPECT_TRUE(window.receive(9));
  EXPECT_FALSE(window.receive(2));
  EXPECT_EQ(window.available(), 1) << "refused bytes cost nothing";
  EXPECT_TRUE(window.receive(1));
  EXPECT_EQ(window.available(), 0);
  EXPECT_FALSE(window.receive(1));
}

// RFC 9113 §6.9: a frame of no bytes may be sent when there is no window left, to say END_STREAM.
TEST(ReceiveWindow, AnEmptyFrameNeedsNone) {
  receive_window window(10, 10);
  ASSERT_TRUE(window.receive(10));
  EXPECT_TRUE(window.receive(0));
  window.shift(10, 0);
  ASSERT_EQ(window.available(), -10);
  EXPECT_TRUE(window.receive(0)) << "below zero as well";
}

TEST(ReceiveWindow, IsAnnouncedOnceHalfOfItIsUsed) {
  receive_window window(100, 100);
  ASSERT_TRUE(window.receive(100));
  EXPECT_EQ(window.take_update(), std::nullopt) << "received is not used";
  window.consume(49);
  EXPECT_EQ(window.take_update(), std::nullopt) << "one byte less than half";
  window.consume(1);
  EXPECT_EQ(window.take_update(), 50U);
  EXPECT_EQ(window.available(), 50);
  EXPECT_EQ(window.take_update(), std::nullopt) << "said once";
  window.consume(50);
  EXPECT_EQ(window.take_update(), 50U);
  EXPECT_EQ(window.available(), 100);
}

// RFC 9113 §6.9: WINDOW_UPDATE of zero does not exist.
TEST(ReceiveWindow, NeverAnnouncesNothing) {
  receive_window untouched(100, 100);
  EXPECT_EQ(untouched.take_update(), std::nullopt);
  receive_window closed(0, 0);
  EXPECT_EQ(closed.take_update(), std::nullopt) << "half of nothing is nothing";
}

TEST(ReceiveWindow, OfOneByteWorksByteByByte) {
  receive_window window(1, 1);
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(window.receive(1));
    EXPECT_FALSE(window.receive(1));
    window.consume(1);
    EXPECT_EQ(window.take_update(), 1U);
  }
}

// RFC 9113 §6.9.2: the connection's window is changed by WINDOW_UPDATE only, so a larger one is announced at once.
TEST(ReceiveWindow, WantedLargerThanThePeerKnowsIsAnnounced) {
  receive_window window(1U << 20, 65535);
  EXPECT_EQ(window.available(), 65535);
  EXPECT_EQ(window.take_update(), (1U << 20) - 65535);
  EXPECT_EQ(window.available(), 1 << 20);
}

TEST(ReceiveWindow, WantedSmallerKeepsBackWhatIsUsed) {
  receive_window window(40000, 65535);
  EXPECT_EQ(window.take_update(), std::nullopt);
  ASSERT_TRUE(window.receive(65535)) << "the peer knows of 65535";
  window.consume(65535);
  EXPECT_EQ(window.take_update(), 40000U);
}

TEST(ReceiveWindow, LargestPossible) {
  receive_window window(most, 0);
  EXPECT_EQ(window.take_update(), most);
  EXPECT_EQ(window.available(), max_window);
  ASSERT_TRUE(window.receive(most));
  window.consume(most);
  EXPECT_EQ(window.take_update(), most);
}

// RFC 9113 §6.9.2: our own change of INITIAL_WINDOW_SIZE moves what the peer may still send, below zero as well.
TEST(ReceiveWindow, IsMovedByOurSetting) {
  receive_window window;
  ASSERT_TRUE(window.receive(65000));
  window.shift(65535, 1000);
  EXPECT_EQ(window.size(), 1000U);
  EXPECT_EQ(window.available(), 535 - 64535);
  EXPECT_FALSE(window.receive(1));
  window.consume(65000);
  EXPECT_EQ(window.take_update(), 65000U);
  EXPECT_EQ(window.available(), 1000) << "what we keep up now";
}

TEST(ReceiveWindow, ResizedGrowsByTheNextUpdateAndShrinksByUse) {
  receive_window window(100, 100);
  window.resize(300);
  EXPECT_EQ(window.available(), 100) << "the peer knows nothing of it yet";
  EXPECT_EQ(window.take_update(), 200U);
  window.resize(100);
  ASSERT_TRUE(window.receive(300)) << "what was announced holds";
  window.consume(200);
  EXPECT_EQ(window.take_update(), std::nullopt) << "kept back";
  window.consume(100);
  EXPECT_EQ(window.take_update(), 100U);
  EXPECT_EQ(window.available(), 100);
}

std::uint32_t seed() {
  const char* given = std::getenv("RPC_ANATOMY_SEED");
  return given != nullptr ? static_cast<std::uint32_t>(std::strtoul(given, nullptr, 10)) : 9113;
}

// Two ends that start alike stay alike, whatever is sent, used, announced and set; and no byte of window is lost.
TEST(Windows, OfBothEndsStayEqual) {
  std::mt19937 random(seed());
  const auto below = [&random](std::int64_t n) {
    return n <= 0 ? 0 : static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(n));
  };
  std::uint32_t size = default_initial_window;
  send_window there(size);
  receive_window here(size, size);
  std::int64_t held = 0;  // received and not yet consumed
  for (int i = 0; i < 100'000; ++i) {
    const std::string where = "step " + std::to_string(i) + ", RPC_ANATOMY_SEED=" + std::to_string(seed());
    const std::int64_t sent = below(there.available() + 1);
    there.spend(sent);
    ASSERT_TRUE(here.receive(static_cast<std::uint32_t>(sent))) << where;
    held += sent;
    const std::int64_t used = below(held + 1);
    here.consume(static_cast<std::uint32_t>(used));
    held -= used;
    if (const auto update = here.take_update()) {
      ASSERT_TRUE(there.grow(*update)) << where;
    }
    if (random() % 64 == 0) {
      const auto wanted = static_cast<std::uint32_t>(below(random() % 2 == 0 ? 100 : std::int64_t{1} << 31));
      ASSERT_TRUE(there.shift(size, wanted)) << where;
      here.shift(size, wanted);
      size = wanted;
    }
    ASSERT_EQ(here.available(), there.available()) << where;
    ASSERT_LE(here.available() + held, size) << where << ": more in flight than the window allows";
  }
  here.consume(static_cast<std::uint32_t>(held));
  if (const auto update = here.take_update()) {
    ASSERT_TRUE(there.grow(*update));
  }
  EXPECT_GE(2 * there.available(), size) << "window was lost, RPC_ANATOMY_SEED=" << seed();
}

}  // namespace
