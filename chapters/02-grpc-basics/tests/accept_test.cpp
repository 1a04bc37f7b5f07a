// SPDX-License-Identifier: MIT
//
// The accept loop with a listener that fails as it is told to, and a clock that has all the time there is.
#include "support/scripted_listener.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using namespace basics;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsEmpty;

constexpr auto no_descriptor_left = std::errc::too_many_files_open;
constexpr auto for_good = std::errc::invalid_argument;

class Accept : public testing::Test {
 protected:
  status loop() {
    listener_.ends();
    return accept_loop(
        listener_, time_, quit_, [this](raw_conn c) { handled_.push_back(c.remote_addr()); },
        [this](const std::string& line) { log_.push_back(line); });
  }

  support::scripted_listener listener_;
  support::virtual_clock time_;
  event quit_;
  std::vector<std::string> handled_;
  std::vector<std::string> log_;
};

TEST(NextAcceptDelay, Is5msAtFirstThenTwiceTheLastAndAtMostASecond) {
  std::vector<int> delays;
  std::chrono::milliseconds last{0};
  for (int i = 0; i < 11; ++i) delays.push_back(static_cast<int>((last = next_accept_delay(last)).count()));
  EXPECT_THAT(delays, ElementsAre(5, 10, 20, 40, 80, 160, 320, 640, 1000, 1000, 1000));
}

TEST(NextAcceptDelay, DoesNotPassASecondByDoublingSomethingLong) {
  EXPECT_EQ(next_accept_delay(500ms), 1000ms);
  EXPECT_EQ(next_accept_delay(501ms), 1000ms);
  EXPECT_EQ(next_accept_delay(999ms), 1000ms);
}

TEST_F(Accept, WithoutDescriptorsWaitsLongerAndLonger) {
  listener_.then(no_descriptor_left, 11);
  listener_.then(for_good);
  EXPECT_FALSE(loop().ok());
  EXPECT_THAT(time_.slept(), ElementsAre(5, 10, 20, 40, 80, 160, 320, 640, 1000, 1000, 1000))
      << "grpc-go's tempDelay: milliseconds between one try and the next";
  EXPECT_EQ(listener_.accepts(), 12U);
}

TEST_F(Accept, ASuccessForgetsTheDelay) {
  listener_.then(no_descriptor_left, 3);
  listener_.then(support::any_conn());
  listener_.then(no_descriptor_left, 2);
  listener_.then(support::any_conn());
  listener_.then(no_descriptor_left);
  listener_.then(for_good);
  EXPECT_FALSE(loop().ok());
  EXPECT_THAT(time_.slept(), ElementsAre(5, 10, 20, 5, 10, 5)) << "each storm begins at 5 ms again";
}

TEST_F(Accept, HandsOverEveryConnectionInItsOrder) {
  for (const char* from : {"127.0.0.1:1", "127.0.0.1:2", "[::1]:3"}) listener_.then(support::any_conn(from));
  listener_.then(for_good);
  (void)loop();
  EXPECT_THAT(handled_, ElementsAre("127.0.0.1:1", "127.0.0.1:2", "[::1]:3"));
  EXPECT_THAT(time_.slept(), IsEmpty());
}

TEST_F(Accept, AConnectionAfterTroubleIsServedLikeAnyOther) {
  listener_.then(no_descriptor_left, 2);
  listener_.then(support::any_conn());
  listener_.then(for_good);
  (void)loop();
  EXPECT_THAT(handled_, ElementsAre("127.0.0.1:43535"));
}

TEST_F(Accept, WhatIsNotTemporaryEndsItWithTheReason) {
  listener_.then(for_good);
  const status ended = loop();
  EXPECT_EQ(ended.code, code::unknown);
  EXPECT_EQ(ended.message, "accept 127.0.0.1:9080: Invalid argument");
  EXPECT_THAT(time_.slept(), IsEmpty()) << "waiting would not help";
  EXPECT_EQ(listener_.accepts(), 1U);
}

