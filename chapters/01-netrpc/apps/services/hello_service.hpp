// SPDX-License-Identifier: MIT
//
// The service of netrpc 4.3.1 and 4.3.3: it greets anybody.
#pragma once

#include <netrpc/service.hpp>

#include <string>

namespace services {

class HelloService {
 public:
  netrpc::result<void> Hello(const std::string& request, std::string* reply) {
    *reply = "hello:" + request;
    return {};
  }
  BOOST_DESCRIBE_CLASS(HelloService, (), (Hello), (), ())
};

}  // namespace services
