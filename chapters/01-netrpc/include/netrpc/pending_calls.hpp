// SPDX-License-Identifier: MIT
//
// The client's table of questions that have no answer yet: seq → call (net/rpc client.go Client.pending).
//
//            add()                    take(seq)
//   caller ────────►  0: GetUser     ──────────►  the reader found the answer with that seq
//                     2: Watch
//                     3: Hello       ──────────►  fail_all(): the connection is gone, and so is
//                                                 every answer; from here on add() refuses
//
// Answers come in any order, so the table is all that ties an answer to its question.
#pragma once

#include <netrpc/call.hpp>
#include <netrpc/limits.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

namespace netrpc {

class pending_calls {
 public:
  explicit pending_calls(std::size_t limit = limits{}.pending_calls) : limit_(limit) {}

  /// Enters a call and gives it its number: 0, 1, 2, … as Go's client does.
  /// Errors: shutdown, too_many_pending, both of scope local: nothing was entered.
  [[nodiscard]] result<std::uint64_t> add(std::shared_ptr<call> asked);

  /// Removes and returns the call with this number; null when nobody waits for it (any more).
  [[nodiscard]] std::shared_ptr<call> take(std::uint64_t seq);

  /// From here on add() refuses. The calls inside stay: their answers may be on the way.
  void shut_down() { shut_down_ = true; }

  /// Shuts down and empties the table: every call gets `why`, the oldest first. The caller must
  /// finish() them, once it holds no lock.
  [[nodiscard]] std::vector<std::shared_ptr<call>> fail_all(const error& why);

  [[nodiscard]] std::size_t size() const { return calls_.size(); }

 private:
  std::size_t limit_;
  std::uint64_t next_seq_ = 0;
  bool shut_down_ = false;
  std::map<std::uint64_t, std::shared_ptr<call>> calls_;  // ordered: fail_all tells the oldest first
};

}  // namespace netrpc
