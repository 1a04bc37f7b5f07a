// SPDX-License-Identifier: MIT
//
// A message that may contain itself needs a member whose size does not depend on the message. box<M> is that member:
// like std::optional<M> it is empty or holds an M, copies copy what is inside, and two are equal when their contents
// are; unlike std::optional<M> it may be declared while M is incomplete.
#pragma once

#include <memory>
#include <utility>

namespace pbwire {

template <class M>
class box {
 public:
  box() = default;
  box(M value) : held_(std::make_unique<M>(std::move(value))) {}  // NOLINT(google-explicit-constructor)
  box(const box& other) : held_(other.held_ ? std::make_unique<M>(*other.held_) : nullptr) {}
  box(box&&) noexcept = default;
  box& operator=(const box& other) {
    if (this != &other) *this = box(other);
    return *this;
  }
  box& operator=(box&&) noexcept = default;
  ~box() = default;

  [[nodiscard]] bool has_value() const { return held_ != nullptr; }
  explicit operator bool() const { return has_value(); }

  /// Requires: has_value().
  M& operator*() { return *held_; }
  const M& operator*() const { return *held_; }
  M* operator->() { return held_.get(); }
  const M* operator->() const { return held_.get(); }

  M& emplace() {
    held_ = std::make_unique<M>();
    return *held_;
  }
  void reset() { held_.reset(); }

  friend bool operator==(const box& a, const box& b) { return a.held_ && b.held_ ? *a == *b : !a.held_ && !b.held_; }

 private:
  std::unique_ptr<M> held_;
};

}  // namespace pbwire
