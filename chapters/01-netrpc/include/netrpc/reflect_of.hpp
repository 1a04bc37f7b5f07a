// SPDX-License-Identifier: MIT
//
// The compile-time half of reflect.hpp: from a C++ type to its `reflect::type`. Here are the types that
// a program declares: described structs, named containers, values that encode themselves.
//
// A recursive type (struct Node { std::unique_ptr<Node> Next; }) needs its own description inside
// itself. Only addresses of descriptions are taken while one is built, so the circle closes.
#pragma once

#include <netrpc/reflect_builtin.hpp>

#include <boost/describe.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

namespace netrpc {
namespace reflect {
namespace detail {

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
