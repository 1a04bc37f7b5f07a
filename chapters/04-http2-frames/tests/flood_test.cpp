// SPDX-License-Identifier: MIT
//
// Floods: frames that cost their sender a few bytes each and the victim work, memory or answers. For each: its burst is
// borne to the last one, the next is told to calm down by GOAWAY with the limit's name; at the rate of the limit it may
// go on for ever; and when nobody reads the answers, memory stays bounded all the same.
#include "attacker.hpp"

#include <algorithm>
#include <functional>

namespace {

using namespace h2;
using test::attacker;
using namespace std::chrono_literals;

constexpr std::size_t bound = 1U << 20;  // bytes of heap under any flood

struct flood {
  std::string name;
  std::string_view limit;
  rate limits::*allowed;
  std::function<void(attacker&)> prepare;  // once
  std::function<void(attacker&)> one;      // costs one
  std::uint32_t spent = 0;                 // by the handshake and `prepare`
  role victim = role::server;
};

std::ostream& operator<<(std::ostream& out, const flood& f) { return out << f.name; }

const auto nothing = [](attacker&) {};

void reset(attacker& a, std::uint32_t id) { a.say(rst_stream_frame{id, error_code::cancel}); }

// What makes a server reset a stream that was fine until then (CVE-2025-8671 did rapid reset this way).
void provoke_by_window_of_zero(attacker& a) { a.say(window_update_frame{a.open(), 0}); }
void provoke_by_window_overflow(attacker& a) { a.say(window_update_frame{a.open(), 0x7fff'ffff}); }
void provoke_by_data_behind_the_end(attacker& a) {
  a.say(data_frame{.stream_id = a.open(true), .data = bytes_of("x")});
}
void provoke_by_headers_behind_the_end(attacker& a) { a.say_headers(a.open(true), {{"a", "b"}}, true); }
void provoke_by_malformed_request(attacker& a) { a.open(true, {{":method", "GET"}}); }
void provoke_by_empty_name(attacker& a) {
  a.open(true, {{":method", "GET"}, {":scheme", "http"}, {":path", "/"}, {"", ""}});
}
void provoke_by_self_dependency(attacker& a) {
  const std::uint32_t id = a.open();
  a.say(priority_frame{id, {.dependency = id}});
}
void provoke_by_content_length(attacker& a) {
  header_list fields = test::bare_request;
  fields.add("content-length", "1");
  a.open(true, fields);
}
void provoke_by_too_many_fields(attacker& a) {
  header_list fields = test::bare_request;
  fields.add("x-large", std::string(connection_options{}.local.max_header_list_size, '~'));
  a.open(true, fields);
}
void open_all(attacker& a) {
  for (std::uint32_t i = 0; i < connection_options{}.local.max_concurrent_streams; ++i) a.open();
}
void open_and_close_one(attacker& a) { reset(a, a.open()); }  // stream 1
void close_many(attacker& a) {
  for (int i = 0; i < 200; ++i) {
    const std::uint32_t id = a.open(true);
    (void)a.victim().submit_response(id, {{":status", "200"}}, true);
  }
}

const std::vector<flood>& floods() {
  static const std::vector<flood> all = {
      {"PingOfCve20199512", "limits.pings", &limits::pings, nothing, [](attacker& a) { a.say(ping_frame{}); }},
      {"SettingsOfCve20199515", "limits.settings", &limits::settings, nothing,
       [](attacker& a) { a.say(settings_frame{}); }, 1},
      {"SettingsThatMoveWindows", "limits.settings", &limits::settings, open_all,
       [](attacker& a) {
         a.say(settings_frame{.values = {{setting_id::initial_window_size, 0}, {setting_id::initial_window_size, 9}}});
       },
       1},
      {"PriorityOfCve20199513", "limits.idle_frames", &limits::idle_frames, open_all,
       [](attacker& a) {
         a.say(priority_frame{1, {.dependency = 3}});
       }},
      {"PriorityOfIdleStreams", "limits.idle_frames", &limits::idle_frames, nothing,
       [](attacker& a) {
         a.say(priority_frame{1001, {.dependency = 3}});
       }},
      {"EmptyDataOfCve20199518", "limits.idle_frames", &limits::idle_frames, [](attacker& a) { a.open(); },
       [](attacker& a) { a.say(data_frame{.stream_id = 1}); }},
      {"PaddedEmptyDataOfCve20199518", "limits.idle_frames", &limits::idle_frames, [](attacker& a) { a.open(); },
       [](attacker& a) { a.say(data_frame{.stream_id = 1, .padded_overhead = 256}); }},
      {"EmptyHeadersOfCve20199518", "limits.idle_frames", &limits::idle_frames, [](attacker& a) { a.answer.emplace(); },
       [](attacker& a) {
         static std::uint32_t id = 0;
         if (a.requests() == 0) id = 1;
         a.say(frame_type::headers, flag::end_stream, id);
         a.say(frame_type::continuation, flag::end_headers, id, "\x82\x86\x84");
         id += 2;
       }},
      {"UnknownFrames", "limits.idle_frames", &limits::idle_frames, nothing,
       [](attacker& a) { a.say(static_cast<frame_type>(0xee), 0, 0, "?"); }},
      {"WindowUpdates", "limits.idle_frames", &limits::idle_frames, nothing,
       [](attacker& a) {
         a.say(window_update_frame{0, 1});
       }},
      {"WindowUpdatesOfClosedStreams", "limits.idle_frames", &limits::idle_frames, open_and_close_one,
       [](attacker& a) {
         a.say(window_update_frame{1, 1});
       }},
      {"PingAcksOfNothing", "limits.idle_frames", &limits::idle_frames, nothing,
       [](attacker& a) { a.say(ping_frame{.ack = true}); }},
      {"Goaways", "limits.idle_frames", &limits::idle_frames, [](attacker& a) { a.say(goaway_frame{}); },
       [](attacker& a) { a.say(goaway_frame{}); }},
      {"ResetsOfClosedStreams", "limits.idle_frames", &limits::idle_frames, open_and_close_one,
       [](attacker& a) { reset(a, 1); }},
      {"HeadersOfResetStreams", "limits.idle_frames", &limits::idle_frames,
       [](attacker& a) { provoke_by_window_of_zero(a); },
       [](attacker& a) {
         a.say_headers(1, {{"a", "b"}}, true);
       },
       1},
      {"SelfDependencyOfForgottenStreams", "limits.idle_frames", &limits::idle_frames, close_many,
       [](attacker& a) {
         static std::uint32_t id = 1;
         id = (id + 2) % 100;
         a.say(priority_frame{id, {.dependency = id}});
       }},
      {"ResetsOfCve202344487", "limits.resets", &limits::resets, nothing, [](attacker& a) { reset(a, a.open()); }},
      {"ResetsOfFinishedRequests", "limits.resets", &limits::resets, nothing,
       [](attacker& a) { reset(a, a.open(true)); }},
      {"RefusedStreams", "limits.resets", &limits::resets, open_all, [](attacker& a) { a.open(true); }},
      {"ResetsProvokedByWindowOfZero", "limits.resets", &limits::resets, nothing, provoke_by_window_of_zero},
      {"ResetsProvokedByWindowOverflow", "limits.resets", &limits::resets, nothing, provoke_by_window_overflow},
      {"ResetsProvokedByDataOfCve20199514", "limits.resets", &limits::resets, nothing, provoke_by_data_behind_the_end},
      {"ResetsProvokedByHeadersOfCve20199514", "limits.resets", &limits::resets, nothing,
       provoke_by_headers_behind_the_end},
      {"ResetsProvokedByMalformedRequests", "limits.resets", &limits::resets, nothing, provoke_by_malformed_request},
      {"ResetsProvokedByEmptyNamesOfCve20199516", "limits.resets", &limits::resets, nothing, provoke_by_empty_name},
      {"ResetsProvokedBySelfDependency", "limits.resets", &limits::resets, nothing, provoke_by_self_dependency},
      {"ResetsProvokedByContentLength", "limits.resets", &limits::resets, nothing, provoke_by_content_length},
      {"RequestsWithTooManyFields", "limits.resets", &limits::resets, nothing, provoke_by_too_many_fields},
  };
  return all;
}

void request(attacker& a) { EXPECT_TRUE(a.victim().submit_request(test::bare_request, true).has_value()); }
void early_hints(attacker& a) { a.say_headers(1, {{":status", "103"}}, false); }

/// Those whose frames mean the same to a client, and one that only a client can be sent.
std::vector<flood> floods_of_clients() {
  std::vector<flood> some;
  some.push_back(
      {"InformationalResponses", "limits.idle_frames", &limits::idle_frames, request, early_hints, 0, role::client});
  for (flood each : floods()) {
    const auto ours = {"PingOfCve20199512",
                       "SettingsOfCve20199515",
                       "PriorityOfIdleStreams",
                       "UnknownFrames",
                       "WindowUpdates",
                       "PingAcksOfNothing",
                       "Goaways"};
    if (std::find(ours.begin(), ours.end(), each.name) == ours.end()) continue;
    each.victim = role::client;
    some.push_back(std::move(each));
  }
  return some;
}

class Flood : public testing::TestWithParam<flood> {
 protected:
  /// Only the limit under test is as it is by default: a frame may cost by several.
  [[nodiscard]] static connection_options others_roomy() {
    connection_options options;
    for (rate limits::*const each : {&limits::resets, &limits::pings, &limits::settings, &limits::idle_frames}) {
      if (each == GetParam().allowed) continue;
      (options.bounds.*each).burst *= 100;
      (options.bounds.*each).per_second *= 100;
    }
    return options;
  }
  [[nodiscard]] std::uint32_t burst(const attacker& a) const { return (a.bounds().*GetParam().allowed).burst; }
  [[nodiscard]] std::uint32_t per_second(const attacker& a) const {
    return (a.bounds().*GetParam().allowed).per_second;
  }
  /// Up to `most` of them; how many were borne.
  std::uint32_t say(attacker& a, std::uint32_t most) const {
    for (std::uint32_t i = 0; i < most; ++i) {
      GetParam().one(a);
      if (a.is_told_to_calm_down()) return i;
    }
    return most;
  }
};

TEST_P(Flood, IsBorneUpToItsBurstAndNotOneFrameMore) {
  attacker a(GetParam().victim, others_roomy());
  GetParam().prepare(a);
  const std::uint32_t left = burst(a) - GetParam().spent;
  EXPECT_EQ(say(a, left), left);
  EXPECT_FALSE(a.is_told_to_calm_down()) << "the last of the burst is still fine";
  EXPECT_EQ(say(a, 1), 0U) << "one more is too many";
  EXPECT_TRUE(a.refused(GetParam().limit));
  EXPECT_LT(a.peak_heap(), bound);
}

TEST_P(Flood, MayGoOnForEverAtItsRate) {
  attacker a(GetParam().victim, others_roomy());
  GetParam().prepare(a);
  const std::uint32_t seconds = 2 * burst(a) / per_second(a);
  for (std::uint32_t i = 0; i < seconds; ++i) {
    a.wait(1s);
    ASSERT_EQ(say(a, per_second(a)), per_second(a)) << "in second " << i;
  }
  EXPECT_FALSE(a.is_told_to_calm_down());
}

TEST_P(Flood, GetsWhatTimeHasRefilledAndNoMore) {
  attacker a(GetParam().victim, others_roomy());
  GetParam().prepare(a);
  a.wait(std::chrono::hours(1000));  // more than fits is not saved up
  ASSERT_EQ(say(a, burst(a)), burst(a));
  a.wait(1s);
  ASSERT_EQ(say(a, per_second(a)), per_second(a));
  EXPECT_EQ(say(a, 1), 0U);
  EXPECT_TRUE(a.refused(GetParam().limit));
}

TEST_P(Flood, CannotMakeTheVictimKeepItsAnswers) {
  attacker a(GetParam().victim, others_roomy());
  GetParam().prepare(a);
  a.stop_reading();
  for (int i = 0; i < 6'000 && !a.is_told_to_calm_down(); ++i) {
    a.wait(10ms);  // slow enough for some of the limits, and for those there is the queue's own
    GetParam().one(a);
  }
  EXPECT_LE(a.peak().control_output, a.bounds().queued_control + 4096U);
  EXPECT_LE(a.peak().events, 8U);
  EXPECT_LE(a.peak().remembered, a.bounds().closed_streams);
  EXPECT_LE(a.peak().streams, connection_options{}.local.max_concurrent_streams + 1);
  EXPECT_LT(a.peak_heap(), bound);
}

std::string name_of_flood(const testing::TestParamInfo<flood>& info) { return info.param.name; }
INSTANTIATE_TEST_SUITE_P(OfAServer, Flood, testing::ValuesIn(floods()), name_of_flood);
INSTANTIATE_TEST_SUITE_P(OfAClient, Flood, testing::ValuesIn(floods_of_clients()), name_of_flood);

}  // namespace
