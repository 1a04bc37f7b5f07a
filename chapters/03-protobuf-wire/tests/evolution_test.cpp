// SPDX-License-Identifier: MIT
//
// Old and new talk: every row of the table in apps/evolve, with our compiler and decoder and with libprotobuf's.
#include "evolve/change.hpp"
#include "evolve/story.hpp"
#include "evolve/talk.hpp"

#include "child.hpp"
#include "twin_pool.hpp"

#include <gmock/gmock.h>
#include <google/protobuf/compiler/parser.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

namespace {

namespace pb = google::protobuf;
using ::testing::HasSubstr;

/// One side of a change, as libprotobuf sees it.
class their_side {
 public:
  explicit their_side(const std::string& file) {
    pb::LogSilencer quiet;
    pb::io::ArrayInputStream in(file.data(), static_cast<int>(file.size()));
    pb::io::Tokenizer words(&in, nullptr);
    pb::FileDescriptorProto proto;
    const bool parsed = pb::compiler::Parser().Parse(&words, &proto);
    proto.set_name("m.proto");
    file_ = parsed ? pool_.BuildFile(proto) : nullptr;
  }

  [[nodiscard]] bool is_right() const { return file_ != nullptr; }
  std::unique_ptr<pb::Message> make(const std::string& type = "M") {
    return std::unique_ptr<pb::Message>(factory_.GetPrototype(file_->FindMessageTypeByName(type))->New());
  }
  std::unique_ptr<pb::Message> from_text(std::string_view text) {
    auto message = make();
    EXPECT_TRUE(pb::TextFormat::ParseFromString(std::string(text), message.get())) << text;
    return message;
  }
  /// Null if refused.
  std::unique_ptr<pb::Message> from_bytes(const std::string& bytes, const std::string& type = "M") {
    pb::LogSilencer quiet;
    auto message = make(type);
    if (!message->ParseFromString(bytes)) return nullptr;
    // A dynamic message keeps all entries of a map until somebody asks for the map.
    twins::settle_maps(*message);
    const std::string settled = twins::encode(*message);
    message = make(type);
    EXPECT_TRUE(message->ParseFromString(settled));
    return message;
  }

 private:
  pb::DescriptorPool pool_;
  pb::DynamicMessageFactory factory_;
  const pb::FileDescriptor* file_ = nullptr;
};

std::string shown(const pb::Message& message) {
  std::string text;
  pb::TextFormat::PrintToString(message, &text);
  return evolve::on_one_line(text);
}

std::vector<evolve::change> all_changes() {
  std::vector<evolve::change> all = evolve::changes_of_fields();
  for (auto& each : evolve::changes_of_compatible_types()) all.push_back(each);
  for (auto& each : evolve::changes_of_incompatible_types()) all.push_back(each);
  return all;
}

evolve::change change_of(std::string_view title) {
  const auto all = all_changes();
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.title == title; });
  EXPECT_NE(found, all.end()) << title;
  return found != all.end() ? *found : evolve::change{};
}

bool is_given_back(evolve::fate f) { return f == evolve::fate::kept || f == evolve::fate::lost; }

TEST(Evolution, OursDoesWhatTheTableSays) {
  for (const evolve::change& c : all_changes()) {
    const evolve::talk sides(c.writer, c.reader);
    for (const evolve::exchange& each : c.exchanges) {
      const evolve::heard heard = sides.send(each.sent);
      EXPECT_EQ(heard.got, each.got) << c.title;
      EXPECT_EQ(heard.refused, each.fate == evolve::fate::refused) << c.title;
      if (is_given_back(each.fate)) {
        EXPECT_EQ(heard.back, each.sent) << c.title;
      }
    }
  }
}

TEST(Evolution, LibprotobufDoesWhatTheTableSays) {
  for (const evolve::change& c : all_changes()) {
    their_side writer(evolve::file_of(c.writer));
    their_side reader(evolve::file_of(c.reader));
    ASSERT_TRUE(writer.is_right() && reader.is_right()) << c.title;
    for (const evolve::exchange& each : c.exchanges) {
      const std::string bytes = twins::encode(*writer.from_text(each.sent));
      EXPECT_EQ(bytes, evolve::talk(c.writer, c.reader).send(each.sent).bytes) << c.title;
      const auto got = reader.from_bytes(bytes);
      EXPECT_EQ(got == nullptr, each.fate == evolve::fate::refused) << c.title;
      if (got == nullptr) continue;
      EXPECT_EQ(shown(*got), each.got) << c.title;
      if (is_given_back(each.fate)) {
        EXPECT_EQ(shown(*writer.from_bytes(twins::encode(*got))), each.sent) << c.title;
      }
    }
  }
}

TEST(Evolution, TheVerdictsAreThoseOfTheLanguageGuide) {
  using evolve::verdict;
  const auto of = [](std::string_view title) { return verdict_of(change_of(title)); };
  EXPECT_EQ(of("a field was added; the new program writes"), verdict::safe);
  EXPECT_EQ(of("a field was added; the old program writes"), verdict::safe);
  EXPECT_EQ(of("a field was removed; the old program writes"), verdict::safe);
  EXPECT_EQ(of("a field was renamed"), verdict::safe);
  EXPECT_EQ(of("a removed field's number is used again, with the same wire type"), verdict::unsafe);
  EXPECT_EQ(of("two fields moved into one oneof"), verdict::lossy);
  EXPECT_EQ(of("packed became unpacked"), verdict::safe);
  EXPECT_EQ(of("int32 became int64"), verdict::safe);
  EXPECT_EQ(of("int64 became int32"), verdict::lossy);
  EXPECT_EQ(of("int32 became sint32"), verdict::unsafe);
  EXPECT_EQ(of("int32 became fixed32"), verdict::unsafe);
  EXPECT_EQ(of("string became int32"), verdict::unsafe);
}

