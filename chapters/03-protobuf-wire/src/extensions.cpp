// SPDX-License-Identifier: MIT
#include <pbwire/extensions.hpp>

#include <algorithm>

namespace pbwire {

extension_registry::factory extension_registry::find(std::string_view extendee, std::uint32_t number) const {
  const auto found = factories_.find({extendee, number});
  return found != factories_.end() ? found->second : nullptr;
}

extension_set::extension_set(const extension_set& other) {
  for (const auto& [number, value] : other.values_) values_.emplace(number, value->clone());
}

extension_set& extension_set::operator=(const extension_set& other) {
  if (this != &other) *this = extension_set(other);
  return *this;
}

bool operator==(const extension_set& a, const extension_set& b) {
  // An extension that is held and not set (mutable_value was called, and nothing put there) has size 0.
  const auto set_in = [](const extension_set& s, const auto& skip) {
    return std::find_if(skip, s.values_.end(), [](const auto& entry) { return entry.second->size() > 0; });
  };
  auto left = set_in(a, a.values_.begin());
  auto right = set_in(b, b.values_.begin());
  while (left != a.values_.end() && right != b.values_.end()) {
    if (left->first != right->first || !left->second->equals(*right->second)) return false;
    left = set_in(a, std::next(left));
    right = set_in(b, std::next(right));
  }
  return left == a.values_.end() && right == b.values_.end();
}

void extension_set::clear(std::uint32_t first, std::uint32_t last) {
  values_.erase(values_.lower_bound(first), values_.upper_bound(last));
}

std::size_t extension_set::size(std::uint32_t first, std::uint32_t last) const {
  std::size_t sum = 0;
  const auto behind = values_.upper_bound(last);
  for (auto at = values_.lower_bound(first); at != behind; ++at) sum += at->second->size();
  return sum;
}

void extension_set::dump(std::uint32_t first, std::uint32_t last, std::string& text, int indent) const {
  const auto behind = values_.upper_bound(last);
  for (auto at = values_.lower_bound(first); at != behind; ++at) at->second->dump(text, indent);
}

bool extension_set::required_are_set(std::string& path) const {
  return std::all_of(values_.begin(), values_.end(),
                     [&path](const auto& entry) { return entry.second->required_are_set(path); });
}

const std::byte* extension_set::read(std::string_view extendee, std::uint32_t tag, const std::byte* p,
                                     const std::byte* end, decode_state& s, unknown_fields& unknown) {
  auto held = values_.find(number_of(tag));
  if (held == values_.end()) {
    const auto make = s.extensions != nullptr ? s.extensions->find(extendee, number_of(tag)) : nullptr;
    if (make == nullptr) return keep_value(tag, p, end, s.depth_left, s, unknown.storage());
    held = values_.emplace(number_of(tag), make()).first;
  }
  return held->second->read(tag, p, end, s, unknown);
}

}  // namespace pbwire
