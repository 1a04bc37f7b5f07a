// SPDX-License-Identifier: MIT
//
// RFC 9113 §8: which lists of fields are a request, a response, trailers.
//
//   request    :method :scheme :path (:authority), each once, before all else
//              CONNECT has :method and :authority only (§8.5)
//   response   :status once, three digits; a 1xx is not the end of it, and has no END_STREAM
//   trailers   no pseudo-field at all, and END_STREAM
//
// Anything else is "malformed" (§8.1.1): a stream error PROTOCOL_ERROR, never a guess. Proxies that guessed were
// smuggled through.
#pragma once

#include <h2/error.hpp>
#include <h2/hpack/header_list.hpp>

#include <cstdint>
#include <optional>

namespace h2 {

/// What is wrong with a list, or nothing: a literal, with the clause. `why` empty: nothing.
struct malformed {
  std::string_view clause;
  std::string_view why;
  explicit operator bool() const { return !why.empty(); }
};

/// §8.2, §8.3: names in lower case without odd octets, values without NUL, CR, LF and outer blanks, no
/// connection-specific field (connection, proxy-connection, keep-alive, transfer-encoding, upgrade; te other than
/// "trailers"), and the pseudo-fields of the kind.
[[nodiscard]] malformed check_request(const header_list& headers);
[[nodiscard]] malformed check_response(const header_list& headers);
[[nodiscard]] malformed check_trailers(const header_list& headers);

/// The request line's parts, as views into the list; empty when absent. Requires: check_request found nothing.
struct request_line {
  std::string_view method;
  std::string_view scheme;
  std::string_view authority;
  std::string_view path;
};
[[nodiscard]] request_line request_line_of(const header_list& request);

/// :status as a number. Requires: check_response found nothing.
[[nodiscard]] int status_of(const header_list& response);

/// §8.1.1: content-length, and whether it can be right: digits only, and equal when there are several.
struct content_length {
  std::optional<std::uint64_t> value = {};
  bool valid = true;
};
[[nodiscard]] content_length content_length_of(const header_list& headers);

/// Where one direction of one exchange stands: which HEADERS may come next, and how much content is still due.
class message_progress {
 public:
  enum class stage : std::uint8_t { headers, body, done };

  /// A HEADERS frame of this direction, whole and decoded. `is_request`: which direction. Answers what the list is.
  enum class kind : std::uint8_t { request, informational, response, trailers };
  struct answer {
    kind what = kind::request;
    malformed why = {};  // of the stream
  };
  /// `to_head`: the request was HEAD; `to_connect`: it was CONNECT, and a 2xx then opens a tunnel without
  /// content-length (§8.5).
  [[nodiscard]] answer on_headers(bool is_request, const header_list& headers, bool end_stream, bool to_head = false,
                                  bool to_connect = false);
  /// DATA of so many bytes without padding. Before headers, or more than content-length: malformed.
  [[nodiscard]] malformed on_data(std::uint64_t n, bool end_stream);

  [[nodiscard]] stage where() const { return stage_; }

 private:
  [[nodiscard]] malformed on_trailers(const header_list& headers, bool end_stream);
  [[nodiscard]] malformed on_end();

  stage stage_ = stage::headers;
  bool tunnel_ = false;               // DATA is the tunnel's bytes, and nothing else may come
  std::optional<std::uint64_t> due_;  // content-length, less what has come
};

}  // namespace h2
