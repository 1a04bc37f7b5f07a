// SPDX-License-Identifier: MIT
// google/protobuf/descriptor.proto as plain structs, by pbgen. Change the .proto, not this file.
// clang-format off
#pragma once

#include <pbwire/equal.hpp>
#include <pbwire/schema.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pbwire::descriptor {

struct UninterpretedOption {
  struct NamePart {
    std::optional<std::string> name_part;
    std::optional<bool> is_extension;
    pbwire::unknown_fields unknown;

    friend bool operator==(const NamePart& a, const NamePart& b) { return pbwire::equal(a, b); }
  };

  std::vector<NamePart> name;
  std::optional<std::string> identifier_value;
  std::optional<std::uint64_t> positive_int_value;
  std::optional<std::int64_t> negative_int_value;
  std::optional<double> double_value;
  std::optional<std::string> string_value;
  std::optional<std::string> aggregate_value;
  pbwire::unknown_fields unknown;

  friend bool operator==(const UninterpretedOption& a, const UninterpretedOption& b) { return pbwire::equal(a, b); }
};

struct FileOptions {
  enum class OptimizeMode : std::int32_t {
    SPEED = 1,
    CODE_SIZE = 2,
    LITE_RUNTIME = 3,
  };

  std::optional<std::string> java_package;
  std::optional<std::string> java_outer_classname;
  std::optional<bool> java_multiple_files;
  std::optional<bool> java_generate_equals_and_hash;
  std::optional<bool> java_string_check_utf8;
  std::optional<OptimizeMode> optimize_for;
  std::optional<std::string> go_package;
  std::optional<bool> cc_generic_services;
  std::optional<bool> java_generic_services;
  std::optional<bool> py_generic_services;
  std::optional<bool> php_generic_services;
  std::optional<bool> deprecated;
  std::optional<bool> cc_enable_arenas;
  std::optional<std::string> objc_class_prefix;
  std::optional<std::string> csharp_namespace;
  std::optional<std::string> swift_prefix;
  std::optional<std::string> php_class_prefix;
  std::optional<std::string> php_namespace;
  std::optional<std::string> php_metadata_namespace;
  std::optional<std::string> ruby_package;
  std::vector<UninterpretedOption> uninterpreted_option;
  pbwire::unknown_fields unknown;

  static constexpr bool default_java_multiple_files = false;
  static constexpr bool default_java_string_check_utf8 = false;
  static constexpr OptimizeMode default_optimize_for = OptimizeMode::SPEED;
  static constexpr bool default_cc_generic_services = false;
  static constexpr bool default_java_generic_services = false;
  static constexpr bool default_py_generic_services = false;
  static constexpr bool default_php_generic_services = false;
  static constexpr bool default_deprecated = false;
  static constexpr bool default_cc_enable_arenas = true;

  friend bool operator==(const FileOptions& a, const FileOptions& b) { return pbwire::equal(a, b); }
};

struct SourceCodeInfo {
  struct Location {
    std::vector<std::int32_t> path;
    std::vector<std::int32_t> span;
    std::optional<std::string> leading_comments;
    std::optional<std::string> trailing_comments;
    std::vector<std::string> leading_detached_comments;
    pbwire::unknown_fields unknown;

    friend bool operator==(const Location& a, const Location& b) { return pbwire::equal(a, b); }
  };

  std::vector<Location> location;
  pbwire::unknown_fields unknown;

  friend bool operator==(const SourceCodeInfo& a, const SourceCodeInfo& b) { return pbwire::equal(a, b); }
};

struct MessageOptions {
  std::optional<bool> message_set_wire_format;
  std::optional<bool> no_standard_descriptor_accessor;
  std::optional<bool> deprecated;
  std::optional<bool> map_entry;
  std::vector<UninterpretedOption> uninterpreted_option;
  pbwire::unknown_fields unknown;

  static constexpr bool default_message_set_wire_format = false;
  static constexpr bool default_no_standard_descriptor_accessor = false;
  static constexpr bool default_deprecated = false;

  friend bool operator==(const MessageOptions& a, const MessageOptions& b) { return pbwire::equal(a, b); }
};

