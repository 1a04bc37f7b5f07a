// SPDX-License-Identifier: MIT
//
// Bytes become a message: read a tag, find its field, read the value, until the bytes end.
//
// A field may come in any order, any number of times and in either form (packed or not), and all of it has a meaning:
// of a scalar the last one counts, a repeated field grows, a message is merged into what is there. What the schema
// does not know, or knows with another wire type, is kept in `unknown`.
#pragma once

#include <pbwire/decode_map.hpp>
#include <pbwire/decode_values.hpp>
#include <pbwire/extensions.hpp>
#include <pbwire/required.hpp>

#include <array>
#include <span>
#include <utility>

namespace pbwire {

namespace decoding {

template <class F, bool Reuse, class M>
const std::byte* read_field(M& m, std::uint32_t tag, const std::byte* p, const std::byte* end, decode_state& s,
                            std::uint32_t& used) {
  if constexpr (access::is_extension_range<F>) {
    if (Reuse && used++ == 0) (m.*F::member).clear(F::number, F::last);
    return (m.*F::member).read(schema<M>::name, tag, p, end, s, m.unknown);
  } else if constexpr (access::is_map<F>) {
    return read_map<F, Reuse>(m, tag, p, end, s, used);
  } else {
    return read_plain<F, Reuse>(m, tag, p, end, s, used);
  }
}

template <class F>
constexpr bool has_number(std::uint32_t number) {
  if constexpr (access::is_extension_range<F>) return F::number <= number && number <= F::last;
  else return F::number == number;
}

/// How many values were put into each field.
template <class List>
struct tally;
template <class... F>
struct tally<field_list<F...>> {
  std::array<std::uint32_t, sizeof...(F) + 1> used{};
};

/// Few fields: compared one after the other, each reader in line.
template <bool Reuse, class M, class... F>
const std::byte* read_known(M& m, field_list<F...>, std::uint32_t tag, const std::byte* p, const std::byte* end,
                            decode_state& s, std::uint32_t* used) {
  const std::byte* next = nullptr;
  const bool known =
      (... || (has_number<F>(number_of(tag)) ? (next = read_field<F, Reuse>(m, tag, p, end, s, *used), true)
                                             : (++used, false)));
  return known ? next : keep_value(tag, p, end, s.depth_left, s, m.unknown.storage());
}

/// Many fields: the reader is found by halving.
template <bool Reuse, class M, class... F>
const std::byte* find_known(M& m, field_list<F...>, std::uint32_t tag, const std::byte* p, const std::byte* end,
                            decode_state& s, std::uint32_t* used) {
  using read_function =
      const std::byte* (*)(M&, std::uint32_t, const std::byte*, const std::byte*, decode_state&, std::uint32_t&);
  static constexpr std::array<std::uint32_t, sizeof...(F)> first{F::number...};
  static constexpr std::array<bool (*)(std::uint32_t), sizeof...(F)> matches{&has_number<F>...};
  static constexpr std::array<read_function, sizeof...(F)> read{&read_field<F, Reuse, M>...};
  const auto behind = std::upper_bound(first.begin(), first.end(), number_of(tag));
  const auto at = static_cast<std::size_t>(behind - first.begin());
  if (at == 0 || !matches[at - 1](number_of(tag))) {
    return keep_value(tag, p, end, s.depth_left, s, m.unknown.storage());
  }
  return read[at - 1](m, tag, p, end, s, used[at - 1]);
}

/// Up to so many fields are compared in line, which fits most messages. A choice, not a measured bound.
inline constexpr std::size_t few = 16;

template <bool Reuse, class M>
const std::byte* read_fields(M& m, const std::byte* p, const std::byte* end, decode_state& s, std::uint32_t group) {
  using fields = typename schema<M>::fields;
  tally<fields> count;
  bool closed = group == 0;
  if constexpr (Reuse) m.unknown.clear();
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
    if constexpr (count.used.size() <= few) p = read_known<Reuse>(m, fields{}, tag, p, end, s, count.used.data());
    else p = find_known<Reuse>(m, fields{}, tag, p, end, s, count.used.data());
    if (p == nullptr) [[unlikely]]
      return nullptr;
  }
  if (!closed) return s.fail(errc::missing_end_group, p);
  if constexpr (Reuse) {
    access::for_each(fields{}, [&m, used = count.used.data()]<class F>(F) mutable { slots::finish<F>(m, *used++); });
  }
  return p;
}

template <bool Reuse, class M>
bool read_whole(M& m, std::span<const std::byte> bytes, const decode_options& how, error& why) {
  decode_state s;
  s.read_from(bytes);
  s.depth_left = how.depth_limit;
  s.extensions = how.extensions;
  if (read_fields<Reuse>(m, s.begin, s.limit, s, 0) == nullptr) return why = s.error(), false;
  if (!how.partial) {
    if (std::string path; !required_are_set(m, path)) return why = {errc::missing_required, bytes.size(), path}, false;
  }
  return true;
}

}  // namespace decoding

/// Decodes a message.
template <class M>
result<M> decode(std::span<const std::byte> bytes, const decode_options& how = {}) {
  result<M> m(std::in_place);
  if (error why; !decoding::read_whole<false>(*m, bytes, how, why)) m = std::move(why);
  return m;
}

/// Decodes into a message whose contents may go and whose memory is used again. After an error it holds some of both.
template <class M>
result<void> decode_into(M& m, std::span<const std::byte> bytes, const decode_options& how = {}) {
  error why;
  return decoding::read_whole<true>(m, bytes, how, why) ? result<void>{} : why;
}

/// Decodes on top of what m holds: as if the bytes stood behind those that m came from.
template <class M>
result<void> merge(M& m, std::span<const std::byte> bytes, const decode_options& how = {}) {
  error why;
  return decoding::read_whole<false>(m, bytes, how, why) ? result<void>{} : why;
}

// The same from a string.

template <class M>
result<M> decode(std::string_view bytes, const decode_options& how = {}) {
  return decode<M>(std::as_bytes(std::span(bytes)), how);
}
template <class M>
result<void> decode_into(M& m, std::string_view bytes, const decode_options& how = {}) {
  return decode_into(m, std::as_bytes(std::span(bytes)), how);
}
template <class M>
result<void> merge(M& m, std::string_view bytes, const decode_options& how = {}) {
  return merge(m, std::as_bytes(std::span(bytes)), how);
}

}  // namespace pbwire
