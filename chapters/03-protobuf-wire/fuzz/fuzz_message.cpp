// SPDX-License-Identifier: MIT
//
// Any bytes as a message, read in four ways: into a struct, into a struct that was used before, into a view, and by
// descriptor. Promises: all four give the same verdict, the struct and the dynamic message encode to the same bytes,
// and what was decoded once decodes to the same again.
#include "new.pb.hpp"
#include "old.pb.hpp"
#include "require.hpp"

#include <pbwire/compiler/importer.hpp>
#include <pbwire/dynamic.hpp>
#include <pbwire/view.hpp>

#include <fstream>
#include <sstream>

namespace {

using fuzz::require;
using namespace pbwire;

const pool& types() {
  static compiler::importer files([](const std::string& name) -> std::optional<std::string> {
    std::ifstream in(PBWIRE_FUZZ "/" + name);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
  });
  static const bool loaded = files.import({"old.proto", "new.proto"});
  require(loaded, "the fuzzer's own .proto files compile");
  return files.types();
}

/// The two refusals that view.hpp names: what would have to be merged, and what a later record will replace.
bool is_limit_of_views(errc code, bool accepted_by_decode) {
  return code == errc::view_of_split_message || (code == errc::missing_required && accepted_by_decode);
}

template <class M, class View>
void check(std::string_view bytes) {
  const auto typed = decode<M>(bytes);
  const auto dynamic = decode(*types().find_message(schema<M>::name), bytes, &types());
  require(typed.has_value() == dynamic.has_value(), "struct and dynamic message agree",
          typed ? "" : typed.error().message(), dynamic ? "" : dynamic.error().message());
  const auto view = decode_view<View>(bytes);
  if (view || !is_limit_of_views(view.error().code, typed.has_value())) {
    require(view.has_value() == typed.has_value(), "a view accepts what decode accepts",
            view ? "" : view.error().message(), typed ? "" : typed.error().message());
  }
  static M used;  // whatever the inputs before have left in it
  const auto again = decode_into(used, bytes);
  require(again.has_value() == typed.has_value(), "decode_into accepts what decode accepts");
  if (!typed) {
    require(typed.error().code == dynamic.error().code, "the same rule was broken", typed.error().message(),
            dynamic.error().message());
    return;
  }
  const std::string once = encode(*typed);
  require(once == encode(*dynamic), "struct and dynamic message encode alike", dump(*typed));
  require(once == encode(used), "what was there before decode_into is gone", dump(*typed), dump(used));
  require(once.size() == size(*typed), "size() is the size");
  require(encode(decode<M>(once).value()) == once, "what was encoded decodes to the same");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 3) {
    case 0: check<::fuzz::Old, ::fuzz::OldView>(bytes); break;
    case 1: check<::fuzz::New, ::fuzz::NewView>(bytes); break;
    default: check<::fuzz::Strict, ::fuzz::StrictView>(bytes);
  }
  return 0;
}
