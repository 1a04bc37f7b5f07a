// SPDX-License-Identifier: MIT
// google/protobuf/compiler/plugin.proto as plain structs, by pbgen. Change the .proto, not this file.
// clang-format off
#pragma once

#include <pbwire/descriptor.hpp>
#include <pbwire/equal.hpp>
#include <pbwire/schema.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pbwire::plugin {

struct Version {
  std::optional<std::int32_t> major;
  std::optional<std::int32_t> minor;
  std::optional<std::int32_t> patch;
  std::optional<std::string> suffix;
  pbwire::unknown_fields unknown;

  friend bool operator==(const Version& a, const Version& b) { return pbwire::equal(a, b); }
};

struct CodeGeneratorRequest {
  std::vector<std::string> file_to_generate;
  std::optional<std::string> parameter;
  std::vector<pbwire::descriptor::FileDescriptorProto> proto_file;
  std::optional<Version> compiler_version;
  pbwire::unknown_fields unknown;

  friend bool operator==(const CodeGeneratorRequest& a, const CodeGeneratorRequest& b) { return pbwire::equal(a, b); }
};

struct CodeGeneratorResponse {
  enum class Feature : std::int32_t {
    FEATURE_NONE = 0,
    FEATURE_PROTO3_OPTIONAL = 1,
  };

  struct File {
    std::optional<std::string> name;
    std::optional<std::string> insertion_point;
    std::optional<std::string> content;
    std::optional<pbwire::descriptor::GeneratedCodeInfo> generated_code_info;
    pbwire::unknown_fields unknown;

    friend bool operator==(const File& a, const File& b) { return pbwire::equal(a, b); }
  };

  std::optional<std::string> error;
  std::optional<std::uint64_t> supported_features;
  std::vector<File> file;
  pbwire::unknown_fields unknown;

  friend bool operator==(const CodeGeneratorResponse& a, const CodeGeneratorResponse& b) { return pbwire::equal(a, b); }
};

}  // namespace pbwire::plugin

template <>
struct pbwire::schema<pbwire::plugin::Version> {
  using M = ::pbwire::plugin::Version;
  static constexpr std::string_view name = "google.protobuf.compiler.Version";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"major", 1, kind::int32, &M::major>,
      field<"minor", 2, kind::int32, &M::minor>,
      field<"patch", 3, kind::int32, &M::patch>,
      field<"suffix", 4, kind::string, &M::suffix>>;
};

template <>
struct pbwire::schema<pbwire::plugin::CodeGeneratorRequest> {
  using M = ::pbwire::plugin::CodeGeneratorRequest;
  static constexpr std::string_view name = "google.protobuf.compiler.CodeGeneratorRequest";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"file_to_generate", 1, kind::string, &M::file_to_generate>,
      field<"parameter", 2, kind::string, &M::parameter>,
      field<"compiler_version", 3, kind::message, &M::compiler_version>,
      field<"proto_file", 15, kind::message, &M::proto_file>>;
};

template <>
struct pbwire::enum_schema<pbwire::plugin::CodeGeneratorResponse::Feature> {
  static constexpr std::string_view name = "google.protobuf.compiler.CodeGeneratorResponse.Feature";
  static constexpr std::array<enum_entry, 2> values{{
    {"FEATURE_NONE", 0},
    {"FEATURE_PROTO3_OPTIONAL", 1},
  }};
};

template <>
struct pbwire::schema<pbwire::plugin::CodeGeneratorResponse::File> {
  using M = ::pbwire::plugin::CodeGeneratorResponse::File;
  static constexpr std::string_view name = "google.protobuf.compiler.CodeGeneratorResponse.File";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"name", 1, kind::string, &M::name>,
      field<"insertion_point", 2, kind::string, &M::insertion_point>,
      field<"content", 15, kind::string, &M::content>,
      field<"generated_code_info", 16, kind::message, &M::generated_code_info>>;
};

template <>
struct pbwire::schema<pbwire::plugin::CodeGeneratorResponse> {
  using M = ::pbwire::plugin::CodeGeneratorResponse;
  static constexpr std::string_view name = "google.protobuf.compiler.CodeGeneratorResponse";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"error", 1, kind::string, &M::error>,
      field<"supported_features", 2, kind::uint64, &M::supported_features>,
      field<"file", 15, kind::message, &M::file>>;
};
