// SPDX-License-Identifier: MIT
//
// Values of every kind on their way into a member: numbers alone and packed, text, messages and groups.
//
// A repeated field mostly comes as one run of records with the same tag, so each of these functions goes on as long as
// the next tag is its own. Only then does the caller look for the field again.
#pragma once

#include <pbwire/decode_options.hpp>
#include <pbwire/packed.hpp>
#include <pbwire/scalars.hpp>
#include <pbwire/slots.hpp>
#include <pbwire/utf8.hpp>

#include <string_view>

namespace pbwire::decoding {

/// Reads the fields of a message into m until `end`; if `group` is not 0, until the end-group tag of that number.
template <bool Reuse, class M>
const std::byte* read_fields(M& m, const std::byte* p, const std::byte* end, decode_state& s, std::uint32_t group);

/// One message, which takes one level of the depth.
template <bool Reuse, class M>
const std::byte* read_nested(M& m, const std::byte* p, const std::byte* end, decode_state& s, std::uint32_t group) {
  if (s.depth_left <= 0) [[unlikely]]
    return s.fail(errc::too_deep, p);
  --s.depth_left;
  p = read_fields<Reuse>(m, p, end, s, group);
  ++s.depth_left;
  return p;
}

template <kind K, bool Reuse, class M>
const std::byte* read_message(M& m, std::uint32_t number, const std::byte* p, const std::byte* end, decode_state& s) {
  if constexpr (K == kind::group) {
    return read_nested<Reuse>(m, p, end, s, number);
  } else {
    std::size_t length = 0;
    p = read_length(p, end, length, s);
    return p != nullptr ? read_nested<Reuse>(m, p, p + length, s, 0) : nullptr;
  }
}

template <kind K, syntax Syntax>
const std::byte* read_text(std::string_view& text, const std::byte* p, const std::byte* end, decode_state& s) {
  std::size_t length = 0;
  const std::byte* const content = read_length(p, end, length, s);
  if (content == nullptr) return nullptr;
  text = {reinterpret_cast<const char*>(content), length};
  if constexpr (K == kind::string && Syntax == syntax::proto3) {
    if (!is_ascii(text) && !is_utf8(text)) [[unlikely]]
      return s.fail(errc::invalid_utf8, p);
  }
  return content + length;
}

/// Whether the next tag is this one, which is known in advance: then it need not be decoded.
template <std::uint32_t Tag>
bool next_is(const std::byte* p, const std::byte* end) {
  if constexpr (Tag < 0x80) return p != end && *p == static_cast<std::byte>(Tag);
  else if constexpr (Tag < 0x4000)
    return end - p > 1 && p[0] == static_cast<std::byte>((Tag & 0x7f) | 0x80) &&
           p[1] == static_cast<std::byte>(Tag >> 7);
  else return false;
}

/// How many records with this tag follow each other, when the first tag is read already. Bad lengths end the count.
template <std::uint32_t Tag>
std::size_t count_run(const std::byte* p, const std::byte* end) {
  failure ignored;
  for (std::size_t count = 1;; ++count) {
    std::size_t length = 0;
    p = read_length(p, end, length, ignored);
    if (p == nullptr || !next_is<Tag>(p + length, end)) return count;
    p += length + varint_size(Tag);
  }
}

/// The number of a closed enum that the enum does not declare: kept as a field that nobody knows.
void keep_number(unknown_fields& unknown, std::uint32_t number, std::uint64_t bits);

/// Reads one number and puts it into the field. An enum number that has to be kept is kept with all its 64 bits, as
/// libprotobuf's generated code does.
template <class F, bool Reuse, class M>
const std::byte* read_number(M& m, const std::byte* p, const std::byte* end, decode_state& s, std::uint32_t& used) {
  using element = access::value_type<M, F>;
  scalars::value<F::value_kind> v{};
  const std::byte* const next = scalars::read<F::value_kind>(v, p, end, s);
  if (next == nullptr) [[unlikely]]
    return nullptr;
  if constexpr (F::value_kind == kind::enum_ && schema<M>::syntax == syntax::proto2) {
    if (!is_declared<element>(v)) {
      std::uint64_t bits = 0;
      (void)read_varint(p, end, bits);
      keep_number(m.unknown, F::number, bits);
      return next;
    }
  }
  slots::put<F, Reuse>(m, static_cast<element>(v), used);
  return next;
}

template <class F, bool Reuse, class M>
const std::byte* read_packed(M& m, const std::byte* p, const std::byte* end, decode_state& s, std::uint32_t& used) {
  constexpr kind K = F::value_kind;
  using element = access::value_type<M, F>;
  std::size_t length = 0;
  p = read_length(p, end, length, s);
  if (p == nullptr) return nullptr;
  const std::byte* const last = p + length;
  if constexpr (K == kind::bool_ || K == kind::enum_) {
    while (p != nullptr && p < last) p = read_number<F, Reuse>(m, p, last, s, used);
    return p;
  } else {
    // Each element is counted before the first is read, so that there is one allocation, and none too large: a count
    // is never more than the bytes that are there.
    if constexpr (scalars::is_varint<K>) {
      element* const to = slots::add<F, Reuse>(m, packing::count_varints(p, last), used);
      return packing::read_varints<K>(to, p, last, s.limit, s);
    } else {
      if (length % sizeof(element) != 0) return s.fail(errc::truncated, last - length % sizeof(element));
      element* to = slots::add<F, Reuse>(m, length / sizeof(element), used);
      for (; p != last; p += sizeof(element)) *to++ = load_little_endian<element>(p);
      return p;
    }
  }
}

/// Numbers: alone, as one of several records, or packed.
template <class F, bool Reuse, class M>
const std::byte* read_numbers(M& m, std::uint32_t tag, const std::byte* p, const std::byte* end, decode_state& s,
                              std::uint32_t& used) {
  constexpr std::uint32_t own = make_tag(F::number, wire_type_of(F::value_kind));
  if constexpr (access::is_repeated<M, F>()) {
    if (tag != own) return read_packed<F, Reuse>(m, p, end, s, used);
  }
  for (;;) {
    p = read_number<F, Reuse>(m, p, end, s, used);
    if (p == nullptr || !access::is_repeated<M, F>() || !next_is<own>(p, end)) return p;
    p += varint_size(own);
  }
}

template <class F, bool Reuse, class M>
const std::byte* read_texts(M& m, const std::byte* p, const std::byte* end, decode_state& s, std::uint32_t& used) {
  constexpr std::uint32_t own = make_tag(F::number, wire_type::length_delimited);
  for (;;) {
    std::string_view text;
    p = read_text<F::value_kind, schema<M>::syntax>(text, p, end, s);
    if (p == nullptr) [[unlikely]]
      return nullptr;
    slots::next<F, Reuse>(m, used).assign(text);
    if (!access::is_repeated<M, F>() || !next_is<own>(p, end)) return p;
    p += varint_size(own);
  }
}

template <class F, bool Reuse, class M>
const std::byte* read_messages(M& m, const std::byte* p, const std::byte* end, decode_state& s, std::uint32_t& used) {
  constexpr std::uint32_t own = make_tag(F::number, wire_type_of(F::value_kind));
  if constexpr (access::is_repeated<M, F>()) {
    if (F::value_kind == kind::message && (m.*F::member).empty()) (m.*F::member).reserve(count_run<own>(p, end));
    for (;;) {
      auto& to = slots::next<F, Reuse>(m, used);
      p = read_message<F::value_kind, Reuse>(to, F::number, p, end, s);
      if (p == nullptr) [[unlikely]]
        return s.failed_in(F::name, slots::last_index<F, Reuse>(m, used));
      if (!next_is<own>(p, end)) return p;
      p += varint_size(own);
    }
  } else {
    const bool is_first = used == 0;
    auto& to = slots::next<F, Reuse>(m, used);
    if constexpr (Reuse) {  // what an earlier decode has left is overwritten by the first record, not by the second
      if (is_first) p = read_message<F::value_kind, true>(to, F::number, p, end, s);
    }
    if (!Reuse || !is_first) p = read_message<F::value_kind, false>(to, F::number, p, end, s);
    return p != nullptr ? p : s.failed_in(F::name);
  }
}

/// Whether a tag is one that the field's values may stand behind.
template <class F, class M>
constexpr bool has_tag(std::uint32_t tag) {
  return tag == make_tag(F::number, wire_type_of(F::value_kind)) ||
         (is_packable(F::value_kind) && access::is_repeated<M, F>() &&
          tag == make_tag(F::number, wire_type::length_delimited));
}

/// The value of any field that is not a map and not a range of extensions.
template <class F, bool Reuse, class M>
const std::byte* read_plain(M& m, std::uint32_t tag, const std::byte* p, const std::byte* end, decode_state& s,
                            std::uint32_t& used) {
  if (!has_tag<F, M>(tag)) return keep_value(tag, p, end, s.depth_left, s, m.unknown.storage());
  if constexpr (is_message(F::value_kind)) {
    return read_messages<F, Reuse>(m, p, end, s, used);
  } else {
    if constexpr (is_packable(F::value_kind)) p = read_numbers<F, Reuse>(m, tag, p, end, s, used);
    else p = read_texts<F, Reuse>(m, p, end, s, used);
    return p != nullptr ? p : s.failed_in(F::name);
  }
}

}  // namespace pbwire::decoding
