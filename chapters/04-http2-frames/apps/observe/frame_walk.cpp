// SPDX-License-Identifier: MIT
#include "frame_walk.hpp"

#include "text.hpp"

#include <fmt/format.h>

namespace h2::observe {

namespace {

struct named_flag {
  std::uint8_t bit;
  std::string_view name;
};

std::vector<named_flag> flags_that_mean_something(frame_type type) {
  switch (type) {
    case frame_type::data: return {{flag::end_stream, "END_STREAM"}, {flag::padded, "PADDED"}};
    case frame_type::headers:
      return {{flag::end_stream, "END_STREAM"},
              {flag::end_headers, "END_HEADERS"},
              {flag::padded, "PADDED"},
              {flag::priority, "PRIORITY"}};
    case frame_type::settings:
    case frame_type::ping: return {{flag::ack, "ACK"}};
    case frame_type::push_promise: return {{flag::end_headers, "END_HEADERS"}, {flag::padded, "PADDED"}};
    case frame_type::continuation: return {{flag::end_headers, "END_HEADERS"}};
    case frame_type::priority:
    case frame_type::rst_stream:
    case frame_type::goaway:
    case frame_type::window_update: return {};
  }
  return {};
}

/// Takes bytes from the front, or the back, and gives them names.
class payload_walk {
 public:
  payload_walk(bytes payload, std::uint64_t offset) : left_(payload), offset_(offset) {}

  void take(std::size_t n, unsigned depth, std::string meaning) {
    if (n == 0) return;
    out_.before.push_back({offset_, n, depth, std::move(meaning)});
    left_ = left_.subspan(n);
    offset_ += n;
  }
  void rest(std::string meaning) { take(left_.size(), 0, std::move(meaning)); }

  /// The pad length in front and the padding behind; `overhead` counts both.
  void padding(std::uint16_t overhead) {
    if (overhead == 0) return;  // not PADDED
    const std::size_t pad = overhead - 1U;
    take(1, 0, fmt::format("pad length: {}", pad));
    if (pad == 0) return;
    out_.after.push_back({offset_ + left_.size() - pad, pad, 0, "padding"});
    left_ = left_.first(left_.size() - pad);
  }
  void priority(const priority_fields& fields) {
    take(4, 0, fmt::format("depends on stream {}{}", fields.dependency, fields.exclusive ? ", exclusively" : ""));
    take(1, 0, fmt::format("weight: {} (one less is written)", fields.weight));
  }
  walked_frame content() {
    out_.content = left_;
    out_.content_offset = offset_;
    return std::move(out_);
  }
  walked_frame done() {
    rest("more than the frame has fields for");
    return std::move(out_);
  }

  walked_frame operator()(const data_frame& f) {
    padding(f.padded_overhead);
    return content();
  }
  walked_frame operator()(const headers_frame& f) {
    padding(f.padded_overhead);
    if (f.priority) priority(*f.priority);
    return content();
  }
  walked_frame operator()(const push_promise_frame& f) {
    padding(f.padded_overhead);
    take(4, 0, fmt::format("promised stream: {}", f.promised_id));
    return content();
  }
  walked_frame operator()(const continuation_frame&) { return content(); }
  walked_frame operator()(const priority_frame& f) {
    priority(f.priority);
    return done();
  }
  walked_frame operator()(const rst_stream_frame& f) {
    take(4, 0, "error code: " + h2::name_of(f.code));
    return done();
  }
  walked_frame operator()(const settings_frame& f) {
    for (const setting& one : f.values) {
      const std::string_view name = h2::name_of(one.id);
      const bool known = name != "UNKNOWN";
      take(2, 0,
           known ? std::string(name) : fmt::format("setting {:#x}, not in RFC 9113", static_cast<unsigned>(one.id)));
      take(4, 1, fmt::format("{}", one.value));
    }
    return done();
  }
  walked_frame operator()(const ping_frame&) {
    take(8, 0, "opaque data");
    return done();
  }
  walked_frame operator()(const goaway_frame& f) {
    take(4, 0, fmt::format("last stream id: {}", f.last_stream_id));
    take(4, 0, "error code: " + h2::name_of(f.code));
    rest("debug data: " + quoted(text_of(f.debug)));
    return done();
  }
  walked_frame operator()(const window_update_frame& f) {
    take(4, 0, fmt::format("increment: {}", f.increment));
    return done();
  }
  walked_frame operator()(const unknown_frame&) {
    rest("payload of a type not in RFC 9113, to be ignored");
    return done();
  }

 private:
  bytes left_;
  std::uint64_t offset_;
  walked_frame out_;
};

}  // namespace

std::string flags_of(const frame_header& header) {
  std::string said;
  unsigned left = header.flags;
  for (const named_flag& one : flags_that_mean_something(header.type)) {
    if (!header.has(one.bit)) continue;
    said += fmt::format("{}{}", said.empty() ? "" : ", ", one.name);
    left &= ~static_cast<unsigned>(one.bit);
  }
  if (left != 0) said += fmt::format("{}{:#04x}, which means nothing here", said.empty() ? "" : ", ", left);
  return said.empty() ? "none" : said;
}

std::string settings_of(const settings_frame& said) {
  std::string out;
  for (const setting& one : said.values) {
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", h2::name_of(one.id), one.value);
  }
  return out.empty() ? "nothing new" : out;
}

std::vector<role> walk_frame_header(bytes nine, std::uint64_t offset) {
  const frame_header header = parse_frame_header(nine.first<frame_header_size>());
  const bool reserved = (std::to_integer<unsigned>(nine[5]) & 0x80U) != 0;
  std::string type(h2::name_of(header.type));
  if (header.type > frame_type::continuation) type += fmt::format(" ({:#04x})", static_cast<unsigned>(header.type));
  std::string stream =
      header.stream_id == 0 ? "stream: 0, the connection" : fmt::format("stream: {}", header.stream_id);
  if (reserved) stream += "; the first bit is reserved and ignored";
  return {{offset, 3, 0, fmt::format("length: {}", header.length)},
          {offset + 3, 1, 0, "type: " + type},
          {offset + 4, 1, 0, fmt::format("flags: {}", flags_of(header))},
          {offset + 5, 4, 0, std::move(stream)}};
}

walked_frame walk_frame(bytes whole, std::uint64_t offset, const result<frame>& parsed) {
  payload_walk walk(whole.subspan(frame_header_size), offset + frame_header_size);
  walked_frame out;
  if (parsed) {
    out = std::visit(walk, *parsed);
  } else {
    walk.rest(fmt::format("not what the type asks for: {} ({})", parsed.error().why, parsed.error().clause));
    out = walk.done();
  }
  std::vector<role> header = walk_frame_header(whole.first(frame_header_size), offset);
  out.before.insert(out.before.begin(), std::make_move_iterator(header.begin()), std::make_move_iterator(header.end()));
  return out;
}

}  // namespace h2::observe
