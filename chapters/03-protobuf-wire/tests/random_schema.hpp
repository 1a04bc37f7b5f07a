// SPDX-License-Identifier: MIT
//
// Schemas and messages that nobody would write: every kind, every presence, numbers at the edges, messages inside
// messages of their own type. All from one seed.
#pragma once

#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/message.h>

#include <bit>
#include <cstdint>
#include <limits>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace twins {

namespace pb = google::protobuf;
using proto = pb::FieldDescriptorProto;

class random_source {
 public:
  explicit random_source(std::uint64_t seed) : engine_(seed) {}
  /// 0 to below - 1.
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(engine_() % bound); }
  bool one_in(std::uint32_t n) { return below(n) == 0; }
  /// Small numbers, edges, and all 64 bits, each now and then.
  std::uint64_t number() {
    switch (below(5)) {
      case 0: return below(4);
      case 1: return below(300);
      case 2: return std::uint64_t{1} << below(64);
      case 3: return ~std::uint64_t{0} - below(3);
      default: return engine_();
    }
  }
  std::string text() {
    static const std::vector<std::string> parts{"a",  "name", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80",
                                                "\n", "\"",   "'",        "\\",           "0"};
    std::string value;
    for (std::uint32_t i = below(6); i > 0; --i) value += parts[below(static_cast<std::uint32_t>(parts.size()))];
    return value;
  }
  std::string bytes() {
    std::string value;
    for (std::uint32_t i = below(8); i > 0; --i) value += static_cast<char>(engine_());
    return value;
  }

 private:
  std::mt19937_64 engine_;
};

/// One file: enums E0 and E1, messages M0 to M3, with proto2 also extensions and a MessageSet.
class random_schema {
 public:
  static constexpr int messages = 4;

  explicit random_schema(random_source& random) : random_(random), proto2_(random.one_in(2)) {
    file_.set_name("random.proto");
    file_.set_package("r");
    file_.set_syntax(proto2_ ? "proto2" : "proto3");
    for (int i = 0; i < 2; ++i) add_enum(i);
    for (int i = 0; i < messages; ++i) add_message(i);
    if (proto2_) add_extensions();
  }
  [[nodiscard]] const pb::FileDescriptorProto& file() const { return file_; }
  [[nodiscard]] static std::string message_name(int i) { return "r.M" + std::to_string(i); }

 private:
  void add_enum(int i) {
    pb::EnumDescriptorProto& added = *file_.add_enum_type();
    const std::string name = "E" + std::to_string(i);
    added.set_name(name);
    std::set<std::int32_t> taken;
    for (int v = 0; v < 4; ++v) {
      auto number = static_cast<std::int32_t>(random_.number());
      if (v == 0 && (i == 0 || !proto2_)) number = 0;  // and so that E0 can be a map's value
      if (!taken.insert(number).second) continue;
      pb::EnumValueDescriptorProto& value = *added.add_value();
      value.set_name(name + "_" + std::to_string(v));
      value.set_number(number);
    }
  }

  std::int32_t field_number(std::set<std::int32_t>& taken) {
    for (;;) {
      std::int32_t number = 1 + static_cast<std::int32_t>(random_.below(18));
      if (random_.one_in(8)) number = static_cast<std::int32_t>(1U << random_.below(29));
      if (random_.one_in(20)) number = (1 << 29) - 1;
      const bool in_extension_range = number >= 1000 && number < 3000;
      if (!in_extension_range && !(number >= 19000 && number <= 19999) && taken.insert(number).second) return number;
    }
  }

  void add_message(int i) {
    pb::DescriptorProto& added = *file_.add_message_type();
    added.set_name("M" + std::to_string(i));
    if (proto2_) {
      auto& range = *added.add_extension_range();
      range.set_start(1000);
      range.set_end(3000);
    }
    std::set<std::int32_t> taken;
    const std::uint32_t count = 3 + random_.below(12);
    for (std::uint32_t f = 0; f < count; ++f) {
      const std::int32_t number = field_number(taken);
      if (random_.one_in(7)) add_map(added, i, number, "f" + std::to_string(f));
      else add_field(added, number, "f" + std::to_string(f));
    }
    if (random_.one_in(2)) add_oneof(added, taken);
    if (!proto2_) add_optional(added);
  }

  void add_oneof(pb::DescriptorProto& in, std::set<std::int32_t>& taken) {
    in.add_oneof_decl()->set_name("choice");
    for (std::uint32_t f = 1 + random_.below(4); f > 0; --f) {
      proto& member = *in.add_field();
      set_type(in, member, field_number(taken), "o" + std::to_string(f), true);
      member.set_label(proto::LABEL_OPTIONAL);
      member.set_oneof_index(0);
    }
  }

  /// proto3's `optional`: a oneof of one field, behind the real ones.
  void add_optional(pb::DescriptorProto& in) {
    for (proto& field : *in.mutable_field()) {
      if (field.label() == proto::LABEL_REPEATED || field.has_oneof_index() || !random_.one_in(4)) continue;
      field.set_proto3_optional(true);
      field.set_oneof_index(in.oneof_decl_size());
      in.add_oneof_decl()->set_name("_" + field.name());
    }
  }

