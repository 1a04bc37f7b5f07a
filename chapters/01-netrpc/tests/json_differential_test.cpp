// SPDX-License-Identifier: MIT
//
// Random JSON-RPC conversations, right ones and damaged ones, go through our codecs and through Go's:
// both must accept or both refuse, and say the same.
//
// A failure prints the seed and the bytes; RPC_ANATOMY_SEED=… runs it again.
#include <netrpc/json_codec.hpp>
#include <netrpc/service_map.hpp>

#include "support/canon.hpp"
#include "support/go_types.hpp"
#include "support/oracle.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

// The article's request has a json tag in the oracle.
template <>
struct netrpc::go_type<go::GetUserReq> {
  static constexpr std::string_view package = "main", name = "GetUserReq";
  static constexpr json_tag json[] = {{"Id", "id"}};
};

namespace {

using namespace netrpc;

struct Args {
  std::int64_t A = 0, B = 0;
};
BOOST_DESCRIBE_STRUCT(Args, (), (A, B))

struct Quotient {
  std::int64_t Quo = 0, Rem = 0;
};
BOOST_DESCRIBE_STRUCT(Quotient, (), (Quo, Rem))

constexpr int rounds = 3000;

std::span<const std::byte> raw(std::string_view text) { return std::as_bytes(std::span(text)); }

// --- what is sent -----------------------------------------------------------------------------------

class generator {
 public:
  explicit generator(std::uint64_t seed) : random_(seed) {}

  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }
  bool one_in(std::size_t n) { return below(n) == 0; }
  template <std::size_t N>
  std::string one_of(const char* const (&choices)[N]) {
    return choices[below(N)];
  }

  std::string requests() {
    std::string out;
    for (std::size_t n = 1 + below(3); n > 0; --n) out += request() + (one_in(3) ? "" : "\n");
    return damaged(out);
  }
  std::string responses(std::size_t calls) {
    std::string out;
    for (std::size_t n = 1 + below(4); n > 0; --n) out += response(below(calls + 1)) + (one_in(3) ? "" : "\n");
    return damaged(out);
  }

 private:
  std::string gap() { return one_in(8) ? one_of({" ", "\n", "\t \r\n", "  "}) : ""; }

  std::string member(const std::string& key, const std::string& value) {
    return gap() + "\"" + key + "\"" + gap() + ":" + gap() + value + gap();
  }
  std::string key(const char* right) {
    return one_in(12) ? one_of({"METHOD", "Params", "iD", "a", "", "id", "error", "quo", "\\u0049d"}) : right;
  }

  std::string request() {
    std::vector<std::string> members;
    if (!one_in(30)) members.push_back(member(key("method"), one_in(15) ? value(2) : method()));
    if (!one_in(20)) members.push_back(member(key("params"), params()));
    if (!one_in(15)) members.push_back(member(key("id"), one_in(3) ? value(2) : number()));
    if (one_in(6)) members.push_back(member(one_of({"jsonrpc", "id", "method", "params", "x"}), value(3)));
    std::shuffle(members.begin(), members.end(), random_);
    return object(members);
  }
  std::string method() {
    return one_of({"\"UserServer.GetUser\"", "\"Arith.Add\"", "\"Arith.Multiply\"", "\"Arith.Divide\"",
                   "\"Arith.Divide\"", "\"Arith.Nothing\"", "\"Nobody.Add\"", "\"nodot\"", "\"\"", "\".\"", "\"a.b.c\"",
                   "\"<Arith>.\\ud800\""});
  }
  std::string params() {
    if (one_in(12)) return value(2);
    if (one_in(12)) return "[]";
    std::string out = "[" + gap() + (one_in(10) ? value(2) : argument()) + gap();
    if (one_in(15)) out += "," + value(2);
    return out + "]";
  }
  std::string argument() {
    const auto scalar = [&] {
      return one_in(12) ? value(2) : one_in(3) ? "\"" + std::to_string(below(4)) + "\"" : number();
    };
    std::vector<std::string> members;
    for (const char* name : {"id", "A", "B"}) {
      if (!one_in(4))
        members.push_back(member(one_in(10) ? one_of({"ID", "Id", "a", "b", "c", "A", "\xff"}) : name, scalar()));
    }
    if (one_in(8)) members.push_back(member(one_of({"id", "A", "zz"}), value(3)));
    return object(members);
  }

