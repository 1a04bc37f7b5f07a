// SPDX-License-Identifier: MIT
//
// One error type for the whole chapter. The code comes first, so that a caller can act on it; the
// scope says what is lost; the offset says where; message() is written for a learner.
#pragma once

#include <boost/assert/source_location.hpp>
#include <boost/system/result.hpp>

#include <cstdint>
#include <string>

namespace netrpc {

enum class errc : std::uint8_t {
  // gob: the bytes themselves are wrong
  truncated,            // a message ended inside a value
  uint_too_long,        // a byte count above 8
  message_too_big,      // limits::message_bytes
  length_past_input,    // a string, count or skip longer than what is left of the message
  field_out_of_range,   // a field delta past the struct's last field
  nonzero_singleton,    // a value that is no struct must be preceded by a zero byte
  array_length,         // the count sent is not the array's length
  unknown_type_id,      // an id nobody defined
  duplicate_type,       // an id defined twice, or below 65
  bad_type_definition,  // a definition that describes nothing
  extra_data,           // bytes after a type definition
  too_deep,             // limits::nesting
  too_many_types,       // limits::types
  value_too_big,        // limits::value_bytes
  name_too_long,        // limits::type_name_bytes
  // gob: the bytes are right, but they do not fit the value they are meant for
  type_mismatch,
  no_fields_matched,
  value_out_of_range,
  name_not_registered,
  opaque_rejected,  // GobDecode or UnmarshalBinary refused its bytes
  // gob: the value cannot be sent
  cannot_encode,
  // jsonrpc
  json_syntax,
  json_type,
  json_message_too_big,
  json_header,
  // http
  http_handshake,
  // rpc
  server_error,       // the method's own error, or the server's refusal: detail holds its text
  shutdown,           // "connection is shut down"
  unexpected_eof,     // the peer went away
  ill_formed_method,  // no dot in "Service.Method"
  service_not_found,
  method_not_found,
  duplicate_service,
  no_suitable_method,
  bad_service_name,
  too_many_pending,  // limits::pending_calls
  io,                // the socket said no; detail holds its words
};

enum class error_scope : std::uint8_t {
  value,   // this value is lost; the next one can still be read
  stream,  // nothing after this can be trusted
  local,   // our own caller asked for something impossible; nothing was sent
};

/// What went wrong, and where.
///
/// `offset` counts bytes from the start of the stream that was being read (0 where there is none).
/// `detail` names the types, fields or texts involved.
struct error {
  errc code;
  error_scope scope = error_scope::stream;
  std::uint64_t offset = 0;
  std::string detail = {};

  /// One sentence for a person: what, where (byte offset), and by which rule.
  [[nodiscard]] std::string message() const;
};

template <class T>
using result = boost::system::result<T, error>;

/// Makes `result<T>::value()` throw std::runtime_error with message() (found by ADL).
[[noreturn]] void throw_exception_from_error(const error& e, const boost::source_location& where);

}  // namespace netrpc
