// SPDX-License-Identifier: MIT
#include <netrpc/service_map.hpp>

#include <gtest/gtest.h>

namespace {

using namespace netrpc;

struct Args {
  std::int64_t A = 0, B = 0;
};
BOOST_DESCRIBE_STRUCT(Args, (), (A, B))

struct hidden_args {
  std::int64_t A = 0;
};
BOOST_DESCRIBE_STRUCT(hidden_args, (), (A))

method_shape suitable(std::string_view name) {
  return {.name = name,
          .argument = &reflect::of<Args>(),
          .argument_name = "main.Args",
          .reply = &reflect::of<std::int64_t>(),
          .reply_name = "int",
          .return_name = "error"};
}

TEST(SuitableMethod, TwoExportedTypesAPointerAndAnError) { EXPECT_EQ(why_unsuitable(suitable("Add")), std::nullopt); }

TEST(SuitableMethod, MustBeExported) {
  EXPECT_NE(why_unsuitable(suitable("add")), std::nullopt);
  EXPECT_NE(why_unsuitable(suitable("_Add")), std::nullopt);
}

TEST(SuitableMethod, NeedsThreeInputsTheReceiverCounted) {
  auto shape = suitable("Add");
  for (const std::size_t inputs : {1U, 2U, 4U}) {
    shape.inputs = inputs;
    EXPECT_EQ(why_unsuitable(shape),
              "rpc.Register: method \"Add\" has " + std::to_string(inputs) + " input parameters; needs exactly three");
  }
}

TEST(SuitableMethod, NeedsAnExportedOrBuiltinArgument) {
  auto shape = suitable("Add");
  shape.argument = &reflect::of<hidden_args>();
  shape.argument_name = "main.hidden_args";
  EXPECT_EQ(why_unsuitable(shape),
            "rpc.Register: argument type of method \"Add\" is not exported: \"main.hidden_args\"");
  shape.argument = nullptr;
  EXPECT_NE(why_unsuitable(shape), std::nullopt) << "a type without a description cannot travel";
  for (const auto* builtin : {&reflect::of<std::string>(), &reflect::of<std::vector<std::int64_t>>()}) {
    shape.argument = builtin;
    EXPECT_EQ(why_unsuitable(shape), std::nullopt) << reflect::go_string(*builtin) << " is a builtin or unnamed type";
  }
  shape.argument = &reflect::of<std::shared_ptr<hidden_args>>();
  EXPECT_NE(why_unsuitable(shape), std::nullopt) << "a pointer is as exported as what it points to";
}

TEST(SuitableMethod, NeedsAPointerForTheReply) {
  auto shape = suitable("Add");
  shape.reply_is_pointer = false;
  EXPECT_EQ(why_unsuitable(shape), "rpc.Register: reply type of method \"Add\" is not a pointer: \"int\"");
}

TEST(SuitableMethod, NeedsAnExportedReply) {
  auto shape = suitable("Add");
  shape.reply = &reflect::of<hidden_args>();
  shape.reply_name = "*main.hidden_args";
  EXPECT_EQ(why_unsuitable(shape), "rpc.Register: reply type of method \"Add\" is not exported: \"*main.hidden_args\"");
}

TEST(SuitableMethod, ReturnsOneError) {
  auto shape = suitable("Add");
  shape.outputs = 0;
  EXPECT_EQ(why_unsuitable(shape), "rpc.Register: method \"Add\" has 0 output parameters; needs exactly one");
  shape.outputs = 1;
  shape.returns_error = false;
  shape.return_name = "int";
  EXPECT_EQ(why_unsuitable(shape), "rpc.Register: return type of method \"Add\" is \"int\", must be error");
}

TEST(ServiceMap, PublishesTheSuitableMethodsOnly) {
  service_map map;
  auto hidden = suitable("add");
  const std::vector<method_shape> shapes = {hidden, suitable("Add"), suitable("Multiply")};
  ASSERT_TRUE(map.register_type("Arith", shapes, 10).has_value());
  const auto add = map.find("Arith.Add");
  ASSERT_TRUE(add.has_value());
  EXPECT_EQ((*add)->callable, 11U) << "the index counts unsuitable methods too";
  EXPECT_EQ((*add)->argument, &reflect::of<Args>());
  EXPECT_EQ((*map.find("Arith.Multiply"))->callable, 12U);
  EXPECT_TRUE(map.find("Arith.add").has_error());
}

TEST(ServiceMap, RefusesASecondServiceOfTheSameName) {
  service_map map;
  const std::vector<method_shape> shapes = {suitable("Add")};
  ASSERT_TRUE(map.register_type("Arith", shapes, 0).has_value());
  const auto again = map.register_type("Arith", shapes, 1);
  ASSERT_TRUE(again.has_error());
  EXPECT_EQ(again.error().message(), "rpc: service already defined: Arith");
  EXPECT_EQ((*map.find("Arith.Add"))->callable, 0U) << "the first one must stay";
  EXPECT_TRUE(map.register_name("Arith2", "Arith", shapes, 1).has_value()) << "another name is another service";
}

TEST(ServiceMap, RefusesATypeThatIsNotExportedUnlessItIsGivenAName) {
  service_map map;
  const std::vector<method_shape> shapes = {suitable("Add")};
  EXPECT_EQ(map.register_type("arith", shapes, 0).error().message(), "rpc.Register: type arith is not exported");
  EXPECT_TRUE(map.register_name("arith", "arith", shapes, 0).has_value());
  EXPECT_EQ(map.register_name("", "arith", shapes, 0).error().message(),
            "rpc.Register: no service name for type arith");
}

TEST(ServiceMap, RefusesATypeWithoutSuitableMethods) {
  service_map map;
  const std::vector<method_shape> shapes = {suitable("add")};
  const auto refused = map.register_type("Arith", shapes, 0);
  ASSERT_TRUE(refused.has_error());
  EXPECT_EQ(refused.error().code, errc::no_suitable_method);
  EXPECT_EQ(refused.error().detail, "type Arith has no exported methods of suitable type");
  EXPECT_TRUE(map.services().empty());
}

TEST(ServiceMap, ErrorsHaveGosWords) {
  service_map map;
  const std::vector<method_shape> shapes = {suitable("Add")};
  ASSERT_TRUE(map.register_type("Arith", shapes, 0).has_value());
  const auto text = [&](std::string_view name) { return map.find(name).error().message(); };
  EXPECT_EQ(text("Nope"), "rpc: service/method request ill-formed: Nope");
  EXPECT_EQ(text(""), "rpc: service/method request ill-formed: ");
  EXPECT_EQ(text("Nope.Add"), "rpc: can't find service Nope.Add");
  EXPECT_EQ(text("Arith.Nope"), "rpc: can't find method Arith.Nope");
  EXPECT_EQ(text("."), "rpc: can't find service .");
  EXPECT_EQ(map.find("Nope").error().scope, error_scope::value) << "the connection lives on";
}

TEST(ServiceMap, TheLastDotDivides) {
  service_map map;
  const std::vector<method_shape> shapes = {suitable("Add")};
  ASSERT_TRUE(map.register_name("a.b.Arith", "Arith", shapes, 0).has_value());
  EXPECT_TRUE(map.find("a.b.Arith.Add").has_value());
  EXPECT_EQ(map.find("a.b.Add").error().message(), "rpc: can't find service a.b.Add");
}

}  // namespace
