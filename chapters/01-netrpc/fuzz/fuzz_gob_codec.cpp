// SPDX-License-Identifier: MIT
//
// Any bytes as one side of a net/rpc connection over gob: headers and bodies in turn, in any pieces.
#include "fuzz_gob.hpp"

#include <netrpc/gob_codec.hpp>

namespace {

using namespace fuzz;

const shared_names& names() {
  static const auto all = std::make_shared<const gob::type_names>(test::subject_names());
  return all;
}

/// Reads headers and bodies in turn until an error or the end; says what was seen. Every fourth body is discarded.
template <class Header>
std::string conversation(const input& in, unsigned cut, auto& codec, auto read_header, auto read_body) {
  Header header;
  std::string seen;
  bool body_due = false, broken = false;
  unsigned calls = 0;
  feed(
      in.stream, cut, [&](auto piece) { codec.receive(piece); },
      [&] {
        while (!broken) {
          const std::shared_ptr<void> body = in.type().make();
          const bool discard = calls % 4 == 3;
          const auto outcome = !body_due ? read_header(header)
                               : discard ? read_body(reflect::value{})
                                         : read_body(reflect::value{&in.type(), body.get()});
          if (outcome && *outcome == progress::need_more) return;
          if (!outcome) seen += outcome.error().message() + '\n';
          else seen += body_due && !discard ? test::canon({&in.type(), body.get()}) : test::canon_of(header);
          broken = !outcome && (!body_due || outcome.error().scope == error_scope::stream);
          if (body_due) ++calls;
          body_due = !body_due;
        }
      });
  return seen + (codec.at_boundary() ? "boundary" : "inside");
}

std::string as_server(const input& in, unsigned cut) {
  const auto codec = make_gob_server_codec(small_limits, names());
  return conversation<request>(
      in, cut, *codec, [&](request& h) { return codec->read_request_header(h); },
      [&](reflect::value b) { return codec->read_request_body(b); });
}

std::string as_client(const input& in, unsigned cut) {
  const auto codec = make_gob_client_codec(small_limits, names());
  return conversation<response>(
      in, cut, *codec, [&](response& h) { return codec->read_response_header(h); },
      [&](reflect::value b) { return codec->read_response_body(b); });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const input in = parse(data, size);
  for (const auto side : {&as_server, &as_client}) {
    const std::string whole = side(in, 0), pieces = side(in, 1U + in.cut);
    require(whole == pieces, "the pieces in which bytes arrive do not matter", whole, pieces);
  }
  return 0;
}
