// SPDX-License-Identifier: MIT
//
// google.protobuf.Any is a message that holds another: its type's name in type_url, its bytes in value. The wire sees a
// string and some bytes; whoever knows the type can look inside. No decoder does that by itself, so what is wrong in
// there is no error here: the bytes are then shown as bytes.
#include "dump_walker.hpp"

#include <algorithm>

namespace pbdump {

namespace {

bool is_any(const pbwire::field_type& field, std::uint32_t number) {
  return field.number == number && !field.is_extension && field.containing->full_name == "google.protobuf.Any";
}

}  // namespace

void walker::look_for_url(const presence* in, const pbwire::field_type& field, std::string_view value) {
  if (!is_any(field, 1) || known_.types == nullptr) return;
  any_ = {in, known_.types->find_message(value.substr(std::min(value.size(), value.rfind('/') + 1)))};
}

bool walker::is_opened(const presence* in, const pbwire::field_type& field, std::span<const std::byte> value) {
  if (!is_any(field, 2) || any_.in != in || any_.type == nullptr || value.empty()) return false;
  dumped inside = dump(value, {known_.types, any_.type}, depth_left_);
  if (inside.error) return false;
  const auto shift = static_cast<std::size_t>(value.data() - begin_);
  for (line& each : inside.lines) {
    each.offset += shift;
    each.depth += depth_;
    out_.lines.push_back(std::move(each));
  }
  shown_ = value.data() + value.size();
  return true;
}

}  // namespace pbdump
