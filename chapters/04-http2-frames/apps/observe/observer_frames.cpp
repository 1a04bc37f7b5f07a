// SPDX-License-Identifier: MIT
//
// What each type of frame does to what an observer knows.
#include "observer.hpp"
#include "text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace h2::observe {

namespace {

constexpr std::string_view grpc_content = "application/grpc";

/// The roles of a field block, put where its bytes lie: in one frame, or cut at the ends of several.
class block_layout {
 public:
  explicit block_layout(std::vector<role> roles) : roles_(std::move(roles)) {}

  /// The next `size` bytes of the block lie at `offset`.
  void place(std::size_t size, std::uint64_t offset, std::vector<role>& into) {
    while (size > 0 && at_ < roles_.size()) {
      const role& now = roles_[at_];
      const std::size_t here = std::min(size, now.size - done_);
      into.push_back({offset, here, now.depth, done_ == 0 ? now.meaning : now.meaning + " (goes on)"});
      size -= here;
      offset += here;
      done_ += here;
      if (done_ < now.size) continue;
      ++at_;
      done_ = 0;
    }
    if (size > 0) into.push_back({offset, size, 0, "field block, not decoded"});
  }

 private:
  std::vector<role> roles_;
  std::size_t at_ = 0;
  std::size_t done_ = 0;  // bytes of roles_[at_]
};

}  // namespace

void observer::on_data(party from, const data_frame& frame, walked_frame& walked, observation& seen) {
  book_.on_data(from, frame, seen);
  watched_stream* stream = book_.find(frame.stream_id);
  std::optional<grpc_walker>* messages = stream == nullptr ? nullptr : &stream->messages[index_of(from)];
  if (messages != nullptr && messages->has_value()) {
    (*messages)->walk(walked.content, walked.content_offset, walked.before, seen.messages);
  } else if (!walked.content.empty()) {
    walked.before.push_back(
        {walked.content_offset, walked.content.size(), 0, "content: " + quoted(text_of(walked.content), 60)});
  }
  if (frame.end_stream) note_end(from, frame.stream_id, seen);
}

void observer::on_settings(party from, const settings_frame& frame, observation& seen) {
  settings_exchange& mine = directions_[index_of(from)].said;
  direction& theirs = directions_[index_of(other(from))];
  if (!frame.ack) {
    mine.sent(apply(mine.latest(), frame));
    // Until they acknowledge, they may go by the old ones or the new ones.
    book_.on_initial_window_announced(other(from), mine.latest().initial_window_size);
    if (book_.ordered()) {
      theirs.fields.set_max_table_size(std::max(mine.in_force().header_table_size, mine.latest().header_table_size));
    }
    return;
  }
  // Theirs hold, for what `from` sends from here on.
  const settings before = theirs.said.in_force();
  const result<settings> now = theirs.said.acknowledged();
  if (!now) {
    if (book_.ordered()) seen.violations.push_back(now.error());
    return;
  }
  seen.notes.push_back(fmt::format("the {}'s settings hold for the {} from here on: {}", name_of(other(from)),
                                   name_of(from), settings_of(difference(before, *now))));
  book_.on_initial_window(from, now->initial_window_size, seen);
  if (!book_.ordered()) return;
  const std::uint32_t table = std::max(now->header_table_size, theirs.said.latest().header_table_size);
  directions_[index_of(from)].fields.set_max_table_size(theirs.said.waiting() == 0 ? now->header_table_size : table);
}

void observer::on_other(party from, const frame& any, observation& seen) {
  if (const auto* reset = std::get_if<rst_stream_frame>(&any)) book_.on_reset(from, reset->stream_id, seen);
  if (const auto* update = std::get_if<window_update_frame>(&any)) {
    book_.on_window_update(from, update->stream_id, update->increment, seen);
  }
}

template <class Frame>
void observer::on_field_block(party from, const Frame& part, held_frame now) {
  direction& side = directions_[index_of(from)];
  const std::uint64_t offset = now.seen.offset;
  side.held.push_back(std::move(now));
  const result<std::optional<field_block>> added = side.block.add(part);
  if (!added) {
    side.held.back().seen.violations.push_back(added.error());
    side.held.back().seen.violations.back().offset = offset;
    return give_up_block(from, "its fields are lost, and with them the table");
  }
  if (*added) on_whole_block(from, **added);
}
template void observer::on_field_block(party, const headers_frame&, held_frame);
template void observer::on_field_block(party, const push_promise_frame&, held_frame);
template void observer::on_field_block(party, const continuation_frame&, held_frame);

/// All frames of the block wait in `held`, the last one with END_HEADERS; what the block means is told with that one.
void observer::on_whole_block(party from, const field_block& whole) {
  direction& side = directions_[index_of(from)];
  observation& last = side.held.back().seen;
  walked_block walked = side.fields.walk(whole.encoded);
  last.fields = std::move(walked.fields);
  last.table = std::move(walked.table);
  for (error& why : walked.violations) {
    why.offset = last.offset;
    last.violations.push_back(why);
  }
  if (walked.cut) last.notes.emplace_back("more fields than are shown");
  on_fields(from, whole, last);

  block_layout layout(std::move(walked.roles));
  for (held_frame& each : side.held) {
    layout.place(each.walked.content.size(), each.walked.content_offset, each.walked.before);
    emit(std::move(each.seen), std::move(each.walked));
  }
  side.held.clear();
}

/// What the fields do to streams.
void observer::on_fields(party from, const field_block& whole, observation& seen) {
  if (const auto* promise = std::get_if<push_promise_frame>(&whole.first)) {
    return book_.on_push(from, promise->promised_id, seen);
  }
  const auto& headers = std::get<headers_frame>(whole.first);
  book_.on_headers(from, headers.stream_id, headers.end_stream, seen);
  watched_stream* stream = book_.find(headers.stream_id);
  if (stream == nullptr) return;
  for (const field& each : seen.fields) {
    if (each.name == "content-type" && each.value.rfind(grpc_content, 0) == 0) {
      std::optional<grpc_walker>& messages = stream->messages[index_of(from)];
      if (!messages) messages.emplace();
    }
  }
  if (headers.end_stream) note_end(from, headers.stream_id, seen);
}

/// The block that is open will never be whole; its frames are shown as they are.
void observer::give_up_block(party from, std::string_view why) {
  direction& side = directions_[index_of(from)];
  for (held_frame& each : side.held) {
    block_layout({}).place(each.walked.content.size(), each.walked.content_offset, each.walked.before);
    if (&each == &side.held.back()) each.seen.notes.emplace_back(why);
    emit(std::move(each.seen), std::move(each.walked));
  }
  side.held.clear();
  side.block = field_block_assembler(options_.block);
  side.fields.lose();
}

void observer::note_end(party from, std::uint32_t id, observation& seen) {
  const watched_stream* stream = book_.find(id);
  if (stream == nullptr) return;
  const std::optional<grpc_walker>& messages = stream->messages[index_of(from)];
  if (messages && !messages->at_boundary()) {
    seen.notes.push_back(fmt::format("the stream ends inside gRPC message {}", messages->messages()));
  }
}

}  // namespace h2::observe
