// SPDX-License-Identifier: MIT
//
// Almost every block fits into its HEADERS frame, and then this is a pass-through: a view goes out, nothing is copied.
// Only a block in pieces is collected, because HPACK's integers and strings may be cut anywhere between two frames.
#include <h2/field_block.hpp>

namespace h2 {

namespace {

// Kept for the next block in pieces; a buffer above it is given back.
constexpr std::size_t worth_keeping = 1024;

result<std::optional<field_block>> refused(std::uint32_t stream_id, error_code code, std::string_view clause,
                                           std::string_view why) {
  return error{.code = code, .scope = error_scope::connection, .stream_id = stream_id, .clause = clause, .why = why};
}

constexpr std::string_view not_its_turn = "something else than the CONTINUATION of the open field block";

}  // namespace

result<std::optional<field_block>> field_block_assembler::begin(std::variant<headers_frame, push_promise_frame> first) {
  const auto of_either = [&first](auto member) { return std::visit(member, first); };
  const std::uint32_t id = of_either([](const auto& frame) { return frame.stream_id; });
  const bytes fragment = of_either([](const auto& frame) { return frame.fragment; });
  if (open_) return refused(id, error_code::protocol_error, "RFC 9113 §6.10", not_its_turn);
  if (fragment.size() > limits_.bytes) {
    return refused(id, error_code::enhance_your_calm, "RFC 9113 §10.5.1", "field_block.bytes");
  }
  if (of_either([](const auto& frame) { return frame.end_headers; })) return field_block{first, fragment};
  open_ = true;
  stream_id_ = id;
  continuations_ = 0;
  collected_.assign(fragment.begin(), fragment.end());
  std::visit([](auto& frame) { frame.fragment = {}; }, first);  // the view ends with its frame, the rest is kept
  first_ = first;
  return std::nullopt;
}

result<std::optional<field_block>> field_block_assembler::add(const headers_frame& first) { return begin(first); }

result<std::optional<field_block>> field_block_assembler::add(const push_promise_frame& first) { return begin(first); }

result<std::optional<field_block>> field_block_assembler::add(const continuation_frame& more) {
  const std::uint32_t id = more.stream_id;
  if (!open_) return refused(id, error_code::protocol_error, "RFC 9113 §6.10", "a CONTINUATION without a field block");
  if (id != stream_id_) return refused(id, error_code::protocol_error, "RFC 9113 §6.10", not_its_turn);
  // Both are asked before anything is kept, so that what is kept never goes past the limit. Frames are counted as well
  // as bytes: an empty one costs its sender nine bytes and adds none.
  if (continuations_ == limits_.continuations) {
    return refused(id, error_code::enhance_your_calm, "RFC 9113 §10.5.1", "field_block.continuations");
  }
  if (more.fragment.size() > limits_.bytes - collected_.size()) {
    return refused(id, error_code::enhance_your_calm, "RFC 9113 §10.5.1", "field_block.bytes");
  }
  ++continuations_;
  append(collected_, more.fragment);
  if (!more.end_headers) return std::nullopt;
  open_ = false;
  return field_block{first_, collected_};
}

result<void> field_block_assembler::check_turn(const frame_header& next) const {
  const bool its_turn = next.type == frame_type::continuation && next.stream_id == stream_id_;
  if (!open_ || its_turn) return {};
  return error{.code = error_code::protocol_error,
               .scope = error_scope::connection,
               .stream_id = next.stream_id,
               .clause = "RFC 9113 §6.10",
               .why = not_its_turn};
}

void field_block_assembler::release() {
  collected_.clear();
  if (collected_.capacity() > worth_keeping) byte_buffer().swap(collected_);
}

}  // namespace h2
