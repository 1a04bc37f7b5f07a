// SPDX-License-Identifier: MIT
//
// A stream of bytes in, one frame at a time out. A frame that lies whole in what was received is not copied: its
// payload is a view into it. Only a frame cut by the end of the input is kept here until the rest comes.
#pragma once

#include <h2/error.hpp>
#include <h2/frame_header.hpp>

#include <optional>

namespace h2 {

struct raw_frame {
  frame_header header;
  bytes payload = {};        // Lifetime: until the next receive() or next()
  std::uint64_t offset = 0;  // of the header's first byte, counted from the first byte ever received
};

class frame_reader {
 public:
  /// `expect_preface`: a server's first 24 bytes are client_preface. `max_frame_size`: our SETTINGS_MAX_FRAME_SIZE, in
  /// bytes.
  explicit frame_reader(bool expect_preface, std::uint32_t max_frame_size = 16384);

  /// More input. Lifetime: the bytes stay until next() has answered "no more"; what was not used by then has been
  /// copied. Requires: the previous input was used up so.
  void receive(bytes input);

  /// The next whole frame; empty when more bytes are needed. After an error, the same error for ever.
  /// Errors (connection): PROTOCOL_ERROR for a wrong preface, at the first byte that differs (§3.4);
  /// FRAME_SIZE_ERROR for a length above max_frame_size (§4.2), as soon as the header is there.
  [[nodiscard]] result<std::optional<raw_frame>> next();

  [[nodiscard]] bool preface_seen() const { return preface_left_ == 0; }
  void set_max_frame_size(std::uint32_t size) { max_frame_size_ = size; }
  /// Bytes consumed so far, preface included.
  [[nodiscard]] std::uint64_t offset() const { return offset_; }
  /// Bytes of an unfinished frame kept here: at most max_frame_size + 9.
  [[nodiscard]] std::size_t kept() const { return kept_.size(); }

 private:
  [[nodiscard]] result<void> read_preface();
  [[nodiscard]] result<std::optional<raw_frame>> next_in_input();
  [[nodiscard]] result<std::optional<raw_frame>> next_in_kept();
  /// Moves n bytes from the input to kept_.
  void keep(std::size_t n);
  /// Does so until kept_ has `size` bytes. False: the input ended before.
  [[nodiscard]] bool keep_up_to(std::size_t size);
  void drop_kept();
  error too_long(const frame_header& header);
  error fail(error why, std::uint64_t at);

  std::size_t preface_left_;
  std::uint32_t max_frame_size_;
  std::uint64_t offset_ = 0;
  bytes input_;
  byte_buffer kept_;           // the beginning of a frame that is not whole
  bool kept_is_used_ = false;  // the frame last returned lies in kept_
  std::optional<error> failed_;
};

}  // namespace h2
