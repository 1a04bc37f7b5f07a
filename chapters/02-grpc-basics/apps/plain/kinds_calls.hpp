// SPDX-License-Identifier: MIT
//
// What kinds_client shows, each in a few lines on stdout. The synchronous API: a client that does one thing at a time
// reads best with calls that wait.
#pragma once

#include "kinds.grpc.pb.h"

#include <cstdint>
#include <string>
#include <vector>

namespace plain {

struct kinds_options {
  std::string address;           // "127.0.0.1:43535"
  std::int64_t deadline_ms = 0;  // for `deadline`
  std::int64_t size = 0;         // bytes, for `limits` and `gzip`
};

struct kinds_call {
  const char* name;
  const char* shows;
  /// Throws std::runtime_error, `CODE: message`, when a call ends otherwise than it is to show.
  void (*run)(kinds::Kinds::Stub& stub, const kinds_options& options);
};
/// In the order to show them in.
[[nodiscard]] const std::vector<kinds_call>& kinds_calls();

/// Sends each line of stdin as it comes, prints what comes back; the end of stdin, or "bye", ends the call.
void chat(kinds::Kinds::Stub& stub, const kinds_options& options);

// The kinds themselves …
void unary(kinds::Kinds::Stub& stub, const kinds_options& options);
void server_streaming(kinds::Kinds::Stub& stub, const kinds_options& options);
void client_streaming(kinds::Kinds::Stub& stub, const kinds_options& options);
void bidi(kinds::Kinds::Stub& stub, const kinds_options& options);
// … and their edges.
void deadline(kinds::Kinds::Stub& stub, const kinds_options& options);
void cancel(kinds::Kinds::Stub& stub, const kinds_options& options);
void metadata(kinds::Kinds::Stub& stub, const kinds_options& options);
void details(kinds::Kinds::Stub& stub, const kinds_options& options);
void limits(kinds::Kinds::Stub& stub, const kinds_options& options);
void gzip(kinds::Kinds::Stub& stub, const kinds_options& options);

/// Throws std::runtime_error, `CODE: message`, when the status is another.
void expect(const grpc::Status& status, grpc::StatusCode code = grpc::StatusCode::OK);

}  // namespace plain
