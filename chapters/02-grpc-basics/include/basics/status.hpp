// SPDX-License-Identifier: MIT
#pragma once

#include <boost/system/result.hpp>

#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace basics {

/// gRPC's status codes, doc/statuscodes.md. On the wire a decimal number in the trailer grpc-status.
enum class code : int {
  ok = 0,
  canceled = 1,
  unknown = 2,
  invalid_argument = 3,
  deadline_exceeded = 4,
  not_found = 5,
  already_exists = 6,
  permission_denied = 7,
  resource_exhausted = 8,
  failed_precondition = 9,
  aborted = 10,
  out_of_range = 11,
  unimplemented = 12,
  internal = 13,
  unavailable = 14,
  data_loss = 15,
  unauthenticated = 16,
};

/// grpc-go's name of a code: "OK", "Canceled", "NotFound"; "Code(77)" for a number that has none.
[[nodiscard]] std::string name_of(code c);

/// What a call ended with, and Go's `error` of a handler: OK is nil.
struct [[nodiscard]] status {
  basics::code code = basics::code::ok;
  std::string message = {};
  /// A serialised google.rpc.Status, or empty: the trailer grpc-status-details-bin.
  std::string details = {};

  [[nodiscard]] bool ok() const { return code == basics::code::ok; }
  bool operator==(const status&) const = default;
};

/// `<nil>`, or grpc-go's `rpc error: code = NotFound desc = no such user`.
[[nodiscard]] std::string text_of(const status& s);
std::ostream& operator<<(std::ostream& out, const status& s);

/// Go's errors.New: an error that is no status reaches the client as UNKNOWN with its text.
[[nodiscard]] status plain_error(std::string text);

/// A value, or the status that stands in its place: Go's (T, error).
template <class T>
using result = boost::system::result<T, status>;

/// What result<T>::value() throws instead of a value.
struct status_error : std::runtime_error {
  explicit status_error(const status& s);
};
[[noreturn]] void throw_exception_from_error(const status& s, const boost::source_location& at);

/// The server was used in a way that no input of a client can cause: an implementation of the wrong type, an
/// interceptor set twice. grpc-go ends the process with the same words.
struct usage_error : std::logic_error {
  using std::logic_error::logic_error;
};

}  // namespace basics
