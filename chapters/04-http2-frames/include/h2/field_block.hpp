// SPDX-License-Identifier: MIT
//
// RFC 9113 §4.3, §6.10: one field block from HEADERS or PUSH_PROMISE and the CONTINUATION frames behind it.
//
//   HEADERS ──END_HEADERS──► whole
//      └──► CONTINUATION ──► CONTINUATION ──END_HEADERS──► whole
//
// While a block is open nothing else may arrive on the whole connection, because HPACK's table changes in the order
// of the blocks. A sender could therefore hold a receiver with CONTINUATION frames for ever (CVE-2024-27316): both
// their number and the bytes together are bounded.
#pragma once

#include <h2/frames/continuation.hpp>
#include <h2/frames/headers.hpp>
#include <h2/frames/push_promise.hpp>

#include <optional>
#include <variant>

namespace h2 {

struct field_block_limits {
  /// CONTINUATION frames behind one HEADERS. Apache httpd and nginx chose other numbers; nghttp2: 8.
  std::uint32_t continuations = 8;
  /// Encoded bytes of one block. Enough for max_header_list_size of fields that Huffman makes longer.
  std::uint32_t bytes = 256U << 10;
};

/// A block that is whole, with the frame it began with (whose own `fragment` is only its first piece).
struct field_block {
  std::variant<headers_frame, push_promise_frame> first;
  bytes encoded;  // Lifetime: until the next frame is added, or release()
};

class field_block_assembler {
 public:
  explicit field_block_assembler(field_block_limits limits = {}) : limits_(limits) {}

  /// Begins a block. Whole at once when the frame has END_HEADERS; then nothing is copied.
  [[nodiscard]] result<std::optional<field_block>> add(const headers_frame& first);
  [[nodiscard]] result<std::optional<field_block>> add(const push_promise_frame& first);
  /// Goes on with it. Errors (connection): PROTOCOL_ERROR when no block is open, or one of another stream (§6.10);
  /// ENHANCE_YOUR_CALM above a limit.
  [[nodiscard]] result<std::optional<field_block>> add(const continuation_frame& more);

  /// Errors (connection): PROTOCOL_ERROR when a block is open and this is not a CONTINUATION of its stream (§6.2,
  /// §6.10). To be asked for every frame, unknown types included, before it is looked at.
  [[nodiscard]] result<void> check_turn(const frame_header& next) const;

  /// The block has been decoded: its bytes are not needed any more. A connection that had a large one and is idle now
  /// would otherwise hold its memory.
  void release();

  [[nodiscard]] bool open() const { return open_; }
  [[nodiscard]] std::size_t kept() const { return collected_.size(); }

 private:
  [[nodiscard]] result<std::optional<field_block>> begin(std::variant<headers_frame, push_promise_frame> first);

  field_block_limits limits_;
  bool open_ = false;
  std::variant<headers_frame, push_promise_frame> first_;
  std::uint32_t stream_id_ = 0;
  std::uint32_t continuations_ = 0;
  byte_buffer collected_;
};

}  // namespace h2
