// SPDX-License-Identifier: MIT
//
// A message becomes bytes: its fields in the order of their numbers, then the unknown ones. Everything here writes
// backwards (output.hpp says why), so fields are visited last to first, and in each field first the value, then its
// length, then its tag.
//
// Two messages with the same contents give the same bytes, because maps are sorted by key. libprotobuf promises that
// only if it is asked to (SetSerializationDeterministic).
#pragma once

#include <pbwire/output.hpp>
#include <pbwire/packed.hpp>
#include <pbwire/size.hpp>

#include <cstring>
#include <span>
#include <string>
#include <string_view>

namespace pbwire {

namespace encoding {

template <class Output, class M>
std::byte* put_message(std::byte* p, const M& m, Output& to);

template <wire_type Type>
std::byte* put_tag(std::byte* p, std::uint32_t number) {
  return scalars::put_varint(p, make_tag(number, Type));
}

/// The most bytes of a tag, and of a tag with a length or a number behind it.
inline constexpr std::size_t tag_room = 5;
inline constexpr std::size_t head_room = tag_room + max_varint_size + 1;

template <class Output>
std::byte* put_bytes(std::byte* p, std::string_view bytes, Output& to) {
  p = to.room(p, bytes.size() + head_room);
  p -= bytes.size();
  if (!bytes.empty()) std::memcpy(p, bytes.data(), bytes.size());
  return p;
}

/// One value with its tag.
template <kind K, class T, class Output>
std::byte* put_value(std::byte* p, std::uint32_t number, const T& v, Output& to) {
  if constexpr (K == kind::group) {
    p = put_tag<wire_type::end_group>(to.room(p, tag_room), number);
    p = put_message(p, v, to);
    return put_tag<wire_type::start_group>(to.room(p, tag_room), number);
  } else if constexpr (K == kind::message) {
    const std::size_t behind = to.behind(p);
    p = to.room(put_message(p, v, to), head_room);
    p = scalars::put_varint(p, to.behind(p) - behind);
    return put_tag<wire_type::length_delimited>(p, number);
  } else if constexpr (is_text(K)) {
    p = put_bytes(p, v, to);
    return put_tag<wire_type::length_delimited>(scalars::put_varint(p, v.size()), number);
  } else {
    p = scalars::put<K>(to.room(p, head_room), static_cast<scalars::value<K>>(v));
    return put_tag<wire_type_of(K)>(p, number);
  }
}

template <kind K, class Range, class Output>
std::byte* put_packed(std::byte* p, std::uint32_t number, const Range& values, Output& to) {
  const std::size_t behind = to.behind(p);
  p = to.room(p, values.size() * scalars::max_size<K> + head_room);
  for (auto i = values.size(); i > 0; --i) {
    const auto v = static_cast<scalars::value<K>>(values[i - 1]);
    if constexpr (scalars::is_varint<K>) p = packing::put_varint(p, scalars::to_varint<K>(v));
    else p = scalars::put<K>(p, v);
  }
  p = scalars::put_varint(p, to.behind(p) - behind);
  return put_tag<wire_type::length_delimited>(p, number);
}

template <class F, class Map, class Output>
std::byte* put_map(std::byte* p, const Map& entries, Output& to) {
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    const std::size_t behind = to.behind(p);
    p = put_value<F::value_kind>(p, 2, entry->second, to);
    p = to.room(put_value<F::key_kind>(p, 1, entry->first, to), head_room);
    p = scalars::put_varint(p, to.behind(p) - behind);
    p = put_tag<wire_type::length_delimited>(p, F::number);
  }
  return p;
}

template <class F, class M, class Output>
std::byte* put_field(std::byte* p, const M& m, Output& to) {
  if constexpr (access::is_extension_range<F>) {
    return (m.*F::member).put(p, F::number, F::last, to);
  } else if constexpr (access::is_map<F>) {
    return put_map<F>(p, m.*F::member, to);
  } else if constexpr (access::is_repeated<M, F>()) {
    const auto& elements = m.*F::member;
    if constexpr (F::is_packed) {
      return elements.empty() ? p : put_packed<F::value_kind>(p, F::number, elements, to);
    } else {
      for (auto i = elements.size(); i > 0; --i) p = put_value<F::value_kind>(p, F::number, elements[i - 1], to);
      return p;
    }
  } else {
    const auto* v = access::singular<F>(m);
    return v != nullptr ? put_value<F::value_kind>(p, F::number, *v, to) : p;
  }
}

template <class Output, class M>
std::byte* put_message(std::byte* p, const M& m, Output& to) {
  if (!m.unknown.empty()) p = put_bytes(p, m.unknown.records(), to);
  access::for_each_backwards(typename schema<M>::fields{}, [&]<class F>(F) { p = put_field<F>(p, m, to); });
  return p;
}

}  // namespace encoding

/// Encodes into a buffer that can be used again. Returns what was written; it lives until the next use of `to`.
template <class M>
std::span<const std::byte> encode(const M& m, output& to) {
  to.finish(encoding::put_message(to.end(), m, to));
  return to.bytes();
}

/// Encodes into a string.
template <class M>
std::string encode(const M& m) {
  std::string bytes(exact_output::slack + size(m), '\0');
  exact_output to(reinterpret_cast<std::byte*>(bytes.data()) + bytes.size());
  (void)encoding::put_message(to.end(), m, to);
  bytes.erase(0, exact_output::slack);
  return bytes;
}

}  // namespace pbwire
