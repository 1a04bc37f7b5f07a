// SPDX-License-Identifier: MIT
#include "support/canon.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>
#include <vector>

namespace test {

namespace reflect = netrpc::reflect;
using reflect::kind;

namespace {

void write(std::string& out, const reflect::type& t, const void* p);

std::string bits(double v) { return std::isnan(v) ? "nan" : fmt::format("{:016x}", std::bit_cast<std::uint64_t>(v)); }

void write_hex(std::string& out, std::span<const std::byte> data) {
  for (const std::byte b : data) out += fmt::format("{:02x}", std::to_integer<int>(b));
}

void write_list(std::string& out, const reflect::type& t, const void* p) {
  const std::size_t count = t.slice->size(p);
  const auto* at = static_cast<const std::byte*>(t.slice->data(const_cast<void*>(p)));
  if (t.element->kind == kind::uint_ && t.element->bits == 8) {
    out += "x:";
    return write_hex(out, {at, count});
  }
  out += '[';
  for (std::size_t i = 0; i < count; ++i, at += t.slice->stride) {
    if (i > 0) out += ',';
    write(out, *t.element, at);
  }
  out += ']';
}

void write_map(std::string& out, const reflect::type& t, const void* p) {
  struct context {
    const reflect::type& map;
    std::vector<std::pair<std::string, std::string>> entries;
  } c{t, {}};
  t.map->each(p, &c, [](void* raw, const void* key, const void* value) {
    auto& to = *static_cast<context*>(raw);
    auto& entry = to.entries.emplace_back();
    write(entry.first, *to.map.key, key);
    write(entry.second, *to.map.element, value);
    return true;
  });
  std::ranges::sort(c.entries);
  out += '{';
  for (const auto& [key, value] : c.entries) out += (&key == &c.entries.front().first ? "" : ",") + key + ':' + value;
  out += '}';
}

void write_struct(std::string& out, const reflect::type& t, const void* p) {
  out += '{';
  for (const reflect::field& f : t.fields) {
    if (&f != t.fields.data()) out += ',';
    out.append(f.name) += ':';
    write(out, *f.of, f.at(const_cast<void*>(p)));
  }
  out += '}';
}

void write_opaque(std::string& out, const reflect::type& t, const void* p) {
  out += "o:";
  if (const auto data = t.opaque->encode(p)) write_hex(out, *data);
  else out += data.error().message();
}

void write(std::string& out, const reflect::type& t, const void* p) {
  switch (t.kind) {
    case kind::boolean: out += reflect::load<bool>(p) ? "true" : "false"; break;
    case kind::int_: out += std::to_string(reflect::load_int(t, p)); break;
    case kind::uint_: out += std::to_string(reflect::load_uint(t, p)); break;
    case kind::float_: out += "f:" + bits(reflect::load_float(t, p)); break;
    case kind::complex: {
      const auto v = reflect::load_complex(t, p);
      out += "c:" + bits(v.real) + ',' + bits(v.imag);
      break;
    }
    case kind::string: out += canon_quote(*static_cast<const std::string*>(p)); break;
    case kind::bytes:
      out += "x:";
      write_hex(out, t.bytes->get(p));
      break;
    case kind::structure: write_struct(out, t, p); break;
    case kind::slice:
    case kind::array: write_list(out, t, p); break;
    case kind::map: write_map(out, t, p); break;
    case kind::pointer:
      if (const void* to = t.pointer->get(p); to != nullptr) write(out, *t.element, to);
      else out += "null";
      break;
    case kind::interface: {
      const auto& v = *static_cast<const netrpc::any*>(p);
      if (!v.has_value()) {
        out += "null";
        break;
      }
      out += reflect::go_string(*v.of) + '(';
      write(out, *v.of, v.data.get());
      out += ')';
      break;
    }
    case kind::opaque: write_opaque(out, t, p); break;
  }
}

}  // namespace

std::string canon_quote(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') (out += '\\') += c;
    else if (byte < 0x20 || byte > 0x7e) out += fmt::format("\\x{:02x}", byte);
    else out += c;
  }
  return out + '"';
}

std::string canon(reflect::const_value v) {
  std::string out;
  write(out, *v.of, v.data);
  return out;
}

}  // namespace test
