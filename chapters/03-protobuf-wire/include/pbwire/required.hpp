// SPDX-License-Identifier: MIT
//
// proto2's `required`: a message that lacks such a field is refused as a whole, wherever in it the field is missing.
// proto3 has dropped the idea, because a field that was once required can never be removed: old readers refuse all that
// new writers send. Messages without required fields, however deep, pay nothing for the check.
#pragma once

#include <pbwire/access.hpp>

#include <concepts>
#include <string>

namespace pbwire {

namespace requirement {

template <class M, class F, class... Seen>
constexpr bool field_may_lack();

template <class M, class... Seen, class... F>
constexpr bool any_may_lack(field_list<F...>) {
  return (... || field_may_lack<M, F, Seen...>());
}

/// Whether a required field can be missing in M or in what it contains. `Seen` are the messages on the way here.
template <class M, class... Seen>
constexpr bool may_lack() {
  if constexpr ((... || std::same_as<M, Seen>)) return false;
  else return any_may_lack<M, Seen..., M>(typename schema<M>::fields{});
}

template <class M, class F, class... Seen>
constexpr bool field_may_lack() {
  if constexpr (access::is_extension_range<F>) {
    return true;  // known at run time only
  } else {
    bool may = false;
    if constexpr (access::is_field<F>) may = F::is_required;
    if constexpr (is_message(F::value_kind)) may = may || may_lack<access::value_type<M, F>, Seen...>();
    return may;
  }
}

}  // namespace requirement

/// Whether all required fields are there, in m and in all messages inside; if not, `path` names the first that is not.
template <class M>
bool required_are_set(const M& m, std::string& path);

namespace requirement {

template <class M>
bool is_complete(const M& m, std::string_view name, std::string& path) {
  if (required_are_set(m, path)) return true;
  path.insert(0, std::string(name) + '.');
  return false;
}

template <class F, class M>
bool field_is_complete(const M& m, std::string& path) {
  if constexpr (access::is_extension_range<F>) {
    return (m.*F::member).required_are_set(path);
  } else if constexpr (is_message(F::value_kind)) {
    if constexpr (!may_lack<access::value_type<M, F>>()) {
      // nothing below can be missing
    } else if constexpr (access::is_map<F>) {
      for (const auto& [key, inside] : m.*F::member) {
        if (!is_complete(inside, F::name, path)) return false;
      }
    } else if constexpr (access::is_repeated<M, F>()) {
      std::size_t index = 0;
      for (const auto& inside : m.*F::member) {
        if (!is_complete(inside, std::string(F::name) + '[' + std::to_string(index++) + ']', path)) return false;
      }
    } else if (const auto* inside = access::singular<F>(m); inside != nullptr) {
      if (!is_complete(*inside, F::name, path)) return false;
    }
  }
  if constexpr (access::is_field<F>) {
    if constexpr (F::is_required) {
      if (access::singular<F>(m) == nullptr) return path = F::name, false;
    }
  }
  return true;
}

}  // namespace requirement

template <class M>
bool required_are_set(const M& m, std::string& path) {
  bool complete = true;
  if constexpr (requirement::may_lack<M>()) {
    access::for_each(typename schema<M>::fields{},
                     [&]<class F>(F) { complete = complete && requirement::field_is_complete<F>(m, path); });
  }
  return complete;
}

}  // namespace pbwire
