// SPDX-License-Identifier: MIT
#include "halves.hpp"

#include "bench.pb.h"

#include <google/protobuf/arena.h>

#include <cstdlib>
#include <memory>
#include <vector>

namespace bench {
namespace {

std::uint64_t sum(const Small& m) { return m.id().size() + m.name().size() + m.language().size(); }

std::uint64_t sum(const Large& m) {
  std::uint64_t total = m.payload().size();
  for (const Item& item : m.items()) {
    total += item.name().size() + item.id() + static_cast<std::uint64_t>(item.price());
    for (const std::int64_t v : item.values()) total += static_cast<std::uint64_t>(v);
  }
  for (const auto& [key, v] : m.counts()) total += key.size() + static_cast<std::uint64_t>(v);
  return total;
}

void parse(google::protobuf::Message& m, const std::string& bytes) {
  if (!m.ParseFromString(bytes)) std::abort();
}

/// An arena whose first block holds a whole message, so that it never asks for more.
struct roomy_arena {
  std::vector<char> block = std::vector<char>(1 << 17);
  google::protobuf::Arena arena{block.data(), block.size()};
};

template <class M>
void register_size(const std::string& size, const encoded& inputs) {
  auto messages = std::make_shared<std::vector<M>>(variants);
  for (std::size_t i = 0; i < variants; ++i) parse((*messages)[i], inputs[i]);

  measure("serialize " + size + " theirs", [messages, to = std::string(), at = std::size_t{0}]() mutable {
    (*messages)[at++ % variants].SerializeToString(&to);
    benchmark::DoNotOptimize(to.data());
  });
  measure("serialize-new " + size + " theirs", [messages, at = std::size_t{0}]() mutable {
    benchmark::DoNotOptimize((*messages)[at++ % variants].SerializeAsString());
  });
  measure("parse " + size + " theirs", [turn = in_turn(inputs)]() mutable {
    M m;
    parse(m, turn.next());
    benchmark::DoNotOptimize(&m);
  });
  measure("parse-reuse " + size + " theirs", [turn = in_turn(inputs), m = std::make_shared<M>()]() mutable {
    parse(*m, turn.next());
    benchmark::DoNotOptimize(m.get());
  });
  auto on = std::make_shared<roomy_arena>();
  measure("view " + size + " theirs", [turn = in_turn(inputs), on]() mutable {
    M* const m = google::protobuf::Arena::CreateMessage<M>(&on->arena);
    parse(*m, turn.next());
    benchmark::DoNotOptimize(m);
    on->arena.Reset();
  });
  measure("view-read " + size + " theirs", [turn = in_turn(inputs), on]() mutable {
    M* const m = google::protobuf::Arena::CreateMessage<M>(&on->arena);
    parse(*m, turn.next());
    benchmark::DoNotOptimize(sum(*m));
    on->arena.Reset();
  });
}

}  // namespace

void register_theirs() {
  register_size<Small>("small", small_messages());
  register_size<Large>("large", large_messages());
}

}  // namespace bench
