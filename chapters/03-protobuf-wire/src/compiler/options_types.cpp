// SPDX-License-Identifier: MIT
//
// descriptor.proto's options for files that do not import it. `deprecated` and `packed` can be used everywhere; who
// wants custom options imports descriptor.proto, and then that file's types are used. The built-in ones are derived
// from the schemas in descriptor.hpp, which the compiler needs anyway, so the facts are written down once.
#include "options.hpp"

#include <pbwire/access.hpp>

namespace pbwire::compiler {

namespace {

using namespace descriptor;
using Label = FieldDescriptorProto::Label;
using Type = FieldDescriptorProto::Type;

constexpr std::string_view package = "google.protobuf";

/// "google.protobuf.FieldOptions.CType" → "CType"
std::string last_part(std::string_view full_name) { return std::string(full_name.substr(full_name.rfind('.') + 1)); }

template <class E>
EnumDescriptorProto describe_enum() {
  EnumDescriptorProto e;
  e.name = last_part(enum_schema<E>::name);
  for (const enum_entry& entry : enum_schema<E>::values) {
    EnumValueDescriptorProto& value = e.value.emplace_back();
    value.name = entry.name;
    value.number = entry.number;
  }
  return e;
}

template <class M, class F>
void describe_field(DescriptorProto& into) {
  using member = access::member_type<M, F>;
  using value = typename member::value_type;  // of std::optional and std::vector alike
  FieldDescriptorProto& f = into.field.emplace_back();
  f.name = F::name;
  f.number = static_cast<std::int32_t>(F::number);
  f.label = access::is_vector<member> ? Label::LABEL_REPEATED : Label::LABEL_OPTIONAL;
  f.type = static_cast<Type>(F::value_kind);
  if constexpr (F::value_kind == kind::message) {
    f.type_name = '.' + std::string(schema<value>::name);
  } else if constexpr (F::value_kind == kind::enum_) {
    f.type_name = '.' + std::string(enum_schema<value>::name);
    into.enum_type.push_back(describe_enum<value>());
  }
}

template <class M, class... Fs>
DescriptorProto describe_fields(field_list<Fs...> /*fields*/) {
  DescriptorProto m;
  m.name = last_part(schema<M>::name);
  (describe_field<M, Fs>(m), ...);
  return m;
}

template <class M>
DescriptorProto describe() {
  return describe_fields<M>(typename schema<M>::fields());
}

}  // namespace

pool make_option_types() {
  DescriptorProto uninterpreted = describe<UninterpretedOption>();
  uninterpreted.nested_type.push_back(describe<UninterpretedOption::NamePart>());
  FileDescriptorProto file;
  file.name = "google/protobuf/descriptor.proto";
  file.package = package;
  file.message_type = {describe<FileOptions>(),    describe<MessageOptions>(), describe<FieldOptions>(),
                       describe<OneofOptions>(),   describe<EnumOptions>(),    describe<EnumValueOptions>(),
                       describe<ServiceOptions>(), describe<MethodOptions>(),  describe<ExtensionRangeOptions>(),
                       std::move(uninterpreted)};
  pool types;
  (void)link(types, std::move(file));
  return types;
}

}  // namespace pbwire::compiler
