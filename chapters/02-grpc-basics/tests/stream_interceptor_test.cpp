// SPDX-License-Identifier: MIT
//
// Chains of stream interceptors, with a stream on which nothing happens.
#include "services/kinds_service.hpp"
#include "support/idle_stream.hpp"
#include "support/run.hpp"

#include <basics/interceptor.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace {

using namespace basics;
using support::idle_stream;
using support::run;
using testing::ElementsAre;

using notes = std::vector<std::string>;

task<status> say_around(notes& said, std::string name, service* server, server_stream& stream, stream_handler handler) {
  said.push_back(name + " in");
  status s = co_await handler(server, stream);
  said.push_back(name + " out");
  co_return s;
}
stream_server_interceptor speaking(notes& said, std::string name) {
  return [&said, name = std::move(name)](service* server, server_stream& stream, const stream_server_info&,
                                         stream_handler handler) {
    return say_around(said, name, server, stream, std::move(handler));
  };
}
task<status> say(notes& said) {
  said.push_back("handler");
  co_return status();
}

class StreamChain : public testing::Test {
 protected:
  status call(const stream_server_interceptor& chain) {
    const stream_handler handler = [this](service* server, server_stream& stream) {
      got_server_ = server;
      got_stream_ = &stream;
      return say(said_);
    };
    return run(chain(&kinds_, stream_, info_, handler));
  }

  notes said_;
  services::kinds_server kinds_;
  idle_stream stream_;
  service* got_server_ = nullptr;
  server_stream* got_stream_ = nullptr;
  const stream_server_info info_{
      .full_method = "/kinds.Kinds/Count", .is_client_stream = false, .is_server_stream = true};
};

TEST_F(StreamChain, OfNoneIsNothing) { EXPECT_FALSE(chain_stream_interceptors({})); }

TEST_F(StreamChain, OfOneIsThatOne) {
  EXPECT_TRUE(call(chain_stream_interceptors({speaking(said_, "a")})).ok());
  EXPECT_THAT(said_, ElementsAre("a in", "handler", "a out"));
}

TEST_F(StreamChain, OfThreeNestsEachInTheOneBefore) {
  const auto chain = chain_stream_interceptors({speaking(said_, "a"), speaking(said_, "b"), speaking(said_, "c")});
  EXPECT_TRUE(call(chain).ok());
  EXPECT_THAT(said_, ElementsAre("a in", "b in", "c in", "handler", "c out", "b out", "a out"));
  EXPECT_EQ(got_server_, &kinds_);
  EXPECT_EQ(got_stream_, &stream_);
}

task<status> refuse() { co_return status{.code = code::permission_denied, .message = "not today"}; }

TEST_F(StreamChain, OneThatDoesNotCallItsHandlerEndsTheCallThere) {
  const stream_server_interceptor refusing = [](service*, server_stream&, const stream_server_info&, stream_handler) {
    return refuse();
  };
  EXPECT_EQ(call(chain_stream_interceptors({speaking(said_, "a"), refusing, speaking(said_, "c")})).message,
            "not today");
  EXPECT_THAT(said_, ElementsAre("a in", "a out"));
}

TEST_F(StreamChain, TheInnerOnesUseTheStreamThatTheOuterOnePassesOn) {
  idle_stream wrapped;
  const stream_server_interceptor wrapping = [&](service* server, server_stream&, const stream_server_info&,
                                                 stream_handler next) { return next(server, wrapped); };
  (void)call(chain_stream_interceptors({wrapping, speaking(said_, "b")}));
  EXPECT_EQ(got_stream_, &wrapped) << "this is how a Go interceptor sees every message: it wraps grpc.ServerStream";
}

TEST_F(StreamChain, AllSeeOneInfoAndItsKind) {
  std::vector<const stream_server_info*> seen;
  const stream_server_interceptor looking = [&](service* server, server_stream& stream, const stream_server_info& info,
                                                stream_handler next) {
    seen.push_back(&info);
    return next(server, stream);
  };
  (void)call(chain_stream_interceptors({looking, looking, looking}));
  EXPECT_THAT(seen, ElementsAre(&info_, &info_, &info_));
}

TEST_F(StreamChain, IsMadeOnceAndCalledOften) {
  const auto chain = chain_stream_interceptors({speaking(said_, "a"), speaking(said_, "b")});
  for (int i = 0; i < 3; ++i) {
    said_.clear();
    (void)call(chain);
    EXPECT_THAT(said_, ElementsAre("a in", "b in", "handler", "b out", "a out"));
  }
}

}  // namespace
