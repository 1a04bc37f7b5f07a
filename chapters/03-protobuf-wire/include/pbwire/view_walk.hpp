// SPDX-License-Identifier: MIT
//
// The walk through a message that makes a view of it. It is the same walk in three uses: look at everything and fill
// the view (the outermost message), look at everything (what lies inside), fill the view of what was looked at before.
#pragma once

#include <pbwire/access.hpp>
#include <pbwire/decode_values.hpp>
#include <pbwire/view_types.hpp>

#include <array>
#include <type_traits>

namespace pbwire::viewing {

template <class V>
inline constexpr bool is_message_view = false;
template <class V>
inline constexpr bool is_message_view<message_view<V>> = true;

template <class V>
inline constexpr bool is_repeated_view = false;
template <kind K, class T>
inline constexpr bool is_repeated_view<repeated_view<K, T>> = true;

/// The view that a member opens.
template <class V>
struct opened {
  using type = void;
};
template <class V>
struct opened<message_view<V>> {
  using type = V;
};
template <kind K, class V>
struct opened<repeated_view<K, V>> {
  using type = V;
};
template <kind Key, kind Value, class V>
struct opened<map_view<Key, Value, V>> {
  using type = V;
};

/// An entry of a map is a message of two fields.
template <kind Key, kind Value, class T, syntax Syntax>
struct map_entry_view {
  default_type<Key> key{};
  std::conditional_t<is_message(Value), message_view<T>, T> value{};
};

template <class V>
inline constexpr bool is_map_entry = false;
template <kind Key, kind Value, class T, syntax Syntax>
inline constexpr bool is_map_entry<map_entry_view<Key, Value, T, Syntax>> = true;

/// Whether a packed field consists of whole varints of at most ten bytes. Returns its end, or null.
const std::byte* check_varints(const std::byte* p, const std::byte* end, const std::byte* limit, failure& why);

template <class V, bool Fill, bool Check>
struct walker {
  V* view;  // not used unless Fill
  decode_state& s;
  bool wants_required;

  template <class List>
  struct marks;
  template <class... F>
  struct marks<field_list<F...>> {
    std::array<bool, sizeof...(F) + 1> seen{};
  };

  /// Walks to `end`; if `group` is not 0, to the end-group tag of that number. Returns where it ended, or null.
  const std::byte* message(const std::byte* p, const std::byte* end, std::uint32_t group) {
    using fields = typename schema<V>::fields;
    marks<fields> mark;
    bool closed = group == 0;
    while (p < end) {
      const std::byte* const at = p;
      std::uint32_t tag = 0;
      p = read_tag(p, end, tag, s);
      if (p == nullptr) [[unlikely]]
        return nullptr;
      if (type_of(tag) == wire_type::end_group) {
        if (group == 0 || number_of(tag) != group) return s.fail(errc::unmatched_end_group, at);
        closed = true;
        break;
      }
      p = record(fields{}, tag, at, p, end, mark.seen.data());
      if (p == nullptr) [[unlikely]]
        return nullptr;
    }
    if (!closed) return s.fail(errc::missing_end_group, p);
    if (Check && wants_required && !required_seen(fields{}, mark.seen.data(), end)) return nullptr;
    return p;
  }

  template <class... F>
  const std::byte* record(field_list<F...>, std::uint32_t tag, [[maybe_unused]] const std::byte* at, const std::byte* p,
                          const std::byte* end, bool* seen) {
    const std::byte* next = nullptr;
    const bool known = (... || (mine<F>(tag) ? (next = field<F>(tag, at, p, end, *seen), true) : (++seen, false)));
    return known ? next : skip_value(tag, p, end, s.depth_left, s);
  }

  template <class F>
  static constexpr bool mine(std::uint32_t tag) {
    if constexpr (access::is_extension_range<F>) return false;
    else if constexpr (access::is_map<F>) return tag == make_tag(F::number, wire_type::length_delimited);
    else return belongs<F::value_kind>(tag, F::number, is_repeated_view<access::member_type<V, F>>);
  }

  template <class... F>
  bool required_seen(field_list<F...>, const bool* seen, const std::byte* end) {
    [[maybe_unused]] const auto missing = [&]<class G>(G, bool there) {
      if constexpr (is_map_entry<V> && is_message(G::value_kind)) {  // an entry without a value has an empty one
        using inner = typename opened<access::value_type<V, G>>::type;
        walker<inner, false, true> inside{nullptr, s, true};
        return !there && inside.message(end, end, 0) == nullptr;
      } else if constexpr (access::is_field<G>) {
        if (G::is_required && !there) return s.fail(errc::missing_required, end), s.failed_in(G::name), true;
      }
      return false;
    };
    return !(... || missing(F{}, *seen++));
  }

  template <class F>
  const std::byte* field(std::uint32_t tag, const std::byte* at, const std::byte* p, const std::byte* end, bool& seen) {
    using member = access::member_type<V, F>;
    if constexpr (access::is_map<F>) {
      p = map_entry<F>(p, end);
      if (p != nullptr) extend<F>(at, p);
    } else if constexpr (is_repeated_view<member>) {
      p = element<F>(tag, at, p, end);
    } else if constexpr (is_message(F::value_kind)) {
      p = only_message<F>(at, p, end, seen);
    } else {
      p = scalar<F>(p, end);
    }
    seen = true;
    return p != nullptr ? p : s.failed_in(F::name);
  }

