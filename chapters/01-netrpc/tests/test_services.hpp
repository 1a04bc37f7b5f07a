// SPDX-License-Identifier: MIT
//
// The services of tests/oracle/peer_server/services.go in C++: what Go's clients call in peer_test, and
// what ours call in client_server_test. Names and texts are theirs.
#pragma once

#include <netrpc/gob_types.hpp>
#include <netrpc/service.hpp>
#include <netrpc/wake_up.hpp>

#include <array>
#include <chrono>
#include <complex>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace test_services {

using netrpc::awaitable;
using netrpc::result;

struct Args {
  std::int64_t A = 0, B = 0;
};
BOOST_DESCRIBE_STRUCT(Args, (), (A, B))

struct Quotient {
  std::int64_t Quo = 0, Rem = 0;
};
BOOST_DESCRIBE_STRUCT(Quotient, (), (Quo, Rem))

struct Item {
  std::int64_t Id = 0;
  std::string Name;
  double Price = 0;
  std::vector<std::string> Tags;
};
BOOST_DESCRIBE_STRUCT(Item, (), (Id, Name, Price, Tags))

struct Nested {
  std::string Name;
  std::vector<Item> Items;
  std::map<std::string, Item> ByName;
  std::vector<std::vector<std::int64_t>> Matrix;
  std::array<std::string, 2> Pair;
  std::shared_ptr<Nested> Next;
  std::optional<std::int64_t> Opt;
};
BOOST_DESCRIBE_STRUCT(Nested, (), (Name, Items, ByName, Matrix, Pair, Next, Opt))

struct Holder {
  std::string Label;
  netrpc::any V;
};
BOOST_DESCRIBE_STRUCT(Holder, (), (Label, V))

class Arith {
 public:
  result<void> Add(const Args& args, std::int64_t* reply) {
    *reply = args.A + args.B;
    return {};
  }
  result<void> Multiply(const Args& args, std::int64_t* reply) {
    *reply = args.A * args.B;
    return {};
  }
  result<void> Divide(const Args& args, Quotient* reply) {
    if (args.B == 0) return netrpc::rpc_error("divide by zero");
    reply->Quo = args.A / args.B;
    reply->Rem = args.A % args.B;
    return {};
  }
  BOOST_DESCRIBE_CLASS(Arith, (), (Add, Multiply, Divide), (), ())
};

class Echo {
  template <class T>
  static result<void> same(const T& x, T* reply) {
    *reply = x;
    return {};
  }

 public:
  result<void> Int(const std::int64_t& x, std::int64_t* reply) { return same(x, reply); }
  result<void> Uint(const std::uint64_t& x, std::uint64_t* reply) { return same(x, reply); }
  result<void> Float(const double& x, double* reply) { return same(x, reply); }
  result<void> Complex(const std::complex<double>& x, std::complex<double>* reply) { return same(x, reply); }
  result<void> String(const std::string& x, std::string* reply) { return same(x, reply); }
  result<void> Bytes(const netrpc::bytes& x, netrpc::bytes* reply) { return same(x, reply); }
  result<void> Slice(const std::vector<std::string>& x, std::vector<std::string>* reply) { return same(x, reply); }
  result<void> Map(const std::map<std::string, std::int64_t>& x, std::map<std::string, std::int64_t>* reply) {
    return same(x, reply);
  }
  result<void> Nested(const test_services::Nested& x, test_services::Nested* reply) { return same(x, reply); }
  result<void> Any(const Holder& x, Holder* reply) { return same(x, reply); }
  BOOST_DESCRIBE_CLASS(Echo, (), (Int, Uint, Float, Complex, String, Bytes, Slice, Map, Nested, Any), (), ())
};

/// Methods that wait: Gate(name) until Open(name) was called. No clock decides anything.
class Slow {
 public:
  awaitable<result<void>> Wait(const std::int64_t& ms, std::int64_t* reply) {
    const auto executor = co_await netrpc::asio::this_coro::executor;
    netrpc::asio::steady_timer timer(executor, std::chrono::milliseconds(ms));
    co_await timer.async_wait(netrpc::use_awaitable);
    *reply = ms;
    co_return result<void>();
  }

  awaitable<result<void>> Gate(const std::string& name, std::string* reply) {
    const visitor counted(*this);
    while (!opened_.contains(name)) {
      const auto place = waiting_.emplace(waiting_.end(), std::make_shared<netrpc::wake_up>());
      const auto woken = *place;
      const leave_list at_end{waiting_, place};
      co_await woken->wait();
    }
    *reply = name;
    co_return result<void>();
  }

  result<void> Open(const std::string& name, bool* reply) {
    *reply = opened_.insert(name).second;
    const auto all = waiting_;  // those woken take themselves out
    for (const auto& one : all) one->wake();
    return {};
  }
  BOOST_DESCRIBE_CLASS(Slow, (), (Wait, Gate, Open), (), ())

  /// Gate calls under way.
  [[nodiscard]] std::size_t inside() const { return inside_; }

 private:
  using wake_ups = std::list<std::shared_ptr<netrpc::wake_up>>;
  struct visitor {
    explicit visitor(Slow& s) : of(s) { ++of.inside_; }
    ~visitor() { --of.inside_; }
    visitor(const visitor&) = delete;
    visitor& operator=(const visitor&) = delete;
    Slow& of;
  };
  struct leave_list {
    wake_ups& list;
    wake_ups::iterator place;
    ~leave_list() { list.erase(place); }
  };

  std::set<std::string> opened_;
  wake_ups waiting_;
  std::size_t inside_ = 0;
};

/// Never answers: ends things in the middle of a call.
class Die {
 public:
  explicit Die(std::function<void()> close_connections) : close_connections_(std::move(close_connections)) {}
  awaitable<result<void>> Now(const std::string& how, std::string*) {
    if (how != "connections") co_return netrpc::rpc_error("Die.Now: want \"connections\"");
    close_connections_();
    co_return result<void>();
  }
  BOOST_DESCRIBE_CLASS(Die, (), (Now), (), ())

 private:
  std::function<void()> close_connections_;
};

}  // namespace test_services
