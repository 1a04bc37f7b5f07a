// SPDX-License-Identifier: MIT
//
// The decoder inside of dump(): the functions that read are those of every decoder, one for each thing that can stand
// on the wire, and each says what it has read.
#pragma once

#include "dump.hpp"
#include "dump_presence.hpp"

#include <pbwire/wire.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace pbdump {

/// The start of a group 1 in a message set.
inline constexpr std::uint32_t item_tag = pbwire::make_tag(1, pbwire::wire_type::start_group);

/// Reads as decode() does: a pointer goes in, the pointer behind what was read comes out, null after a failure. Then
/// `path_` and `depth_` stay as they were there, until recover().
class walker {
 public:
  walker(std::span<const std::byte> input, knowledge known, int depth_limit)
      : begin_(input.data()), end_(begin_ + input.size()), shown_(begin_), known_(known), depth_left_(depth_limit) {}

  dumped run();

 private:
  /// The message whose fields are being read. Nothing is known of an unknown one.
  struct frame {
    const pbwire::message_type* type = nullptr;
    presence* seen = nullptr;
    std::uint32_t group = 0;  // if it is a group: its field number
  };
  struct level {
    std::size_t path = 0;
    int depth = 0;
    int depth_left = 0;
  };

  const std::byte* fields(frame in, const std::byte* p, const std::byte* end);
  const std::byte* record(frame in, std::uint32_t tag, const std::byte* at, const std::byte* p, const std::byte* end);
  const std::byte* known_value(frame in, const pbwire::field_type& field, std::uint32_t tag, const std::byte* p,
                               const std::byte* end);
  const std::byte* unknown_value(std::uint32_t tag, const std::byte* p, const std::byte* end);
  const std::byte* unknown_content(const std::byte* p, const std::byte* end);
  const std::byte* length(const std::byte* p, const std::byte* end, std::size_t& size);
  const std::byte* number(const pbwire::field_type* field, pbwire::wire_type type, std::string_view before,
                          const std::byte* p, const std::byte* end);
  const std::byte* text(frame in, const pbwire::field_type& field, const std::byte* p, const std::byte* end);
  const std::byte* packed(const pbwire::field_type& field, const std::byte* p, const std::byte* end);
  const std::byte* elements(const pbwire::field_type* field, const std::byte* p, const std::byte* end);
  const std::byte* message(frame in, const std::byte* p, const std::byte* end);
  const std::byte* nested(frame in, const std::byte* p, const std::byte* end);
  const std::byte* group(frame in, const std::byte* p, const std::byte* end);
  const std::byte* item(frame set, const std::byte* p, const std::byte* end);
  const std::byte* item_message(frame set, const pbwire::field_type* field, const std::byte* p, const std::byte* end);

  /// If the field is the type_url of an Any: remembers which type it names.
  void look_for_url(const presence* in, const pbwire::field_type& field, std::string_view value);
  /// Whether the field is the value of an Any whose type is known, and was shown as a message of that type.
  bool is_opened(const presence* in, const pbwire::field_type& field, std::span<const std::byte> value);

  [[nodiscard]] const pbwire::field_type* find(const pbwire::message_type* type, std::uint32_t number) const;

  /// Gives all bytes up to `to` that no line has yet to a new one.
  void say(const std::byte* to, role what, std::string meaning, bool is_guess = false);
  /// Notes an error, unless there is one already.
  void note(pbwire::errc rule, const std::byte* at);
  [[nodiscard]] level here() const { return {path_.size(), depth_, depth_left_}; }
  /// After a failure: what is left up to `to` is not understood, and reading may go on there.
  void recover(level back, const std::byte* to);

  const std::byte* const begin_;
  const std::byte* const end_;
  const std::byte* shown_;  // all bytes before this one have their line
  knowledge known_;
  int depth_left_;
  int depth_ = 0;  // of the next line
  std::vector<std::string> path_;
  struct {
    const presence* in = nullptr;  // which Any it was
    const pbwire::message_type* type = nullptr;
  } any_;  // whose type_url came last
  pbwire::failure why_;
  dumped out_;
};

}  // namespace pbdump
