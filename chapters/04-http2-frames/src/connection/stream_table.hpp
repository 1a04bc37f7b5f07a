// SPDX-License-Identifier: MIT
//
// Which streams there are, which there were, and which there cannot be yet.
//
//   id   1 … … … … 90 │ 91 … … … 127 │ 128 … … …
//        forgotten    │ remembered   │ idle                 the peer's ids, and ours, each in their own row
//             with living ones anywhere in between
//
// A stream's record exists while it lives. Of those that have closed the id and the manner are remembered, because
// they decide whether a late frame is forgiven (closed_verdict); a bounded number of them, because ids come for free.
// An id that is neither living nor remembered is told by its place: above the highest used of its row it is idle.
//
// Living records are found by open addressing: ids of one row are consecutive, so id / 2 is a good hash as it is, and
// however a peer chooses its ids, a probe is never longer than the streams we allow it.
#pragma once

#include "stream.hpp"

#include <h2/frame_header.hpp>

#include <memory>
#include <optional>
#include <vector>

namespace h2::core {

class stream_table {
 public:
  /// `own_parity`: 1 at a client, 0 at a server (§5.1.1). `remember`: how many closed ones.
  stream_table(std::uint32_t own_parity, std::size_t remember);

  [[nodiscard]] stream* find(std::uint32_t id) const {
    if (slots_.empty()) return nullptr;
    for (std::size_t i = home(id);; i = (i + 1) & mask()) {
      if (slots_[i].id == id) return slots_[i].record.get();
      if (slots_[i].id == 0) return nullptr;
    }
  }
  /// A new record, state idle; the id is used from now on. Requires: idle(id).
  stream& open(std::uint32_t id, std::uint32_t send_size, std::uint32_t receive_size);
  /// The only way a state changes, so that the counts stay right.
  void move(stream& s, stream_state next);
  /// The record is gone, its id remembered. Requires: not in the scheduler's ring.
  void close(stream& s, closed_by how);
  /// As if it had lived and closed; or another manner for one that has.
  void remember(std::uint32_t id, closed_by how);

  [[nodiscard]] std::optional<closed_by> how_closed(std::uint32_t id) const;
  [[nodiscard]] bool is_ours(std::uint32_t id) const { return (id & 1U) == own_parity_; }
  /// Never used, and not passed over either (§5.1.1).
  [[nodiscard]] bool idle(std::uint32_t id) const { return is_ours(id) ? id >= next_own_ : id > highest_peer_; }

  /// The id of our next stream. Requires: not exhausted().
  [[nodiscard]] std::uint32_t next_own() const { return next_own_; }
  /// Our ids have run out: they are never used again (§5.1.1).
  [[nodiscard]] bool exhausted() const { return next_own_ > max_stream_id; }
  [[nodiscard]] std::uint32_t highest_peer() const { return highest_peer_; }
  /// Open or half closed: those that count (§5.1.2).
  [[nodiscard]] std::size_t ours() const { return ours_; }
  [[nodiscard]] std::size_t peers() const { return peers_; }
  [[nodiscard]] std::size_t reserved_by_peer() const { return reserved_by_peer_; }
  [[nodiscard]] std::size_t size() const { return living_; }
  [[nodiscard]] std::size_t remembered() const { return closed_.size(); }

  /// f(stream&) for all that live, in no order. Requires: f opens and closes none.
  template <class F>
  void each(F f) const {
    for (const slot& s : slots_) {
      if (s.id != 0) f(*s.record);
    }
  }

 private:
  struct slot {
    std::uint32_t id = 0;  // 0: empty
    std::unique_ptr<stream> record;
  };
  struct closed_stream {
    std::uint32_t id;
    closed_by how;
  };

  [[nodiscard]] std::size_t mask() const { return slots_.size() - 1; }
  [[nodiscard]] std::size_t home(std::uint32_t id) const { return (id >> 1U) & mask(); }
  void insert(slot&& what);
  void erase(std::uint32_t id);
  void grow();

  std::uint32_t own_parity_;
  std::uint32_t next_own_;
  std::uint32_t highest_peer_ = 0;
  std::size_t ours_ = 0;
  std::size_t peers_ = 0;
  std::size_t reserved_by_peer_ = 0;
  std::size_t living_ = 0;
  std::vector<slot> slots_;                     // a power of two of them, at most half full
  std::vector<std::unique_ptr<stream>> spare_;  // records of streams that were
  std::size_t remember_;
  std::vector<closed_stream> closed_;  // a ring once it is full
  std::size_t oldest_ = 0;
};

}  // namespace h2::core
