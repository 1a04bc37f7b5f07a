// SPDX-License-Identifier: MIT
#include "messages.hpp"

#include "bench.pb.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <random>

namespace bench {
namespace {

std::string deterministic(const google::protobuf::Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream to(&bytes);
  google::protobuf::io::CodedOutputStream coded(&to);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

std::string small(std::uint32_t) {
  Small m;
  m.set_id("a11111");
  m.set_name("balabala");
  m.set_language("golang");
  return deterministic(m);
}

std::string large(std::uint32_t seed) {
  Large m;
  std::mt19937_64 random(seed);
  for (int i = 0; i < 100; ++i) {
    Item& item = *m.add_items();
    item.set_name("item " + std::to_string(i) + " of 100");
    item.set_id(static_cast<std::uint32_t>(i * 37));
    item.set_price(1 + i * 0.25);
    for (int k = 0; k < 10; ++k) {
      const std::uint64_t bits = random();
      item.add_values(static_cast<std::int64_t>(bits >> (16 + random() % 48)));
    }
  }
  for (int i = 0; i < 50; ++i) (*m.mutable_counts())["counter " + std::to_string(i)] = static_cast<int>(random() >> 48);
  m.set_payload(std::string(1000, 'x'));
  return deterministic(m);
}

encoded make(std::string (*one)(std::uint32_t)) {
  encoded all;
  for (std::uint32_t i = 0; i < variants; ++i) all[i] = one(i);
  return all;
}

}  // namespace

const encoded& small_messages() {
  static const encoded all = make(small);
  return all;
}

const encoded& large_messages() {
  static const encoded all = make(large);
  return all;
}

}  // namespace bench
