// SPDX-License-Identifier: MIT
//
// X.509 certificates with OpenSSL's C API, each of its objects owned by a unique_ptr.
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <cstdint>
#include <memory>
#include <string>

namespace plain {

template <auto free>
struct freed_by {
  template <class T>
  void operator()(T* object) const {
    free(object);
  }
};
using key_ptr = std::unique_ptr<EVP_PKEY, freed_by<EVP_PKEY_free>>;
using certificate_ptr = std::unique_ptr<X509, freed_by<X509_free>>;

struct certified {
  key_ptr key;
  certificate_ptr certificate;
};

// Valid from now on for `days`. They throw std::runtime_error with OpenSSL's words.

/// A certificate that signs itself and may sign others.
[[nodiscard]] certified make_authority(std::int64_t days);
/// Signed by `authority`, for a server that is dialled as localhost or 127.0.0.1.
[[nodiscard]] certified make_server_certificate(const certified& authority, std::int64_t days);

/// FOLDER/NAME.pem, which all may read, and FOLDER/NAME.key, which only its owner may. Makes the folder; replaces the
/// files.
void write_pem(const std::string& folder, const std::string& name, const certified& c);

}  // namespace plain