  /// `anything`: also a group, and the enum that has no zero.
  void set_type(pb::DescriptorProto& in, proto& field, std::int32_t number, const std::string& name, bool anything) {
    field.set_name(name);
    field.set_number(number);
    auto type = static_cast<proto::Type>(1 + random_.below(18));
    if (type == proto::TYPE_GROUP && !(proto2_ && anything)) type = proto::TYPE_MESSAGE;
    field.set_type(type);
    if (type == proto::TYPE_MESSAGE) field.set_type_name(".r.M" + std::to_string(random_.below(messages)));
    if (type == proto::TYPE_ENUM) field.set_type_name(anything && random_.one_in(2) ? ".r.E1" : ".r.E0");
    if (type == proto::TYPE_GROUP) {
      pb::DescriptorProto& group = *in.add_nested_type();
      group.set_name("G" + name);
      field.set_name("g" + name);
      proto& inside = *group.add_field();
      inside.set_name("inside");
      inside.set_number(1 + static_cast<std::int32_t>(random_.below(20)));
      inside.set_label(random_.one_in(2) ? proto::LABEL_REPEATED : proto::LABEL_OPTIONAL);
      inside.set_type(random_.one_in(2) ? proto::TYPE_INT32 : proto::TYPE_STRING);
      field.set_type_name(".r." + in.name() + ".G" + name);
    }
  }

  void add_field(pb::DescriptorProto& in, std::int32_t number, const std::string& name) {
    proto& field = *in.add_field();
    set_type(in, field, number, name, true);
    field.set_label(random_.one_in(2) ? proto::LABEL_REPEATED : proto::LABEL_OPTIONAL);
    const bool number_kind = field.type() != proto::TYPE_STRING && field.type() != proto::TYPE_BYTES &&
                             field.type() != proto::TYPE_MESSAGE && field.type() != proto::TYPE_GROUP;
    if (field.label() == proto::LABEL_REPEATED) {
      if (number_kind && random_.one_in(2)) field.mutable_options()->set_packed(random_.one_in(2));
    } else if (proto2_ && random_.one_in(20)) {
      field.set_label(proto::LABEL_REQUIRED);
    } else if (proto2_ && field.type() == proto::TYPE_INT32 && random_.one_in(2)) {
      field.set_default_value("-7");
    }
  }

  void add_map(pb::DescriptorProto& in, int index, std::int32_t number, const std::string& name) {
    static const std::vector<proto::Type> keys{proto::TYPE_INT32,  proto::TYPE_INT64,  proto::TYPE_UINT32,
                                               proto::TYPE_UINT64, proto::TYPE_SINT32, proto::TYPE_SFIXED64,
                                               proto::TYPE_BOOL,   proto::TYPE_STRING};
    pb::DescriptorProto& entry = *in.add_nested_type();
    entry.set_name("F" + name.substr(1) + "Entry");
    entry.mutable_options()->set_map_entry(true);
    proto& key = *entry.add_field();
    key.set_name("key");
    key.set_number(1);
    key.set_label(proto::LABEL_OPTIONAL);
    key.set_type(keys[random_.below(static_cast<std::uint32_t>(keys.size()))]);
    proto& value = *entry.add_field();
    set_type(entry, value, 2, "value", false);
    if (proto2_ && value.type() == proto::TYPE_ENUM) {
      // A closed enum's unknown number: libprotobuf's generated code keeps the entry as an unknown field, and so do we;
      // its reflection puts zero into the map. dynamic_test.cpp has that case.
      value.clear_type_name();
      value.set_type(proto::TYPE_SINT32);
    }
    value.set_label(proto::LABEL_OPTIONAL);
    proto& field = *in.add_field();
    field.set_name(name);
    field.set_number(number);
    field.set_label(proto::LABEL_REPEATED);
    field.set_type(proto::TYPE_MESSAGE);
    field.set_type_name(".r.M" + std::to_string(index) + "." + entry.name());
  }

  void add_extensions() {
    std::set<std::int32_t> taken;
    for (int i = 0; i < 6; ++i) {
      pb::DescriptorProto nowhere;
      proto& field = *file_.add_extension();
      std::int32_t number = 0;
      do number = 1000 + static_cast<std::int32_t>(random_.below(2000));
      while (!taken.insert(number).second);
      set_type(nowhere, field, number, "x" + std::to_string(i), false);
      field.set_label(random_.one_in(2) ? proto::LABEL_REPEATED : proto::LABEL_OPTIONAL);
      field.set_extendee(".r.M" + std::to_string(random_.below(messages)));
    }
    pb::DescriptorProto& set = *file_.add_message_type();
    set.set_name("Set");
    set.mutable_options()->set_message_set_wire_format(true);
    auto& range = *set.add_extension_range();
    range.set_start(4);
    range.set_end(std::numeric_limits<std::int32_t>::max());
    for (int i = 0; i < 2; ++i) {
      proto& item = *file_.add_extension();
      item.set_name("item" + std::to_string(i));
      item.set_number(i == 0 ? 1000 : 0x7fff'fff0);
      item.set_label(proto::LABEL_OPTIONAL);
      item.set_type(proto::TYPE_MESSAGE);
      item.set_type_name(".r.M" + std::to_string(i));
      item.set_extendee(".r.Set");
    }
    proto& holder = *file_.mutable_message_type(0)->add_field();
    holder.set_name("message_set");
    holder.set_number(500);
    holder.set_label(proto::LABEL_OPTIONAL);
    holder.set_type(proto::TYPE_MESSAGE);
    holder.set_type_name(".r.Set");
  }

  random_source& random_;
  bool proto2_;
  pb::FileDescriptorProto file_;
};

}  // namespace twins
