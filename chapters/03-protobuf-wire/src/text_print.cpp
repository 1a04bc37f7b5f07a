// SPDX-License-Identifier: MIT
//
// Fields that the schema knows are printed by name. Of the others only numbers and wire types are known, and a
// length-delimited one may be anything: a string, a message, packed numbers. If its bytes can be read as a message it
// is shown as one. That is a guess, and sometimes a wrong one: "\010\001" prints as { 1: 1 }.
#include <pbwire/reader.hpp>
#include <pbwire/text.hpp>
#include <pbwire/text_format.hpp>

#include "message_set.hpp"

#include <array>
#include <charconv>
#include <type_traits>

namespace pbwire {
namespace {

/// Guessing ends this many messages deep; what lies deeper is printed as a string.
constexpr int guess_limit = 10;

class printer {
 public:
  void print(const dynamic_message& message);
  [[nodiscard]] std::string finish() { return std::move(out_); }

 private:
  void begin_line() { append_indent(out_, level_); }
  void open(std::string_view name);
  void close();
  void print_field(const dynamic_field& field);
  void print_value(const field_type& field, const dynamic_value& value);
  void print_entry(const field_type& field, const map_key& key, const dynamic_value& value);
  void print_scalar(const field_type& field, const dynamic_value& value);
  void print_unknown(reader& in, int budget);
  void print_unknown_record(reader& in, int budget);
  void print_unknown_items(reader& in, int budget);
  void print_guess(std::uint32_t number, std::string_view content, int budget);
  void print_hex(std::uint64_t value, std::size_t digits);

  std::string out_;
  int level_ = 0;
};

/// An extension that is declared inside its own message, as those of a MessageSet are, goes by that message's name.
std::string name_in_text(const field_type& field) {
  if (field.is_extension && field.containing->is_message_set && field.value_kind == kind::message &&
      !field.is_repeated() && field.scope == field.message) {
    return '[' + field.message->full_name + ']';
  }
  if (field.value_kind == kind::group && !field.is_extension) return std::string(field.message->name);
  return display_name(field);
}

void printer::open(std::string_view name) {
  begin_line();
  out_ += name;
  out_ += " {\n";
  ++level_;
}

void printer::close() {
  --level_;
  begin_line();
  out_ += "}\n";
}

void printer::print(const dynamic_message& message) {
  for (const auto& [number, field] : message.fields()) {
    if (field.type->is_map()) {
      for (const auto& [key, value] : message.map(*field.type)) print_entry(*field.type, key, value);
    } else {
      print_field(field);
    }
  }
  reader unknown(message.unknown().bytes());
  if (message.type().is_message_set) print_unknown_items(unknown, guess_limit);
  else print_unknown(unknown, guess_limit);
}

void printer::print_field(const dynamic_field& field) {
  if (const auto* value = std::get_if<dynamic_value>(&field.content)) return print_value(*field.type, *value);
  for (const dynamic_value& element : std::get<dynamic_list>(field.content)) print_value(*field.type, element);
}

void printer::print_value(const field_type& field, const dynamic_value& value) {
  const std::string name = name_in_text(field);
  if (const auto* message = std::get_if<box<dynamic_message>>(&value)) {
    open(name);
    print(**message);
    close();
  } else {
    begin_line();
    out_ += name + ": ";
    print_scalar(field, value);
    out_ += '\n';
  }
}

void printer::print_entry(const field_type& field, const map_key& key, const dynamic_value& value) {
  open(field.name);
  print_value(*field.message->find(1U), to_value(key));
  print_value(*field.message->find(2U), value);
  close();
}

void printer::print_scalar(const field_type& field, const dynamic_value& value) {
  std::visit(
      [&]<class T>(const T& held) {
        if constexpr (std::is_same_v<T, bool>) {
          out_ += held ? "true" : "false";
        } else if constexpr (std::is_same_v<T, float>) {
          append_float(out_, held);
        } else if constexpr (std::is_same_v<T, double>) {
          append_double(out_, held);
        } else if constexpr (std::is_same_v<T, std::string>) {
          append_quoted(out_, held);
        } else if constexpr (std::is_integral_v<T>) {
          const enum_value_type* named = nullptr;
          if constexpr (std::is_same_v<T, std::int32_t>) {
            if (field.value_kind == kind::enum_) named = field.enumeration->find(held);
          }
          if (named != nullptr) out_ += named->name;
          else out_ += std::to_string(held);
        }
      },
      value);
}

/// The records up to the end of the input, or of the group that the reader is in.
void printer::print_unknown(reader& in, int budget) {
  while (in.next() && in.type() != wire_type::end_group) print_unknown_record(in, budget);
}

void printer::print_unknown_record(reader& in, int budget) {
  const std::string number = std::to_string(in.number());
  if (in.type() == wire_type::length_delimited) return print_guess(in.number(), in.text(), budget);
  if (in.type() == wire_type::start_group) {
    open(number);
    print_unknown(in, budget - 1);
    return close();
  }
  begin_line();
  out_ += number + ": ";
  if (in.type() == wire_type::varint) out_ += std::to_string(in.varint());
  else if (in.type() == wire_type::fixed32) print_hex(in.fixed32(), 8);
  else print_hex(in.fixed64(), 16);
  out_ += '\n';
}

/// In a MessageSet the number of a field is the item's type_id.
void printer::print_unknown_items(reader& in, int budget) {
  while (in.next()) {
    if (in.tag() != make_tag(message_set::item, wire_type::start_group)) {
      print_unknown_record(in, budget);
      continue;
    }
    std::uint32_t type_id = 0;
    while (in.next() && in.type() != wire_type::end_group) {
      if (in.type() == wire_type::varint) type_id = static_cast<std::uint32_t>(in.varint());
      else print_guess(type_id, in.text(), budget);
    }
  }
}

/// Whether the bytes are a message, of whatever type.
bool is_message_like(std::string_view content, int budget) {
  reader in(std::as_bytes(std::span(content)), 0, budget);
  while (in.next()) in.skip();
  return !in.failed();
}

void printer::print_guess(std::uint32_t number, std::string_view content, int budget) {
  if (!content.empty() && budget > 0 && is_message_like(content, budget)) {
    open(std::to_string(number));
    reader in(std::as_bytes(std::span(content)));
    print_unknown(in, budget - 1);
    close();
  } else {
    begin_line();
    out_ += std::to_string(number) + ": ";
    append_quoted(out_, content);
    out_ += '\n';
  }
}

void printer::print_hex(std::uint64_t value, std::size_t digits) {
  std::array<char, 16> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, 16).ptr;
  const auto length = static_cast<std::size_t>(end - buffer.data());
  out_ += "0x" + std::string(digits - length, '0') + std::string(buffer.data(), length);
}

}  // namespace

std::string print_text(const dynamic_message& message) {
  printer out;
  out.print(message);
  return out.finish();
}

}  // namespace pbwire
