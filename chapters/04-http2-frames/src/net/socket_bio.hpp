// SPDX-License-Identifier: MIT
//
// OpenSSL's own socket BIO calls write(), and a peer that is gone then costs the process a SIGPIPE. A library does not
// change what signals do, so this one says MSG_NOSIGNAL; that is all it differs in.
#pragma once

#include <openssl/bio.h>

namespace h2::net {

/// A BIO over a socket that stays somebody else's. Null when there is no memory.
[[nodiscard]] BIO* new_socket_bio(int socket);

}  // namespace h2::net
