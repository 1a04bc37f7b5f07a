// SPDX-License-Identifier: MIT
//
// A client: one connection, all URLs at once.
//
//   h2get http://127.0.0.1:8080/README.md              HTTP/2 by prior knowledge
//   h2get --upgrade http://127.0.0.1:8080/             by HTTP/1.1 and 101
//   h2get --insecure -v https://127.0.0.1:8443/ …      TLS, each event in a line
#include "get/getter.hpp"
#include "program.hpp"

#include <h2/net/tls.hpp>

#include <algorithm>
#include <cctype>
#include <stdexcept>

namespace {

struct command_line {
  std::vector<std::string> urls, fields;
  std::string method, data, output, authorities;
  bool head = false, verbose = false, upgrade = false, insecure = false, push = false;
  std::int64_t window = 65535, pause = 0, timeout = 10;
};

command_line parse(int argc, char** argv) {
  command_line given;
  program::options("Gets URLs over one HTTP/2 connection, all at once; prints their content in order.")
      .add("URL", given.urls, "http:// (prior knowledge, or --upgrade) or https:// (ALPN); all of one origin")
      .required()
      .add("-X,--request", given.method, "method; otherwise GET, or POST with --data")
      .add("-H,--header", given.fields, "\"name: value\"; may be repeated")
      .add("-d,--data", given.data, "content of the request; @FILE for a file's, @- for standard input's")
      .add("-I,--head", given.head, "HEAD; prints the response's fields")
      .add("-v,--verbose", given.verbose, "each event of the connection as a line on stderr")
      .add("-o,--output", given.output, "file to write to")
      .add("--upgrade", given.upgrade, "begin in HTTP/1.1 and ask for h2c")
      .add("--insecure", given.insecure, "https: take any certificate")
      .add("--cacert", given.authorities, "https: PEM file of who may have signed the certificate")
      .add("--push", given.push, "allow the server to push; what comes is named on stderr")
      .add("--window", given.window, "bytes that the server may send on a stream before they are read")
      .between(0, 0x7fff'ffff)
      .add("--pause", given.pause, "milliseconds before each piece of content is read")
      .between(0, 60'000)
      .add("--timeout", given.timeout, "seconds for connecting, and for the handshakes; 0: for ever")
      .between(0, 3600)
      .parse(argc, argv);
  return given;
}

void add_field(h2::header_list& fields, const std::string& text) {
  const auto colon = text.find(':', 1);
  if (colon == std::string::npos) throw std::runtime_error("-H \"" + text + "\": want \"name: value\"");
  std::string name = text.substr(0, colon);
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
  const auto value = std::min(text.find_first_not_of(" \t", colon + 1), text.size());
  fields.add(name, text.substr(value));
}

get::options options_of(const command_line& given) {
  get::options wanted;
  for (const std::string& text : given.urls) {
    wanted.urls.push_back(get::parse_url(text));
    const get::url &first = wanted.urls.front(), &last = wanted.urls.back();
    if (last.tls != first.tls || last.authority != first.authority) {
      throw std::runtime_error(text + ": another origin than " + given.urls.front() +
                               ", which needs a connection of its own");
    }
  }
  for (const std::string& field : given.fields) add_field(wanted.fields, field);
  const std::string content = given.data.starts_with('@') ? program::contents_of(given.data.substr(1)) : given.data;
  h2::append(wanted.content, h2::bytes_of(content));
  wanted.method = given.method;
  wanted.head = given.head;
  wanted.verbose = given.verbose;
  wanted.upgrade = given.upgrade;
  wanted.push = given.push;
  wanted.window = static_cast<std::uint32_t>(given.window);
  wanted.pause = std::chrono::milliseconds(given.pause);
  wanted.allowed.connect = wanted.allowed.handshake = std::chrono::seconds(given.timeout);
  if (wanted.upgrade && wanted.urls.front().tls) throw std::runtime_error("--upgrade is for http:// only");
  if (wanted.upgrade && !content.empty()) throw std::runtime_error("--upgrade sends no content");
  if (wanted.urls.front().tls) {
    wanted.tls = h2::net::client_tls({.verify = !given.insecure, .authorities = given.authorities}).value();
  }
  return wanted;
}

}  // namespace

int main(int argc, char** argv) {
  return program::guarded("h2get", [&] {
    const command_line given = parse(argc, argv);
    get::options wanted = options_of(given);
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(nullptr, &std::fclose);
    if (!given.output.empty()) {
      file.reset(std::fopen(given.output.c_str(), "wbe"));
      if (!file) throw std::runtime_error(given.output + ": cannot be written");
      wanted.output = file.get();
    }
    boost::asio::io_context io(1);
    get::getter work(std::move(wanted));
    program::run(io, work.run(), [&] { work.interrupt(); });
    return 0;
  });
}
