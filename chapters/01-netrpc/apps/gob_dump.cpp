// SPDX-License-Identifier: MIT
//
// Takes a gob stream apart: every byte with its meaning, or every value as JSON. A stream describes
// itself, so this works on any of them, and without the programs that made it.
#include "gob_dump_page.hpp"
#include "program.hpp"

#include <netrpc/gob_decoder.hpp>
#include <netrpc/gob_json.hpp>

#include <fmt/format.h>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace {

using namespace netrpc;

struct settings {
  std::string file = "-";
  bool json = false;
  bool all = false;
};

int refuse(const std::string& why) {
  std::fflush(stdout);
  fmt::print(stderr, "gob_dump: {}\n", why);
  return 1;
}

/// Shows all that can be made of the bytes received so far, and at once: the stream may come from a slow pipe.
/// False: malformed, and said so.
bool show_values(gob::decoder& decoder, gob_dump::page& page, bool json) {
  for (;;) {
    gob::value value;
    std::vector<gob::annotation> notes;
    const auto outcome = decoder.decode_tree(value, json ? nullptr : &notes);
    for (const gob::annotation& note : notes) page.show(note);
    if (!outcome) {
      if (!json) page.show_rest("not understood");
      refuse(outcome.error().message());
      return false;
    }
    if (*outcome == progress::need_more) break;
    if (json) fmt::print("{}\n", gob::to_json(value));
    else page.show_value(gob::to_json(value));
  }
  std::fflush(stdout);
  return true;
}

/// The input is over in the middle of a value. `rest`: the messages that were not used, the last one perhaps cut.
/// They begin at byte `start`.
int refuse_truncated(std::uint64_t start, std::span<const std::byte> rest, gob_dump::page& page, bool json) {
  const std::string ends = fmt::format("the stream ends at byte {}", start + rest.size());
  for (std::size_t at = 0; at < rest.size();) {
    const gob::uint_prefix length = gob::peek_uint(rest.subspan(at));
    const std::size_t here = rest.size() - at;
    if (length.what != gob::uint_prefix::state::done) {
      if (!json) page.show_rest("the length of a message, cut short");
      const std::size_t missing = 1 + 256 - std::to_integer<std::size_t>(rest[at]) - here;
      return refuse(fmt::format("{}, inside the length of a message: {} bytes of it are missing", ends, missing));
    }
    const std::uint64_t whole = length.width + length.value;
    const auto body = static_cast<std::size_t>(std::min<std::uint64_t>(whole, here) - length.width);
    if (!json) {
      page.show({start + at, length.width, 0, fmt::format("length of the message: {}", length.value)});
      page.show({start + at + length.width, body, 0, fmt::format("{} of them; the value is not complete", body)});
    }
    if (whole > here) {
      return refuse(
          fmt::format("{}, inside a message: {} of its {} bytes are missing", ends, whole - here, length.value));
    }
    at += length.width + body;
  }
  return refuse(ends + ": the value that must follow the last message is missing");
}

int dump(int input, const settings& wanted) {
  const char* no_colour = std::getenv("NO_COLOR");  // no-color.org: set, and not to nothing
  const bool colour = ::isatty(STDOUT_FILENO) == 1 && (no_colour == nullptr || *no_colour == '\0');
  gob_dump::page page({.colour = colour, .all = wanted.all});
  gob::decoder decoder;
  std::array<std::byte, 65536> piece;
  std::uint64_t total = 0;
  for (;;) {
    const ssize_t got = ::read(input, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return refuse(wanted.file + ": " + std::strerror(errno));
    if (got == 0) break;
    const auto arrived = std::span(piece).first(static_cast<std::size_t>(got));
    total += arrived.size();
    decoder.receive(arrived);
    if (!wanted.json) page.receive(arrived);
    if (!show_values(decoder, page, wanted.json)) return 1;
  }
  if (decoder.at_boundary()) return 0;
  const bytes rest = decoder.take_rest();
  return refuse_truncated(total - rest.size(), rest, page, wanted.json);
}

}  // namespace

int main(int argc, char** argv) {
  return program::guarded([&] {
    settings wanted;
    program::options(
        "Shows every byte of a gob stream with its meaning, or its values. Status 1 if malformed or cut short.")
        .add("FILE", wanted.file, "the stream; - for standard input")
        .add("--json", wanted.json, "one JSON document a value, each on its own line (shapes: netrpc/gob_json.hpp)")
        .add("--all", wanted.all, "show long strings and byte sequences whole")
        .parse(argc, argv);
    const int input = wanted.file == "-" ? STDIN_FILENO : ::open(wanted.file.c_str(), O_RDONLY | O_CLOEXEC);
    if (input < 0) return refuse(wanted.file + ": " + std::strerror(errno));
    return dump(input, wanted);
  });
}
