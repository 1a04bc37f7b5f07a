// SPDX-License-Identifier: MIT
//
// map<K, V> is on the wire a repeated message with the fields key = 1 and value = 2; any of the two may be missing,
// come twice or come in the other order. Of two entries with the same key the later one replaces the earlier.
#pragma once

#include <pbwire/decode_values.hpp>
#include <pbwire/writer.hpp>

#include <map>

namespace pbwire::decoding {

/// Reads a key or a value of kind K into v.
template <kind K, syntax Syntax, class T>
const std::byte* read_entry_value(T& v, const std::byte* p, const std::byte* end, decode_state& s) {
  if constexpr (is_message(K)) {
    return read_message<K, false>(v, 2, p, end, s);
  } else if constexpr (is_text(K)) {
    std::string_view text;
    p = read_text<K, Syntax>(text, p, end, s);
    if (p != nullptr) v.assign(text);
    return p;
  } else {
    scalars::value<K> number{};
    p = scalars::read<K>(number, p, end, s);
    v = static_cast<T>(number);
    return p;
  }
}

template <class F, syntax Syntax, class Key, class Value>
const std::byte* read_entry(Key& key, Value& value, const std::byte* p, const std::byte* end, decode_state& s) {
  while (p < end) {
    const std::byte* const at = p;
    std::uint32_t tag = 0;
    p = read_tag(p, end, tag, s);
    if (p == nullptr) return nullptr;
    if (tag == make_tag(1, wire_type_of(F::key_kind))) {
      p = read_entry_value<F::key_kind, Syntax>(key, p, end, s);
      if (p == nullptr) return s.failed_in("key");
    } else if (tag == make_tag(2, wire_type_of(F::value_kind))) {
      p = read_entry_value<F::value_kind, Syntax>(value, p, end, s);
      if (p == nullptr) return s.failed_in("value");
    } else {  // an entry has nowhere to keep what it does not know
      p = skip_value(tag, type_of(tag) == wire_type::end_group ? at : p, end, s.depth_left, s);
      if (p == nullptr) return nullptr;
    }
  }
  return p;
}

/// Puts an entry into the map, taking its node from `spare` if there is one left.
template <class Map>
void put_entry(Map& entries, Map& spare, typename Map::key_type&& key, typename Map::mapped_type&& value) {
  if (spare.empty()) {
    entries.insert_or_assign(entries.end(), std::move(key), std::move(value));  // the hint is right if keys are sorted
    return;
  }
  auto node = spare.extract(spare.begin());
  std::swap(node.key(), key);
  std::swap(node.mapped(), value);
  const auto at = entries.insert(entries.end(), std::move(node));
  // The key was there: the node was not taken.
  if (node) at->second = std::move(node.mapped());  // NOLINT(bugprone-use-after-move)
}

/// An entry with a number that its closed enum does not declare goes where unknown fields go. As in libprotobuf it is
/// kept as it would have been written, with both its fields and nothing else.
template <class F, class Key>
void keep_entry(unknown_fields& unknown, const Key& key, std::int32_t number) {
  constexpr kind K = F::key_kind;
  writer w(unknown.storage());
  const std::size_t mark = w.begin(F::number);
  if constexpr (is_text(K)) w.text(1, key);
  else if constexpr (scalars::is_varint<K>) w.varint(1, scalars::to_varint<K>(key));
  else if constexpr (sizeof key == 8) w.fixed64(1, static_cast<std::uint64_t>(key));
  else w.fixed32(1, static_cast<std::uint32_t>(key));
  w.varint(2, scalars::to_varint<kind::int32>(number));
  w.end(mark);
}

template <class F, bool Reuse, class M>
const std::byte* read_map(M& m, std::uint32_t tag, const std::byte* p, const std::byte* end, decode_state& s,
                          std::uint32_t& used) {
  constexpr std::uint32_t own = make_tag(F::number, wire_type::length_delimited);
  using map = access::member_type<M, F>;
  if (tag != own) return keep_value(tag, p, end, s.depth_left, s, m.unknown.storage());
  map& entries = m.*F::member;
  map spare;
  if (Reuse && used++ == 0) spare.swap(entries);
  typename map::key_type key{};
  typename map::mapped_type value{};
  for (;;) {
    std::size_t length = 0;
    p = read_length(p, end, length, s);
    if (p == nullptr) return s.failed_in(F::name);
    if (s.depth_left <= 0) return s.fail(errc::too_deep, p), s.failed_in(F::name);
    --s.depth_left;
    key = {};
    value = {};
    p = read_entry<F, schema<M>::syntax>(key, value, p, p + length, s);
    ++s.depth_left;
    if (p == nullptr) return s.failed_in(F::name);
    if constexpr (F::value_kind == kind::enum_ && schema<M>::syntax == syntax::proto2) {
      const auto number = static_cast<std::int32_t>(value);
      if (is_declared<typename map::mapped_type>(number)) put_entry(entries, spare, std::move(key), std::move(value));
      else keep_entry<F>(m.unknown, key, number);
    } else {
      put_entry(entries, spare, std::move(key), std::move(value));
    }
    if (!next_is<own>(p, end)) return p;
    p += varint_size(own);
  }
}

}  // namespace pbwire::decoding
