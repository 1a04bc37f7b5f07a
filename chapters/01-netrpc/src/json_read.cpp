// SPDX-License-Identifier: MIT
//
// The reading half of json_value.hpp (Go: encoding/json decode.go). The text was found valid before, so
// all that can be wrong here is a type.
#include <netrpc/base64.hpp>
#include <netrpc/json_number.hpp>
#include <netrpc/json_text.hpp>
#include <netrpc/json_value.hpp>

#include <fmt/format.h>

#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace netrpc::json {
namespace {

using reflect::kind;
using reflect::type;
using reflect::value;

constexpr std::size_t entry_bytes = 64;  // of a map, beside its key and value: a tree node or a bucket
constexpr std::size_t any_bytes = 64;    // of an interface: the value and what holds it

/// What null does: nothing to values that cannot be empty.
void set_empty(value into) {
  const type& t = *into.of;
  if (t.kind == kind::pointer) t.pointer->reset(into.data);
  else if (t.kind == kind::interface) *static_cast<any*>(into.data) = {};
  else if (t.kind == kind::map) t.map->clear(into.data);
  else if (t.kind == kind::slice) t.slice->resize(into.data, 0);
  else if (t.kind == kind::bytes) t.bytes->set(into.data, {});
}

/// A value that decodes itself keeps what it has: it never said what its zero is.
void set_zero(value v) {
  const type& t = *v.of;
  switch (t.kind) {
    case kind::boolean: *static_cast<bool*>(v.data) = false; return;
    case kind::int_: (void)reflect::store_int(t, v.data, 0); return;
    case kind::uint_: (void)reflect::store_uint(t, v.data, 0); return;
    case kind::float_: (void)reflect::store_float(t, v.data, 0); return;
    case kind::complex: (void)reflect::store_complex(t, v.data, {0, 0}); return;
    case kind::string: static_cast<std::string*>(v.data)->clear(); return;
    case kind::pointer:
    case kind::interface:
    case kind::map:
    case kind::slice:
    case kind::bytes: return set_empty(v);
    case kind::structure:
      for (const reflect::field& f : t.fields) set_zero({f.of, f.at(v.data)});
      return;
    case kind::array: {
      auto* first = static_cast<std::byte*>(t.slice->data(v.data));
      for (std::size_t i = 0; i < t.length; ++i) set_zero({t.element, first + i * t.slice->stride});
      return;
    }
    case kind::opaque: return;
  }
}

const reflect::field* find_field(const type& t, std::string_view key) {
  for (const reflect::field& f : t.fields) {
    if (f.json_name == key) return &f;
  }
  for (const reflect::field& f : t.fields) {
    if (equal_fold(f.json_name, key)) return &f;
  }
  return nullptr;
}

class reader {
 public:
  reader(std::string_view text, std::uint64_t offset, const limits& bounds) : in_(text, offset), limits_(bounds) {}

  void read(value into);
  [[nodiscard]] std::optional<error>& failure() { return failure_; }

 private:
  void fail(errc code, std::uint64_t offset, std::string detail) {
    if (!failure_) failure_ = error{code, error_scope::value, offset, std::move(detail)};
  }
  void mismatch(std::uint64_t offset, std::string_view what, const type& wanted);
  bool charge(std::size_t bytes);
  void skip() { (void)in_.value(); }

  void read_object(value into);
  void read_struct(value into);
  void read_map(value into);
  void read_array(value into);
  void read_slice(value into);
  void read_fixed(value into);
  void read_byte_array(value into);
  void read_string(value into);
  void read_base64(value into);
  void read_number(value into);
  void read_bool(value into);
  any read_any();
  any read_any_number();
  bool read_key(const type& key, std::string_view text, std::uint64_t offset, void* into);

