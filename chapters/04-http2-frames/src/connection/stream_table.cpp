// SPDX-License-Identifier: MIT
#include "stream_table.hpp"

#include <utility>

namespace h2::core {

namespace {

constexpr std::size_t first_slots = 8;
constexpr std::size_t spare_records = 32;  // some ten kilobytes at the most

bool counts(stream_state state) {
  return state == stream_state::open || state == stream_state::half_closed_local ||
         state == stream_state::half_closed_remote;
}

}  // namespace

stream_table::stream_table(std::uint32_t own_parity, std::size_t remember)
    : own_parity_(own_parity), next_own_(own_parity == 1 ? 1 : 2), remember_(remember) {}

stream& stream_table::open(std::uint32_t id, std::uint32_t send_size, std::uint32_t receive_size) {
  if (is_ours(id)) {
    next_own_ = id + 2;
  } else {
    highest_peer_ = id;
  }
  if ((living_ + 1) * 2 > slots_.size()) grow();
  std::unique_ptr<stream> record;
  if (spare_.empty()) {
    record = std::make_unique<stream>();
  } else {
    record = std::move(spare_.back());
    spare_.pop_back();
  }
  stream& s = *record;
  s.renew(id, send_size, receive_size);
  insert({id, std::move(record)});
  ++living_;
  return s;
}

void stream_table::move(stream& s, stream_state next) {
  std::size_t& count = is_ours(s.id) ? ours_ : peers_;
  if (counts(s.state)) --count;
  if (counts(next)) ++count;
  if (s.state == stream_state::reserved_remote) --reserved_by_peer_;
  if (next == stream_state::reserved_remote) ++reserved_by_peer_;
  s.state = next;
}

void stream_table::close(stream& s, closed_by how) {
  move(s, stream_state::closed);
  remember(s.id, how);
  erase(s.id);
}

void stream_table::remember(std::uint32_t id, closed_by how) {
  if (remember_ == 0) return;
  if (closed_.size() < remember_) {
    closed_.push_back({id, how});
    return;
  }
  closed_[oldest_] = {id, how};
  oldest_ = oldest_ + 1 == remember_ ? 0 : oldest_ + 1;
}

std::optional<closed_by> stream_table::how_closed(std::uint32_t id) const {
  // From the newest: an id may stand there twice, and what was learned last counts.
  for (std::size_t n = closed_.size(); n > 0; --n) {
    const closed_stream& c = closed_[(oldest_ + n - 1) % closed_.size()];
    if (c.id == id) return c.how;
  }
  return std::nullopt;
}

void stream_table::insert(slot&& what) {
  std::size_t i = home(what.id);
  while (slots_[i].id != 0) i = (i + 1) & mask();
  slots_[i] = std::move(what);
}

void stream_table::erase(std::uint32_t id) {
  std::size_t hole = home(id);
  while (slots_[hole].id != id) hole = (hole + 1) & mask();
  if (spare_.size() < spare_records) spare_.push_back(std::move(slots_[hole].record));
  slots_[hole] = {};
  --living_;
  // Whoever was put behind the hole because it was taken moves up: no tombstones, and a search ends at the first gap.
  for (std::size_t i = (hole + 1) & mask(); slots_[i].id != 0; i = (i + 1) & mask()) {
    if (((i - home(slots_[i].id)) & mask()) < ((i - hole) & mask())) continue;
    slots_[hole] = std::move(slots_[i]);
    slots_[i] = {};
    hole = i;
  }
}

void stream_table::grow() {
  std::vector<slot> before(slots_.empty() ? first_slots : slots_.size() * 2);
  before.swap(slots_);
  for (slot& s : before) {
    if (s.id != 0) insert(std::move(s));
  }
}

}  // namespace h2::core
