// SPDX-License-Identifier: MIT
//
// The C++ side of registration: signatures become shapes, and callables run them.
#include <netrpc/service.hpp>

#include <gtest/gtest.h>

namespace {

using namespace netrpc;

struct Args {
  std::int64_t A = 0, B = 0;
};
BOOST_DESCRIBE_STRUCT(Args, (), (A, B))

struct Undescribed {};

class Arith {
 public:
  result<void> Add(const Args& args, std::int64_t* reply) {
    *reply = args.A + args.B;
    return {};
  }
  result<void> AddByValue(Args args, std::int64_t* reply) { return Add(args, reply); }
  result<void> Const(const Args&, std::int64_t* reply) const {
    *reply = 1;
    return {};
  }
  awaitable<result<void>> Later(const Args& args, std::int64_t* reply) { co_return Add(args, reply); }
  result<void> lower(const Args&, std::int64_t*) { return {}; }
  result<void> NoPointer(const Args&, std::int64_t) { return {}; }
  result<void> Reference(const Args&, std::int64_t&) { return {}; }
  result<void> OneArgument(const Args&) { return {}; }
  result<void> Unknown(const Undescribed&, std::int64_t*) { return {}; }
  void NoError(const Args&, std::int64_t*) {}
  int WrongError(const Args&, std::int64_t*) { return 0; }
  BOOST_DESCRIBE_CLASS(Arith, (),
                       (Add, AddByValue, Const, Later, lower, NoPointer, Reference, OneArgument, Unknown, NoError,
                        WrongError),
                       (), ())
};

TEST(DescribeService, KeepsWhatGoWouldKeep) {
  const service_description d = describe_service(std::make_shared<Arith>());
  EXPECT_EQ(d.type_name, "Arith");
  std::vector<std::string> kept;
  for (const method_shape& shape : d.shapes) {
    if (!why_unsuitable(shape)) kept.emplace_back(shape.name);
  }
  EXPECT_EQ(kept, (std::vector<std::string>{"Add", "AddByValue", "Const", "Later"}));
}

TEST(DescribeService, ACallableRunsTheMethodOnItsReceiver) {
  const service_description d = describe_service(std::make_shared<Arith>());
  ASSERT_EQ(d.shapes[0].name, "Add");
  ASSERT_NE(d.callables[0].now, nullptr);
  const Args args{20, 22};
  std::int64_t reply = 0;
  EXPECT_TRUE(d.callables[0].now(d.callables[0].receiver.get(), &args, &reply).has_value());
  EXPECT_EQ(reply, 42);
  ASSERT_EQ(d.shapes[3].name, "Later");
  EXPECT_EQ(d.callables[3].now, nullptr);
  EXPECT_NE(d.callables[3].later, nullptr);
}

TEST(DescribeService, EverySuitableShapeCanBeRun) {
  const service_description d = describe_service(std::make_shared<Arith>());
  for (std::size_t i = 0; i < d.shapes.size(); ++i) {
    if (why_unsuitable(d.shapes[i])) continue;
    EXPECT_NE(d.callables[i].now == nullptr, d.callables[i].later == nullptr) << d.shapes[i].name;
  }
}

}  // namespace
