// SPDX-License-Identifier: MIT
//
// proto2 lets a message leave numbers to others: `extensions 100 to 199;`, and some other file says
// `extend Base { optional int32 level = 100; }`. Base cannot have a member for a field that it does not know of, so it
// has an extension_set, and the extension is a constant with which to ask:
//
//   inline constexpr extension<"game.level", Base, 100, kind::int32, std::optional<std::int32_t>> level;
//   base.extensions.mutable_value(level) = 7;
//
// libprotobuf enters every extension that is linked in into one global table. Here a decoder understands those in the
// extension_registry that it is given, and keeps all others as unknown fields.
#pragma once

#include <pbwire/decode_options.hpp>
#include <pbwire/output.hpp>
#include <pbwire/schema.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace pbwire {

/// A field of number Number and kind Kind that is added to Extendee. Member is the type such a field would have as a
/// member of a struct: std::optional<T>, box<M> or std::vector<T>. Name is the full name, "game.level".
template <fixed_string Name, class Extendee, std::uint32_t Number, kind Kind, class Member, flag Flag = flag::none>
struct extension {
  static constexpr std::string_view name = Name.view();
  static constexpr std::uint32_t number = Number;
  using extendee = Extendee;
  using member = Member;
};

/// The value of one extension, whatever its type. extension_value.hpp has the one implementation.
class extension_value {
 public:
  virtual ~extension_value() = default;
  [[nodiscard]] virtual std::unique_ptr<extension_value> clone() const = 0;
  [[nodiscard]] virtual std::size_t size() const = 0;
  virtual std::byte* put(std::byte* p, output& to) const = 0;
  virtual std::byte* put(std::byte* p, exact_output& to) const = 0;
  virtual const std::byte* read(std::uint32_t tag, const std::byte* p, const std::byte* end, decode_state& s,
                                unknown_fields& unknown) = 0;
  virtual bool required_are_set(std::string& path) const = 0;
  [[nodiscard]] virtual bool equals(const extension_value& other) const = 0;
  virtual void dump(std::string& text, int indent) const = 0;
};

/// The extensions that a decoder shall understand. A value: programs pass it along in decode_options.
class extension_registry {
 public:
  using factory = std::unique_ptr<extension_value> (*)();

  template <fixed_string Name, class Extendee, std::uint32_t Number, kind Kind, class Member, flag Flag>
  void add(const extension<Name, Extendee, Number, Kind, Member, Flag>& which);

  /// What makes a value for the extension of a message (by its full name); null if it was not added.
  [[nodiscard]] factory find(std::string_view extendee, std::uint32_t number) const;

 private:
  std::map<std::pair<std::string_view, std::uint32_t>, factory> factories_;
};

/// The extensions that a message holds, by number.
class extension_set {
 public:
  extension_set() = default;
  extension_set(const extension_set& other);
  extension_set(extension_set&&) noexcept = default;
  extension_set& operator=(const extension_set& other);
  extension_set& operator=(extension_set&&) noexcept = default;
  ~extension_set() = default;

  /// The value as it is: an empty optional, box or vector if the extension is not set.
  template <class X>
  [[nodiscard]] const typename X::member& value(const X& which) const;
  /// The value to change.
  template <class X>
  typename X::member& mutable_value(const X& which);

  friend bool operator==(const extension_set& a, const extension_set& b);

  // For the codec: the extensions numbered first to last.

  void clear(std::uint32_t first, std::uint32_t last);
  [[nodiscard]] std::size_t size(std::uint32_t first, std::uint32_t last) const;
  template <class Output>
  std::byte* put(std::byte* p, std::uint32_t first, std::uint32_t last, Output& to) const {
    const auto lowest = values_.lower_bound(first);
    for (auto at = values_.upper_bound(last); at != lowest;) p = (--at)->second->put(p, to);
    return p;
  }
  void dump(std::uint32_t first, std::uint32_t last, std::string& text, int indent) const;
  bool required_are_set(std::string& path) const;

  /// Reads the value behind a tag; into `unknown` if neither this set nor the registry knows the number.
  const std::byte* read(std::string_view extendee, std::uint32_t tag, const std::byte* p, const std::byte* end,
                        decode_state& s, unknown_fields& unknown);

 private:
  std::map<std::uint32_t, std::unique_ptr<extension_value>> values_;
};

}  // namespace pbwire