  /// A number or a text that is the field's only value: the last one counts.
  template <class F>
  const std::byte* scalar(const std::byte* p, const std::byte* end) {
    if constexpr (is_text(F::value_kind)) {
      std::string_view text;
      p = decoding::read_text < Check ? F::value_kind : kind::bytes, schema<V>::syntax > (text, p, end, s);
      if constexpr (Fill) set<F>(text);
    } else {
      scalars::value<F::value_kind> v{};
      p = scalars::read<F::value_kind>(v, p, end, s);
      if constexpr (Fill) set<F>(static_cast<access::value_type<V, F>>(v));
    }
    return p;
  }

  template <class F, class T>
  void set(const T& v) {
    auto& place = view->*F::member;
    if constexpr (access::is_oneof<F>) place.template emplace<F::index>(v);
    else place = v;
  }

  /// Looks at a message of the view Inner, without filling anything.
  template <class Inner, kind K>
  const std::byte* look_inside(std::uint32_t number, const std::byte* p, const std::byte* end) {
    if constexpr (!Check) {
      return skip_value(make_tag(number, wire_type_of(K)), p, end, s.depth_left, s);
    } else {
      if (s.depth_left <= 0) return s.fail(errc::too_deep, p);
      std::size_t length = static_cast<std::size_t>(end - p);
      if constexpr (K == kind::message) p = read_length(p, end, length, s);
      if (p == nullptr) return nullptr;
      --s.depth_left;
      walker<Inner, false, true> inside{nullptr, s, wants_required};
      p = inside.message(p, p + length, K == kind::group ? number : 0);
      ++s.depth_left;
      return p;
    }
  }

  template <class F>
  const std::byte* only_message(const std::byte* at, const std::byte* p, const std::byte* end, bool seen) {
    if (Check && seen) return s.fail(errc::view_of_split_message, at);
    using inner = typename opened<access::value_type<V, F>>::type;
    const std::byte* const content = p;
    p = look_inside<inner, F::value_kind>(F::number, p, end);
    if constexpr (Fill) {
      if (p == nullptr) return nullptr;
      message_view<inner> place;
      place.limit_ = s.limit;
      place.last_ = p;
      place.first_ = content;
      if constexpr (F::value_kind == kind::group) {
        place.group_ = F::number;
      } else {
        std::size_t length = 0;
        place.first_ = read_length(content, end, length, s);
      }
      set<F>(place);
    }
    return p;
  }

  /// One record of a repeated field, which may be many elements if it is packed.
  template <class F>
  const std::byte* element(std::uint32_t tag, const std::byte* at, const std::byte* p, const std::byte* end) {
    constexpr kind K = F::value_kind;
    std::size_t count = 1;
    if constexpr (is_message(K)) {
      p = look_inside<typename opened<access::member_type<V, F>>::type, K>(F::number, p, end);
    } else if constexpr (is_text(K)) {
      std::string_view text;
      p = decoding::read_text < Check ? K : kind::bytes, schema<V>::syntax > (text, p, end, s);
    } else if (tag == make_tag(F::number, wire_type_of(K))) {
      scalars::value<K> v{};
      p = scalars::read<K>(v, p, end, s);
    } else {
      p = packed<K>(p, end, count);
    }
    if constexpr (Fill) {
      if (p != nullptr) extend<F>(at, p, count);
    }
    return p;
  }

  template <kind K>
  const std::byte* packed(const std::byte* p, const std::byte* end, std::size_t& count) {
    std::size_t length = 0;
    p = read_length(p, end, length, s);
    if (p == nullptr) return nullptr;
    if constexpr (scalars::is_varint<K>) {
      if (Check && check_varints(p, p + length, s.limit, s) == nullptr) return nullptr;
      if constexpr (Fill) count = packing::count_varints(p, p + length);
    } else {
      count = length / sizeof(scalars::value<K>);
      if (Check && length % sizeof(scalars::value<K>) != 0) return s.fail(errc::truncated, p);
    }
    return p + length;
  }

  template <class F>
  void extend(const std::byte* at, const std::byte* behind, std::size_t count = 1) {
    if constexpr (Fill) {
      auto& place = view->*F::member;
      place.extend(at, behind, s.limit, F::number);
      place.size_ += count;
    }
  }

  template <class F>
  const std::byte* map_entry(const std::byte* p, const std::byte* end) {
    std::size_t length = 0;
    p = read_length(p, end, length, s);
    if (p == nullptr || !Check) return p != nullptr ? p + length : nullptr;
    if (s.depth_left <= 0) return s.fail(errc::too_deep, p);
    --s.depth_left;
    using entry =
        map_entry_view<F::key_kind, F::value_kind, typename opened<access::member_type<V, F>>::type, schema<V>::syntax>;
    p = walker<entry, false, true>{nullptr, s, wants_required}.message(p, p + length, 0);
    ++s.depth_left;
    return p;
  }
};

}  // namespace pbwire::viewing

template <pbwire::kind Key, pbwire::kind Value, class T, pbwire::syntax Syntax>
struct pbwire::schema<pbwire::viewing::map_entry_view<Key, Value, T, Syntax>> {
  using M = pbwire::viewing::map_entry_view<Key, Value, T, Syntax>;
  static constexpr std::string_view name = "map entry";
  static constexpr auto syntax = Syntax;
  using fields = field_list<field<"key", 1, Key, &M::key>, field<"value", 2, Value, &M::value>>;
};
