// SPDX-License-Identifier: MIT
//
// Random schemas, random messages, random damage: whatever libprotobuf's DynamicMessage says of the bytes, ours must
// say too. RPC_ANATOMY_SEED repeats a run, RPC_ANATOMY_COUNT makes it longer.
#include "random_message.hpp"
#include "twin_pool.hpp"

#include <pbwire/reader.hpp>
#include <pbwire/text_format.hpp>
#include <pbwire/writer.hpp>

#include <google/protobuf/text_format.h>

#include <cstdlib>
#include <iostream>

namespace {

using namespace twins;
using pbwire::dynamic_message;

std::uint64_t setting(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

std::uint64_t seed_of_this_run() {
  const std::uint64_t seed = setting("RPC_ANATOMY_SEED", std::random_device{}());
  std::cout << "RPC_ANATOMY_SEED=" << seed << std::endl;
  return seed;
}

/// A tag whose varint exceeds 32 bits. libprotobuf drops the upper bits and reads some other field; we refuse.
bool is_oversized_tag(const pbwire::result<dynamic_message>& ours) {
  return !ours && ours.error().code == pbwire::errc::tag_too_large;
}

/// A number that a closed enum lacks goes to the unknown fields: in 64 bits, as it came, with us and in libprotobuf's
/// generated code; its reflection cuts it to 32 bits first, unless it came packed. Here all are cut.
std::string with_short_enums(std::string_view records, const pbwire::message_type& type, const pbwire::pool& pool) {
  std::string cut;
  pbwire::reader in(std::as_bytes(std::span(records)));
  while (in.next()) {
    const pbwire::field_type* field = find_field(type, in.number(), &pool);
    if (field != nullptr && field->is_closed_enum && in.type() == pbwire::wire_type::varint) {
      const auto number = static_cast<std::int32_t>(in.varint());
      pbwire::writer(cut).varint(in.number(), static_cast<std::uint64_t>(std::int64_t{number}));
    } else {
      in.keep(cut);
    }
  }
  return cut;
}

dynamic_message with_short_enums(const dynamic_message& message, const pbwire::pool& pool) {
  using held = pbwire::box<dynamic_message>;
  dynamic_message copy(message.type());
  const auto cut = [&pool](const pbwire::dynamic_value& value) -> pbwire::dynamic_value {
    const auto* inside = std::get_if<held>(&value);
    return inside != nullptr ? held(with_short_enums(**inside, pool)) : value;
  };
  for (const auto& [number, field] : message.fields()) {
    if (const auto* value = std::get_if<pbwire::dynamic_value>(&field.content)) {
      copy.set(*field.type, cut(*value));
    } else if (const auto* list = std::get_if<pbwire::dynamic_list>(&field.content)) {
      for (const pbwire::dynamic_value& value : *list) copy.add(*field.type, cut(value));
    } else {
      for (const auto& [key, value] : message.map(*field.type)) copy.put(*field.type, key, cut(value));
    }
  }
  copy.unknown().append(with_short_enums(message.unknown().records(), message.type(), pool));
  return copy;
}

/// One schema in both worlds, and what is compared there.
class arena {
 public:
  explicit arena(std::uint64_t seed) : random_(seed), schema_(random_) {}

  [[nodiscard]] bool build() { return both_.add(schema_.file()); }
  random_source& random() { return random_; }

  std::string random_message_bytes(const std::string& type) {
    const auto message = both_.make(type);
    fill(*message, random_, both_.theirs(), 3);
    settle_maps(*message);
    return encode(*message);
  }

  /// Ours → theirs → ours: the bytes of a valid message survive both.
  void expect_round_trip(const std::string& type, const std::string& bytes) {
    const auto theirs = both_.make(type);
    ASSERT_TRUE(theirs->ParsePartialFromString(bytes));
    settle_maps(*theirs);
    auto ours = pbwire::decode(*both_.ours().find_message(type), bytes, &both_.ours(), {.partial = true});
    ASSERT_TRUE(ours) << ours.error().message() << '\n' << describe(bytes);
    ASSERT_EQ(hex(pbwire::encode(*ours)), hex(bytes)) << describe(bytes);
    ASSERT_EQ(pbwire::size(*ours), bytes.size());
    std::string path;
    ASSERT_EQ(pbwire::required_are_set(*ours, path), theirs->IsInitialized()) << path << describe(bytes);

    std::string their_text;
    pb::TextFormat::PrintToString(*theirs, &their_text);
    const std::string our_text = print_text(*ours);
    ASSERT_EQ(our_text, their_text) << describe(bytes);
    if (!theirs->GetReflection()->GetUnknownFields(*theirs).empty()) return;
    dynamic_message again(ours->type());
    const auto error = parse_text(our_text, again, both_.ours());
    ASSERT_FALSE(error) << error->line << ": " << error->message << '\n' << our_text;
    ASSERT_EQ(print_text(again), our_text) << describe(bytes);
  }

  /// Damaged bytes: the same verdict, and the same value if there is one.
  void expect_same_view(const std::string& type, const std::string& bytes) {
    const std::optional<std::string> theirs = both_.their_view(type, bytes);
    const pbwire::result<dynamic_message> ours = both_.our_view(type, bytes);
    if (is_oversized_tag(ours)) return;
    const std::string verdict = ours ? "accepted" : ours.error().message();
    ASSERT_EQ(ours.has_value(), theirs.has_value()) << verdict << '\n' << type << '\n' << describe(bytes);
    ++(ours ? accepted : refused);
    if (!theirs || pbwire::encode(*ours) == *theirs) return;
    const auto read_again = both_.our_view(type, *theirs);
    ASSERT_TRUE(read_again) << read_again.error().message();
    ASSERT_EQ(hex(pbwire::encode(with_short_enums(*ours, both_.ours()))),
              hex(pbwire::encode(with_short_enums(*read_again, both_.ours()))))
        << type << '\n'
        << describe(bytes);
  }

  int accepted = 0;
  int refused = 0;

 private:
  [[nodiscard]] std::string describe(const std::string& bytes) const {
    return hex(bytes) + '\n' + schema_.file().DebugString();
  }

  random_source random_;
  random_schema schema_;
  pools both_;
};

TEST(DynamicDifferential, RandomMessagesOfRandomSchemasSurviveOursAndTheirs) {
  pb::LogSilencer quiet;
  const std::uint64_t seed = seed_of_this_run();
  for (std::uint64_t i = 0; i < setting("RPC_ANATOMY_COUNT", 150); ++i) {
    arena one(seed + i);
    if (!one.build()) continue;
    for (int m = 0; m < 40 && !HasFatalFailure(); ++m) {
      const std::string type = random_schema::message_name(m % random_schema::messages);
      one.expect_round_trip(type, one.random_message_bytes(type));
    }
    ASSERT_FALSE(HasFatalFailure()) << "RPC_ANATOMY_SEED=" << seed + i;
  }
}

TEST(DynamicDifferential, DamagedBytesGetTheSameVerdictAndTheSameValue) {
  pb::LogSilencer quiet;
  const std::uint64_t seed = seed_of_this_run();
  int accepted = 0;
  int refused = 0;
  for (std::uint64_t i = 0; i < setting("RPC_ANATOMY_COUNT", 150); ++i) {
    arena one(seed + i);
    if (!one.build()) continue;
    for (int m = 0; m < 16 && !HasFatalFailure(); ++m) {
      const std::string type = random_schema::message_name(m % random_schema::messages);
      const std::string bytes = one.random_message_bytes(type);
      const std::string other = one.random_message_bytes(type);
      for (int d = 0; d < 50 && !HasFatalFailure(); ++d) {
        std::string bad = damaged(bytes, other, one.random());
        if (one.random().one_in(4)) bad = damaged(bad, other, one.random());
        one.expect_same_view(type, bad);
      }
    }
    accepted += one.accepted;
    refused += one.refused;
    ASSERT_FALSE(HasFatalFailure()) << "RPC_ANATOMY_SEED=" << seed + i;
  }
  std::cout << accepted << " damaged messages accepted by both, " << refused << " refused by both\n";
}

}  // namespace