  cursor in_;
  const limits& limits_;
  std::uint64_t charged_ = 0;
  std::optional<error> failure_;
  // Where we are, for Go's words: the struct and the path of the fields down to it.
  const type* in_struct_ = nullptr;
  std::vector<std::string_view> path_;
};

/// Go's UnmarshalTypeError, without its "json: cannot unmarshal ".
void reader::mismatch(std::uint64_t offset, std::string_view what, const type& wanted) {
  if (failure_) return;  // the words are dear
  std::string where = "value";
  if (in_struct_ != nullptr) where = fmt::format("struct field {}.{}", in_struct_->name, fmt::join(path_, "."));
  fail(errc::json_type, offset, fmt::format("{} into Go {} of type {}", what, where, reflect::go_string(wanted)));
}

/// Pays for memory before it is taken: two bytes of text can become a struct of a thousand.
bool reader::charge(std::size_t bytes) {
  if (bytes > limits_.value_bytes - charged_) {
    fail(errc::value_too_big, in_.offset(), fmt::format("more than {} bytes", limits_.value_bytes));
    return false;
  }
  charged_ += bytes;
  return true;
}

void reader::read(value into) {
  const char first = in_.peek();
  if (first == 'n') {
    skip();
    return set_empty(into);
  }
  while (into.of->kind == kind::pointer) {
    if (into.of->pointer->get(into.data) == nullptr && !charge(into.of->element->size)) return skip();
    into = {into.of->element, into.of->pointer->ensure(into.data)};
  }
  if (into.of->kind == kind::interface) {
    *static_cast<any*>(into.data) = read_any();
    return;
  }
  switch (first) {
    case '{': return read_object(into);
    case '[': return read_array(into);
    case '"': return read_string(into);
    case 't':
    case 'f': return read_bool(into);
    default: return read_number(into);
  }
}

void reader::read_object(value into) {
  if (into.of->kind == kind::structure) return read_struct(into);
  const bool is_map = into.of->kind == kind::map;
  const kind key = is_map ? into.of->key->kind : kind::boolean;
  if (key == kind::string || key == kind::int_ || key == kind::uint_) return read_map(into);
  mismatch(in_.offset(), "object", *into.of);
  skip();
}

void reader::read_struct(value into) {
  each_member(in_, [&](const std::string& key, std::uint64_t) {
    const reflect::field* f = find_field(*into.of, key);
    if (f == nullptr) return skip();
    const type* outer = std::exchange(in_struct_, into.of);
    path_.push_back(f->json_name);
    read({f->of, f->at(into.data)});
    path_.pop_back();
    in_struct_ = outer;
  });
}

void reader::read_map(value into) {
  struct entry {
    reader& self;
    const type& map;
    const std::string& key;
    std::uint64_t offset;
    void* key_place = nullptr;
  };
  each_member(in_, [&](const std::string& key, std::uint64_t offset) {
    if (!charge(entry_bytes + into.of->key->size + into.of->element->size)) return skip();
    entry e{*this, *into.of, key, offset};
    // The value is read first, as Go does: of two mistakes, its is the one to be reported.
    const auto note_key = [](void* context, void* place) {
      static_cast<entry*>(context)->key_place = place;
      return true;
    };
    const auto fill = [](void* context, void* place) {
      auto& x = *static_cast<entry*>(context);
      x.self.read({x.map.element, place});
      return x.self.read_key(*x.map.key, x.key, x.offset, x.key_place);
    };
    (void)into.of->map->insert(into.data, &e, note_key, fill);  // an entry with a bad key is left out
  });
}

bool reader::read_key(const type& key, std::string_view text, std::uint64_t offset, void* into) {
  if (key.kind == kind::string) {
    *static_cast<std::string*>(into) = text;
    return true;
  }
  if (key.kind == kind::int_) {
    const auto n = parse_int(text);
    if (n && reflect::store_int(key, into, *n)) return true;
  } else {
    const auto n = parse_uint(text);
    if (n && reflect::store_uint(key, into, *n)) return true;
  }
  mismatch(offset, fmt::format("number {}", text), key);
  return false;
}

void reader::read_array(value into) {
  if (into.of->kind == kind::slice) return read_slice(into);
  if (into.of->kind == kind::array) return read_fixed(into);
  if (into.of->kind == kind::bytes) return read_byte_array(into);
  mismatch(in_.offset(), "array", *into.of);
  skip();
}

/// Elements that are there already are read over, as Go does: {"a":[{"x":1}],"a":[{"y":2}]} is both.
void reader::read_slice(value into) {
  const reflect::slice_operations& slice = *into.of->slice;
  std::size_t count = 0;
  each_element(in_, [&] {
    if (count >= slice.size(into.data)) {
      if (!charge(slice.stride)) return skip();
      slice.resize(into.data, count + 1);
    }
    auto* first = static_cast<std::byte*>(slice.data(into.data));
    read({into.of->element, first + count * slice.stride});
    ++count;
  });
  if (count < slice.size(into.data)) slice.resize(into.data, count);
}

void reader::read_fixed(value into) {
  const reflect::slice_operations& slice = *into.of->slice;
  auto* at = static_cast<std::byte*>(slice.data(into.data));
  std::size_t count = 0;
  each_element(in_, [&] {
    if (count >= into.of->length) return skip();
    read({into.of->element, at + count * slice.stride});
    ++count;
  });
  for (; count < into.of->length; ++count) set_zero({into.of->element, at + count * slice.stride});
}

void reader::read_byte_array(value into) {
  const auto before = into.of->bytes->get(into.data);
  bytes elements(before.begin(), before.end());
  std::size_t count = 0;
  each_element(in_, [&] {
    if (count == elements.size()) elements.emplace_back();
    read({&reflect::of<std::uint8_t>(), &elements[count++]});
  });
  elements.resize(count);
  into.of->bytes->set(into.data, elements);
}

void reader::read_string(value into) {
  if (into.of->kind == kind::string) {
    *static_cast<std::string*>(into.data) = in_.string();
  } else if (into.of->kind == kind::bytes || into.of->kind == kind::opaque) {
    read_base64(into);
  } else {
    mismatch(in_.offset(), "string", *into.of);
    skip();
  }
}

void reader::read_base64(value into) {
  const std::uint64_t offset = in_.offset();
  const auto parsed = parse_base64(in_.string());
  if (const auto* bad = std::get_if<bad_base64>(&parsed)) {
    return fail(errc::json_type, offset, fmt::format("illegal base64 data at input byte {}", bad->at));
  }
  const bytes& data = std::get<bytes>(parsed);
  if (into.of->kind == kind::bytes) return into.of->bytes->set(into.data, data);
  if (const result<void> taken = into.of->opaque->decode(into.data, data); taken.has_error()) {
    mismatch(offset, fmt::format("string ({})", taken.error().message()), *into.of);
  }
}

void reader::read_number(value into) {
  const std::uint64_t offset = in_.offset();
  const std::string_view text = in_.value();
  const type& t = *into.of;
  bool stored = false;
  if (t.kind == kind::int_) {
    const auto n = parse_int(text);
    stored = n && reflect::store_int(t, into.data, *n);
  } else if (t.kind == kind::uint_) {
    const auto n = parse_uint(text);
    stored = n && reflect::store_uint(t, into.data, *n);
  } else if (t.kind == kind::float_) {
    const auto n = parse_float(text, t.bits);
    stored = n && reflect::store_float(t, into.data, *n);
  } else {
    return mismatch(offset, "number", t);
  }
  if (!stored) mismatch(offset, fmt::format("number {}", text), t);
}

void reader::read_bool(value into) {
  const std::uint64_t offset = in_.offset();
  const bool yes = in_.value() == "true";
  if (into.of->kind == kind::boolean) *static_cast<bool*>(into.data) = yes;
  else mismatch(offset, "bool", *into.of);
}

/// A value nobody expected to be of any type.
any reader::read_any() {
  if (!charge(any_bytes)) {
    skip();
    return {};
  }
  switch (in_.peek()) {
    case 'n': skip(); return {};
    case 't':
    case 'f': return make_any<bool>(in_.value() == "true");
    case '"': return make_any<std::string>(in_.string());
    case '[': {
      std::vector<any> elements;
      each_element(in_, [&] { elements.push_back(read_any()); });
      return make_any<std::vector<any>>(std::move(elements));
    }
    case '{': {
      std::map<std::string, any> members;
      each_member(in_, [&](const std::string& key, std::uint64_t) {
        if (charge(entry_bytes)) members[key] = read_any();
        else skip();
      });
      return make_any<std::map<std::string, any>>(std::move(members));
    }
    default: return read_any_number();
  }
}

any reader::read_any_number() {
  const std::uint64_t offset = in_.offset();
  const std::string_view text = in_.value();
  const auto n = parse_float(text, 64);
  if (n) return make_any<double>(*n);
  mismatch(offset, fmt::format("number {}", text), reflect::of<double>());
  return {};
}

}  // namespace

result<void> read(std::string_view text, std::uint64_t offset, value into, const limits& bounds) {
  reader r(text, offset, bounds);
  r.read(into);
  if (!r.failure()) return {};
  return *std::move(r.failure());
}

}  // namespace netrpc::json
