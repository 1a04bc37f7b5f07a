// SPDX-License-Identifier: MIT
//
// Ours against Go 1.19's encoding/gob, on values and on damage that nobody thought of: both must come to
// the same value, or both refuse.
#include "support/bytes.hpp"
#include "support/canon.hpp"
#include "support/definitions.hpp"
#include "support/oracle.hpp"
#include "support/random_value.hpp"
#include "support/subjects.hpp"

#include <netrpc/gob_decoder.hpp>
#include <netrpc/gob_encoder.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace {

using namespace netrpc;
using test::rng;
using test::subject;
using test::subjects;

constexpr int values_per_type = 60;
constexpr int mutants_per_type = 2500;

const gob::type_names& names() { return test::subject_names(); }

test::oracle& go_program() {
  static test::oracle one("diff_gob");
  return one;
}

std::uint64_t seed() {
  static const std::uint64_t one = [] {
    const std::uint64_t chosen = test::seed();
    fmt::print("seed {}: to run this again, RPC_ANATOMY_SEED={}\n", chosen, chosen);
    return chosen;
  }();
  return one;
}

/// What a decoder made of a stream, read to its end or to the first error.
struct outcome {
  bool accepted = false;
  std::string lines;            // one per value
  std::string why;              // of a refusal
  bool ended = false;           // ours: refused because the stream ended inside a value
  errc code = errc::truncated;  // ours: otherwise
  std::string detail;
};

outcome ours(const reflect::type& type, const bytes& stream) {
  outcome o;
  gob::decoder decoder(&names());
  decoder.receive(stream);
  for (;;) {
    const std::shared_ptr<void> fresh = type.make();
    const auto r = decoder.decode(reflect::value{&type, fresh.get()});
    if (!r) {
      o.code = r.error().code;
      o.detail = r.error().detail;
      o.why = r.error().message();
      return o;
    }
    if (*r == progress::need_more) {
      o.accepted = decoder.at_boundary();
      o.ended = !o.accepted;
      if (o.ended) o.why = "the stream ends inside a value";
      return o;
    }
    o.lines += test::canon({&type, fresh.get()}) + '\n';
  }
}

struct go_outcome : outcome {
  bool died = false;
};

go_outcome gos(const subject& s, const bytes& stream) {
  std::string question(1, static_cast<char>(s.number));
  question.append(reinterpret_cast<const char*>(stream.data()), stream.size());
  const auto a = go_program().ask('d', question);
  go_outcome o;
  o.accepted = a.verdict == 'A';
  o.died = a.verdict == 'P' || a.verdict == 'T';
  const auto line = o.accepted ? 0 : a.payload.find('\n') + 1;
  o.lines = a.payload.substr(line);
  o.why = a.payload.substr(0, line);
  EXPECT_NE(a.verdict, 'X') << a.payload;
  return o;
}

// --- where we differ, and mean to -------------------------------------------------------------------------

struct deliberate {
  const char* reason;
  bool (*applies)(const outcome& ours, const go_outcome& go, const subject& s, const bytes& stream);
};

/// Whether the stream ends exactly at the end of a message.
bool ends_between_messages(std::span<const std::byte> stream) {
  while (!stream.empty()) {
    const auto length = gob::peek_uint(stream);
    if (length.what != gob::uint_prefix::state::done || length.value > stream.size() - length.width) return false;
    stream = stream.subspan(length.width + length.value);
  }
  return true;
}

/// A count of elements or entries that Go takes for a negative int.
bool negative_count(const std::string& detail) {
  const auto end = detail.find(' ');
  return end != std::string::npos && detail.find_first_not_of("0123456789") == end && detail.size() >= 19 &&
         std::strtoull(detail.c_str(), nullptr, 10) > std::numeric_limits<std::int64_t>::max();
}

constexpr deliberate differences[] = {
    {"limits::nesting: ours refuses what is nested deeper than 1000; Go goes on until its stack or patience ends",
     [](const outcome& o, const go_outcome&, const subject&, const bytes&) {
       return !o.accepted && o.code == errc::too_deep;
     }},
    {"a map, or a skipped slice, of 2^63 entries or more: Go sees a negative count, and no entries",
     [](const outcome& o, const go_outcome& g, const subject&, const bytes&) {
       const bool further = g.accepted || g.lines.size() > o.lines.size();
       return further && !o.accepted && !o.ended && o.code == errc::length_past_input && negative_count(o.detail);
     }},
    {"a stream that ends inside an interface value, between two messages: Go takes it for a clean end",
     [](const outcome& o, const go_outcome& g, const subject&, const bytes& stream) {
       return g.accepted && o.ended && o.lines == g.lines && ends_between_messages(stream);
     }},
    {"a struct that meets one of its types under two remote ids: Go reads both as the first (decode.go decOpFor looks "
     "into inProgress by local type alone)",
     [](const outcome&, const go_outcome&, const subject& s, const bytes& stream) {
       return test::meets_a_type_under_two_ids(s.type, test::types_of(stream));
     }},
};

std::map<std::string, int>& met() {
  static std::map<std::string, int> counts;
  return counts;
}

