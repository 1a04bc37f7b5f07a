// SPDX-License-Identifier: MIT
//
// SETTINGS (RFC 9113 §6.5). The peer's hold when we read them, which our ACK says. Ours hold when the peer's ACK says
// so; between sending and ACK the peer may act on the old ones or the new, so that both must be borne: `borne_` has the
// larger of each value, and is what frames and windows are measured by.
//
// One exception: a limit of streams. Before the first ACK the old one is "no limit", and that cannot be borne; streams
// above ours are refused from the start, which a client may try again (§8.7).
#include "parts.hpp"

#include <algorithm>

namespace h2 {

result<void> connection::parts::on_settings(const frame_header& header, bytes payload) {
  const auto parsed = parse_settings(header, payload);
  if (!parsed) return parsed.error();
  if (parsed->ack) {
    const auto acknowledged = exchange_.acknowledged();
    if (!acknowledged) return acknowledged.error();
    settings_acknowledged_ = true;
    if (exchange_.waiting() == 0) bear(*acknowledged);
    events_.push(settings_acknowledged{*acknowledged});
    return {};
  }
  settings_seen_ = true;
  if (auto paid = charge(settings_, "limits.settings: too many SETTINGS"); !paid) return paid;
  if (auto applied = apply_peer_settings(*parsed); !applied) return applied;
  output_.answer(settings_frame{.ack = true, .values = {}});
  events_.push(settings_received{peer_});
  return {};
}

result<void> connection::parts::apply_peer_settings(const settings_frame& frame) {
  for (const setting& one : frame.values) {
    if (one.id == setting_id::enable_push && one.value == 1 && side_ == role::client) {
      return connection_error(error_code::protocol_error, "RFC 9113 §6.5.2", "a server with ENABLE_PUSH 1");
    }
    // One after the other: a table that sinks and rises within one frame is emptied all the same (RFC 7541 §4.2).
    if (one.id == setting_id::header_table_size) encoder_.set_max_table_size(one.value);
  }
  const std::uint32_t before = peer_.initial_window_size;
  peer_ = apply(peer_, frame);
  if (peer_.initial_window_size == before) return {};
  bool all_fit = true;
  streams_.each([&](stream& s) {
    all_fit = s.send.shift(before, peer_.initial_window_size) && all_fit;
    schedule(s);
  });
  if (all_fit) return {};
  return connection_error(error_code::flow_control_error, "RFC 9113 §6.9.2",
                          "INITIAL_WINDOW_SIZE makes a window larger than 2^31-1");
}

outcome<void> connection::parts::update_settings(const settings& wanted) {
  const settings_frame change = difference(exchange_.latest(), wanted);
  if (exchange_.waiting() >= bounds_.unacknowledged_settings) return misuse::too_many_settings;
  for (const setting& one : change.values) {
    if (!check_setting(one)) return misuse::invalid_setting;
    if (one.id == setting_id::enable_push && one.value == 1 && side_ == role::server) return misuse::invalid_setting;
  }
  if (!ended_) announce_settings(wanted);
  return {};
}

void connection::parts::announce_settings(const settings& wanted) {
  encode(difference(exchange_.latest(), wanted), output_.buffer());
  exchange_.sent(wanted);
  bear({.header_table_size = std::max(borne_.header_table_size, wanted.header_table_size),
        .enable_push = borne_.enable_push || wanted.enable_push,
        .max_concurrent_streams = std::max(borne_.max_concurrent_streams, wanted.max_concurrent_streams),
        .initial_window_size = std::max(borne_.initial_window_size, wanted.initial_window_size),
        .max_frame_size = std::max(borne_.max_frame_size, wanted.max_frame_size),
        .max_header_list_size = std::max(borne_.max_header_list_size, wanted.max_header_list_size)});
}

void connection::parts::bear(const settings& wanted) {
  const settings before = borne_;
  borne_ = wanted;
  if (before.header_table_size != borne_.header_table_size) decoder_.set_max_table_size(borne_.header_table_size);
  decoder_.set_max_list_size(borne_.max_header_list_size);
  reader_.set_max_frame_size(borne_.max_frame_size);
  if (before.initial_window_size == borne_.initial_window_size) return;
  streams_.each([&](stream& s) { s.receive.shift(before.initial_window_size, borne_.initial_window_size); });
}

}  // namespace h2
