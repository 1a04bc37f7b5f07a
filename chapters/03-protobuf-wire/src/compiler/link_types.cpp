// SPDX-License-Identifier: MIT
//
// Names become types. A field that was written `Item items = 1;` has the name and no kind, because the parser cannot
// know whether Item is a message or an enum. Afterwards the descriptor says both: type_name ".shop.Item", TYPE_MESSAGE.
#include "scope.hpp"

namespace pbwire::compiler {

namespace {

using Type = descriptor::FieldDescriptorProto::Type;
using declared_field = declared<field_type, descriptor::FieldDescriptorProto>;

/// The message that a name must mean; null, and an error, if it does not.
const message_type* find_message(linking& work, std::string& name, std::string_view from, const element_path& path,
                                 place what) {
  const lookup result = look_up(work, name, from, wanted::anything);
  if (!result) {
    work.error(path, what, why_not_found(work, name, result));
    return nullptr;
  }
  const auto* const m = result.as<const message_type>();
  if (m == nullptr) {
    work.error(path, what, quoted(name) + " is " + std::string(kind_of(result.found)) + "; name a message here");
    return nullptr;
  }
  name = '.' + m->full_name;
  return m;
}

/// An extension's number belongs to whoever extends: two files may claim one without knowing of each other. They never
/// meet in one program, perhaps, so that is a warning only.
void claim_number(linking& work, const field_type& f, const element_path& path) {
  if (const field_type* const own = f.containing->find(f.number)) {
    work.error(path, place::number,
               "extension number " + std::to_string(f.number) + " is already the number of field " +
                   quoted(own->full_name) + "; take another");
    return;
  }
  const std::pair key(f.containing, f.number);
  const auto [in_pool, is_new] = work.tables().extensions.emplace(key, &f);
  const auto [in_file, is_first] = work.own_extensions.emplace(key, &f);
  if (is_new) {
    work.new_extensions.push_back(key);
    return;
  }
  const field_type& other = is_first ? *in_pool->second : *in_file->second;
  const std::string text = "extension number " + std::to_string(f.number) + " of " + quoted(f.containing->full_name) +
                           " is taken by " + quoted(other.full_name) + " in " + quoted(other.file->name) +
                           "; take another";
  if (!is_first) {
    work.error(path, place::number, text);
  } else {
    work.warning(path, place::number, text);
  }
}

void link_extendee(linking& work, const declared_field& d) {
  auto& [f, proto, path] = d;
  if (!proto->extendee) {
    work.error(path, place::extendee, quoted(f->full_name) + " is an extension and does not say what it extends");
    return;
  }
  f->containing = find_message(work, *proto->extendee, f->full_name, path, place::extendee);
  if (f->label == label::required) {
    work.error(path, place::type, "extension " + quoted(f->full_name) + " cannot be required; make it optional");
  }
  if (f->containing == nullptr) return;
  if (f->containing->is_extension_number(f->number)) {
    claim_number(work, *f, path);
  } else {
    work.error(path, place::number,
               quoted(f->containing->full_name) + " has no extension range with " + std::to_string(f->number) +
                   " in it; take a number from its `extensions`");
  }
}

/// A field whose type is a name.
void link_named_type(linking& work, const declared_field& d) {
  auto& [f, proto, path] = d;
  const std::string name = *proto->type_name;
  const lookup result = look_up(work, name, f->full_name, wanted::types);
  if (!result) {
    work.error(path, place::type, why_not_found(work, name, result));
    return;
  }
  f->message = result.as<const message_type>();
  f->enumeration = result.as<const enum_type>();
  if (f->message == nullptr && f->enumeration == nullptr) {
    work.error(path, place::type, quoted(name) + " is " + std::string(kind_of(result.found)) + " and not a type");
    return;
  }
  if (!proto->type) proto->type = f->message != nullptr ? Type::TYPE_MESSAGE : Type::TYPE_ENUM;
  const bool wants_message = proto->type == Type::TYPE_MESSAGE || proto->type == Type::TYPE_GROUP;
  if (wants_message ? f->message == nullptr : (f->enumeration == nullptr || proto->type != Type::TYPE_ENUM)) {
    work.error(path, place::type, quoted(name) + " is " + std::string(kind_of(result.found)) + ", not what is said");
  }
  proto->type_name = '.' + (f->message != nullptr ? f->message->full_name : f->enumeration->full_name);
}

void link_field(linking& work, const declared_field& d) {
  auto& [f, proto, path] = d;
  if (f->is_extension) link_extendee(work, d);
  if (proto->type_name) {
    link_named_type(work, d);
  } else if (!proto->type || proto->type == Type::TYPE_MESSAGE || proto->type == Type::TYPE_GROUP ||
             proto->type == Type::TYPE_ENUM) {
    work.error(path, place::type, quoted(f->full_name) + " does not say its type");
  }
  if (!proto->type) return;
  f->value_kind = static_cast<kind>(*proto->type);
  const bool is_proto3 = work.file.syntax == syntax::proto3;
  f->has_presence =
      !f->is_repeated() && (is_message(f->value_kind) || f->oneof != nullptr || f->is_extension || !is_proto3);
  f->checks_utf8 = is_proto3 && f->value_kind == kind::string;
  f->is_closed_enum = !is_proto3 && f->value_kind == kind::enum_;
}

void link_method(linking& work, const declared<method_type, descriptor::MethodDescriptorProto>& d) {
  auto& [m, proto, path] = d;
  if (!proto->input_type) proto->input_type.emplace();
  if (!proto->output_type) proto->output_type.emplace();
  m->input = find_message(work, *proto->input_type, m->full_name, path, place::input_type);
  m->output = find_message(work, *proto->output_type, m->full_name, path, place::output_type);
}

}  // namespace

void link_types(linking& work) {
  for (const declared_field& f : work.fields) link_field(work, f);
  for (const auto& m : work.methods) link_method(work, m);
}

}  // namespace pbwire::compiler
