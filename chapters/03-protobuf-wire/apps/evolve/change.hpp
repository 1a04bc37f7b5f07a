// SPDX-License-Identifier: MIT
//
// A .proto changes, and programs of both versions are running: what does each make of the other's bytes? Two things
// decide. The field number says which field is meant, and the wire type how long the value is. Names are not sent, and
// neither are types: whether 02 is 2, 1 (zigzag) or true is the reader's opinion.
//
//   the reader has the number, and the wire type is the one it expects    it reads the bits as its own type
//   the reader has the number, with another wire type                     the field is unknown to it
//   the reader does not have the number                                   the field is unknown to it
//
// Unknown fields are kept and written back, so that a program in the middle loses nothing that it does not know.
//
// The table of changes is data. pbevolve shows it; evolution_test proves every row, with our decoder and libprotobuf's.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace evolve {

/// What became of the value that was sent.
enum class fate : std::uint8_t {
  same,     // the reader has it
  kept,     // the reader does not know the field, and would give it back
  changed,  // the reader has another value, and no way to notice
  lost,     // the reader has such a field, but it is unset: the value lies among the unknown fields
  refused,  // the reader refuses the whole message
};

/// One message on its way, in text format: what was sent, and what the reader prints. In `got`, numbers stand for
/// fields that the reader does not know. If refused, `got` is the error.
struct exchange {
  std::string_view sent;
  std::string_view got;
  evolve::fate fate = fate::same;
};

enum class verdict : std::uint8_t {
  safe,    // every value arrives, or is kept
  lossy,   // some values do, those that mean the same to both
  unsafe,  // none does
};

struct change {
  std::string_view title;
  // The fields of message M of a proto3 file; or a whole file, if it begins with "syntax".
  std::string_view writer;
  std::string_view reader;
  std::vector<exchange> exchanges;
  std::string_view why;
};

/// Derived from the exchanges.
[[nodiscard]] verdict verdict_of(const change& c);
[[nodiscard]] std::string_view name_of(verdict v);
[[nodiscard]] std::string_view name_of(fate f);

/// Fields come and go, change their name, their number, their label.
[[nodiscard]] std::vector<change> changes_of_fields();
/// The type changes to another one of the same wire type, and the values mean the same as long as they fit.
[[nodiscard]] std::vector<change> changes_of_compatible_types();
/// The type changes to one that reads the bits otherwise, or does not read them.
[[nodiscard]] std::vector<change> changes_of_incompatible_types();

}  // namespace evolve
