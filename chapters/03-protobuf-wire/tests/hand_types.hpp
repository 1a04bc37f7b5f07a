// SPDX-License-Identifier: MIT
//
// Types for dynamic messages, put together by hand: no parser and no linker takes part.
//
//   message Doc {
//     int32 number = 1;
//     optional string text = 2;
//     repeated int32 numbers = 3;           repeated sint64 signs = 4;
//     repeated fixed32 fixed = 5;           repeated string texts = 6;
//     Doc inner = 7;                        repeated Doc more = 8;
//     oneof pick { bool yes = 9;  Doc other = 10;  string word = 11; }
//     map<string, int32> counts = 12;
//     repeated bool flags = 13;
//     repeated double ratios = 14;
//   }
#pragma once

#include <pbwire/pool.hpp>

#include <cstdint>
#include <string_view>

namespace hand {

class doc_type {
 public:
  doc_type() {
    using pbwire::kind;
    doc_.name = doc_.full_name = "Doc";
    doc_.syntax = pbwire::syntax::proto3;
    add(doc_, "number", 1, kind::int32);
    add(doc_, "text", 2, kind::string).has_presence = true;
    list("numbers", 3, kind::int32);
    list("signs", 4, kind::sint64);
    list("fixed", 5, kind::fixed32);
    list("texts", 6, kind::string);
    message(add(doc_, "inner", 7, kind::message), doc_);
    message(list("more", 8, kind::message), doc_);
    pbwire::oneof_type& pick = doc_.oneofs.emplace_back();
    pick.name = "pick";
    pick.parent = &doc_;
    one_of(pick, add(doc_, "yes", 9, kind::bool_));
    one_of(pick, message(add(doc_, "other", 10, kind::message), doc_));
    one_of(pick, add(doc_, "word", 11, kind::string));
    entry_.name = entry_.full_name = "CountsEntry";
    entry_.is_map_entry = true;
    entry_.syntax = pbwire::syntax::proto3;
    add(entry_, "key", 1, kind::string).has_presence = true;
    add(entry_, "value", 2, kind::int32).has_presence = true;
    message(list("counts", 12, kind::message), entry_);
    list("flags", 13, kind::bool_);
    list("ratios", 14, kind::double_);
  }
  doc_type(const doc_type&) = delete;
  doc_type& operator=(const doc_type&) = delete;
  ~doc_type() = default;

  [[nodiscard]] const pbwire::message_type& type() const { return doc_; }
  [[nodiscard]] const pbwire::field_type& operator[](std::string_view name) const { return *doc_.find(name); }

 private:
  static pbwire::field_type& add(pbwire::message_type& to, const char* name, std::uint32_t number, pbwire::kind kind) {
    pbwire::field_type& field = to.fields.emplace_back();
    field.name = field.full_name = name;
    field.number = number;
    field.value_kind = kind;
    field.containing = &to;
    to.by_number.push_back(&field);
    return field;
  }
  pbwire::field_type& list(const char* name, std::uint32_t number, pbwire::kind kind) {
    pbwire::field_type& field = add(doc_, name, number, kind);
    field.label = pbwire::label::repeated;
    field.is_packed = is_packable(kind);
    return field;
  }
  static pbwire::field_type& message(pbwire::field_type& field, const pbwire::message_type& type) {
    field.message = &type;
    field.has_presence = !field.is_repeated();
    return field;
  }
  static void one_of(pbwire::oneof_type& oneof, pbwire::field_type& field) {
    field.oneof = &oneof;
    field.has_presence = true;
    oneof.fields.push_back(&field);
  }

  pbwire::message_type entry_;
  pbwire::message_type doc_;
};

}  // namespace hand
