// SPDX-License-Identifier: MIT
#include "observer.hpp"

#include "text.hpp"

#include <h2/upgrade.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace h2::observe {

namespace {

error at_offset(error why, std::uint64_t offset) {
  why.offset = offset;
  return why;
}

bool carries_fields(frame_type type) {
  return type == frame_type::headers || type == frame_type::push_promise || type == frame_type::continuation;
}

}  // namespace

observer::direction::direction(party from, const observer_options& options)
    : split(from), block(options.block), fields(options.fields_kept) {
  if (options.in == order::unknown) fields.set_max_table_size(options.unknown_table_size);
}

observer::observer(observer_options options)
    : options_(options),
      book_(options.in == order::as_it_passed, options.streams),
      directions_{direction(party::client, options), direction(party::server, options)} {}

void observer::receive(party from, bytes data) {
  totals_.by[index_of(from)].bytes += data.size();
  splitter& split = directions_[index_of(from)].split;
  split.receive(data);
  while (const std::optional<piece> whole = split.next()) take(from, *whole);
}

void observer::finish(party from) {
  direction& side = directions_[index_of(from)];
  if (!side.held.empty()) give_up_block(from, "the bytes end inside a field block");
  if (const std::optional<piece> rest = side.split.finish()) take(from, *rest);
}

std::optional<observation> observer::next() {
  if (ready_.empty()) return std::nullopt;
  observation first = std::move(ready_.front());
  ready_.pop_front();
  return first;
}

void observer::take(party from, const piece& whole) {
  observation seen;
  seen.what = whole.what;
  seen.from = from;
  seen.offset = whole.offset;
  seen.bytes.assign(whole.data.begin(), whole.data.end());
  switch (whole.what) {
    case observation::kind::preface:
      seen.summary = "the preface";
      seen.roles = {{whole.offset, whole.data.size(), 0, "the preface: " + quoted(client_preface)}};
      return emit(std::move(seen));
    case observation::kind::http1: take_http1(from, whole, seen); return emit(std::move(seen));
    case observation::kind::frame: return take_frame(from, whole, std::move(seen));
    case observation::kind::cut: take_rest(whole, seen); return emit(std::move(seen));
    case observation::kind::unreadable:
      seen.summary = counted(whole.data.size(), "byte") + " outside of any frame";
      seen.roles = {{whole.offset, whole.data.size(), 0, quoted(text_of(whole.data))}};
      return emit(std::move(seen));
  }
}

void observer::take_http1(party from, const piece& head, observation& seen) {
  seen.roles = walk_http1(head.data, head.offset);
  seen.summary = "HTTP/1.1: " + seen.roles.front().meaning;
  if (from == party::server) return;
  const std::optional<byte_buffer> payload = parse_http2_settings(http1_field(text_of(head.data), "http2-settings"));
  if (!payload || payload->empty()) return;
  const frame_header header{static_cast<std::uint32_t>(payload->size()), frame_type::settings};
  const result<settings_frame> said = parse_settings(header, *payload);
  if (!said) {
    seen.violations.push_back(at_offset(said.error(), seen.offset));
    return;
  }
  // RFC 7540 §3.2.1: the 101 is the acknowledgement of these
  seen.notes.emplace_back("HTTP2-Settings: " + settings_of(*said));
  settings_exchange& mine = directions_[index_of(party::client)].said;
  mine.sent(apply(mine.latest(), *said));
  const settings now = mine.acknowledged().value();
  book_.on_initial_window_announced(party::server, now.initial_window_size);
  book_.on_initial_window(party::server, now.initial_window_size, seen);
  directions_[index_of(party::server)].fields.set_max_table_size(now.header_table_size);
  book_.on_upgrade(seen);
}

/// The bytes end inside of a frame.
void observer::take_rest(const piece& rest, observation& seen) {
  if (rest.data.size() < frame_header_size) {
    seen.summary = fmt::format("the bytes end inside a frame header: {} of 9", rest.data.size());
    seen.roles = {{rest.offset, rest.data.size(), 0, "a frame header, cut"}};
    return;
  }
  const frame_header header = parse_frame_header(rest.data.first<frame_header_size>());
  const std::size_t come = rest.data.size() - frame_header_size;
  seen.header = header;
  seen.summary = fmt::format("the bytes end inside {} of stream {}: {} of {} of payload", h2::name_of(header.type),
                             header.stream_id, come, counted(header.length, "byte"));
  seen.roles = walk_frame_header(rest.data.first(frame_header_size), rest.offset);
  if (come > 0) seen.roles.push_back({rest.offset + frame_header_size, come, 0, "payload, cut"});
}

