// SPDX-License-Identifier: MIT
//
// Walking over JSON text that was found valid before (json_stream.hpp). Go's encoding/json works in the
// same two steps: a scanner that is strict, then a decoder that may trust it.
//
// Nothing here checks grammar, and nothing reads past the text's end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace netrpc::json {

/// A place in a valid JSON text.
class cursor {
 public:
  /// `offset`: of the text's first byte in its stream. Lifetime: the text outlives the cursor.
  explicit cursor(std::string_view text, std::uint64_t offset = 0) : text_(text), offset_(offset) {}

  /// The next byte that is no white space: which kind of value begins, or , : ] }. Zero at the end.
  [[nodiscard]] char peek();
  /// Takes that byte.
  char take();
  /// Takes it if it is `c`.
  bool take_if(char c);

  /// Takes the next value, whatever it is, and returns its text.
  std::string_view value();
  /// Takes the next value, which must be a string, and returns what it means.
  std::string string();

  /// Of the next byte that is no white space, from the start of the stream.
  [[nodiscard]] std::uint64_t offset() {
    (void)peek();
    return offset_ + at_;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::uint64_t offset_;
};

/// Calls visit(key, offset of the key) before each value of the object the cursor stands at; visit takes the value.
template <class Visit>
void each_member(cursor& in, Visit visit) {
  in.take();
  if (in.take_if('}')) return;
  do {
    const std::uint64_t offset = in.offset();
    const std::string key = in.string();
    in.take();  // the colon
    visit(key, offset);
  } while (in.take() == ',');
}

/// Calls visit() before each value of the array the cursor stands at; visit takes the value.
template <class Visit>
void each_element(cursor& in, Visit visit) {
  in.take();
  if (in.take_if(']')) return;
  do {
    visit();
  } while (in.take() == ',');
}

/// What a string literal, quotes and all, means. Half a surrogate pair and what is no UTF-8 become U+FFFD.
[[nodiscard]] std::string unquote(std::string_view literal);

/// `text` as a string literal, as encoding/json writes it: <, > and & escaped for those who put JSON
/// into HTML, U+2028 and U+2029 for those who put it into JavaScript, and U+FFFD for what is no UTF-8.
void append_quoted(std::string& out, std::string_view text);

/// A valid JSON text as encoding/json writes a RawMessage: white space gone, the escapes of
/// append_quoted() but for invalid UTF-8, which stays.
void append_compact(std::string& out, std::string_view json);

/// Whether encoding/json takes `key` for the field `name`: letters of either case, and two
/// characters beyond ASCII that Unicode calls another case of s and k.
[[nodiscard]] bool equal_fold(std::string_view name, std::string_view key);

}  // namespace netrpc::json