struct ExtensionRangeOptions {
  std::vector<UninterpretedOption> uninterpreted_option;
  pbwire::unknown_fields unknown;

  friend bool operator==(const ExtensionRangeOptions& a, const ExtensionRangeOptions& b) { return pbwire::equal(a, b); }
};

struct FieldOptions {
  enum class CType : std::int32_t {
    STRING = 0,
    CORD = 1,
    STRING_PIECE = 2,
  };

  enum class JSType : std::int32_t {
    JS_NORMAL = 0,
    JS_STRING = 1,
    JS_NUMBER = 2,
  };

  std::optional<CType> ctype;
  std::optional<bool> packed;
  std::optional<JSType> jstype;
  std::optional<bool> lazy;
  std::optional<bool> unverified_lazy;
  std::optional<bool> deprecated;
  std::optional<bool> weak;
  std::vector<UninterpretedOption> uninterpreted_option;
  pbwire::unknown_fields unknown;

  static constexpr CType default_ctype = CType::STRING;
  static constexpr JSType default_jstype = JSType::JS_NORMAL;
  static constexpr bool default_lazy = false;
  static constexpr bool default_unverified_lazy = false;
  static constexpr bool default_deprecated = false;
  static constexpr bool default_weak = false;

  friend bool operator==(const FieldOptions& a, const FieldOptions& b) { return pbwire::equal(a, b); }
};

struct FieldDescriptorProto {
  enum class Type : std::int32_t {
    TYPE_DOUBLE = 1,
    TYPE_FLOAT = 2,
    TYPE_INT64 = 3,
    TYPE_UINT64 = 4,
    TYPE_INT32 = 5,
    TYPE_FIXED64 = 6,
    TYPE_FIXED32 = 7,
    TYPE_BOOL = 8,
    TYPE_STRING = 9,
    TYPE_GROUP = 10,
    TYPE_MESSAGE = 11,
    TYPE_BYTES = 12,
    TYPE_UINT32 = 13,
    TYPE_ENUM = 14,
    TYPE_SFIXED32 = 15,
    TYPE_SFIXED64 = 16,
    TYPE_SINT32 = 17,
    TYPE_SINT64 = 18,
  };

  enum class Label : std::int32_t {
    LABEL_OPTIONAL = 1,
    LABEL_REQUIRED = 2,
    LABEL_REPEATED = 3,
  };

  std::optional<std::string> name;
  std::optional<std::int32_t> number;
  std::optional<Label> label;
  std::optional<Type> type;
  std::optional<std::string> type_name;
  std::optional<std::string> extendee;
  std::optional<std::string> default_value;
  std::optional<std::int32_t> oneof_index;
  std::optional<std::string> json_name;
  std::optional<FieldOptions> options;
  std::optional<bool> proto3_optional;
  pbwire::unknown_fields unknown;

  friend bool operator==(const FieldDescriptorProto& a, const FieldDescriptorProto& b) { return pbwire::equal(a, b); }
};

struct EnumOptions {
  std::optional<bool> allow_alias;
  std::optional<bool> deprecated;
  std::vector<UninterpretedOption> uninterpreted_option;
  pbwire::unknown_fields unknown;

  static constexpr bool default_deprecated = false;

  friend bool operator==(const EnumOptions& a, const EnumOptions& b) { return pbwire::equal(a, b); }
};

struct EnumValueOptions {
  std::optional<bool> deprecated;
  std::vector<UninterpretedOption> uninterpreted_option;
  pbwire::unknown_fields unknown;

  static constexpr bool default_deprecated = false;

  friend bool operator==(const EnumValueOptions& a, const EnumValueOptions& b) { return pbwire::equal(a, b); }
};

struct EnumValueDescriptorProto {
  std::optional<std::string> name;
  std::optional<std::int32_t> number;
  std::optional<EnumValueOptions> options;
  pbwire::unknown_fields unknown;

  friend bool operator==(const EnumValueDescriptorProto& a, const EnumValueDescriptorProto& b) { return pbwire::equal(a, b); }
};

