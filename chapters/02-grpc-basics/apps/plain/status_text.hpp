// SPDX-License-Identifier: MIT
#pragma once

#include <grpcpp/support/status.h>

#include <string>

namespace plain {

/// "NOT_FOUND"; "CODE_77" for a number that has no name.
[[nodiscard]] std::string name_of(grpc::StatusCode code);

/// "OK", or "NOT_FOUND: no such user".
[[nodiscard]] std::string text_of(const grpc::Status& status);

}  // namespace plain
