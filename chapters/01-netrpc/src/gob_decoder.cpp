// SPDX-License-Identifier: MIT
//
// Messages and definitions; what stands inside a value is gob_read.cpp (into C++ types) and
// gob_tree.cpp (without).
//
// A value usually lies in one message. The exception is an interface value whose type was never
// defined: the definition is sent on the spot, which cuts the message in two. So a value can turn out
// to need a message that has not arrived. Then the attempt is taken back, definitions and all, and
// made again when the bytes are there; this happens once per type and stream, and spares every other
// value the machinery of a reader that can stop anywhere.
#include <netrpc/gob_decoder.hpp>

#include <algorithm>
#include <limits>

namespace netrpc::gob {
namespace {

/// The lowest id has no positive twin; it stays negative, and is refused with the reserved ones.
type_id negated(type_id id) { return static_cast<type_id>(-static_cast<std::int64_t>(id)); }

std::string definition_of(type_id id) { return "definition of type " + std::to_string(negated(id)); }

}  // namespace

void decoder::receive(std::span<const std::byte> data) {
  compact();
  buffer_.insert(buffer_.end(), data.begin(), data.end());
}

void decoder::compact() {
  if (at_ == 0) return;
  if (at_ < buffer_.size() && at_ < buffer_.size() / 2) return;  // moving little is not worth it
  buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(at_));
  origin_ += at_;
  wanted_ -= std::min(wanted_, at_);
  at_ = 0;
}

bytes decoder::take_rest() {
  bytes rest(buffer_.begin() + static_cast<std::ptrdiff_t>(at_), buffer_.end());
  origin_ += buffer_.size();
  buffer_.clear();
  at_ = wanted_ = 0;
  return rest;
}

result<progress> decoder::decode(reflect::value into) { return decode_into({into, nullptr}); }

result<progress> decoder::decode_tree(value& into, std::vector<annotation>* notes) {
  notes_ = notes;
  auto outcome = decode_into({{}, &into});
  notes_ = nullptr;
  if (notes != nullptr && outcome && *outcome == progress::need_more) {  // an attempt taken back was never made
    std::erase_if(*notes, [&](const annotation& a) { return a.offset >= origin_ + at_; });
  }
  return outcome;
}

result<progress> decoder::decode_into(destination into) {
  if (broken_ != nullptr) return *broken_;
  if (buffer_.size() < wanted_ || at_ == buffer_.size()) return progress::need_more;
  starved_ = false;
  type_id id = 0;
  savepoint before = begin_value();
  while (!at_value(id)) {
    // A definition at top level is a message of its own; what it said stands, whatever comes after it.
    if (!in_.ok() || starved_) return conclude(begin_value());
    before = begin_value();
  }
  if (into.typed.of == nullptr) {
    walk_top_level(id, into.tree);
    if (notes_ != nullptr && in_.ok() && in_.left() > 0) note_leftovers();
    return conclude(before);
  }
  read_top_level(id, into.typed);
  if (in_.ok() || starved_ || in_.failure().scope != error_scope::value) return conclude(before);
  // It does not fit its destination. Where it ends, only reading all of it can tell.
  const error lost = in_.failure();
  take_back(before);
  if (at_value(id)) walk_top_level(id, nullptr);
  const auto past = conclude(before);
  if (past && *past == progress::done) return lost;
  return past;
}

decoder::savepoint decoder::begin_value() {
  depth_ = 0;
  charged_ = 0;
  spread_ = 0;
  messages_ = 0;
  return {at_, definition_order_.size(), definition_bytes_};
}

void decoder::take_back(const savepoint& to) {
  at_ = to.at;
  if (definition_order_.size() > to.definitions) plans_.clear();
  for (; definition_order_.size() > to.definitions; definition_order_.pop_back())
    remote_.forget(definition_order_.back());
  definition_bytes_ = to.definition_bytes;
  (void)begin_value();
}

result<progress> decoder::conclude(const savepoint& before) {
  if (starved_) {
    take_back(before);
    return progress::need_more;
  }
  if (in_.ok()) {
    half_sequence_ = false;
    return progress::done;
  }
  if (in_.failure().scope == error_scope::stream) broken_ = std::make_unique<error>(in_.failure());
  else half_sequence_ = false;
  return in_.failure();
}

