// SPDX-License-Identifier: MIT
//
// The same requests over HTTP/1.1 and over HTTP/2, to one server: how a message is built, what it costs, and who waits
// for whom. One of the pages takes its time; it becomes ready when a gate is opened, so the output is always the same.
#include "h1_vs_h2/report.hpp"
#include "program.hpp"

#include <fmt/format.h>

namespace {

void show(int small) {
  versus::server server;
  const versus::all_ways seen = {versus::http1_pipelined(server, small), versus::http1_connections(server, small),
                                 versus::http2_streams(server, small)};
  fmt::print("1. A message in HTTP/1.1 is text: lines that end in CR LF\n\n{}\n",
             versus::anatomy_of_http1(seen.connections.connections[0]));
  fmt::print(
      "2. In HTTP/2 the same is frames: nine bytes, then what they announce; fields are indexes where they can "
      "be\n\n{}\n",
      versus::anatomy_of_http2(seen.streams.connections[0], program::colour_wanted()));
  fmt::print("3. Who waits for whom: {} takes its time, {} others do not\n\n{}\n", versus::slow_path, small,
             versus::story(seen));
  fmt::print("4. What it costs\n\n{}\n", versus::table(seen));
  fmt::print(
      "HTTP/1.1 is neither one request for each connection nor one at a time: connections are kept open by default\n"
      "(RFC 9112 §9.3), and requests may be sent without waiting for answers. What it cannot do is let an answer\n"
      "overtake another: the head of the line blocks it. More connections are the way round that, six in a browser.\n"
      "HTTP/2 takes the order away, and HPACK (no gzip: RFC 7541) the repetition. One line is left: a lost TCP "
      "segment\n"
      "holds up all streams behind it, which is what HTTP/3 is for.\n");
}

}  // namespace

int main(int argc, char** argv) {
  return program::guarded("h1_vs_h2", [&] {
    std::int64_t small = 5;
    program::options("Sends the same requests over HTTP/1.1 and HTTP/2 and shows what each makes of them.")
        .add("-n,--small", small, "requests besides the slow one")
        .between(1, 50)
        .parse(argc, argv);
    show(static_cast<int>(small));
    return 0;
  });
}
