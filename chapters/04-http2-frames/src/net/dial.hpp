// SPDX-License-Identifier: MIT
//
// From a name to a transport that has shaken hands: addresses, TCP, then TLS or the Upgrade.
#pragma once

#include <h2/net/client.hpp>

#include <string>

namespace h2::net {

struct dialled {
  byte_stream transport;
  instant connected;
  byte_buffer already_read;  // behind a 101
};

[[nodiscard]] awaitable<attempt<dialled>> dial(std::string host, std::string port, const client_options& options);

}  // namespace h2::net
