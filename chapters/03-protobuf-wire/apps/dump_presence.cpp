// SPDX-License-Identifier: MIT
#include "dump_presence.hpp"

#include "dump_values.hpp"

namespace pbdump {

using pbwire::field_type;

std::pair<presence&, std::size_t> presence::add(const field_type& field) {
  if (field.oneof != nullptr) {  // the others of the oneof are gone, and with them what they lacked
    for (const field_type* other : field.oneof->fields) {
      if (other != &field) seen_.erase(other->number);
    }
  }
  values& of = seen_[field.number];
  of.field = &field;
  const std::size_t index = field.is_repeated() ? of.count : 0;
  ++of.count;
  return {of.inside.try_emplace(index, field.message).first->second, index};
}

std::optional<std::string> presence::missing() const {
  if (type_ != nullptr) {
    for (const field_type* field : type_->by_number) {
      if (field->is_required() && !seen_.contains(field->number)) return std::string(field->name);
    }
  }
  for (const auto& [number, of] : seen_) {
    for (const auto& [index, inside] : of.inside) {
      const std::optional<std::string> path = inside.missing();
      if (!path) continue;
      // Of a map the path is scores.points, not scores.value.points.
      if (of.field->is_map()) return name_of(*of.field) + path->substr(path->find('.'));
      return name_of(*of.field) + (of.field->is_repeated() ? '[' + std::to_string(index) + ']' : "") + '.' + *path;
    }
  }
  return std::nullopt;
}

}  // namespace pbdump
