// SPDX-License-Identifier: MIT
#include "services/kinds_service.hpp"
#include "services/user_service.hpp"

#include <basics/service_registry.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace {

using namespace basics;
using services::user_service_desc;
using testing::ElementsAre;
using testing::IsEmpty;

/// What a refusal says; "" when there was none.
std::string refusal(service_registry& registry, const service_desc& desc, std::shared_ptr<service> implementation) {
  try {
    registry.register_service(desc, std::move(implementation));
    return "";
  } catch (const usage_error& e) {
    return e.what();
  }
}

std::shared_ptr<service> users() { return std::make_shared<services::user_server>(); }
std::shared_ptr<service> kinds() { return std::make_shared<services::kinds_server>(); }

/// The status that answers a path, as Go prints it; what the path leads to when there is none.
std::string answer(const service_registry& registry, std::string_view path) {
  const auto found = registry.find(path);
  if (const auto* s = std::get_if<status>(&found)) return text_of(*s);
  if (const auto* u = std::get_if<service_registry::unary>(&found)) return "unary " + u->method->method_name;
  return "streaming " + std::get<service_registry::streaming>(found).stream->stream_name;
}

TEST(RegisterService, MakesTheServicesMethodsKnown) {
  service_registry registry;
  const auto implementation = users();
  registry.register_service(user_service_desc(), implementation);
  const auto found = registry.find("/user.User/GetUser");
  ASSERT_TRUE(std::holds_alternative<service_registry::unary>(found));
  EXPECT_EQ(std::get<service_registry::unary>(found).implementation, implementation.get());
  EXPECT_EQ(answer(registry, "/user.User/Ping"), "unary Ping");
}

TEST(RegisterService, MakesTheServicesStreamsKnown) {
  service_registry registry;
  const auto implementation = kinds();
  registry.register_service(services::kinds_service_desc(), implementation);
  const auto found = registry.find("/kinds.Kinds/Chat");
  ASSERT_TRUE(std::holds_alternative<service_registry::streaming>(found));
  const auto& chat = std::get<service_registry::streaming>(found);
  EXPECT_EQ(chat.implementation, implementation.get());
  EXPECT_TRUE(chat.stream->client_streams);
  EXPECT_TRUE(chat.stream->server_streams);
  EXPECT_EQ(answer(registry, "/kinds.Kinds/Echo"), "unary Echo") << "a service may have both";
}

TEST(RegisterService, RefusesAnImplementationOfAnotherInterface) {
  service_registry registry;
  EXPECT_EQ(refusal(registry, user_service_desc(), kinds()),
            "grpc: Server.RegisterService found the handler of type services::kinds_server that does not satisfy "
            "services::UserServer");
}

TEST(RegisterService, TakesWhateverDerivesFromTheInterface) {
  class everybody final : public services::UnimplementedUserServer {};
  service_registry registry;
  EXPECT_EQ(refusal(registry, user_service_desc(), std::make_shared<everybody>()), "");
}

TEST(RegisterService, LooksAtNoTypeWhenThereIsNoImplementation) {
  service_registry registry;
  EXPECT_EQ(refusal(registry, user_service_desc(), nullptr), "")
      << "grpc-go 1.33: \"if ss != nil\" stands around the check";
  const auto found = registry.find("/user.User/GetUser");
  ASSERT_TRUE(std::holds_alternative<service_registry::unary>(found));
  EXPECT_EQ(std::get<service_registry::unary>(found).implementation, nullptr);
}

TEST(RegisterService, RefusesASecondServiceOfOneName) {
  service_registry registry;
  const auto first = users();
  registry.register_service(user_service_desc(), first);
  EXPECT_EQ(refusal(registry, user_service_desc(), users()),
            "grpc: Server.RegisterService found duplicate service registration for \"user.User\"");
  EXPECT_EQ(std::get<service_registry::unary>(registry.find("/user.User/GetUser")).implementation, first.get())
      << "the first one must stay";
}

TEST(RegisterService, ASecondServiceThatIsRefusedLeavesNoMethodsBehind) {
  service_registry registry;
  registry.register_service(user_service_desc(), users());
  service_desc another = user_service_desc();
  another.methods = {{.method_name = "GetAll", .handler = services::user_ping_handler}};
  another.metadata = "another.proto";
  EXPECT_NE(refusal(registry, another, users()), "");
  EXPECT_EQ(answer(registry, "/user.User/GetAll"),
            "rpc error: code = Unimplemented desc = unknown method GetAll for service user.User");
  EXPECT_EQ(registry.get_service_info().at("user.User").metadata, "user.proto");
}

TEST(RegisterService, TheSameImplementationMayServeUnderAnotherName) {
  service_registry registry;
  const auto implementation = users();
  service_desc again = user_service_desc();
  again.service_name = "user.v2.User";
  EXPECT_EQ(refusal(registry, user_service_desc(), implementation), "");
  EXPECT_EQ(refusal(registry, again, implementation), "");
}

