// SPDX-License-Identifier: MIT
#include <h2/error.hpp>

#include <array>
#include <cstdio>
#include <stdexcept>

namespace h2 {

std::string name_of(error_code code) {
  static constexpr std::array<std::string_view, 14> names = {"NO_ERROR",
                                                             "PROTOCOL_ERROR",
                                                             "INTERNAL_ERROR",
                                                             "FLOW_CONTROL_ERROR",
                                                             "SETTINGS_TIMEOUT",
                                                             "STREAM_CLOSED",
                                                             "FRAME_SIZE_ERROR",
                                                             "REFUSED_STREAM",
                                                             "CANCEL",
                                                             "COMPRESSION_ERROR",
                                                             "CONNECT_ERROR",
                                                             "ENHANCE_YOUR_CALM",
                                                             "INADEQUATE_SECURITY",
                                                             "HTTP_1_1_REQUIRED"};
  const auto value = static_cast<std::uint32_t>(code);
  if (value < names.size()) return std::string(names[value]);
  std::array<char, 16> hex{};
  std::snprintf(hex.data(), hex.size(), "0x%x", value);
  return hex.data();
}

std::string error::message() const {
  std::string said;
  if (stream_id != 0) said += "stream " + std::to_string(stream_id) + ", ";
  said += "byte " + std::to_string(offset) + ": ";
  said += why;
  said += " (";
  said += clause;
  said += "): " + name_of(code) + (scope == error_scope::stream ? ", stream" : ", connection");
  return said;
}

void throw_exception_from_error(const error& why, const boost::source_location&) {
  throw std::runtime_error(why.message());
}

std::string_view text_of(misuse what) {
  switch (what) {
    case misuse::no_such_stream: return "there is no such stream, or it has closed";
    case misuse::not_open_for_sending: return "our half of the stream is closed";
    case misuse::out_of_order: return "headers, data and trailers go in this order, each response once";
    case misuse::wrong_role: return "clients request, servers respond";
    case misuse::too_many_streams: return "the peer's SETTINGS_MAX_CONCURRENT_STREAMS is reached";
    case misuse::stream_ids_exhausted: return "stream ids end at 2147483647; open a new connection";
    case misuse::going_away: return "GOAWAY was said: no new streams on this connection";
    case misuse::push_disabled: return "the client does not take pushes, or none on this stream";
    case misuse::wrong_length: return "the content is not as long as its content-length";
    case misuse::malformed_headers: return "RFC 9113 §8 does not allow these fields";
    case misuse::too_many_settings: return "too many of our SETTINGS are not acknowledged yet";
    case misuse::invalid_setting: return "RFC 9113 §6.5.2 does not allow this value";
  }
  return "";
}

void throw_exception_from_error(misuse what, const boost::source_location&) {
  throw std::logic_error(std::string(text_of(what)));
}

}  // namespace h2
