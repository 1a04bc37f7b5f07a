// SPDX-License-Identifier: MIT
//
// What Go's `reflect` is to net/rpc and gob: a description of each type, as data.
//
// Go's encoder asks a value for its type at run time and walks it. C++ has no such question, so the
// answer is prepared at compile time: Boost.Describe lists a struct's members, and `of<T>()` turns the
// list into one constant `type`. Everything behind that point (gob, jsonrpc, the service map) is
// ordinary code over `type` and `void*`: small .cpp files, compiled once, as in Go.
//
//   struct GetUserReq { std::string Id; };
//   BOOST_DESCRIBE_STRUCT(GetUserReq, (), (Id))
//
//   C++                              kind       Go's type
//   bool                             boolean    bool
//   std::int8_t .. std::int32_t      int_       int8 .. int32
//   std::int64_t (long)              int_       int          Go's int has 64 bits, and is what most Go code says
//   long long                        int_       int64
//   std::uint8_t .. std::uint32_t    uint_      uint8 .. uint32
//   std::uint64_t (unsigned long)    uint_      uint         and unsigned long long is uint64
//   float, double                    float_     float32, float64
//   std::complex<float|double>       complex    complex64, complex128
//   std::string                      string     string
//   std::vector<std::uint8_t|byte>   bytes      []byte
//   std::vector<T>                   slice      []T
//   std::array<T, N>                 array      [N]T
//   std::map, std::unordered_map     map        map[K]V
//   optional, unique_ptr, shared_ptr pointer    *T
//   described struct                 structure  main.Name, or what go_type<T> says
//   struct Ints : std::vector<T>     slice …    type Ints []T: a name of its own
//   an enum                          int_/uint_ its underlying type
//   netrpc::any                      interface  interface{}
//   GobEncode/GobDecode, MarshalBinary/UnmarshalBinary members
//                                    opaque     a GobEncoder or a BinaryMarshaler
#pragma once

#include <netrpc/error.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace netrpc {

using bytes = std::vector<std::byte>;

