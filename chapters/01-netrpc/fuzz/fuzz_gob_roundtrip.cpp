// SPDX-License-Identifier: MIT
//
// Whatever was decoded can be encoded, and comes back. The first trip may lose what gob cannot say (a pointer to
// zero comes back null), so it is the second that must change nothing, in the value or in the bytes.
#include "fuzz_gob.hpp"

#include <netrpc/gob_encoder.hpp>

namespace {

using namespace fuzz;
using owned = std::vector<std::shared_ptr<void>>;

owned decoded(const reflect::type& type, std::span<const std::byte> stream) {
  gob::decoder decoder(&test::subject_names(), small_limits);
  decoder.receive(stream);
  owned values;
  for (;;) {
    values.push_back(type.make());
    const auto outcome = decoder.decode(reflect::value{&type, values.back().get()});
    if (!outcome || *outcome == progress::need_more) break;
  }
  values.pop_back();
  return values;
}

bytes encoded(const reflect::type& type, const owned& values) {
  gob::encoder encoder(&test::subject_names());
  bytes out;
  for (const auto& v : values) {
    const auto outcome = encoder.encode({&type, v.get()}, out);
    require(outcome.has_value(), "what was decoded can be encoded", outcome ? "" : outcome.error().message());
  }
  return out;
}

std::string text(const reflect::type& type, const owned& values) {
  std::string all;
  for (const auto& v : values) all += test::canon({&type, v.get()}) + '\n';
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const input in = parse(data, size);
  const reflect::type& type = in.type();
  const owned first = decoded(type, in.stream);
  const bytes once = encoded(type, first);
  const owned second = decoded(type, once);
  require(second.size() == first.size(), "every value comes back", text(type, first), text(type, second));
  const bytes twice = encoded(type, second);
  require(once == twice, "encoding again gives the same bytes", text(type, first), text(type, second));
  require(text(type, decoded(type, twice)) == text(type, second), "decoding again gives the same values");
  return 0;
}
