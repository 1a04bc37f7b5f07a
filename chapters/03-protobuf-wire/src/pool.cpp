// SPDX-License-Identifier: MIT
#include "pool_tables.hpp"

#include <algorithm>

namespace pbwire {

namespace {

template <class... Fs>
struct overloaded : Fs... {
  using Fs::operator()...;
};
template <class... Fs>
overloaded(Fs...) -> overloaded<Fs...>;

/// The symbol as a T, or null if it is something else.
template <class T>
const T* as(const symbol& s) {
  const auto* const found = std::get_if<const T*>(&s);
  return found == nullptr ? nullptr : *found;
}

}  // namespace

const file_type* file_of(const symbol& s) {
  return std::visit(overloaded{
                        [](std::monostate) -> const file_type* { return nullptr; },
                        [](const package_scope& p) { return p.file; },
                        [](const enum_value_type* v) { return v->parent->file; },
                        [](const oneof_type* o) { return o->parent->file; },
                        [](const method_type* m) { return m->parent->file; },
                        [](const auto* other) { return other->file; },
                    },
                    s);
}

symbol pool::tables::find(std::string_view full_name) const {
  const auto found = symbols.find(full_name);
  return found == symbols.end() ? symbol() : found->second;
}

const enum_value_type* enum_type::find(std::int32_t number) const {
  const auto found = std::ranges::find(values, number, &enum_value_type::number);
  return found == values.end() ? nullptr : &*found;
}

const enum_value_type* enum_type::find(std::string_view wanted) const {
  const auto found = std::ranges::find(values, wanted, &enum_value_type::name);
  return found == values.end() ? nullptr : &*found;
}

bool field_type::is_map() const { return is_repeated() && value_kind == kind::message && message->is_map_entry; }

const field_type* message_type::find(std::uint32_t number) const {
  const auto found = std::ranges::lower_bound(by_number, number, {}, &field_type::number);
  return found == by_number.end() || (*found)->number != number ? nullptr : *found;
}

const field_type* message_type::find(std::string_view wanted) const {
  const auto found = std::ranges::find(fields, wanted, &field_type::name);
  return found == fields.end() ? nullptr : &*found;
}

bool message_type::is_extension_number(std::uint32_t number) const {
  return std::ranges::any_of(proto->extension_range, [number](const auto& range) {
    return std::int64_t{number} >= range.start.value_or(0) && std::int64_t{number} < range.end.value_or(0);
  });
}

pool::pool() : tables_(std::make_unique<tables>()) {}
pool::~pool() = default;
pool::pool(pool&&) noexcept = default;
pool& pool::operator=(pool&&) noexcept = default;

const file_type* pool::find_file(std::string_view name) const {
  const auto found = tables_->files_by_name.find(name);
  return found == tables_->files_by_name.end() ? nullptr : found->second;
}

const message_type* pool::find_message(std::string_view full_name) const {
  return as<message_type>(tables_->find(full_name));
}
const enum_type* pool::find_enum(std::string_view full_name) const { return as<enum_type>(tables_->find(full_name)); }
const service_type* pool::find_service(std::string_view full_name) const {
  return as<service_type>(tables_->find(full_name));
}

const field_type* pool::find_extension(std::string_view full_name) const {
  const field_type* const found = as<field_type>(tables_->find(full_name));
  return found != nullptr && found->is_extension ? found : nullptr;
}

const field_type* pool::find_extension(const message_type& extended, std::uint32_t number) const {
  const auto found = tables_->extensions.find({&extended, number});
  return found == tables_->extensions.end() ? nullptr : found->second;
}

const std::vector<const file_type*>& pool::files() const { return tables_->files; }

}  // namespace pbwire
