// SPDX-License-Identifier: MIT
//
// What is to be sent next, in the order of the wire.
//
// One buffer, which take() exchanges for the owner's: the bytes are written once and copied by nobody but the kernel.
// Field blocks are encoded in place, behind the nine bytes of a header whose length is filled in afterwards; only a
// block too long for one frame (§4.2, §6.10) is moved, to make room for CONTINUATION headers.
#pragma once

#include <h2/frame.hpp>
#include <h2/hpack/encoder.hpp>

namespace h2::core {

class output {
 public:
  /// What is sent next; whoever appends to it writes whole frames.
  [[nodiscard]] byte_buffer& buffer() { return pending_; }
  [[nodiscard]] bool empty() const { return pending_.empty(); }
  [[nodiscard]] std::size_t size() const { return pending_.size(); }
  /// How many outputs were taken, and one more: names this one.
  [[nodiscard]] std::uint64_t number() const { return number_; }

  /// A frame that the peer made us send: an ACK, a RST_STREAM, a WINDOW_UPDATE. They are counted, since a peer that
  /// does not read could have us keep any number of them.
  template <class Frame>
  void answer(const Frame& frame) {
    const std::size_t before = pending_.size();
    encode(frame, pending_);
    answers_ += pending_.size() - before;
  }
  /// Bytes of answers since the last take().
  [[nodiscard]] std::size_t answers() const { return answers_; }

  /// DATA straight into the buffer.
  void data(std::uint32_t stream_id, bytes content, bool end_stream);
  /// Bytes of such DATA frames since the last take().
  [[nodiscard]] std::size_t straight_data() const { return straight_data_; }

  /// Exchanges buffers; the next output begins.
  void take(byte_buffer& into);
  /// Gives back the buffer of a download that is over: `just_taken` bytes is what the last output had. Requires: empty.
  void trim(std::size_t just_taken);

 private:
  byte_buffer pending_;
  std::size_t answers_ = 0;
  std::size_t straight_data_ = 0;
  std::uint64_t number_ = 1;
};

/// HEADERS, or a PUSH_PROMISE when there is a promised id, with as many CONTINUATION behind it as max_frame_size asks
/// for.
struct block_head {
  std::uint32_t stream_id = 0;
  bool end_stream = false;
  std::uint32_t promised_id = 0;
};
void write_block(byte_buffer& out, const block_head& head, const header_list& fields, hpack::encoder& encoder,
                 std::uint32_t max_frame_size);

}  // namespace h2::core
