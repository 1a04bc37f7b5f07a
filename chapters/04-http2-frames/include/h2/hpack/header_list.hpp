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

/// Name and value behind each other in memory, as tables and lists keep them: copied, compared and hashed as one text.
struct joined_field {
  std::string_view text;
  std::size_t name_size = 0;

  [[nodiscard]] std::string_view name() const { return {text.data(), name_size}; }
  [[nodiscard]] std::string_view value() const { return {text.data() + name_size, text.size() - name_size}; }
  friend bool operator==(const joined_field& a, const joined_field& b) {
    return a.name_size == b.name_size && a.text == b.text;
  }
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
  void add(const joined_field& field, bool never_indexed = false) {
    entries_.push_back({text_.size(), static_cast<std::uint32_t>(field.name_size),
                        static_cast<std::uint32_t>(field.text.size() - field.name_size), never_indexed});
    text_.append(field.text);
  }
  void clear() {
    text_.clear();
    entries_.clear();
  }

  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] bool empty() const { return entries_.empty(); }
  /// Lifetime of the views: until the list changes.
  [[nodiscard]] header_field operator[](std::size_t i) const {
    const joined_field both = joined(i);
    return {both.name(), both.value(), never_indexed(i)};
  }
  [[nodiscard]] joined_field joined(std::size_t i) const {
    const entry& e = entries_[i];
    return {{text_.data() + e.at, std::size_t{e.name_size} + e.value_size}, e.name_size};
  }
  [[nodiscard]] bool never_indexed(std::size_t i) const { return entries_[i].never_indexed; }
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
