// SPDX-License-Identifier: MIT
//
// Streams made by hand, as no encoder would make them, and how a decoder refuses them.
#pragma once

#include "support/bytes.hpp"

#include <netrpc/gob_decoder.hpp>
#include <netrpc/gob_encoder.hpp>

namespace test {

using namespace netrpc;

inline bytes number(std::uint64_t v) {
  gob::writer w;
  w.write_uint(v);
  return {w.view().begin(), w.view().end()};
}
inline bytes id(std::int64_t v) { return number(gob::fold_sign(v)); }

/// A message of these parts.
template <class... Parts>
bytes message(const Parts&... parts) {
  bytes body, out;
  (body.insert(body.end(), parts.begin(), parts.end()), ...);
  gob::append_message(out, body);
  return out;
}

/// The message that defines `of` as `type`.
inline bytes definition(gob::type_id of, const gob::wire_type& type) {
  gob::encoder encoder;
  bytes all;
  EXPECT_TRUE(test::succeeded(encoder.encode(gob::wire_type{}, all)));
  all.clear();
  EXPECT_TRUE(test::succeeded(encoder.encode(type, all)));
  gob::reader in(all);  // length, id of wireType, the struct: only that is wanted
  (void)in.read_uint();
  (void)in.read_int();
  return message(id(-of), std::span(all).subspan(in.position()));
}

inline gob::wire_type slice_of(gob::type_id element) {
  gob::wire_type t;
  t.SliceT.emplace(gob::slice_type{{"", 0}, element});
  return t;
}
inline gob::wire_type struct_of(std::vector<gob::field_type> fields) {
  gob::wire_type t;
  t.StructT.emplace(gob::struct_type{{"T", 0}, std::move(fields)});
  return t;
}
inline gob::wire_type map_of(gob::type_id key, gob::type_id element) {
  gob::wire_type t;
  t.MapT.emplace(gob::map_type{{"", 0}, key, element});
  return t;
}

/// The error of the first value that cannot be read; reading stops there.
template <class T>
error refusal(const bytes& stream, limits bounds = {}) {
  gob::decoder decoder(nullptr, bounds);
  decoder.receive(stream);
  for (;;) {
    T into{};
    const auto outcome = decoder.decode(into);
    if (!outcome) return outcome.error();
    if (*outcome == progress::need_more) {
      ADD_FAILURE() << "the stream was accepted, or is not complete";
      return {errc::io};
    }
  }
}

/// The same without a C++ type.
inline error tree_refusal(const bytes& stream, limits bounds = {}) {
  gob::decoder decoder(nullptr, bounds);
  decoder.receive(stream);
  for (;;) {
    gob::value into;
    const auto outcome = decoder.decode_tree(into);
    if (!outcome) return outcome.error();
    if (*outcome == progress::need_more) {
      ADD_FAILURE() << "the stream was accepted, or is not complete";
      return {errc::io};
    }
  }
}

}  // namespace test

/// code, scope and offset of an error; and its sentence must name the offset and a rule.
#define EXPECT_REFUSED(error_, code_, scope_, offset_)                                       \
  do {                                                                                       \
    const ::netrpc::error e_ = error_;                                                       \
    EXPECT_EQ(e_.code, ::netrpc::errc::code_) << e_.message();                               \
    EXPECT_EQ(e_.scope, ::netrpc::error_scope::scope_) << e_.message();                      \
    EXPECT_EQ(e_.offset, static_cast<std::uint64_t>(offset_)) << e_.message();               \
    EXPECT_NE(e_.message().find("at byte " + std::to_string(e_.offset)), std::string::npos); \
    EXPECT_NE(e_.message().find('['), std::string::npos) << "no rule in: " << e_.message();  \
  } while (false)
