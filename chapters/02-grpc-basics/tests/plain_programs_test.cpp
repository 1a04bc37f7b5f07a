// SPDX-License-Identifier: MIT
//
// user_server, user_client and make_certificate, on plain grpc++, as a shell runs them.
#include "child.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

namespace {

using namespace child_process;
using testing::HasSubstr;
using testing::StartsWith;

outcome user_client(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), app("user_client"));
  return run(arguments);
}

// A user_server for as long as a test takes.
struct user_server : child {
  explicit user_server(std::vector<std::string> arguments = {}) : child(command(std::move(arguments))), at(address()) {}
  static std::vector<std::string> command(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), app("user_server"));
    return arguments;
  }
  std::string at;
};

// A folder with ca.pem, ca.key, server.pem and server.key that is gone at the end.
struct certificates {
  certificates() {
    std::string pattern = std::filesystem::temp_directory_path() / "plain_programs_test.XXXXXX";
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder = pattern;
    const outcome made = run({app("make_certificate"), "--out", folder});
    if (made.status != 0) throw std::runtime_error(made.said);
  }
  ~certificates() { std::filesystem::remove_all(folder); }
  certificates(const certificates&) = delete;
  certificates& operator=(const certificates&) = delete;

  std::string operator()(const char* name) const { return folder + "/" + name; }
  std::vector<std::string> of_server() const {
    return {"--cert", (*this)("server.pem"), "--key", (*this)("server.key")};
  }
  std::string folder;
};

TEST(UserPrograms, GetBothUsers) {
  const user_server server;
  const outcome first = user_client({"--connect", server.at});
  EXPECT_EQ(first.said, "id 1, name balabala, phone 13100001111\n");
  EXPECT_EQ(first.status, 0);
  const outcome second = user_client({"--connect", server.at, "--id", "2"});
  EXPECT_EQ(second.said, "id 2, name 小王, phone 13200001111\n");
  EXPECT_EQ(second.status, 0);
}

TEST(UserPrograms, MissingUserIsUnknown) {
  const user_server server;
  const outcome o = user_client({"--connect", server.at, "--id", "3"});
  EXPECT_EQ(o.said, "UNKNOWN: 不存在查询用户\n");
  EXPECT_EQ(o.status, 1);
}

TEST(UserPrograms, PingIsAnswered) {
  const user_server server;
  const outcome o = user_client({"--connect", server.at, "--ping"});
  EXPECT_EQ(o.said, "pong\n");
  EXPECT_EQ(o.status, 0);
}

TEST(UserPrograms, NoServerIsUnavailable) {
  const outcome o = user_client({"--connect", "127.0.0.1:1"});
  EXPECT_THAT(o.said, StartsWith("UNAVAILABLE: "));
  EXPECT_EQ(o.status, 1);
}

TEST(UserPrograms, ASecondServerOnThePortIsRefused) {
  const user_server server;
  const outcome o = run(user_server::command({"--listen", server.at}));
  EXPECT_EQ(o.said, "cannot listen on " + server.at + "\n");
  EXPECT_EQ(o.status, 1);
}

TEST(UserPrograms, MistakesOnTheCommandLineAreOneSentence) {
  for (const auto& wrong : std::vector<std::vector<std::string>>{
           {"--nonsense"}, {"--token", "t"}, {"--key", "k"}, {"--cert", "c"}, {"--drain-seconds", "-1"}}) {
    const outcome o = run(user_server::command(wrong));
    EXPECT_EQ(std::count(o.said.begin(), o.said.end(), '\n'), 1) << o.said;
    EXPECT_THAT(o.said, HasSubstr(wrong[0]));
    EXPECT_EQ(o.status, 1);
  }
}

TEST(UserPrograms, HealthIsServing) {
  const user_server server;
  EXPECT_EQ(user_client({"--connect", server.at, "--health"}).said, "SERVING\n");
  EXPECT_EQ(user_client({"--connect", server.at, "--health", "--service", ""}).said, "SERVING\n");
  const outcome unknown = user_client({"--connect", server.at, "--health", "--service", "no.Such"});
  EXPECT_THAT(unknown.said, StartsWith("NOT_FOUND: "));
  EXPECT_EQ(unknown.status, 1);
}

TEST(UserPrograms, HealthIsNotServingOnceTheServerDrains) {
  user_server server;
  child watcher({app("user_client"), "--connect", server.at, "--health", "--watch"});
  EXPECT_EQ(watcher.line(), "SERVING");
  server.signal(SIGTERM);
  EXPECT_EQ(watcher.line(), "NOT_SERVING");
  EXPECT_EQ(watcher.status(), 0);
  EXPECT_EQ(server.rest(), "stopped\n");  // the watcher, a call in flight, has hung up
  EXPECT_EQ(server.status(), 0);
}

