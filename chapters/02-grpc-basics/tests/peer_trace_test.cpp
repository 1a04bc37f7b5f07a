// SPDX-License-Identifier: MIT
//
// One grpc-go client, two servers: ours (trace_server) and grpc-go's (peer_server). In every scenario the client must
// print the same to the letter, and each connection and each call must give interceptors and stats handler the same
// events in the same order. Between two calls there is no order: an `end` may come after the next call's beginning.
#include "child.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <sstream>

namespace {

using child_process::child;
using child_process::oracle;
using lines = std::vector<std::string>;

lines split(const std::string& text) {
  lines all;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) all.push_back(line);
  return all;
}

struct observed {
  std::string client;                  // what peer_client printed
  std::map<std::string, lines> trace;  // "rpc 1" → its events in their order
};

observed play(const std::string& server_program, const std::string& scenario) {
  child server({server_program});
  const auto client = child_process::run({oracle("peer_client"), "--connect", server.address(), "--script", scenario});
  EXPECT_EQ(client.status, 0) << client.said;
  server.end_input();
  observed seen{.client = client.said, .trace = {}};
  const std::regex numbered("((?:conn|rpc) \\d+) (.*)");
  std::smatch parts;
  for (const std::string& line : split(server.rest())) {
    if (std::regex_match(line, parts, numbered)) seen.trace[parts[1]].push_back(parts[2]);
  }
  EXPECT_EQ(server.status(), 0);
  return seen;
}

// --- What may differ, because grpc++ is underneath: each for the scenarios it names, and in the words it gives -------

std::string replaced(const std::string& text, const char* pattern, const char* with) {
  return std::regex_replace(text, std::regex(pattern), with);
}

bool is_one_of(const std::string& scenario, std::initializer_list<const char*> names) {
  return std::find(names.begin(), names.end(), scenario) != names.end();
}

// grpc++ tells nobody in which encoding a request came, so nobody can answer in it.
std::string without_answering_encoding(std::string client) {
  return replaced(client, R"(gzip_reply encodings \["[a-z]*" ""\])", "gzip_reply encodings [… \"\"]");
}

// grpc++ answers for us once the deadline is over, in words of its own.
std::string without_words_of_a_deadline(std::string client) {
  return replaced(client, R"re((code=DeadlineExceeded desc=)"[^"]*")re", "$1…");
}

// grpc++ has no way to send a code without a name; to clients it is UNKNOWN either way.
std::string without_nameless_codes(std::string client) {
  return replaced(client, R"re(code=Code\(\d+\))re", "code=Unknown");
}

// The two protobuf libraries say in their own words why bytes are no message.
std::string without_words_of_the_decoder(const std::string& event) {
  return replaced(event, R"((grpc: (?:error unmarshalling request:|failed to unmarshal the received message)) .*)",
                  "$1 …");
}

// grpc++ drops the header with an encoding that it does not know, and what is then left are bytes that are no message:
// INTERNAL where grpc-go says UNIMPLEMENTED. It also gets as far as the handler, where that reads the message itself.
void expect_unknown_compression(const observed& ours, const observed& go) {
  EXPECT_EQ(replaced(ours.client, "code=Internal", "code=Unimplemented"), go.client);
  for (const auto& [who, events] : ours.trace) {
    if (!who.starts_with("rpc")) continue;
    EXPECT_TRUE(events.back().starts_with("end code=Internal")) << who << ": " << events.back();
    EXPECT_EQ(go.trace.at(who).back(),
              R"(end code=Unimplemented desc="grpc: Decompressor is not installed for grpc-encoding \"xor\"")");
  }
}

std::string shown(const lines& events) {
  std::string all;
  for (const std::string& e : events) all += "\n    " + without_words_of_the_decoder(e);
  return all;
}

// --- The scenarios
// ----------------------------------------------------------------------------------------------------

const lines scenarios = {
    "getuser",
    "missing_user",
    "ping_unimplemented",
    "unknown_service",
    "unknown_method",
    "malformed_method",
    "echo",
    "echo_header_trailer",
    "echo_status",
    "echo_codes",
    "echo_details",
    "echo_bad_code",
    "plain_error",
    "refused_by_interceptor",
    "count",
    "count_empty",
    "count_stop_after",
    "count_metadata",
    "sum",
    "chat",
    "chat_fail",
    "chat_half_close",
    "chat_nothing",
    "cancel",
    "greeter_state",
    "oversize_request",
    "oversize_reply",
    "oversize_reply_with_metadata",
    "oversize_stream_request",
    "oversize_stream_reply",
    "oversize_by_compression",
    "gzip",
    "gzip_reply",
    "gzip_stream",
    "unknown_compression",
    "unknown_compression_stream",
    "undecodable",
    "undecodable_stream",
    "no_message",
    "no_message_count",
    "two_messages",
    "two_messages_count",
    "deadline",
    "deadline_stream",
};

class GrpcGoClient : public testing::TestWithParam<std::string> {};

TEST_P(GrpcGoClient, CannotTellOurServerFromGrpcGos) {
  const std::string& scenario = GetParam();
  observed ours = play(child_process::folder("BASICS_TESTS") + "/trace_server", scenario);
  observed go = play(oracle("peer_server"), scenario);
  ASSERT_FALSE(go.client.empty());
  if (is_one_of(scenario, {"unknown_compression", "unknown_compression_stream"})) {
    expect_unknown_compression(ours, go);
    return;
  }
  for (observed* o : {&ours, &go}) {
    if (scenario == "echo_bad_code") o->client = without_nameless_codes(o->client);
    if (scenario == "gzip_reply") o->client = without_answering_encoding(o->client);
    if (is_one_of(scenario, {"deadline", "deadline_stream"})) o->client = without_words_of_a_deadline(o->client);
  }
  EXPECT_EQ(ours.client, go.client);
  EXPECT_EQ(ours.trace.size(), go.trace.size());
  for (const auto& [who, events] : go.trace) {
    EXPECT_EQ(shown(ours.trace[who]), shown(events)) << who << " of " << scenario;
  }
}

INSTANTIATE_TEST_SUITE_P(Each, GrpcGoClient, testing::ValuesIn(scenarios), [](const auto& p) { return p.param; });

TEST(GrpcGoClientScenarios, AreAllPlayed) {
  EXPECT_EQ(split(child_process::run({oracle("peer_client"), "--list"}).said), scenarios);
}

// --- Other things that grpc-go was asked
// ---------------------------------------------------------------------------------

TEST(Interceptors, SayTheArticlesSixLinesAsGrpcGosDo) {
  const auto ours = child_process::run({child_process::app("interceptors")});
  EXPECT_EQ(ours.said, child_process::run({oracle("interceptor_lines")}).said);
  EXPECT_EQ(ours.said,
            "chainUnaryInts start 0\nchainUnaryInts end 2\nerr handler status\nlog handler status\n"
            "log handler end err <nil>  req id:\"1\"\nerr handler end err <nil>  req id:\"1\"\n");
}

}  // namespace
