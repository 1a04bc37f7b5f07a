// SPDX-License-Identifier: MIT
#include "size_report.hpp"

#include "dump_values.hpp"
#include "json_size.hpp"

#include <pbwire/writer.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <stdexcept>

namespace size_report {

using pbwire::kind;

namespace {

struct named_kind {
  std::string_view name;
  pbwire::kind kind;
};
constexpr std::array<named_kind, 10> kinds = {{{"string", kind::string},
                                               {"bool", kind::bool_},
                                               {"int32", kind::int32},
                                               {"int64", kind::int64},
                                               {"uint32", kind::uint32},
                                               {"uint64", kind::uint64},
                                               {"sint32", kind::sint32},
                                               {"sint64", kind::sint64},
                                               {"sfixed32", kind::sfixed32},
                                               {"sfixed64", kind::sfixed64}}};

std::string_view name_of(pbwire::kind k) {
  return std::find_if(kinds.begin(), kinds.end(), [k](const named_kind& each) { return each.kind == k; })->name;
}

std::int64_t lowest(pbwire::kind k) {
  if (k == kind::uint32 || k == kind::uint64) return 0;
  return k == kind::int32 || k == kind::sint32 || k == kind::sfixed32 ? INT32_MIN : INT64_MIN;
}
std::int64_t highest(pbwire::kind k) {
  if (k == kind::uint32) return UINT32_MAX;
  return k == kind::int32 || k == kind::sint32 || k == kind::sfixed32 ? INT32_MAX : INT64_MAX;
}

json_size::value as_json(const field& f) {
  if (const auto* text = std::get_if<std::string>(&f.value)) return std::string_view(*text);
  if (const auto* number = std::get_if<std::int64_t>(&f.value)) return *number;
  return *std::get_if<bool>(&f.value);
}

std::string value_text(const field& f) {
  if (const auto* text = std::get_if<std::string>(&f.value)) return *text;
  if (const auto* number = std::get_if<std::int64_t>(&f.value)) return std::to_string(*number);
  return *std::get_if<bool>(&f.value) ? "true" : "false";
}

void append_json_string(std::string& to, std::string_view text) {
  constexpr std::string_view escaped = "\"\\\b\f\n\r\t";
  constexpr std::string_view letters = "\"\\bfnrt";
  to += '"';
  for (const char c : text) {
    const std::size_t at = escaped.find(c);
    if (at != std::string_view::npos) {
      to += {'\\', letters[at]};
    } else if (static_cast<unsigned char>(c) < 0x20) {
      std::array<char, 8> code{};
      std::snprintf(code.data(), code.size(), "\\u%04x", static_cast<unsigned>(c));
      to += code.data();
    } else {
      to += c;
    }
  }
  to += '"';
}

void write(pbwire::writer& out, std::uint32_t number, const field& f) {
  if (const auto* text = std::get_if<std::string>(&f.value)) return out.text(number, *text);
  if (const auto* flag = std::get_if<bool>(&f.value)) return out.varint(number, *flag ? 1 : 0);
  const std::int64_t value = *std::get_if<std::int64_t>(&f.value);
  if (f.kind == kind::sint32 || f.kind == kind::sint64) out.zigzag(number, value);
  else if (f.kind == kind::sfixed32) out.fixed32(number, static_cast<std::uint32_t>(value));
  else if (f.kind == kind::sfixed64) out.fixed64(number, static_cast<std::uint64_t>(value));
  else out.varint(number, static_cast<std::uint64_t>(value));  // a negative int32 as well: sign-extended to 64 bits
}

std::size_t size_as(pbwire::kind k, std::int64_t value) {
  std::string out;
  pbwire::writer w(out);
  write(w, 1, {{}, k, value});
  return out.size() - 1;  // without the tag
}

template <class... T>
std::string formatted(const char* format, T... values) {
  std::array<char, 200> row{};
  std::snprintf(row.data(), row.size(), format, values...);
  return row.data();
}

}  // namespace

std::vector<field> article() {
  return {{"id", kind::string, "a11111"}, {"name", kind::string, "balabala"}, {"class", kind::string, "golang"}};
}

field parse(std::string_view text) {
  const auto wrong = [&](const std::string& why) { return std::runtime_error('"' + std::string(text) + "\": " + why); };
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0) throw wrong("want NAME=TEXT or NAME:KIND=VALUE");
  const std::size_t colon = text.substr(0, equals).find(':');
  field f;
  f.name = text.substr(0, std::min(colon, equals));
  const std::string value(text.substr(equals + 1));
  if (colon != std::string_view::npos) {
    const std::string_view wanted = text.substr(colon + 1, equals - colon - 1);
    const auto* const found =
        std::find_if(kinds.begin(), kinds.end(), [&](const named_kind& each) { return each.name == wanted; });
    if (found == kinds.end()) throw wrong("no kind that is known here: " + std::string(wanted));
    f.kind = found->kind;
  }
  if (f.kind == kind::string) {
    f.value = value;
  } else if (f.kind == kind::bool_) {
    if (value != "true" && value != "false") throw wrong("a bool is true or false");
    f.value = value == "true";
  } else {
    std::int64_t number = 0;
    const auto [end, failed] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (failed != std::errc{} || end != value.data() + value.size()) throw wrong("no integer of 64 bits: " + value);
    if (number < lowest(f.kind) || number > highest(f.kind))
      throw wrong("out of range for " + std::string(name_of(f.kind)));
    f.value = number;
  }
  return f;
}

