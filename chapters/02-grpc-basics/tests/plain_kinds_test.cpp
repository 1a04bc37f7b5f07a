// SPDX-License-Identifier: MIT
//
// kinds_server and kinds_client, on plain grpc++, as a shell runs them.
#include "child.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>

namespace {

using namespace child_process;
using testing::HasSubstr;
using testing::StartsWith;

std::vector<std::string> command(const char* program, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), app(program));
  return arguments;
}

struct kinds_server : child {
  explicit kinds_server(std::vector<std::string> arguments = {})
      : child(command("kinds_server", std::move(arguments))), at(address()) {}

  std::vector<std::string> client(const char* what, std::vector<std::string> more = {}) const {
    more.insert(more.end(), {"--connect", at, "--what", what});
    return command("kinds_client", std::move(more));
  }
  /// What the client says; fails when it does not end well.
  std::string shown(const char* what, std::vector<std::string> more = {}) const {
    const outcome o = run(client(what, std::move(more)));
    EXPECT_EQ(o.status, 0) << o.said;
    return o.said;
  }
  std::string at;
};

TEST(Kinds, Unary) { EXPECT_EQ(kinds_server().shown("unary"), "unary: hello\n"); }

TEST(Kinds, ServerStreaming) {
  EXPECT_EQ(kinds_server().shown("server-streaming"),
            "server-streaming: 1 2 3 4 5, then OK\n"
            "server-streaming: 1 2, then OUT_OF_RANGE: stopped after 2\n");
}

TEST(Kinds, ClientStreaming) {
  EXPECT_EQ(kinds_server().shown("client-streaming"), "client-streaming: sum of 100 numbers is 5050\n");
}

TEST(Kinds, Bidi) {
  EXPECT_EQ(kinds_server().shown("bidi"),
            "bidi: echo: one\nbidi: echo: two\nbidi: OK\n"
            "bidi: echo: one\nbidi: echo: two\nbidi: ABORTED: asked to fail\n");
}

TEST(Kinds, MetadataGoesBothWays) {
  const std::string said = kinds_server().shown("metadata");
  for (const char* line : {"header x-header: one\n", "header x-header: two\n", "trailer x-trailer: three\n",
                           "trailer x-trailer-bin: 00ff0a\n"}) {
    EXPECT_THAT(said, HasSubstr(line));
  }
}

TEST(Kinds, AStatusCarriesDetails) {
  EXPECT_EQ(kinds_server().shown("details"),
            "details: NOT_FOUND: no such thing\ndetails: a kinds.Line: look elsewhere\n");
}

TEST(Kinds, ADeadlineEndsTheCallOnBothSides) {
  kinds_server server;
  // Long enough for the call to be there before it ends.
  EXPECT_EQ(server.shown("deadline", {"--deadline-ms", "500"}), "deadline: DEADLINE_EXCEEDED: Deadline Exceeded\n");
  EXPECT_EQ(server.line(), "chat cancelled");
}

TEST(Kinds, TheServerNoticesACancel) {
  kinds_server server;
  EXPECT_THAT(server.shown("cancel"), StartsWith("cancel: CANCELLED: "));
  EXPECT_EQ(server.line(), "chat cancelled");
}

TEST(Kinds, TheServerNoticesThatAClientWasKilled) {
  kinds_server server;
  child chatting(server.client("chat"));
  chatting.write("hello\n");
  EXPECT_EQ(chatting.line(), "echo: hello");
  chatting.signal(SIGKILL);
  EXPECT_EQ(server.line(), "chat cancelled");
}

TEST(Kinds, AllShowsEachOfThem) {
  const std::string said = kinds_server().shown("all");
  for (const char* name : {"unary", "server-streaming", "client-streaming", "bidi", "deadline", "cancel", "metadata",
                           "details", "limits", "gzip"}) {
    EXPECT_THAT(said, HasSubstr(std::string(name) + ": "));
  }
}

TEST(Kinds, WithoutAServerEachFailsInOneSentence) {
  for (const char* what : {"unary", "server-streaming", "client-streaming", "bidi", "chat", "deadline", "cancel",
                           "metadata", "details", "limits"}) {
    const outcome o =
        run(command("kinds_client", {"--connect", "127.0.0.1:1", "--what", what, "--deadline-ms", "9999"}));
    EXPECT_THAT(o.said, StartsWith("UNAVAILABLE: ")) << what;
    EXPECT_EQ(o.status, 1) << what;
  }
  const outcome gzip = run(command("kinds_client", {"--connect", "127.0.0.1:1", "--what", "gzip"}));
  EXPECT_EQ(gzip.said, "127.0.0.1:1: cannot connect\n");
  EXPECT_EQ(gzip.status, 1);
}

// A message of N bytes of text takes N + 3, with tag and length (from 128 to 16383); the request 3 more for its "a".
TEST(Limits, TheClientRefusesToReceive) {
  const kinds_server server;
  EXPECT_EQ(server.shown("limits", {"--max-receive", "1000", "--size", "997"}),
            "limits: reply of 997 bytes: OK\nlimits: request of 997 bytes: OK\n");
  EXPECT_EQ(server.shown("limits", {"--max-receive", "1000", "--size", "998"}),
            "limits: reply of 998 bytes: RESOURCE_EXHAUSTED: Received message larger than max (1001 vs. 1000)\n"
            "limits: request of 998 bytes: OK\n");
}

