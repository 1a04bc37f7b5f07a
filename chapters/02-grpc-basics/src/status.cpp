// SPDX-License-Identifier: MIT
#include <basics/status.hpp>

#include <array>

namespace basics {

namespace {
constexpr std::array<const char*, 17> names = {
    "OK",       "Canceled",        "Unknown",          "InvalidArgument",   "DeadlineExceeded",
    "NotFound", "AlreadyExists",   "PermissionDenied", "ResourceExhausted", "FailedPrecondition",
    "Aborted",  "OutOfRange",      "Unimplemented",    "Internal",          "Unavailable",
    "DataLoss", "Unauthenticated",
};
}  // namespace

std::string name_of(code c) {
  const auto number = static_cast<std::size_t>(c);  // a negative number becomes a large one
  return number < names.size() ? names[number] : "Code(" + std::to_string(static_cast<int>(c)) + ")";
}

std::string text_of(const status& s) {
  return s.ok() ? "<nil>" : "rpc error: code = " + name_of(s.code) + " desc = " + s.message;
}

std::ostream& operator<<(std::ostream& out, const status& s) { return out << text_of(s); }

status plain_error(std::string text) { return {.code = code::unknown, .message = std::move(text)}; }

status_error::status_error(const status& s) : std::runtime_error(text_of(s)) {}

void throw_exception_from_error(const status& s, const boost::source_location&) { throw status_error(s); }

}  // namespace basics
