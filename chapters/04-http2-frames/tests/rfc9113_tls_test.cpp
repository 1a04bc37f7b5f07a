// SPDX-License-Identifier: MIT
//
// RFC 9113 §3.2, §9.2: what HTTP/2 asks of TLS, tried on handshakes over loopback. The other end is one of our contexts
// made worse: without ALPN, with an old version, with a single cipher suite.
#include <h2/net/byte_stream.hpp>

#include <gtest/gtest.h>

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>
#include <chrono>
#include <exception>
#include <memory>
#include <string>

namespace {

using namespace h2;
using namespace h2::net;

/// What the last handshake came to, as OpenSSL saw it.
struct facts {
  std::string version;
  std::string cipher;
  std::string server_name;
  bool compressed = false;
  SSL* client = nullptr;
};
facts seen;

void note(const SSL* tls, int where, int) {
  if ((where & SSL_CB_HANDSHAKE_DONE) == 0) return;
  seen.version = SSL_get_version(tls);
  seen.cipher = SSL_get_cipher_name(tls);
  seen.compressed = SSL_get_current_compression(tls) != nullptr;
  if (SSL_is_server(tls) == 0) seen.client = const_cast<SSL*>(tls);  // only its owner has it otherwise
}

int note_name(SSL* tls, int*, void*) {
  const char* name = SSL_get_servername(tls, TLSEXT_NAMETYPE_host_name);
  seen.server_name = name == nullptr ? "" : name;
  return SSL_TLSEXT_ERR_OK;
}

tls_context good_server() { return server_tls(make_certificate({"localhost"}).value()).value(); }
tls_context good_client() { return client_tls({.verify = false}).value(); }

void no_exception(const std::exception_ptr& thrown) { EXPECT_FALSE(thrown); }

/// One TCP connection, a TLS end at each end of it.
class Tls : public testing::Test {
 protected:
  void connect(const tls_context& server, const tls_context& client, const std::string& name = "localhost") {
    seen = {};
    for (SSL_CTX* context : {server.get(), client.get()}) SSL_CTX_set_info_callback(context, &note);
    SSL_CTX_set_tlsext_servername_callback(server.get(), &note_name);
    tcp::acceptor acceptor(io_, {asio::ip::address_v4::loopback(), 0});
    tcp::socket socket(io_);
    socket.connect(acceptor.local_endpoint());
    server_ = std::make_unique<byte_stream>(acceptor.accept(), server, role::server);
    client_ = std::make_unique<byte_stream>(std::move(socket), client, role::client, name);
    spawn(*server_, server_says_);
    spawn(*client_, client_says_);
    run();
  }
  void run() {
    io_.restart();
    io_.run_for(std::chrono::seconds(20));
    ASSERT_TRUE(io_.stopped()) << "a handshake did not end";
  }
  /// Who fails hangs up, so that the other need not wait.
  void spawn(byte_stream& end, attempt<void>& says) { asio::co_spawn(io_, shake(end, says), &no_exception); }
  static awaitable<void> shake(byte_stream& end, attempt<void>& says) {
    says = co_await end.handshake();
    if (!says) end.close();
  }
  [[nodiscard]] bool agreed() const { return server_says_.has_value() && client_says_.has_value(); }

