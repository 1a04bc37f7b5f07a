// SPDX-License-Identifier: MIT
//
// How many bytes a message will take.
#pragma once

#include <pbwire/access.hpp>
#include <pbwire/extensions.hpp>
#include <pbwire/scalars.hpp>

namespace pbwire {

template <class M>
std::size_t size(const M& m);

namespace sizes {

constexpr std::size_t tag_size(std::uint32_t number) { return varint_size(make_tag(number, wire_type::varint)); }
inline std::size_t with_length(std::size_t content) { return varint_size(content) + content; }

/// One value of kind K behind its tag: a length counts, and so does a group's end.
template <kind K, class T>
std::size_t of_value(std::uint32_t number, const T& v) {
  if constexpr (K == kind::message) return with_length(size(v));
  else if constexpr (K == kind::group) return size(v) + tag_size(number);
  else if constexpr (is_text(K)) return with_length(v.size());
  else return scalars::size<K>(static_cast<scalars::value<K>>(v));
}

template <kind K, class Range>
std::size_t of_packed(const Range& values) {
  if constexpr (K == kind::bool_ || !scalars::is_varint<K>) {
    return values.size() * sizeof(scalars::value<K>);
  } else {
    std::size_t sum = 0;
    for (const auto v : values) sum += scalars::size<K>(static_cast<scalars::value<K>>(v));
    return sum;
  }
}

template <class F, class M>
std::size_t of_field(const M& m) {
  if constexpr (access::is_extension_range<F>) {
    return (m.*F::member).size(F::number, F::last);
  } else if constexpr (access::is_map<F>) {
    std::size_t sum = 0;
    for (const auto& [key, v] : m.*F::member) {
      sum += tag_size(F::number) + with_length(2 + of_value<F::key_kind>(1, key) + of_value<F::value_kind>(2, v));
    }
    return sum;
  } else if constexpr (access::is_repeated<M, F>()) {
    const auto& elements = m.*F::member;
    if constexpr (F::is_packed) {
      return elements.empty() ? 0 : tag_size(F::number) + with_length(of_packed<F::value_kind>(elements));
    } else {
      std::size_t sum = elements.size() * tag_size(F::number);
      for (const auto& element : elements) sum += of_value<F::value_kind>(F::number, element);
      return sum;
    }
  } else {
    const auto* v = access::singular<F>(m);
    return v != nullptr ? tag_size(F::number) + of_value<F::value_kind>(F::number, *v) : 0;
  }
}

}  // namespace sizes

/// The size of encode(m) in bytes.
template <class M>
std::size_t size(const M& m) {
  std::size_t sum = m.unknown.records().size();
  access::for_each(typename schema<M>::fields{}, [&]<class F>(F) { sum += sizes::of_field<F>(m); });
  return sum;
}

}  // namespace pbwire
