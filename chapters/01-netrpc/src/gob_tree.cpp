// SPDX-License-Identifier: MIT
//
// Values without a C++ type. Skipping a field that nobody wants and reading a value into a tree are
// one walk: nowhere does a gob say how long a struct is, so to skip one is to read it into nothing.
#include <netrpc/gob_decoder.hpp>

#include <fmt/format.h>

namespace netrpc::gob {

using reflect::kind;

namespace {

std::string text_of(std::span<const std::byte> raw) { return {reinterpret_cast<const char*>(raw.data()), raw.size()}; }

/// A sender may choose a name of a megabyte and use it for every byte that follows.
std::string_view clipped(std::string_view name) { return name.substr(0, 80); }

std::string_view or_unnamed(std::string_view name) { return name.empty() ? "unnamed" : clipped(name); }

}  // namespace

void decoder::note(std::uint64_t from, std::string meaning) {
  const std::uint64_t end = std::max(in_.offset(), from);
  notes_->push_back({from, static_cast<std::size_t>(end - from), depth_, std::move(meaning)});
}

/// A message may go on after its value. Go never looks there.
void decoder::note_leftovers() {
  const std::uint64_t from = in_.offset();
  const std::size_t count = in_.read_bytes(in_.left()).size();
  note(from, fmt::format("{} bytes after the value, which nobody reads", count));
}

void decoder::walk_top_level(type_id id, value* tree) {
  const plan* how = plan_for(nullptr, id);
  if (how == nullptr) return;
  if (how->kind != kind::structure) {
    const std::uint64_t from = in_.offset();
    if (in_.read_uint() != 0) return in_.fail(errc::nonzero_singleton);
    if (notes_ != nullptr) note(from, "no struct: a zero stands for the field delta");
  }
  walk(*how, tree);
}

void decoder::walk(const plan& how, value* tree) {
  switch (how.kind) {
    case kind::boolean:
    case kind::int_:
    case kind::uint_:
    case kind::float_:
    case kind::complex:
    case kind::string:
    case kind::bytes: return walk_scalar(how, tree);
    case kind::structure: return walk_struct(how, tree);
    case kind::slice:
    case kind::array: return walk_elements(how, tree);
    case kind::map: return walk_map(how, tree);
    case kind::interface: return walk_interface(tree);
    case kind::opaque: return walk_opaque(how, tree);
    case kind::pointer: break;  // no pointers on the wire
  }
}

void decoder::walk_scalar(const plan& how, value* tree) {
  const std::uint64_t from = in_.offset();
  value read;
  std::string meaning;
  if (how.kind == kind::boolean) {
    read.content = in_.read_uint() != 0;
    meaning = fmt::format("bool {}", std::get<bool>(read.content));
  } else if (how.kind == kind::int_) {
    read.content = in_.read_int();
    meaning = fmt::format("int {}", std::get<std::int64_t>(read.content));
  } else if (how.kind == kind::uint_) {
    read.content = in_.read_uint();
    meaning = fmt::format("uint {}", std::get<std::uint64_t>(read.content));
  } else if (how.kind == kind::float_) {
    read.content = in_.read_float();
    meaning = fmt::format("float {}", std::get<double>(read.content));
  } else if (how.kind == kind::complex) {
    const double real = in_.read_float();
    const double imag = in_.read_float();
    read.content = std::complex<double>(real, imag);
    meaning = fmt::format("complex ({}{:+}i)", real, imag);
  } else {
    const auto raw = in_.read_string();
    if (tree == nullptr && notes_ == nullptr) return;
    if (how.kind == kind::string) read.content = text_of(raw);
    else read.content = bytes(raw.begin(), raw.end());
    meaning = how.kind == kind::string ? fmt::format("string of {} bytes: \"{}\"", raw.size(), text_of(raw))
                                       : fmt::format("{} raw bytes", raw.size());
  }
  if (!in_.ok()) return;
  if (notes_ != nullptr) note(from, std::move(meaning));
  if (tree != nullptr) *tree = std::move(read);
}

void decoder::walk_struct(const plan& how, value* tree) {
  if (!enter()) return;
  const struct_type& type = *how.remote->StructT;
  if (tree != nullptr && !charge(1, type.CommonType.Name.size())) return;
  struct_value built{tree == nullptr ? std::string() : type.CommonType.Name, {}};
  std::uint64_t number = static_cast<std::uint64_t>(-1);
  while (in_.left() > 0) {
    const std::uint64_t from = in_.offset();
    const std::uint64_t delta = in_.read_uint();
    if (!in_.ok()) return;
    if (delta == 0) {
      if (notes_ != nullptr) note(from, fmt::format("end of {}", or_unnamed(type.CommonType.Name)));
      break;
    }
    if (delta >= how.steps.size() - number) return in_.fail(errc::field_out_of_range, "delta " + std::to_string(delta));
    number += delta;
    const std::string& name = type.Field[static_cast<std::size_t>(number)].Name;
    if (notes_ != nullptr)
      note(from,
           fmt::format("field {} (delta {}): {}.{}", number, delta, or_unnamed(type.CommonType.Name), clipped(name)));
    if (tree != nullptr && !charge(1, sizeof(value_field) + sizeof(value) + name.size())) return;
    std::shared_ptr<value> content = tree == nullptr ? nullptr : std::make_shared<value>();
    walk(*how.steps[static_cast<std::size_t>(number)].value, content.get());
    if (tree != nullptr) built.fields.push_back({name, std::move(content)});
  }
  --depth_;
  if (tree != nullptr && in_.ok()) tree->content = std::move(built);
}

void decoder::walk_elements(const plan& how, value* tree) {
  const std::uint64_t from = in_.offset();
  const std::uint64_t count = read_count();
  if (in_.ok() && how.kind == kind::array && count != how.length) in_.fail(errc::array_length, std::to_string(count));
  if (!enter() || !charge(count, tree == nullptr ? 0 : sizeof(value))) return;
  if (notes_ != nullptr && in_.ok()) note(from, fmt::format("{} elements", count));
  sequence_value built;
  for (std::uint64_t i = 0; i < count && in_.ok(); ++i) {
    if (in_.left() == 0) return in_.fail(errc::length_past_input, std::to_string(count) + " elements");
    walk(*how.element, tree == nullptr ? nullptr : &built.elements.emplace_back());
  }
  --depth_;
  if (tree != nullptr && in_.ok()) tree->content = std::move(built);
}

void decoder::walk_map(const plan& how, value* tree) {
  const std::uint64_t from = in_.offset();
  const std::uint64_t count = read_count();
  if (!enter()) return;
  if (notes_ != nullptr && in_.ok()) note(from, fmt::format("{} entries", count));
  map_value built;
  for (std::uint64_t i = 0; i < count && in_.ok(); ++i) {
    if (in_.left() == 0) return in_.fail(errc::length_past_input, std::to_string(count) + " entries");
    if (tree != nullptr && !charge(1, 2 * sizeof(value))) return;
    std::pair<value, value> entry{value{}, value{}};
    walk(*how.key, tree == nullptr ? nullptr : &entry.first);
    walk(*how.element, tree == nullptr ? nullptr : &entry.second);
    if (tree != nullptr) built.entries.push_back(std::move(entry));
  }
  --depth_;
  if (tree != nullptr && in_.ok()) tree->content = std::move(built);
}

/// To skip one there is a length, and it is used: Go does not look inside either (decode.go ignoreInterface).
/// A nil has no type and no length behind it; Go 1.19 overlooks that when it skips, and loses its place.
void decoder::walk_interface(value* tree) {
  const std::uint64_t from = in_.offset();
  const std::string name = text_of(in_.read_string());
  if (!in_.ok()) return;
  if (notes_ != nullptr)
    note(from, name.empty() ? "interface: nil" : fmt::format("interface: concrete type \"{}\"", name));
  if (name.empty()) {
    if (tree != nullptr) tree->content = interface_value{};
    return;
  }
  const type_id id = read_interface_type();
  const std::uint64_t at = in_.offset();
  const std::uint64_t length = in_.read_uint();
  if (!in_.ok()) return;
  if (notes_ != nullptr) note(at, fmt::format("length of the concrete value: {}", length));
  if (tree == nullptr) {
    (void)in_.read_bytes(length);
    return;
  }
  if (!enter() || !charge(1, sizeof(value))) return;
  interface_value built{name, std::make_shared<value>()};
  walk_top_level(id, built.content.get());
  --depth_;
  if (in_.ok()) tree->content = std::move(built);
}

void decoder::walk_opaque(const plan& how, value* tree) {
  const std::uint64_t from = in_.offset();
  const auto raw = in_.read_string();
  if (!in_.ok()) return;
  if (notes_ != nullptr)
    note(from, fmt::format("{} bytes that only {} understands", raw.size(), or_unnamed(how.remote->name())));
  if (tree == nullptr || !charge(1, how.remote->name().size())) return;
  tree->content = opaque_value{how.remote->name(), bytes(raw.begin(), raw.end())};
}

}  // namespace netrpc::gob
