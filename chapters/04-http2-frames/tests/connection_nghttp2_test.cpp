// SPDX-License-Identifier: MIT
//
// Our connection and a libnghttp2 session, in memory, each in both roles. Random exchanges go through random windows,
// frame sizes, tables and cuts of the bytes; whatever one side sent the other must have, whole and in order, and
// neither may have anything to complain about.
#include "nghttp2_end.hpp"
#include "random_seed.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace h2::test {
namespace {

using ::test::how_to_repeat;
using ::test::random_seed;

struct exchange {
  message request;
  message response;
  std::vector<std::pair<header_list, message>> pushes = {};
};

/// All that chance decides.
class dice {
 public:
  explicit dice(std::uint64_t seed) : random_(seed) {}

  std::uint32_t number(std::uint32_t from, std::uint32_t to) {
    return std::uniform_int_distribution<std::uint32_t>(from, to)(random_);
  }
  bool chance(double p) { return std::bernoulli_distribution(p)(random_); }
  std::string text(std::string_view letters, std::size_t n) {
    std::string made(n, ' ');
    for (char& c : made) c = letters[number(0, static_cast<std::uint32_t>(letters.size()) - 1)];
    return made;
  }

  void add_fields(header_list& list, std::uint32_t most) {
    for (std::uint32_t n = number(0, most); n > 0; --n) {
      const std::string name = "x-" + text("abcd", number(1, 2));
      list.add(name, text("abcXYZ019-_.~!\"{}", chance(0.02) ? number(5000, 20'000) : number(0, 60)));
    }
  }
  std::string content() {
    if (chance(0.3)) return {};
    return text("0123456789abcdef", chance(0.2) ? number(1, 200'000) : number(1, 500));
  }
  void add_body(message& to) {
    to.content = content();
    if (chance(0.3)) to.headers.add("content-length", std::to_string(to.content.size()));
    if (chance(0.3)) {
      to.trailers.add("checksum", text("abc", number(1, 40)));
      add_fields(to.trailers, 3);
    }
    to.over = true;
  }
  header_list request_line(std::string_view method, std::string_view path) {
    header_list made = {{":method", method}, {":scheme", "http"}, {":authority", "example.test"}, {":path", path}};
    add_fields(made, 6);
    return made;
  }
  message response() {
    message made;
    made.headers = {{":status", chance(0.8) ? "200" : "404"}};
    add_fields(made.headers, 6);
    add_body(made);
    return made;
  }
  exchange one(std::size_t number_of_it) {
    exchange made;
    const std::string path = "/" + std::to_string(number_of_it);
    made.request.headers = request_line("POST", path);
    add_body(made.request);
    made.response = response();
    for (std::uint32_t n = chance(0.2) ? number(1, 2) : 0; n > 0; --n) {
      made.response.informational.push_back({{":status", "103"}, {"link", path}});
    }
    for (std::uint32_t n = chance(0.2) ? number(1, 3) : 0; n > 0; --n) {
      made.pushes.emplace_back(request_line("GET", path + "/pushed"), response());
    }
    return made;
  }
  std::vector<exchange> some() {
    std::vector<exchange> made(number(1, 30));
    for (std::size_t i = 0; i < made.size(); ++i) made[i] = one(i);
    return made;
  }
  connection_options options(bool push) {
    return {.local = {.header_table_size = number(0, 8192),
                      .enable_push = push,
                      .max_concurrent_streams = 100,
                      .initial_window_size = number(1, 4) == 1 ? number(100, 2000) : number(2000, 200'000),
                      .max_frame_size = number(16384, 60'000),
                      .max_header_list_size = 1U << 20},
            .connection_window = number(65'535, 1U << 20),
            .encoder_table_size = number(0, 8192)};
  }
  std::vector<nghttp2_settings_entry> their_settings() {
    return {{NGHTTP2_SETTINGS_HEADER_TABLE_SIZE, number(0, 8192)},
            {NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, 100},
            {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, number(1, 4) == 1 ? number(100, 2000) : number(2000, 200'000)},
            {NGHTTP2_SETTINGS_MAX_FRAME_SIZE, number(16384, 60'000)}};
  }
  std::int32_t their_connection_window() { return static_cast<std::int32_t>(number(65'535, 1U << 20)); }

 private:
  std::mt19937_64 random_;
};

/// Our end: keeps what comes, as nghttp2_end does.
class our_end {
 public:
  our_end(role side, const connection_options& options) : core(side, options) {}

  void receive(bytes input) {
    core.receive(input, now_ += std::chrono::milliseconds(100));
    pull();
  }
  byte_buffer take_output() {
    byte_buffer out;
    core.take_output(out);
    pull();
    return out;
  }
  /// Gives back what was received since the last time.
  void consume() {
    for (const auto& [id, n] : std::exchange(unconsumed_, {})) core.consume(id, n);
  }
  void send_body(std::uint32_t id, const message& what, dice& with) {
    const bool has_trailers = !what.trailers.empty();
    bytes rest = bytes_of(what.content);
    do {
      const std::size_t n = with.chance(0.5) ? rest.size() : with.number(0, static_cast<std::uint32_t>(rest.size()));
      const bool end = n == rest.size() && !has_trailers;
      if (with.chance(0.5)) {
        EXPECT_TRUE(core.send_data(id, rest.first(n), end));
      } else {
        EXPECT_TRUE(core.send_data(id, byte_buffer(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(n)), end));
      }
      rest = rest.subspan(n);
    } while (!rest.empty());
    if (has_trailers) {
      EXPECT_TRUE(core.submit_trailers(id, what.trailers));
    }
  }
  [[nodiscard]] static bool ends_with_headers(const message& what) {
    return what.content.empty() && what.trailers.empty();
  }

  connection core;
  std::map<std::uint32_t, message> received;
  std::map<std::uint32_t, header_list> promised;
  std::vector<std::uint32_t> requests_to_answer;
  std::vector<std::uint32_t> closed;
  std::vector<std::string> complaints;

 private:
  void pull() {
    while (auto e = core.next_event()) std::visit([this](auto& what) { on(what); }, *e);
  }
  void over(std::uint32_t id) {
    received[id].over = true;
    if (core.side() == role::server) requests_to_answer.push_back(id);
  }
  void on(request_received& e) {
    received[e.stream_id].headers = std::move(e.headers);
    if (e.end_stream) over(e.stream_id);
  }
  void on(informational_received& e) { received[e.stream_id].informational.push_back(std::move(e.headers)); }
  void on(response_received& e) {
    received[e.stream_id].headers = std::move(e.headers);
    if (e.end_stream) over(e.stream_id);
  }
  void on(trailers_received& e) {
    received[e.stream_id].trailers = std::move(e.headers);
    over(e.stream_id);
  }
  void on(data_received& e) {
    received[e.stream_id].content += text_of(e.data);
    unconsumed_[e.stream_id] += e.data.size();
    if (e.end_stream) over(e.stream_id);
  }
  void on(push_received& e) { promised[e.promised_id] = std::move(e.request); }
  void on(stream_reset& e) { complaints.push_back("reset: " + e.why.message()); }
  void on(stream_closed& e) { closed.push_back(e.stream_id); }
  void on(connection_failed& e) { complaints.push_back(e.why.message()); }
  void on(goaway_received& e) { complaints.push_back("GOAWAY " + name_of(e.code) + " " + e.debug); }
  void on(stream_writable&) {}
  void on(settings_received&) {}
  void on(settings_acknowledged&) {}
  void on(ping_acknowledged&) {}

  instant now_{};
  std::map<std::uint32_t, std::size_t> unconsumed_;
};

/// `data` in pieces, as a socket might give it.
template <class End>
void feed(End& to, bytes data, dice& with) {
  while (!data.empty()) {
    const auto most = static_cast<std::uint32_t>(data.size());
    const std::size_t n = with.chance(0.1) ? with.number(1, std::min<std::uint32_t>(most, 20)) : with.number(1, most);
    to.receive(data.first(n));
    data = data.subspan(n);
  }
}

/// Until both are silent. `answer` is called in between.
template <class Answer>
void converse(our_end& ours, nghttp2_end& theirs, dice& with, Answer answer) {
  for (int silent = 0; silent < 2;) {
    const byte_buffer out = ours.take_output();
    feed(theirs, out, with);
    const byte_buffer in = theirs.take_output();
    feed(ours, in, with);
    if (with.chance(0.7)) ours.consume();
    answer();
    silent = out.empty() && in.empty() ? silent + 1 : 0;
    if (silent == 1) ours.consume();
  }
}

void expect_same(const message& got, const message& sent) {
  EXPECT_EQ(got.informational, sent.informational);
  EXPECT_EQ(got.headers, sent.headers);
  EXPECT_EQ(got.content.size(), sent.content.size());
  EXPECT_TRUE(got.content == sent.content) << "the content differs";
  EXPECT_EQ(got.trailers, sent.trailers);
  EXPECT_TRUE(got.over);
}

std::size_t index_of(const header_list& request) { return std::stoul(std::string(request.find(":path")->substr(1))); }

class WithNghttp2 : public testing::TestWithParam<int> {
 protected:
  std::uint64_t seed = random_seed() * 1000 + static_cast<std::uint64_t>(GetParam());
  dice with{seed};
  std::vector<exchange> plan = with.some();
};

TEST_P(WithNghttp2, AsOurClientEverythingArrivesBothWays) {
  SCOPED_TRACE(how_to_repeat());
  our_end ours(role::client, with.options(true));
  nghttp2_end theirs(role::server, with.their_settings(), with.their_connection_window());
  std::map<std::uint32_t, const exchange*> on_stream;
  std::map<std::uint32_t, const std::pair<header_list, message>*> pushed;
  for (const exchange& e : plan) {
    const std::uint32_t id = ours.core.submit_request(e.request.headers, our_end::ends_with_headers(e.request)).value();
    if (!our_end::ends_with_headers(e.request)) ours.send_body(id, e.request, with);
    on_stream[id] = &e;
  }
  converse(ours, theirs, with, [&] {
    for (const std::uint32_t id : std::exchange(theirs.requests_to_answer, {})) {
      for (const auto& push : on_stream.at(id)->pushes) {
        const std::uint32_t promised = theirs.submit_push(id, push.first);
        pushed[promised] = &push;
        theirs.submit_response(promised, push.second);
      }
      theirs.submit_response(id, on_stream.at(id)->response);
    }
  });
  EXPECT_THAT(ours.complaints, testing::IsEmpty());
  EXPECT_THAT(theirs.complaints, testing::IsEmpty());
  for (const auto& [id, e] : on_stream) {
    SCOPED_TRACE("stream " + std::to_string(id));
    expect_same(theirs.received[id], e->request);
    expect_same(ours.received[id], e->response);
  }
  for (const auto& [id, push] : pushed) {
    SCOPED_TRACE("pushed stream " + std::to_string(id));
    EXPECT_EQ(ours.promised[id], push->first);
    expect_same(ours.received[id], push->second);
  }
  EXPECT_EQ(ours.closed.size(), on_stream.size() + pushed.size());
  EXPECT_EQ(ours.core.held().streams, 0U);
  EXPECT_EQ(ours.core.held().queued_data, 0U);
}

TEST_P(WithNghttp2, AsOurServerEverythingArrivesBothWays) {
  SCOPED_TRACE(how_to_repeat());
  our_end ours(role::server, with.options(true));
  nghttp2_end theirs(role::client, with.their_settings(), with.their_connection_window());
  std::map<std::uint32_t, const exchange*> on_stream;
  std::map<std::uint32_t, const std::pair<header_list, message>*> pushed;
  for (const exchange& e : plan) on_stream[theirs.submit_request(e.request)] = &e;
  converse(ours, theirs, with, [&] {
    for (const std::uint32_t id : std::exchange(ours.requests_to_answer, {})) {
      const exchange& e = plan.at(index_of(ours.received[id].headers));
      for (const auto& push : e.pushes) {
        const std::uint32_t promised = ours.core.submit_push(id, push.first).value();
        pushed[promised] = &push;
        const bool bare = our_end::ends_with_headers(push.second);
        ASSERT_TRUE(ours.core.submit_response(promised, push.second.headers, bare));
        if (!bare) ours.send_body(promised, push.second, with);
      }
      for (const header_list& one : e.response.informational) {
        ASSERT_TRUE(ours.core.submit_informational(id, one));
      }
      const bool bare = our_end::ends_with_headers(e.response);
      ASSERT_TRUE(ours.core.submit_response(id, e.response.headers, bare));
      if (!bare) ours.send_body(id, e.response, with);
    }
  });
  EXPECT_THAT(ours.complaints, testing::IsEmpty());
  EXPECT_THAT(theirs.complaints, testing::IsEmpty());
  for (const auto& [id, e] : on_stream) {
    SCOPED_TRACE("stream " + std::to_string(id));
    expect_same(ours.received[id], e->request);
    expect_same(theirs.received[id], e->response);
    EXPECT_EQ(theirs.closed[id], 0U);
  }
  for (const auto& [id, push] : pushed) {
    SCOPED_TRACE("pushed stream " + std::to_string(id));
    EXPECT_EQ(theirs.promised[id], push->first);
    expect_same(theirs.received[id], push->second);
  }
  EXPECT_EQ(ours.core.held().streams, 0U);
  EXPECT_EQ(ours.core.held().queued_data, 0U);
}

INSTANTIATE_TEST_SUITE_P(Random, WithNghttp2, testing::Range(0, 40));

}  // namespace
}  // namespace h2::test
