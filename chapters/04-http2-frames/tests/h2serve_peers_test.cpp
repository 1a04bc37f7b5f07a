// SPDX-License-Identifier: MIT
//
// h2serve, the program, with the clients people use: curl, nghttp, h2load.
#include "peers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

namespace {

using child_process::app;
using child_process::child;
using peers::run;
using ::testing::HasSubstr;
using ::testing::Not;

class H2serve : public ::testing::Test {
 protected:
  void start(const std::vector<std::string>& more = {}) {
    std::vector<std::string> command{app("h2serve"), "--port", "0", "--root", folder_.path() + "/www"};
    command.insert(command.end(), more.begin(), more.end());
    server_ = std::make_unique<child>(command);
    address_ = server_->address();
  }
  void SetUp() override {
    folder_.write("www/index.html", "<link rel=stylesheet href=/style.css>\n");
    folder_.write("www/style.css", "body {}\n");
    folder_.write("www/a file.txt", "blanks\n");
    folder_.write("secret.txt", "not for you\n");
    std::filesystem::create_symlink("../secret.txt", folder_ / "www/way-out");
  }
  /// Ctrl-C ends it, and well.
  void TearDown() override {
    if (!server_) return;
    server_->signal(SIGINT);
    EXPECT_EQ(server_->status(), 0) << server_->rest();
  }

  peers::outcome curl(std::vector<std::string> arguments, const std::string& path) {
    arguments.insert(arguments.begin(), {peers::need("curl", "curl"), "-sS", "--max-time", "30", "--path-as-is"});
    arguments.push_back((tls_ ? "https://" : "http://") + address_ + path);
    return run(arguments);
  }
  peers::outcome nghttp(std::vector<std::string> arguments, const std::string& path) {
    arguments.insert(arguments.begin(), peers::need("nghttp", "nghttp2-client"));
    arguments.push_back((tls_ ? "https://" : "http://") + address_ + path);
    return run(arguments);
  }

