// SPDX-License-Identifier: MIT
//
// A message that is looked at where it lies. Its struct has views for members:
//
//   struct ItemView {
//     std::string_view name;                          // points into the input
//     repeated_view<kind::int64> values;              // decoded while they are read
//     message_view<AddressView> address;              // opened when it is asked for
//     map_view<kind::string, kind::int32> counts;
//   };
//
// decode_view<ItemView>(bytes) looks at every byte once and refuses what decode<Item>(bytes) refuses, nested messages
// included; after that nothing can fail, and nothing is allocated. One thing it cannot do: a singular message field
// that comes in several records has to be merged, and a view has nowhere to put the result. It refuses such input,
// which is legal and rare (errc::view_of_split_message). Nor does it know that a map entry or a oneof's message will be
// replaced by a later one: required fields must be there all the same.
//
// Lifetime: everything points into the input. Order: a map view has its entries as they came; the last of a key counts.
#pragma once

#include <pbwire/view_walk.hpp>

#include <cstddef>
#include <iterator>
#include <span>
#include <string_view>
#include <utility>

namespace pbwire {

/// Looks through a message, once and thoroughly.
template <class V>
result<V> decode_view(std::span<const std::byte> bytes, const decode_options& how = {}) {
  result<V> view(std::in_place);
  decode_state s;
  s.read_from(bytes);
  s.depth_left = how.depth_limit;
  viewing::walker<V, true, true> walk{&*view, s, !how.partial};
  if (walk.message(s.begin, s.limit, 0) == nullptr) view = s.error();
  return view;
}

template <class V>
result<V> decode_view(std::string_view bytes, const decode_options& how = {}) {
  return decode_view<V>(std::as_bytes(std::span(bytes)), how);
}

namespace viewing {

/// Fills a view from bytes that were looked through before.
template <class V>
V open(const std::byte* p, const std::byte* end, const std::byte* limit, std::uint32_t group) {
  V view;
  decode_state s;
  s.begin = p;
  s.limit = limit;
  s.depth_left = any_depth;
  walker<V, true, false> walk{&view, s, false};
  (void)walk.message(p, end, group);
  return view;
}

/// One value of kind K at p, behind its tag. Moves p behind the value.
template <kind K, class T>
T value_at(const std::byte*& p, const std::byte* end, const std::byte* limit, std::uint32_t number) {
  failure none;
  if constexpr (K == kind::group) {
    const std::byte* const content = p;
    p = skip_value(make_tag(number, wire_type::start_group), p, end, any_depth, none);
    return open<T>(content, p, limit, number);
  } else if constexpr (wire_type_of(K) == wire_type::length_delimited) {
    std::size_t length = 0;
    const std::byte* const content = read_length(p, end, length, none);
    p = content + length;
    if constexpr (is_message(K)) return open<T>(content, p, limit, 0);
    else return T{reinterpret_cast<const char*>(content), length};
  } else {
    scalars::value<K> v{};
    p = scalars::read<K>(v, p, end, none);
    return static_cast<T>(v);
  }
}

}  // namespace viewing

/// A singular message field. get() opens it: the fields of V are filled, its own messages stay closed.
template <class V>
V message_view<V>::get() const {
  return first_ != nullptr ? viewing::open<V>(first_, last_, limit_, group_) : V{};
}

/// The elements of a repeated field, decoded one by one.
template <kind K, class T>
class repeated_view<K, T>::iterator {
 public:
  using value_type = T;
  using difference_type = std::ptrdiff_t;
  using iterator_category = std::input_iterator_tag;

  iterator() = default;
  explicit iterator(const repeated_view& of) : of_(&of), p_(of.first_), left_(of.size_) { advance(); }

  const T& operator*() const { return value_; }
  const T* operator->() const { return &value_; }
  [[gnu::always_inline]] iterator& operator++() {
    --left_;
    if constexpr (is_packable(K)) {
      if (!packed_.done()) [[likely]] {
        value_ = static_cast<T>(packed_.next());
        return *this;
      }
    }
    advance();
    return *this;
  }
  void operator++(int) { ++*this; }
  friend bool operator==(const iterator& at, std::default_sentinel_t) { return at.left_ == 0; }

 private:
  /// The next value, which stands in a record of its own or is the first of a packed one. At the end: nothing.
  void advance() {
    if (left_ == 0) return;
    if constexpr (is_packable(K)) {
      while (packed_.done()) {
        std::uint32_t tag = next_record();
        if (type_of(tag) == wire_type_of(K)) {
          value_ = viewing::value_at<K, T>(p_, of_->last_, of_->limit_, of_->number_);
          return;
        }
        std::size_t length = 0;
        failure none;
        p_ = read_length(p_, of_->last_, length, none);
        packed_ = packing::packed_cursor<K>(p_, p_ + length, of_->limit_);
        p_ += length;
      }
      value_ = static_cast<T>(packed_.next());
    } else {
      (void)next_record();
      value_ = viewing::value_at<K, T>(p_, of_->last_, of_->limit_, of_->number_);
    }
  }
  /// Moves behind the next tag of the field.
  std::uint32_t next_record() {
    failure none;
    for (std::uint32_t tag = 0;;) {
      p_ = read_tag(p_, of_->last_, tag, none);
      if (viewing::belongs<K>(tag, of_->number_, true)) return tag;
      p_ = skip_value(tag, p_, of_->last_, viewing::any_depth, none);
    }
  }

  const repeated_view* of_ = nullptr;
  const std::byte* p_ = nullptr;
  std::size_t left_ = 0;
  struct nothing {};
  [[no_unique_address]] std::conditional_t<is_packable(K), packing::packed_cursor<K>, nothing> packed_;
  T value_{};
};

/// The entries of a map field.
template <kind Key, kind Value, class T>
class map_view<Key, Value, T>::iterator {
 public:
  using value_type = map_view::value_type;
  using difference_type = std::ptrdiff_t;
  using iterator_category = std::input_iterator_tag;

  iterator() = default;
  explicit iterator(const map_view& of) : of_(&of), p_(of.first_), left_(of.size_) { advance(); }

  const value_type& operator*() const { return entry_; }
  const value_type* operator->() const { return &entry_; }
  iterator& operator++() {
    --left_;
    advance();
    return *this;
  }
  void operator++(int) { ++*this; }
  friend bool operator==(const iterator& at, std::default_sentinel_t) { return at.left_ == 0; }

 private:
  using raw_entry = viewing::map_entry_view<Key, Value, T, syntax::proto3>;

  void advance() {
    if (left_ == 0) return;
    failure none;
    std::uint32_t tag = 0;
    p_ = read_tag(p_, of_->last_, tag, none);
    for (; tag != make_tag(of_->number_, wire_type::length_delimited); p_ = read_tag(p_, of_->last_, tag, none)) {
      p_ = skip_value(tag, p_, of_->last_, viewing::any_depth, none);
    }
    const auto raw = viewing::value_at<kind::message, raw_entry>(p_, of_->last_, of_->limit_, of_->number_);
    entry_.first = raw.key;
    if constexpr (is_message(Value)) entry_.second = raw.value.get();
    else entry_.second = raw.value;
  }

  const map_view* of_ = nullptr;
  const std::byte* p_ = nullptr;
  std::size_t left_ = 0;
  value_type entry_{};
};

}  // namespace pbwire
