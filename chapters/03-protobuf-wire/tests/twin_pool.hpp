// SPDX-License-Identifier: MIT
//
// The same .proto files twice: as types of libprotobuf and as ours. And the same question put to both: what is in
// these bytes?
#pragma once

#include <pbwire/codec.hpp>
#include <pbwire/compiler/linker.hpp>
#include <pbwire/dynamic.hpp>

#include <google/protobuf/compiler/parser.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/message.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace google::protobuf::python {

/// A friend of Reflection, by this name; here for tests. A DynamicMessage keeps the entries of a map as they arrived,
/// duplicates too, until somebody asks for the map. Counting it asks.
class MapReflectionFriend {
 public:
  static void make_map(Message& message, const FieldDescriptor* field) {
    (void)message.GetReflection()->MapSize(message, field);
  }
};

}  // namespace google::protobuf::python

namespace twins {

namespace pb = google::protobuf;

/// Turns the lists of entries into maps, in the message and in all messages inside.
inline void settle_maps(pb::Message& message) {
  std::vector<const pb::FieldDescriptor*> fields;
  const pb::Reflection& reflection = *message.GetReflection();
  reflection.ListFields(message, &fields);
  for (const pb::FieldDescriptor* field : fields) {
    if (field->cpp_type() != pb::FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) settle_maps(*reflection.MutableMessage(&message, field));
    for (int i = 0; field->is_repeated() && i < reflection.FieldSize(message, field); ++i) {
      settle_maps(*reflection.MutableRepeatedMessage(&message, field, i));
    }
    if (field->is_map()) pb::python::MapReflectionFriend::make_map(message, field);
  }
}

/// The deterministic encoding, without a check for required fields.
inline std::string encode(const pb::Message& message) {
  std::string bytes;
  pb::io::StringOutputStream stream(&bytes);
  pb::io::CodedOutputStream out(&stream);
  out.SetSerializationDeterministic(true);
  message.SerializePartialToCodedStream(&out);
  out.Trim();
  return bytes;
}

class pools {
 public:
  pools() : factory_(&theirs_) { factory_.SetDelegateToGeneratedFactory(false); }

  /// Adds a file to both. A file that libprotobuf refuses is not added to ours; false then.
  bool add(const pb::FileDescriptorProto& file) {
    struct : pb::DescriptorPool::ErrorCollector {
      void AddError(const std::string&, const std::string& element, const pb::Message*, ErrorLocation,
                    const std::string& message) override {
        text += element + ": " + message + '\n';
      }
      std::string text;
    } errors;
    if (theirs_.BuildFileCollectingErrors(file, &errors) == nullptr) return problem_ = errors.text, false;
    auto proto = pbwire::decode<pbwire::descriptor::FileDescriptorProto>(file.SerializeAsString());
    const pbwire::compiler::linked_file linked = pbwire::compiler::link(ours_, std::move(proto).value());
    for (const auto& error : linked.errors) ADD_FAILURE() << error.message << '\n' << file.DebugString();
    return linked.file != nullptr;
  }
  /// The same from the text of a .proto.
  bool add(const std::string& name, const std::string& source) {
    pb::io::ArrayInputStream stream(source.data(), static_cast<int>(source.size()));
    pb::io::Tokenizer tokens(&stream, nullptr);
    pb::FileDescriptorProto file;
    file.set_name(name);
    return pb::compiler::Parser().Parse(&tokens, &file) && add(file);
  }
  /// Why add() said false.
  [[nodiscard]] const std::string& problem() const { return problem_; }

  [[nodiscard]] const pb::DescriptorPool& theirs() const { return theirs_; }
  [[nodiscard]] const pbwire::pool& ours() const { return ours_; }

  [[nodiscard]] std::unique_ptr<pb::Message> make(const std::string& type) {
    return std::unique_ptr<pb::Message>(factory_.GetPrototype(theirs_.FindMessageTypeByName(type))->New());
  }

  /// What libprotobuf makes of the bytes: the deterministic encoding of what it read, or nothing if it refused them.
  std::optional<std::string> their_view(const std::string& type, const std::string& bytes) {
    const auto message = make(type);
    if (!message->ParsePartialFromString(bytes)) return std::nullopt;
    settle_maps(*message);  // first: what lacks a required field may be an entry that another one replaces
    if (!message->IsInitialized()) return std::nullopt;
    return encode(*message);
  }
  [[nodiscard]] pbwire::result<pbwire::dynamic_message> our_view(const std::string& type,
                                                                 std::string_view bytes) const {
    return pbwire::decode(*ours_.find_message(type), bytes, &ours_);
  }

 private:
  pb::DescriptorPool theirs_;
  pb::DynamicMessageFactory factory_;
  pbwire::pool ours_;
  std::string problem_;
};

inline std::string hex(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    text += digits[static_cast<unsigned char>(c) >> 4];
    text += digits[static_cast<unsigned char>(c) & 15];
    text += ' ';
  }
  return text;
}

}  // namespace twins
