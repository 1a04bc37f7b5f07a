// SPDX-License-Identifier: MIT
#include <netrpc/gob_types.hpp>

#include <array>
#include <complex>

namespace netrpc::gob {

const std::string& wire_type::name() const {
  static const std::string none;
  if (ArrayT) return ArrayT->CommonType.Name;
  if (SliceT) return SliceT->CommonType.Name;
  if (StructT) return StructT->CommonType.Name;
  if (MapT) return MapT->CommonType.Name;
  if (GobEncoderT) return GobEncoderT->CommonType.Name;
  if (BinaryMarshalerT) return BinaryMarshalerT->CommonType.Name;
  if (TextMarshalerT) return TextMarshalerT->CommonType.Name;
  return none;
}

namespace {

wire_type builtin_struct(std::string name, type_id own, std::vector<field_type> fields) {
  wire_type t;
  t.StructT.emplace(struct_type{{std::move(name), own}, std::move(fields)});
  return t;
}

std::unordered_map<type_id, wire_type> make_builtin_types() {
  constexpr type_id gob_encoder = 24;
  std::unordered_map<type_id, wire_type> all;
  all[id::wire_type] = builtin_struct("wireType", id::wire_type,
                                      {{"ArrayT", id::array_type},
                                       {"SliceT", id::slice_type},
                                       {"StructT", id::struct_type},
                                       {"MapT", id::map_type},
                                       {"GobEncoderT", gob_encoder},
                                       {"BinaryMarshalerT", gob_encoder},
                                       {"TextMarshalerT", gob_encoder}});
  all[id::array_type] = builtin_struct("arrayType", id::array_type,
                                       {{"CommonType", id::common_type}, {"Elem", id::int_}, {"Len", id::int_}});
  all[id::common_type] = builtin_struct("CommonType", id::common_type, {{"Name", id::string}, {"Id", id::int_}});
  all[id::slice_type] =
      builtin_struct("sliceType", id::slice_type, {{"CommonType", id::common_type}, {"Elem", id::int_}});
  all[id::struct_type] =
      builtin_struct("structType", id::struct_type, {{"CommonType", id::common_type}, {"Field", id::field_slice}});
  all[id::field_type] = builtin_struct("fieldType", id::field_type, {{"Name", id::string}, {"Id", id::int_}});
  all[id::field_slice].SliceT.emplace(slice_type{{"[]*gob.fieldType", id::field_slice}, id::field_type});
  all[id::map_type] =
      builtin_struct("mapType", id::map_type, {{"CommonType", id::common_type}, {"Key", id::int_}, {"Elem", id::int_}});
  all[gob_encoder] = builtin_struct("gobEncoderType", gob_encoder, {{"CommonType", id::common_type}});
  return all;
}

}  // namespace

const wire_type* builtin_type(type_id id) {
  static const auto all = make_builtin_types();
  const auto found = all.find(id);
  return found == all.end() ? nullptr : &found->second;
}

std::string_view basic_name(type_id id) {
  constexpr std::array<std::string_view, 9> names = {"",      "bool",   "int",     "uint",     "float",
                                                     "bytes", "string", "complex", "interface"};
  return id > 0 && static_cast<std::size_t>(id) < names.size() ? names[static_cast<std::size_t>(id)]
                                                               : std::string_view{};
}

type_id basic_id(const reflect::type& t) {
  using reflect::kind;
  switch (t.kind) {
    case kind::boolean: return id::boolean;
    case kind::int_: return id::int_;
    case kind::uint_: return id::uint_;
    case kind::float_: return id::float_;
    case kind::complex: return id::complex;
    case kind::string: return id::string;
    case kind::bytes: return id::bytes;
    case kind::interface: return id::interface;
    case kind::structure:
    case kind::slice:
    case kind::array:
    case kind::map:
    case kind::pointer:
    case kind::opaque: break;
  }
  return 0;
}

type_id local_types::assign(const reflect::type& t, std::string_view name) {
  using reflect::kind;
  if (const type_id basic = basic_id(t); basic != 0) return basic;
  if (const auto found = ids_.find(&t); found != ids_.end()) return found->second;
  ids_[&t] = 0;
  if (t.kind == kind::structure) assign_struct(t, name);
  else if (t.kind == kind::map) assign_map(t, name);
  else if (t.kind == kind::opaque) assign_opaque(t, name);
  else assign_sequence(t, name);
  return ids_[&t];
}

type_id local_types::ensure(const reflect::type& t) {
  if (const type_id basic = basic_id(t); basic != 0) return basic;
  type_id& mine = ids_[&t];
  if (mine == 0) mine = next_++;
  return mine;
}

void local_types::assign_struct(const reflect::type& t, std::string_view name) {
  struct_type definition{{std::string(name), ensure(t)}, {}};
  for (const reflect::field& f : t.fields) {
    const reflect::type& base = reflect::base(*f.of);
    assign(base, base.name.empty() ? reflect::go_string(base) : std::string(base.name));
    definition.Field.push_back({std::string(f.name), ensure(base)});
  }
  defined_[&t].StructT = std::move(definition);
}

void local_types::assign_sequence(const reflect::type& t, std::string_view name) {
  const reflect::type& element = reflect::base(*t.element);
  const bool is_array = t.kind == reflect::kind::array;
  // Go names a slice's element and leaves an array's nameless, unless it has met it before.
  assign(element, is_array ? std::string_view{} : element.name);
  const common_type common{std::string(name), ensure(t)};
  if (is_array) defined_[&t].ArrayT = array_type{common, ensure(element), static_cast<std::int64_t>(t.length)};
  else defined_[&t].SliceT = slice_type{common, ensure(element)};
}

void local_types::assign_map(const reflect::type& t, std::string_view name) {
  const reflect::type& key = reflect::base(*t.key);
  const reflect::type& element = reflect::base(*t.element);
  assign(key, {});
  assign(element, {});
  const common_type common{std::string(name), ensure(t)};
  defined_[&t].MapT = map_type{common, ensure(key), ensure(element)};
}

void local_types::assign_opaque(const reflect::type& t, std::string_view name) {
  const gob_encoder_type definition{{std::string(name), ensure(t)}};
  if (t.opaque->form == reflect::opaque_form::gob_encoder) defined_[&t].GobEncoderT = definition;
  else defined_[&t].BinaryMarshalerT = definition;
}

void type_names::add(std::string name, const reflect::type& t) {
  by_type_[&reflect::base(t)] = name;
  by_name_[std::move(name)] = &t;
}

const reflect::type* type_names::find(std::string_view name) const {
  const auto found = by_name_.find(std::string(name));
  return found == by_name_.end() ? nullptr : found->second;
}

const std::string* type_names::name_of(const reflect::type& t) const {
  const auto found = by_type_.find(&t);
  return found == by_type_.end() ? nullptr : &found->second;
}

namespace {

template <class... Ts>
void add_with_slice(type_names& names) {
  (names.add<Ts>(), ...);
  (names.add<std::vector<Ts>>(), ...);
}

}  // namespace

type_names type_names::basic() {
  type_names names;
  add_with_slice<std::int8_t, std::int16_t, std::int32_t, std::int64_t, long long, std::uint16_t, std::uint32_t,
                 std::uint64_t, unsigned long long, float, double, std::complex<float>, std::complex<double>,
                 std::string>(names);
  names.add<std::uint8_t>();
  names.add<bool>();
  names.add<std::vector<std::uint8_t>>();
  names.add("[]uint8", reflect::of<std::vector<std::byte>>());  // same name; the vector<uint8_t> below receives
  names.add<std::vector<std::uint8_t>>();
  return names;
}

}  // namespace netrpc::gob
