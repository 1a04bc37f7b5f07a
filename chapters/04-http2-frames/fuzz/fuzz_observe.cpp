// SPDX-License-Identifier: MIT
//
// Any bytes in both directions. Promises: no crash; every byte in one role, in order; it does not matter how the bytes
// of a direction were cut; the observer's own reading of HPACK agrees with the decoder's.
//
// An input that is an h2tap recording is a conversation; any other is what one side sent: the client's if its first
// byte is even, which is not part of it.
#include "observe/printer.hpp"
#include "observe/recording.hpp"
#include "require.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace {

using namespace h2;
using namespace h2::observe;
using fuzz::require;

/// Looks at all that comes out of an observer.
class auditor {
 public:
  /// What was said, in all words.
  std::string take(observer& watching) {
    std::string text;
    while (const auto seen = watching.next()) {
      check(*seen);
      text += print(*seen, {.all = true});
      (void)print(*seen, {.colour = true, .compact = true});
    }
    return text;
  }
  [[nodiscard]] std::uint64_t covered(party from) const { return next_[index_of(from)]; }

 private:
  void check(const observation& seen) {
    std::uint64_t& next = next_[index_of(seen.from)];
    require(seen.offset == next, "observations lie behind each other");
    for (const role& each : seen.roles) {
      require(each.offset == next && each.size > 0, "roles lie behind each other");
      next += each.size;
    }
    require(next == seen.offset + seen.bytes.size(), "roles cover all bytes");
    for (const error& why : seen.violations) {
      require(why.code != error_code::internal_error, "the walk and the decoder agree");
    }
  }
  std::array<std::uint64_t, 2> next_ = {};
};

void conversation(bytes recording) {
  observer watching;
  auditor audit;
  std::array<std::uint64_t, 2> sent = {};
  std::size_t at = recording_magic.size();
  while (const auto one = parse_record(recording, at)) {
    watching.receive(one->from, one->data);
    sent[index_of(one->from)] += one->data.size();
    (void)audit.take(watching);
  }
  for (const party from : {party::client, party::server}) {
    watching.finish(from);
    (void)audit.take(watching);
    require(audit.covered(from) == sent[index_of(from)], "nothing is left out");
  }
  (void)print(watching.counts(), {});
}

std::string one_side(party from, bytes stream, std::size_t piece) {
  observer watching({.in = order::unknown});
  auditor audit;
  std::string text;
  for (std::size_t at = 0; at < stream.size(); at += piece) {
    watching.receive(from, stream.subspan(at, std::min(piece, stream.size() - at)));
    text += audit.take(watching);
  }
  watching.finish(from);
  text += audit.take(watching);
  require(audit.covered(from) == stream.size(), "nothing is left out");
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const bytes input = std::as_bytes(std::span(data, size));
  if (text_of(input).starts_with(recording_magic)) {
    conversation(input);
  } else if (!input.empty()) {
    const party from = (data[0] & 1U) == 0 ? party::client : party::server;
    const bytes stream = input.subspan(1);
    const std::string whole = one_side(from, stream, stream.size() + 1);
    // What is in no frame is shown as it comes.
    if (whole.find("outside of any frame") == std::string::npos && whole.find("HTTP/1") == std::string::npos) {
      require(one_side(from, stream, 7) == whole, "the pieces in which bytes arrive do not matter");
    }
  }
  return 0;
}
