// SPDX-License-Identifier: MIT
//
// A server: files, an echo, a slow stream, some bytes. In cleartext it takes HTTP/2 by prior knowledge and by Upgrade,
// and over TLS by ALPN.
//
//   h2serve --root . --port 8080          curl --http2-prior-knowledge http://127.0.0.1:8080/README.md
//   h2serve --root . --tls                curl -k https://127.0.0.1:PORT/README.md
#include "program.hpp"
#include "serve/site.hpp"

#include <h2/net/tls.hpp>

#include <malloc.h>

#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

struct command_line {
  std::string address = "127.0.0.1";
  std::int64_t port = 8080;
  std::string root;
  std::vector<std::string> pushes;
  bool tls = false;
  std::string certificate, key;
  std::int64_t idle = 180;
  std::int64_t connections = 10'000;
  std::int64_t streams = 100;
};

command_line parse(int argc, char** argv) {
  command_line given;
  program::options("Serves HTTP/2 until Ctrl-C: files, /echo, /bytes?n=100, /slow?n=10&ms=500.")
      .add("--address", given.address, "address to listen on")
      .add("-p,--port", given.port, "port; 0 lets the kernel choose")
      .between(0, 65535)
      .add("-r,--root", given.root, "folder whose files are served")
      .add("--push", given.pushes, "/PAGE=/LINKED: push LINKED with PAGE to clients that allow it; may be repeated")
      .add("--tls", given.tls, "TLS; without --cert and --key with a certificate made on the spot")
      .add("--cert", given.certificate, "certificate chain, PEM")
      .add("--key", given.key, "private key, PEM")
      .add("--idle", given.idle, "seconds without a stream before a connection is closed; 0: never")
      .between(0, 86'400)
      .add("--connections", given.connections, "at a time")
      .between(1, 1'000'000)
      .add("--streams", given.streams, "of one connection at a time (SETTINGS_MAX_CONCURRENT_STREAMS)")
      .between(1, 1'000'000)
      .parse(argc, argv);
  return given;
}

serve::site_options site_of(const command_line& given) {
  serve::site_options options;
  options.root = given.root;
  for (const std::string& push : given.pushes) {
    const auto equals = push.find('=');
    if (equals == std::string::npos || push[0] != '/' || push.substr(equals + 1, 1) != "/") {
      throw std::runtime_error("--push " + push + ": want /PAGE=/LINKED");
    }
    options.pushes[push.substr(0, equals)].push_back(push.substr(equals + 1));
  }
  return options;
}

h2::net::tls_context tls_of(const command_line& given) {
  if (!given.tls) return nullptr;
  if (given.certificate.empty() != given.key.empty()) throw std::runtime_error("--cert and --key go together");
  if (given.certificate.empty()) {
    return h2::net::server_tls(h2::net::make_certificate({"localhost", "127.0.0.1"}).value()).value();
  }
  return h2::net::server_tls({program::contents_of(given.certificate), program::contents_of(given.key)}).value();
}

/// A large file goes through pieces of 256 KiB, each allocated and freed. By default glibc gives such memory back to
/// the kernel at once, which then clears it page by page for the next piece: a third of a download's time.
void keep_freed_memory() {
  mallopt(M_MMAP_THRESHOLD, 4 << 20);
  mallopt(M_TRIM_THRESHOLD, 16 << 20);
}

}  // namespace

int main(int argc, char** argv) {
  return program::guarded("h2serve", [&] {
    const command_line given = parse(argc, argv);
    keep_freed_memory();
    serve::site all(site_of(given));
    h2::net::server_options options;
    options.address = given.address;
    options.port = static_cast<std::uint16_t>(given.port);
    options.tls = tls_of(given);
    options.connections = static_cast<std::size_t>(given.connections);
    options.session.allowed.idle = std::chrono::seconds(given.idle);
    options.session.protocol.local.max_concurrent_streams = static_cast<std::uint32_t>(given.streams);

    boost::asio::io_context io(1);
    h2::net::server server(io.get_executor(), options, serve::serve_site(all));
    std::printf("listening on %s\n", program::text(server.endpoint()).c_str());
    std::fflush(stdout);
    program::run(io, server.serve(), [&] { server.shut_down(); });
    return 0;
  });
}
