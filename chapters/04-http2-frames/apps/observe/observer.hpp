// SPDX-License-Identifier: MIT
//
// Watches a connection without being part of it: bytes of both directions, or of one, go in; what they mean comes out.
//
//   client's bytes ──► receive(party::client, …) ─┐
//                                                 ├─► next() … ──► observation, observation, …
//   server's bytes ──► receive(party::server, …) ─┘
//
// It answers nobody: a rule broken is written down and the watching goes on, where an endpoint would have said GOAWAY.
// Only HPACK cannot be read past an error; frames can.
#pragma once

#include "field_walk.hpp"
#include "frame_walk.hpp"
#include "observation.hpp"
#include "splitter.hpp"
#include "stream_book.hpp"

#include <h2/field_block.hpp>
#include <h2/settings.hpp>

#include <array>
#include <deque>
#include <optional>

namespace h2::observe {

enum class order : std::uint8_t {
  as_it_passed,  // both directions, each piece when it went by
  unknown,       // one direction alone, or one behind the other
};

struct observer_options {
  order in = order::as_it_passed;
  /// A field block in pieces: what is kept of it until it is whole.
  field_block_limits block = {.continuations = 4096, .bytes = 256U << 10};
  /// Of one field block, decoded: see field_walker.
  std::uint64_t fields_kept = 256U << 10;
  /// A dynamic table that is believed in when the SETTINGS that allow it may not have been seen: bytes.
  std::uint32_t unknown_table_size = 64U << 10;
  /// Streams that are remembered.
  std::size_t streams = 4096;
};

struct totals {
  struct side {
    std::uint64_t bytes = 0, frames = 0, messages = 0, violations = 0;
  };
  std::array<side, 2> by;     // by sender
  std::uint64_t streams = 0;  // that were opened
};

class observer {
 public:
  explicit observer(observer_options options = {});

  /// Bytes that `from` has sent. They are used at once and may go afterwards.
  void receive(party from, bytes data);
  /// No more will come from it; what was left over is shown.
  void finish(party from);
  /// In the order in which things became whole. Empty: nothing more for now.
  [[nodiscard]] std::optional<observation> next();

  [[nodiscard]] const totals& counts() const { return totals_; }
  /// As it is behind all that was received.
  [[nodiscard]] const hpack::dynamic_table& table_of(party encoder) const {
    return directions_[index_of(encoder)].fields.table();
  }

 private:
  /// A frame whose content waits to be named: part of a field block that is not whole.
  struct held_frame {
    observation seen;
    walked_frame walked;
  };
  struct direction {
    direction(party from, const observer_options& options);
    splitter split;
    bool any_frame = false;
    field_block_assembler block;
    std::deque<held_frame> held;
    field_walker fields;
    settings_exchange said;  // its SETTINGS
  };

  void take(party from, const piece& whole);
  void take_http1(party from, const piece& head, observation& seen);
  void take_frame(party from, const piece& whole, observation seen);
  void take_rest(const piece& rest, observation& seen);
  void join_late(party from, observation& seen);
  void check_frame(party from, const frame_header& header, observation& seen);

  void on_data(party from, const data_frame& frame, walked_frame& walked, observation& seen);
  void on_settings(party from, const settings_frame& frame, observation& seen);
  void on_other(party from, const frame& any, observation& seen);
  template <class Frame>
  void on_field_block(party from, const Frame& part, held_frame now);
  void on_whole_block(party from, const field_block& whole);
  void on_fields(party from, const field_block& whole, observation& seen);
  void give_up_block(party from, std::string_view why);
  void note_end(party from, std::uint32_t id, observation& seen);
  void emit(observation seen, walked_frame walked);
  void emit(observation seen);

  observer_options options_;
  stream_book book_;
  std::array<direction, 2> directions_;  // by sender
  std::deque<observation> ready_;
  totals totals_;
};

}  // namespace h2::observe
