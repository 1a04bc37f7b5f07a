// SPDX-License-Identifier: MIT
//
// pbgen's code against protoc's, for every message of the corpus: random contents there and back, and damaged bytes,
// about which both must say the same. Types for which protoc makes no C++ that compiles are compared with
// libprotobuf's DynamicMessage. RPC_ANATOMY_SEED repeats a run.
#include "child.hpp"
#include "random_message.hpp"
#include "subject.hpp"
#include "twin_pool.hpp"

#include <google/protobuf/compiler/importer.h>

#include <cstdlib>
#include <iostream>
#include <random>

namespace {

using namespace twins;
using generated::outcome;
using generated::subject;

std::uint64_t seed_of_this_run() {
  const char* given = std::getenv("RPC_ANATOMY_SEED");
  const std::uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
  std::cout << "RPC_ANATOMY_SEED=" << seed << std::endl;
  return seed;
}

/// A field with [weak = true] outside of Google: libprotobuf's reflection gives up on the whole file.
bool has_weak_field(const pb::Descriptor& type) {
  for (int i = 0; i < type.field_count(); ++i) {
    if (type.field(i)->options().weak()) return true;
  }
  for (int i = 0; i < type.nested_type_count(); ++i) {
    if (has_weak_field(*type.nested_type(i))) return true;
  }
  return false;
}
bool has_weak_field(const pb::FileDescriptor& file) {
  for (int i = 0; i < file.message_type_count(); ++i) {
    if (has_weak_field(*file.message_type(i))) return true;
  }
  return false;
}

/// libprotobuf's types by name: those that protoc made, and dynamic ones for the rest.
class their_types {
 public:
  their_types() : importer_(&disk_, &silent_), dynamic_(importer_.pool()) {
    disk_.MapPath("", child_process::data("protos"));
    disk_.MapPath("", child_process::setting("PBWIRE_SOURCE") + "/tests/generated/protos");
    disk_.MapPath("", "/usr/include");
    std::string names = child_process::setting("PBWIRE_GENERATED");
    for (std::size_t end = 0; end != std::string::npos; names.erase(0, end + 1)) {
      end = names.find(':');
      (void)importer_.Import(names.substr(0, end));
      if (end == std::string::npos) break;
    }
  }

  struct kind {
    const pb::Message* prototype = nullptr;
    const pb::DescriptorPool* pool = nullptr;  // for its extensions
    bool by_protoc = false;
  };

  kind find(std::string_view name) {
    const std::string full(name);
    if (const auto* made = pb::DescriptorPool::generated_pool()->FindMessageTypeByName(full)) {
      return {pb::MessageFactory::generated_factory()->GetPrototype(made), pb::DescriptorPool::generated_pool(), true};
    }
    const auto* read = importer_.pool()->FindMessageTypeByName(full);
    if (read == nullptr) ADD_FAILURE() << full << ": unknown to libprotobuf";
    if (read == nullptr || has_weak_field(*read->file())) return {};
    return {dynamic_.GetPrototype(read), importer_.pool(), false};
  }

 private:
  struct : pb::compiler::MultiFileErrorCollector {
    void AddError(const std::string& file, int line, int, const std::string& message) override {
      ADD_FAILURE() << file << ':' << line + 1 << ": " << message;
    }
  } silent_;
  pb::compiler::DiskSourceTree disk_;
  pb::compiler::Importer importer_;
  pb::DynamicMessageFactory dynamic_;
};

/// One type on both sides.
class both {
 public:
  both(const subject& ours, their_types::kind theirs, const pbwire::extension_registry& extensions, std::uint64_t seed)
      : ours_(ours), theirs_(theirs), random_(seed) {
    how_.extensions = &extensions;
  }

  random_source& random() { return random_; }

  std::string random_bytes() {
    const std::unique_ptr<pb::Message> message(theirs_.prototype->New());
    fill(*message, random_, *theirs_.pool, 3);
    settle_maps(*message);
    return encode(*message);
  }