TEST(Limits, TheClientRefusesToSend) {
  const kinds_server server;
  EXPECT_EQ(server.shown("limits", {"--max-send", "1000", "--size", "994"}),
            "limits: reply of 994 bytes: OK\nlimits: request of 994 bytes: OK\n");
  EXPECT_EQ(server.shown("limits", {"--max-send", "1000", "--size", "995"}),
            "limits: reply of 995 bytes: OK\n"
            "limits: request of 995 bytes: RESOURCE_EXHAUSTED: Sent message larger than max (1001 vs. 1000)\n");
}

TEST(Limits, TheServerRefusesToReceive) {
  const kinds_server server({"--max-receive", "1000"});
  EXPECT_EQ(server.shown("limits", {"--size", "994"}),
            "limits: reply of 994 bytes: OK\nlimits: request of 994 bytes: OK\n");
  EXPECT_EQ(server.shown("limits", {"--size", "995"}),
            "limits: reply of 995 bytes: OK\n"
            "limits: request of 995 bytes: RESOURCE_EXHAUSTED: Received message larger than max (1001 vs. 1000)\n");
}

TEST(Limits, TheServerRefusesToSend) {
  const kinds_server server({"--max-send", "1000"});
  EXPECT_EQ(server.shown("limits", {"--size", "997"}),
            "limits: reply of 997 bytes: OK\nlimits: request of 997 bytes: OK\n");
  EXPECT_EQ(server.shown("limits", {"--size", "998"}),
            "limits: reply of 998 bytes: RESOURCE_EXHAUSTED: Sent message larger than max (1001 vs. 1000)\n"
            "limits: request of 998 bytes: OK\n");
}

TEST(Limits, FourMebibytesAreReceivedByDefault) {
  const kinds_server server;
  const std::string said = server.shown("limits", {"--size", "5000000"});
  EXPECT_THAT(said,
              HasSubstr("reply of 5000000 bytes: RESOURCE_EXHAUSTED: Received message larger than max (5000005 vs. "
                        "4194304)\n"));
  EXPECT_THAT(said, HasSubstr("request of 5000000 bytes: RESOURCE_EXHAUSTED: Received message larger than max (5000008 "
                              "vs. 4194304)\n"));
}

TEST(Limits, ALimitHoldsForWhatAMessageUnpacksTo) {
  const kinds_server server({"--max-receive", "1000"});
  EXPECT_THAT(server.shown("limits", {"--size", "50000", "--gzip"}),
              HasSubstr("request of 50000 bytes: RESOURCE_EXHAUSTED: "));
}

// What the client says that 100000 bytes took, there and back.
struct wire {
  long plain_there = 0, plain_back = 0, gzipped_there = 0, gzipped_back = 0;
};
wire wire_of(const std::string& said) {
  wire w;
  EXPECT_EQ(std::sscanf(said.c_str(),
                        "unary: hello\ngzip: 100000 bytes plain: %ld on the wire, %ld back\n"
                        "gzip: 100000 bytes gzipped: %ld on the wire, %ld back\n",
                        &w.plain_there, &w.plain_back, &w.gzipped_there, &w.gzipped_back),
            4)
      << said;
  return w;
}

TEST(Gzip, WhatWasAskedForIsSmallerOnTheWire) {
  const wire w = wire_of(kinds_server().shown("gzip"));
  EXPECT_GT(w.plain_there, 100'000);
  EXPECT_GT(w.plain_back, 100'000);
  EXPECT_LT(w.gzipped_there, 5'000);
  EXPECT_LT(w.gzipped_back, 5'000);
}

TEST(Gzip, AServerCanCompressEveryReply) {
  const wire w = wire_of(kinds_server({"--gzip"}).shown("gzip"));
  EXPECT_GT(w.plain_there, 100'000);
  EXPECT_LT(w.plain_back, 5'000);
}

TEST(GracefulStop, ACallInFlightFinishes) {
  kinds_server server;
  child chatting(server.client("chat"));
  chatting.write("before\n");
  EXPECT_EQ(chatting.line(), "echo: before");
  server.signal(SIGTERM);
  EXPECT_EQ(server.line(), "draining");
  int let_in = 0;  // the server says it a moment before it does it
  while (run(server.client("unary")).status == 0) ASSERT_LT(++let_in, 100) << "new calls are still let in";
  chatting.write("after\n");
  EXPECT_EQ(chatting.line(), "echo: after");
  chatting.write("bye\n");
  EXPECT_EQ(chatting.rest(), "");
  EXPECT_EQ(chatting.status(), 0);
  EXPECT_EQ(server.rest(), "stopped\n");
  EXPECT_EQ(server.status(), 0);
}

TEST(GracefulStop, ACallThatDoesNotFinishIsCutOff) {
  kinds_server server({"--drain-seconds", "1"});
  child chatting(server.client("chat"));
  chatting.write("before\n");
  EXPECT_EQ(chatting.line(), "echo: before");
  server.signal(SIGINT);
  EXPECT_EQ(server.rest(), "draining\nchat cancelled\nstopped, the rest was cut off\n");
  EXPECT_EQ(server.status(), 0);
  chatting.write("after\n");
  EXPECT_NE(chatting.rest(), "");
  EXPECT_EQ(chatting.status(), 1);
}

}  // namespace