  std::string response(std::size_t id) {
    std::vector<std::string> members;
    if (!one_in(20)) members.push_back(member(key("id"), one_in(15) ? value(2) : std::to_string(id)));
    const bool fails = one_in(4);
    if (!one_in(15)) members.push_back(member(key("result"), fails ? "null" : one_in(8) ? value(3) : user()));
    if (!one_in(10))
      members.push_back(member(key("error"), fails        ? (one_in(3) ? value(3) : string())
                                             : one_in(20) ? value(2)
                                                          : "null"));
    std::shuffle(members.begin(), members.end(), random_);
    return object(members);
  }
  std::string user() {
    std::vector<std::string> members;
    for (const char* name : {"Id", "Name", "Phone", "name"}) {
      if (!one_in(3)) members.push_back(member(name, one_in(12) ? value(3) : string()));
    }
    return object(members);
  }

  std::string object(const std::vector<std::string>& members) {
    std::string out = "{" + gap();
    for (std::size_t i = 0; i < members.size(); ++i) out += (i > 0 ? "," : "") + members[i];
    return out + "}";
  }
  std::string value(int depth) {
    switch (below(depth > 0 ? 7 : 5)) {
      case 0: return "null";
      case 1: return one_in(2) ? "true" : "false";
      case 2: return number();
      case 3:
      case 4: return string();
      case 5: {
        std::string out = "[" + gap();
        for (std::size_t n = below(4); n > 0; --n) out += value(depth - 1) + gap() + (n > 1 ? "," : "");
        return out + "]";
      }
      default: {
        std::vector<std::string> members;
        for (std::size_t n = below(4); n > 0; --n)
          members.push_back(member(one_of({"a", "b", "id", "", "\\u0061", "é"}), value(depth - 1)));
        return object(members);
      }
    }
  }
  std::string number() {
    if (one_in(3)) return std::to_string(below(100));
    if (one_in(4)) return std::to_string(static_cast<std::int64_t>(random_() >> below(64)));
    return one_of({"-0",
                   "0",
                   "1.0",
                   "1e2",
                   "-1",
                   "9223372036854775807",
                   "9223372036854775808",
                   "-9223372036854775808",
                   "-9223372036854775809",
                   "18446744073709551616",
                   "0.1",
                   "1E+400",
                   "1e-400",
                   "-0.0e0",
                   "1e99999999999",
                   "123456789012345678901234567890",
                   "5e-324",
                   "1e21",
                   "2.5",
                   "1000000",
                   "0.00001"});
  }
  std::string string() {
    std::string out = "\"";
    for (std::size_t n = below(6); n > 0; --n) {
      out += one_of({"a",
                     "1",
                     "小",
                     "😀",
                     "\\n",
                     "\\u00e9",
                     "\\ud83d\\ude00",
                     "\\ud800",
                     "\\udc00",
                     "\\uD83D\\u0041",
                     "\xff",
                     "\xe5\xb0",
                     "<&>",
                     "\\\"",
                     "\\\\",
                     "\\/",
                     "\\b\\f\\r\\t",
                     "\\u0000",
                     "\x7f",
                     "\xE2\x80\xA8",
                     " "});
    }
    return out + "\"";
  }

  /// Every second one stays whole.
  std::string damaged(std::string s) {
    if (one_in(2)) return s;
    for (std::size_t n = 1 + below(3); n > 0 && !s.empty(); --n) {
      const std::size_t at = below(s.size());
      switch (below(6)) {
        case 0: s[at] = static_cast<char>(random_()); break;
        case 1: s.erase(at, 1 + below(5)); break;
        case 2:
          s.insert(at, one_of({"{", "}", "[", "]", "\"", ",", ":", "\\", "0", "e", "-", ".", "null", "\\u", " ", "/**/",
                               "\n", "E", "\x01"}));
          break;
        case 3: s.resize(at); break;
        case 4: s.insert(at, s.substr(below(s.size()), below(20))); break;
        default: s[at] = s[below(s.size())]; break;
      }
    }
    return s;
  }

  std::mt19937_64 random_;
};

// --- our side of it ---------------------------------------------------------------------------------

