// SPDX-License-Identifier: MIT
#include <basics/service_registry.hpp>

#include <fmt/format.h>
#include <boost/core/demangle.hpp>

#include <algorithm>

namespace basics {

std::string handler_type::type_name(const std::type_info& type) { return boost::core::demangle(type.name()); }

void service_registry::register_service(const service_desc& desc, std::shared_ptr<service> implementation) {
  if (implementation && !desc.handler_type.satisfied_by(*implementation)) {
    const service& given = *implementation;
    throw usage_error(fmt::format("grpc: Server.RegisterService found the handler of type {} that does not satisfy {}",
                                  handler_type::type_name(typeid(given)), desc.handler_type.name));
  }
  if (closed_) {
    throw usage_error(fmt::format("grpc: Server.RegisterService after Server.Serve for \"{}\"", desc.service_name));
  }
  const auto [entry, is_new] = services_.try_emplace(desc.service_name);
  if (!is_new) {
    throw usage_error(
        fmt::format("grpc: Server.RegisterService found duplicate service registration for \"{}\"", desc.service_name));
  }
  registered& here = entry->second;
  here.implementation = std::move(implementation);
  for (const method_desc& m : desc.methods) here.methods.insert_or_assign(m.method_name, m);
  for (const stream_desc& s : desc.streams) here.streams.insert_or_assign(s.stream_name, s);
  here.metadata = desc.metadata;
}

namespace {

status unimplemented(std::string why) { return {.code = code::unimplemented, .message = std::move(why)}; }

}  // namespace

std::variant<service_registry::unary, service_registry::streaming, status> service_registry::find(
    std::string_view full_method) const {
  std::string_view path = full_method;
  if (path.starts_with('/')) path.remove_prefix(1);
  const auto slash = path.rfind('/');
  if (slash == std::string_view::npos) {
    return status{.code = code::resource_exhausted,
                  .message = fmt::format("malformed method name: \"{}\"", full_method)};
  }
  const std::string_view service_name = path.substr(0, slash);
  const std::string_view method_name = path.substr(slash + 1);

  const auto found = services_.find(service_name);
  if (found == services_.end()) return unimplemented(fmt::format("unknown service {}", service_name));
  const registered& known = found->second;
  if (const auto m = known.methods.find(method_name); m != known.methods.end()) {
    return unary{known.implementation.get(), &m->second};
  }
  if (const auto s = known.streams.find(method_name); s != known.streams.end()) {
    return streaming{known.implementation.get(), &s->second};
  }
  return unimplemented(fmt::format("unknown method {} for service {}", method_name, service_name));
}

std::map<std::string, service_info> service_registry::get_service_info() const {
  std::map<std::string, service_info> all;
  for (const auto& [name, known] : services_) {
    service_info& info = all[name];
    for (const auto& [method, desc] : known.methods) info.methods.push_back({.name = method});
    for (const auto& [stream, desc] : known.streams) {
      info.methods.push_back(
          {.name = stream, .is_client_stream = desc.client_streams, .is_server_stream = desc.server_streams});
    }
    std::sort(info.methods.begin(), info.methods.end(),
              [](const method_info& a, const method_info& b) { return a.name < b.name; });
    info.metadata = known.metadata;
  }
  return all;
}

}  // namespace basics
