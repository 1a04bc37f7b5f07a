// SPDX-License-Identifier: MIT
//
// A stream of JSON values, back to back, with any white space between: how JSON-RPC 1.0 uses a TCP
// connection. There is no length in front and no line end to wait for; a value ends where its grammar
// says so, and only a parser knows.
//
//   {"method":"UserServer.GetUser","params":[{"id":"1"}],"id":0}⏎{"method":"UserS…
//   └──────────────── one value: next() gives it ──────────────┘  └── rest: stays for later ──
//
// Boost.JSON knows the grammar and takes its input in pieces, so it decides where a value ends, and a
// syntax error is noticed at its first byte and not when a line is full. It builds nothing here: what a
// value means is decided by whoever reads its text (json_value.hpp). See json_stream.cpp for why.
#pragma once

#include <netrpc/error.hpp>
#include <netrpc/limits.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace netrpc {

class json_stream {
 public:
  explicit json_stream(const limits& bounds = {});
  ~json_stream();
  json_stream(json_stream&&) noexcept;
  json_stream& operator=(json_stream&&) noexcept;

  void receive(std::span<const std::byte> data);

  /// True: text() is the next value, white space around it cut off. False: it is not all here yet.
  /// A number outside of everything ends only with the byte after it.
  /// Errors: json_syntax (too deep counts as that), json_message_too_big; both are final.
  [[nodiscard]] result<bool> next();

  /// The value next() found. Lifetime: until receive() or next() is called.
  [[nodiscard]] std::string_view text() const;
  /// Where text() begins, from the start of the stream.
  [[nodiscard]] std::uint64_t offset() const { return origin_ + begin_; }

  /// True when no value has begun that has not ended: the stream may end here.
  [[nodiscard]] bool at_boundary() const;

 private:
  class grammar;

  void drop_consumed();
  bool skip_white_space();
  error fail(errc code, std::string detail);

  limits limits_;
  std::unique_ptr<grammar> grammar_;
  std::string buffer_;
  std::uint64_t origin_ = 0;  // offset of buffer_'s first byte
  std::size_t begin_ = 0;     // of the current value, in buffer_
  std::size_t end_ = 0;       // of the current value, once it was found
  std::size_t checked_ = 0;   // what the grammar has seen of buffer_
  bool found_ = false;        // text() is to be had
  std::optional<error> broken_;
};

}  // namespace netrpc
