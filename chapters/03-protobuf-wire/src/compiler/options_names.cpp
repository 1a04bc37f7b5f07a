// SPDX-License-Identifier: MIT
//
// The names of options: each part is a field of the message that the part before it is.
#include "options.hpp"

#include <pbwire/reader.hpp>

#include <algorithm>
#include <span>

namespace pbwire::compiler {

namespace {

/// The field that a part of the name means, be it one of the right message or not; null, and an error, if none.
const field_type* find_part(linking& work, const message_type& in, const option& o,
                            const descriptor::UninterpretedOption::NamePart& part) {
  const std::string& name = *part.name_part;
  if (!part.is_extension.value_or(false)) {
    const field_type* const f = in.find(std::string_view(name));
    if (f == nullptr) {
      work.error(o.from, place::option_name,
                 "option " + quoted(o.name) + " is unknown: " + in.full_name + " has no field " + quoted(name) +
                     "; a custom option stands in parentheses");
    }
    return f;
  }
  const lookup result = look_up(work, name, o.scope, wanted::anything);
  if (!result) {
    work.error(o.from, place::option_name,
               "option " + quoted(o.name) + " is unknown: " + why_not_found(work, name, result));
    return nullptr;
  }
  const auto* const f = result.as<const field_type>();
  if (f == nullptr) {
    work.error(o.from, place::option_name,
               "option " + quoted(o.name) + " is unknown: " + quoted(name) + " is " +
                   std::string(kind_of(result.found)) + " and not an extension");
  }
  return f;
}

}  // namespace

bool find_option_fields(linking& work, const message_type& options, option& o) {
  const message_type* in = &options;
  const auto& parts = o.written.name;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool in_parentheses = parts[i].is_extension.value_or(false);
    const std::string name = parts[i].name_part.value_or("");
    o.name += (i == 0 ? "" : ".") + (in_parentheses ? '(' + name + ')' : name);
    if (i == 0 && name == "uninterpreted_option") {
      work.error(o.from, place::option_name, "uninterpreted_option is where options wait to be read; it cannot be set");
      return false;
    }
    const field_type* const f = find_part(work, *in, o, parts[i]);
    if (f == nullptr) return false;
    if (f->containing != in) {
      work.error(o.from, place::option_name,
                 quoted(o.name) + " does not belong here: it is no field or extension of " + in->full_name);
      return false;
    }
    o.fields.push_back(f);
    if (i + 1 == parts.size()) break;
    if (f->message == nullptr) {
      work.error(o.from, place::option_name, "option " + quoted(o.name) + " is not a message and has no fields");
      return false;
    }
    if (f->is_repeated()) {
      work.error(o.from, place::option_name,
                 "option " + quoted(o.name) + " is repeated; write each value whole, as " + o.name + " = { … }");
      return false;
    }
    in = f->message;
  }
  if (!o.fields.empty()) return true;
  work.error(o.from, place::option_name, "an option needs a name");
  return false;
}

bool is_set(const std::vector<const field_type*>& fields, std::string_view records) {
  reader in(std::as_bytes(std::span(records)));
  const std::vector<const field_type*> rest(fields.begin() + 1, fields.end());
  while (in.next()) {
    if (in.number() != fields.front()->number) {
      in.skip();
      continue;
    }
    if (rest.empty()) return true;
    std::string inside;
    if (in.type() == wire_type::length_delimited) {
      inside = in.text();
    } else {
      // Between the group's two tags, which are equally long.
      const std::size_t begin = in.offset();
      const std::size_t tag = begin - in.tag_offset();
      in.skip();
      inside = records.substr(begin, in.offset() - tag - begin);
    }
    if (is_set(rest, inside)) return true;
  }
  return false;
}

}  // namespace pbwire::compiler
