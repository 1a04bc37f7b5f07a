// SPDX-License-Identifier: MIT
#include "support/random_value.hpp"

#include "support/go_types.hpp"

#include <netrpc/gob_wire.hpp>

#include <bit>
#include <cmath>
#include <limits>

namespace test {

using netrpc::bytes;
namespace reflect = netrpc::reflect;
using reflect::kind;

std::uint64_t below(rng& r, std::uint64_t bound) { return r() % bound; }

namespace {

constexpr int deepest = 5;

std::uint64_t random_bits(rng& r) {
  switch (below(r, 6)) {
    case 0: return 0;
    case 1: return below(r, 200);
    case 2: return (std::uint64_t{1} << below(r, 64)) - below(r, 2);
    case 3: return -below(r, 200);
    case 4: return r() >> below(r, 64);
    default: return r();
  }
}

double random_double(rng& r) {
  using limit = std::numeric_limits<double>;
  constexpr double special[] = {limit::infinity(), -limit::infinity(), limit::quiet_NaN(), -0.0,
                                limit::max(),      limit::denorm_min()};
  switch (below(r, 5)) {
    case 0: return 0;
    case 1: return static_cast<double>(below(r, 1000)) / 4;
    case 2: return special[below(r, std::size(special))];
    case 3: return std::ldexp(1.0, static_cast<int>(below(r, 200)) - 100);
    default: return std::normal_distribution<>()(r);
  }
}

std::size_t random_length(rng& r, int depth) { return depth >= deepest ? 0 : below(r, 7); }

std::string random_text(rng& r) {
  std::string text(below(r, 40) == 0 ? 100 + below(r, 200) : below(r, 7), ' ');
  for (char& c : text) c = static_cast<char>(below(r, 4) == 0 ? r() : 'a' + below(r, 26));
  return text;
}

/// Cut to the type's width, as a C++ cast would.
void fill_integer(rng& r, const reflect::type& t, void* p) {
  const std::uint64_t v = random_bits(r);
  std::memcpy(p, &v, t.bits / 8U);  // the low bytes come first
}

void fill_float(rng& r, unsigned width, void* p) {
  const double wide = random_double(r);
  if (width == 64) {
    std::memcpy(p, &wide, sizeof wide);
  } else {
    const bool fits = !std::isfinite(wide) || std::abs(wide) <= std::numeric_limits<float>::max();
    const auto narrow = fits ? static_cast<float>(wide) : 0.5F;
    std::memcpy(p, &narrow, sizeof narrow);
  }
}

void fill_map(rng& r, const reflect::type& t, void* p, int depth) {
  struct context {
    rng& r;
    const reflect::type& map;
    int depth;
  } c{r, t, depth};
  for (std::size_t n = random_length(r, depth); n > 0; --n) {
    t.map->insert(
        p, &c,
        [](void* raw, void* key) {
          const auto& to = *static_cast<context*>(raw);
          fill_random(to.r, {to.map.key, key}, to.depth + 1);
          return true;
        },
        [](void* raw, void* element) {
          const auto& to = *static_cast<context*>(raw);
          fill_random(to.r, {to.map.element, element}, to.depth + 1);
          return true;
        });
  }
}

template <class T>
netrpc::any random_any(rng& r) {
  T v{};
  fill_random(r, reflect::ref(v));
  return netrpc::make_any(std::move(v));
}

void fill_interface(rng& r, netrpc::any& v) {
  switch (below(r, 5)) {
    case 0: v = {}; break;
    case 1: v = random_any<std::int64_t>(r); break;
    case 2: v = random_any<std::string>(r); break;
    case 3: v = random_any<std::vector<std::string>>(r); break;
    default: v = random_any<go::Item>(r); break;
  }
}

void fill_opaque(rng& r, const reflect::type& t, void* p) {
  if (&t == &reflect::of<go::Celsius>()) {
    static_cast<go::Celsius*>(p)->Degrees = random_double(r);
  } else if (&t == &reflect::of<go::Binary>()) {
    for (std::size_t n = below(r, 5); n > 0; --n)
      static_cast<go::Binary*>(p)->Data.push_back(static_cast<std::byte>(r()));
  }
}

}  // namespace

void fill_random(rng& r, reflect::value v, int depth) {
  const reflect::type& t = *v.of;
  switch (t.kind) {
    case kind::boolean: {
      const bool b = below(r, 2) == 0;
      std::memcpy(v.data, &b, sizeof b);
      break;
    }
    case kind::int_:
    case kind::uint_: fill_integer(r, t, v.data); break;
    case kind::float_: fill_float(r, t.bits, v.data); break;
    case kind::complex:
      fill_float(r, t.bits / 2U, v.data);
      fill_float(r, t.bits / 2U, static_cast<std::byte*>(v.data) + t.bits / 16);
      break;
    case kind::string: *static_cast<std::string*>(v.data) = random_text(r); break;
    case kind::bytes: {
      const std::string text = random_text(r);
      t.bytes->set(v.data, std::as_bytes(std::span(text)));
      break;
    }
    case kind::structure:
      for (const reflect::field& f : t.fields) fill_random(r, {f.of, f.at(v.data)}, depth + 1);
      break;
    case kind::slice:
    case kind::array: {
      if (t.kind == kind::slice) t.slice->resize(v.data, random_length(r, depth));
      auto* element = static_cast<std::byte*>(t.slice->data(v.data));
      for (std::size_t n = t.slice->size(v.data); n > 0; --n, element += t.slice->stride) {
        fill_random(r, {t.element, element}, depth + 1);
      }
      break;
    }
    case kind::map: fill_map(r, t, v.data, depth); break;
    case kind::pointer:
      if (depth < deepest && below(r, 2) == 0) fill_random(r, {t.element, t.pointer->ensure(v.data)}, depth + 1);
      break;
    case kind::interface: fill_interface(r, *static_cast<netrpc::any*>(v.data)); break;
    case kind::opaque: fill_opaque(r, t, v.data); break;
  }
}

// --- damage ----------------------------------------------------------------------------------------------

namespace {

void damage(rng& r, bytes& data, const bytes& other) {
  constexpr int telling[] = {0x00, 0x01, 0x02, 0x7F, 0x80, 0xF7, 0xF8, 0xFE, 0xFF};
  const auto at = [&](std::size_t size) { return static_cast<std::ptrdiff_t>(below(r, size + 1)); };
  if (data.empty()) return data.push_back(static_cast<std::byte>(r()));
  const auto place = data.begin() + static_cast<std::ptrdiff_t>(below(r, data.size()));
  const auto end = place + std::min<std::ptrdiff_t>(data.end() - place, 1 + at(6));
  switch (below(r, 8)) {
    case 0:
    case 1: *place ^= static_cast<std::byte>(1 << below(r, 8)); break;
    case 2: *place = static_cast<std::byte>(telling[below(r, std::size(telling))]); break;
    case 3: data.erase(place, end); break;
    case 4:
      data.insert(place,
                  static_cast<std::byte>(below(r, 2) == 0 ? r() : static_cast<std::uint64_t>(telling[below(r, 9)])));
      break;
    case 5: {
      const bytes copy(place, end);
      data.insert(data.begin() + at(data.size()), copy.begin(), copy.end());
      break;
    }
    case 6: data.erase(place, data.end()); break;
    default: data.erase(place, data.end()); data.insert(data.end(), other.begin() + at(other.size()), other.end());
  }
}

/// Damages one message of the stream and gives it the length it now has.
bytes damage_message(rng& r, const bytes& stream, const bytes& other) {
  using netrpc::gob::uint_prefix;
  std::vector<bytes> messages;
  for (auto rest = std::span(stream); !rest.empty();) {
    const auto length = netrpc::gob::peek_uint(rest);
    if (length.what != uint_prefix::state::done || length.value > rest.size() - length.width) return stream;
    const auto body = rest.subspan(length.width, length.value);
    messages.emplace_back(body.begin(), body.end());
    rest = rest.subspan(length.width + length.value);
  }
  if (messages.empty()) return stream;
  bytes& victim = messages[below(r, messages.size())];
  const std::uint64_t what = below(r, 12);
  if (what == 0) messages.push_back(victim);
  else if (what == 1) std::swap(victim, messages[below(r, messages.size())]);
  else damage(r, victim, other);
  bytes out;
  for (const bytes& m : messages) netrpc::gob::append_message(out, m);
  return out;
}

}  // namespace

bytes mutate(rng& r, const bytes& stream, const bytes& other) {
  bytes out = stream;
  for (std::uint64_t n = 1 + below(r, 3); n > 0; --n) {
    if (below(r, 4) != 0) out = damage_message(r, out, other);
    else damage(r, out, other);
  }
  return out;
}

}  // namespace test
