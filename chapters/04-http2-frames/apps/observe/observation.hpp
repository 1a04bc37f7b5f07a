// SPDX-License-Identifier: MIT
//
// What an observer saw, as plain data: nothing here points into anything else, so it may be kept, printed, counted.
#pragma once

#include <h2/error.hpp>
#include <h2/frame_header.hpp>
#include <h2/stream_state.hpp>

#include <string>
#include <vector>

namespace h2::observe {

/// Who sent it.
enum class party : std::uint8_t { client, server };

[[nodiscard]] constexpr party other(party one) { return one == party::client ? party::server : party::client; }
[[nodiscard]] constexpr std::size_t index_of(party one) { return static_cast<std::size_t>(one); }
[[nodiscard]] constexpr std::string_view name_of(party one) { return one == party::client ? "client" : "server"; }

/// Bytes with one meaning. Those of an observation lie behind each other and leave no byte out.
struct role {
  std::uint64_t offset = 0;  // of the first, in all that this party sent
  std::size_t size = 0;      // never 0
  unsigned depth = 0;        // nesting: the parts of something are one deeper than what they begin with
  std::string meaning;
};

/// How HPACK wrote a field (RFC 7541 §6).
enum class representation : std::uint8_t { indexed, literal_into_table, literal, literal_never_indexed, size_update };

[[nodiscard]] std::string_view name_of(representation how);

struct field {
  std::string name;
  std::string value;
  representation how = representation::indexed;
  std::uint32_t index = 0;  // in the tables: of the field, or of the name; 0 for a name in full
  bool huffman_name = false;
  bool huffman_value = false;
  std::size_t encoded = 0;  // bytes on the wire
};

/// What a field did to its sender's dynamic table.
struct table_change {
  enum class kind : std::uint8_t { inserted, evicted, resized };
  kind what = kind::inserted;
  std::string name, value;     // empty when resized
  std::uint32_t size = 0;      // bytes, after this change
  std::uint32_t max_size = 0;  // bytes
  std::size_t count = 0;       // fields, after it
};

/// Credit for DATA that `sender` may still send.
struct window_change {
  party sender = party::client;
  std::uint32_t stream_id = 0;  // 0: the connection's
  std::int64_t before = 0, after = 0;
};

/// From the client's side: half_closed_local is the client having finished.
struct state_change {
  std::uint32_t stream_id = 0;
  stream_state before = stream_state::idle, after = stream_state::idle;
};

/// The part of one gRPC message that lies in one DATA frame.
struct grpc_part {
  std::uint64_t number = 0;  // of the message in its direction of the stream, from 1
  bool compressed = false;
  std::uint32_t length = 0;           // of the whole message, without the five bytes before it
  std::uint32_t first = 0, last = 0;  // the bytes of the message that are here: [first, last)
  [[nodiscard]] bool ends() const { return last == length; }
};

struct observation {
  enum class kind : std::uint8_t {
    preface,     // the client's 24 bytes
    http1,       // the head of the HTTP/1.1 exchange that h2c begins with
    frame,       // a whole one
    cut,         // the bytes ended inside a frame
    unreadable,  // outside of any frame: what is no HTTP/2, or not yet
  };
  kind what = kind::frame;
  party from = party::client;
  std::uint64_t offset = 0;  // of the first byte
  byte_buffer bytes;         // all of it; as many as the roles cover
  std::vector<role> roles;
  frame_header header = {};  // kind::frame
  std::string summary;       // one line

  /// A field block that this frame has made whole, and how far its sender's table has come.
  std::vector<field> fields;
  std::vector<table_change> table;

  std::vector<window_change> windows;
  std::vector<state_change> states;
  std::vector<grpc_part> messages;

  /// Rules broken, as far as can be seen from between. Nothing is done about them.
  std::vector<error> violations;
  /// What the observer could not follow, and other words about it.
  std::vector<std::string> notes;
};

}  // namespace h2::observe