TEST(Evolution, AReservedNumberCannotBeUsedAgain) {
  const std::string_view again = "string name = 1; reserved 2; int32 height = 2;";
  EXPECT_FALSE(their_side(evolve::file_of(again)).is_right());
  try {
    const evolve::talk refused(again, again);
    FAIL();
  } catch (const std::runtime_error& e) {
    EXPECT_THAT(e.what(), HasSubstr("m.proto:2:"));
    EXPECT_THAT(e.what(), HasSubstr("reserved"));
  }
}

TEST(Evolution, ARenamedFieldIsAnotherOneInJson) {
  const evolve::change c = change_of("a field was renamed");
  their_side writer(evolve::file_of(c.writer));
  their_side reader(evolve::file_of(c.reader));
  std::string json;
  ASSERT_TRUE(pb::util::MessageToJsonString(*writer.from_text(c.exchanges[0].sent), &json).ok());
  EXPECT_FALSE(pb::util::JsonStringToMessage(json, reader.make().get()).ok()) << json;
}

std::string proto_file(const std::string& name) {
  std::ifstream in(child_process::setting("PBWIRE_SOURCE") + "/apps/evolve/" + name);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The story again, told by libprotobuf from the same two files.
class Story : public ::testing::Test {
 protected:
  their_side v1_{proto_file("v1.proto")};
  their_side v2_{proto_file("v2.proto")};
};

TEST_F(Story, NewBytesThroughAnOldProgramComeBackWithAllItDidNotKnow) {
  const evolve::there_and_back t = evolve::through_the_old(evolve::new_user());
  EXPECT_EQ(t.seen.name, "Li Lei");
  EXPECT_EQ(t.seen.id, 705032704);  // 5,000,000,000 without its upper 32 bits
  EXPECT_EQ(static_cast<int>(t.seen.status), 2);
  EXPECT_FALSE(t.seen.unknown.empty());

  evolve::v2::User expected = t.sent;
  expected.id = 705032704;
  expected.phone.emplace_back("114");
  EXPECT_EQ(t.returned, expected);
}

TEST_F(Story, LibprotobufTellsTheSameStory) {
  ASSERT_TRUE(v1_.is_right() && v2_.is_right());
  const evolve::there_and_back t = evolve::through_the_old(evolve::new_user());
  EXPECT_EQ(twins::encode(*v2_.from_bytes(t.bytes, "User")), t.bytes);

  const auto seen = v1_.from_bytes(t.bytes, "User");
  EXPECT_EQ(seen->DebugString(), pbwire::dump(t.seen));
  seen->GetReflection()->AddString(seen.get(), seen->GetDescriptor()->FindFieldByName("phone"), "114");
  EXPECT_EQ(twins::encode(*seen), t.answered);
  EXPECT_EQ(v2_.from_bytes(t.answered, "User")->DebugString(), pbwire::dump(t.returned));
}

TEST_F(Story, OldBytesFitTheNewProgram) {
  const evolve::v2::User got = evolve::seen_by_the_new(evolve::old_user());
  EXPECT_EQ(got.id, -1);
  EXPECT_EQ(got.full_name, "Han Meimei");
  EXPECT_EQ(std::get<evolve::v2::User::place_home>(got.place), "Beijing");
  EXPECT_EQ(v2_.from_bytes(pbwire::encode(evolve::old_user()), "User")->DebugString(), pbwire::dump(got));
  // The password is still there, for whoever asks for field 3. That is why 3 is reserved.
  EXPECT_THAT(std::string(got.unknown.records()), HasSubstr("secret"));
  EXPECT_EQ(pbwire::decode<evolve::v1::User>(pbwire::encode(got)).value(), evolve::old_user());
}

TEST(PbEvolveProgram, ShowsEveryChangeAndTheStory) {
  const auto seen = child_process::run({child_process::app("pbevolve")});
  EXPECT_EQ(seen.status, 0) << seen.err;
  for (const evolve::change& c : all_changes()) {
    EXPECT_THAT(seen.out, HasSubstr(std::string(c.title) + ": " + std::string(name_of(verdict_of(c))) + "\n"));
  }
  EXPECT_THAT(seen.out, HasSubstr("One message from v2 to v1 and back"));
  const auto one = child_process::run({child_process::app("pbevolve"), "int32 became sint32"});
  EXPECT_EQ(one.out,
            "int32 became sint32: unsafe\n"
            "  writer  int32 n = 1;\n"
            "  reader  sint32 n = 1;\n"
            "    sent      n: 1\n"
            "    bytes     08 01\n"
            "    changed   n: -1\n"
            "    sent      n: 2\n"
            "    bytes     08 02\n"
            "    changed   n: 1\n"
            "    sent      n: -1\n"
            "    bytes     08 ff ff ff ff ff ff ff ff ff 01\n"
            "    changed   n: -2147483648\n"
            "  The same wire type, so nobody notices; but the reader undoes a zigzag that nobody did.\n\n");
}

}  // namespace
