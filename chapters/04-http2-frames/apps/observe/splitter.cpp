// SPDX-License-Identifier: MIT
#include "splitter.hpp"

#include "text.hpp"

#include <algorithm>
#include <charconv>

namespace h2::observe {

namespace {

constexpr std::size_t longest_head = 64U << 10;  // bytes; servers take 8 to 64 kB of HTTP/1.1 head

bool begins_like(std::string_view data, std::string_view what) {
  const std::size_t n = std::min(data.size(), what.size());
  return data.substr(0, n) == what.substr(0, n);
}

/// A frame of 4 MB or more would have to begin with such a letter; nobody allows one before SETTINGS.
bool begins_like_http1(party from, std::string_view data) {
  return from == party::server ? begins_like(data, "HTTP/1.") : data[0] >= 'A' && data[0] <= 'Z';
}

bool same_name(std::string_view a, std::string_view lower) {
  return std::equal(a.begin(), a.end(), lower.begin(), lower.end(),
                    [](char x, char y) { return (x >= 'A' && x <= 'Z' ? static_cast<char>(x + 32) : x) == y; });
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

}  // namespace

void splitter::receive(bytes data) {
  pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(used_));
  used_ = 0;
  const std::size_t had = pending_.size();
  append(pending_, data);
  if (at_ == stage::frames) reader_.receive(bytes(pending_).subspan(had));
}

std::optional<piece> splitter::next() {
  if (left().empty()) return std::nullopt;
  switch (at_) {
    case stage::start: return begin();
    case stage::body: {
      const piece body = take(observation::kind::http1, std::min<std::uint64_t>(body_left_, left().size()));
      body_left_ -= body.data.size();
      if (body_left_ == 0) at_ = stage::start;
      return body;
    }
    case stage::frames: break;
    case stage::unreadable: return take(observation::kind::unreadable, left().size());
  }
  const result<std::optional<raw_frame>> read = reader_.next();
  if (!read) {  // nothing is too long for this reader; were it so, the rest could not be read
    at_ = stage::unreadable;
    return take(observation::kind::unreadable, left().size());
  }
  if (!*read) return std::nullopt;
  piece whole = take(observation::kind::frame, frame_header_size + (*read)->payload.size());
  whole.header = (*read)->header;
  return whole;
}

std::optional<piece> splitter::finish() {
  if (left().empty()) return std::nullopt;
  return take(at_ == stage::frames ? observation::kind::cut : observation::kind::unreadable, left().size());
}

std::optional<piece> splitter::begin() {
  const std::string_view said = text_of(left());
  if (from_ == party::client && begins_like(said, client_preface)) {
    if (said.size() < client_preface.size()) return std::nullopt;
    piece preface = take(observation::kind::preface, client_preface.size());
    expect_frames();
    return preface;
  }
  if (begins_like_http1(from_, said)) return http1_head();
  joined_late_ = from_ == party::client;
  expect_frames();
  return next();
}

std::optional<piece> splitter::http1_head() {
  const std::string_view said = text_of(left());
  const std::size_t end = said.find("\r\n\r\n");
  if (end == std::string_view::npos) {
    if (said.size() <= longest_head) return std::nullopt;
    at_ = stage::unreadable;
    return next();
  }
  const std::string_view head = said.substr(0, end + 4);
  const bool switches =
      from_ == party::server ? begins_like(head.substr(8), " 101") : !http1_field(head, "upgrade").empty();
  const std::string_view length = http1_field(head, "content-length");
  body_left_ = 0;
  if (from_ == party::client) std::from_chars(length.data(), length.data() + length.size(), body_left_);
  piece whole = take(observation::kind::http1, head.size());
  if (!switches) at_ = stage::unreadable;
  else if (from_ == party::server) expect_frames();
  else if (body_left_ > 0) at_ = stage::body;
  return whole;
}

/// What is there from here on is for frame_reader.
void splitter::expect_frames() {
  at_ = stage::frames;
  reader_.receive(left());
}

piece splitter::take(observation::kind what, std::size_t n) {
  const piece taken{what, left().first(n), offset_};
  used_ += n;
  offset_ += n;
  return taken;
}

std::vector<role> walk_http1(bytes head, std::uint64_t offset) {
  std::vector<role> roles;
  std::string_view said = text_of(head);
  while (!said.empty()) {
    const std::size_t end = said.find('\n');
    const std::size_t size = end == std::string_view::npos ? said.size() : end + 1;
    const std::string line = printable(trimmed(said.substr(0, size - (end == std::string_view::npos ? 0 : 1))));
    roles.push_back({offset, size, roles.empty() ? 0U : 1U, line.empty() ? "the end of the head" : line});
    offset += size;
    said.remove_prefix(size);
  }
  return roles;
}

std::string_view http1_field(std::string_view head, std::string_view name) {
  while (!head.empty()) {
    const std::size_t end = std::min(head.find('\n'), head.size() - 1);
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(end + 1);
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos && same_name(line.substr(0, colon), name))
      return trimmed(line.substr(colon + 1));
  }
  return {};
}

}  // namespace h2::observe
