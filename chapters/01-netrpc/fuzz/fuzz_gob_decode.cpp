// SPDX-License-Identifier: MIT
//
// Any bytes into C++ types and into trees. Promises: no crash, bounded memory; it does not matter in which pieces
// the bytes arrive; the notes of a tree cover every byte of what was read once.
#include "fuzz_gob.hpp"

namespace {

using namespace fuzz;

/// Everything that can be observed of decoding into fresh values of one type, as text.
std::string typed(const input& in, unsigned cut) {
  gob::decoder decoder(&test::subject_names(), small_limits);
  std::string seen;
  bool broken = false;
  feed(
      in.stream, cut, [&](auto piece) { decoder.receive(piece); },
      [&] {
        while (!broken) {
          const std::shared_ptr<void> fresh = in.type().make();
          const auto outcome = decoder.decode(reflect::value{&in.type(), fresh.get()});
          if (outcome && *outcome == progress::need_more) return;
          seen += outcome ? test::canon({&in.type(), fresh.get()}) : outcome.error().message();
          seen += '\n';
          broken = !outcome && outcome.error().scope == error_scope::stream;
        }
      });
  return seen + (decoder.at_boundary() ? "boundary" : "inside");
}

std::string tree(const input& in, unsigned cut) {
  gob::decoder decoder(nullptr, small_limits);
  std::vector<gob::annotation> notes;
  std::string seen;
  bool broken = false;
  std::uint64_t complete = 0;  // notes up to here belong to values that were read
  feed(
      in.stream, cut, [&](auto piece) { decoder.receive(piece); },
      [&] {
        while (!broken) {
          gob::value v;
          const auto outcome = decoder.decode_tree(v, &notes);
          if (outcome && *outcome == progress::need_more) return;
          if (outcome) complete = notes.size();
          else seen += outcome.error().message() + '\n';
          broken = !outcome;
        }
      });
  std::uint64_t next = 0;
  for (std::size_t i = 0; i < notes.size(); ++i) {
    const gob::annotation& n = notes[i];
    if (i < complete)
      require(n.offset == next, "notes cover every byte once", std::to_string(n.offset), std::to_string(next));
    next = n.offset + n.length;
    seen += std::to_string(n.offset) + '+' + std::to_string(n.length) + ' ' + n.meaning + '\n';
  }
  return seen;
}

/// Reading past values must agree with itself, and may go no further than the stream.
std::string skipped(const input& in, unsigned cut) {
  gob::decoder decoder(nullptr, small_limits);
  std::string seen;
  bool broken = false;
  feed(
      in.stream, cut, [&](auto piece) { decoder.receive(piece); },
      [&] {
        while (!broken) {
          const auto outcome = decoder.decode(reflect::value{});
          if (outcome && *outcome == progress::need_more) return;
          seen += outcome ? "." : outcome.error().message();
          broken = !outcome;
        }
      });
  return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const input in = parse(data, size);
  const unsigned cut = 1U + in.cut;
  for (const auto read : {&typed, &tree, &skipped}) {
    const std::string whole = read(in, 0), pieces = read(in, cut);
    require(whole == pieces, "the pieces in which bytes arrive do not matter", whole, pieces);
  }
  return 0;
}
