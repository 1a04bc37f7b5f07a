// SPDX-License-Identifier: MIT
#include <h2/net/tls.hpp>

#include <boost/asio/ip/address.hpp>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>
#include <cstring>
#include <limits>

namespace h2::net {
namespace {

using bio_ptr = std::unique_ptr<BIO, decltype(&BIO_free)>;
using key_ptr = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using x509_ptr = std::unique_ptr<X509, decltype(&X509_free)>;

failure tls_failure(std::string what) {
  std::array<char, 256> reason{};
  if (const unsigned long code = ERR_get_error(); code != 0) {
    ERR_error_string_n(code, reason.data(), reason.size());
    what.append(": ").append(reason.data());
  }
  ERR_clear_error();
  return {.code = failure_code::tls, .detail = std::move(what)};
}

bio_ptr reading(const std::string& pem) {
  return {BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free};
}

std::string text_in(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

constexpr std::array<unsigned char, 3> alpn_h2{2, 'h', '2'};

/// RFC 9113 §3.2: over TLS nothing but "h2" is HTTP/2. Whoever offers other things only is told so in the handshake.
int choose_h2(SSL*, const unsigned char** chosen, unsigned char* size, const unsigned char* offered,
              unsigned int offered_size, void*) {
  unsigned char* found = nullptr;
  if (SSL_select_next_proto(&found, size, alpn_h2.data(), alpn_h2.size(), offered, offered_size) !=
      OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  }
  *chosen = found;
  return SSL_TLSEXT_ERR_OK;
}

tls_context new_context(const SSL_METHOD* method) {
  tls_context context(SSL_CTX_new(method), &SSL_CTX_free);
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  // RFC 9113 §9.2.1: no compression, no renegotiation. §9.2.2: of 1.2's ciphers those with an ephemeral key and AEAD.
  SSL_CTX_set_options(context.get(), SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_cipher_list(context.get(), "ECDHE+AESGCM:ECDHE+CHACHA20");
  // An idle connection keeps no buffers; a write may take a part, and be tried again from other memory.
  SSL_CTX_set_mode(context.get(),
                   SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  return context;
}

bool use_certificate(SSL_CTX* context, const certificate& own) {
  const bio_ptr chain = reading(own.chain);
  const x509_ptr leaf(PEM_read_bio_X509(chain.get(), nullptr, nullptr, nullptr), &X509_free);
  if (!leaf || SSL_CTX_use_certificate(context, leaf.get()) != 1) return false;
  while (X509* const next = PEM_read_bio_X509(chain.get(), nullptr, nullptr, nullptr)) {
    SSL_CTX_add_extra_chain_cert(context, next);  // takes it over
  }
  ERR_clear_error();  // that there was no other
  const bio_ptr key_text = reading(own.key);
  const key_ptr key(PEM_read_bio_PrivateKey(key_text.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
  return key && SSL_CTX_use_PrivateKey(context, key.get()) == 1 && SSL_CTX_check_private_key(context) == 1;
}

/// "DNS:localhost,IP:127.0.0.1", as OpenSSL's configuration has it.
std::string alternative_names(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) {
    boost::system::error_code no_address;
    (void)boost::asio::ip::make_address(name, no_address);
    if (!all.empty()) all += ',';
    all.append(no_address ? "DNS:" : "IP:").append(name);
  }
  return all;
}

bool fill_certificate(X509* made, EVP_PKEY* key, const std::vector<std::string>& names) {
  std::uint32_t serial = 0;
  if (RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) != 1) return false;
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(made), serial);
  X509_set_version(made, X509_VERSION_3);
  constexpr long day = 24L * 60 * 60;
  X509_gmtime_adj(X509_getm_notBefore(made), -day);
  X509_gmtime_adj(X509_getm_notAfter(made), 30 * day);
  X509_NAME* const subject = X509_get_subject_name(made);
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(names.empty() ? "h2" : names.front().c_str()), -1,
                             -1, 0);
  X509_set_issuer_name(made, subject);
  X509_set_pubkey(made, key);
  const std::string alternatives = alternative_names(names);
  if (!alternatives.empty()) {
    X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, alternatives.c_str());
    if (extension == nullptr) return false;
    X509_add_ext(made, extension, -1);
    X509_EXTENSION_free(extension);
  }
  return X509_sign(made, key, EVP_sha256()) > 0;
}

}  // namespace

attempt<certificate> make_certificate(const std::vector<std::string>& names) {
  const key_ptr key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  const x509_ptr made(X509_new(), &X509_free);
  if (!key || !made || !fill_certificate(made.get(), key.get(), names)) return tls_failure("no certificate made");
  const bio_ptr chain(BIO_new(BIO_s_mem()), &BIO_free);
  const bio_ptr secret(BIO_new(BIO_s_mem()), &BIO_free);
  PEM_write_bio_X509(chain.get(), made.get());
  PEM_write_bio_PrivateKey(secret.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return certificate{text_in(chain.get()), text_in(secret.get())};
}

attempt<tls_context> server_tls(const certificate& own) {
  tls_context context = new_context(TLS_server_method());
  if (!use_certificate(context.get(), own)) return tls_failure("certificate or key of no use");
  SSL_CTX_set_alpn_select_cb(context.get(), &choose_h2, nullptr);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  return context;
}

attempt<tls_context> client_tls(const client_tls_options& options) {
  tls_context context = new_context(TLS_client_method());
  SSL_CTX_set_alpn_protos(context.get(), alpn_h2.data(), alpn_h2.size());
  if (!options.verify) return context;
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  const bool loaded = options.authorities.empty()
                          ? SSL_CTX_set_default_verify_paths(context.get()) == 1
                          : SSL_CTX_load_verify_file(context.get(), options.authorities.c_str()) == 1;
  if (!loaded) return tls_failure("no authorities in " + options.authorities);
  return context;
}

}  // namespace h2::net
