// SPDX-License-Identifier: MIT
#include "print.hpp"

namespace get {
namespace {

std::string on(std::uint32_t stream_id) { return "< stream " + std::to_string(stream_id) + ": "; }
std::string_view end_of(bool end_stream) { return end_stream ? ", end" : ""; }

std::string settings_text(const h2::settings& s) {
  const auto number = [](std::uint32_t n) { return n == 0xffff'ffff ? std::string("none") : std::to_string(n); };
  return "HEADER_TABLE_SIZE " + number(s.header_table_size) + ", MAX_CONCURRENT_STREAMS " +
         number(s.max_concurrent_streams) + ", INITIAL_WINDOW_SIZE " + number(s.initial_window_size) +
         ", MAX_FRAME_SIZE " + number(s.max_frame_size) + ", MAX_HEADER_LIST_SIZE " + number(s.max_header_list_size);
}

struct printer {
  std::string operator()(const h2::request_received& e) const { return on(e.stream_id) + fields_of(e.headers); }
  std::string operator()(const h2::informational_received& e) const {
    return on(e.stream_id) + "interim response: " + fields_of(e.headers);
  }
  std::string operator()(const h2::response_received& e) const {
    return (on(e.stream_id) + "response").append(end_of(e.end_stream)) + ": " + fields_of(e.headers);
  }
  std::string operator()(const h2::trailers_received& e) const {
    return on(e.stream_id) + "trailers, end: " + fields_of(e.headers);
  }
  std::string operator()(const h2::data_received& e) const {
    return (on(e.stream_id) + std::to_string(e.data.size()) + " bytes").append(end_of(e.end_stream));
  }
  std::string operator()(const h2::push_received& e) const {
    return on(e.stream_id) + "promise of stream " + std::to_string(e.promised_id) + ": " + fields_of(e.request);
  }
  std::string operator()(const h2::stream_reset& e) const {
    std::string text = on(e.stream_id) + (e.by_peer ? "reset by the server: " : "reset by us: ") + name_of(e.code);
    if (e.unprocessed) text += ", not acted on";
    if (!e.by_peer) text += ": " + e.why.message();
    return text;
  }
  std::string operator()(const h2::stream_closed& e) const { return on(e.stream_id) + "closed"; }
  std::string operator()(const h2::stream_writable& e) const { return on(e.stream_id) + "writable"; }
  std::string operator()(const h2::settings_received& e) const { return "< SETTINGS " + settings_text(e.values); }
  std::string operator()(const h2::settings_acknowledged&) const { return "< SETTINGS, ACK"; }
  std::string operator()(const h2::ping_acknowledged&) const { return "< PING, ACK"; }
  std::string operator()(const h2::goaway_received& e) const {
    return "< GOAWAY " + name_of(e.code) + ", last stream " + std::to_string(e.last_stream_id) +
           (e.debug.empty() ? "" : ": " + e.debug);
  }
  std::string operator()(const h2::connection_failed& e) const { return "> GOAWAY: " + e.why.message(); }
};

}  // namespace

std::string line_of(const h2::event& what) { return std::visit(printer{}, what); }

std::string fields_of(const h2::header_list& list) {
  std::string text;
  for (const h2::header_field field : list) {
    if (!text.empty()) text += ", ";
    text.append(field.name).append(" ").append(field.value);
  }
  return text;
}

}  // namespace get
