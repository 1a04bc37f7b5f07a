// SPDX-License-Identifier: MIT
//
// Any bytes as what a client says to a server, or a server to a client, with an owner behind it that answers. Promises:
// however the bytes are cut, the same is told and sent; events come in order; windows and memory stay in their bounds;
// what we send is frames that we would take ourselves, none behind a stream's end; after a failure there is silence.
//
//   byte 0   bit 0: we are a client   bit 1: the handshake has been done   bit 2: small limits
//            bits 3 to 6: how often the output is taken   bit 7: the rest is spelled
//   byte 1   the owner's habits
//   rest     what the peer says; or, spelled, frames without what is easily wrong:
//            type, flags, stream id (%16), length and payload, or instead of them 0x80 + the number of a field block
#include "conversation.hpp"

#include <array>

namespace {

using namespace std::string_view_literals;

using namespace h2;

struct scenario {
  role side;
  bool handshake;
  bool small;
  std::size_t stretch;  // bytes between two outputs
  std::uint8_t habits;
};

scenario scenario_of(std::uint8_t first, std::uint8_t second) {
  return {.side = (first & 1U) != 0 ? role::client : role::server,
          .handshake = (first & 2U) != 0,
          .small = (first & 4U) != 0,
          .stretch = std::size_t{1} << (4 + (first >> 3U) % 16U),
          .habits = second};
}

/// Field blocks that leave the table as it is: requests, responses, trailers, too many fields.
constexpr std::array field_blocks = {
    "\x82\x86\x84"sv,
    "\x83\x86\x84"sv,
    "\x88"sv,
    "\x08\x03\x31\x30\x33"sv,
    "\x00\x01\x61\x01\x62"sv,
    "\x82\x86\x84\x0f\x0d\x01\x35"sv,
    "\x88\x0f\x0d\x01\x35"sv,
    "\x82\x86\x84\0\1a\0\0\1a\0\0\1a\0\0\1a\0\0\1a\0\0\1a\0\0\1a\0\0\1a\0\0\1a\0\0\1a\0"sv,
};

byte_buffer spelled(bytes input) {
  byte_buffer said;
  while (input.size() >= 4) {
    frame_header header{.type = static_cast<frame_type>(std::to_integer<unsigned>(input[0]) % 11),
                        .flags = std::to_integer<std::uint8_t>(input[1]),
                        .stream_id = std::to_integer<std::uint32_t>(input[2]) % 16};
    const auto what = std::to_integer<std::size_t>(input[3]);
    input = input.subspan(4);
    bytes payload = input.first(what >= 0x80 ? 0 : std::min(what, input.size()));
    input = input.subspan(payload.size());
    if (what >= 0x80) payload = bytes_of(field_blocks.at(what % field_blocks.size()));
    header.length = static_cast<std::uint32_t>(payload.size());
    append_frame_header(said, header);
    append(said, payload);
  }
  return said;
}

connection_options options_of(const scenario& s) {
  connection_options options;
  options.local.enable_push = s.side == role::client;
  if (!s.small) return options;
  options.local.max_concurrent_streams = 3;
  options.local.initial_window_size = 100;
  options.local.max_header_list_size = 300;
  options.connection_window = 1000;
  options.bounds.resets = {3, 1};
  options.bounds.pings = {3, 1};
  options.bounds.settings = {4, 1};
  options.bounds.idle_frames = {10, 5};
  options.bounds.queued_control = 200;
  options.bounds.queued_data = 1000;
  options.bounds.output = 2000;
  options.bounds.closed_streams = 2;
  options.bounds.reserved_streams = 2;
  options.bounds.field_block = {.continuations = 3, .bytes = 1000};
  return options;
}

/// One conversation; what was told and sent, as text. `piece`: how many bytes are received at a time.
std::string run(const scenario& s, bytes input, std::size_t piece) {
  const connection_options options = options_of(s);
  connection subject(s.side, options);
  fuzz::judge judge(subject, options.bounds);
  fuzz::owner owner(subject, s.habits, s.small ? 3000 : 70'000);
  byte_buffer output;
  byte_buffer copy;  // so that the sanitizer sees who reads it later
  instant now{};

  const auto pull = [&] {
    while (auto told = subject.next_event()) {
      judge.on(*told);
      owner.on(*told);
      judge.look();
    }
  };
  const auto take = [&] {
    while (subject.has_output()) {
      subject.take_output(output);
      judge.on_output(output);
      pull();
    }
  };
  const auto say = [&](bytes said, std::size_t at_a_time) {
    for (; !said.empty(); said = said.subspan(std::min(at_a_time, said.size()))) {
      copy.assign(said.begin(), said.begin() + static_cast<std::ptrdiff_t>(std::min(at_a_time, said.size())));
      subject.receive(copy, now);
      pull();
      copy.assign(copy.size(), std::byte{0xee});
    }
  };

  if (s.handshake) {
    byte_buffer preface;
    if (s.side == role::server) append(preface, bytes_of(client_preface));
    encode(settings_frame{}, preface);
    encode(settings_frame{.ack = true}, preface);
    say(preface, preface.size());
    take();
  }
  owner.begin();
  take();
  for (; !input.empty(); input = input.subspan(std::min(s.stretch, input.size()))) {
    say(input.first(std::min(s.stretch, input.size())), piece);
    take();
    judge.look();
    now += std::chrono::milliseconds(10);
  }
  fuzz::require(!subject.next_event().has_value(), "no event comes from nothing", judge.story());
  return judge.story();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const scenario s = scenario_of(data[0], data[1]);
  bytes input = std::as_bytes(std::span(data + 2, size - 2));
  byte_buffer frames;
  if ((data[0] & 0x80U) != 0) {
    frames = spelled(input);
    input = frames;
  }
  const std::string whole = run(s, input, input.size() + 1);
  fuzz::require(whole == run(s, input, 1), "cut into bytes, it is the same conversation", whole, run(s, input, 1));
  fuzz::require(whole == run(s, input, 7), "cut into sevens, it is the same conversation", whole, run(s, input, 7));
  return 0;
}
