// SPDX-License-Identifier: MIT
#include "halves.hpp"

#include "bench.pb.hpp"

#include <memory>
#include <vector>

namespace bench {
namespace {

std::uint64_t sum(const ours::SmallView& m) { return m.id.size() + m.name.size() + m.language.size(); }

std::uint64_t sum(const ours::LargeView& m) {
  std::uint64_t total = m.payload.size();
  for (const ours::ItemView& item : m.items) {
    total += item.name.size() + item.id + static_cast<std::uint64_t>(item.price);
    for (const std::int64_t v : item.values) total += static_cast<std::uint64_t>(v);
  }
  for (const auto& [key, v] : m.counts) total += key.size() + static_cast<std::uint64_t>(v);
  return total;
}

template <class M, class View>
void register_size(const std::string& size, const encoded& inputs) {
  auto messages = std::make_shared<std::vector<M>>();
  for (const std::string& bytes : inputs) messages->push_back(std::move(pbwire::decode<M>(bytes)).value());

  measure("serialize " + size + " ours",
          [messages, to = std::make_shared<pbwire::output>(), at = std::size_t{0}]() mutable {
            benchmark::DoNotOptimize(pbwire::encode((*messages)[at++ % variants], *to));
          });
  measure("serialize-new " + size + " ours", [messages, at = std::size_t{0}]() mutable {
    benchmark::DoNotOptimize(pbwire::encode((*messages)[at++ % variants]));
  });
  measure("parse " + size + " ours", [turn = in_turn(inputs)]() mutable {
    const auto m = pbwire::decode<M>(turn.next());
    benchmark::DoNotOptimize(&m);
  });
  measure("parse-reuse " + size + " ours", [turn = in_turn(inputs), m = M{}]() mutable {
    if (!pbwire::decode_into(m, turn.next())) std::abort();
    benchmark::DoNotOptimize(&m);
  });
  measure("view " + size + " ours", [turn = in_turn(inputs)]() mutable {
    const auto m = pbwire::decode_view<View>(turn.next());
    benchmark::DoNotOptimize(&m);
  });
  measure("view-read " + size + " ours", [turn = in_turn(inputs)]() mutable {
    benchmark::DoNotOptimize(sum(*pbwire::decode_view<View>(turn.next())));
  });
}

}  // namespace

void register_ours() {
  register_size<ours::Small, ours::SmallView>("small", small_messages());
  register_size<ours::Large, ours::LargeView>("large", large_messages());
}

}  // namespace bench
