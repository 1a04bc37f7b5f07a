// SPDX-License-Identifier: MIT
//
// What Go would say: the texts of json_value.hpp that a person, or a program on the other side, gets to see.
#include <netrpc/json_number.hpp>
#include <netrpc/json_value.hpp>

#include <fmt/format.h>

#include <map>
#include <vector>

namespace netrpc::json {

std::string go_words(const error& e) {
  if (e.code == errc::cannot_encode) return e.detail;
  if (e.code != errc::json_type) return e.message();
  return e.detail.starts_with("illegal base64 data") ? e.detail : "json: cannot unmarshal " + e.detail;
}

std::string print(const any& v) {
  if (const auto* b = any_cast<bool>(v)) return *b ? "true" : "false";
  if (const auto* d = any_cast<double>(v)) return print_float(*d);
  if (const auto* s = any_cast<std::string>(v)) return *s;
  std::vector<std::string> parts;
  if (const auto* elements = any_cast<std::vector<any>>(v)) {
    for (const any& e : *elements) parts.push_back(print(e));
    return fmt::format("[{}]", fmt::join(parts, " "));
  }
  if (const auto* members = any_cast<std::map<std::string, any>>(v)) {
    for (const auto& [key, value] : *members) parts.push_back(key + ":" + print(value));
    return fmt::format("map[{}]", fmt::join(parts, " "));
  }
  return "<nil>";
}

}  // namespace netrpc::json
