// SPDX-License-Identifier: MIT
//
// The members of a view that are opened later: each knows where its records lie, and how to read them when asked.
#pragma once

#include <pbwire/packed.hpp>
#include <pbwire/schema.hpp>

#include <cstddef>
#include <iterator>
#include <limits>
#include <string_view>
#include <type_traits>
#include <utility>

namespace pbwire {

namespace viewing {

template <class V, bool Fill, bool Check>
struct walker;

template <kind K>
constexpr auto value_in_view() {
  if constexpr (is_text(K)) return std::string_view{};
  else return scalars::value<K>{};
}

/// What a kind looks like in a view, if nothing else is said: text points into the input.
template <kind K>
using default_type = decltype(value_in_view<K>());

/// Whether a tag is one of the field's: of its own wire type, or packed.
template <kind K>
constexpr bool belongs(std::uint32_t tag, std::uint32_t number, bool repeated) {
  return tag == make_tag(number, wire_type_of(K)) ||
         (repeated && is_packable(K) && tag == make_tag(number, wire_type::length_delimited));
}

/// What was looked through before is opened however deep it is: the depth was judged then.
inline constexpr int any_depth = std::numeric_limits<int>::max();

/// Records of one field among others: from the first one's tag to behind the last one's value.
class records {
 protected:
  void extend(const std::byte* from, const std::byte* to, const std::byte* limit, std::uint32_t number) {
    if (first_ == nullptr) first_ = from;
    last_ = to;
    limit_ = limit;
    number_ = number;
  }
  const std::byte* first_ = nullptr;
  const std::byte* last_ = nullptr;
  const std::byte* limit_ = nullptr;  // the end of the whole input
  std::uint32_t number_ = 0;
};

}  // namespace viewing

/// A singular message field.
template <class V>
class message_view {
 public:
  [[nodiscard]] bool has_value() const { return first_ != nullptr; }
  explicit operator bool() const { return has_value(); }
  /// The message, opened anew each time; an empty one if the field is absent.
  [[nodiscard]] V get() const;

 private:
  template <class, bool, bool>
  friend struct viewing::walker;

  const std::byte* first_ = nullptr;
  const std::byte* last_ = nullptr;
  const std::byte* limit_ = nullptr;
  std::uint32_t group_ = 0;
};

/// A repeated field of kind K, as a range of T: the number, the enum (any number), std::string_view, or the view of
/// the message.
template <kind K, class T = viewing::default_type<K>>
class repeated_view : viewing::records {
 public:
  class iterator;
  [[nodiscard]] iterator begin() const { return iterator(*this); }
  [[nodiscard]] static std::default_sentinel_t end() { return {}; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }

 private:
  template <class, bool, bool>
  friend struct viewing::walker;
  std::size_t size_ = 0;
};

/// A map field, as a range of pairs in the order in which they came. Of entries with the same key the last one counts.
template <kind Key, kind Value, class T = viewing::default_type<Value>>
class map_view : viewing::records {
 public:
  using key_type = viewing::default_type<Key>;
  using value_type = std::pair<key_type, T>;
  class iterator;
  [[nodiscard]] iterator begin() const { return iterator(*this); }
  [[nodiscard]] static std::default_sentinel_t end() { return {}; }
  /// Entries as they came; a key that came twice counts twice.
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  /// The value of a key, or `otherwise`. Looks at every entry.
  [[nodiscard]] T value_or(const key_type& key, T otherwise) const {
    for (const value_type& entry : *this) {
      if (entry.first == key) otherwise = entry.second;
    }
    return otherwise;
  }

 private:
  template <class, bool, bool>
  friend struct viewing::walker;
  std::size_t size_ = 0;
};

}  // namespace pbwire
