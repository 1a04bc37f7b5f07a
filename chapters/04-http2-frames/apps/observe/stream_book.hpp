// SPDX-License-Identifier: MIT
//
// The streams of a connection and its windows, as somebody sees them who stands between the two ends.
//
// That somebody sees a frame after it was sent and before it is received, so neither end's view is exactly his. States
// are written down from the client's side. Whether a frame may be sent is judged as its receiver will: the machine of
// stream_state.hpp, turned around for what the client sends. A window is the credit of the one who sends DATA.
#pragma once

#include "grpc_walk.hpp"
#include "observation.hpp"

#include <h2/flow_control.hpp>
#include <h2/frames/data.hpp>

#include <array>
#include <map>
#include <optional>

namespace h2::observe {

struct watched_stream {
  stream_state state = stream_state::idle;
  std::optional<party> reset_by = {};
  std::array<std::int64_t, 2> windows = {};                 // by sender
  std::array<std::optional<grpc_walker>, 2> messages = {};  // by sender; there once its content-type has said gRPC
};

class stream_book {
 public:
  /// `ordered`: frames come in the order in which they passed. If not, nothing is held against anybody that might be
  /// a matter of order. `most`: streams that are remembered; beyond it, those longest gone are forgotten.
  stream_book(bool ordered, std::size_t most) : ordered_(ordered), most_(most) {}

  void on_headers(party from, std::uint32_t id, bool end_stream, observation& seen);
  void on_data(party from, const data_frame& frame, observation& seen);
  void on_push(party from, std::uint32_t promised_id, observation& seen);
  void on_reset(party from, std::uint32_t id, observation& seen);
  /// From whoever receives DATA.
  void on_window_update(party from, std::uint32_t id, std::uint32_t increment, observation& seen);
  /// The receiver of `sender`'s DATA announced another SETTINGS_INITIAL_WINDOW_SIZE: until its ACK the sender may go by
  /// either, from then on by the new one.
  void on_initial_window_announced(party sender, std::uint32_t now);
  void on_initial_window(party sender, std::uint32_t now, observation& seen);
  /// h2c: the request came as HTTP/1.1 and is stream 1.
  void on_upgrade(observation& seen);

  /// Null: never seen, or forgotten.
  [[nodiscard]] watched_stream* find(std::uint32_t id);
  [[nodiscard]] std::uint64_t opened() const { return opened_; }
  /// Not ordered any more, or never was.
  void distrust() { ordered_ = false; }
  [[nodiscard]] bool ordered() const { return ordered_; }

 private:
  watched_stream& open(std::uint32_t id);
  bool may_open(party from, std::uint32_t id) const;
  bool is_idle(std::uint32_t id) const;
  bool step(party from, std::uint32_t id, watched_stream& stream, stream_event as_received, observation& seen);
  void judge_late(party from, std::uint32_t id, const watched_stream& stream, stream_event event, observation& seen);
  void spend(party from, std::uint32_t id, std::int64_t& window, std::uint32_t n, std::int64_t more, observation& seen);
  void wrong(observation& seen, error why) const;
  void forget();

  bool ordered_;
  std::size_t most_;
  std::map<std::uint32_t, watched_stream> streams_;
  std::array<std::uint32_t, 2> highest_ = {};  // stream ids used; [1] odd, [0] even
  std::array<std::int64_t, 2> connection_ = {default_initial_window, default_initial_window};  // by sender
  std::array<std::uint32_t, 2> initial_ = {default_initial_window, default_initial_window};
  std::array<std::uint32_t, 2> announced_ = initial_;
  std::uint64_t opened_ = 0;
};

}  // namespace h2::observe
