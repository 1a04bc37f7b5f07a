// SPDX-License-Identifier: MIT
//
// Values to gob bytes. (Go: encode.go, encoder.go)
//
// A struct is its non-zero fields, each announced by how far its number lies beyond the last one's;
// a zero delta ends it. What is not sent is zero at the other end:
//
//   Point{X: 22, Y: 33}, type 65      07 FF 82 01 2C 01 42 00
//                                     │  │     │  │  │  │  └─ end
//                                     │  │     │  │  │  └──── 33
//                                     │  │     │  │  └─────── next field (1)
//                                     │  │     │  └────────── 22
//                                     │  │     └───────────── first field (0 - -1 = 1)
//                                     │  └─────────────────── type 65
//                                     └────────────────────── length 7
//
// Anything that is no struct stands behind a single zero byte, as if it were field 0 of nothing, and
// is sent even when it is zero.
#pragma once

#include <netrpc/gob_types.hpp>
#include <netrpc/limits.hpp>

#include <unordered_map>
#include <vector>

namespace netrpc::gob {

/// One outgoing stream. Remembers which types the other side has been told about.
class encoder {
 public:
  /// `names` gives the names of concrete types inside interface values; must outlive the encoder.
  explicit encoder(const type_names* names = nullptr, limits bounds = {}) : names_(names), limits_(bounds) {}

  /// Appends the definitions that v needs and the message that holds v: all of it or nothing.
  /// Errors, all of scope local: cannot_encode (a null pointer where a value must stand, an interface
  /// value whose type has no name, a value that refuses to encode itself), too_deep (limits::nesting; a
  /// cycle of pointers), message_too_big.
  [[nodiscard]] result<void> encode(reflect::const_value v, bytes& out) { return encode_all(std::span(&v, 1), out); }
  /// Several values, one after the other: all of them or nothing.
  [[nodiscard]] result<void> encode_all(std::span<const reflect::const_value> values, bytes& out);

  template <class T>
  [[nodiscard]] result<void> encode(const T& v, bytes& out) {
    return encode(reflect::ref(v), out);
  }

 private:
  void encode_one(reflect::const_value v);

  // Type messages. `body` may hold the beginning of a value: see write_interface.
  type_id describe(const reflect::type& t, writer& body);
  void write_definition(const reflect::type& t, writer& body);
  void end_message(writer& body);

  // Values. `delta` announces a field, which may stay unsaid when it is zero; 0 is for what must stand where it is.
  void write_top_level(const reflect::type& t, const void* p, writer& body);
  bool write_value(const reflect::type& t, const void* p, writer& body, std::uint64_t delta);
  bool write_scalar(const reflect::type& t, const void* p, writer& body, std::uint64_t delta);
  bool write_composite(const reflect::type& t, const void* p, writer& body, std::uint64_t delta);
  void write_struct(const reflect::type& t, const void* p, writer& body);
  void write_elements(const reflect::type& t, const void* p, std::size_t count, writer& body);
  void write_map(const reflect::type& t, const void* p, writer& body);
  void write_interface(const any& v, writer& body);
  void write_opaque(const reflect::type& t, const void* p, writer& body);
  void write_element(const reflect::type& t, const void* p, writer& body);

  void fail(errc code, std::string detail);
  result<void> undo(bytes& out, std::size_t size_before);

  const type_names* names_;
  limits limits_;
  local_types types_;
  std::unordered_map<const reflect::type*, type_id> sent_;
  // Of the current encode():
  bytes* out_ = nullptr;
  writer body_;
  std::vector<writer*> enclosing_;              // inside an interface value, messages go into the value around it
  std::vector<const reflect::type*> sent_now_;  // to be forgotten if it fails
  int depth_ = 0;
  bool failed_ = false;
  error failure_{errc::cannot_encode, error_scope::local, 0, {}};
};

/// Follows pointers; null when one of them is empty.
[[nodiscard]] const void* follow(const reflect::type& t, const void* p);

}  // namespace netrpc::gob
