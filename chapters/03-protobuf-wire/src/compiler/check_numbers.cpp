// SPDX-License-Identifier: MIT
//
// Field numbers: 1 to 2^29-1, without 19000 to 19999, each once in its message. What they are in a tag decides the
// upper bound: 32 bits less the three of the wire type.
#include "linking.hpp"

#include <algorithm>
#include <map>

namespace pbwire::compiler {

namespace {

constexpr std::int64_t first_reserved = 19000;
constexpr std::int64_t last_reserved = 19999;

bool is_taken(const descriptor::DescriptorProto& m, std::int64_t number) {
  const auto covers = [number](const auto& range) {
    return number >= range.start.value_or(0) && number < range.end.value_or(0);
  };
  return (number >= first_reserved && number <= last_reserved) ||
         std::ranges::any_of(m.field, [number](const auto& f) { return f.number.value_or(0) == number; }) ||
         std::ranges::any_of(m.extension_range, covers) || std::ranges::any_of(m.reserved_range, covers);
}

/// "; 4 is free" — the smallest number that a new field of the message could have.
std::string suggestion(const message_type& m) {
  std::int64_t number = 1;
  while (number <= max_field_number && is_taken(*m.proto, number)) ++number;
  return number > max_field_number ? std::string() : "; " + std::to_string(number) + " is free";
}

void check_bounds(linking& work, const field_type& f, const element_path& path) {
  const std::int32_t number = f.proto->number.value_or(0);
  const std::string text = "field number " + std::to_string(number);
  const std::string advice = f.is_extension ? std::string() : suggestion(*f.containing);
  if (number <= 0) {
    work.error(path, place::number, text + " is too small: field numbers begin at 1" + advice);
  } else if (!f.is_extension && f.number > max_field_number) {
    work.error(path, place::number,
               text + " is too large: field numbers end at " + std::to_string(max_field_number) + advice);
  } else if (number >= first_reserved && number <= last_reserved) {
    work.error(path, place::number, text + " is reserved for the protobuf implementation (19000–19999)" + advice);
  }
}

}  // namespace

void check_numbers(linking& work) {
  std::map<std::pair<const message_type*, std::uint32_t>, const field_type*> first;
  for (const auto& [f, proto, path] : work.fields) {
    check_bounds(work, *f, path);
    if (f->is_extension) continue;  // theirs are compared when it is known what they extend
    const auto [earlier, is_new] = first.emplace(std::pair(f->containing, f->number), f);
    if (is_new) continue;
    work.error(path, place::number,
               "field number " + std::to_string(f->number) + " is already the number of " +
                   quoted(earlier->second->name) + " in " + quoted(f->containing->full_name) +
                   suggestion(*f->containing));
  }
  for (const auto& [m, proto, path] : work.messages) {
    for (const field_type& f : m->fields) m->by_number.push_back(&f);
    std::ranges::stable_sort(m->by_number, {}, &field_type::number);
  }
}

}  // namespace pbwire::compiler
