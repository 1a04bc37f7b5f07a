// SPDX-License-Identifier: MIT
//
// Anything at all as an HTTP request (first byte even) or as an answer to one (odd). Whole and byte by
// byte must come to the same, and no byte may be lost between the head and what follows it.
#include <netrpc/http_connect.hpp>

#include <algorithm>
#include <cstdlib>

namespace {

using namespace netrpc;

constexpr limits bounds{.http_header_bytes = 256};

/// Feeds pieces and asks after each, as a shell does; returns what was left over.
template <class Side, class Decided>
bytes feed(Side& side, std::span<const std::byte> stream, std::size_t size, Decided decided) {
  while (!stream.empty()) {
    const std::size_t count = std::min(size, stream.size());
    side.receive(stream.first(count));
    stream = stream.subspan(count);
    if (!decided()) continue;
    bytes rest = side.take_rest();
    rest.insert(rest.end(), stream.begin(), stream.end());  // not received: the shell gives it to gob
    return rest;
  }
  return {};
}

std::string text(const bytes& data) { return {reinterpret_cast<const char*>(data.data()), data.size()}; }

std::string accept(std::span<const std::byte> stream, std::size_t size) {
  http_acceptor side(bounds);
  bool connected = false;
  const bytes rest =
      feed(side, stream, size, [&] { return connected = side.next() == http_acceptor::event::connected; });
  const auto last = side.next();
  if (last == http_acceptor::event::debug_page) side.answer_page("page");
  const std::string head = std::to_string(static_cast<int>(last)) + side.reason() + side.take_output();
  if (connected && rest.size() >= stream.size()) std::abort();
  return head + text(rest);
}

std::string dial(std::span<const std::byte> stream, std::size_t size) {
  http_dialer side(bounds);
  if (side.take_output().empty()) std::abort();
  const auto connected = [&] {
    const result<progress> r = side.next();
    return r.has_value() && *r == progress::done;
  };
  const bytes rest = feed(side, stream, size, connected);
  const result<progress> last = side.next();
  return (last.has_error() ? last.error().message() : connected() ? "connected" : "need more") + text(rest);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto stream = std::as_bytes(std::span(data + 1, size - 1));
  const auto run = data[0] % 2 == 0 ? accept : dial;
  if (run(stream, std::max<std::size_t>(1, stream.size())) != run(stream, 1)) std::abort();
  return 0;
}
