// SPDX-License-Identifier: MIT
//
// Every bound of the chapter has a name here. Go's net/rpc and gob leave most of them open ("take
// caution when decoding gob data from untrusted sources", says its documentation); a server that
// strangers can reach should not.
#pragma once

#include <cstddef>
#include <cstdint>

namespace netrpc {

struct limits {
  /// One gob message, in bytes. Go: 8 GiB (encoding/gob decoder.go tooBig).
  std::uint64_t message_bytes = 64ULL << 20;
  /// How deep values may lie inside each other. Go leaves it open for values; 10000 when skipping.
  int nesting = 1000;
  /// Type definitions in one stream. Go: open.
  std::size_t types = 4096;
  /// All type definitions of one stream together, in bytes on the wire. Go: open.
  std::size_t definition_bytes = 4U << 20;
  /// What the slices and maps of one value may take in memory, in bytes: a one-byte element on the wire can be
  /// a hundred bytes here. Go: 8 GiB a slice.
  std::uint64_t value_bytes = 256ULL << 20;
  /// The name of a concrete type inside an interface value, in bytes. Go: 1024.
  std::size_t type_name_bytes = 1024;
  /// One JSON message, in bytes. Go: open.
  std::size_t json_message_bytes = 16ULL << 20;
  /// Arrays and objects inside each other in JSON. Go: 10000.
  std::size_t json_nesting = 512;
  /// The CONNECT request or its answer, in bytes. Go: 1 MiB (net/http DefaultMaxHeaderBytes).
  std::size_t http_header_bytes = 8192;
  /// Calls a client may have in flight on one connection. Go: open.
  std::size_t pending_calls = 65536;
  /// Requests a server works on at once for one connection; above it the connection is not read. Go: open.
  std::size_t concurrent_requests = 1024;
  /// Bytes waiting to be written on one connection; above it a server stops reading requests. Go: one reply.
  std::size_t output_bytes = 4ULL << 20;
};

}  // namespace netrpc
