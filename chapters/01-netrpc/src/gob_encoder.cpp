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

result<void> encoder::encode_all(std::span<const reflect::const_value> values, bytes& out) {
  const std::size_t size_before = out.size();
  failed_ = false;
  sent_now_.clear();
  enclosing_.clear();
  out_ = &out;
  for (const reflect::const_value& v : values) encode_one(v);
  if (failed_) return undo(out, size_before);
  return {};
}

void encoder::encode_one(reflect::const_value v) {
  const reflect::type& t = reflect::base(*v.of);
  const void* p = follow(*v.of, v.data);
  if (p == nullptr) return fail(errc::cannot_encode, "nil pointer of type " + reflect::go_string(*v.of));
  depth_ = 0;
  body_.clear();
  body_.write_int(describe(t, body_));
  write_top_level(t, p, body_);
  end_message(body_);
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

/// Tells the other side about t, and about the types inside it, unless it knows (encoder.go sendType). Gives t's id.
type_id encoder::describe(const reflect::type& t, writer& body) {
  if (const auto known = sent_.find(&t); known != sent_.end()) return known->second;
  const type_id id = types_.id_of(t);
  if (basic_id(t) != 0) return id;
  sent_.emplace(&t, id);
  sent_now_.push_back(&t);
  write_definition(t, body);
  for (const reflect::field& f : t.fields) describe(reflect::base(*f.of), body);
  if (t.key != nullptr) describe(reflect::base(*t.key), body);
  if (t.element != nullptr) describe(reflect::base(*t.element), body);
  return id;
}

void encoder::write_definition(const reflect::type& t, writer& body) {
  body.write_int(-static_cast<std::int64_t>(types_.id_of(t)));
  write_struct(reflect::of<wire_type>(), &types_.definition(t), body);
  end_message(body);
}

void encoder::end_message(writer& body) {
  const auto message = body.view();
  if (message.size() > limits_.message_bytes) fail(errc::message_too_big, std::to_string(message.size()) + " bytes");
  if (enclosing_.empty()) append_message(*out_, message);
  else enclosing_.back()->write_string(message);
  body.clear();
}

// --- values ---------------------------------------------------------------------------------------

void encoder::write_top_level(const reflect::type& t, const void* p, writer& body) {
  if (t.kind != kind::structure) body.write_uint(0);
  write_value(t, p, body, 0);
}

/// False: the value is zero and stayed unsaid.
bool encoder::write_value(const reflect::type& t, const void* p, writer& body, std::uint64_t delta) {
  return t.kind <= kind::bytes ? write_scalar(t, p, body, delta) : write_composite(t, p, body, delta);
}

bool encoder::write_scalar(const reflect::type& t, const void* p, writer& body, std::uint64_t delta) {
  const bool must = delta == 0;
  const auto announce = [&] {
    if (!must) body.write_uint(delta);
  };
  switch (t.kind) {
    case kind::boolean: {
      const bool v = reflect::load<bool>(p);
      if (!v && !must) return false;
      announce();
      body.write_uint(v ? 1 : 0);
      return true;
    }
    case kind::int_: {
      const std::int64_t v = reflect::load_int(t, p);
      if (v == 0 && !must) return false;
      announce();
      body.write_int(v);
      return true;
    }
    case kind::uint_: {
      const std::uint64_t v = reflect::load_uint(t, p);
      if (v == 0 && !must) return false;
      announce();
      body.write_uint(v);
      return true;
    }
    case kind::float_: {
      const double v = reflect::load_float(t, p);
      if (v == 0 && !must) return false;  // -0.0 too, as in Go
      announce();
      body.write_float(v);
      return true;
    }
    case kind::complex: {
      const auto v = reflect::load_complex(t, p);
      if (v.real == 0 && v.imag == 0 && !must) return false;
      announce();
      body.write_float(v.real);
      body.write_float(v.imag);
      return true;
    }
    case kind::string: {
      const auto& v = *static_cast<const std::string*>(p);
      if (v.empty() && !must) return false;
      announce();
      body.write_string(std::as_bytes(std::span(v)));
      return true;
    }
    case kind::bytes: {
      const auto v = t.bytes->get(p);
      if (v.empty() && !must) return false;
      announce();
      body.write_string(v);
      return true;
    }
    case kind::structure:
    case kind::slice:
    case kind::array:
    case kind::map:
    case kind::pointer:
    case kind::interface:
    case kind::opaque: break;
  }
  return false;
}

bool encoder::write_composite(const reflect::type& t, const void* p, writer& body, std::uint64_t delta) {
  const bool must = delta == 0;
  const auto announce = [&] {
    if (!must) body.write_uint(delta);
  };
  switch (t.kind) {
    case kind::structure:  // said even when all of it is zero
      announce();
      write_struct(t, p, body);
      return true;
    case kind::slice:
    case kind::array: {
      const std::size_t count = t.slice->size(p);
      if (count == 0 && !must && t.kind == kind::slice) return false;
      announce();
      write_elements(t, p, count, body);
      return true;
    }
    case kind::map:  // Go says an empty map and not a nil one; ours cannot be nil
      if (!must && t.map->size(p) == 0) return false;
      announce();
      write_map(t, p, body);
      return true;
    case kind::interface:
      if (!must && !static_cast<const any*>(p)->has_value()) return false;
      announce();
      write_interface(*static_cast<const any*>(p), body);
      return true;
    case kind::opaque:
      if (!must && t.opaque->is_zero(p)) return false;
      announce();
      write_opaque(t, p, body);
      return true;
    case kind::pointer:
    case kind::boolean:
    case kind::int_:
    case kind::uint_:
    case kind::float_:
    case kind::complex:
    case kind::string:
    case kind::bytes: break;  // pointers were followed before
  }
  return false;
}

void encoder::write_struct(const reflect::type& t, const void* p, writer& body) {
  if (++depth_ > limits_.nesting) fail(errc::too_deep, reflect::go_string(t));
  std::size_t last = static_cast<std::size_t>(-1);
  for (std::size_t number = 0; number < t.fields.size() && !failed_; ++number) {
    const reflect::field& f = t.fields[number];
    const reflect::type& declared = *f.of;
    const void* member = f.at(const_cast<void*>(p));
    if (declared.kind == kind::pointer && (member = follow(declared, member)) == nullptr) continue;
    const reflect::type& base = declared.kind == kind::pointer ? reflect::base(declared) : declared;
    if (write_value(base, member, body, number - last)) last = number;
  }
  body.write_uint(0);
  --depth_;
}

void encoder::write_elements(const reflect::type& t, const void* p, std::size_t count, writer& body) {
  if (++depth_ > limits_.nesting) fail(errc::too_deep, reflect::go_string(t));
  body.write_uint(count);
  const auto* element = static_cast<const std::byte*>(t.slice->data(const_cast<void*>(p)));
  const auto* end = element + count * t.slice->stride;
  if (t.element->kind == kind::pointer) {
    for (; element != end && !failed_; element += t.slice->stride) write_element(*t.element, element, body);
  } else {
    for (; element != end && !failed_; element += t.slice->stride) write_value(*t.element, element, body, 0);
  }
  --depth_;
}

void encoder::write_map(const reflect::type& t, const void* p, writer& body) {
  if (++depth_ > limits_.nesting) fail(errc::too_deep, reflect::go_string(t));
  body.write_uint(t.map->size(p));
  struct context {
    encoder* self;
    const reflect::type* map;
    writer* body;
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
void encoder::write_element(const reflect::type& t, const void* p, writer& body) {
  p = follow(t, p);
  if (p == nullptr) return fail(errc::cannot_encode, "nil element of type " + reflect::go_string(t));
  write_value(reflect::base(t), p, body, 0);
}

/// Name of the concrete type, its id, the value as a message of its own; an empty name is nil.
///
/// A type that was never defined must be defined here and now, in the middle of a value. Go cuts the
/// message at this point: what `body` holds so far, followed by the definition, goes out as one message,
/// and the value goes on in the next (encode.go encodeInterface).
void encoder::write_interface(const any& v, writer& body) {
  if (!v.has_value()) return body.write_uint(0);
  if (++depth_ > limits_.nesting) fail(errc::too_deep, reflect::go_string(*v.of));
  const reflect::type& t = reflect::base(*v.of);
  const void* p = follow(*v.of, v.data.get());
  const std::string* name = names_ == nullptr ? nullptr : names_->name_of(t);
  if (p == nullptr) fail(errc::cannot_encode, "nil pointer of type " + reflect::go_string(*v.of) + " inside interface");
  else if (name == nullptr) fail(errc::cannot_encode, "type not registered for interface: " + reflect::go_string(t));
  if (failed_) return;

  body.write_string(std::as_bytes(std::span(*name)));
  body.write_int(describe(t, body));
  writer inner;
  enclosing_.push_back(&body);
  write_top_level(t, p, inner);
  enclosing_.pop_back();
  body.write_string(inner.view());
  --depth_;
}

void encoder::write_opaque(const reflect::type& t, const void* p, writer& body) {
  const result<bytes> encoded = t.opaque->encode(p);
  if (!encoded) return fail(errc::cannot_encode, encoded.error().message());
  body.write_string(*encoded);
}

}  // namespace netrpc::gob