struct EnumDescriptorProto {
  struct EnumReservedRange {
    std::optional<std::int32_t> start;
    std::optional<std::int32_t> end;
    pbwire::unknown_fields unknown;

    friend bool operator==(const EnumReservedRange& a, const EnumReservedRange& b) { return pbwire::equal(a, b); }
  };

  std::optional<std::string> name;
  std::vector<EnumValueDescriptorProto> value;
  std::optional<EnumOptions> options;
  std::vector<EnumReservedRange> reserved_range;
  std::vector<std::string> reserved_name;
  pbwire::unknown_fields unknown;

  friend bool operator==(const EnumDescriptorProto& a, const EnumDescriptorProto& b) { return pbwire::equal(a, b); }
};

struct OneofOptions {
  std::vector<UninterpretedOption> uninterpreted_option;
  pbwire::unknown_fields unknown;

  friend bool operator==(const OneofOptions& a, const OneofOptions& b) { return pbwire::equal(a, b); }
};

struct OneofDescriptorProto {
  std::optional<std::string> name;
  std::optional<OneofOptions> options;
  pbwire::unknown_fields unknown;

  friend bool operator==(const OneofDescriptorProto& a, const OneofDescriptorProto& b) { return pbwire::equal(a, b); }
};

struct DescriptorProto {
  struct ExtensionRange {
    std::optional<std::int32_t> start;
    std::optional<std::int32_t> end;
    std::optional<ExtensionRangeOptions> options;
    pbwire::unknown_fields unknown;

    friend bool operator==(const ExtensionRange& a, const ExtensionRange& b) { return pbwire::equal(a, b); }
  };

  struct ReservedRange {
    std::optional<std::int32_t> start;
    std::optional<std::int32_t> end;
    pbwire::unknown_fields unknown;

    friend bool operator==(const ReservedRange& a, const ReservedRange& b) { return pbwire::equal(a, b); }
  };

  std::optional<std::string> name;
  std::vector<FieldDescriptorProto> field;
  std::vector<FieldDescriptorProto> extension;
  std::vector<DescriptorProto> nested_type;
  std::vector<EnumDescriptorProto> enum_type;
  std::vector<ExtensionRange> extension_range;
  std::vector<OneofDescriptorProto> oneof_decl;
  std::optional<MessageOptions> options;
  std::vector<ReservedRange> reserved_range;
  std::vector<std::string> reserved_name;
  pbwire::unknown_fields unknown;

  friend bool operator==(const DescriptorProto& a, const DescriptorProto& b) { return pbwire::equal(a, b); }
};

struct ServiceOptions {
  std::optional<bool> deprecated;
  std::vector<UninterpretedOption> uninterpreted_option;
  pbwire::unknown_fields unknown;

  static constexpr bool default_deprecated = false;

  friend bool operator==(const ServiceOptions& a, const ServiceOptions& b) { return pbwire::equal(a, b); }
};

struct MethodOptions {
  enum class IdempotencyLevel : std::int32_t {
    IDEMPOTENCY_UNKNOWN = 0,
    NO_SIDE_EFFECTS = 1,
    IDEMPOTENT = 2,
  };

  std::optional<bool> deprecated;
  std::optional<IdempotencyLevel> idempotency_level;
  std::vector<UninterpretedOption> uninterpreted_option;
  pbwire::unknown_fields unknown;

  static constexpr bool default_deprecated = false;
  static constexpr IdempotencyLevel default_idempotency_level = IdempotencyLevel::IDEMPOTENCY_UNKNOWN;

  friend bool operator==(const MethodOptions& a, const MethodOptions& b) { return pbwire::equal(a, b); }
};

struct MethodDescriptorProto {
  std::optional<std::string> name;
  std::optional<std::string> input_type;
  std::optional<std::string> output_type;
  std::optional<MethodOptions> options;
  std::optional<bool> client_streaming;
  std::optional<bool> server_streaming;
  pbwire::unknown_fields unknown;

  static constexpr bool default_client_streaming = false;
  static constexpr bool default_server_streaming = false;

  friend bool operator==(const MethodDescriptorProto& a, const MethodDescriptorProto& b) { return pbwire::equal(a, b); }
};

