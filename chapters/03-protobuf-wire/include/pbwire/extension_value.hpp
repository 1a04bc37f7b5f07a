// SPDX-License-Identifier: MIT
//
// An extension behaves like the only field of a message of its own. So that is what it is here: a struct with one
// member and a schema of one field, and all that a field can do follows from the schema as it does everywhere.
#pragma once

#include <pbwire/decode.hpp>
#include <pbwire/dump.hpp>
#include <pbwire/encode.hpp>
#include <pbwire/equal.hpp>

namespace pbwire {

/// How an extension is called among fields, whose names have no dots: "[game.level]".
template <std::size_t N>
consteval fixed_string<N + 2> in_brackets(const fixed_string<N>& name) {
  char text[N + 2] = {'['};  // NOLINT(modernize-avoid-c-arrays)
  std::copy_n(name.text, N - 1, text + 1);
  text[N] = ']';
  return fixed_string<N + 2>(text);
}

/// The message of one field.
template <class X>
struct extension_cell {
  typename X::member value{};
  unknown_fields unknown;
};

template <fixed_string Name, class Extendee, std::uint32_t Number, kind Kind, class Member, flag Flag>
struct schema<extension_cell<extension<Name, Extendee, Number, Kind, Member, Flag>>> {
  using M = extension_cell<extension<Name, Extendee, Number, Kind, Member, Flag>>;
  static constexpr std::string_view name = Name.view();
  static constexpr auto syntax = pbwire::syntax::proto2;
  using only_field = field<in_brackets(Name), Number, Kind, &M::value, Flag>;
  using fields = field_list<only_field>;
};

template <class X>
class typed_extension final : public extension_value {
 public:
  using field = typename schema<extension_cell<X>>::only_field;

  [[nodiscard]] std::unique_ptr<extension_value> clone() const override {
    return std::make_unique<typed_extension>(*this);
  }
  [[nodiscard]] std::size_t size() const override { return pbwire::size(cell); }
  std::byte* put(std::byte* p, output& to) const override { return encoding::put_message(p, cell, to); }
  std::byte* put(std::byte* p, exact_output& to) const override { return encoding::put_message(p, cell, to); }
  const std::byte* read(std::uint32_t tag, const std::byte* p, const std::byte* end, decode_state& s,
                        unknown_fields& unknown) override {
    std::uint32_t used = access::is_vector<typename X::member> || !is_set() ? 0 : 1;
    p = decoding::read_plain<field, false>(cell, tag, p, end, s, used);
    unknown.append(cell.unknown.records());  // what does not fit is the message's to keep
    cell.unknown.clear();
    return p;
  }
  bool required_are_set(std::string& path) const override { return pbwire::required_are_set(cell, path); }
  [[nodiscard]] bool equals(const extension_value& other) const override {
    const auto* same = dynamic_cast<const typed_extension*>(&other);
    return same != nullptr && equal(cell, same->cell);
  }
  void dump(std::string& text, int indent) const override { dumping::dump_field<field>(cell, text, indent); }

  extension_cell<X> cell;

 private:
  [[nodiscard]] bool is_set() const { return pbwire::size(cell) > 0; }
};

template <fixed_string Name, class Extendee, std::uint32_t Number, kind Kind, class Member, flag Flag>
void extension_registry::add(const extension<Name, Extendee, Number, Kind, Member, Flag>&) {
  using X = extension<Name, Extendee, Number, Kind, Member, Flag>;
  factories_[{schema<Extendee>::name, Number}] = []() -> std::unique_ptr<extension_value> {
    return std::make_unique<typed_extension<X>>();
  };
}

template <class X>
const typename X::member& extension_set::value(const X&) const {
  static const typename X::member none{};
  const auto held = values_.find(X::number);
  if (held == values_.end()) return none;
  return dynamic_cast<const typed_extension<X>&>(*held->second).cell.value;
}

template <class X>
typename X::member& extension_set::mutable_value(const X&) {
  auto& held = values_[X::number];
  if (held == nullptr) held = std::make_unique<typed_extension<X>>();
  return dynamic_cast<typed_extension<X>&>(*held).cell.value;
}

}  // namespace pbwire
