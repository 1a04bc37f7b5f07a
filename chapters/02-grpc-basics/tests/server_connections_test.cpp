// SPDX-License-Identifier: MIT
//
// The server between a scripted listener and a transport that speaks nothing: which connections are accepted, refused
// and told of.
#include "support/server_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>

namespace {

using namespace basics;
using support::alice;
using support::bob;
using support::descriptor;
using support::Server;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST_F(Server, ANewConnectionIsTaggedThenBeginsThenIsHandedOver) {
  auto& listener = serve();
  const descriptor client = connect(listener, alice);
  ASSERT_TRUE(transports_.said.await("0 hand_over 1"));
  EXPECT_THAT(trace_.all(), ElementsAre("conn 1 tag_conn", "conn 1 begin"));
  EXPECT_TRUE(transports_.knows(0, alice));
}

TEST_F(Server, AConnectionThatItsClientClosedHasEnded) {
  auto& listener = serve();
  descriptor client = connect(listener, alice);
  ASSERT_TRUE(transports_.said.await("0 hand_over 1"));
  client.close();
  EXPECT_TRUE(trace_.await("conn 1 end"));
  EXPECT_FALSE(transports_.knows(0, alice));
}

TEST_F(Server, StopEndsEveryConnectionOnce) {
  auto& listener = serve();
  const descriptor a = connect(listener, alice);
  const descriptor b = connect(listener, bob);
  ASSERT_TRUE(transports_.said.await("0 hand_over 1"));
  ASSERT_TRUE(transports_.said.await("0 hand_over 2"));
  server_->stop();
  EXPECT_THAT(trace_.all(), testing::IsSupersetOf({"conn 1 end", "conn 2 end"}));
  EXPECT_EQ(trace_.all().size(), 6U);
}

TEST_F(Server, SeveralListenersHaveATransportEachAndEndTogether) {
  auto& first = serve();
  auto& second = serve();
  const descriptor a = connect(first, alice);
  ASSERT_TRUE(transports_.said.await("0 hand_over 1"));
  const descriptor b = connect(second, alice, "127.0.0.1:9081");
  ASSERT_TRUE(transports_.said.await("1 hand_over 1")) << "one client port may hold a connection to each listener";
  EXPECT_THAT(trace_.all(), Not(Contains(HasSubstr("end"))));
  server_->stop();
  join();
  EXPECT_THAT(ended_, ElementsAre(status(), status()));
  EXPECT_TRUE(first.closed() && second.closed());
  EXPECT_THAT(trace_.all(), testing::IsSupersetOf({"conn 1 end", "conn 2 end"}));
}

class deciding_credentials final : public transport_credentials {
 public:
  explicit deciding_credentials(support::lines& said) : said_(said) {}
  std::optional<std::string> server_handshake(const raw_conn& conn) override {
    said_.sink()("handshake " + conn.remote_addr() + " -> " + conn.local_addr());
    if (conn.remote_addr() == bob) return "bob is not wanted";
    return std::nullopt;
  }

 private:
  support::lines& said_;
};

TEST_F(Server, CredentialsDecideAboutEachConnectionOnce) {
  support::lines asked;
  make({creds(std::make_shared<deciding_credentials>(asked))});
  auto& listener = serve();
  const descriptor b = connect(listener, bob);
  const descriptor a = connect(listener, alice);
  ASSERT_TRUE(transports_.said.await("0 hand_over 1"));
  EXPECT_TRUE(closed_on(b));
  EXPECT_THAT(asked.all(),
              ElementsAre("handshake 127.0.0.1:2 -> 127.0.0.1:9080", "handshake 127.0.0.1:1 -> 127.0.0.1:9080"));
  EXPECT_THAT(log_.all(), Contains("ServerHandshake(\"127.0.0.1:2\") failed: bob is not wanted"));
  EXPECT_THAT(trace_.all(), ElementsAre("conn 1 tag_conn", "conn 1 begin")) << "a refused connection never began";
}

TEST_F(Server, APortThatIsUsedAgainAtOnceTakesItsOldConnectionsPlace) {
  auto& listener = serve();
  const descriptor before = connect(listener, alice);
  const descriptor again = connect(listener, alice);
  ASSERT_TRUE(transports_.said.await("0 hand_over 2"));
  EXPECT_THAT(trace_.all(),
              ElementsAre("conn 1 tag_conn", "conn 1 begin", "conn 1 end", "conn 2 tag_conn", "conn 2 begin"))
      << "the kernel gives a port again only when its old connection is over: the watcher's word is just late";
}

TEST_F(Server, LateWordOfAnOldConnectionDoesNotEndTheNewOneFromItsPort) {
  auto& listener = serve();
  descriptor before = connect(listener, alice);
  descriptor again = connect(listener, alice);
  ASSERT_TRUE(transports_.said.await("0 hand_over 2"));
  before.close();
  descriptor other = connect(listener, bob);
  ASSERT_TRUE(transports_.said.await("0 hand_over 3"));
  other.close();
  ASSERT_TRUE(trace_.await("conn 3 end")) << "told by the thread that has dealt with conn 1 before";
  EXPECT_TRUE(transports_.knows(0, alice));
  EXPECT_THAT(trace_.all(), Not(Contains("conn 2 end")));
}

TEST_F(Server, TwoLiveConnectionsFromOnePortCannotBeToldApartSoTheSecondIsRefused) {
  auto& listener = serve();
  const descriptor first = connect(listener, alice, "127.0.0.1:9080");
  const descriptor second = connect(listener, alice, "127.0.0.2:9080");
  EXPECT_TRUE(closed_on(second));
  EXPECT_TRUE(log_.await("refused a second connection from 127.0.0.1:1"));
  EXPECT_THAT(trace_.all(), ElementsAre("conn 1 tag_conn", "conn 1 begin"));
}

TEST_F(Server, AConnectionThatTheTransportDoesNotTakeEnds) {
  transports_.takes_connections = false;
  auto& listener = serve();
  const descriptor client = connect(listener, alice);
  EXPECT_TRUE(trace_.await("conn 1 end"));
  EXPECT_TRUE(closed_on(client)) << "its descriptor was still ours to close";
  EXPECT_FALSE(transports_.knows(0, alice));
}

TEST_F(Server, AConnectionThatCannotBeWatchedIsNotServed) {
  auto& listener = serve();
  listener.then(support::any_conn(alice));  // no socket: epoll refuses it
  EXPECT_TRUE(trace_.await("conn 1 end"));
  EXPECT_TRUE(log_.have("cannot watch 127.0.0.1:1: Operation not permitted"));
  EXPECT_THAT(transports_.said.all(), IsEmpty()) << "nobody would hear of its end";
}

}  // namespace