struct ServiceDescriptorProto {
  std::optional<std::string> name;
  std::vector<MethodDescriptorProto> method;
  std::optional<ServiceOptions> options;
  pbwire::unknown_fields unknown;

  friend bool operator==(const ServiceDescriptorProto& a, const ServiceDescriptorProto& b) { return pbwire::equal(a, b); }
};

struct FileDescriptorProto {
  std::optional<std::string> name;
  std::optional<std::string> package;
  std::vector<std::string> dependency;
  std::vector<std::int32_t> public_dependency;
  std::vector<std::int32_t> weak_dependency;
  std::vector<DescriptorProto> message_type;
  std::vector<EnumDescriptorProto> enum_type;
  std::vector<ServiceDescriptorProto> service;
  std::vector<FieldDescriptorProto> extension;
  std::optional<FileOptions> options;
  std::optional<SourceCodeInfo> source_code_info;
  std::optional<std::string> syntax;
  pbwire::unknown_fields unknown;

  friend bool operator==(const FileDescriptorProto& a, const FileDescriptorProto& b) { return pbwire::equal(a, b); }
};

struct FileDescriptorSet {
  std::vector<FileDescriptorProto> file;
  pbwire::unknown_fields unknown;

  friend bool operator==(const FileDescriptorSet& a, const FileDescriptorSet& b) { return pbwire::equal(a, b); }
};

struct GeneratedCodeInfo {
  struct Annotation {
    std::vector<std::int32_t> path;
    std::optional<std::string> source_file;
    std::optional<std::int32_t> begin;
    std::optional<std::int32_t> end;
    pbwire::unknown_fields unknown;

    friend bool operator==(const Annotation& a, const Annotation& b) { return pbwire::equal(a, b); }
  };

  std::vector<Annotation> annotation;
  pbwire::unknown_fields unknown;

  friend bool operator==(const GeneratedCodeInfo& a, const GeneratedCodeInfo& b) { return pbwire::equal(a, b); }
};

}  // namespace pbwire::descriptor

template <>
struct pbwire::schema<pbwire::descriptor::UninterpretedOption::NamePart> {
  using M = ::pbwire::descriptor::UninterpretedOption::NamePart;
  static constexpr std::string_view name = "google.protobuf.UninterpretedOption.NamePart";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"name_part", 1, kind::string, &M::name_part, required>,
      field<"is_extension", 2, kind::bool_, &M::is_extension, required>>;
};

template <>
struct pbwire::schema<pbwire::descriptor::UninterpretedOption> {
  using M = ::pbwire::descriptor::UninterpretedOption;
  static constexpr std::string_view name = "google.protobuf.UninterpretedOption";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"name", 2, kind::message, &M::name>,
      field<"identifier_value", 3, kind::string, &M::identifier_value>,
      field<"positive_int_value", 4, kind::uint64, &M::positive_int_value>,
      field<"negative_int_value", 5, kind::int64, &M::negative_int_value>,
      field<"double_value", 6, kind::double_, &M::double_value>,
      field<"string_value", 7, kind::bytes, &M::string_value>,
      field<"aggregate_value", 8, kind::string, &M::aggregate_value>>;
};

template <>
struct pbwire::enum_schema<pbwire::descriptor::FileOptions::OptimizeMode> {
  static constexpr std::string_view name = "google.protobuf.FileOptions.OptimizeMode";
  static constexpr std::array<enum_entry, 3> values{{
    {"SPEED", 1},
    {"CODE_SIZE", 2},
    {"LITE_RUNTIME", 3},
  }};
};