  /// Bytes that libprotobuf wrote come out as they went in, and it can read what comes out.
  void expect_round_trip(const std::string& bytes) {
    const std::optional<std::string> theirs = their_view(bytes, {});
    const outcome ours = ours_.take(bytes, {}, how_);
    ASSERT_EQ(ours.accepted, theirs.has_value()) << ours.why.message() << about(bytes);
    if (!ours.accepted) return;  // a required message of its own type never ends; fill() gave up
    ASSERT_EQ(hex(ours.bytes), hex(bytes)) << about(bytes);
    ASSERT_EQ(ours.broken, "") << about(bytes);
  }

  /// Anything else: the same verdict, and the same message if there is one. `more` is merged into it.
  void expect_same_view(const std::string& bytes, const std::string& more) {
    const std::optional<std::string> theirs = their_view(bytes, more);
    const outcome ours = ours_.take(bytes, more, how_);
    // libprotobuf drops the upper bits of an oversized tag and reads some other field; we refuse.
    if (ours.why.code == pbwire::errc::tag_too_large) return;
    ASSERT_EQ(ours.accepted, theirs.has_value()) << ours.why.message() << about(bytes + more);
    ++(ours.accepted ? accepted : refused);
    if (!ours.accepted) return;
    ASSERT_EQ(ours.broken, "") << about(bytes + more);
    // A dynamic message cuts an enum's number to 32 bits before it looks whether it knows it.
    if (theirs_.by_protoc) {
      ASSERT_EQ(hex(ours.bytes), hex(*theirs)) << about(bytes + more);
    }
  }

  int accepted = 0;
  int refused = 0;

 private:
  /// To merge is to parse the two one after the other; the first must be complete by itself.
  std::optional<std::string> their_view(const std::string& bytes, const std::string& more) {
    if (!more.empty() && !their_view(bytes, {})) return std::nullopt;
    const std::unique_ptr<pb::Message> message(theirs_.prototype->New());
    if (!message->ParsePartialFromString(bytes + more)) return std::nullopt;
    if (!theirs_.by_protoc) settle_maps(*message);
    if (!message->IsInitialized()) return std::nullopt;
    return encode(*message);
  }
  [[nodiscard]] std::string about(const std::string& bytes) const {
    return "\n" + std::string(ours_.name) + '\n' + hex(bytes) + '\n' +
           theirs_.prototype->GetDescriptor()->DebugString();
  }

  const subject& ours_;
  their_types::kind theirs_;
  random_source random_;
  pbwire::decode_options how_;
};

class GeneratedDifferential : public testing::Test {
 protected:
  /// Calls each with every type that is known on both sides.
  template <class Each>
  void for_all(Each each) {
    const std::uint64_t seed = seed_of_this_run();
    for (const subject& type : ours_.types) {
      const their_types::kind theirs = theirs_.find(type.name);
      if (theirs.prototype == nullptr) continue;
      both one(type, theirs, ours_.extensions, seed);
      each(one);
      ASSERT_FALSE(HasFatalFailure()) << "RPC_ANATOMY_SEED=" << seed;
      accepted += one.accepted;
      refused += one.refused;
    }
  }

  int accepted = 0;
  int refused = 0;

 private:
  pb::LogSilencer quiet_;
  generated::table ours_ = generated::all_types();
  their_types theirs_;
};

TEST_F(GeneratedDifferential, RandomContentsComeBackByteForByte) {
  for_all([](both& one) {
    for (int i = 0; i < 60 && !HasFatalFailure(); ++i) one.expect_round_trip(one.random_bytes());
  });
}

TEST_F(GeneratedDifferential, MergedMessagesAreTheSame) {
  for_all([](both& one) {
    for (int i = 0; i < 30 && !HasFatalFailure(); ++i) one.expect_same_view(one.random_bytes(), one.random_bytes());
  });
}

TEST_F(GeneratedDifferential, DamagedBytesGetTheSameVerdictAndTheSameMessage) {
  for_all([](both& one) {
    for (int i = 0; i < 10 && !HasFatalFailure(); ++i) {
      const std::string bytes = one.random_bytes();
      const std::string other = one.random_bytes();
      for (int d = 0; d < 50 && !HasFatalFailure(); ++d) {
        std::string bad = damaged(bytes, other, one.random());
        if (one.random().one_in(4)) bad = damaged(bad, other, one.random());
        one.expect_same_view(bad, {});
      }
    }
  });
  std::cout << accepted << " damaged messages accepted by both, " << refused << " refused by both\n";
}

}  // namespace
