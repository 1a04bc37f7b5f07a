// SPDX-License-Identifier: MIT
#include "plain/certificate.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <fcntl.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>

#include <filesystem>
#include <stdexcept>
#include <string_view>

namespace plain {

namespace {

using bio_ptr = std::unique_ptr<BIO, freed_by<BIO_free>>;
using bignum_ptr = std::unique_ptr<BIGNUM, freed_by<BN_free>>;
using extension_ptr = std::unique_ptr<X509_EXTENSION, freed_by<X509_EXTENSION_free>>;

// OpenSSL's functions give null or 0 when they fail, and keep the reason in a queue.
template <class T>
T check(T result) {
  if (result) return result;
  char why[256] = "OpenSSL failed";
  if (const unsigned long code = ERR_get_error()) ERR_error_string_n(code, why, sizeof why);
  throw std::runtime_error(why);
}

// Random, so that two authorities of this program never give the same name and number to different certificates, which
// browsers refuse. RFC 5280 §4.1.2.2: positive, at most 20 octets.
void set_serial_number(X509* to) {
  const bignum_ptr number(check(BN_new()));
  check(BN_rand(number.get(), 127, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY));
  check(BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(to)));
}

// Everything but the extensions and the signature.
certified begin_certificate(const char* common_name, std::int64_t days) {
  certified c{.key = key_ptr(check(EVP_EC_gen("P-256"))), .certificate = certificate_ptr(check(X509_new()))};
  X509* const x = c.certificate.get();
  check(X509_set_version(x, X509_VERSION_3));
  set_serial_number(x);
  check(X509_gmtime_adj(X509_getm_notBefore(x), 0));
  check(X509_gmtime_adj(X509_getm_notAfter(x), static_cast<long>(days) * 24 * 60 * 60));
  check(X509_set_pubkey(x, c.key.get()));
  const auto* const name = reinterpret_cast<const unsigned char*>(common_name);
  check(X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_UTF8, name, -1, -1, 0));
  return c;
}

// `value` in the words of openssl's x509v3_config(5).
void add_extension(X509* to, X509* issuer, int which, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, to, nullptr, nullptr, 0);
  const extension_ptr extension(check(X509V3_EXT_conf_nid(nullptr, &context, which, value)));
  check(X509_add_ext(to, extension.get(), -1));
}

void write_file(const std::filesystem::path& path, mode_t mode, BIO* content) {
  const auto fail = [&] { throw std::runtime_error(path.string() + ": " + std::strerror(errno)); };
  // The mode counts only for a file that open() makes, so a file that others may read must go first.
  if (unlink(path.c_str()) != 0 && errno != ENOENT) fail();
  const int to = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (to < 0) fail();
  char* data = nullptr;
  const long size = BIO_get_mem_data(content, &data);
  const ssize_t written = write(to, data, static_cast<std::size_t>(size));
  if (close(to) != 0 || written != size) fail();
}

}  // namespace

certified make_authority(std::int64_t days) {
  certified c = begin_certificate("rpc-anatomy demo CA", days);
  X509* const x = c.certificate.get();
  check(X509_set_issuer_name(x, X509_get_subject_name(x)));
  add_extension(x, x, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  add_extension(x, x, NID_key_usage, "critical,keyCertSign,cRLSign");
  add_extension(x, x, NID_subject_key_identifier, "hash");
  check(X509_sign(x, c.key.get(), EVP_sha256()));
  return c;
}

certified make_server_certificate(const certified& authority, std::int64_t days) {
  certified c = begin_certificate("localhost", days);
  X509* const x = c.certificate.get();
  X509* const issuer = authority.certificate.get();
  check(X509_set_issuer_name(x, X509_get_subject_name(issuer)));
  add_extension(x, issuer, NID_basic_constraints, "critical,CA:FALSE");
  add_extension(x, issuer, NID_key_usage, "critical,digitalSignature");
  add_extension(x, issuer, NID_ext_key_usage, "serverAuth");
  add_extension(x, issuer, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1");  // clients look here, not at CN
  add_extension(x, issuer, NID_subject_key_identifier, "hash");
  add_extension(x, issuer, NID_authority_key_identifier, "keyid:always");
  check(X509_sign(x, authority.key.get(), EVP_sha256()));
  return c;
}

void write_pem(const std::string& folder, const std::string& name, const certified& c) {
  const std::filesystem::path in(folder);
  std::filesystem::create_directories(in);
  const bio_ptr certificate(check(BIO_new(BIO_s_mem())));
  const bio_ptr key(check(BIO_new(BIO_s_mem())));
  check(PEM_write_bio_X509(certificate.get(), c.certificate.get()));
  check(PEM_write_bio_PrivateKey(key.get(), c.key.get(), nullptr, nullptr, 0, nullptr, nullptr));
  write_file(in / (name + ".pem"), 0644, certificate.get());
  write_file(in / (name + ".key"), 0600, key.get());
}

}  // namespace plain