template <>
struct pbwire::schema<pbwire::descriptor::FileOptions> {
  using M = ::pbwire::descriptor::FileOptions;
  static constexpr std::string_view name = "google.protobuf.FileOptions";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"java_package", 1, kind::string, &M::java_package>,
      field<"java_outer_classname", 8, kind::string, &M::java_outer_classname>,
      field<"optimize_for", 9, kind::enum_, &M::optimize_for>,
      field<"java_multiple_files", 10, kind::bool_, &M::java_multiple_files>,
      field<"go_package", 11, kind::string, &M::go_package>,
      field<"cc_generic_services", 16, kind::bool_, &M::cc_generic_services>,
      field<"java_generic_services", 17, kind::bool_, &M::java_generic_services>,
      field<"py_generic_services", 18, kind::bool_, &M::py_generic_services>,
      field<"java_generate_equals_and_hash", 20, kind::bool_, &M::java_generate_equals_and_hash>,
      field<"deprecated", 23, kind::bool_, &M::deprecated>,
      field<"java_string_check_utf8", 27, kind::bool_, &M::java_string_check_utf8>,
      field<"cc_enable_arenas", 31, kind::bool_, &M::cc_enable_arenas>,
      field<"objc_class_prefix", 36, kind::string, &M::objc_class_prefix>,
      field<"csharp_namespace", 37, kind::string, &M::csharp_namespace>,
      field<"swift_prefix", 39, kind::string, &M::swift_prefix>,
      field<"php_class_prefix", 40, kind::string, &M::php_class_prefix>,
      field<"php_namespace", 41, kind::string, &M::php_namespace>,
      field<"php_generic_services", 42, kind::bool_, &M::php_generic_services>,
      field<"php_metadata_namespace", 44, kind::string, &M::php_metadata_namespace>,
      field<"ruby_package", 45, kind::string, &M::ruby_package>,
      field<"uninterpreted_option", 999, kind::message, &M::uninterpreted_option>>;
};

template <>
struct pbwire::schema<pbwire::descriptor::SourceCodeInfo::Location> {
  using M = ::pbwire::descriptor::SourceCodeInfo::Location;
  static constexpr std::string_view name = "google.protobuf.SourceCodeInfo.Location";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"path", 1, kind::int32, &M::path, packed>,
      field<"span", 2, kind::int32, &M::span, packed>,
      field<"leading_comments", 3, kind::string, &M::leading_comments>,
      field<"trailing_comments", 4, kind::string, &M::trailing_comments>,
      field<"leading_detached_comments", 6, kind::string, &M::leading_detached_comments>>;
};

template <>
struct pbwire::schema<pbwire::descriptor::SourceCodeInfo> {
  using M = ::pbwire::descriptor::SourceCodeInfo;
  static constexpr std::string_view name = "google.protobuf.SourceCodeInfo";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"location", 1, kind::message, &M::location>>;
};

template <>
struct pbwire::schema<pbwire::descriptor::MessageOptions> {
  using M = ::pbwire::descriptor::MessageOptions;
  static constexpr std::string_view name = "google.protobuf.MessageOptions";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"message_set_wire_format", 1, kind::bool_, &M::message_set_wire_format>,
      field<"no_standard_descriptor_accessor", 2, kind::bool_, &M::no_standard_descriptor_accessor>,
      field<"deprecated", 3, kind::bool_, &M::deprecated>,
      field<"map_entry", 7, kind::bool_, &M::map_entry>,
      field<"uninterpreted_option", 999, kind::message, &M::uninterpreted_option>>;
};

template <>
struct pbwire::schema<pbwire::descriptor::ExtensionRangeOptions> {
  using M = ::pbwire::descriptor::ExtensionRangeOptions;
  static constexpr std::string_view name = "google.protobuf.ExtensionRangeOptions";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"uninterpreted_option", 999, kind::message, &M::uninterpreted_option>>;
};

template <>
struct pbwire::enum_schema<pbwire::descriptor::FieldOptions::CType> {
  static constexpr std::string_view name = "google.protobuf.FieldOptions.CType";
  static constexpr std::array<enum_entry, 3> values{{
    {"STRING", 0},
    {"CORD", 1},
    {"STRING_PIECE", 2},
  }};
};

template <>
struct pbwire::enum_schema<pbwire::descriptor::FieldOptions::JSType> {
  static constexpr std::string_view name = "google.protobuf.FieldOptions.JSType";
  static constexpr std::array<enum_entry, 3> values{{
    {"JS_NORMAL", 0},
    {"JS_STRING", 1},
    {"JS_NUMBER", 2},
  }};
};