/// What tests/oracle/diff_gob/json.go registers.
class services {
 public:
  services() {
    const auto shape = [](std::string_view name, const reflect::type& argument, const reflect::type& reply) {
      return method_shape{.name = name,
                          .argument = &argument,
                          .argument_name = {},
                          .reply = &reply,
                          .reply_name = {},
                          .return_name = {}};
    };
    const auto& args = reflect::of<Args>();
    const auto& number = reflect::of<std::int64_t>();
    const std::array user = {shape("GetUser", reflect::of<go::GetUserReq>(), reflect::of<go::GetUserResp>())};
    const std::array arith = {shape("Add", args, number), shape("Multiply", args, number),
                              shape("Divide", args, reflect::of<Quotient>())};
    (void)map_.register_type("UserServer", user, 0).value();
    (void)map_.register_type("Arith", arith, 1).value();
  }

  [[nodiscard]] result<const method*> find(std::string_view name) const { return map_.find(name); }

  static std::string call(std::size_t which, const void* argument, void* reply) {
    if (which == 0)
      return get_user(*static_cast<const go::GetUserReq*>(argument), *static_cast<go::GetUserResp*>(reply));
    const auto& args = *static_cast<const Args*>(argument);
    const auto a = static_cast<std::uint64_t>(args.A), b = static_cast<std::uint64_t>(args.B);
    if (which == 3) return divide(args, *static_cast<Quotient*>(reply));
    *static_cast<std::int64_t*>(reply) = static_cast<std::int64_t>(which == 1 ? a + b : a * b);  // Go wraps around
    return "";
  }

 private:
  static std::string get_user(const go::GetUserReq& req, go::GetUserResp& resp) {
    if (req.Id == "1") resp = {"1", "bala", "13100001111"};
    else if (req.Id == "2") resp = {"2", "小王", "13200001111"};
    else return "不存在查询用户";
    return "";
  }
  static std::string divide(const Args& args, Quotient& reply) {
    if (args.B == 0) return "divide by zero";
    if (args.B == -1) reply = {static_cast<std::int64_t>(-static_cast<std::uint64_t>(args.A)), 0};
    else reply = {args.A / args.B, args.A % args.B};
    return "";
  }

  service_map map_;
};

struct outcome {
  char verdict;
  std::string text;
};

/// Feeds random pieces.
template <class Codec, class Read>
void feed(Codec& codec, std::string_view stream, generator& random, Read read) {
  while (!stream.empty()) {
    const std::size_t size = random.one_in(3) ? 1 : 1 + random.below(stream.size());
    codec.receive(raw(stream.substr(0, size)));
    stream.remove_prefix(size);
    while (read()) {
    }
  }
}

/// net/rpc's ServeCodec, one request at a time.
outcome serve(std::string_view stream, generator& random) {
  static const services all;
  const auto codec = make_json_server_codec();
  bytes replies;
  bool broken = false;
  feed(*codec, stream, random, [&] {
    if (broken) return false;
    request header;
    const result<progress> got = codec->read_request_header(header);
    broken = got.has_error();
    if (broken || *got == progress::need_more) return false;
    response reply{.ServiceMethod = header.ServiceMethod, .Seq = header.Seq, .Error = {}};
    std::shared_ptr<void> argument, value;
    reflect::const_value body;
    const result<const method*> found = all.find(header.ServiceMethod);
    if (found.has_error()) {
      (void)codec->read_request_body({});
      reply.Error = found.error().message();
    } else {
      argument = (*found)->argument->make();
      value = (*found)->reply->make();
      body = {(*found)->reply, value.get()};
      const result<progress> read = codec->read_request_body({(*found)->argument, argument.get()});
      reply.Error =
          read.has_error() ? read.error().message() : services::call((*found)->callable, argument.get(), value.get());
    }
    EXPECT_TRUE(codec->write_response(reply, body, replies).has_value());
    return true;
  });
  const std::string text(reinterpret_cast<const char*>(replies.data()), replies.size());
  return {!broken && codec->at_boundary() ? 'A' : 'R', text};
}

