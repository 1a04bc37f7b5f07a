// SPDX-License-Identifier: MIT
//
// More of what grpc-go itself does, next to ours: registration's refusals and the accept loop's delays; and grpc-go
// clients that call the programs on plain grpc++.
#include "child.hpp"
#include "support/running_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <sstream>

namespace {

using namespace basics;
using child_process::app;
using child_process::child;
using child_process::oracle;
using child_process::run;
using testing::HasSubstr;

// What registering says: "accepted", or the refusal with the type's names cut out, which are each language's own.
template <class F>
std::string refusal(F register_it) {
  try {
    register_it();
    return "accepted";
  } catch (const usage_error& e) {
    return e.what();
  }
}
std::string without_types(const std::string& text) {
  return std::regex_replace(text, std::regex("of type .* that does not satisfy .*"),
                            "of type A that does not satisfy B");
}

TEST(GoPeers, RefuseRegistrationsInTheSameWords) {
  std::map<std::string, std::string> theirs;
  std::istringstream said(run({oracle("registration")}).said);
  for (std::string line; std::getline(said, line);) {
    const auto colon = line.find(": ");
    theirs[line.substr(0, colon)] = without_types(line.substr(colon + 2));
  }
  const auto desc = services::user_service_desc;
  const auto good = std::make_shared<services::user_server>();
  const auto wrong = std::make_shared<services::greeter_server>();
  using registering = std::function<void(server&)>;
  const registering once = [&](server& s) { s.register_service(desc(), good); };
  const registering serve = [](server& s) {
    s.stop();
    tcp_listener listener("127.0.0.1:0");
    (void)s.serve(listener);
  };
  const auto expect = [&](const std::string& name, const registering& first, const registering& then) {
    const auto s = new_server({});
    first(*s);
    EXPECT_EQ(without_types(refusal([&] { then(*s); })), theirs.at(name)) << name;
  };
  const registering nothing = [](server&) {};
  const registering register_wrong = [&](server& s) { s.register_service(desc(), wrong); };
  const registering register_null = [&](server& s) { s.register_service(desc(), nullptr); };
  expect("wrong_type", nothing, register_wrong);
  expect("duplicate", once, once);
  expect("after_serve", serve, once);
  expect("wrong_type_after_serve", serve, register_wrong);
  expect("wrong_type_duplicate", once, register_wrong);
  expect("nil_implementation", nothing, register_null);
  expect("nil_implementation_duplicate", once, register_null);
  expect(
      "duplicate_after_serve",
      [&](server& s) {
        once(s);
        serve(s);
      },
      once);

  const unary_server_interceptor unary = [](context c, any_message r, const unary_server_info&, unary_handler next) {
    return next(std::move(c), std::move(r));
  };
  const stream_server_interceptor stream = [](service* s, server_stream& ss, const stream_server_info&,
                                              stream_handler next) { return next(s, ss); };
  EXPECT_EQ(refusal([&] { (void)new_server({}, unary_interceptor(unary), unary_interceptor(unary)); }),
            theirs.at("unary_interceptor_twice"));
  EXPECT_EQ(refusal([&] { (void)new_server({}, stream_interceptor(stream), stream_interceptor(stream)); }),
            theirs.at("stream_interceptor_twice"));
  EXPECT_EQ(refusal([&] { (void)new_server({}, unary_interceptor(unary), chain_unary_interceptor({unary})); }),
            theirs.at("unary_interceptor_and_chains"));
}

TEST(GoPeers, TellTheSameOfTheSameServices) {
  const auto s = new_server({});
  s->register_service(services::user_service_desc(), nullptr);
  s->register_service(services::greeter_service_desc(), nullptr);
  s->register_service(services::kinds_service_desc(), nullptr);
  std::string methods, files;
  for (const auto& [name, info] : s->get_service_info()) {
    for (const method_info& m : info.methods) {
      methods += "info: " + name + " " + m.name + (m.is_client_stream ? " true" : " false") +
                 (m.is_server_stream ? " true" : " false") + "\n";
    }
    files += "metadata: " + name + " " + info.metadata + "\n";
  }
  EXPECT_THAT(run({oracle("registration")}).said, HasSubstr(methods + files));
}

TEST(GoPeers, WaitAsLongBetweenAccepts) {
  std::string delays = "delays_ms";
  std::chrono::milliseconds delay{0};
  for (int i = 0; i < 7; ++i) {
    delay = next_accept_delay(delay);
    delays += " " + std::to_string(delay.count());
  }
  EXPECT_THAT(run({oracle("accept_backoff")}).said, HasSubstr(delays + "\n"));
}

// What grpc-go's client prints about a server, played through these scenarios.
std::string peer_client(const std::string& address, const std::string& script, std::vector<std::string> more = {}) {
  std::vector<std::string> command = {oracle("peer_client"), "--connect", address, "--script", script};
  command.insert(command.end(), more.begin(), more.end());
  return run(command).said;
}
std::string about_grpc_go(const std::string& script) {
  child theirs({oracle("peer_server"), "--trace=false"});
  return peer_client(theirs.address(), script);
}

TEST(GoPeers, FindNoDifferenceInTheProgramsOnPlainGrpc) {
  child users({app("user_server")});
  const std::string of_users = "getuser,missing_user";
  EXPECT_EQ(peer_client(users.address(), of_users), about_grpc_go(of_users));
  child kinds({app("kinds_server")});
  const std::string of_kinds =
      "echo,echo_header_trailer,echo_status,echo_codes,echo_details,count,count_empty,count_stop_after,"
      "count_metadata,sum,chat,chat_fail,chat_half_close,chat_nothing,cancel,gzip,gzip_stream";
  EXPECT_EQ(peer_client(kinds.address(), of_kinds), about_grpc_go(of_kinds));
}

TEST(GoPeers, SpeakTlsWithBothKindsOfOurServers) {
  std::string folder = std::filesystem::temp_directory_path() / "go_peers_test.XXXXXX";
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  EXPECT_EQ(run({app("make_certificate"), "--out", folder}).status, 0);
  const std::string users = about_grpc_go("getuser");
  for (const char* program : {"user_server", "rebuilt_server"}) {
    child server({app(program), "--cert", folder + "/server.pem", "--key", folder + "/server.key"});
    EXPECT_EQ(peer_client(server.address(), "getuser", {"--tls", folder + "/ca.pem"}), users) << program;
  }
  std::filesystem::remove_all(folder);
}

TEST(GoPeers, SpreadTheirCallsOverOurServersAsThePoolArticleSays) {
  child rebuilt({app("rebuilt_server")});
  child plain({app("user_server")});
  const std::string a = rebuilt.address();
  const std::string b = plain.address();
  const auto spread = [&](const std::string& target, const std::string& policy, const char* attributes) {
    return run({oracle("roundrobin_client"), "--target", target, "--policy", policy, attributes}).said;
  };
  EXPECT_EQ(spread(a + "," + b, "pick_first", "--attributes=true"), "connections 1\n#1 300\n#2 0\n");
  EXPECT_EQ(spread(a + "," + b, "round_robin", "--attributes=true"), "connections 2\n#1 150\n#2 150\n");
  EXPECT_EQ(spread(a + "," + a + "," + b, "round_robin", "--attributes=true"), "connections 3\n#1 200\n#2 100\n");
  EXPECT_EQ(spread(a + "," + a + "," + b, "round_robin", "--attributes=false"), "connections 2\n#1 150\n#2 150\n");
}

}  // namespace
