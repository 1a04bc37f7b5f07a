// SPDX-License-Identifier: MIT
//
// How a value that the sender calls type 65 lands in a C++ struct that may have changed since.
//
// gob matches fields by name. Sender and receiver may each have fields that the other lacks: an
// unknown one is skipped, a missing one keeps what it held. Whether the types of matching fields agree
// is decided once per pair (C++ type, remote id), not once per value: the answer is a plan. (Go calls
// it an engine: decode.go compileDec.)
//
//   remote 65: {Id int; Name string; Age int}            local: struct { string Name; int Id; }
//
//   plan   0 Id   → int    → member Id
//          1 Name → string → member Name
//          2 Age  → int    → skip
#pragma once

#include <netrpc/gob_types.hpp>

#include <deque>
#include <memory>
#include <unordered_map>
#include <vector>

namespace netrpc::gob {

/// The types that one incoming stream has defined. Ids are the sender's choice; definitions stay where they are.
class remote_types {
 public:
  /// Null when the stream has not defined it (builtin types are not in here).
  [[nodiscard]] const wire_type* find(type_id id) const;
  void define(type_id id, wire_type t) { defined_.emplace(id, std::move(t)); }
  void forget(type_id id) { defined_.erase(id); }
  [[nodiscard]] std::size_t size() const { return defined_.size(); }

 private:
  std::unordered_map<type_id, wire_type> defined_;
};

struct plan {
  struct step {
    const reflect::field* field = nullptr;  // null: nobody here wants it
    const plan* value = nullptr;
  };

  reflect::kind kind = reflect::kind::boolean;  // of the remote value
  const reflect::type* local = nullptr;         // as declared, pointers and all; null: skip the value
  const reflect::type* base = nullptr;          // where the pointers lead
  const plan* key = nullptr;                    // map
  const plan* element = nullptr;                // slice, array, map
  const wire_type* remote = nullptr;            // names, for reading without a C++ type; null for a basic type
  std::uint64_t length = 0;                     // array
  std::vector<step> steps;                      // structure, by remote field number
  std::size_t matched = 0;                      // steps that have a field
};

/// Makes plans and keeps them. Pointers to plans stay valid until clear().
class plan_book {
 public:
  explicit plan_book(const remote_types& remote, int nesting) : remote_(remote), nesting_(nesting) {}

  /// The plan for putting remote type `id` into `local`; a null `local` skips.
  /// Errors (offset left at 0, the decoder knows better): type_mismatch (scope value), unknown_type_id,
  /// bad_type_definition, too_deep.
  [[nodiscard]] result<const plan*> find(const reflect::type* local, type_id id);

  /// Forgets all plans: the definitions they stand on were taken back.
  void clear() {
    book_.clear();
    plans_.clear();
    last_ = nullptr;
  }

 private:
  struct key {
    const reflect::type* local;
    type_id id;
    bool operator==(const key&) const = default;
  };
  struct key_hash {
    std::size_t operator()(const key& k) const {
      return std::hash<const void*>{}(k.local) * 31 + static_cast<std::size_t>(k.id);
    }
  };

  const plan* make(const reflect::type* local, type_id id);
  void fill(plan& p, const reflect::type* local, type_id id);
  void fill_struct(plan& p, const struct_type& remote, type_id id);
  void fill_skip(plan& p, type_id id);
  [[nodiscard]] bool compatible(const reflect::type& local, type_id id) const;
  [[nodiscard]] bool opaque_agrees(const reflect::type& base, const wire_type* remote) const;
  [[nodiscard]] const wire_type* anywhere(type_id id) const;
  [[nodiscard]] std::string type_string(type_id id) const;
  void refuse(errc code, error_scope scope, std::string detail);

  const remote_types& remote_;
  int nesting_;
  std::deque<plan> plans_;
  std::unordered_map<key, const plan*, key_hash> book_;
  key last_key_{nullptr, 0};
  const plan* last_ = nullptr;
  // Of the current find():
  std::vector<key> made_now_;
  int depth_ = 0;
  std::unique_ptr<error> failure_;
};

}  // namespace netrpc::gob