  peers::temporary_folder folder_;
  std::unique_ptr<child> server_;
  std::string address_;
  bool tls_ = false;
};

TEST_F(H2serve, CurlGetsAFileByPriorKnowledge) {
  start();
  const peers::outcome got =
      curl({"--http2-prior-knowledge", "-w", "%{http_version} %{http_code} %{content_type}"}, "/");
  EXPECT_EQ(got.output, "<link rel=stylesheet href=/style.css>\n2 200 text/html; charset=utf-8");
}

TEST_F(H2serve, CurlGetsAFileByUpgrade) {
  start();
  const peers::outcome got = curl({"--http2", "-w", "%{http_version} %{http_code}"}, "/a%20file.txt");
  EXPECT_EQ(got.output, "blanks\n2 200");
}

TEST_F(H2serve, CurlGetsAFileOverTls) {
  tls_ = true;
  start({"--tls"});
  const peers::outcome got = curl({"-k", "--http2", "-w", "%{http_version} %{http_code}"}, "/style.css");
  EXPECT_EQ(got.output, "body {}\n2 200");
}

// RFC 9113 §3.2: over TLS, HTTP/2 is what ALPN calls "h2", and nothing else.
TEST_F(H2serve, ATlsClientWithoutH2IsRefused) {
  tls_ = true;
  start({"--tls"});
  EXPECT_NE(curl({"-k", "--http1.1"}, "/").status, 0);
  EXPECT_NE(curl({"-k", "--no-alpn"}, "/").status, 0);
  EXPECT_EQ(curl({"-k"}, "/").status, 0) << "others are still served";
}

TEST_F(H2serve, CurlWithPlainHttp11IsToldToUpgrade) {
  start();
  EXPECT_THAT(curl({"--http1.1", "-i"}, "/").output, HasSubstr("426 Upgrade Required"));
}

TEST_F(H2serve, NothingOutsideOfTheRootIsServed) {
  start();
  for (const std::string path : {"/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/way-out",
                                 "/x/../../secret.txt", "//etc/passwd", "/index.html%00.txt", "/nowhere", "/%zz"}) {
    const peers::outcome got = curl({"--http2-prior-knowledge", "-w", "%{http_code}"}, path);
    EXPECT_EQ(got.output, "No such file.\n404") << path;
  }
}

TEST_F(H2serve, HeadHasTheLengthAndNoContent) {
  start();
  const peers::outcome got = curl({"--http2-prior-knowledge", "-I"}, "/style.css");
  EXPECT_THAT(got.output, HasSubstr("content-length: 8\r\n"));
  EXPECT_THAT(got.output, Not(HasSubstr("body")));
}

TEST_F(H2serve, AnEchoIsTheSameMegabytes) {
  start();
  std::string content;
  for (int i = 0; i < 400'000; ++i) content += std::to_string(i) + "\n";
  const std::string file = folder_.write("upload", content);
  const peers::outcome got = curl({"--http2-prior-knowledge", "--data-binary", "@" + file}, "/echo");
  EXPECT_TRUE(got.output == content) << got.output.size() << " of " << content.size() << " bytes";
}

TEST_F(H2serve, ALargeFileArrivesWhole) {
  start();
  std::string content(20'000'000, 'L');
  for (std::size_t i = 0; i < content.size(); i += 1000) content[i] = static_cast<char>('a' + i / 1000 % 26);
  folder_.write("www/large", content);
  const peers::outcome got = curl({"--http2-prior-knowledge"}, "/large");
  EXPECT_TRUE(got.output == content) << got.output.size() << " of " << content.size() << " bytes";
}

TEST_F(H2serve, SlowLinesComeOneByOne) {
  start();
  const peers::outcome got = curl({"--http2-prior-knowledge", "-N"}, "/slow?n=3&ms=1");
  EXPECT_EQ(got.output, "line 1 of 3\nline 2 of 3\nline 3 of 3\n");
}

TEST_F(H2serve, NghttpSeesThePush) {
  start({"--push", "/index.html=/style.css"});
  const peers::outcome got = nghttp({"-v"}, "/index.html");
  EXPECT_THAT(got.output, HasSubstr("recv PUSH_PROMISE frame"));
  EXPECT_THAT(got.output, HasSubstr("body {}"));
  EXPECT_THAT(got.output, Not(HasSubstr("RST_STREAM")));
}

TEST_F(H2serve, NghttpThatWantsNoPushGetsNone) {
  start({"--push", "/index.html=/style.css"});
  const peers::outcome got = nghttp({"-v", "--no-push"}, "/index.html");
  EXPECT_THAT(got.output, Not(HasSubstr("PUSH_PROMISE")));
  EXPECT_THAT(got.output, HasSubstr("rel=stylesheet"));
}

TEST_F(H2serve, NghttpUpgrades) {
  start();
  const peers::outcome got = nghttp({"-u", "-v"}, "/style.css");
  EXPECT_THAT(got.output, HasSubstr("101 Switching Protocols"));
  EXPECT_THAT(got.output, HasSubstr("body {}"));
}

TEST_F(H2serve, NghttpSendsTrailersAndPadding) {
  start();
  const std::string file = folder_.write("upload", "padded");
  const peers::outcome got = nghttp({"-v", "--padding=200", "--trailer=x-sum: 6", "-d", file}, "/echo");
  EXPECT_THAT(got.output, HasSubstr("padded"));
  EXPECT_THAT(got.output, HasSubstr("x-sum: 6")) << "back as trailers";
}

TEST_F(H2serve, H2loadHasAllItsRequestsAnswered) {
  start();
  const peers::outcome got = run({peers::need("h2load", "nghttp2-client"), "-n", "5000", "-c", "8", "-m", "32",
                                  "http://" + address_ + "/style.css"});
  EXPECT_THAT(got.output, HasSubstr("5000 succeeded, 0 failed, 0 errored, 0 timeout"));
  EXPECT_THAT(got.output, HasSubstr("status codes: 5000 2xx"));
}

TEST_F(H2serve, H2loadOverTlsToo) {
  tls_ = true;
  start({"--tls"});
  const peers::outcome got = run({peers::need("h2load", "nghttp2-client"), "-n", "2000", "-c", "4", "-m", "16",
                                  "https://" + address_ + "/style.css"});
  EXPECT_THAT(got.output, HasSubstr("2000 succeeded, 0 failed, 0 errored, 0 timeout"));
}

TEST(H2serveItself, SaysWhyItCannotListen) {
  const peers::outcome got = run({app("h2serve"), "--address", "192.0.2.1", "--port", "0"});
  EXPECT_EQ(got.status, 1);
  EXPECT_THAT(got.output, HasSubstr("h2serve: bind"));
}

TEST(H2serveItself, SaysWhatIsWrongWithItsOptions) {
  EXPECT_THAT(run({app("h2serve"), "--root", "/nowhere"}).output, HasSubstr("/nowhere: no such folder"));
  EXPECT_THAT(run({app("h2serve"), "--push", "/a"}).output, HasSubstr("want /PAGE=/LINKED"));
  EXPECT_THAT(run({app("h2serve"), "--tls", "--cert", "x"}).output, HasSubstr("--cert and --key go together"));
  EXPECT_EQ(run({app("h2serve"), "--help"}).status, 0);
}

}  // namespace
