// SPDX-License-Identifier: MIT
#include "support/definitions.hpp"

#include <netrpc/gob_decoder.hpp>

#include <algorithm>
#include <set>

namespace test {

namespace gob = netrpc::gob;
namespace reflect = netrpc::reflect;
using netrpc::bytes;
using reflect::kind;

namespace {

/// The body of a definition, read as what it is: a value of the builtin type wireType.
bool read_definition(std::span<const std::byte> body, gob::wire_type& into) {
  gob::writer message;
  message.write_int(gob::id::wire_type);
  bytes stream(message.view().begin(), message.view().end());
  stream.insert(stream.end(), body.begin(), body.end());
  bytes framed;
  gob::append_message(framed, stream);
  gob::decoder decoder;
  decoder.receive(framed);
  const auto outcome = decoder.decode(into);
  return outcome && *outcome == netrpc::progress::done;
}

/// Walks local and remote types together, one struct at a time.
struct walker {
  const stream_types& types;
  std::set<std::pair<const reflect::type*, gob::type_id>> structs;  // walked, or about to be
  bool twofold = false;

  const gob::wire_type* remote(gob::type_id id) const {
    const auto found = types.defined.find(id);
    return found == types.defined.end() ? nullptr : &found->second;
  }

  void walk_struct(const reflect::type& local, gob::type_id id) {
    const gob::wire_type* t = remote(id);
    if (t == nullptr || !t->StructT || !structs.emplace(&local, id).second) return;
    std::map<const reflect::type*, gob::type_id> met;
    for (const gob::field_type& sent : t->StructT->Field) {
      const auto f = std::ranges::find(local.fields, sent.Name, &reflect::field::name);
      if (f != local.fields.end()) walk(*f->of, sent.Id, met);
    }
  }

  void walk(const reflect::type& declared, gob::type_id id, std::map<const reflect::type*, gob::type_id>& met) {
    const reflect::type& local = reflect::base(declared);
    if (gob::basic_id(local) != 0 || local.kind == kind::opaque) return;
    const auto [first, fresh] = met.emplace(&local, id);
    if (!fresh) twofold = twofold || first->second != id;
    if (local.kind == kind::structure) return walk_struct(local, id);
    const gob::wire_type* t = remote(id);
    if (!fresh || t == nullptr) return;
    if (local.kind == kind::slice && t->SliceT) walk(*local.element, t->SliceT->Elem, met);
    if (local.kind == kind::array && t->ArrayT) walk(*local.element, t->ArrayT->Elem, met);
    if (local.kind == kind::map && t->MapT) {
      walk(*local.key, t->MapT->Key, met);
      walk(*local.element, t->MapT->Elem, met);
    }
  }
};

}  // namespace

stream_types types_of(std::span<const std::byte> stream) {
  stream_types all;
  while (!stream.empty()) {
    const auto length = gob::peek_uint(stream);
    if (length.what != gob::uint_prefix::state::done || length.value > stream.size() - length.width) break;
    const auto body = stream.subspan(length.width, length.value);
    stream = stream.subspan(length.width + length.value);
    gob::reader in(body);
    const auto id = static_cast<gob::type_id>(in.read_int());
    gob::wire_type definition;
    if (id >= 0) all.values.push_back(id);
    else if (read_definition(body.subspan(in.position()), definition))
      all.defined.emplace(-static_cast<std::int64_t>(id), definition);
  }
  return all;
}

bool meets_a_type_under_two_ids(const reflect::type& local, const stream_types& types) {
  walker w{types, {}};
  for (const gob::type_id id : types.values) {
    std::map<const reflect::type*, gob::type_id> met;
    w.walk(local, id, met);
  }
  return w.twofold;
}

}  // namespace test
