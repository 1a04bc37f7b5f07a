// SPDX-License-Identifier: MIT
//
// Which connections live, and word of their end.
#include "support/sockets.hpp"
#include "support/witness.hpp"

#include <basics/connections.hpp>
#include <basics/tcp_listener.hpp>

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>

#include <memory>
#include <string>
#include <thread>

namespace {

using namespace basics;
using support::connected_sockets;
using support::descriptor;

std::shared_ptr<connection> connection_from(std::string remote_addr) {
  auto c = std::make_shared<connection>();
  c->remote_addr = std::move(remote_addr);
  return c;
}

TEST(ConnectionTable, FindsAConnectionByWhereItComesFrom) {
  connection_table table;
  const auto a = connection_from("127.0.0.1:1");
  const auto b = connection_from("[::1]:1");
  EXPECT_TRUE(table.add(a));
  EXPECT_TRUE(table.add(b));
  EXPECT_EQ(table.find("127.0.0.1:1"), a);
  EXPECT_EQ(table.find("[::1]:1"), b);
  EXPECT_EQ(table.find("127.0.0.1:2"), nullptr);
}

TEST(ConnectionTable, HoldsOneForEachAddress) {
  connection_table table;
  const auto first = connection_from("127.0.0.1:1");
  EXPECT_TRUE(table.add(first));
  EXPECT_FALSE(table.add(connection_from("127.0.0.1:1")));
  EXPECT_EQ(table.find("127.0.0.1:1"), first);
}

TEST(ConnectionTable, RemovesAConnectionOnce) {
  connection_table table;
  const auto c = connection_from("127.0.0.1:1");
  EXPECT_FALSE(table.remove(*c));
  table.add(c);
  EXPECT_TRUE(table.remove(*c));
  EXPECT_FALSE(table.remove(*c)) << "of several who notice an end, one tells of it";
  EXPECT_EQ(table.find("127.0.0.1:1"), nullptr);
}

TEST(ConnectionTable, WordOfAnOldConnectionDoesNotRemoveTheNewOneFromTheSameAddress) {
  connection_table table;
  const auto old = connection_from("127.0.0.1:1");
  const auto fresh = connection_from("127.0.0.1:1");
  table.add(old);
  table.remove(*old);
  table.add(fresh);
  EXPECT_FALSE(table.remove(*old));
  EXPECT_EQ(table.find("127.0.0.1:1"), fresh);
}

TEST(ConnectionTable, AConnectionMayOutliveItsPlace) {
  connection_table table;
  table.add(connection_from("127.0.0.1:1"));
  const std::shared_ptr<connection> used = table.find("127.0.0.1:1");
  table.remove(*used);
  EXPECT_EQ(used->remote_addr, "127.0.0.1:1");
}

class ConnectionWatcher : public testing::Test {
 protected:
  void watch(int fd) {
    ASSERT_FALSE(watcher_.watch(fd, [this] { ends_.change([](int& n) { ++n; }); }));
  }
  // When the next end has been told, all earlier ones have been: there is one thread.
  void expect_ends(int n) {
    EXPECT_TRUE(ends_.await([&](int ends) { return ends >= n; })) << "an end was not told";
    auto other = connected_sockets();
    watch(other.server.get());
    other.client.close();
    EXPECT_TRUE(ends_.await([&](int ends) { return ends >= n + 1; }));
    EXPECT_EQ(ends_.get(), n + 1) << "an end was told twice";
  }

