// SPDX-License-Identifier: MIT
#include <h2/net/failure.hpp>

#include <stdexcept>

namespace h2::net {

std::string_view name_of(failure_code code) {
  switch (code) {
    case failure_code::closed: return "closed";
    case failure_code::unresolved: return "unresolved";
    case failure_code::unreachable: return "unreachable";
    case failure_code::broken: return "broken";
    case failure_code::tls: return "TLS";
    case failure_code::no_h2: return "no HTTP/2";
    case failure_code::not_upgraded: return "not upgraded";
    case failure_code::timed_out: return "timed out";
    case failure_code::peer_violation: return "the peer broke a rule";
    case failure_code::peer_gave_up: return "the peer gave up";
    case failure_code::reset: return "reset";
    case failure_code::refused: return "refused";
    case failure_code::too_large: return "too large";
    case failure_code::misused: return "misused";
  }
  return "unknown";
}

std::string failure::message() const {
  std::string text(name_of(code));
  if (!detail.empty()) text.append(": ").append(detail);
  if (http2 != h2::error_code::no_error) text.append(" (").append(h2::name_of(http2)).append(")");
  return text;
}

failure failed(misuse what) { return {.code = failure_code::misused, .detail = std::string(text_of(what))}; }

void throw_exception_from_error(const failure& why, const boost::source_location&) {
  throw std::runtime_error(why.message());
}

}  // namespace h2::net
