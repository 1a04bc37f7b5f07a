// SPDX-License-Identifier: MIT
#include <netrpc/service_map.hpp>

#include <fmt/format.h>

namespace netrpc {
namespace {

/// Go's token.IsExported. Go takes any Unicode capital; C++ identifiers here are ASCII.
bool is_exported(std::string_view name) { return !name.empty() && name[0] >= 'A' && name[0] <= 'Z'; }

/// A builtin or unnamed type has no package, and can be sent by everybody.
bool is_exported_or_builtin(const reflect::type* t) {
  if (t == nullptr) return false;
  const reflect::type& end = reflect::base(*t);
  return end.package.empty() || is_exported(end.name);
}

error local(errc code, std::string detail) { return {code, error_scope::local, 0, std::move(detail)}; }

error unanswerable(errc code, std::string_view service_method) {
  return {code, error_scope::value, 0, std::string(service_method)};
}

}  // namespace

std::optional<std::string> why_unsuitable(const method_shape& shape) {
  const auto& name = shape.name;
  if (!is_exported(name)) return fmt::format("rpc.Register: method \"{}\" is not exported", name);
  if (shape.inputs != 3) {
    return fmt::format("rpc.Register: method \"{}\" has {} input parameters; needs exactly three", name, shape.inputs);
  }
  if (!is_exported_or_builtin(shape.argument)) {
    return fmt::format("rpc.Register: argument type of method \"{}\" is not exported: \"{}\"", name,
                       shape.argument_name);
  }
  if (!shape.reply_is_pointer) {
    return fmt::format("rpc.Register: reply type of method \"{}\" is not a pointer: \"{}\"", name, shape.reply_name);
  }
  if (!is_exported_or_builtin(shape.reply)) {
    return fmt::format("rpc.Register: reply type of method \"{}\" is not exported: \"{}\"", name, shape.reply_name);
  }
  if (shape.outputs != 1) {
    return fmt::format("rpc.Register: method \"{}\" has {} output parameters; needs exactly one", name, shape.outputs);
  }
  if (!shape.returns_error) {
    return fmt::format("rpc.Register: return type of method \"{}\" is \"{}\", must be error", name, shape.return_name);
  }
  return std::nullopt;
}

result<void> service_map::register_type(std::string_view type_name, std::span<const method_shape> shapes,
                                        std::size_t first_callable) {
  if (!type_name.empty() && !is_exported(type_name)) {
    return local(errc::bad_service_name, fmt::format("type {} is not exported", type_name));
  }
  return register_name(type_name, type_name, shapes, first_callable);
}

result<void> service_map::register_name(std::string_view name, std::string_view type_name,
                                        std::span<const method_shape> shapes, std::size_t first_callable) {
  if (name.empty()) return local(errc::bad_service_name, fmt::format("no service name for type {}", type_name));
  methods suitable;
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    if (why_unsuitable(shapes[i])) continue;
    suitable.try_emplace(std::string(shapes[i].name), shapes[i].argument, shapes[i].reply, first_callable + i);
  }
  if (suitable.empty()) {
    return local(errc::no_suitable_method, fmt::format("type {} has no exported methods of suitable type", name));
  }
  const auto [where, is_new] = services_.try_emplace(std::string(name), std::move(suitable));
  if (!is_new) return local(errc::duplicate_service, std::string(name));
  return {};
}

result<const method*> service_map::find(std::string_view service_method) const {
  const auto dot = service_method.rfind('.');  // the last one: a service's name may hold dots of its own
  if (dot == std::string_view::npos) return unanswerable(errc::ill_formed_method, service_method);
  const auto service = services_.find(service_method.substr(0, dot));
  if (service == services_.end()) return unanswerable(errc::service_not_found, service_method);
  const auto found = service->second.find(service_method.substr(dot + 1));
  if (found == service->second.end()) return unanswerable(errc::method_not_found, service_method);
  return &found->second;
}

}  // namespace netrpc
