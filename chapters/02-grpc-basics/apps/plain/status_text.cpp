// SPDX-License-Identifier: MIT
#include "plain/status_text.hpp"

#include <array>
#include <cstddef>

namespace plain {

std::string name_of(grpc::StatusCode code) {
  static constexpr std::array names = {
      "OK",        "CANCELLED",      "UNKNOWN",           "INVALID_ARGUMENT",   "DEADLINE_EXCEEDED",
      "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION",
      "ABORTED",   "OUT_OF_RANGE",   "UNIMPLEMENTED",     "INTERNAL",           "UNAVAILABLE",
      "DATA_LOSS", "UNAUTHENTICATED"};
  const auto number = static_cast<std::size_t>(code);
  return number < names.size() ? names[number] : "CODE_" + std::to_string(static_cast<int>(code));
}

std::string text_of(const grpc::Status& status) {
  return status.ok() ? "OK" : name_of(status.error_code()) + ": " + status.error_message();
}

}  // namespace plain