TEST(RegisterService, RefusesEverythingOnceServingHasBegun) {
  service_registry registry;
  registry.close();
  EXPECT_EQ(refusal(registry, user_service_desc(), users()),
            "grpc: Server.RegisterService after Server.Serve for \"user.User\"");
  EXPECT_EQ(refusal(registry, user_service_desc(), nullptr),
            "grpc: Server.RegisterService after Server.Serve for \"user.User\"");
  EXPECT_THAT(registry.get_service_info(), IsEmpty()) << "calls read the registry without a lock: it must not change";
}

TEST(RegisterService, SaysOfSeveralMistakesWhatGrpcGoSays) {
  service_registry registry;
  registry.register_service(user_service_desc(), users());
  EXPECT_THAT(refusal(registry, user_service_desc(), kinds()), testing::HasSubstr("does not satisfy"))
      << "the type comes before the name";
  registry.close();
  EXPECT_THAT(refusal(registry, user_service_desc(), kinds()), testing::HasSubstr("does not satisfy"))
      << "the type comes before the time";
  EXPECT_THAT(refusal(registry, user_service_desc(), users()), testing::HasSubstr("after Server.Serve"))
      << "the time comes before the name";
}

TEST(RegisterService, ARefusedTypeDoesNotTakeTheName) {
  service_registry registry;
  EXPECT_NE(refusal(registry, user_service_desc(), kinds()), "");
  EXPECT_THAT(registry.get_service_info(), IsEmpty());
  EXPECT_EQ(refusal(registry, user_service_desc(), users()), "");
}

TEST(RegisterService, KeepsTheImplementationAlive) {
  service_registry registry;
  auto implementation = users();
  const std::weak_ptr<service> seen = implementation;
  registry.register_service(user_service_desc(), std::move(implementation));
  EXPECT_FALSE(seen.expired());
}

class Find : public testing::Test {
 protected:
  void SetUp() override {
    registry_.register_service(user_service_desc(), users());
    registry_.register_service(services::kinds_service_desc(), kinds());
  }
  std::string answer(std::string_view path) { return ::answer(registry_, path); }

  service_registry registry_;
};

TEST_F(Find, NeedsNoSlashInFront) {
  EXPECT_EQ(answer("user.User/GetUser"), "unary GetUser") << "handleStream takes one away when it is there";
}

TEST_F(Find, AnUnknownServiceIsUnimplemented) {
  EXPECT_EQ(answer("/no.Such/Thing"), "rpc error: code = Unimplemented desc = unknown service no.Such");
}

TEST_F(Find, AnUnknownMethodIsUnimplemented) {
  EXPECT_EQ(answer("/user.User/Nothing"),
            "rpc error: code = Unimplemented desc = unknown method Nothing for service user.User");
  EXPECT_EQ(answer("/user.User/"), "rpc error: code = Unimplemented desc = unknown method  for service user.User");
}

TEST_F(Find, NamesAreCaseSensitive) {
  EXPECT_EQ(answer("/user.User/getUser"),
            "rpc error: code = Unimplemented desc = unknown method getUser for service user.User");
  EXPECT_EQ(answer("/User.User/GetUser"), "rpc error: code = Unimplemented desc = unknown service User.User");
}

TEST_F(Find, APathWithoutAServiceIsMalformed) {
  EXPECT_EQ(answer("GetUser"), "rpc error: code = ResourceExhausted desc = malformed method name: \"GetUser\"");
  EXPECT_EQ(answer("/GetUser"), "rpc error: code = ResourceExhausted desc = malformed method name: \"/GetUser\"")
      << "the words have the path as it came";
  EXPECT_EQ(answer(""), "rpc error: code = ResourceExhausted desc = malformed method name: \"\"");
}

TEST_F(Find, AnEmptyServiceNameIsOneThatIsUnknown) {
  EXPECT_EQ(answer("//GetUser"), "rpc error: code = Unimplemented desc = unknown service ");
}

TEST_F(Find, TheLastSlashDivides) {
  service_desc deep = user_service_desc();
  deep.service_name = "a/b/user.User";
  registry_.register_service(deep, users());
  EXPECT_EQ(answer("/a/b/user.User/GetUser"), "unary GetUser")
      << "strings.LastIndex: a service's name may have slashes";
  EXPECT_EQ(answer("/a/b/GetUser"), "rpc error: code = Unimplemented desc = unknown service a/b");
}

TEST_F(Find, ServiceInfoHasEveryMethodByNameWithItsKind) {
  const auto info = registry_.get_service_info();
  ASSERT_EQ(info.size(), 2U);
  EXPECT_EQ(info.at("user.User").metadata, "user.proto");
  EXPECT_THAT(info.at("user.User").methods, ElementsAre(method_info{"GetUser"}, method_info{"Ping"}));
  EXPECT_THAT(info.at("kinds.Kinds").methods,
              ElementsAre(method_info{"Chat", true, true}, method_info{"Count", false, true}, method_info{"Echo"},
                          method_info{"Sum", true, false}));
}

}  // namespace
