// SPDX-License-Identifier: MIT
//
// Anything at all as a JSON-RPC stream. The first byte says for whom: a server (even) or a client (odd).
// The stream is read twice, whole and byte by byte, and must come out the same. What was read is written,
// and what was written must be read again.
#include <netrpc/json_codec.hpp>
#include <netrpc/json_value.hpp>

#include <algorithm>
#include <cstdlib>

namespace {

using namespace netrpc;

struct Leaf {
  std::int8_t I8 = 0;
  std::uint64_t U = 0;
  float F32 = 0;
  double F = 0;
  std::string S;
  bytes B;
};
BOOST_DESCRIBE_STRUCT(Leaf, (), (I8, U, F32, F, S, B))

struct Tree {
  Leaf L;
  std::vector<Tree> Children;
  std::map<std::string, Leaf> ByName;
  std::map<std::int16_t, bool> ByNumber;
  std::array<Leaf, 2> Pair;
  std::unique_ptr<Tree> Next;
  any V;
};
BOOST_DESCRIBE_STRUCT(Tree, (), (L, Children, ByName, ByNumber, Pair, Next, V))

constexpr limits bounds{.value_bytes = 1U << 20, .json_message_bytes = 1U << 16, .json_nesting = 64};

void check(bool right) {
  if (!right) std::abort();
}

/// As JSON; the empty text when it nests too deep to be sent.
std::string written(const Tree& tree) {
  std::string text;
  return json::append(text, reflect::ref(tree), bounds).has_value() ? text : std::string();
}

std::string note(const error& e) { return e.message() + "\n"; }

std::string note_body(const result<progress>& read, const Tree& tree) {
  if (read.has_error()) return note(read.error());
  const std::string text = written(tree);
  if (text.empty()) return "deep\n";
  Tree again;
  check(json::read(text, 0, reflect::ref(again), bounds).has_value() || text.size() > 1U << 14);
  return text + "\n";
}

/// Everything a server learns from the stream, in pieces of `size`.
std::string serve(std::span<const std::byte> stream, std::size_t size) {
  const auto codec = make_json_server_codec(bounds);
  std::string seen;
  bytes replies;
  while (!stream.empty()) {
    codec->receive(stream.first(std::min(size, stream.size())));
    stream = stream.subspan(std::min(size, stream.size()));
    for (;;) {
      request header;
      const result<progress> got = codec->read_request_header(header);
      if (got.has_error()) return seen + note(got.error());
      if (*got == progress::need_more) break;
      Tree argument;
      seen += header.ServiceMethod + " " + note_body(codec->read_request_body(reflect::ref(argument)), argument);
      const response reply{.ServiceMethod = {}, .Seq = header.Seq, .Error = header.ServiceMethod};
      check(codec->write_response(reply, {}, replies).has_value());
    }
  }
  return seen + (codec->at_boundary() ? "end" : "cut off") +
         std::string(reinterpret_cast<const char*>(replies.data()), replies.size());
}

std::string receive_answers(std::span<const std::byte> stream, std::size_t size) {
  const auto codec = make_json_client_codec(bounds);
  std::string seen;
  while (!stream.empty()) {
    codec->receive(stream.first(std::min(size, stream.size())));
    stream = stream.subspan(std::min(size, stream.size()));
    for (;;) {
      response header;
      const result<progress> got = codec->read_response_header(header);
      if (got.has_error()) return seen + note(got.error());
      if (*got == progress::need_more) break;
      Tree reply;
      seen +=
          std::to_string(header.Seq) + header.Error + note_body(codec->read_response_body(reflect::ref(reply)), reply);
    }
  }
  return seen + (codec->at_boundary() ? "end" : "cut off");
}

/// A misspelt word is reported at its beginning or at the wrong letter, as the pieces fall; see json_stream_test.
std::string without_syntax_offset(std::string text) {
  const auto at = text.find("jsonrpc: invalid JSON");
  return at == std::string::npos ? text : text.substr(0, at);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto stream = std::as_bytes(std::span(data + 1, size - 1));
  const auto read = data[0] % 2 == 0 ? serve : receive_answers;
  check(without_syntax_offset(read(stream, stream.size())) == without_syntax_offset(read(stream, 1)));
  return 0;
}
