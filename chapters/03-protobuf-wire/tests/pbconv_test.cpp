// SPDX-License-Identifier: MIT
//
// pbconv and protoc, the same command with the same input: the same output, byte for byte.
#include "child.hpp"
#include "random_message.hpp"
#include "twin_pool.hpp"

#include <google/protobuf/any.pb.h>

#include <fstream>
#include <sstream>

namespace {

using namespace twins;
using child_process::outcome;

std::string folder() { return child_process::data("conformance"); }

std::string contents(const std::string& name) {
  std::ifstream in(folder() + "/" + name);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

outcome protoc(const std::string& way, const std::string& type, const std::string& file, const std::string& input) {
  return child_process::run({child_process::setting("PROTOC"), "--" + way + "=" + type, "-I", folder(), file}, input);
}
outcome pbconv(const std::string& way, const std::string& type, const std::string& file, const std::string& input) {
  return child_process::run(
      {child_process::app("pbconv"), "--" + way, "--type", type, "-I", folder(), "--proto", folder() + "/" + file},
      input);
}

class Pbconv : public ::testing::TestWithParam<std::pair<const char*, const char*>> {
 protected:
  Pbconv() {
    pb::FileDescriptorProto any;
    pb::Any::descriptor()->file()->CopyTo(&any);
    EXPECT_TRUE(both_.add(any));
    for (const char* name : {"common/colour.proto", "all2.proto", "all3.proto"})
      EXPECT_TRUE(both_.add(name, contents(name)));
  }
  pools both_;
};

TEST_P(Pbconv, DecodesAndEncodesAsProtocDoes) {
  const auto& [type, file] = GetParam();
  random_source random(7);
  for (int i = 0; i < 15; ++i) {
    const auto message = both_.make(type);
    fill(*message, random, both_.theirs(), i % 3);
    settle_maps(*message);
    std::string bytes = encode(*message);
    for (int unknown = i % 4; unknown > 0; --unknown)
      bytes += "\xa2\xf4\x03\x04" + random.bytes().append(4, 'x').substr(0, 4);
    const outcome theirs = protoc("decode", type, file, bytes);
    const outcome ours = pbconv("decode", type, file, bytes);
    ASSERT_EQ(theirs.status, 0) << theirs.err;
    ASSERT_EQ(ours.status, 0) << ours.err;
    ASSERT_EQ(ours.out, theirs.out);
    if (i % 4 != 0) continue;  // unknown fields have no way back
    const outcome their_bytes = protoc("encode", type, file, theirs.out);
    const outcome our_bytes = pbconv("encode", type, file, theirs.out);
    ASSERT_EQ(their_bytes.status, 0) << their_bytes.err;
    ASSERT_EQ(our_bytes.status, 0) << our_bytes.err;
    ASSERT_EQ(hex(our_bytes.out), hex(their_bytes.out)) << theirs.out;
  }
}

TEST_P(Pbconv, RefusesWhatProtocRefuses) {
  const auto& [type, file] = GetParam();
  for (const char* text : {"nothing: 1", "id: x", "one_int32: 'a'", "}", "self {"}) {
    EXPECT_NE(protoc("encode", type, file, text).status, 0) << text;
    EXPECT_EQ(pbconv("encode", type, file, text).status, 1) << text;
  }
  for (const char* bytes : {"\xff", "\x0a", "\x0f"}) {
    EXPECT_NE(protoc("decode", type, file, bytes).status, 0) << bytes;
    const outcome ours = pbconv("decode", type, file, bytes);
    EXPECT_EQ(ours.status, 1) << bytes;
    EXPECT_NE(ours.err.find("at byte "), std::string::npos) << ours.err;
  }
}

INSTANTIATE_TEST_SUITE_P(Types, Pbconv,
                         ::testing::Values(std::pair("every.All2", "all2.proto"), std::pair("every.All3", "all3.proto"),
                                           std::pair("every.Strict", "all2.proto"),
                                           std::pair("every.Set", "all2.proto")),
                         [](const auto& which) { return std::string(which.param.first).substr(6); });

TEST(PbconvAlone, MissingRequiredFieldsAreAWarning) {
  const outcome ours = pbconv("decode", "every.Strict", "all2.proto", "");
  EXPECT_EQ(ours.status, 0);
  EXPECT_EQ(ours.out, "");
  EXPECT_NE(ours.err.find("required field is missing: id"), std::string::npos) << ours.err;
}

TEST(PbconvAlone, WrongTextIsNamedByLineAndColumn) {
  const outcome ours = pbconv("encode", "every.All3", "all3.proto", "one_int32: 1\n  one_string: 2\n");
  EXPECT_EQ(ours.status, 1);
  EXPECT_NE(ours.err.find("2:15: "), std::string::npos) << ours.err;
}

}  // namespace