template <>
struct pbwire::schema<pbwire::descriptor::FieldOptions> {
  using M = ::pbwire::descriptor::FieldOptions;
  static constexpr std::string_view name = "google.protobuf.FieldOptions";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"ctype", 1, kind::enum_, &M::ctype>,
      field<"packed", 2, kind::bool_, &M::packed>,
      field<"deprecated", 3, kind::bool_, &M::deprecated>,
      field<"lazy", 5, kind::bool_, &M::lazy>,
      field<"jstype", 6, kind::enum_, &M::jstype>,
      field<"weak", 10, kind::bool_, &M::weak>,
      field<"unverified_lazy", 15, kind::bool_, &M::unverified_lazy>,
      field<"uninterpreted_option", 999, kind::message, &M::uninterpreted_option>>;
};

template <>
struct pbwire::enum_schema<pbwire::descriptor::FieldDescriptorProto::Type> {
  static constexpr std::string_view name = "google.protobuf.FieldDescriptorProto.Type";
  static constexpr std::array<enum_entry, 18> values{{
    {"TYPE_DOUBLE", 1},
    {"TYPE_FLOAT", 2},
    {"TYPE_INT64", 3},
    {"TYPE_UINT64", 4},
    {"TYPE_INT32", 5},
    {"TYPE_FIXED64", 6},
    {"TYPE_FIXED32", 7},
    {"TYPE_BOOL", 8},
    {"TYPE_STRING", 9},
    {"TYPE_GROUP", 10},
    {"TYPE_MESSAGE", 11},
    {"TYPE_BYTES", 12},
    {"TYPE_UINT32", 13},
    {"TYPE_ENUM", 14},
    {"TYPE_SFIXED32", 15},
    {"TYPE_SFIXED64", 16},
    {"TYPE_SINT32", 17},
    {"TYPE_SINT64", 18},
  }};
};

template <>
struct pbwire::enum_schema<pbwire::descriptor::FieldDescriptorProto::Label> {
  static constexpr std::string_view name = "google.protobuf.FieldDescriptorProto.Label";
  static constexpr std::array<enum_entry, 3> values{{
    {"LABEL_OPTIONAL", 1},
    {"LABEL_REQUIRED", 2},
    {"LABEL_REPEATED", 3},
  }};
};

template <>
struct pbwire::schema<pbwire::descriptor::FieldDescriptorProto> {
  using M = ::pbwire::descriptor::FieldDescriptorProto;
  static constexpr std::string_view name = "google.protobuf.FieldDescriptorProto";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"name", 1, kind::string, &M::name>,
      field<"extendee", 2, kind::string, &M::extendee>,
      field<"number", 3, kind::int32, &M::number>,
      field<"label", 4, kind::enum_, &M::label>,
      field<"type", 5, kind::enum_, &M::type>,
      field<"type_name", 6, kind::string, &M::type_name>,
      field<"default_value", 7, kind::string, &M::default_value>,
      field<"options", 8, kind::message, &M::options>,
      field<"oneof_index", 9, kind::int32, &M::oneof_index>,
      field<"json_name", 10, kind::string, &M::json_name>,
      field<"proto3_optional", 17, kind::bool_, &M::proto3_optional>>;
};

template <>
struct pbwire::schema<pbwire::descriptor::EnumOptions> {
  using M = ::pbwire::descriptor::EnumOptions;
  static constexpr std::string_view name = "google.protobuf.EnumOptions";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"allow_alias", 2, kind::bool_, &M::allow_alias>,
      field<"deprecated", 3, kind::bool_, &M::deprecated>,
      field<"uninterpreted_option", 999, kind::message, &M::uninterpreted_option>>;
};

template <>
struct pbwire::schema<pbwire::descriptor::EnumValueOptions> {
  using M = ::pbwire::descriptor::EnumValueOptions;
  static constexpr std::string_view name = "google.protobuf.EnumValueOptions";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"deprecated", 1, kind::bool_, &M::deprecated>,
      field<"uninterpreted_option", 999, kind::message, &M::uninterpreted_option>>;
};