/// Makes the next whole message current. False: it is not all here (starved_), or its length is no length.
bool decoder::next_message() {
  const auto rest = std::span<const std::byte>(buffer_).subspan(at_);
  const uint_prefix length = peek_uint(rest);
  in_ = reader({}, origin_ + at_);
  if (length.what == uint_prefix::state::malformed) {
    in_.fail(errc::uint_too_long, "length of a message");
    return false;
  }
  // One value in many messages is no way around the limit; and Go cuts only where it defines a type.
  if (length.what == uint_prefix::state::done && length.value > limits_.message_bytes - spread_) {
    in_.fail(errc::message_too_big, std::to_string(spread_ + length.value) + " bytes");
    return false;
  }
  if (messages_ > limits_.types) {
    in_.fail(errc::too_many_types, "a value in " + std::to_string(messages_) + " messages");
    return false;
  }
  wanted_ = at_ + length.width + static_cast<std::size_t>(length.value);
  if (length.what == uint_prefix::state::need_more || buffer_.size() < wanted_) {
    starved_ = true;
    return false;
  }
  const auto body = rest.subspan(length.width, static_cast<std::size_t>(length.value));
  in_ = reader(body, origin_ + at_ + length.width);
  if (notes_ != nullptr) note(origin_ + at_, "length of the message: " + std::to_string(length.value));
  at_ = wanted_;
  spread_ += length.value;
  ++messages_;
  return true;
}

/// Reads one message's beginning. True: a value of type `id` follows. False: it was a definition, or failed.
bool decoder::at_value(type_id& id) {
  if (!next_message()) return false;
  const std::uint64_t from = in_.offset();
  id = static_cast<type_id>(in_.read_int());  // Go cuts ids to 32 bits too
  if (!in_.ok()) return false;
  if (notes_ != nullptr) note(from, id < 0 ? definition_of(id) : "a value of type " + std::to_string(id));
  if (id >= 0) return true;
  half_sequence_ = true;
  read_definition(negated(id));
  if (in_.ok() && in_.left() > 0) in_.fail(errc::extra_data, std::to_string(in_.left()) + " bytes");
  return false;
}

/// The concrete type of an interface value; definitions may stand before it, in this message or in the next.
type_id decoder::read_interface_type() {
  while (in_.ok()) {
    if (in_.left() == 0 && !next_message()) {
      if (starved_) in_.fail(errc::truncated);  // stops the readers above; conclude() knows better
      return 0;
    }
    const std::uint64_t from = in_.offset();
    const auto id = static_cast<type_id>(in_.read_int());
    if (!in_.ok()) return 0;
    if (notes_ != nullptr) note(from, id < 0 ? definition_of(id) : "concrete type " + std::to_string(id));
    if (id >= 0) return id;
    read_definition(negated(id));
    if (in_.left() > 0) {
      const std::uint64_t at = in_.offset();
      const std::uint64_t count = in_.read_uint();  // the rest of this value is a message inside the message
      if (notes_ != nullptr && in_.ok()) note(at, "length of what follows: " + std::to_string(count));
    }
  }
  return 0;
}

void decoder::read_definition(type_id id) {
  if (id < id::first_user - 1 || remote_.find(id) != nullptr) return in_.fail(errc::duplicate_type, std::to_string(id));
  if (remote_.size() >= limits_.types) return in_.fail(errc::too_many_types, std::to_string(limits_.types));
  const std::size_t left_before = in_.left();
  wire_type definition;
  if (notes_ != nullptr) {
    const reader again = in_;
    note_definition();
    in_ = again;
  }
  read_top_level(id::wire_type, reflect::ref(definition));
  if (!in_.ok()) return in_.lose_stream();  // without it, what follows cannot be read
  definition_bytes_ += left_before - in_.left();
  if (definition_bytes_ > limits_.definition_bytes)
    return in_.fail(errc::too_many_types, std::to_string(definition_bytes_) + " bytes");
  remote_.define(id, std::move(definition));
  definition_order_.push_back(id);
}

/// Walks a definition for the notes only. As a value, no stream may send one: hence a table of its own.
void decoder::note_definition() {
  static const remote_types builtin = [] {
    remote_types all;
    for (type_id id = id::wire_type; const wire_type* t = builtin_type(id); ++id) all.define(id, *t);
    return all;
  }();
  plan_book plans(builtin, limits_.nesting);
  walk(**plans.find(nullptr, id::wire_type), nullptr);
}

const plan* decoder::plan_for(const reflect::type* local, type_id id) {
  const auto found = plans_.find(local, id);
  if (found) return *found;
  in_.fail(found.error().code, found.error().detail, found.error().scope);
  return nullptr;
}

/// How many elements or entries follow. Go takes the number for an int, and what is then negative for none.
std::uint64_t decoder::read_count() {
  const std::uint64_t count = in_.read_uint();
  if (count <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return count;
  in_.fail(errc::length_past_input, std::to_string(count) + " elements");
  return 0;
}

bool decoder::enter() {
  if (++depth_ <= limits_.nesting) return true;
  in_.fail(errc::too_deep, std::to_string(limits_.nesting) + " levels");
  return false;
}

/// Pays for memory before it is taken.
bool decoder::charge(std::uint64_t count, std::size_t each) {
  std::uint64_t total = 0;
  if (__builtin_mul_overflow(count, each, &total) || total > limits_.value_bytes - charged_) {
    in_.fail(errc::value_too_big, std::to_string(count) + " elements of " + std::to_string(each) + " bytes");
    return false;
  }
  charged_ += total;
  return true;
}

}  // namespace netrpc::gob