std::string json(const std::vector<field>& fields, bool numbered) {
  std::string text = "{";
  std::size_t number = 0;
  for (const field& f : fields) {
    if (number++ > 0) text += ',';
    if (numbered) text += std::to_string(number);
    else append_json_string(text, f.name);
    text += ':';
    if (f.kind == kind::string) append_json_string(text, value_text(f));
    else text += value_text(f);
  }
  return text + '}';
}

std::string protobuf(const std::vector<field>& fields) {
  std::string out;
  pbwire::writer w(out);
  std::uint32_t number = 0;
  for (const field& f : fields) write(w, ++number, f);
  return out;
}

pbdump::dumped bytes_of(const std::vector<field>& fields) {
  pbdump::dumped made;
  std::size_t offset = 0;
  const auto say = [&](std::size_t length, int depth, pbdump::role what, std::string meaning) {
    made.lines.push_back({offset, length, depth, what, false, std::move(meaning)});
    offset += length;
  };
  std::uint32_t number = 0;
  for (const field& f : fields) {
    const std::size_t whole = protobuf({f}).size() - 1;  // as field 1, whose tag is one byte
    const auto type = static_cast<std::uint32_t>(pbwire::wire_type_of(f.kind));
    const std::uint32_t tag = pbwire::make_tag(++number, pbwire::wire_type_of(f.kind));
    say(pbwire::varint_size(tag), 0, pbdump::role::tag,
        "tag of " + f.name + ": " + std::to_string(number) + " << 3 | " + std::to_string(type));
    if (f.kind == kind::string) {
      const std::size_t length = value_text(f).size();
      say(whole - length, 1, pbdump::role::length, "length: " + std::to_string(length));
      if (length > 0) say(length, 1, pbdump::role::text, pbdump::quoted(value_text(f)));
    } else {
      say(whole, 1, pbdump::role::number, value_text(f) + " as " + std::string(name_of(f.kind)));
    }
  }
  return made;
}

std::string comparison(const std::vector<field>& fields) {
  std::string table = formatted("%-24s%8s%20s%12s\n", "bytes of", "JSON", "keyed by number", "protobuf");
  std::vector<json_size::member> members;
  std::uint32_t number = 0;
  for (const field& f : fields) {
    members.push_back({f.name, as_json(f)});
    const std::size_t value = json_size::of_value(members.back().value);
    const std::size_t keyed = json_size::of_integer(++number) + 1 + value;
    const std::size_t binary =
        protobuf({f}).size() - 1 + pbwire::varint_size(pbwire::make_tag(number, pbwire::wire_type_of(f.kind)));
    table +=
        formatted("%-24s%8zu%20zu%12zu\n", f.name.c_str(), json_size::of_string(f.name) + 1 + value, keyed, binary);
  }
  const std::size_t around = 2 + (fields.empty() ? 0 : fields.size() - 1);
  table += formatted("%-24s%8zu%20zu%12d\n", "braces and commas", around, around, 0);
  return table + formatted("%-24s%8zu%20zu%12zu\n", "all", json_size::of_object(members),
                           json_size::of_numbered(members), protobuf(fields).size());
}

std::string varint_table() {
  constexpr std::array<std::int64_t, 24> values = {
      0,       1,         63, 64,  127, 128,       300,       8191,      8192,      16383,     16384,     2097151,
      2097152, INT32_MAX, -1, -64, -65, INT32_MIN, 1LL << 35, 1LL << 42, 1LL << 49, 1LL << 56, INT64_MAX, INT64_MIN};
  std::string table =
      formatted("%21s%12s%12s%12s%12s%12s\n", "bytes of", "int32/int64", "sint32/64", "sfixed32", "sfixed64", "JSON");
  for (const std::int64_t value : values) {
    const bool small = value >= INT32_MIN && value <= INT32_MAX;
    const std::string fixed = small ? std::to_string(size_as(kind::sfixed32, value)) : "-";
    table += formatted("%21lld%12zu%12zu%12s%12zu%12zu\n", static_cast<long long>(value), size_as(kind::int64, value),
                       size_as(kind::sint64, value), fixed.c_str(), size_as(kind::sfixed64, value),
                       json_size::of_integer(value));
  }
  return table;
}

}  // namespace size_report
