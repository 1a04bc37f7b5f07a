// SPDX-License-Identifier: MIT
//
// An ordered list of fields, as HPACK carries them: request pseudo-fields, header fields, trailers.
//
// All text of a list lies in one string, so a request's ten fields cost no allocation once the list is warm; a list
// that was cleared keeps its memory.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace h2 {

struct header_field {
  std::string_view name;       // lower case on the wire
  std::string_view value;      // any octets
  bool never_indexed = false;  // RFC 7541 §7.1.3: no one on the way may put it into a table; a password, say
  friend bool operator==(const header_field&, const header_field&) = default;
};

class header_list {
 public:
  header_list() = default;
  header_list(std::initializer_list<header_field> fields) {
    for (const header_field& f : fields) add(f.name, f.value, f.never_indexed);
  }

  void add(std::string_view name, std::string_view value, bool never_indexed = false) {
    entries_.push_back({text_.size(), static_cast<std::uint32_t>(name.size()), static_cast<std::uint32_t>(value.size()),
                        never_indexed});
    text_.append(name).append(value);
  }
  /// Both at once, when they lie behind each other in memory, as in HPACK's dynamic table.
  void add_joined(std::string_view name_and_value, std::size_t name_size, bool never_indexed = false) {
    entries_.push_back({text_.size(), static_cast<std::uint32_t>(name_size),
                        static_cast<std::uint32_t>(name_and_value.size() - name_size), never_indexed});
    text_.append(name_and_value);
  }
  void clear() {
    text_.clear();
    entries_.clear();
  }

  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] bool empty() const { return entries_.empty(); }
  /// Lifetime of the views: until the list changes.
  [[nodiscard]] header_field operator[](std::size_t i) const {
    const entry& e = entries_[i];
    const char* at = text_.data() + e.at;
    return {{at, e.name_size}, {at + e.name_size, e.value_size}, e.never_indexed};
  }
  /// The first field of that name.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const {
    for (std::size_t i = 0; i < size(); ++i) {
      if ((*this)[i].name == name) return (*this)[i].value;
    }
    return std::nullopt;
  }
  /// RFC 9113 §6.5.2, RFC 7541 §4.1: names, values and 32 bytes a field.
  [[nodiscard]] std::uint64_t field_section_size() const { return text_.size() + 32 * entries_.size(); }

  class iterator {
   public:
    iterator(const header_list* list, std::size_t i) : list_(list), i_(i) {}
    header_field operator*() const { return (*list_)[i_]; }
    iterator& operator++() { return ++i_, *this; }
    friend bool operator==(const iterator&, const iterator&) = default;

   private:
    const header_list* list_;
    std::size_t i_;
  };
  [[nodiscard]] iterator begin() const { return {this, 0}; }
  [[nodiscard]] iterator end() const { return {this, size()}; }

  friend bool operator==(const header_list& a, const header_list& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (!(a[i] == b[i])) return false;
    }
    return true;
  }

 private:
  struct entry {
    std::size_t at;
    std::uint32_t name_size;
    std::uint32_t value_size;
    bool never_indexed;
  };
  std::string text_;
  std::vector<entry> entries_;
};

}  // namespace h2
