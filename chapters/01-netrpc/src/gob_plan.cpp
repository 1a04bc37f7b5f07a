// SPDX-License-Identifier: MIT
#include <netrpc/gob_plan.hpp>

#include <algorithm>

namespace netrpc::gob {

using reflect::kind;

const wire_type* remote_types::find(type_id id) const {
  const auto found = defined_.find(id);
  return found == defined_.end() ? nullptr : &found->second;
}

result<const plan*> plan_book::find(const reflect::type* local, type_id id) {
  const key wanted{local, id};
  if (last_ != nullptr && last_key_ == wanted) return last_;
  failure_.reset();
  made_now_.clear();
  depth_ = 0;
  const plan* found = make(local, id);
  if (failure_ != nullptr) {
    for (const key& k : made_now_) {  // they may lead to the one that failed
      book_.erase(k);
      plans_.pop_back();
    }
    return *failure_;
  }
  last_key_ = wanted;
  last_ = found;
  return found;
}

// The entry goes into the book before it is filled: that is how a recursive type finds itself.
const plan* plan_book::make(const reflect::type* local, type_id id) {
  const key k{local, id};
  if (const auto found = book_.find(k); found != book_.end()) return found->second;
  plan& p = plans_.emplace_back();
  book_.emplace(k, &p);
  made_now_.push_back(k);
  if (++depth_ > nesting_) refuse(errc::too_deep, error_scope::stream, "type definitions");
  else if (local == nullptr) fill_skip(p, id);
  else fill(p, local, id);
  --depth_;
  return &p;
}

void plan_book::refuse(errc code, error_scope scope, std::string detail) {
  if (failure_ == nullptr) failure_ = std::make_unique<error>(error{code, scope, 0, std::move(detail)});
}

const wire_type* plan_book::anywhere(type_id id) const {
  const wire_type* builtin = builtin_type(id);
  return builtin != nullptr ? builtin : remote_.find(id);
}

std::string plan_book::type_string(type_id id) const {
  if (const auto basic = basic_name(id); !basic.empty()) return std::string(basic);
  const wire_type* t = anywhere(id);
  if (t == nullptr) return "undefined type " + std::to_string(id);
  return t->name().empty() ? "type " + std::to_string(id) : t->name();
}

void plan_book::fill(plan& p, const reflect::type* local, type_id id) {
  p.local = local;
  p.base = &reflect::base(*local);
  p.kind = p.base->kind;
  if (p.kind == kind::structure) {
    const wire_type* remote = anywhere(id);
    if (remote == nullptr && basic_name(id).empty()) {
      return refuse(errc::unknown_type_id, error_scope::stream, type_string(id));
    }
    if (remote == nullptr || !remote->StructT) {
      return refuse(errc::type_mismatch, error_scope::value,
                    "want struct type " + reflect::go_string(*p.base) + ", got non-struct " + type_string(id));
    }
    return fill_struct(p, *remote->StructT, id);
  }
  if (!compatible(*local, id)) {
    return refuse(
        errc::type_mismatch, error_scope::value,
        "decoding into local type " + reflect::go_string(*local) + ", received remote type " + type_string(id));
  }
  const wire_type* remote = anywhere(id);
  if (p.kind == kind::slice) {
    p.element = make(p.base->element, remote->SliceT->Elem);
  } else if (p.kind == kind::array) {
    p.length = p.base->length;
    p.element = make(p.base->element, remote->ArrayT->Elem);
  } else if (p.kind == kind::map) {
    p.key = make(p.base->key, remote->MapT->Key);
    p.element = make(p.base->element, remote->MapT->Elem);
  }
}

void plan_book::fill_struct(plan& p, const struct_type& remote, type_id id) {
  for (const field_type& sent : remote.Field) {
    if (sent.Name.empty()) {
      return refuse(errc::bad_type_definition, error_scope::stream,
                    "empty name for remote field of " + type_string(id));
    }
    const auto local = std::find_if(p.base->fields.begin(), p.base->fields.end(),
                                    [&](const reflect::field& f) { return f.name == sent.Name; });
    if (local == p.base->fields.end()) {
      p.steps.push_back({nullptr, make(nullptr, sent.Id)});
      continue;
    }
    if (!compatible(*local->of, sent.Id)) {
      return refuse(errc::type_mismatch, error_scope::value,
                    "wrong type (" + reflect::go_string(*local->of) + ") for received field " + type_string(id) + "." +
                        sent.Name + ", sent as " + type_string(sent.Id));
    }
    p.steps.push_back({&*local, make(local->of, sent.Id)});
    ++p.matched;
  }
}

/// A value nobody wants must still be understood, for its length is nowhere written.
void plan_book::fill_skip(plan& p, type_id id) {
  constexpr kind basic[] = {kind::boolean, kind::boolean, kind::int_,    kind::uint_,    kind::float_,
                            kind::bytes,   kind::string,  kind::complex, kind::interface};
  if (id >= id::boolean && id <= id::interface) {
    p.kind = basic[id];
    return;
  }
  const wire_type* remote = p.remote = remote_.find(id);
  if (remote == nullptr) return refuse(errc::unknown_type_id, error_scope::stream, type_string(id));
  if (remote->ArrayT) {
    p.kind = kind::array;
    p.length = static_cast<std::uint64_t>(remote->ArrayT->Len);
    p.element = make(nullptr, remote->ArrayT->Elem);
  } else if (remote->MapT) {
    p.kind = kind::map;
    p.key = make(nullptr, remote->MapT->Key);
    p.element = make(nullptr, remote->MapT->Elem);
  } else if (remote->SliceT) {
    p.kind = kind::slice;
    p.element = make(nullptr, remote->SliceT->Elem);
  } else if (remote->StructT) {
    p.kind = kind::structure;
    for (const field_type& sent : remote->StructT->Field) {
      if (sent.Name.empty()) {
        return refuse(errc::bad_type_definition, error_scope::stream,
                      "empty name for remote field of " + type_string(id));
      }
      p.steps.push_back({nullptr, make(nullptr, sent.Id)});
    }
  } else if (remote->is_opaque()) {
    p.kind = kind::opaque;
  } else {
    refuse(errc::bad_type_definition, error_scope::stream, type_string(id) + " is defined as nothing");
  }
}

bool plan_book::opaque_agrees(const reflect::type& base, const wire_type* remote) const {
  const bool local_gob = base.opaque != nullptr && base.opaque->form == reflect::opaque_form::gob_encoder;
  const bool local_binary = base.opaque != nullptr && base.opaque->form == reflect::opaque_form::binary_marshaler;
  if (remote == nullptr) return base.opaque == nullptr;
  return local_gob == remote->GobEncoderT.has_value() && local_binary == remote->BinaryMarshalerT.has_value() &&
         !remote->TextMarshalerT;
}

/// decode.go compatibleType: widths do not matter (int8 takes what int64 sent, while it fits), kinds do.
/// Ends because a C++ type can only contain itself through a struct, and structs are not entered here.
bool plan_book::compatible(const reflect::type& local, type_id id) const {
  const reflect::type& base = reflect::base(local);
  const wire_type* remote = remote_.find(id);
  if (!opaque_agrees(base, remote)) return false;
  if (base.kind == kind::opaque || base.kind == kind::structure) return true;  // a struct's fields are looked at later
  if (const type_id basic = basic_id(base); basic != 0) return basic == id;
  if (base.kind == kind::slice) {
    const wire_type* slice = anywhere(id);
    return slice != nullptr && slice->SliceT && compatible(*base.element, slice->SliceT->Elem);
  }
  if (remote == nullptr) return false;
  if (base.kind == kind::array) {
    return remote->ArrayT && static_cast<std::uint64_t>(remote->ArrayT->Len) == base.length &&
           compatible(*base.element, remote->ArrayT->Elem);
  }
  return remote->MapT && compatible(*base.key, remote->MapT->Key) && compatible(*base.element, remote->MapT->Elem);
}

}  // namespace netrpc::gob