testing::AssertionResult agree(const subject& s, const bytes& stream) {
  const outcome o = ours(s.type, stream);
  const go_outcome g = gos(s, stream);
  if (g.died) ++met()["(Go panicked, died or took more than 10 s: ours has to refuse)"];
  if (g.died ? !o.accepted : o.accepted == g.accepted && o.lines == g.lines) return testing::AssertionSuccess();
  for (const deliberate& d : differences) {
    if (d.applies(o, g, s, stream)) {
      ++met()[d.reason];
      return testing::AssertionSuccess();
    }
  }
  std::string dump;
  for (const std::byte b : stream) dump += fmt::format("{:02x} ", std::to_integer<int>(b));
  return testing::AssertionFailure() << s.name << " (seed " << seed() << ")\nours "
                                     << (o.accepted ? "accepts" : "refuses: ") << o.why << "\n"
                                     << o.lines << "Go " << (g.accepted ? "accepts" : "refuses: ") << g.why << "\n"
                                     << g.lines << dump;
}

// --- values -------------------------------------------------------------------------------------------------

struct generated {
  bytes stream;
  std::string lines;
};

generated generate(const subject& s, std::uint64_t from, std::uint16_t count) {
  std::string question(1, static_cast<char>(s.number));  // u8 type, u64 seed, u16 count, little-endian as we are
  question.append(reinterpret_cast<const char*>(&from), sizeof from);
  question.append(reinterpret_cast<const char*>(&count), sizeof count);
  const auto a = go_program().ask('g', question);
  EXPECT_EQ(a.verdict, 'A') << a.payload;
  auto [stream, lines] = test::oracle::split(a.payload);
  return {test::raw(stream), std::move(lines)};
}

/// Random values on one stream of ours.
bytes encode_random(rng& r, const reflect::type& type, int count) {
  gob::encoder encoder(&names());
  bytes out;
  for (; count > 0; --count) {
    const std::shared_ptr<void> v = type.make();
    test::fill_random(r, {&type, v.get()});
    EXPECT_TRUE(test::succeeded(encoder.encode({&type, v.get()}, out)));
  }
  return out;
}

class Differential : public testing::TestWithParam<subject> {
 protected:
  static void TearDownTestSuite() {
    for (const auto& [reason, count] : met()) fmt::print("{:5} times: {}\n", count, reason);
  }

  rng random_{seed() + GetParam().number};
};

TEST_P(Differential, GosRandomValuesAreReadAsGoReadsThem) {
  const subject& s = GetParam();
  for (int i = 0; i < 10; ++i) {
    const generated g = generate(s, random_(), values_per_type / 10);
    const outcome o = ours(s.type, g.stream);
    EXPECT_TRUE(o.accepted) << o.why;
    EXPECT_EQ(o.lines, g.lines);
  }
}

TEST_P(Differential, GosRandomValuesSurviveTheWayThroughOurEncoder) {
  const subject& s = GetParam();
  const generated g = generate(s, random_(), values_per_type);
  gob::decoder decoder(&names());
  decoder.receive(g.stream);
  gob::encoder encoder(&names());
  bytes again;
  while (!decoder.at_boundary()) {
    const std::shared_ptr<void> v = s.type.make();
    ASSERT_TRUE(test::succeeded(decoder.decode(reflect::value{&s.type, v.get()})));
    ASSERT_TRUE(test::succeeded(encoder.encode({&s.type, v.get()}, again)));
  }
  const go_outcome back = gos(s, again);
  EXPECT_TRUE(back.accepted) << back.why;
  EXPECT_EQ(back.lines, g.lines);
}

TEST_P(Differential, OurRandomValuesAreReadByGoAsByUs) {
  const subject& s = GetParam();
  for (int i = 0; i < 10; ++i) {
    const bytes stream = encode_random(random_, s.type, values_per_type / 10);
    const go_outcome g = gos(s, stream);
    EXPECT_TRUE(g.accepted) << g.why;
    EXPECT_EQ(ours(s.type, stream).lines, g.lines);
  }
}

TEST_P(Differential, ValuesOfOtherTypesAreTakenOrRefusedAsByGo) {
  const subject& s = GetParam();
  for (const subject& other : subjects()) {
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(agree(s, generate(other, random_(), 1).stream)) << "sent as " << other.name;
  }
}

TEST_P(Differential, DamagedStreamsAreTakenOrRefusedAsByGo) {
  const subject& s = GetParam();
  std::vector<bytes> good;
  for (int i = 0; i < 24; ++i) {
    const subject& of = i % 3 == 0 ? subjects()[test::below(random_, subjects().size())] : s;
    good.push_back(i % 2 == 0 ? generate(of, random_(), 1 + static_cast<std::uint16_t>(test::below(random_, 2))).stream
                              : encode_random(random_, of.type, 1));
  }
  const auto pick = [&]() -> const bytes& { return good[test::below(random_, good.size())]; };
  int accepted = 0;
  for (int i = 0; i < mutants_per_type && !HasFailure(); ++i) {
    const bytes stream = test::mutate(random_, pick(), pick());
    EXPECT_TRUE(agree(s, stream));
    accepted += ours(s.type, stream).accepted ? 1 : 0;
  }
  RecordProperty("accepted", accepted);
  EXPECT_TRUE(HasFailure() || accepted > mutants_per_type / 50) << "the damage is too heavy to say anything";
}

INSTANTIATE_TEST_SUITE_P(Go, Differential, testing::ValuesIn(subjects()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