TEST(UserPrograms, ReflectionListsTheServices) {
  const user_server server;
  const outcome o = user_client({"--connect", server.at, "--list"});
  for (const char* service : {"user.User\n", "grpc.health.v1.Health\n", "grpc.reflection.v1alpha.ServerReflection\n"}) {
    EXPECT_THAT(o.said, HasSubstr(service));
  }
  EXPECT_EQ(o.status, 0);
}

TEST(UserPrograms, SignalsEndTheServerCleanly) {
  for (const int signal : {SIGINT, SIGTERM}) {
    user_server server;
    server.signal(signal);
    EXPECT_EQ(server.rest(), "stopped\n");
    EXPECT_EQ(server.status(), 0);
  }
}

TEST(Certificates, KeysAreForTheirOwnerOnly) {
  const certificates made;
  struct stat about = {};
  for (const char* key : {"ca.key", "server.key"}) {
    // A second run replaces even a file whose mode was changed.
    std::filesystem::permissions(made(key), std::filesystem::perms::all);
  }
  ASSERT_EQ(run({app("make_certificate"), "--out", made.folder}).status, 0);
  for (const char* key : {"ca.key", "server.key"}) {
    ASSERT_EQ(stat(made(key).c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777U, 0600U) << key;
  }
}

TEST(Certificates, OutMustBeGivenAndWritable) {
  EXPECT_EQ(run({app("make_certificate")}).status, 1);
  const outcome o = run({app("make_certificate"), "--out", "/dev/null/folder"});
  EXPECT_THAT(o.said, HasSubstr("/dev/null"));
  EXPECT_EQ(o.status, 1);
}

TEST(Tls, TheRightAuthorityIsTrusted) {
  const certificates made;
  const user_server server(made.of_server());
  EXPECT_THAT(user_client({"--connect", server.at, "--ca", made("ca.pem")}).said, StartsWith("id 1"));
  const outcome localhost = user_client({"--connect", server.at, "--ca", made("ca.pem"), "--server-name", "localhost"});
  EXPECT_THAT(localhost.said, StartsWith("id 1"));
}

TEST(Tls, AnotherAuthorityIsRefused) {
  const certificates made, others;
  const user_server server(made.of_server());
  const outcome o = user_client({"--connect", server.at, "--ca", others("ca.pem")});
  EXPECT_THAT(o.said, StartsWith("UNAVAILABLE: "));
  EXPECT_THAT(o.said, HasSubstr("certificate verify failed"));
  EXPECT_EQ(o.status, 1);
}

TEST(Tls, AnotherNameIsRefused) {
  const certificates made;
  const user_server server(made.of_server());
  const outcome o = user_client({"--connect", server.at, "--ca", made("ca.pem"), "--server-name", "example.org"});
  EXPECT_THAT(o.said, StartsWith("UNAVAILABLE: "));
  EXPECT_THAT(o.said, HasSubstr("example.org"));
  EXPECT_EQ(o.status, 1);
}

TEST(Tls, CleartextIsRefused) {
  const certificates made;
  const user_server server(made.of_server());
  const outcome o = user_client({"--connect", server.at});
  EXPECT_THAT(o.said, StartsWith("UNAVAILABLE: "));
  EXPECT_EQ(o.status, 1);
}

TEST(Tls, FilesThatAreNotThereAreNamed) {
  const outcome o = user_client({"--connect", "127.0.0.1:1", "--ca", "/no/such/ca.pem"});
  EXPECT_EQ(o.said, "/no/such/ca.pem: No such file or directory\n");
  EXPECT_EQ(o.status, 1);
}

struct Token : testing::Test {
  Token() : server(with_token()) {}
  std::vector<std::string> with_token() const {
    std::vector<std::string> arguments = made.of_server();
    arguments.insert(arguments.end(), {"--token", "secret"});
    return arguments;
  }
  outcome call(std::vector<std::string> more) const {
    more.insert(more.begin(), {"--connect", server.at, "--ca", made("ca.pem")});
    return user_client(more);
  }
  certificates made;
  user_server server;
};

TEST_F(Token, TheRightOneIsLetIn) {
  EXPECT_THAT(call({"--token", "secret"}).said, StartsWith("id 1"));
  EXPECT_EQ(call({"--token", "secret", "--health"}).said, "SERVING\n");
}

TEST_F(Token, AWrongOneIsUnauthenticated) {
  for (const char* wrong : {"Secret", "secre", "secret2"}) {
    const outcome o = call({"--token", wrong});
    EXPECT_EQ(o.said, "UNAUTHENTICATED: invalid token\n");
    EXPECT_EQ(o.status, 1);
  }
}

TEST_F(Token, NoneIsUnauthenticatedForEveryService) {
  for (const std::vector<std::string>& what : {std::vector<std::string>{}, {"--ping"}, {"--health"}, {"--list"}}) {
    const outcome o = call(what);
    EXPECT_EQ(o.said, "UNAUTHENTICATED: no token\n");
    EXPECT_EQ(o.status, 1);
  }
}

}  // namespace