namespace reflect {

/// Scalars first, up to `bytes`: what has no parts of its own.
enum class kind : std::uint8_t {
  boolean,
  int_,
  uint_,
  float_,
  complex,
  string,
  bytes,
  structure,
  slice,
  array,
  map,
  pointer,
  interface,
  opaque,
};

struct type;

/// A member of a described struct that travels: one whose name begins with a capital, as in Go.
struct field {
  std::string_view name;       // as on the wire
  std::string_view json_name;  // from go_type<T>::json, else the same
  const type* of;
  void* (*at)(void* object);
};

struct slice_operations {
  std::size_t stride;  // bytes from one element to the next
  std::size_t (*size)(const void* slice);
  void* (*data)(void* slice);
  void (*resize)(void* slice, std::size_t count);
};

/// Called with one entry; returns false to stop.
using visit_entry = bool (*)(void* context, const void* key, const void* value);
/// Fills one part of an entry (key first, then its value); returns false to give up.
using fill_part = bool (*)(void* context, void* part);

struct map_operations {
  std::size_t (*size)(const void* map);
  void (*clear)(void* map);
  bool (*each)(const void* map, void* context, visit_entry visit);
  /// Makes a fresh key and a fresh value, lets both be filled, and puts them in; an old entry is replaced.
  bool (*insert)(void* map, void* context, fill_part key, fill_part value);
};

struct pointer_operations {
  const void* (*get)(const void* pointer);  // null when empty
  void* (*ensure)(void* pointer);           // makes the pointee when empty
  void (*reset)(void* pointer);
};

struct bytes_operations {
  std::span<const std::byte> (*get)(const void* bytes);
  void (*set)(void* bytes, std::span<const std::byte> value);
};

/// How a type that encodes itself announces that on the wire (gob doc: GobEncoderT, BinaryMarshalerT).
enum class opaque_form : std::uint8_t { gob_encoder, binary_marshaler };

struct opaque_operations {
  opaque_form form;
  bool (*is_zero)(const void* value);
  result<netrpc::bytes> (*encode)(const void* value);
  result<void> (*decode)(void* value, std::span<const std::byte> data);
};

/// One C++ type, seen as the Go type it stands for. Lives for the whole program; compare by address.
struct type {
  reflect::kind kind;
  std::uint8_t bits = 0;          // int_, uint_, float_: 8..64; complex: 64 or 128
  std::string_view package;       // "main"; "" for a builtin or unnamed type
  std::string_view name;          // "GetUserReq", "int"; "" for an unnamed type such as []int
  const type* key = nullptr;      // map
  const type* element = nullptr;  // slice, array, map, pointer
  std::size_t length = 0;         // array
  std::size_t size = 0;           // of the C++ object, in bytes, without what it owns
  std::span<const field> fields{};
  const slice_operations* slice = nullptr;  // slice, and array without resize
  const map_operations* map = nullptr;
  const pointer_operations* pointer = nullptr;
  const bytes_operations* bytes = nullptr;
  const opaque_operations* opaque = nullptr;
  std::shared_ptr<void> (*make)() = nullptr;  // a fresh value on the heap
};

/// The type as Go prints it: "main.Item", "[]int", "map[string]*main.Node".
[[nodiscard]] std::string go_string(const type& t);

/// Follows pointers to the type at their end (gob sends no pointers: it flattens them).
[[nodiscard]] inline const type& base(const type& t) {
  const type* at = &t;
  while (at->kind == kind::pointer) at = at->element;
  return *at;
}

/// Something of a known type, owned by someone else: Go's reflect.Value. A null `of` means "nothing there".
struct value {
  const type* of = nullptr;
  void* data = nullptr;
};

struct const_value {
  const type* of = nullptr;
  const void* data = nullptr;
  const_value() = default;
  const_value(const type* t, const void* d) : of(t), data(d) {}
  const_value(value v) : of(v.of), data(v.data) {}
};

// Loads and stores by width. Requires: t.kind is the one in the function's name.
template <class T>
[[nodiscard]] inline T load(const void* p) {
  T v;
  std::memcpy(&v, p, sizeof v);
  return v;
}
[[nodiscard]] inline std::int64_t load_int(const type& t, const void* p) {
  if (t.bits == 64) return load<std::int64_t>(p);
  if (t.bits == 32) return load<std::int32_t>(p);
  return t.bits == 16 ? load<std::int16_t>(p) : load<std::int8_t>(p);
}
[[nodiscard]] inline std::uint64_t load_uint(const type& t, const void* p) {
  if (t.bits == 64) return load<std::uint64_t>(p);
  if (t.bits == 32) return load<std::uint32_t>(p);
  return t.bits == 16 ? load<std::uint16_t>(p) : load<std::uint8_t>(p);
}
[[nodiscard]] inline double load_float(const type& t, const void* p) {
  return t.bits == 32 ? static_cast<double>(load<float>(p)) : load<double>(p);
}
[[nodiscard]] bool store_narrow_int(const type& t, void* p, std::int64_t v);
[[nodiscard]] bool store_narrow_uint(const type& t, void* p, std::uint64_t v);
/// False when the value does not fit the type's width; nothing is stored then.
[[nodiscard]] inline bool store_int(const type& t, void* p, std::int64_t v) {
  if (t.bits != 64) return store_narrow_int(t, p, v);
  std::memcpy(p, &v, sizeof v);
  return true;
}
[[nodiscard]] inline bool store_uint(const type& t, void* p, std::uint64_t v) {
  if (t.bits != 64) return store_narrow_uint(t, p, v);
  std::memcpy(p, &v, sizeof v);
  return true;
}
[[nodiscard]] bool store_float(const type& t, void* p, double v);
struct complex_parts {
  double real, imag;
};
[[nodiscard]] complex_parts load_complex(const type& t, const void* p);
[[nodiscard]] bool store_complex(const type& t, void* p, complex_parts v);

}  // namespace reflect

/// Go's interface{}: any described value, together with its type. Copies share the value.
struct any {
  const reflect::type* of = nullptr;
  std::shared_ptr<void> data;

  [[nodiscard]] bool has_value() const { return of != nullptr; }
};

/// Go's struct{}: a reply that says nothing but "done".
struct empty {
  friend bool operator==(const empty&, const empty&) = default;
};

}  // namespace netrpc

#include <netrpc/reflect_of.hpp>