template <>
struct pbwire::schema<pbwire::descriptor::EnumValueDescriptorProto> {
  using M = ::pbwire::descriptor::EnumValueDescriptorProto;
  static constexpr std::string_view name = "google.protobuf.EnumValueDescriptorProto";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"name", 1, kind::string, &M::name>,
      field<"number", 2, kind::int32, &M::number>,
      field<"options", 3, kind::message, &M::options>>;
};

template <>
struct pbwire::schema<pbwire::descriptor::EnumDescriptorProto::EnumReservedRange> {
  using M = ::pbwire::descriptor::EnumDescriptorProto::EnumReservedRange;
  static constexpr std::string_view name = "google.protobuf.EnumDescriptorProto.EnumReservedRange";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"start", 1, kind::int32, &M::start>,
      field<"end", 2, kind::int32, &M::end>>;
};

template <>
struct pbwire::schema<pbwire::descriptor::EnumDescriptorProto> {
  using M = ::pbwire::descriptor::EnumDescriptorProto;
  static constexpr std::string_view name = "google.protobuf.EnumDescriptorProto";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"name", 1, kind::string, &M::name>,
      field<"value", 2, kind::message, &M::value>,
      field<"options", 3, kind::message, &M::options>,
      field<"reserved_range", 4, kind::message, &M::reserved_range>,
      field<"reserved_name", 5, kind::string, &M::reserved_name>>;
};

template <>
struct pbwire::schema<pbwire::descriptor::OneofOptions> {
  using M = ::pbwire::descriptor::OneofOptions;
  static constexpr std::string_view name = "google.protobuf.OneofOptions";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"uninterpreted_option", 999, kind::message, &M::uninterpreted_option>>;
};

template <>
struct pbwire::schema<pbwire::descriptor::OneofDescriptorProto> {
  using M = ::pbwire::descriptor::OneofDescriptorProto;
  static constexpr std::string_view name = "google.protobuf.OneofDescriptorProto";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"name", 1, kind::string, &M::name>,
      field<"options", 2, kind::message, &M::options>>;
};

template <>
struct pbwire::schema<pbwire::descriptor::DescriptorProto::ExtensionRange> {
  using M = ::pbwire::descriptor::DescriptorProto::ExtensionRange;
  static constexpr std::string_view name = "google.protobuf.DescriptorProto.ExtensionRange";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"start", 1, kind::int32, &M::start>,
      field<"end", 2, kind::int32, &M::end>,
      field<"options", 3, kind::message, &M::options>>;
};

template <>
struct pbwire::schema<pbwire::descriptor::DescriptorProto::ReservedRange> {
  using M = ::pbwire::descriptor::DescriptorProto::ReservedRange;
  static constexpr std::string_view name = "google.protobuf.DescriptorProto.ReservedRange";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"start", 1, kind::int32, &M::start>,
      field<"end", 2, kind::int32, &M::end>>;
};

template <>
struct pbwire::schema<pbwire::descriptor::DescriptorProto> {
  using M = ::pbwire::descriptor::DescriptorProto;
  static constexpr std::string_view name = "google.protobuf.DescriptorProto";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"name", 1, kind::string, &M::name>,
      field<"field", 2, kind::message, &M::field>,
      field<"nested_type", 3, kind::message, &M::nested_type>,
      field<"enum_type", 4, kind::message, &M::enum_type>,
      field<"extension_range", 5, kind::message, &M::extension_range>,
      field<"extension", 6, kind::message, &M::extension>,
      field<"options", 7, kind::message, &M::options>,
      field<"oneof_decl", 8, kind::message, &M::oneof_decl>,
      field<"reserved_range", 9, kind::message, &M::reserved_range>,
      field<"reserved_name", 10, kind::string, &M::reserved_name>>;
};

template <>
struct pbwire::schema<pbwire::descriptor::ServiceOptions> {
  using M = ::pbwire::descriptor::ServiceOptions;
  static constexpr std::string_view name = "google.protobuf.ServiceOptions";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"deprecated", 33, kind::bool_, &M::deprecated>,
      field<"uninterpreted_option", 999, kind::message, &M::uninterpreted_option>>;
};

