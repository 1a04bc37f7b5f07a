// SPDX-License-Identifier: MIT
//
// The server's registry: which methods can be called, and with what (net/rpc server.go).
//
//   "KVStoreService" ─► Get    argument string     reply string     callable 3   called 17 times
//                       Set    argument [2]string  reply struct {}  callable 4
//                       Watch  argument int        reply string     callable 5
//
// Go asks a value for its methods and keeps those that look like a remote procedure:
//
//   func (t *T) MethodName(argType T1, replyType *T2) error          in C++, service.hpp:
//   result<void>            T::MethodName(const T1&, T2*)            runs to its end at once
//   awaitable<result<void>> T::MethodName(const T1&, T2*)            may wait
//
// The shell sees the C++ signature and states it as a `method_shape`; which shapes are suitable is
// decided here, by Go's rules and in Go's words. What runs a method is the shell's: the map only
// keeps its index.
#pragma once

#include <netrpc/error.hpp>
#include <netrpc/reflect.hpp>

#include <atomic>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace netrpc {

/// One method of a class, as Go's reflection would see it.
struct method_shape {
  std::string_view name;
  std::size_t inputs = 3;                   // as Go counts them: the receiver is the first
  const reflect::type* argument = nullptr;  // null: a type that cannot travel
  std::string argument_name = {};           // as a person knows it, for the reasons below
  bool reply_is_pointer = true;
  const reflect::type* reply = nullptr;  // what the pointer points to; null: a type that cannot travel
  std::string reply_name = {};
  std::size_t outputs = 1;
  bool returns_error = true;
  std::string return_name = {};
};

/// Go's rules (server.go suitableMethods): exported, three inputs, exported argument and reply types,
/// a pointer for the reply, one output, an error. Nothing when the method is suitable, else why not.
[[nodiscard]] std::optional<std::string> why_unsuitable(const method_shape& shape);

/// Go's methodType: what is known of a method that can be called.
struct method {
  const reflect::type* argument;
  const reflect::type* reply;
  std::size_t callable;                          // which of the shell's callables runs it
  mutable std::atomic<std::uint64_t> calls = 0;  // for the debug page; requests run on any thread
  method(const reflect::type* a, const reflect::type* r, std::size_t c) : argument(a), reply(r), callable(c) {}
};

class service_map {
 public:
  using methods = std::map<std::string, method, std::less<>>;

  /// Go's Register: publishes the suitable methods of a type under the type's own name, which must be
  /// exported. Shape number i is run by callable number first_callable + i.
  /// Errors: bad_service_name, no_suitable_method, duplicate_service, all of scope local.
  [[nodiscard]] result<void> register_type(std::string_view type_name, std::span<const method_shape> shapes,
                                           std::size_t first_callable);

  /// Go's RegisterName: the same under a name of one's own, which may be any but the empty one.
  [[nodiscard]] result<void> register_name(std::string_view name, std::string_view type_name,
                                           std::span<const method_shape> shapes, std::size_t first_callable);

  /// Finds "Service.Method"; the last dot divides. The method stays where it is as long as the map.
  /// Errors: ill_formed_method, service_not_found, method_not_found, of scope value: the connection lives on.
  [[nodiscard]] result<const method*> find(std::string_view service_method) const;

  /// Service by service, in the order of their names.
  [[nodiscard]] const std::map<std::string, methods, std::less<>>& services() const { return services_; }

 private:
  std::map<std::string, methods, std::less<>> services_;
};

}  // namespace netrpc
