// SPDX-License-Identifier: MIT
#include "output.hpp"

#include <algorithm>

namespace h2::core {

namespace {

constexpr std::size_t worth_keeping = 16384;  // bytes of buffer; a larger one is given back when little is written

void write_header_at(byte_buffer& out, std::size_t at, const frame_header& header) {
  std::ranges::copy(encode_frame_header(header), out.begin() + static_cast<std::ptrdiff_t>(at));
}

/// The block at `at` is longer than a frame may be: each max_frame_size bytes get a header in front.
void split(byte_buffer& out, std::size_t at, frame_header first, std::uint32_t max_frame_size) {
  const byte_buffer block(out.begin() + static_cast<std::ptrdiff_t>(at + frame_header_size), out.end());
  out.resize(at);
  bytes rest = block;
  frame_header header = first;
  while (!rest.empty()) {
    const std::size_t n = std::min<std::size_t>(rest.size(), max_frame_size);
    header.length = static_cast<std::uint32_t>(n);
    if (n == rest.size()) header.flags |= flag::end_headers;
    append_frame_header(out, header);
    append(out, rest.first(n));
    rest = rest.subspan(n);
    header = {.type = frame_type::continuation, .stream_id = first.stream_id};
  }
}

}  // namespace

void output::data(std::uint32_t stream_id, bytes content, bool end_stream) {
  const std::size_t before = pending_.size();
  append_frame_header(pending_, {.length = static_cast<std::uint32_t>(content.size()),
                                 .type = frame_type::data,
                                 .flags = end_stream ? flag::end_stream : std::uint8_t{0},
                                 .stream_id = stream_id});
  append(pending_, content);
  straight_data_ += pending_.size() - before;
}

void output::take(byte_buffer& into) {
  into.swap(pending_);
  pending_.clear();
  answers_ = straight_data_ = 0;
  ++number_;
}

void output::trim(std::size_t just_taken) {
  if (pending_.capacity() > worth_keeping && just_taken < pending_.capacity() / 16) byte_buffer().swap(pending_);
}

void write_block(byte_buffer& out, const block_head& head, const header_list& fields, hpack::encoder& encoder,
                 std::uint32_t max_frame_size) {
  const std::size_t at = out.size();
  append(out, frame_header_size);
  if (head.promised_id != 0) write_u32(append(out, 4), head.promised_id);
  encoder.encode(fields, out);

  frame_header header = {.type = head.promised_id != 0 ? frame_type::push_promise : frame_type::headers,
                         .flags = head.end_stream ? flag::end_stream : std::uint8_t{0},
                         .stream_id = head.stream_id};
  const std::size_t length = out.size() - at - frame_header_size;
  if (length > max_frame_size) return split(out, at, header, max_frame_size);
  header.length = static_cast<std::uint32_t>(length);
  header.flags |= flag::end_headers;
  write_header_at(out, at, header);
}

}  // namespace h2::core