TEST_F(Accept, QuitWhileAsleepEndsItWithoutAnotherTry) {
  listener_.then(no_descriptor_left, 5);
  time_.while_asleep = [this] {
    if (time_.slept().size() == 3) quit_.fire();
  };
  EXPECT_TRUE(loop().ok()) << "an end that was asked for is no error";
  EXPECT_THAT(time_.slept(), ElementsAre(5, 10, 20));
  EXPECT_EQ(listener_.accepts(), 3U) << "quit came while it slept: it must not accept again";
}

TEST_F(Accept, QuitWhileAcceptFailsIsNoError) {
  listener_.then(for_good);
  listener_.before(0, [this] { quit_.fire(); });
  EXPECT_TRUE(loop().ok()) << "who quits closes the listener, and accept fails because of that";
}

TEST_F(Accept, QuitWhileAcceptFailsForAMomentDoesNotSleep) {
  listener_.then(no_descriptor_left, 2);
  listener_.before(1, [this] { quit_.fire(); });
  EXPECT_TRUE(loop().ok());
  EXPECT_EQ(listener_.accepts(), 2U);
}

TEST_F(Accept, AClosedListenerIsAnEndWhateverClosedIt) {
  listener_.close();
  EXPECT_EQ(loop().message, "accept 127.0.0.1:9080: Bad file descriptor");
}

TEST_F(Accept, SaysHowLongItWillWaitAndWhyItEnds) {
  listener_.then(no_descriptor_left, 2);
  listener_.then(for_good);
  (void)loop();
  EXPECT_THAT(log_, ElementsAre("Accept error: Too many open files; retrying in 5ms",
                                "Accept error: Too many open files; retrying in 10ms",
                                "done serving; Accept = Invalid argument"));
}

TEST(RealClock, SaysWhetherItWasWokenByQuit) {
  event quit;
  EXPECT_TRUE(real_clock().sleep(0ms, quit)) << "the pause was over first";
  quit.fire();
  EXPECT_FALSE(real_clock().sleep(1h, quit)) << "and this returns at once";
}

class TemporaryErrors : public testing::TestWithParam<std::errc> {};

TEST_P(TemporaryErrors, AreWaitedFor) {
  EXPECT_TRUE(is_temporary(std::make_error_code(GetParam())));
  EXPECT_TRUE(is_temporary(std::error_code(static_cast<int>(GetParam()), std::system_category())))
      << "the same number may come from the other category";
  support::scripted_listener listener;
  support::virtual_clock time;
  const event quit;
  listener.then(GetParam());
  listener.then(for_good);
  listener.ends();
  (void)accept_loop(
      listener, time, quit, [](raw_conn) {}, [](const std::string&) {});
  EXPECT_THAT(time.slept(), ElementsAre(5));
}
// Go: syscall.Errno.Temporary(), and ECONNABORTED, which Go's poller passes over by itself.
INSTANTIATE_TEST_SUITE_P(Errno, TemporaryErrors,
                         testing::Values(std::errc::interrupted, std::errc::too_many_files_open,
                                         std::errc::too_many_files_open_in_system,
                                         std::errc::resource_unavailable_try_again, std::errc::timed_out,
                                         std::errc::connection_aborted));

class LastingErrors : public testing::TestWithParam<std::errc> {};

TEST_P(LastingErrors, EndTheLoop) {
  EXPECT_FALSE(is_temporary(std::make_error_code(GetParam())));
  support::scripted_listener listener;
  support::virtual_clock time;
  const event quit;
  listener.then(GetParam());
  listener.ends();
  EXPECT_EQ(accept_loop(
                listener, time, quit, [](raw_conn) {}, [](const std::string&) {})
                .message,
            "accept 127.0.0.1:9080: " + std::make_error_code(GetParam()).message());
  EXPECT_THAT(time.slept(), IsEmpty());
}
INSTANTIATE_TEST_SUITE_P(Errno, LastingErrors,
                         testing::Values(std::errc::bad_file_descriptor, std::errc::invalid_argument,
                                         std::errc::not_a_socket, std::errc::operation_not_supported,
                                         std::errc::operation_not_permitted, std::errc::not_enough_memory,
                                         std::errc::no_buffer_space, std::errc::protocol_error));

}  // namespace