template <>
struct pbwire::enum_schema<pbwire::descriptor::MethodOptions::IdempotencyLevel> {
  static constexpr std::string_view name = "google.protobuf.MethodOptions.IdempotencyLevel";
  static constexpr std::array<enum_entry, 3> values{{
    {"IDEMPOTENCY_UNKNOWN", 0},
    {"NO_SIDE_EFFECTS", 1},
    {"IDEMPOTENT", 2},
  }};
};

template <>
struct pbwire::schema<pbwire::descriptor::MethodOptions> {
  using M = ::pbwire::descriptor::MethodOptions;
  static constexpr std::string_view name = "google.protobuf.MethodOptions";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"deprecated", 33, kind::bool_, &M::deprecated>,
      field<"idempotency_level", 34, kind::enum_, &M::idempotency_level>,
      field<"uninterpreted_option", 999, kind::message, &M::uninterpreted_option>>;
};

template <>
struct pbwire::schema<pbwire::descriptor::MethodDescriptorProto> {
  using M = ::pbwire::descriptor::MethodDescriptorProto;
  static constexpr std::string_view name = "google.protobuf.MethodDescriptorProto";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"name", 1, kind::string, &M::name>,
      field<"input_type", 2, kind::string, &M::input_type>,
      field<"output_type", 3, kind::string, &M::output_type>,
      field<"options", 4, kind::message, &M::options>,
      field<"client_streaming", 5, kind::bool_, &M::client_streaming>,
      field<"server_streaming", 6, kind::bool_, &M::server_streaming>>;
};

template <>
struct pbwire::schema<pbwire::descriptor::ServiceDescriptorProto> {
  using M = ::pbwire::descriptor::ServiceDescriptorProto;
  static constexpr std::string_view name = "google.protobuf.ServiceDescriptorProto";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"name", 1, kind::string, &M::name>,
      field<"method", 2, kind::message, &M::method>,
      field<"options", 3, kind::message, &M::options>>;
};

template <>
struct pbwire::schema<pbwire::descriptor::FileDescriptorProto> {
  using M = ::pbwire::descriptor::FileDescriptorProto;
  static constexpr std::string_view name = "google.protobuf.FileDescriptorProto";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"name", 1, kind::string, &M::name>,
      field<"package", 2, kind::string, &M::package>,
      field<"dependency", 3, kind::string, &M::dependency>,
      field<"message_type", 4, kind::message, &M::message_type>,
      field<"enum_type", 5, kind::message, &M::enum_type>,
      field<"service", 6, kind::message, &M::service>,
      field<"extension", 7, kind::message, &M::extension>,
      field<"options", 8, kind::message, &M::options>,
      field<"source_code_info", 9, kind::message, &M::source_code_info>,
      field<"public_dependency", 10, kind::int32, &M::public_dependency>,
      field<"weak_dependency", 11, kind::int32, &M::weak_dependency>,
      field<"syntax", 12, kind::string, &M::syntax>>;
};

template <>
struct pbwire::schema<pbwire::descriptor::FileDescriptorSet> {
  using M = ::pbwire::descriptor::FileDescriptorSet;
  static constexpr std::string_view name = "google.protobuf.FileDescriptorSet";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"file", 1, kind::message, &M::file>>;
};

template <>
struct pbwire::schema<pbwire::descriptor::GeneratedCodeInfo::Annotation> {
  using M = ::pbwire::descriptor::GeneratedCodeInfo::Annotation;
  static constexpr std::string_view name = "google.protobuf.GeneratedCodeInfo.Annotation";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"path", 1, kind::int32, &M::path, packed>,
      field<"source_file", 2, kind::string, &M::source_file>,
      field<"begin", 3, kind::int32, &M::begin>,
      field<"end", 4, kind::int32, &M::end>>;
};

template <>
struct pbwire::schema<pbwire::descriptor::GeneratedCodeInfo> {
  using M = ::pbwire::descriptor::GeneratedCodeInfo;
  static constexpr std::string_view name = "google.protobuf.GeneratedCodeInfo";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"annotation", 1, kind::message, &M::annotation>>;
};
