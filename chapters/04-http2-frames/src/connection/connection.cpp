// SPDX-License-Identifier: MIT
#include "parts.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace h2 {

namespace {
const settings& checked(const settings& local) {
  for (const setting& one : difference({}, local).values) {
    if (!check_setting(one)) throw std::invalid_argument("h2::connection: a setting outside of RFC 9113 §6.5.2");
  }
  return local;
}
}  // namespace

connection::parts::parts(h2::role side, connection_options options)
    : side_(side),
      bounds_(options.bounds),
      resets_(bounds_.resets),
      pings_(bounds_.pings),
      settings_(bounds_.settings),
      idle_frames_(bounds_.idle_frames),
      reader_(side == role::server),
      block_(bounds_.field_block),
      decoder_({.max_list_size = options.local.max_header_list_size}),
      streams_(side == role::client ? 1 : 0, bounds_.closed_streams),
      receive_(options.connection_window, default_initial_window),
      encoder_({.max_table_size = options.encoder_table_size}) {
  // Room for one frame with one byte: with less, content would wait for ever.
  bounds_.output = std::max<std::uint32_t>(bounds_.output, frame_header_size + 1);
  settings local = checked(options.local);
  if (side_ == role::server) local.enable_push = settings{}.enable_push;  // a server's means nothing, and is not sent
  borne_.max_concurrent_streams = local.max_concurrent_streams;
  borne_.max_header_list_size = local.max_header_list_size;
  if (side_ == role::client) append(output_.buffer(), bytes_of(client_preface));
  announce_settings(local);
  give_back(0);
}

connection::connection(h2::role side, connection_options options) : parts_(std::make_unique<parts>(side, options)) {}
connection::~connection() = default;
connection::connection(connection&&) noexcept = default;
connection& connection::operator=(connection&&) noexcept = default;

void connection::receive(bytes input, instant now) { parts_->receive(input, now); }
std::optional<event> connection::next_event() { return parts_->next_event(); }
bool connection::has_output() const { return parts_->has_output(); }
void connection::take_output(byte_buffer& into) { parts_->take_output(into); }

outcome<std::uint32_t> connection::submit_request(const header_list& headers, bool end_stream) {
  return parts_->submit_request(headers, end_stream);
}
outcome<void> connection::submit_informational(std::uint32_t stream_id, const header_list& headers) {
  return parts_->submit_informational(stream_id, headers);
}
outcome<void> connection::submit_response(std::uint32_t stream_id, const header_list& headers, bool end_stream) {
  return parts_->submit_response(stream_id, headers, end_stream);
}
outcome<void> connection::submit_trailers(std::uint32_t stream_id, const header_list& headers) {
  return parts_->submit_trailers(stream_id, headers);
}
outcome<std::uint32_t> connection::submit_push(std::uint32_t stream_id, const header_list& request) {
  return parts_->submit_push(stream_id, request);
}
outcome<std::size_t> connection::send_data(std::uint32_t stream_id, bytes data, bool end_stream) {
  return parts_->send_data(stream_id, data, end_stream);
}
outcome<std::size_t> connection::send_data(std::uint32_t stream_id, byte_buffer&& data, bool end_stream) {
  return parts_->send_data(stream_id, std::move(data), end_stream);
}
void connection::consume(std::uint32_t stream_id, std::size_t n) { parts_->consume(stream_id, n); }
void connection::reset_stream(std::uint32_t stream_id, error_code code) { parts_->reset_stream(stream_id, code); }
void connection::recycle(header_list&& list) { parts_->recycle(std::move(list)); }

void connection::ping(const ping_data& opaque) { parts_->ping(opaque); }
outcome<void> connection::update_settings(const settings& wanted) { return parts_->update_settings(wanted); }
void connection::set_connection_window(std::uint32_t size) { parts_->set_connection_window(size); }
void connection::shut_down(std::string_view debug) { parts_->shut_down(debug); }
void connection::close(error_code code, std::string_view debug) { parts_->close(code, debug); }

result<void> connection::upgraded(bytes settings_payload, header_list request) {
  return parts_->upgraded(settings_payload, std::move(request));
}
void connection::upgraded() { parts_->upgraded(); }

role connection::side() const { return parts_->side(); }
bool connection::handshake_done() const { return parts_->handshake_done(); }
bool connection::going_away() const { return parts_->going_away(); }
bool connection::finished() const { return parts_->finished(); }
std::size_t connection::open_streams() const { return parts_->open_streams(); }
bool connection::can_open_stream() const { return parts_->can_open_stream(); }
stream_state connection::state_of(std::uint32_t stream_id) const { return parts_->state_of(stream_id); }
std::int64_t connection::send_window_of(std::uint32_t stream_id) const { return parts_->send_window_of(stream_id); }
std::int64_t connection::receive_window_of(std::uint32_t stream_id) const {
  return parts_->receive_window_of(stream_id);
}
std::size_t connection::queued_on(std::uint32_t stream_id) const { return parts_->queued_on(stream_id); }
const settings& connection::peer_settings() const { return parts_->peer_settings(); }
const settings& connection::local_settings() const { return parts_->local_settings(); }
footprint connection::held() const { return parts_->held(); }
std::uint64_t connection::received() const { return parts_->received(); }
std::uint64_t connection::data_sent() const { return parts_->data_sent(); }

}  // namespace h2
