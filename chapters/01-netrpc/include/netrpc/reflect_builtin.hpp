// SPDX-License-Identifier: MIT
//
// The first half of reflect_of.hpp: what a type is called, and the types that Go has without declaring
// any: scalars, []T, [N]T, map[K]V, *T.
//
// Each C++ type belongs to a `family`, which builds its description. Only addresses of other
// descriptions are taken meanwhile, so a type that contains itself closes its own circle.
#pragma once

#include <netrpc/reflect.hpp>

#include <array>
#include <complex>
#include <map>
#include <optional>
#include <type_traits>
#include <unordered_map>

namespace netrpc {

struct json_tag {
  std::string_view member;
  std::string_view key;
};

/// Says what a C++ struct is called in Go. Specialise it where "main" and the C++ name do not do:
///
///   template <> struct netrpc::go_type<store::Item> {
///     static constexpr std::string_view package = "shop", name = "Item";
///     static constexpr json_tag json[] = {{"Id", "id"}};   // Go's `json:"id"`; may be left out
///   };
template <class T>
struct go_type {};

namespace reflect {

/// The description of T. One object per type, the same address every time.
template <class T>
const type& of();

namespace detail {

template <class T>
consteval std::string_view unqualified_name() {
  std::string_view text = __PRETTY_FUNCTION__;  // "... [T = ns::Item]" or "... [with T = ns::Item; ...]"
  const auto start = text.find("T = ") + 4;
  text = text.substr(start, text.find_first_of(";]", start) - start);
  const auto colon = text.rfind("::");
  return colon == std::string_view::npos ? text : text.substr(colon + 2);
}

template <class T>
consteval std::string_view struct_package() {
  if constexpr (requires { go_type<T>::package; }) return go_type<T>::package;
  return "main";
}

template <class T>
consteval std::string_view struct_name() {
  if constexpr (requires { go_type<T>::name; }) return go_type<T>::name;
  return unqualified_name<T>();
}

template <class T>
consteval std::string_view json_name(std::string_view member) {
  if constexpr (requires { go_type<T>::json; }) {
    for (const json_tag& tag : go_type<T>::json) {
      if (tag.member == member) return tag.key;
    }
  }
  return member;
}

template <class T>
struct family {
  static constexpr bool known = false;
};

// --- scalars -------------------------------------------------------------------------------------

struct scalar_kind {
  reflect::kind kind;
  std::uint8_t bits;
  std::string_view name;
};

template <class T>
constexpr scalar_kind scalar_of() {
  if constexpr (std::is_same_v<T, bool>) return {kind::boolean, 8, "bool"};
  else if constexpr (std::is_same_v<T, std::string>) return {kind::string, 0, "string"};
  else if constexpr (std::is_same_v<T, float>) return {kind::float_, 32, "float32"};
  else if constexpr (std::is_same_v<T, double>) return {kind::float_, 64, "float64"};
  else if constexpr (std::is_same_v<T, std::complex<float>>) return {kind::complex, 64, "complex64"};
  else if constexpr (std::is_same_v<T, std::complex<double>>) return {kind::complex, 128, "complex128"};
  else if constexpr (std::is_same_v<T, std::int64_t>) return {kind::int_, 64, "int"};
  else if constexpr (std::is_same_v<T, std::uint64_t>) return {kind::uint_, 64, "uint"};
  else {
    constexpr std::string_view ints[] = {"int8", "int16", "int32", "int64"};
    constexpr std::string_view uints[] = {"uint8", "uint16", "uint32", "uint64"};
    constexpr std::size_t width = sizeof(T) == 1 ? 0 : sizeof(T) == 2 ? 1 : sizeof(T) == 4 ? 2 : 3;
    return {std::is_signed_v<T> ? kind::int_ : kind::uint_, sizeof(T) * 8,
            std::is_signed_v<T> ? ints[width] : uints[width]};
  }
}

template <class T>
concept scalar = std::is_integral_v<T> || std::is_floating_point_v<T> || std::is_same_v<T, std::string> ||
    std::is_same_v<T, std::complex<float>> || std::is_same_v<T, std::complex<double>>;

template <class T>
std::shared_ptr<void> make_value() {
  return std::make_shared<T>();
}

template <class T>
struct descriptor {
  static const type value;
};

template <scalar T>
struct family<T> {
  static constexpr bool known = true;
  static constexpr type build() {
    constexpr scalar_kind s = scalar_of<T>();
    return {.kind = s.kind, .bits = s.bits, .package = {}, .name = s.name, .make = &make_value<T>};
  }
};

template <class T>
requires std::is_enum_v<T>
struct family<T> {
  static constexpr bool known = true;
  static constexpr type build() {
    type t = family<std::underlying_type_t<T>>::build();
    t.package = struct_package<T>();
    t.name = struct_name<T>();
    t.make = &make_value<T>;
    return t;
  }
};

// --- bytes, slices, arrays -------------------------------------------------------------------------

template <class T>
concept byte_like = std::is_same_v<T, std::byte> || std::is_same_v<T, std::uint8_t>;

template <class V>
inline constexpr bytes_operations vector_bytes = {
    .get = [](const void* p) { return std::as_bytes(std::span(*static_cast<const V*>(p))); },
    .set =
        [](void* p, std::span<const std::byte> v) {
          const auto* first = reinterpret_cast<const typename V::value_type*>(v.data());
          static_cast<V*>(p)->assign(first, first + v.size());
        },
};

template <class V>
inline constexpr slice_operations vector_slice = {
    .stride = sizeof(typename V::value_type),
    .size = [](const void* p) { return static_cast<const V*>(p)->size(); },
    .data = [](void* p) -> void* { return static_cast<V*>(p)->data(); },
    .resize = [](void* p, std::size_t n) { static_cast<V*>(p)->resize(n); },
};

template <class A, std::size_t N>
inline constexpr slice_operations array_slice = {
    .stride = sizeof(typename A::value_type),
    .size = [](const void*) { return N; },
    .data = [](void* p) -> void* { return static_cast<A*>(p)->data(); },
    .resize = nullptr,
};

template <class V, class T = typename V::value_type>
struct vector_family {
  static_assert(!std::is_same_v<T, bool>,
                "std::vector<bool> has no addressable elements; use an enum class of bool with go_type name \"bool\"");
  static constexpr bool known = true;
  static constexpr type build() {
    if constexpr (byte_like<T>) {
      return {.kind = kind::bytes, .package = {}, .name = {}, .bytes = &vector_bytes<V>, .make = &make_value<V>};
    } else {
      return {.kind = kind::slice,
              .package = {},
              .name = {},
              .element = &descriptor<T>::value,
              .slice = &vector_slice<V>,
              .make = &make_value<V>};
    }
  }
};

template <class A, class T, std::size_t N>
struct array_family {
  static constexpr bool known = true;
  static constexpr type build() {
    return {.kind = kind::array,
            .package = {},
            .name = {},
            .element = &descriptor<T>::value,
            .length = N,
            .slice = &array_slice<A, N>,
            .make = &make_value<A>};
  }
};

template <class T>
struct family<std::vector<T>> : vector_family<std::vector<T>> {};
template <class T, std::size_t N>
struct family<std::array<T, N>> : array_family<std::array<T, N>, T, N> {};

// --- maps ------------------------------------------------------------------------------------------

template <class M>
inline constexpr map_operations any_map = {
    .size = [](const void* p) { return static_cast<const M*>(p)->size(); },
    .clear = [](void* p) { static_cast<M*>(p)->clear(); },
    .each =
        [](const void* p, void* context, visit_entry visit) {
          for (const auto& [key, value] : *static_cast<const M*>(p)) {
            if (!visit(context, &key, &value)) return false;
          }
          return true;
        },
    .insert =
        [](void* p, void* context, fill_part fill_key, fill_part fill_value) {
          typename M::key_type key{};
          typename M::mapped_type value{};
          if (!fill_key(context, &key) || !fill_value(context, &value)) return false;
          static_cast<M*>(p)->insert_or_assign(std::move(key), std::move(value));
          return true;
        },
};

template <class M>
struct map_family {
  static constexpr bool known = true;
  static constexpr type build() {
    return {.kind = kind::map,
            .package = {},
            .name = {},
            .key = &descriptor<typename M::key_type>::value,
            .element = &descriptor<typename M::mapped_type>::value,
            .map = &any_map<M>,
            .make = &make_value<M>};
  }
};

template <class K, class V>
struct family<std::map<K, V>> : map_family<std::map<K, V>> {};
template <class K, class V>
struct family<std::unordered_map<K, V>> : map_family<std::unordered_map<K, V>> {};

// --- pointers --------------------------------------------------------------------------------------

template <class P, class T>
inline constexpr pointer_operations any_pointer = {
    .get = [](const void* p) -> const void* {
      const P& pointer = *static_cast<const P*>(p);
      return pointer ? std::addressof(*pointer) : nullptr;
    },
    .ensure = [](void* p) -> void* {
      P& pointer = *static_cast<P*>(p);
      if (!pointer) {
        if constexpr (std::is_same_v<P, std::optional<T>>) pointer.emplace();
        else if constexpr (std::is_same_v<P, std::unique_ptr<T>>) pointer = std::make_unique<T>();
        else pointer = std::make_shared<T>();
      }
      return std::addressof(*pointer);
    },
    .reset = [](void* p) { static_cast<P*>(p)->reset(); },
};

template <class P, class T>
struct pointer_family {
  static constexpr bool known = true;
  static constexpr type build() {
    return {.kind = kind::pointer,
            .package = {},
            .name = {},
            .element = &descriptor<T>::value,
            .pointer = &any_pointer<P, T>,
            .make = &make_value<P>};
  }
};

template <class T>
struct family<std::optional<T>> : pointer_family<std::optional<T>, T> {};
template <class T>
struct family<std::unique_ptr<T>> : pointer_family<std::unique_ptr<T>, T> {};
template <class T>
struct family<std::shared_ptr<T>> : pointer_family<std::shared_ptr<T>, T> {};

}  // namespace detail
}  // namespace reflect
}  // namespace netrpc
