// SPDX-License-Identifier: MIT
#include <netrpc/reflect.hpp>

#include <fmt/format.h>

#include <cmath>
#include <cstring>
#include <limits>

namespace netrpc::reflect {
namespace {

template <class T>
void store(void* p, T v) {
  std::memcpy(p, &v, sizeof v);
}

template <class Narrow, class Wide>
bool store_checked(void* p, Wide v) {
  if (v < std::numeric_limits<Narrow>::min() || v > std::numeric_limits<Narrow>::max()) return false;
  store(p, static_cast<Narrow>(v));
  return true;
}

/// Infinity and NaN fit a float; a finite double beyond FLT_MAX does not (gob decode.go float32FromBits).
bool fits_float(double v) { return !std::isfinite(v) || std::abs(v) <= std::numeric_limits<float>::max(); }

}  // namespace

std::string go_string(const type& t) {
  if (!t.name.empty()) return t.package.empty() ? std::string(t.name) : fmt::format("{}.{}", t.package, t.name);
  switch (t.kind) {
    case kind::slice: return "[]" + go_string(*t.element);
    case kind::array: return fmt::format("[{}]{}", t.length, go_string(*t.element));
    case kind::map: return fmt::format("map[{}]{}", go_string(*t.key), go_string(*t.element));
    case kind::pointer: return "*" + go_string(*t.element);
    case kind::bytes: return "[]uint8";
    case kind::interface: return "interface {}";
    case kind::boolean:
    case kind::int_:
    case kind::uint_:
    case kind::float_:
    case kind::complex:
    case kind::string:
    case kind::structure:
    case kind::opaque: break;
  }
  return "struct {}";
}

bool store_narrow_int(const type& t, void* p, std::int64_t v) {
  switch (t.bits) {
    case 8: return store_checked<std::int8_t>(p, v);
    case 16: return store_checked<std::int16_t>(p, v);
    default: return store_checked<std::int32_t>(p, v);
  }
}

bool store_narrow_uint(const type& t, void* p, std::uint64_t v) {
  switch (t.bits) {
    case 8: return store_checked<std::uint8_t>(p, v);
    case 16: return store_checked<std::uint16_t>(p, v);
    default: return store_checked<std::uint32_t>(p, v);
  }
}

bool store_float(const type& t, void* p, double v) {
  if (t.bits == 64) {
    store(p, v);
    return true;
  }
  if (!fits_float(v)) return false;
  store(p, static_cast<float>(v));
  return true;
}

complex_parts load_complex(const type& t, const void* p) {
  const type part{.kind = kind::float_, .bits = static_cast<std::uint8_t>(t.bits / 2), .package = {}, .name = {}};
  const auto* first = static_cast<const std::byte*>(p);
  return {load_float(part, first), load_float(part, first + part.bits / 8)};
}

bool store_complex(const type& t, void* p, complex_parts v) {
  const type part{.kind = kind::float_, .bits = static_cast<std::uint8_t>(t.bits / 2), .package = {}, .name = {}};
  auto* first = static_cast<std::byte*>(p);
  return store_float(part, first, v.real) && store_float(part, first + part.bits / 8, v.imag);
}

}  // namespace netrpc::reflect
