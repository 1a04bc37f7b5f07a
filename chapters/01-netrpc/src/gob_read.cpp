// SPDX-License-Identifier: MIT
//
// Values into C++ types, by plan.
#include <netrpc/gob_decoder.hpp>

#include <algorithm>

namespace netrpc::gob {

using reflect::kind;

/// The place where the value goes: empty pointers on the way are filled (decode.go decAlloc).
void* decoder::settle_pointers(const reflect::type* t, void* p) {
  for (; t->kind == kind::pointer; t = t->element) {
    if (t->pointer->get(p) == nullptr) (void)charge(1, t->element->size);
    p = t->pointer->ensure(p);
  }
  return p;
}

void decoder::read_top_level(type_id id, reflect::value into) {
  const plan* how = plan_for(into.of, id);
  if (how == nullptr) return;
  void* p = settle(into.of, into.data);
  if (how->kind != kind::structure) {
    if (in_.read_uint() != 0) return in_.fail(errc::nonzero_singleton);
    return read_value(*how, p);
  }
  const wire_type* remote = remote_.find(id);
  if (how->matched == 0 && !how->base->fields.empty() && remote != nullptr && !remote->StructT->Field.empty()) {
    return in_.fail(errc::no_fields_matched, "decoding into " + reflect::go_string(*how->base), error_scope::value);
  }
  read_struct(*how, p);
}

void decoder::read_value(const plan& how, void* p) {
  if (how.kind <= kind::bytes) return read_scalar(how, p);
  switch (how.kind) {
    case kind::structure: return read_struct(how, p);
    case kind::slice: return read_slice(how, p);
    case kind::array: return read_array(how, p);
    case kind::map: return read_map(how, p);
    case kind::interface: return read_interface(*static_cast<any*>(p));
    case kind::opaque: return read_opaque(how, p);
    case kind::boolean:
    case kind::int_:
    case kind::uint_:
    case kind::float_:
    case kind::complex:
    case kind::string:
    case kind::bytes:
    case kind::pointer: break;  // a plan speaks of what pointers lead to
  }
}

void decoder::read_scalar(const plan& how, void* p) {
  const reflect::type& t = *how.base;
  bool fits = true;
  switch (how.kind) {
    case kind::string: {
      const auto text = in_.read_string();
      if (in_.ok()) static_cast<std::string*>(p)->assign(reinterpret_cast<const char*>(text.data()), text.size());
      return;
    }
    case kind::bytes: {
      const auto data = in_.read_string();
      if (in_.ok()) t.bytes->set(p, data);
      return;
    }
    case kind::boolean: {
      const bool v = in_.read_uint() != 0;
      std::memcpy(p, &v, sizeof v);  // it may be an enum of bool
      return;
    }
    case kind::int_: fits = reflect::store_int(t, p, in_.read_int()); break;
    case kind::uint_: fits = reflect::store_uint(t, p, in_.read_uint()); break;
    case kind::float_: fits = reflect::store_float(t, p, in_.read_float()); break;
    case kind::complex: {
      const double real = in_.read_float();
      const double imag = in_.read_float();
      fits = reflect::store_complex(t, p, {real, imag});
      break;
    }
    case kind::structure:
    case kind::slice:
    case kind::array:
    case kind::map:
    case kind::pointer:
    case kind::interface:
    case kind::opaque: return;  // no scalars
  }
  if (!fits) in_.fail(errc::value_out_of_range, "for " + reflect::go_string(t), error_scope::value);
}

void decoder::read_struct(const plan& how, void* p) {
  if (!enter()) return;
  std::uint64_t number = static_cast<std::uint64_t>(-1);
  while (in_.left() > 0) {  // Go takes the end of the message for the end of the struct
    const std::uint64_t delta = in_.read_uint();
    if (delta == 0) break;
    if (delta >= how.steps.size() - number) return in_.fail(errc::field_out_of_range, "delta " + std::to_string(delta));
    number += delta;
    const plan::step& step = how.steps[static_cast<std::size_t>(number)];
    if (step.field == nullptr) walk(*step.value, nullptr);
    else read_value(*step.value, settle(step.field->of, step.field->at(p)));
  }
  --depth_;
}

void decoder::read_slice(const plan& how, void* p) {
  const reflect::slice_operations& slice = *how.base->slice;
  const std::uint64_t count = read_count();
  if (!enter() || !charge(count, slice.stride)) return;
  // An element takes a byte at least, so a count beyond what is left is a lie; unless the message can be
  // cut on the way. Growing as the elements come makes a lie cheap in either case.
  std::uint64_t size = std::min<std::uint64_t>(count, in_.left());
  slice.resize(p, static_cast<std::size_t>(size));
  auto* element = static_cast<std::byte*>(slice.data(p));
  for (std::uint64_t i = 0; i < count && in_.ok(); ++i) {
    if (in_.left() == 0) return in_.fail(errc::length_past_input, std::to_string(count) + " elements");
    if (i == size) {
      size = std::min(count, size * 2 + 1);
      slice.resize(p, static_cast<std::size_t>(size));
      element = static_cast<std::byte*>(slice.data(p)) + i * slice.stride;
    }
    read_value(*how.element, settle(how.base->element, element));
    element += slice.stride;
  }
  --depth_;
}

void decoder::read_array(const plan& how, void* p) {
  const std::uint64_t count = read_count();
  if (in_.ok() && count != how.length)
    in_.fail(errc::array_length, std::to_string(count) + " for " + reflect::go_string(*how.base));
  if (!enter()) return;
  auto* element = static_cast<std::byte*>(how.base->slice->data(p));
  for (std::uint64_t i = 0; i < count && in_.ok(); ++i, element += how.base->slice->stride) {
    if (in_.left() == 0) return in_.fail(errc::length_past_input, std::to_string(count) + " elements");
    read_value(*how.element, settle(how.base->element, element));
  }
  --depth_;
}

void decoder::read_map(const plan& how, void* p) {
  constexpr std::size_t node_bytes = 48;  // what a tree or a hash table adds to key and value
  const std::size_t entry_bytes = node_bytes + how.base->key->size + how.base->element->size;
  struct context {
    decoder* self;
    const plan* map;
  } c{this, &how};
  constexpr auto fill_key = [](void* raw, void* key) {
    const auto& to = *static_cast<context*>(raw);
    to.self->read_value(*to.map->key, to.self->settle(to.map->base->key, key));
    return to.self->in_.ok();
  };
  constexpr auto fill_value = [](void* raw, void* v) {
    const auto& to = *static_cast<context*>(raw);
    to.self->read_value(*to.map->element, to.self->settle(to.map->base->element, v));
    return to.self->in_.ok();
  };
  const std::uint64_t count = read_count();
  if (!enter()) return;
  for (std::uint64_t i = 0; i < count && in_.ok(); ++i) {
    if (in_.left() == 0) return in_.fail(errc::length_past_input, std::to_string(count) + " entries");
    if (!charge(1, entry_bytes) || !how.base->map->insert(p, &c, fill_key, fill_value)) return;
  }
  --depth_;
}

/// The name says which C++ type to make, the id how the sender's type of that name looked.
void decoder::read_interface(any& into) {
  const auto raw_name = in_.read_string();
  if (!in_.ok()) return;
  if (raw_name.empty()) {
    into = {};
    return;
  }
  const std::string name(reinterpret_cast<const char*>(raw_name.data()), raw_name.size());
  if (name.size() > limits_.type_name_bytes)
    return in_.fail(errc::name_too_long, std::to_string(name.size()) + " bytes");
  const reflect::type* concrete = names_ == nullptr ? nullptr : names_->find(name);
  if (concrete == nullptr) return in_.fail(errc::name_not_registered, '"' + name + '"', error_scope::value);
  const type_id id = read_interface_type();
  (void)in_.read_uint();  // its length, for those who skip it
  if (!in_.ok() || !enter() || !charge(1, concrete->size)) return;
  any made{concrete, concrete->make()};
  read_top_level(id, {concrete, made.data.get()});
  if (in_.ok()) into = std::move(made);
  --depth_;
}

void decoder::read_opaque(const plan& how, void* p) {
  const auto data = in_.read_string();
  if (!in_.ok()) return;
  if (const auto taken = how.base->opaque->decode(p, data); !taken) {
    in_.fail(errc::opaque_rejected, reflect::go_string(*how.base) + ": " + taken.error().message(), error_scope::value);
  }
}

}  // namespace netrpc::gob
