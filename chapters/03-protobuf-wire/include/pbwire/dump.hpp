// SPDX-License-Identifier: MIT
//
// A message as text, for people: the text format, as libprotobuf's DebugString prints it.
#pragma once

#include <pbwire/access.hpp>
#include <pbwire/extensions.hpp>
#include <pbwire/scalars.hpp>
#include <pbwire/text.hpp>

#include <string>
#include <string_view>

namespace pbwire {

/// Prints the fields of m, one a line, nested ones between braces, unknown ones with their number for a name.
template <class M>
std::string dump(const M& m);

namespace dumping {

template <class M>
void dump_fields(const M& m, std::string& text, int indent);

/// Records that no schema explains: numbers for names, and a guess whether bytes are a message.
void append_unknown(std::string_view records, std::string& text, int indent);

void append_name(std::string& text, std::string_view name, int indent);

template <kind K, class T>
void append_number(const T& v, std::string& text) {
  if constexpr (K == kind::double_) append_double(text, v);
  else if constexpr (K == kind::float_) append_float(text, v);
  else if constexpr (K == kind::bool_) text += v ? "true" : "false";
  else text += std::to_string(static_cast<scalars::value<K>>(v));
}

template <kind K, class T>
void append_value(const T& v, std::string& text, int indent) {
  if constexpr (is_message(K)) {
    text += " {\n";
    dump_fields(v, text, indent + 1);
    append_indent(text, indent);
    text += '}';
  } else {
    text += ": ";
    if constexpr (is_text(K)) {
      append_quoted(text, v);
    } else if constexpr (K == kind::enum_) {
      const std::string_view name = name_of(v);
      text += name.empty() ? std::to_string(static_cast<std::int32_t>(v)) : std::string(name);
    } else {
      append_number<K>(v, text);
    }
  }
  text += '\n';
}

/// A group is known by the name of its type, which is the field's with its capitals: found behind the last dot. An
/// extension has the name that is asked for, in brackets.
template <class F, class T>
std::string_view shown_name() {
  if constexpr (F::value_kind == kind::group && !F::name.starts_with('[')) {
    const std::string_view type = schema<T>::name;
    return type.substr(type.rfind('.') + 1);
  } else {
    return F::name;
  }
}

template <class F, class M>
void dump_field(const M& m, std::string& text, int indent) {
  if constexpr (access::is_extension_range<F>) {
    (m.*F::member).dump(F::number, F::last, text, indent);
  } else if constexpr (access::is_map<F>) {
    for (const auto& [key, v] : m.*F::member) {
      append_name(text, F::name, indent);
      text += " {\n";
      append_name(text, "key", indent + 1);
      append_value<F::key_kind>(key, text, indent + 1);
      append_name(text, "value", indent + 1);
      append_value<F::value_kind>(v, text, indent + 1);
      append_indent(text, indent);
      text += "}\n";
    }
  } else {
    const std::string_view name = shown_name<F, access::value_type<M, F>>();
    if constexpr (access::is_repeated<M, F>()) {
      for (const auto& element : m.*F::member) {
        append_name(text, name, indent);
        append_value<F::value_kind>(static_cast<const access::value_type<M, F>&>(element), text, indent);
      }
    } else if (const auto* v = access::singular<F>(m); v != nullptr) {
      append_name(text, name, indent);
      append_value<F::value_kind>(*v, text, indent);
    }
  }
}

template <class M>
void dump_fields(const M& m, std::string& text, int indent) {
  access::for_each(typename schema<M>::fields{}, [&]<class F>(F) { dump_field<F>(m, text, indent); });
  append_unknown(m.unknown.records(), text, indent);
}

}  // namespace dumping

template <class M>
std::string dump(const M& m) {
  std::string text;
  dumping::dump_fields(m, text, 0);
  return text;
}

}  // namespace pbwire
