// SPDX-License-Identifier: MIT
//
// h2get, the program, with other people's servers: nghttpd, nginx, Go's net/http and x/net.
#include "peers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

namespace {

using child_process::app;
using child_process::child;
using child_process::oracle;
using peers::run;
using ::testing::HasSubstr;
using ::testing::Not;

peers::outcome h2get(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), app("h2get"));
  return run(arguments);
}

/// A server with a folder of files, in cleartext and over TLS.
class H2get : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_.write("www/index.html", "hello\n");
    folder_.write("www/style.css", "body {}\n");
    large_.resize(3'000'000, 'x');
    for (std::size_t i = 0; i < large_.size(); i += 100) large_[i] = static_cast<char>('a' + i / 100 % 26);
    folder_.write("www/large", large_);
  }
  void make_certificate() {
    const peers::outcome made = run({peers::need("openssl", "openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt",
                                     "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=test", "-addext",
                                     "subjectAltName=IP:127.0.0.1", "-keyout", key(), "-out", certificate()});
    if (made.status != 0) throw std::runtime_error(made.output);
  }
  [[nodiscard]] std::string certificate() const { return folder_ / "cert.pem"; }
  [[nodiscard]] std::string key() const { return folder_ / "key.pem"; }
  [[nodiscard]] std::string at(int port, const std::string& path, bool tls = false) const {
    return (tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(port) + path;
  }

  /// What every server must give.
  void expect_files(int port, bool tls) {
    const std::vector<std::string> trust =
        tls ? std::vector<std::string>{"--cacert", certificate()} : std::vector<std::string>{};
    const auto get = [&](std::vector<std::string> arguments) {
      arguments.insert(arguments.end(), trust.begin(), trust.end());
      return h2get(std::move(arguments));
    };
    EXPECT_EQ(get({at(port, "/index.html", tls)}).output, "hello\n");
    const peers::outcome large = get({at(port, "/large", tls)});
    EXPECT_TRUE(large.output == large_) << large.output.size() << " bytes";
    const peers::outcome three =
        get({at(port, "/large", tls), at(port, "/index.html", tls), at(port, "/style.css", tls)});
    EXPECT_TRUE(three.output == large_ + "hello\nbody {}\n") << "in the order of the URLs, on one connection";
    const peers::outcome head = get({"--head", at(port, "/style.css", tls)});
    EXPECT_THAT(head.output, HasSubstr("content-length: 8\n"));
    EXPECT_THAT(get({"-v", at(port, "/nowhere", tls)}).output, HasSubstr(":status 404"));
  }

  peers::temporary_folder folder_;
  std::string large_;
};

class Nghttpd : public H2get {
 protected:
  void start(bool tls, const std::vector<std::string>& more = {}) {
    port_ = peers::free_port();
    std::vector<std::string> command{peers::need("nghttpd", "nghttp2-server"), "-a", "127.0.0.1", "-d",
                                     folder_.path() + "/www"};
    command.insert(command.end(), more.begin(), more.end());
    if (!tls) command.emplace_back("--no-tls");
    command.push_back(std::to_string(port_));
    if (tls) command.insert(command.end(), {key(), certificate()});
    server_ = std::make_unique<child>(command);
    peers::wait_for_port(port_);
  }
  int port_ = 0;
  std::unique_ptr<child> server_;
};

TEST_F(Nghttpd, ServesInCleartext) {
  start(false);
  expect_files(port_, false);
}

TEST_F(Nghttpd, ServesOverTls) {
  make_certificate();
  start(true);
  expect_files(port_, true);
}

TEST_F(Nghttpd, EchoesWhatIsUploaded) {
  start(false, {"--echo-upload"});
  const peers::outcome got = h2get({"-d", "@" + (folder_ / "www/large"), at(port_, "/")});
  EXPECT_TRUE(got.output == large_) << got.output.size() << " bytes";
}

TEST_F(Nghttpd, PushesToThoseWhoAllowIt) {
  start(false, {"--push=/index.html=/style.css"});
  const peers::outcome wanted = h2get({"--push", at(port_, "/index.html")});
  EXPECT_THAT(wanted.output, HasSubstr("pushed /style.css: 200, 8 bytes\n"));
  EXPECT_EQ(wanted.status, 0);
  EXPECT_EQ(h2get({at(port_, "/index.html")}).output, "hello\n");
}

TEST_F(Nghttpd, SendsTrailersThatArePrinted) {
  start(false, {"--trailer=x-end: yes"});
  EXPECT_THAT(h2get({"-v", at(port_, "/index.html")}).output, HasSubstr("trailers, end: x-end yes"));
}

class Nginx : public H2get {
 protected:
  void SetUp() override {
    H2get::SetUp();
    make_certificate();
    clear_ = peers::free_port();
    do tls_ = peers::free_port();
    while (tls_ == clear_);
    const std::string config = folder_.write(
        "nginx.conf", "daemon off; master_process off; pid " + (folder_ / "pid") + "; error_log " +
                          (folder_ / "error.log") + "; events {} http { access_log off; client_body_temp_path " +
                          (folder_ / "body") + "; proxy_temp_path " + (folder_ / "proxy") + "; fastcgi_temp_path " +
                          (folder_ / "fastcgi") + "; uwsgi_temp_path " + (folder_ / "uwsgi") + "; scgi_temp_path " +
                          (folder_ / "scgi") + "; root " + (folder_ / "www") + "; server { listen 127.0.0.1:" +
                          std::to_string(clear_) + " http2; } server { listen 127.0.0.1:" + std::to_string(tls_) +
                          " ssl http2; ssl_certificate " + certificate() + "; ssl_certificate_key " + key() + "; } }");
    server_ = std::make_unique<child>(
        std::vector<std::string>{peers::need("nginx", "nginx-light"), "-e", folder_ / "error.log", "-c", config});
    peers::wait_for_port(clear_);
  }
  int clear_ = 0, tls_ = 0;
  std::unique_ptr<child> server_;
};

TEST_F(Nginx, ServesInCleartext) { expect_files(clear_, false); }
TEST_F(Nginx, ServesOverTls) { expect_files(tls_, true); }

class GoHttp : public H2get {
 protected:
  void start(bool tls) {
    std::vector<std::string> command{oracle("go_http")};
    if (tls) command.insert(command.end(), {"-cert", certificate()});
    server_ = std::make_unique<child>(command);
    address_ = server_->address();
  }
  std::unique_ptr<child> server_;
  std::string address_;
};

TEST_F(GoHttp, AnswersByPriorKnowledgeAndByUpgrade) {
  start(false);
  EXPECT_EQ(h2get({"http://" + address_ + "/x"}).output, "GET /x by HTTP/2.0\n");
  // To Go's handler the upgraded request is still the one that came in HTTP/1.1; its answer came on stream 1.
  const peers::outcome upgraded = h2get({"-v", "--upgrade", "http://" + address_ + "/y"});
  EXPECT_THAT(upgraded.output, HasSubstr("GET /y by HTTP/1.1\n"));
  EXPECT_THAT(upgraded.output, HasSubstr("< stream 1: response"));
}

TEST_F(GoHttp, AnswersOverTls) {
  start(true);
  EXPECT_EQ(h2get({"--cacert", certificate(), "https://" + address_ + "/x"}).output, "GET /x by HTTP/2.0\n");
  const peers::outcome pushed = h2get({"--insecure", "--push", "https://" + address_ + "/push"});
  EXPECT_THAT(pushed.output, HasSubstr("pushed /pushed: 200, 24 bytes"));
}

TEST_F(GoHttp, ReadsAnUploadAndSendsTrailers) {
  start(false);
  const peers::outcome got = h2get({"-v", "-o", folder_ / "out", "-X", "PUT", "-H", "X-Mine: 1", "-d",
                                    "@" + (folder_ / "www/large"), "http://" + address_ + "/echo"});
  EXPECT_THAT(got.output, HasSubstr("trailers, end: x-sum 3000000"));
  EXPECT_THAT(got.output, HasSubstr("x-mine 1"));
  EXPECT_TRUE(run({"cat", folder_ / "out"}).output == large_);
}

TEST_F(GoHttp, ThatAbortsIsAnErrorInOneSentence) {
  start(false);
  const peers::outcome got = h2get({"http://" + address_ + "/abort", "http://" + address_ + "/fine"});
  EXPECT_EQ(got.status, 1);
  EXPECT_EQ(got.output, "GET /fine by HTTP/2.0\nh2get: /abort: reset: by the peer (INTERNAL_ERROR)\n");
}

TEST(H2getItself, SaysWhyNobodyAnswered) {
  const std::string nobody = "http://127.0.0.1:" + std::to_string(peers::free_port()) + "/";
  const peers::outcome got = h2get({nobody});
  EXPECT_EQ(got.status, 1);
  EXPECT_THAT(got.output, HasSubstr("h2get: unreachable: "));
}

TEST(H2getItself, SaysWhatIsWrongWithItsArguments) {
  EXPECT_THAT(h2get({"ftp://x/"}).output, HasSubstr("h2get: ftp://x/: no scheme that is known here"));
  EXPECT_THAT(h2get({"http://u@x/"}).output, HasSubstr("a user in it"));
  EXPECT_THAT(h2get({"http://x/", "http://y/"}).output, HasSubstr("another origin"));
  EXPECT_THAT(h2get({"-H", "nothing", "http://x/"}).output, HasSubstr("want \"name: value\""));
  EXPECT_EQ(h2get({"--help"}).status, 0);
}

TEST(H2getItself, EndsWithCtrlC) {
  child server({app("h2serve"), "--port", "0"});
  child getting({app("h2get"), "-v", "http://" + server.address() + "/slow?n=1000&ms=60000"});
  while (getting.line().find(" response: ") == std::string::npos) {
  }
  getting.signal(SIGINT);
  EXPECT_EQ(getting.status(), 1);
  server.signal(SIGINT);
  EXPECT_EQ(server.status(), 0);
}

}  // namespace
