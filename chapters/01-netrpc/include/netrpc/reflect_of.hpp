// SPDX-License-Identifier: MIT
//
// The compile-time half of reflect.hpp: from a C++ type to its `reflect::type`.
//
// A recursive type (struct Node { std::unique_ptr<Node> Next; }) needs its own description inside
// itself. Only addresses of descriptions are taken while one is built, so the circle closes.
#pragma once

#include <netrpc/reflect.hpp>

#include <boost/describe.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

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

// --- interface{} and struct{} ------------------------------------------------------------------------

template <class A>
struct any_family {
  static constexpr bool known = true;
  static constexpr type build() { return {.kind = kind::interface, .package = {}, .name = {}, .make = &make_value<A>}; }
};

template <>
struct family<any> : any_family<any> {};

template <>
struct family<empty> {
  static constexpr bool known = true;
  static constexpr type build() {
    return {.kind = kind::structure, .package = {}, .name = {}, .make = &make_value<empty>};
  }
};

// --- types with a name of their own ------------------------------------------------------------------
//
//   struct Ints : std::vector<std::int64_t> { using vector::vector; };     type Ints []int
//   struct Shape : netrpc::any {};                                         type Shape interface{ … }
//
// A class derived from one of the types above is that type under its own name.

template <class N, class T>
vector_family<N> family_under(const std::vector<T>*);
template <class Named, class T, std::size_t N>
array_family<Named, T, N> family_under(const std::array<T, N>*);
template <class N, class K, class V>
map_family<N> family_under(const std::map<K, V>*);
template <class N, class K, class V>
map_family<N> family_under(const std::unordered_map<K, V>*);
template <class N>
any_family<N> family_under(const any*);

template <class T>
requires(std::is_class_v<T>&& requires(const T* p) { family_under<T>(p); }) struct family<T> {
  static constexpr bool known = true;
  static constexpr type build() {
    type t = decltype(family_under<T>(static_cast<const T*>(nullptr)))::build();
    t.package = struct_package<T>();
    t.name = struct_name<T>();
    return t;
  }
};

// --- values that encode themselves -------------------------------------------------------------------

template <class T>
concept gob_encoder = requires(const T& v, T& w, std::span<const std::byte> data) {
  { v.GobEncode() } -> std::same_as<result<bytes>>;
  { w.GobDecode(data) } -> std::same_as<result<void>>;
};

template <class T>
concept binary_marshaler = requires(const T& v, T& w, std::span<const std::byte> data) {
  { v.MarshalBinary() } -> std::same_as<result<bytes>>;
  { w.UnmarshalBinary(data) } -> std::same_as<result<void>>;
};

template <class T>
bool opaque_is_zero(const void* p) {
  if constexpr (std::equality_comparable<T>) return *static_cast<const T*>(p) == T{};
  return false;
}

template <class T>
inline constexpr opaque_operations opaque_gob = {
    .form = opaque_form::gob_encoder,
    .is_zero = &opaque_is_zero<T>,
    .encode = [](const void* p) { return static_cast<const T*>(p)->GobEncode(); },
    .decode = [](void* p, std::span<const std::byte> data) { return static_cast<T*>(p)->GobDecode(data); },
};

template <class T>
inline constexpr opaque_operations opaque_binary = {
    .form = opaque_form::binary_marshaler,
    .is_zero = &opaque_is_zero<T>,
    .encode = [](const void* p) { return static_cast<const T*>(p)->MarshalBinary(); },
    .decode = [](void* p, std::span<const std::byte> data) { return static_cast<T*>(p)->UnmarshalBinary(data); },
};

template <class T>
requires(std::is_class_v<T> && (gob_encoder<T> || binary_marshaler<T>)) struct family<T> {
  static constexpr bool known = true;
  static constexpr const opaque_operations* operations() {
    if constexpr (gob_encoder<T>) return &opaque_gob<T>;  // Go asks for GobEncoder first
    else return &opaque_binary<T>;
  }
  static constexpr type build() {
    return {.kind = kind::opaque,
            .package = struct_package<T>(),
            .name = struct_name<T>(),
            .opaque = operations(),
            .make = &make_value<T>};
  }
};

// --- described structs -----------------------------------------------------------------------------

template <class T>
using public_members = boost::describe::describe_members<T, boost::describe::mod_public>;

template <class D>
constexpr bool is_sent = D::name[0] >= 'A' && D::name[0] <= 'Z';

template <class D>
using is_sent_t = std::bool_constant<is_sent<D>>;

template <class T, class D>
struct member {
  using member_type = std::remove_cvref_t<decltype(std::declval<T&>().*D::pointer)>;
  static void* at(void* object) { return std::addressof(static_cast<T*>(object)->*D::pointer); }
  static constexpr field describe() { return {D::name, json_name<T>(D::name), &descriptor<member_type>::value, &at}; }
};

template <class T, class List>
struct field_table;

template <class T, template <class...> class List, class... Ds>
struct field_table<T, List<Ds...>> {
  static constexpr std::array<field, sizeof...(Ds)> value = {member<T, Ds>::describe()...};
};

template <class T>
requires(std::is_class_v<T>&& boost::describe::has_describe_members<T>::value && !gob_encoder<T> &&
         !binary_marshaler<T> && !std::is_same_v<T, empty>) struct family<T> {
  static constexpr bool known = true;
  using sent = boost::mp11::mp_copy_if<public_members<T>, is_sent_t>;
  static_assert(boost::mp11::mp_empty<public_members<T>>::value || !boost::mp11::mp_empty<sent>::value,
                "gob: the struct has no exported fields (a member travels when its name begins with a capital)");
  static constexpr type build() {
    return {.kind = kind::structure,
            .package = struct_package<T>(),
            .name = struct_name<T>(),
            .fields = field_table<T, sent>::value,
            .make = &make_value<T>};
  }
};

template <class T>
constexpr type build() {
  static_assert(family<T>::known, "describe this type with BOOST_DESCRIBE_STRUCT, or see the table in reflect.hpp");
  type t = family<T>::build();
  t.size = sizeof(T);
  return t;
}

template <class T>
constinit const type descriptor<T>::value = build<T>();

}  // namespace detail

template <class T>
const type& of() {
  return detail::descriptor<T>::value;
}

template <class T>
value ref(T& v) {
  return {&of<T>(), &v};
}

template <class T>
const_value ref(const T& v) {
  return {&of<T>(), &v};
}

}  // namespace reflect

/// Wraps a described value as interface{}.
template <class T>
any make_any(T v) {
  return {&reflect::of<T>(), std::make_shared<T>(std::move(v))};
}

/// The value inside, or null when it is of another type.
template <class T>
const T* any_cast(const any& a) {
  return a.of == &reflect::of<T>() ? static_cast<const T*>(a.data.get()) : nullptr;
}

}  // namespace netrpc