void observer::take_frame(party from, const piece& whole, observation seen) {
  direction& side = directions_[index_of(from)];
  seen.header = whole.header;
  if (!side.any_frame) join_late(from, seen);
  check_frame(from, whole.header, seen);
  ++totals_.by[index_of(from)].frames;

  const result<frame> parsed = parse_frame(whole.header, whole.data.subspan(frame_header_size));
  walked_frame walked = walk_frame(whole.data, whole.offset, parsed);
  if (!parsed) {
    seen.summary = fmt::format("{} stream {}, {}", h2::name_of(whole.header.type), whole.header.stream_id,
                               counted(whole.header.length, "byte"));
    seen.violations.push_back(at_offset(parsed.error(), whole.offset));
    if (carries_fields(whole.header.type)) {
      side.fields.lose();
      seen.notes.emplace_back("its fields are lost, and with them the table");
    }
    return emit(std::move(seen), std::move(walked));
  }
  seen.summary = print(*parsed);
  if (const auto* headers = std::get_if<headers_frame>(&*parsed)) {
    return on_field_block(from, *headers, {std::move(seen), std::move(walked)});
  }
  if (const auto* promise = std::get_if<push_promise_frame>(&*parsed)) {
    return on_field_block(from, *promise, {std::move(seen), std::move(walked)});
  }
  if (const auto* more = std::get_if<continuation_frame>(&*parsed)) {
    return on_field_block(from, *more, {std::move(seen), std::move(walked)});
  }
  if (const auto* data = std::get_if<data_frame>(&*parsed)) on_data(from, *data, walked, seen);
  else if (const auto* said = std::get_if<settings_frame>(&*parsed)) on_settings(from, *said, seen);
  else on_other(from, *parsed, seen);
  emit(std::move(seen), std::move(walked));
}

/// A direction's first frame.
void observer::join_late(party from, observation& seen) {
  direction& side = directions_[index_of(from)];
  side.any_frame = true;
  if (side.split.joined_late()) {
    seen.notes.emplace_back("no preface: this may be the middle of a connection, and what went before is not known");
    book_.distrust();
    for (direction& each : directions_) each.fields.set_max_table_size(options_.unknown_table_size);
  } else if (seen.header.type != frame_type::settings || seen.header.has(flag::ack)) {
    seen.violations.push_back(at_offset(
        connection_error(error_code::protocol_error, "RFC 9113 §3.4", "the first frame is not SETTINGS"), seen.offset));
  }
}

/// Rules that any frame can break.
void observer::check_frame(party from, const frame_header& header, observation& seen) {
  direction& side = directions_[index_of(from)];
  if (const result<void> turn = side.block.check_turn(header); !turn) {
    seen.violations.push_back(at_offset(turn.error(), seen.offset));
    give_up_block(from, "the field block is never finished");
  }
  const settings_exchange& allowed = directions_[index_of(other(from))].said;
  if (book_.ordered() && header.length > std::max(allowed.in_force().max_frame_size, allowed.latest().max_frame_size)) {
    seen.violations.push_back(at_offset(connection_error(error_code::frame_size_error, "RFC 9113 §4.2",
                                                         "a frame longer than SETTINGS_MAX_FRAME_SIZE allows"),
                                        seen.offset));
  }
}

void observer::emit(observation seen, walked_frame walked) {
  seen.roles = std::move(walked.before);
  seen.roles.insert(seen.roles.end(), std::make_move_iterator(walked.after.begin()),
                    std::make_move_iterator(walked.after.end()));
  emit(std::move(seen));
}

void observer::emit(observation seen) {
  totals::side& by = totals_.by[index_of(seen.from)];
  by.violations += seen.violations.size();
  by.messages += static_cast<std::uint64_t>(
      std::count_if(seen.messages.begin(), seen.messages.end(), [](const grpc_part& m) { return m.ends(); }));
  totals_.streams = book_.opened();
  ready_.push_back(std::move(seen));
}

}  // namespace h2::observe
