// SPDX-License-Identifier: MIT
//
// What stands under the rebuilt server's calls: addresses and listeners, TLS, the handshake hook, old connections.
#include "child.hpp"
#include "support/client.hpp"
#include "support/raw_client.hpp"
#include "support/running_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace {

using namespace basics;
using namespace support;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

TEST(RebuiltTransport, ServesOverIPv6AndNamesThePeer) {
  const auto seen = std::make_shared<witness>();
  watched<std::string> peer;
  const auto kinds = std::make_shared<scripted_kinds>();
  kinds->echo = [&](context ctx, const kinds::EchoRequest&) -> task<result<kinds::EchoReply>> {
    peer.change([&](std::string& p) { p = ctx.peer(); });
    co_return kinds::EchoReply();
  };
  running_server server({stats_handler(seen)}, kinds, {"[::1]:0"});
  EXPECT_THAT(server.at(), StartsWith("[::1]:"));
  EXPECT_EQ(client(server.at()).echo(""), "");
  EXPECT_THAT(peer.get(), StartsWith("[::1]:"));
  EXPECT_THAT(seen->seen().remote, ElementsAre(peer.get())) << "connection and call name the same peer";
}

TEST(RebuiltTransport, ServesOnSeveralListenersAtOnce) {
  const auto seen = std::make_shared<witness>();
  running_server server({stats_handler(seen)}, nullptr, {"127.0.0.1:0", "[::1]:0", "127.0.0.1:0"});
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(client(server.at(i)).user_name("1"), "balabala") << server.at(i);
  EXPECT_EQ(seen->seen().begun, 3U);
  server->graceful_stop();
  EXPECT_THAT(server.join(), ElementsAre(status(), status(), status()));
}

TEST(RebuiltTransport, KeepsClientsOfTwoListenersApartThatUseTheSamePort) {
  running_server server({stats_handler(std::make_shared<services::greeter_connections>([](const std::string&) {}))},
                        nullptr, {"127.0.0.1:0", "127.0.0.1:0"});
  helloworld::HelloRequest request;
  const auto hello = [&](std::uint32_t stream, const std::string& name) {
    request.set_name(name);
    return call(stream, "/helloworld.Greeter/SayHello", request.SerializeAsString());
  };
  raw_client first(server.port(0));
  raw_client second(server.port(1), first.port());
  ASSERT_EQ(first.port(), second.port());
  first.send(connection_begin() + hello(1, "one"));
  EXPECT_TRUE(first.await("Hello 'one' (prev '')")) << first.heard();
  second.send(connection_begin() + hello(1, "two"));
  EXPECT_TRUE(second.await("Hello 'two' (prev '')")) << second.heard();
  first.send(hello(3, "uno"));
  EXPECT_TRUE(first.await("Hello 'uno' (prev 'one')")) << first.heard();
  second.send(hello(3, "due"));
  EXPECT_TRUE(second.await("Hello 'due' (prev 'two')")) << second.heard();
}

/// The article's hook, and what it was shown.
class hook final : public transport_credentials {
 public:
  std::optional<std::string> server_handshake(const raw_conn& conn) override {
    shown_.sink()("ServerHandshake " + conn.remote_addr() + " -> " + conn.local_addr());
    return refuse ? std::optional<std::string>("not you") : std::nullopt;
  }
  std::optional<tls_identity> tls() const override { return identity; }
  [[nodiscard]] std::vector<std::string> shown() const { return shown_.all(); }

  std::atomic<bool> refuse = false;
  std::optional<tls_identity> identity;

 private:
  lines shown_;
};

TEST(HandshakeHook, RunsOnceForAConnectionHoweverManyCallsItCarries) {
  const auto creds = std::make_shared<hook>();
  running_server server({basics::creds(creds)});
  const client a(server.at());
  const client b(server.at());
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(a.user_name("1"), "balabala");
    EXPECT_EQ(b.user_name("2"), "小王");
  }
  EXPECT_THAT(creds->shown(), ElementsAre(HasSubstr("-> " + server.at()), HasSubstr("-> " + server.at())));
}

TEST(HandshakeHook, RefusesAConnectionThatNobodyElseHearsOf) {
  const auto creds = std::make_shared<hook>();
  const auto seen = std::make_shared<witness>();
  lines log;
  creds->refuse = true;
  running_server server({basics::creds(creds), stats_handler(seen), event_log(log.sink())});
  raw_client refused(server.port());
  EXPECT_TRUE(refused.await_end());
  EXPECT_TRUE(log.await("failed: not you"));
  EXPECT_EQ(seen->seen().begun, 0U);
  creds->refuse = false;
  EXPECT_EQ(client(server.at()).user_name("1"), "balabala");
}