  support::watched<int> ends_;
  connection_watcher watcher_;
};

TEST_F(ConnectionWatcher, TellsWhenTheClientCloses) {
  auto pair = connected_sockets();
  watch(pair.server.get());
  pair.client.close();
  expect_ends(1);
}

TEST_F(ConnectionWatcher, TellsWhenTheServerShutsItDown) {
  auto pair = connected_sockets();
  watch(pair.server.get());
  ::shutdown(pair.server.get(), SHUT_RDWR);
  pair.server.close();
  expect_ends(1);
}

TEST_F(ConnectionWatcher, TellsOnceWhenBothDo) {
  auto pair = connected_sockets();
  watch(pair.server.get());
  ::shutdown(pair.server.get(), SHUT_RDWR);
  pair.client.close();
  pair.server.close();
  expect_ends(1);
}

TEST_F(ConnectionWatcher, TellsWhenItHadEndedBefore) {
  auto pair = connected_sockets();
  pair.client.close();
  watch(pair.server.get());
  expect_ends(1);
}

TEST_F(ConnectionWatcher, BytesAreNoEnd) {
  auto pair = connected_sockets();
  watch(pair.server.get());
  ASSERT_EQ(::write(pair.client.get(), "hello", 5), 5);
  expect_ends(0);
  pair.client.close();
  EXPECT_TRUE(ends_.await([](int n) { return n == 2; }));
}

TEST_F(ConnectionWatcher, AnEndBehindBytesThatNobodyReadIsSeen) {
  auto pair = connected_sockets();
  watch(pair.server.get());
  ASSERT_EQ(::write(pair.client.get(), "hello", 5), 5);
  pair.client.close();
  expect_ends(1);
}

TEST_F(ConnectionWatcher, ClosingAloneIsNotSeenForTheDuplicateHoldsTheSocketOpen) {
  auto pair = connected_sockets();
  watch(pair.server.get());
  pair.server.close();
  expect_ends(0);  // this is why a transport has to shut down first, as grpc++ does
}

TEST_F(ConnectionWatcher, LeavesTheCallersDescriptorAlone) {
  auto pair = connected_sockets();
  watch(pair.server.get());
  pair.client.close();
  expect_ends(1);
  EXPECT_NE(::fcntl(pair.server.get(), F_GETFD), -1) << "it is the caller's to close";
}

TEST_F(ConnectionWatcher, ADescriptorThatIsNoneIsRefused) {
  EXPECT_EQ(watcher_.watch(-1, [] { FAIL(); }), std::errc::bad_file_descriptor);
  const descriptor file(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  const std::ptrdiff_t before = support::open_descriptors();
  EXPECT_EQ(watcher_.watch(file.get(), [] { FAIL(); }), std::errc::operation_not_permitted) << "no socket";
  EXPECT_EQ(support::open_descriptors(), before) << "what was refused must not stay open";
  expect_ends(0);
}

TEST_F(ConnectionWatcher, WhoIsToldMayWatchAnother) {
  auto first = connected_sockets();
  auto second = connected_sockets();
  const int next = second.server.get();
  ASSERT_FALSE(watcher_.watch(first.server.get(), [this, next] { watch(next); }));
  first.client.close();
  second.client.close();
  expect_ends(1);
}

TEST_F(ConnectionWatcher, LosesNoneOfAThousand) {
  const std::ptrdiff_t before = support::open_descriptors();
  constexpr int at_once = 100;  // so that the usual limit of 1024 descriptors is enough
  for (int round = 1; round <= 10; ++round) {
    std::vector<support::socket_pair> pairs;
    for (int i = 0; i < at_once; ++i) {
      pairs.push_back(connected_sockets());
      watch(pairs.back().server.get());
    }
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      if (i % 2 == 0) pairs[i].client.close();
      if (i % 3 != 0) ::shutdown(pairs[i].server.get(), SHUT_RDWR);
      if (i % 6 == 3) pairs[i].client.close();
    }
    ASSERT_TRUE(ends_.await([&](int n) { return n == round * at_once; })) << ends_.get();
  }
  EXPECT_EQ(support::open_descriptors(), before);
}

TEST(ConnectionWatcherEnd, ForgetsWhatItStillWatches) {
  const std::ptrdiff_t before = support::open_descriptors();
  {
    auto pair = connected_sockets();
    bool told = false;
    {
      connection_watcher watcher;
      ASSERT_FALSE(watcher.watch(pair.server.get(), [&] { told = true; }));
    }
    EXPECT_FALSE(told);
  }
  EXPECT_EQ(support::open_descriptors(), before);
}

// A client connected to a listener of this process, and the listener's end.
support::socket_pair tcp_sockets(tcp_listener& listener) {
  const std::string addr = listener.addr();
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(std::stoi(addr.substr(addr.rfind(':') + 1))));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  descriptor client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (::connect(client.get(), reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
    throw std::system_error(errno, std::generic_category(), "connect");
  }
  accepted conn = listener.accept();
  return {.client = std::move(client), .server = descriptor(conn->release())};
}

TEST_F(ConnectionWatcher, TellsOfTcpConnectionsHoweverTheyEnd) {
  tcp_listener listener("127.0.0.1:0");
  auto closed = tcp_sockets(listener);
  watch(closed.server.get());
  closed.client.close();
  EXPECT_TRUE(ends_.await([](int n) { return n == 1; })) << "FIN";

  auto reset = tcp_sockets(listener);
  watch(reset.server.get());
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(reset.client.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  reset.client.close();
  EXPECT_TRUE(ends_.await([](int n) { return n == 2; })) << "RST";

  auto ours = tcp_sockets(listener);
  watch(ours.server.get());
  ::shutdown(ours.server.get(), SHUT_RDWR);
  EXPECT_TRUE(ends_.await([](int n) { return n == 3; })) << "our own end, while the client's stays open";
  expect_ends(3);
}

TEST(RawConn, OwnsItsDescriptorUntilItIsReleased) {
  auto pair = connected_sockets();
  const int fd = pair.server.release();
  {
    raw_conn first(fd, "127.0.0.1:1", "127.0.0.1:2");
    const raw_conn second = std::move(first);
    EXPECT_EQ(first.descriptor(), -1);  // NOLINT(bugprone-use-after-move): what it is then is promised
    EXPECT_EQ(second.descriptor(), fd);
    EXPECT_EQ(second.remote_addr(), "127.0.0.1:1");
  }
  EXPECT_EQ(::fcntl(fd, F_GETFD), -1) << "closed with its owner";
  raw_conn kept(pair.client.release(), "127.0.0.1:1", "127.0.0.1:2");
  const descriptor released(kept.release());
  EXPECT_NE(::fcntl(released.get(), F_GETFD), -1);
}

}  // namespace
