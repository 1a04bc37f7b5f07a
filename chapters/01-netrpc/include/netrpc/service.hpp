// SPDX-License-Identifier: MIT
//
// From a C++ class to a service: what Go's reflection finds out about a receiver at run time, found out
// by the compiler from the list that Boost.Describe keeps.
//
//   class UserServer {
//    public:
//     result<void> GetUser(const GetUserReq& req, GetUserResp* resp);                // at once
//     awaitable<result<void>> Watch(const std::int64_t& seconds, std::string* key);  // may wait
//     BOOST_DESCRIBE_CLASS(UserServer, (), (GetUser, Watch), (), ())
//   };
//
// A plain method is a goroutine that never blocks: it runs to its end inside the reader. A coroutine
// is one that may: it runs beside the reader, and the connection goes on serving others.
#pragma once

#include <netrpc/asio.hpp>
#include <netrpc/service_map.hpp>

#include <boost/describe.hpp>
#include <boost/mp11/algorithm.hpp>

#include <array>
#include <memory>
#include <string>
#include <type_traits>

namespace netrpc {

/// A method's own error, as `errors.New("not found")` in Go; the client sees the text.
[[nodiscard]] inline error rpc_error(std::string text) {
  return {errc::server_error, error_scope::value, 0, std::move(text)};
}

/// How to run one method; exactly one of the two is set. The pointers are of the method's own types.
struct callable {
  std::shared_ptr<void> receiver;
  result<void> (*now)(void* receiver, const void* argument, void* reply) = nullptr;
  awaitable<result<void>> (*later)(void* receiver, const void* argument, void* reply) = nullptr;
};

namespace detail {

template <class T>
using plain = std::remove_cvref_t<T>;

/// Null when T has no description: such a type cannot travel.
template <class T>
constexpr const reflect::type* type_or_null() {
  if constexpr (reflect::detail::family<plain<T>>::known) return &reflect::detail::descriptor<plain<T>>::value;
  else return nullptr;
}

template <class T>
std::string name_of() {
  if constexpr (std::is_void_v<T>) return "void";
  else if constexpr (reflect::detail::family<plain<T>>::known) return reflect::go_string(reflect::of<plain<T>>());
  else return std::string(reflect::detail::unqualified_name<plain<T>>());
}

template <class F>
struct signature;
template <class C, class R, class... As>
struct signature<R (C::*)(As...)> {
  using returned = R;
  using arguments = boost::mp11::mp_list<As...>;
};
template <class C, class R, class... As>
struct signature<R (C::*)(As...) const> : signature<R (C::*)(As...)> {};
template <class C, class R, class... As>
struct signature<R (C::*)(As...) noexcept> : signature<R (C::*)(As...)> {};
template <class C, class R, class... As>
struct signature<R (C::*)(As...) const noexcept> : signature<R (C::*)(As...)> {};

template <class T>
constexpr bool is_reply_pointer = std::is_pointer_v<T> && !std::is_const_v<std::remove_pointer_t<T>>;

template <auto Method>
method_shape shape_of(std::string_view name) {
  using s = signature<decltype(Method)>;
  constexpr std::size_t count = boost::mp11::mp_size<typename s::arguments>::value;
  using returned = typename s::returned;
  method_shape shape{.name = name, .inputs = count + 1};
  if constexpr (count >= 1) {
    using argument = boost::mp11::mp_at_c<typename s::arguments, 0>;
    shape.argument = type_or_null<argument>();
    shape.argument_name = name_of<argument>();
  }
  if constexpr (count >= 2) {
    using reply = boost::mp11::mp_at_c<typename s::arguments, 1>;
    shape.reply_is_pointer = is_reply_pointer<reply>;
    shape.reply = type_or_null<std::remove_pointer_t<reply>>();
    shape.reply_name = name_of<std::remove_pointer_t<reply>>();
  }
  shape.outputs = std::is_void_v<returned> ? 0 : 1;
  shape.returns_error = std::is_same_v<returned, result<void>> || std::is_same_v<returned, awaitable<result<void>>>;
  shape.return_name = name_of<returned>();
  return shape;
}

/// Whether the call below compiles; whether it is wanted is for why_unsuitable() to say.
template <auto Method>
constexpr bool is_callable() {
  using s = signature<decltype(Method)>;
  using returned = typename s::returned;
  if constexpr (boost::mp11::mp_size<typename s::arguments>::value != 2) return false;
  else {
    using argument = boost::mp11::mp_first<typename s::arguments>;
    using reply = boost::mp11::mp_second<typename s::arguments>;
    return reflect::detail::family<plain<argument>>::known && is_reply_pointer<reply> &&
           std::is_convertible_v<const plain<argument>&, argument> &&
           (std::is_same_v<returned, result<void>> || std::is_same_v<returned, awaitable<result<void>>>);
  }
}

template <class T, auto Method>
callable callable_of(const std::shared_ptr<T>& receiver) {
  callable c{.receiver = receiver};
  if constexpr (is_callable<Method>()) {
    using s = signature<decltype(Method)>;
    using argument = plain<boost::mp11::mp_first<typename s::arguments>>;
    using reply = std::remove_pointer_t<boost::mp11::mp_second<typename s::arguments>>;
    constexpr auto run = [](void* self, const void* a, void* r) {
      return (static_cast<T*>(self)->*Method)(*static_cast<const argument*>(a), static_cast<reply*>(r));
    };
    if constexpr (std::is_same_v<typename s::returned, result<void>>) c.now = run;
    else c.later = run;
  }
  return c;
}

template <class T>
using described_methods =
    boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_function |
                                             boost::describe::mod_inherited>;

}  // namespace detail

/// A service's methods in the order of its description: shapes and callables, index by index.
struct service_description {
  std::string type_name;
  std::vector<method_shape> shapes;
  std::vector<callable> callables;
};

/// Requires: T is described with BOOST_DESCRIBE_CLASS (or _STRUCT), member functions included.
/// Lifetime: the callables own the service.
template <class T>
[[nodiscard]] service_description describe_service(const std::shared_ptr<T>& service) {
  static_assert(boost::describe::has_describe_members<T>::value,
                "list the service's methods with BOOST_DESCRIBE_CLASS");
  service_description d{.type_name = std::string(reflect::detail::struct_name<T>()), .shapes = {}, .callables = {}};
  boost::mp11::mp_for_each<detail::described_methods<T>>([&](auto member) {
    using m = decltype(member);
    d.shapes.push_back(detail::shape_of<m::pointer>(m::name));
    d.callables.push_back(detail::callable_of<T, m::pointer>(service));
  });
  return d;
}

}  // namespace netrpc
