// SPDX-License-Identifier: MIT
#include <h2/net/deadlines.hpp>

#include <algorithm>

namespace h2::net {

std::string_view text_of(overdue what) {
  switch (what) {
    case overdue::nothing: return "nothing";
    case overdue::handshake: return "handshake: no SETTINGS came";
    case overdue::settings_ack: return "settings_ack: our SETTINGS were not acknowledged";
    case overdue::idle: return "idle: no stream, not a byte";
    case overdue::stall: return "stall: content waits, and the peer takes next to none of it";
    case overdue::drain: return "drain: streams are open after GOAWAY";
    case overdue::linger: return "linger: all is said, and the peer does not close";
  }
  return "unknown";
}

void deadlines::watch::run_if(bool applies, instant now) {
  if (!applies || allowed == timeouts::duration::zero()) since.reset();
  else if (!since) since = now;
}

bool deadlines::watch::over(instant now) const { return since && now - *since >= allowed; }

deadlines::deadlines(const timeouts& allowed, instant start)
    : handshake_{allowed.handshake},
      settings_ack_{allowed.settings_ack},
      idle_{allowed.idle},
      stall_{allowed.stall},
      drain_{allowed.drain},
      linger_{allowed.linger},
      stall_progress_(allowed.stall_progress) {
  handshake_.run_if(true, start);
}

overdue deadlines::look(const standing& s, instant now) {
  const bool talking = !s.lingering;
  handshake_.run_if(talking && !s.peer_settings_seen, now);
  settings_ack_.run_if(talking && s.peer_settings_seen && !s.settings_acknowledged, now);
  drain_.run_if(talking && s.going_away, now);
  linger_.run_if(s.lingering, now);

  idle_.run_if(talking && s.peer_settings_seen && !s.going_away && s.streams == 0, now);
  if (idle_.since) idle_.since = s.moved;

  if (s.waiting == 0 || s.progress - progress_ >= stall_progress_) stall_.since.reset();
  if (!stall_.since) progress_ = s.progress;
  stall_.run_if(talking && s.waiting > 0, now);

  if (handshake_.over(now)) return overdue::handshake;
  if (settings_ack_.over(now)) return overdue::settings_ack;
  if (idle_.over(now)) return overdue::idle;
  if (stall_.over(now)) return overdue::stall;
  if (drain_.over(now)) return overdue::drain;
  if (linger_.over(now)) return overdue::linger;
  return overdue::nothing;
}

std::optional<instant> deadlines::next() const {
  std::optional<instant> first;
  for (const watch* w : {&handshake_, &settings_ack_, &idle_, &stall_, &drain_, &linger_}) {
    if (w->since) first = std::min(first.value_or(instant::max()), *w->since + w->allowed);
  }
  return first;
}

}  // namespace h2::net
