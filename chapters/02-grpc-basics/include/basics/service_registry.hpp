// SPDX-License-Identifier: MIT
#pragma once

#include <basics/service_desc.hpp>

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace basics {

/// One method as a server tells others about it (grpc.MethodInfo).
struct method_info {
  std::string name;
  bool is_client_stream = false;
  bool is_server_stream = false;
  bool operator==(const method_info&) const = default;
};

struct service_info {
  std::vector<method_info> methods;  // by name
  std::string metadata;
};

/// Which service and method a path means (Server.services and the maps in it). Written before serving, read-only after
/// it.
class service_registry {
 public:
  /// Refuses, as a usage_error with grpc-go's words: an implementation that is not of the described type (null is not
  /// looked at, as in grpc-go 1.33), a name that is taken, anything once serving has begun.
  void register_service(const service_desc& desc, std::shared_ptr<service> implementation);

  /// No registration from now on.
  void close() { closed_ = true; }

  struct unary {
    service* implementation;
    const method_desc* method;
  };
  struct streaming {
    service* implementation;
    const stream_desc* stream;
  };
  /// What "/package.service/method" is, or the status that answers it: UNIMPLEMENTED for what is not there,
  /// RESOURCE_EXHAUSTED (sic, as grpc-go 1.33) for a path without a service.
  [[nodiscard]] std::variant<unary, streaming, status> find(std::string_view full_method) const;

  /// Every service by name. (GetServiceInfo)
  [[nodiscard]] std::map<std::string, service_info> get_service_info() const;

 private:
  struct registered {
    std::shared_ptr<service> implementation;
    std::map<std::string, method_desc, std::less<>> methods;
    std::map<std::string, stream_desc, std::less<>> streams;
    std::string metadata;
  };
  std::map<std::string, registered, std::less<>> services_;
  bool closed_ = false;
};

}  // namespace basics