  asio::io_context io_;
  std::unique_ptr<byte_stream> server_;
  std::unique_ptr<byte_stream> client_;
  attempt<void> server_says_;
  attempt<void> client_says_;
};

void offer(const tls_context& client, std::string_view protocols) {
  SSL_CTX_set_alpn_protos(client.get(), reinterpret_cast<const unsigned char*>(protocols.data()),
                          static_cast<unsigned int>(protocols.size()));
}

TEST_F(Tls, OfOurOwnAgrees) {
  connect(good_server(), good_client());
  EXPECT_TRUE(agreed());
  EXPECT_EQ(seen.version, "TLSv1.3");
}

// RFC 9113 §3.2-1: h2 it is; h2c is not chosen, though it is all that is offered
TEST_F(Tls, ServerChoosesH2AndNothingElse) {
  const tls_context client = good_client();
  offer(client, "\3h2c\10http/1.1");
  connect(good_server(), client);
  EXPECT_FALSE(server_says_.has_value());
  EXPECT_EQ(server_says_.error().code, failure_code::no_h2);
  offer(client, "\3h2c\10http/1.1\2h2");
  connect(good_server(), client);
  EXPECT_TRUE(agreed());
}

int choose_first(SSL*, const unsigned char** chosen, unsigned char* size, const unsigned char* offered, unsigned int n,
                 void* all) {
  static_cast<std::string*>(all)->assign(reinterpret_cast<const char*>(offered), n);
  *chosen = offered + 1;
  *size = offered[0];
  return SSL_TLSEXT_ERR_OK;
}

// RFC 9113 §3.2-1: and h2c is not offered
TEST_F(Tls, ClientOffersH2AndNothingElse) {
  const tls_context server = good_server();
  std::string offered;
  SSL_CTX_set_alpn_select_cb(server.get(), &choose_first, &offered);
  connect(server, good_client());
  EXPECT_EQ(offered, "\2h2");
}

// RFC 9113 §3.3-1: over TLS nobody is taken for HTTP/2 without ALPN, on either side
TEST_F(Tls, WithoutAlpnIsNotHttp2) {
  const tls_context client = good_client();
  SSL_CTX_set_alpn_protos(client.get(), nullptr, 0);
  connect(good_server(), client);
  ASSERT_FALSE(server_says_.has_value());
  EXPECT_EQ(server_says_.error().code, failure_code::no_h2);
  const tls_context server = good_server();
  SSL_CTX_set_alpn_select_cb(server.get(), nullptr, nullptr);
  connect(server, good_client());
  ASSERT_FALSE(client_says_.has_value());
  EXPECT_EQ(client_says_.error().code, failure_code::no_h2);
}

void allow_tls11(const tls_context& context) {
  SSL_CTX_set_min_proto_version(context.get(), TLS1_1_VERSION);
  SSL_CTX_set_cipher_list(context.get(), "ALL:@SECLEVEL=0");
}

// RFC 9113 §9.2-1: 1.2 or later
TEST_F(Tls, Of11IsTooOld) {
  const tls_context old = good_client();
  allow_tls11(old);
  SSL_CTX_set_max_proto_version(old.get(), TLS1_1_VERSION);
  connect(good_server(), old);
  EXPECT_FALSE(server_says_.has_value());
  const tls_context lax = good_server();
  allow_tls11(lax);
  connect(lax, old);
  EXPECT_TRUE(agreed()) << "the client can do it, so it was the server that refused";
  EXPECT_EQ(seen.version, "TLSv1.1");
  SSL_CTX_set_max_proto_version(lax.get(), TLS1_1_VERSION);
  connect(lax, good_client());
  EXPECT_FALSE(client_says_.has_value()) << "our client does not go so low either";
}

// RFC 9113 §9.2-2: the server's name can be said
// RFC 9113 §9.2-3: and a client that knows it says it; an address is no name
TEST_F(Tls, ClientSaysWhomItWants) {
  connect(good_server(), good_client(), "localhost");
  EXPECT_EQ(seen.server_name, "localhost");
  connect(good_server(), good_client(), "127.0.0.1");
  EXPECT_EQ(seen.server_name, "");
}

// RFC 9113 §9.2.1-1: no compression below HPACK's
TEST_F(Tls, Of12DoesNotCompress) {
  const tls_context client = good_client();
  SSL_CTX_set_max_proto_version(client.get(), TLS1_2_VERSION);
  SSL_CTX_clear_options(client.get(), SSL_OP_NO_COMPRESSION);
  connect(good_server(), client);
  ASSERT_TRUE(agreed());
  EXPECT_EQ(seen.version, "TLSv1.2");
  EXPECT_FALSE(seen.compressed);
  EXPECT_NE(SSL_CTX_get_options(good_server().get()) & SSL_OP_NO_COMPRESSION, 0U);
  EXPECT_NE(SSL_CTX_get_options(good_client().get()) & SSL_OP_NO_COMPRESSION, 0U);
}

awaitable<void> read_until_it_ends(byte_stream& end) {
  std::array<std::byte, 100> buffer{};
  for (;;) {
    const io_result got = end.read_some(buffer);
    if (got.state != io_state::wants_read) co_return;
    const auto [why] = co_await end.async_wait(io_state::wants_read, as_tuple_awaitable);
    if (why) co_return;
  }
}

// RFC 9113 §9.2.1-2: a client that asks for another handshake is refused
TEST_F(Tls, Of12DoesNotRenegotiate) {
  const tls_context client = good_client();
  SSL_CTX_set_max_proto_version(client.get(), TLS1_2_VERSION);
  SSL_CTX_clear_options(client.get(), SSL_OP_NO_RENEGOTIATION);
  connect(good_server(), client);
  ASSERT_TRUE(agreed());
  ASSERT_EQ(SSL_renegotiate(seen.client), 1);
  asio::co_spawn(io_, read_until_it_ends(*server_), &no_exception);
  spawn(*client_, client_says_);
  run();
  ASSERT_FALSE(client_says_.has_value());
  EXPECT_NE(client_says_.error().detail.find("renegotiation"), std::string::npos) << client_says_.error().detail;
}

/// A certificate with an RSA key, as most have.
certificate rsa_certificate() {
  EVP_PKEY* key = EVP_RSA_gen(2048);
  X509* made = X509_new();
  X509_gmtime_adj(X509_getm_notBefore(made), 0);
  X509_gmtime_adj(X509_getm_notAfter(made), 3600);
  X509_set_pubkey(made, key);
  X509_sign(made, key, EVP_sha256());
  const auto text = [](auto&& write) {
    BIO* bio = BIO_new(BIO_s_mem());
    write(bio);
    char* data = nullptr;
    const auto size = static_cast<std::size_t>(BIO_get_mem_data(bio, &data));
    std::string copy(data, size);
    BIO_free(bio);
    return copy;
  };
  certificate done = {text([&](BIO* bio) { PEM_write_bio_X509(bio, made); }), text([&](BIO* bio) {
                        PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
                      })};
  X509_free(made);
  EVP_PKEY_free(key);
  return done;
}

// RFC 9113 §9.2.2-2: the one cipher suite that every TLS 1.2 deployment has, with P-256
TEST_F(Tls, Of12HasTheCommonCipherSuite) {
  for (const bool limited_server : {false, true}) {
    const tls_context server = server_tls(rsa_certificate()).value();
    const tls_context client = good_client();
    SSL_CTX* limited = limited_server ? server.get() : client.get();
    SSL_CTX_set_max_proto_version(limited, TLS1_2_VERSION);
    ASSERT_EQ(SSL_CTX_set_cipher_list(limited, "ECDHE-RSA-AES128-GCM-SHA256"), 1);
    ASSERT_EQ(SSL_CTX_set1_groups_list(limited, "P-256"), 1);
    connect(server, client);
    EXPECT_TRUE(agreed());
    EXPECT_EQ(seen.cipher, "ECDHE-RSA-AES128-GCM-SHA256");
  }
}

// RFC 9113 §9.2.2 (a SHOULD): a cipher suite of appendix A is not agreed on.
TEST_F(Tls, Of12RefusesCipherSuitesOfAppendixA) {
  const tls_context client = good_client();
  SSL_CTX_set_max_proto_version(client.get(), TLS1_2_VERSION);
  ASSERT_EQ(SSL_CTX_set_cipher_list(client.get(), "ECDHE-RSA-AES128-SHA:AES128-GCM-SHA256:@SECLEVEL=0"), 1);
  connect(server_tls(rsa_certificate()).value(), client);
  EXPECT_FALSE(server_says_.has_value());
}

}  // namespace
