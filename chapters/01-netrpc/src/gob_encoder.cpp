// SPDX-License-Identifier: MIT
#include <netrpc/gob_encoder.hpp>

#include <complex>

namespace netrpc::gob {

using reflect::kind;

const void* follow(const reflect::type& t, const void* p) {
  const reflect::type* at = &t;
  while (at->kind == kind::pointer && p != nullptr) {
    p = at->pointer->get(p);
    at = at->element;
  }
  return p;
}

bool is_unsaid(const reflect::type& t, const void* p) {
  switch (t.kind) {
    case kind::boolean: return !*static_cast<const bool*>(p);
    case kind::int_: return reflect::load_int(t, p) == 0;
    case kind::uint_: return reflect::load_uint(t, p) == 0;
    case kind::float_: return reflect::load_float(t, p) == 0;  // -0.0 too, as in Go
    case kind::complex: {
      const auto v = reflect::load_complex(t, p);
      return v.real == 0 && v.imag == 0;
    }
    case kind::string: return static_cast<const std::string*>(p)->empty();
    case kind::bytes: return t.bytes->get(p).empty();
    case kind::slice: return t.slice->size(p) == 0;
    case kind::map: return t.map->size(p) == 0;  // Go says an empty map and not a nil one; ours cannot be nil
    case kind::interface: return !static_cast<const any*>(p)->has_value();
    case kind::opaque: return t.opaque->is_zero(p);
    case kind::structure: case kind::array: case kind::pointer: return false;
  }
  return false;
}

result<void> encoder::encode_all(std::span<const reflect::const_value> values, bytes& out) {
  const std::size_t size_before = out.size();
  failed_ = false;
  sent_now_.clear();
  writers_.assign(1, &out);
  for (const reflect::const_value& v : values) encode_one(v, out);
  if (failed_) return undo(out, size_before);
  return {};
}

void encoder::encode_one(reflect::const_value v, bytes& out) {
  const reflect::type& t = reflect::base(*v.of);
  const void* p = follow(*v.of, v.data);
  if (p == nullptr) return fail(errc::cannot_encode, "nil pointer of type " + reflect::go_string(*v.of));
  depth_ = 0;
  body_.clear();
  describe(t, body_);
  append_int(body_, types_.id_of(t));
  write_top_level(t, p, body_);
  write_message(out, body_);
}

// Nothing half-said may stay: neither bytes, nor the belief that a type was defined by them.
result<void> encoder::undo(bytes& out, std::size_t size_before) {
  out.resize(size_before);
  for (const auto* t : sent_now_) sent_.erase(t);
  return failure_;
}

void encoder::fail(errc code, std::string detail) {
  if (failed_) return;
  failed_ = true;
  failure_ = error{code, error_scope::local, 0, std::move(detail)};
}

// --- type definitions --------------------------------------------------------------------------

/// Tells the other side about t, and about the types inside it, unless it knows (encoder.go sendType).
void encoder::describe(const reflect::type& t, bytes& body) {
  if (basic_id(t) != 0 || !sent_.insert(&t).second) return;
  sent_now_.push_back(&t);
  write_definition(t, body);
  for (const reflect::field& f : t.fields) describe(reflect::base(*f.of), body);
  if (t.key != nullptr) describe(reflect::base(*t.key), body);
  if (t.element != nullptr) describe(reflect::base(*t.element), body);
}

void encoder::write_definition(const reflect::type& t, bytes& body) {
  append_int(body, -static_cast<std::int64_t>(types_.id_of(t)));
  write_struct(reflect::of<wire_type>(), &types_.definition(t), body);
  write_message(*writers_.back(), body);
}

void encoder::write_message(bytes& to, bytes& body) {
  if (body.size() > limits_.message_bytes) fail(errc::message_too_big, std::to_string(body.size()) + " bytes");
  append_string(to, body);
  body.clear();
}

// --- values ---------------------------------------------------------------------------------------

void encoder::write_top_level(const reflect::type& t, const void* p, bytes& body) {
  if (t.kind != kind::structure) body.push_back(std::byte{0});
  write_value(t, p, body);
}

void encoder::write_value(const reflect::type& t, const void* p, bytes& body) {
  switch (t.kind) {
    case kind::boolean: return append_uint(body, *static_cast<const bool*>(p) ? 1 : 0);
    case kind::int_: return append_int(body, reflect::load_int(t, p));
    case kind::uint_: return append_uint(body, reflect::load_uint(t, p));
    case kind::float_: return append_float(body, reflect::load_float(t, p));
    case kind::complex: {
      const auto v = reflect::load_complex(t, p);
      append_float(body, v.real);
      return append_float(body, v.imag);
    }
    case kind::string: return append_string(body, std::as_bytes(std::span(*static_cast<const std::string*>(p))));
    case kind::bytes: return append_string(body, t.bytes->get(p));
    case kind::structure: return write_struct(t, p, body);
    case kind::slice: case kind::array: return write_elements(t, p, body);
    case kind::map: return write_map(t, p, body);
    case kind::interface: return write_interface(*static_cast<const any*>(p), body);
    case kind::opaque: return write_opaque(t, p, body);
    case kind::pointer: return write_element(t, p, body);
  }
}

void encoder::write_struct(const reflect::type& t, const void* p, bytes& body) {
  if (++depth_ > limits_.nesting) fail(errc::too_deep, reflect::go_string(t));
  std::size_t last = static_cast<std::size_t>(-1);
  for (std::size_t number = 0; number < t.fields.size() && !failed_; ++number) {
    const reflect::field& f = t.fields[number];
    const reflect::type& declared = *f.of;
    const void* member = f.at(const_cast<void*>(p));
    if (declared.kind == kind::pointer && (member = follow(declared, member)) == nullptr) continue;
    const reflect::type& base = reflect::base(declared);
    if (is_unsaid(base, member)) continue;
    append_uint(body, number - last);
    last = number;
    write_value(base, member, body);
  }
  append_uint(body, 0);
  --depth_;
}

void encoder::write_elements(const reflect::type& t, const void* p, bytes& body) {
  if (++depth_ > limits_.nesting) fail(errc::too_deep, reflect::go_string(t));
  const std::size_t count = t.slice->size(p);
  append_uint(body, count);
  const auto* element = static_cast<const std::byte*>(t.slice->data(const_cast<void*>(p)));
  for (std::size_t i = 0; i < count && !failed_; ++i, element += t.slice->stride) write_element(*t.element, element, body);
  --depth_;
}

void encoder::write_map(const reflect::type& t, const void* p, bytes& body) {
  if (++depth_ > limits_.nesting) fail(errc::too_deep, reflect::go_string(t));
  append_uint(body, t.map->size(p));
  struct context {
    encoder* self;
    const reflect::type* map;
    bytes* body;
  } c{this, &t, &body};
  t.map->each(p, &c, [](void* raw, const void* key, const void* value) {
    const auto& to = *static_cast<context*>(raw);
    to.self->write_element(*to.map->key, key, *to.body);
    to.self->write_element(*to.map->element, value, *to.body);
    return !to.self->failed_;
  });
  --depth_;
}

/// An element must stand where it is: it cannot stay unsaid, so a null pointer has no encoding.
void encoder::write_element(const reflect::type& t, const void* p, bytes& body) {
  p = follow(t, p);
  if (p == nullptr) return fail(errc::cannot_encode, "nil element of type " + reflect::go_string(t));
  write_value(reflect::base(t), p, body);
}

/// Name of the concrete type, its id, the value as a message of its own; an empty name is nil.
///
/// A type that was never defined must be defined here and now, in the middle of a value. Go cuts the
/// message at this point: what `body` holds so far, followed by the definition, goes out as one message,
/// and the value goes on in the next (encode.go encodeInterface).
void encoder::write_interface(const any& v, bytes& body) {
  if (!v.has_value()) return append_uint(body, 0);
  if (++depth_ > limits_.nesting) fail(errc::too_deep, reflect::go_string(*v.of));
  const reflect::type& t = reflect::base(*v.of);
  const void* p = follow(*v.of, v.data.get());
  const std::string* name = names_ == nullptr ? nullptr : names_->name_of(t);
  if (p == nullptr) fail(errc::cannot_encode, "nil pointer of type " + reflect::go_string(*v.of) + " inside interface");
  else if (name == nullptr) fail(errc::cannot_encode, "type not registered for interface: " + reflect::go_string(t));
  if (failed_) return;

  append_string(body, std::as_bytes(std::span(*name)));
  describe(t, body);
  append_int(body, types_.id_of(t));
  bytes inner;
  writers_.push_back(&body);
  write_top_level(t, p, inner);
  writers_.pop_back();
  write_message(body, inner);
  --depth_;
}

void encoder::write_opaque(const reflect::type& t, const void* p, bytes& body) {
  const result<bytes> encoded = t.opaque->encode(p);
  if (!encoded) return fail(errc::cannot_encode, encoded.error().message());
  append_string(body, *encoded);
}

}  // namespace netrpc::gob
