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

using interval = std::pair<std::int64_t, std::int64_t>;  // both ends included

/// "; 4 is free" — the smallest number that a new field of the message could have.
std::string suggestion(const descriptor::DescriptorProto& m) {
  std::vector<interval> taken = {{first_reserved, last_reserved}};
  for (const auto& f : m.field) taken.emplace_back(f.number.value_or(0), f.number.value_or(0));
  for (const auto& r : m.extension_range) taken.emplace_back(r.start.value_or(0), std::int64_t{r.end.value_or(0)} - 1);
  for (const auto& r : m.reserved_range) taken.emplace_back(r.start.value_or(0), std::int64_t{r.end.value_or(0)} - 1);
  std::ranges::sort(taken);
  std::int64_t number = 1;
  for (const auto& [first, last] : taken) {
    if (first <= number && number <= last) number = last + 1;
  }
  return number > max_field_number ? std::string() : "; " + std::to_string(number) + " is free";
}

class number_checker {
 public:
  explicit number_checker(linking& work) : work_(work) {}

  void check_bounds(const field_type& f, const element_path& path);
  void check_used_once(const field_type& f, const element_path& path);

 private:
  const std::string& advice(const message_type& m);

  linking& work_;
  std::map<std::pair<const message_type*, std::uint32_t>, const field_type*> first_;
  std::map<const message_type*, std::string> advice_;
};

/// Looked for once: a message with a wrong number may have thousands of them.
const std::string& number_checker::advice(const message_type& m) {
  const auto [known, is_new] = advice_.try_emplace(&m);
  if (is_new) known->second = suggestion(*m.proto);
  return known->second;
}

void number_checker::check_bounds(const field_type& f, const element_path& path) {
  const std::int32_t number = f.proto->number.value_or(0);
  std::string text = "field number " + std::to_string(number);
  if (number <= 0) {
    text += " is too small: field numbers begin at 1";
  } else if (!f.is_extension && f.number > max_field_number) {
    text += " is too large: field numbers end at " + std::to_string(max_field_number);
  } else if (number >= first_reserved && number <= last_reserved) {
    text += " is reserved for the protobuf implementation (19000–19999)";
  } else {
    return;
  }
  work_.error(path, place::number, f.is_extension ? text : text + advice(*f.containing));
}

void number_checker::check_used_once(const field_type& f, const element_path& path) {
  const auto [earlier, is_new] = first_.emplace(std::pair(f.containing, f.number), &f);
  if (is_new) return;
  work_.error(path, place::number,
              "field number " + std::to_string(f.number) + " is already the number of " +
                  quoted(earlier->second->name) + " in " + quoted(f.containing->full_name) + advice(*f.containing));
}

}  // namespace

void check_numbers(linking& work) {
  number_checker checker(work);
  for (const auto& [f, proto, path] : work.fields) {
    checker.check_bounds(*f, path);
    if (!f->is_extension) checker.check_used_once(*f, path);  // extensions: when it is known what they extend
  }
  for (const auto& [m, proto, path] : work.messages) {
    for (const field_type& f : m->fields) m->by_number.push_back(&f);
    std::ranges::stable_sort(m->by_number, {}, &field_type::number);
  }
}

}  // namespace pbwire::compiler
