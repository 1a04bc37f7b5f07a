// SPDX-License-Identifier: MIT
//
// Why Boost.JSON checks the grammar and does not build its boost::json::value here: that value has
// forgotten what Go's decoder goes by. It keeps the last of two equal keys (Go decodes both, one over
// the other), turns 1e2 and 18446744073709551616 into doubles whose text is gone (Go refuses the first
// for an int and names the second in its error), and rounds some doubles to a neighbour of the nearest.
//
// Go's grammar is a little wider than Boost's. Two things are veiled before Boost sees them; neither
// changes where a value ends:
//   - half a surrogate pair ("\ud800") is no error in Go but U+FFFD: the d of each such escape is shown as 0
//   - an exponent may have any number of digits: all of them are shown as 0
#include <netrpc/json_stream.hpp>

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <array>

namespace netrpc {
namespace {

constexpr std::size_t kept_bytes = 64U << 10;

bool is_white_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes every event and keeps nothing.
struct events {
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  using code = boost::json::error_code;
  using text = boost::json::string_view;
  bool on_document_begin(code&) { return true; }
  bool on_document_end(code&) { return true; }
  bool on_array_begin(code&) { return true; }
  bool on_array_end(std::size_t, code&) { return true; }
  bool on_object_begin(code&) { return true; }
  bool on_object_end(std::size_t, code&) { return true; }
  bool on_string_part(text, std::size_t, code&) { return true; }
  bool on_string(text, std::size_t, code&) { return true; }
  bool on_key_part(text, std::size_t, code&) { return true; }
  bool on_key(text, std::size_t, code&) { return true; }
  bool on_number_part(text, code&) { return true; }
  bool on_int64(std::int64_t, text, code&) { return true; }
  bool on_uint64(std::uint64_t, text, code&) { return true; }
  bool on_double(double, text, code&) { return true; }
  bool on_bool(bool, code&) { return true; }
  bool on_null(code&) { return true; }
  bool on_comment_part(text, code&) { return true; }
  bool on_comment(text, code&) { return true; }
};

/// Shows Boost what it would refuse and Go would not in another way, byte for byte.
///
///              "            \            u
///   outside ◄─────► inside ───► escaped ───► hex ─► inside
///      │ e E ▲         ▲───────────┘ other
///      ▼     │ no digit, no sign
///     exponent
class veil {
 public:
  char show(char c) {
    switch (at_) {
      case place::outside:
        if (c == '"') at_ = place::inside;
        else if (c == 'e' || c == 'E') at_ = place::exponent;  // or the end of true and false: no digit follows
        return c;
      case place::exponent:
        if (is_digit(c)) return '0';
        if (c == '+' || c == '-') return c;
        at_ = c == '"' ? place::inside : place::outside;
        return c;
      case place::inside:
        if (c == '"') at_ = place::outside;
        else if (c == '\\') at_ = place::escaped;
        return c;
      case place::escaped: at_ = c == 'u' ? place::hex : place::inside; return c;
      case place::hex: at_ = place::inside; return c == 'd' || c == 'D' ? '0' : c;
    }
    return c;
  }

 private:
  enum class place : std::uint8_t { outside, exponent, inside, escaped, hex };
  place at_ = place::outside;
};

boost::json::parse_options options(std::size_t depth) {
  boost::json::parse_options o;
  o.max_depth = depth;
  o.allow_invalid_utf8 = true;  // Go repairs it (utf8.hpp) where the string is read
  return o;
}

}  // namespace

class json_stream::grammar {
 public:
  explicit grammar(std::size_t depth) : parser_(options(depth)) {}

  void reset() {
    parser_.reset();
    veil_ = {};
  }

  /// Checks `data`, up to the value's end. Returns how much of it was right.
  std::size_t check(std::string_view data, boost::json::error_code& ec) {
    std::array<char, 4096> shown;
    std::size_t total = 0;
    while (total < data.size() && !parser_.done()) {
      const std::size_t count = std::min(shown.size(), data.size() - total);
      std::transform(data.begin() + static_cast<std::ptrdiff_t>(total),
                     data.begin() + static_cast<std::ptrdiff_t>(total + count), shown.begin(),
                     [&](char c) { return veil_.show(c); });
      total += parser_.write_some(true, shown.data(), count, ec);
      if (ec) break;
    }
    return total;
  }

  [[nodiscard]] bool done() const { return parser_.done(); }

 private:
  boost::json::basic_parser<events> parser_;
  veil veil_;
};

json_stream::json_stream(const limits& bounds)
    : limits_(bounds), grammar_(std::make_unique<grammar>(bounds.json_nesting)) {}
json_stream::~json_stream() = default;
json_stream::json_stream(json_stream&&) noexcept = default;
json_stream& json_stream::operator=(json_stream&&) noexcept = default;

void json_stream::receive(std::span<const std::byte> data) {
  if (broken_) return;  // nothing after an error is looked at, so nothing is kept
  drop_consumed();
  buffer_.append(reinterpret_cast<const char*>(data.data()), data.size());
}

void json_stream::drop_consumed() {
  const std::size_t consumed = begin_;
  if (consumed == 0 || (consumed < buffer_.size() && consumed < buffer_.size() / 2)) return;  // too little to move
  buffer_.erase(0, consumed);
  if (buffer_.empty() && buffer_.capacity() > kept_bytes) buffer_.shrink_to_fit();  // one big message is no habit
  origin_ += consumed;
  begin_ = 0;
  end_ -= std::min(end_, consumed);
  checked_ -= consumed;
}

/// True when a value begins at begin_.
bool json_stream::skip_white_space() {
  while (begin_ < buffer_.size() && is_white_space(buffer_[begin_])) ++begin_;
  checked_ = begin_;
  return begin_ < buffer_.size();
}

error json_stream::fail(errc code, std::string detail) {
  broken_ = error{code, error_scope::stream, origin_ + checked_, std::move(detail)};
  return *broken_;
}

result<bool> json_stream::next() {
  if (broken_) return *broken_;
  if (found_) {
    found_ = false;
    begin_ = checked_ = end_;
    grammar_->reset();
  }
  if (checked_ == begin_ && !skip_white_space()) return false;
  // Never more than the limit is checked, so that it holds for a value that is all there, too.
  const std::size_t most = std::min(buffer_.size(), begin_ + limits_.json_message_bytes);
  boost::json::error_code ec;
  checked_ += grammar_->check(std::string_view(buffer_).substr(checked_, most - checked_), ec);
  if (ec) return fail(errc::json_syntax, ec.message());
  if (grammar_->done()) {
    found_ = true;
    end_ = checked_;
    while (is_white_space(buffer_[end_ - 1])) --end_;
    return true;
  }
  if (checked_ - begin_ >= limits_.json_message_bytes) {
    return fail(errc::json_message_too_big, "more than " + std::to_string(limits_.json_message_bytes) + " bytes");
  }
  return false;
}

std::string_view json_stream::text() const {
  return std::string_view(buffer_).substr(begin_, found_ ? end_ - begin_ : 0);
}

bool json_stream::at_boundary() const {
  if (broken_) return false;
  const std::string_view rest = std::string_view(buffer_).substr(found_ ? end_ : begin_);
  return std::all_of(rest.begin(), rest.end(), is_white_space);
}

}  // namespace netrpc
