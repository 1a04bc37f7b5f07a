// SPDX-License-Identifier: MIT
//
// Any bytes as what a peer sends. The first byte says which side reads it and how the rest is cut. Promises: however
// the input is cut, the reader gives the same frames and the same error; a frame that parses encodes to bytes that
// parse to the same; every frame can be printed; nothing is kept beyond the frame that is not whole.
#include "require.hpp"

#include <h2/frame.hpp>
#include <h2/frame_reader.hpp>

#include <algorithm>
#include <random>

namespace {

using namespace h2;
using fuzz::require;

constexpr std::uint32_t max_frame_size = 16384;

struct seen {
  std::string frames;  // offset, header and payload of each, as bytes
  std::optional<error> failed;
};

std::string as_text(bytes data) { return std::string(text_of(data)); }

std::string encoded(const frame& what) {
  byte_buffer out;
  encode(what, out);
  return as_text(out);
}

void check_frame(const raw_frame& raw) {
  const auto first = parse_frame(raw.header, raw.payload);
  if (!first) {
    require(!first.error().clause.empty() && !first.error().why.empty(), "an error names its clause");
    require(first.error().scope == error_scope::connection || raw.header.stream_id != 0,
            "stream 0 has no stream errors");
    return;
  }
  const std::string bytes_once = encoded(*first);
  require(bytes_once.size() == frame_header_size + raw.payload.size(), "a frame keeps its size", print(*first));
  const bytes again = bytes_of(bytes_once);
  const auto second =
      parse_frame(parse_frame_header(again.first<frame_header_size>()), again.subspan(frame_header_size));
  require(second.has_value(), "what was encoded parses", print(*first), second ? "" : second.error().message());
  require(encoded(*second) == bytes_once, "and encodes to the same", print(*first), print(*second));
  require(print(*second) == print(*first), "and is the same", print(*first), print(*second));
}

void pull(frame_reader& reader, seen& all) {
  for (auto next = reader.next();; next = reader.next()) {
    if (!next) all.failed = next.error();
    if (!next || !*next) return;
    const raw_frame& raw = **next;
    check_frame(raw);
    all.frames += std::to_string(raw.offset) + as_text(encode_frame_header(raw.header)) + as_text(raw.payload);
  }
}

/// Each piece in memory of its own, so that a view which lives too long is found.
seen read(bool server, bytes input, std::minstd_rand& cuts, std::size_t least, std::size_t most) {
  frame_reader reader(server, max_frame_size);
  seen all;
  while (!input.empty()) {
    const std::size_t n = std::min(input.size(), least + cuts() % (most - least + 1));
    const byte_buffer piece(input.begin(), input.begin() + static_cast<std::ptrdiff_t>(n));
    reader.receive(piece);
    pull(reader, all);
    require(reader.kept() <= frame_header_size + max_frame_size, "at most one frame is kept");
    input = input.subspan(n);
  }
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const bool server = (data[0] & 1) != 0;
  std::minstd_rand cuts(data[0]);
  const bytes input = std::as_bytes(std::span(data, size)).subspan(1);
  const seen whole = read(server, input, cuts, input.size(), input.size());
  for (const std::size_t most : {std::size_t{1}, std::size_t{30}, input.size() + 1}) {
    const seen cut = read(server, input, cuts, 1, most);
    require(cut.frames == whole.frames, "cuts do not change the frames");
    require(cut.failed == whole.failed, "cuts do not change the error", cut.failed ? cut.failed->message() : "",
            whole.failed ? whole.failed->message() : "");
  }
  return 0;
}