/// net/rpc's client.input with `calls` calls pending. A line per call; "?" for words that are ours and not Go's.
std::string receive_answers(std::size_t calls, std::string_view stream, generator& random) {
  const auto codec = make_json_client_codec();
  std::vector<std::string> lines(calls);
  for (std::size_t i = 0; i < calls; ++i) {
    bytes ignored;
    const request asked{.ServiceMethod = "UserServer.GetUser", .Seq = i};
    (void)codec->write_request(asked, {}, ignored).value();
  }
  std::optional<std::string> ended;
  feed(*codec, stream, random, [&] {
    if (ended) return false;
    response header;
    const result<progress> got = codec->read_response_header(header);
    if (got.has_error()) ended = got.error().code == errc::json_header ? got.error().detail : "?";
    if (ended || *got == progress::need_more) return false;
    const bool waited_for = header.Seq < calls && lines[header.Seq].empty();
    go::GetUserResp reply;
    const bool wanted = waited_for && header.Error.empty();
    const result<progress> body = codec->read_response_body(wanted ? reflect::ref(reply) : reflect::value{});
    if (body.has_error()) ended = "json: cannot unmarshal " + body.error().detail;  // Go gives up; we would not
    if (!waited_for) return true;
    if (body.has_error()) lines[header.Seq] = "error reading body " + *ended;
    else lines[header.Seq] = header.Error.empty() ? "ok " + test::canon_of(reply) : "error " + header.Error;
    return true;
  });
  std::string all;
  for (std::size_t i = 0; i < calls; ++i) {
    if (lines[i].empty()) lines[i] = "error " + ended.value_or("?");
    std::replace(lines[i].begin(), lines[i].end(), '\n', ' ');
    all += std::to_string(i) + " " + lines[i] + "\n";
  }
  return all;
}

/// Line by line; of a line of ours that ends in ?, the rest is Go's to choose.
bool agree(const std::string& ours, const std::string& gos) {
  std::string_view left = ours, right = gos;
  while (!left.empty() && !right.empty()) {
    const std::string_view a = left.substr(0, left.find('\n')), b = right.substr(0, right.find('\n'));
    if (a.ends_with("error ?") ? !b.starts_with(a.substr(0, a.size() - 1)) : a != b) return false;
    left.remove_prefix(a.size() + 1);
    right.remove_prefix(b.size() + 1);
  }
  return left.empty() && right.empty();
}

TEST(JsonDifferential, RepliesAreGosForAnyBytesAClientMaySend) {
  const std::uint64_t seed = test::seed();
  fmt::print("seed {}: to run this again, RPC_ANATOMY_SEED={}\n", seed, seed);
  generator random(seed);
  test::oracle go("diff_gob");
  int accepted = 0;
  for (int i = 0; i < rounds; ++i) {
    const std::string stream = random.requests();
    const auto theirs = go.ask('j', stream);
    ASSERT_TRUE(theirs.verdict == 'A' || theirs.verdict == 'R') << theirs.payload;
    const auto [replies, how_it_ended] = test::oracle::split(theirs.payload);
    const outcome ours = serve(stream, random);
    accepted += ours.verdict == 'A';
    ASSERT_EQ(ours.text, replies) << "seed " << seed << ", round " << i << ", sent " << test::canon_quote(stream);
    ASSERT_EQ(ours.verdict, theirs.verdict)
        << "seed " << seed << ", round " << i << ", sent " << test::canon_quote(stream) << "\nGo: " << how_it_ended;
  }
  EXPECT_GT(accepted, rounds / 10) << "most streams were refused: nothing was compared";
}

TEST(JsonDifferential, CallsEndAsInGoForAnyBytesAServerMaySend) {
  const std::uint64_t seed = test::seed();
  fmt::print("seed {}: to run this again, RPC_ANATOMY_SEED={}\n", seed, seed);
  generator random(seed);
  test::oracle go("diff_gob");
  int answered = 0;
  for (int i = 0; i < rounds; ++i) {
    const std::size_t calls = 1 + random.below(4);
    const std::string stream = random.responses(calls);
    const auto theirs = go.ask('c', static_cast<char>(calls) + stream);
    ASSERT_EQ(theirs.verdict, 'A') << theirs.payload << test::canon_quote(stream);
    const std::string ours = receive_answers(calls, stream, random);
    answered += ours.find(" ok ") != std::string::npos;
    ASSERT_TRUE(agree(ours, theirs.payload))
        << "seed " << seed << ", round " << i << ", sent " << test::canon_quote(stream) << "\nours:\n"
        << ours << "Go's:\n"
        << theirs.payload;
  }
  EXPECT_GT(answered, rounds / 10) << "hardly any call succeeded: nothing was compared";
}

}  // namespace
