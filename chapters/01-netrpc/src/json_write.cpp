// SPDX-License-Identifier: MIT
//
// The writing half of json_value.hpp (Go: encoding/json encode.go).
#include <netrpc/base64.hpp>
#include <netrpc/json_number.hpp>
#include <netrpc/json_text.hpp>
#include <netrpc/json_value.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

namespace netrpc::json {
namespace {

using reflect::const_value;
using reflect::kind;
using reflect::type;

class writer {
 public:
  writer(std::string& out, const limits& bounds) : out_(out), limits_(bounds) {}

  void write(const_value v);
  [[nodiscard]] std::optional<error>& failure() { return failure_; }

 private:
  void fail(std::string go_words) {
    if (!failure_) failure_ = error{errc::cannot_encode, error_scope::local, 0, std::move(go_words)};
  }
  bool enter() {
    if (++depth_ <= limits_.json_nesting) return true;
    fail(fmt::format("json: unsupported value: nested more than {} deep", limits_.json_nesting));
    return false;
  }

  const_value at_end_of_pointers(const_value v);
  void write_float(const type& t, const void* p);
  void write_elements(const_value v);
  void write_map(const_value v);
  void write_struct(const_value v);
  void write_base64(std::span<const std::byte> data);
  void write_opaque(const_value v);

  std::string& out_;
  const limits& limits_;
  std::size_t depth_ = 0;
  std::optional<error> failure_;
};

/// Follows pointers and interfaces to the value at their end; no type when there is none.
const_value writer::at_end_of_pointers(const_value v) {
  for (std::size_t steps = 0; v.of != nullptr && (v.of->kind == kind::pointer || v.of->kind == kind::interface);
       ++steps) {
    if (steps > limits_.json_nesting) {
      fail("json: unsupported value: encountered a cycle via " + reflect::go_string(*v.of));
      return {};
    }
    if (v.of->kind == kind::interface) {
      const any& inside = *static_cast<const any*>(v.data);
      v = {inside.of, inside.data.get()};
    } else {
      const void* target = v.of->pointer->get(v.data);
      v = target == nullptr ? const_value{} : const_value{v.of->element, target};
    }
  }
  return v;
}

void writer::write(const_value v) {
  if (failure_) return;
  v = at_end_of_pointers(v);
  if (v.of == nullptr) {
    out_ += "null";
    return;
  }
  const type& t = *v.of;
  switch (t.kind) {
    case kind::boolean: out_ += *static_cast<const bool*>(v.data) ? "true" : "false"; return;
    case kind::int_: out_ += std::to_string(reflect::load_int(t, v.data)); return;
    case kind::uint_: out_ += std::to_string(reflect::load_uint(t, v.data)); return;
    case kind::float_: return write_float(t, v.data);
    case kind::string: return append_quoted(out_, *static_cast<const std::string*>(v.data));
    case kind::bytes: return write_base64(t.bytes->get(v.data));
    case kind::slice:
    case kind::array: return write_elements(v);
    case kind::map: return write_map(v);
    case kind::structure: return write_struct(v);
    case kind::opaque: return write_opaque(v);
    case kind::complex: return fail("json: unsupported type: " + reflect::go_string(t));
    case kind::pointer:
    case kind::interface: return;  // followed above
  }
}

void writer::write_float(const type& t, const void* p) {
  const double v = reflect::load_float(t, p);
  if (std::isnan(v)) return fail("json: unsupported value: NaN");
  if (std::isinf(v)) return fail(v > 0 ? "json: unsupported value: +Inf" : "json: unsupported value: -Inf");
  append_float(out_, v, t.bits);
}

void writer::write_elements(const_value v) {
  if (!enter()) return;
  const reflect::slice_operations& slice = *v.of->slice;
  const std::size_t count = slice.size(v.data);
  // data() is declared for readers that fill; nothing is changed through it here.
  const auto* first = static_cast<const std::byte*>(slice.data(const_cast<void*>(v.data)));
  out_ += '[';
  for (std::size_t i = 0; i < count && !failure_; ++i) {
    if (i > 0) out_ += ',';
    write({v.of->element, first + i * slice.stride});
  }
  out_ += ']';
  --depth_;
}

void writer::write_map(const_value v) {
  struct entry {
    std::string key;
    const void* value;
  };
  struct gathering {
    const type& key;
    std::vector<entry> entries = {};
  };
  const type& key = *v.of->key;
  if (key.kind != kind::string && key.kind != kind::int_ && key.kind != kind::uint_) {
    return fail("json: unsupported type: " + reflect::go_string(*v.of));
  }
  if (!enter()) return;
  gathering all{key};
  const auto gather = [](void* context, const void* k, const void* value) {
    auto& g = *static_cast<gathering*>(context);
    if (g.key.kind == kind::string) g.entries.push_back({*static_cast<const std::string*>(k), value});
    else if (g.key.kind == kind::int_) g.entries.push_back({std::to_string(reflect::load_int(g.key, k)), value});
    else g.entries.push_back({std::to_string(reflect::load_uint(g.key, k)), value});
    return true;
  };
  v.of->map->each(v.data, &all, gather);
  std::sort(all.entries.begin(), all.entries.end(), [](const entry& a, const entry& b) { return a.key < b.key; });
  char before = '{';
  for (const entry& e : all.entries) {
    out_ += std::exchange(before, ',');
    append_quoted(out_, e.key);
    out_ += ':';
    write({v.of->element, e.value});
    if (failure_) return;
  }
  out_ += before == '{' ? "{}" : "}";
  --depth_;
}

void writer::write_struct(const_value v) {
  if (!enter()) return;
  char before = '{';
  for (const reflect::field& f : v.of->fields) {
    out_ += std::exchange(before, ',');
    append_quoted(out_, f.json_name);
    out_ += ':';
    write({f.of, f.at(const_cast<void*>(v.data))});
    if (failure_) return;
  }
  out_ += before == '{' ? "{}" : "}";
  --depth_;
}

void writer::write_base64(std::span<const std::byte> data) {
  out_ += '"';
  append_base64(out_, data);
  out_ += '"';
}

void writer::write_opaque(const_value v) {
  const result<bytes> encoded = v.of->opaque->encode(v.data);
  if (encoded.has_error()) {
    return fail(fmt::format("json: error calling {} for type {}: {}",
                            v.of->opaque->form == reflect::opaque_form::gob_encoder ? "GobEncode" : "MarshalBinary",
                            reflect::go_string(*v.of), encoded.error().message()));
  }
  write_base64(*encoded);
}

}  // namespace

result<void> append(std::string& out, const_value v, const limits& bounds) {
  const std::size_t before = out.size();
  writer w(out, bounds);
  w.write(v);
  if (!w.failure()) return {};
  out.resize(before);
  return *std::move(w.failure());
}

}  // namespace netrpc::json
