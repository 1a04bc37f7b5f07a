// SPDX-License-Identifier: MIT
//
// Gob bytes to values, whatever pieces they arrive in. (Go: decoder.go, decode.go)
//
//   receive(bytes)  →  decode(value) = need_more | done | error
//
// The decoder owns no connection and asks for no bytes. It looks at whole messages only, and never
// takes a byte beyond the last message it needed: what follows may belong to somebody else, and
// take_rest() gives it back.
#pragma once

#include <netrpc/codec.hpp>
#include <netrpc/gob_plan.hpp>
#include <netrpc/gob_value.hpp>
#include <netrpc/limits.hpp>

namespace netrpc::gob {

/// One incoming stream.
class decoder {
 public:
  /// `names` turns the names in interface values into types; must outlive the decoder. Without it, no
  /// interface value can be received.
  explicit decoder(const type_names* names = nullptr, limits bounds = {})
      : names_(names), limits_(bounds), plans_(remote_, bounds.nesting) {}
  decoder(const decoder&) = delete;
  decoder& operator=(const decoder&) = delete;

  /// Takes bytes as they come; copies them. Cheap in pieces of any size.
  void receive(std::span<const std::byte> data);

  /// Puts the next value into `into`, or reads past it when `into.of` is null.
  ///
  /// need_more: the value is not all here; what `into` holds is unspecified until a later call says done.
  /// As in Go, fields that were not sent keep what they held, and maps keep their other entries.
  /// Errors: scope value (type_mismatch, no_fields_matched, value_out_of_range, name_not_registered,
  /// opaque_rejected): this value is lost, the next one can be read. Scope stream: nothing more can be
  /// read, and every later call gives the same error.
  [[nodiscard]] result<progress> decode(reflect::value into);

  template <class T>
  [[nodiscard]] result<progress> decode(T& into) {
    return decode(reflect::ref(into));
  }

  /// True when no message has been started: end of input here is a clean end.
  [[nodiscard]] bool at_boundary() const { return at_ == buffer_.size() && !half_sequence_; }

  /// Puts the next value into a tree; needs no C++ type, only the stream's own definitions. Appends to `notes`,
  /// if given, what every byte was for, also of a value that failed half-way. Errors: as above, scope stream.
  [[nodiscard]] result<progress> decode_tree(value& into, std::vector<annotation>* notes = nullptr);

  /// What was received and not used, when the connection goes on in another protocol.
  [[nodiscard]] bytes take_rest();

 private:
  struct destination {  // a C++ value, or a tree, or neither: then the value is skipped
    reflect::value typed;
    value* tree = nullptr;
  };
  result<progress> decode_into(destination into);

  // Messages and definitions.
  bool next_message();
  bool at_value(type_id& id);
  type_id read_interface_type();
  void read_definition(type_id id);

  // Values that land in a C++ type. Requires: `p` is of the plan's local type.
  void read_top_level(type_id id, reflect::value into);
  void read_value(const plan& how, void* p);
  void read_struct(const plan& how, void* p);
  void read_slice(const plan& how, void* p);
  void read_array(const plan& how, void* p);
  void read_map(const plan& how, void* p);
  void read_interface(any& into);
  void read_opaque(const plan& how, void* p);
  void read_scalar(const plan& how, void* p);

  // Values without one. A null tree skips. (gob_tree.cpp)
  void walk_top_level(type_id id, value* tree);
  void walk(const plan& how, value* tree);
  void walk_scalar(const plan& how, value* tree);
  void walk_struct(const plan& how, value* tree);
  void walk_elements(const plan& how, value* tree);
  void walk_map(const plan& how, value* tree);
  void walk_interface(value* tree);
  void walk_opaque(const plan& how, value* tree);
  void note_definition();
  void note_leftovers();
  void note(std::uint64_t from, std::string meaning);

  const plan* plan_for(const reflect::type* local, type_id id);
  std::uint64_t read_count();
  bool enter();
  bool charge(std::uint64_t count, std::size_t each);
  void* settle(const reflect::type* t, void* p) {
    return t->kind == reflect::kind::pointer ? settle_pointers(t, p) : p;
  }
  void* settle_pointers(const reflect::type* t, void* p);

  struct savepoint {
    std::size_t at, definitions, definition_bytes;
  };
  savepoint begin_value();  // before the message in front, with nothing of its value counted yet
  void take_back(const savepoint& to);
  result<progress> conclude(const savepoint& before);
  void compact();

  const type_names* names_;
  limits limits_;
  bytes buffer_;  // received; [0, at_) is used up
  std::size_t at_ = 0;
  std::uint64_t origin_ = 0;  // where buffer_[0] stands in the stream
  remote_types remote_;
  plan_book plans_;
  std::vector<type_id> definition_order_;
  std::size_t definition_bytes_ = 0;
  bool half_sequence_ = false;  // a definition was read and its value is still to come
  std::unique_ptr<error> broken_;
  // Of the current decode():
  reader in_;               // the current message
  bool starved_ = false;    // the next message is not here yet
  std::size_t wanted_ = 0;  // buffer_ must grow to this before another attempt makes sense
  int depth_ = 0;
  std::uint64_t charged_ = 0;  // of limits::value_bytes
  std::uint64_t spread_ = 0;   // of limits::message_bytes, by all messages of the value together
  std::size_t messages_ = 0;   // which those are
  std::vector<annotation>* notes_ = nullptr;
};

}  // namespace netrpc::gob
