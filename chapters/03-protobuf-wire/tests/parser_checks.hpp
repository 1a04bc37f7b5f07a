// SPDX-License-Identifier: MIT
//
// Texts as the tests of the parser write them: parsed without errors, or for their errors.
#pragma once

#include <pbwire/compiler/parser.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace parser_checks {

using namespace pbwire::compiler;
using namespace pbwire::descriptor;
using Type = FieldDescriptorProto::Type;
using Label = FieldDescriptorProto::Label;

/// "line:column: message", both from 1.
inline std::vector<std::string> errors_of(std::string_view text) {
  std::vector<std::string> lines;
  for (const diagnostic& d : parse("f.proto", text).errors) lines.push_back(d.str().substr(d.file.size() + 1));
  return lines;
}

inline parsed_file parsed(std::string_view text) {
  parsed_file file = parse("f.proto", text);
  for (const diagnostic& d : file.errors) ADD_FAILURE() << d.str() << "\nin\n" << text;
  return file;
}

inline FileDescriptorProto file2(std::string_view text) {
  return parsed("syntax = \"proto2\"; " + std::string(text)).proto;
}
inline FileDescriptorProto file3(std::string_view text) {
  return parsed("syntax = \"proto3\"; " + std::string(text)).proto;
}

inline DescriptorProto message2(std::string_view body) {
  auto file = file2("message M {" + std::string(body) + "}");
  return file.message_type.empty() ? DescriptorProto{} : file.message_type[0];
}
inline DescriptorProto message3(std::string_view body) {
  auto file = file3("message M {" + std::string(body) + "}");
  return file.message_type.empty() ? DescriptorProto{} : file.message_type[0];
}

template <class List>
std::vector<std::string> names_of(const List& list) {
  std::vector<std::string> names;
  for (const auto& each : list) names.push_back(each.name.value_or("?"));
  return names;
}

}  // namespace parser_checks
