// SPDX-License-Identifier: MIT
//
// Ranges of numbers: `extensions 100 to 199, 1000 to max;` and `reserved 2, 15, 9 to 11;`. The text includes their
// ends. So do the ranges of an enum's descriptor; those of a message's end behind their last number.
#include "parser_state.hpp"

#include <limits>
#include <type_traits>

namespace pbwire::compiler {
namespace {

constexpr std::int32_t max_int32 = std::numeric_limits<std::int32_t>::max();

/// Behind the last number. 2^31-1 has nothing behind it: the result is negative, and the linker refuses the range.
std::int32_t behind(std::int32_t last) {
  return last == max_int32 ? std::numeric_limits<std::int32_t>::min() : last + 1;
}

}  // namespace

template <class Range>
bool parser::parse_range(Range& range, const source_span& span, std::string_view expected) {
  constexpr bool of_enum = std::is_same_v<Range, EnumDescriptorProto::EnumReservedRange>;
  const auto consume_bound = [&](std::int32_t& out, std::string_view what) {
    return of_enum ? consume_signed_integer(out, what) : consume_integer(out, what);
  };
  std::int32_t start = 0, last = 0;
  const token start_token = tokens_.current();
  {
    const source_span start_span(span, {paths::range::start});
    if (!consume_bound(start, expected)) return false;
  }
  bool to_max = false;
  if (try_consume("to")) {
    const source_span end_span(span, {paths::range::end});
    to_max = try_consume("max");
    if (!to_max && !consume_bound(last, "an integer")) return false;
  } else {
    source_span end_span(span, {paths::range::end});
    end_span.start_at(start_token);
    end_span.end_at(start_token);
    last = start;
  }
  range.start = start;
  if constexpr (of_enum) range.end = to_max ? max_int32 : last;
  else range.end = to_max ? -1 : behind(last);  // -1: parser_message.cpp puts the message's own maximum there
  return true;
}

bool parser::parse_extensions(DescriptorProto& message, const source_span& statement) {
  if (!consume("extensions")) return false;
  const std::size_t first = message.extension_range.size();
  do {
    const source_span span(statement, {next_index(message.extension_range)});
    span.blame(span, place::number);
    if (!parse_range(message.extension_range.emplace_back(), span, "a range of field numbers")) return false;
  } while (try_consume(","));
  if (looking_at("[") && !parse_extension_options(message, first, statement)) return false;
  return consume_end_of_declaration(";", &statement);
}

// Written once and meant for each range of the statement: the first takes them, the others get copies, spans included.
bool parser::parse_extension_options(DescriptorProto& message, std::size_t first, const source_span& statement) {
  std::vector<source_span::Location> written;
  ExtensionRangeOptions& options = message.extension_range[first].options.emplace();
  const std::size_t index_at = statement.path().size();
  {
    const source_span range(statement, {static_cast<std::int32_t>(first)}, written);
    const source_span span(range, {paths::range::options});
    if (!parse_option_list(options.uninterpreted_option, span)) return false;
  }
  for (std::size_t i = first; i < message.extension_range.size(); ++i) {
    if (i > first) message.extension_range[i].options = options;
    for (const source_span::Location& location : written) {
      if (location.path.size() == index_at + 1) continue;  // of the range itself, which has one already
      auto& copy = source_.location.emplace_back(location);
      copy.path[index_at] = static_cast<std::int32_t>(i);
    }
  }
  return true;
}

template <class Range>
bool parser::parse_reserved_numbers(std::vector<Range>& ranges, const source_span& statement,
                                    std::string_view expected) {
  do {
    const source_span span(statement, {next_index(ranges)});
    if (!parse_range(ranges.emplace_back(), span, expected)) return false;
  } while (try_consume(","));
  return consume_end_of_declaration(";", &statement);
}

bool parser::parse_reserved_names(std::vector<std::string>& names, const source_span& statement,
                                  std::string_view expected) {
  do {
    const source_span span(statement, {next_index(names)});
    if (!consume_string(names.emplace_back(), expected)) return false;
  } while (try_consume(","));
  return consume_end_of_declaration(";", &statement);
}

// What is reserved, names or numbers, shows behind the word; and it decides which path the word's span has.
bool parser::parse_reserved(DescriptorProto& message, const source_span& parent) {
  const token word = tokens_.current();
  if (!consume("reserved")) return false;
  const bool names = looking_at(token_kind::string);
  source_span span(parent, {names ? paths::message::reserved_name : paths::message::reserved_range});
  span.start_at(word);
  if (names) return parse_reserved_names(message.reserved_name, span, "a field name in quotes");
  return parse_reserved_numbers(message.reserved_range, span, "field names in quotes or field numbers");
}

bool parser::parse_reserved(EnumDescriptorProto& enumeration, const source_span& parent) {
  const token word = tokens_.current();
  if (!consume("reserved")) return false;
  const bool names = looking_at(token_kind::string);
  source_span span(parent, {names ? paths::enumeration::reserved_name : paths::enumeration::reserved_range});
  span.start_at(word);
  if (names) return parse_reserved_names(enumeration.reserved_name, span, "the name of a value in quotes");
  return parse_reserved_numbers(enumeration.reserved_range, span, "names in quotes or numbers");
}

}  // namespace pbwire::compiler