/// A folder with ca.pem, server.pem and server.key that is gone at the end.
class certificates {
 public:
  certificates() {
    std::string pattern = std::filesystem::temp_directory_path() / "rebuilt_transport_test.XXXXXX";
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = pattern;
    const auto made = child_process::run({child_process::app("make_certificate"), "--out", folder_});
    if (made.status != 0) throw std::runtime_error(made.said);
  }
  ~certificates() { std::filesystem::remove_all(folder_); }
  certificates(const certificates&) = delete;
  certificates& operator=(const certificates&) = delete;
  [[nodiscard]] std::string operator()(const char* name) const {
    std::ostringstream all;
    all << std::ifstream(folder_ + "/" + name).rdbuf();
    return all.str();
  }

 private:
  std::string folder_;
};

std::shared_ptr<grpc::ChannelCredentials> trusting(const std::string& authority) {
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs = authority;
  return grpc::SslCredentials(tls);
}

TEST(RebuiltTls, IsSpokenAfterTheHookSawTheBareConnection) {
  const certificates pem;
  const auto creds = std::make_shared<hook>();
  creds->identity = tls_identity{.certificate_chain = pem("server.pem"), .private_key = pem("server.key")};
  const auto seen = std::make_shared<witness>();
  running_server server({basics::creds(creds), stats_handler(seen)});
  const client c("localhost:" + std::to_string(server.port()), own_connection(), trusting(pem("ca.pem")));
  EXPECT_EQ(c.user_name("1"), "balabala");
  EXPECT_THAT(creds->shown(), ElementsAre("ServerHandshake " + seen->seen().remote.at(0) + " -> " + server.at()));
}

TEST(RebuiltTls, OfAStrangerIsRefusedByTheClientAndLeavesNoConnection) {
  const certificates pem, strangers;
  const auto creds = std::make_shared<hook>();
  creds->identity = tls_identity{.certificate_chain = pem("server.pem"), .private_key = pem("server.key")};
  const auto seen = std::make_shared<witness>();
  running_server server({basics::creds(creds), stats_handler(seen)});
  EXPECT_THAT(client("localhost:" + std::to_string(server.port()), own_connection(), trusting(strangers("ca.pem")))
                  .user_name("1"),
              StartsWith("Unavailable"));
  EXPECT_THAT(client(server.at()).user_name("1"), StartsWith("Unavailable")) << "cleartext to a TLS server";
  EXPECT_TRUE(seen->await_begun(2));
  EXPECT_TRUE(seen->await_live(0));
}

TEST(RebuiltTls, WithAKeyThatIsNoneIsRefusedBeforeServing) {
  const auto creds = std::make_shared<hook>();
  creds->identity = tls_identity{.certificate_chain = "no", .private_key = "no"};
  const auto s = new_server({}, basics::creds(creds));
  tcp_listener listener("127.0.0.1:0");
  EXPECT_THROW((void)s->serve(listener), usage_error);
  EXPECT_THROW(raw_client(static_cast<std::uint16_t>(std::stoi(listener.addr().substr(10)))), std::system_error)
      << "the listener is closed";
  s->graceful_stop();  // and the server is as whole as before
}

TEST(RebuiltKeepalive, SendsAnOldConnectionsClientToANewOne) {
  const auto seen = std::make_shared<witness>();
  keepalive_server_parameters old;
  old.max_connection_age = std::chrono::milliseconds(100);
  running_server server({keepalive_params(old), stats_handler(seen)});
  const client c(server.at());
  // Each call is answered, whether its connection was told to go meanwhile or not.
  while (seen->seen().begun < 3) ASSERT_EQ(c.user_name("1"), "balabala");
  EXPECT_TRUE(seen->await_live(0)) << "and idle ones end too";
  EXPECT_FALSE(seen->seen().negative);
}

TEST(RebuiltKeepalive, EndsAnIdleConnection) {
  const auto seen = std::make_shared<witness>();
  keepalive_server_parameters idle;
  idle.max_connection_idle = std::chrono::milliseconds(100);
  running_server server({keepalive_params(idle), stats_handler(seen)});
  const client c(server.at());
  EXPECT_EQ(c.user_name("1"), "balabala");
  EXPECT_TRUE(seen->await_live(0));
  EXPECT_EQ(c.user_name("1"), "balabala") << "the client connects again";
  EXPECT_EQ(seen->seen().begun, 2U);
}

}  // namespace
