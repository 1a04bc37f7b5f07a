// SPDX-License-Identifier: MIT
//
// protozero has no messages: a program reads and writes fields one by one, as with pbwire::reader and writer. So it is
// given our structs to fill, and to write from.
#include "halves.hpp"

#include "bench.pb.hpp"

#include <protozero/pbf_reader.hpp>
#include <protozero/pbf_writer.hpp>

#include <cstring>
#include <memory>
#include <vector>

namespace bench {
namespace {

using protozero::pbf_reader;
using protozero::pbf_writer;

ours::Item read_item(pbf_reader in) {
  ours::Item item;
  while (in.next()) {
    switch (in.tag()) {
      case 1: item.name = in.get_string(); break;
      case 2: item.id = in.get_uint32(); break;
      case 3: {
        const auto values = in.get_packed_int64();
        item.values.assign(values.begin(), values.end());
        break;
      }
      case 4: item.price = in.get_double(); break;
      default: in.skip();
    }
  }
  return item;
}

void read_count(ours::Large& m, pbf_reader in) {
  std::string key;
  std::int32_t value = 0;
  while (in.next()) {
    if (in.tag() == 1) key = in.get_string();
    else if (in.tag() == 2) value = in.get_int32();
    else in.skip();
  }
  m.counts.insert_or_assign(m.counts.end(), std::move(key), value);
}

ours::Large read_large(const std::string& bytes) {
  ours::Large m;
  pbf_reader in(bytes);
  while (in.next()) {
    switch (in.tag()) {
      case 1: m.items.push_back(read_item(in.get_message())); break;
      case 2: read_count(m, in.get_message()); break;
      case 3: m.payload = in.get_bytes(); break;
      default: in.skip();
    }
  }
  return m;
}

void write_large(const ours::Large& m, std::string& bytes) {
  bytes.clear();
  pbf_writer out(bytes);
  for (const ours::Item& item : m.items) {
    pbf_writer inside(out, 1);
    inside.add_string(1, item.name);
    inside.add_uint32(2, item.id);
    inside.add_packed_int64(3, item.values.begin(), item.values.end());
    inside.add_double(4, item.price);
  }
  for (const auto& [key, value] : m.counts) {
    pbf_writer inside(out, 2);
    inside.add_string(1, key);
    inside.add_int32(2, value);
  }
  out.add_bytes(3, m.payload);
}

ours::Small read_small(const std::string& bytes) {
  ours::Small m;
  pbf_reader in(bytes);
  while (in.next()) {
    switch (in.tag()) {
      case 1: m.id = in.get_string(); break;
      case 2: m.name = in.get_string(); break;
      case 3: m.language = in.get_string(); break;
      default: in.skip();
    }
  }
  return m;
}

void write_small(const ours::Small& m, std::string& bytes) {
  bytes.clear();
  pbf_writer out(bytes);
  out.add_string(1, m.id);
  out.add_string(2, m.name);
  out.add_string(3, m.language);
}

template <class M>
void register_size(const std::string& size, const encoded& inputs, M (*read)(const std::string&),
                   void (*write)(const M&, std::string&)) {
  auto messages = std::make_shared<std::vector<M>>();
  for (const std::string& bytes : inputs) messages->push_back(read(bytes));
  measure("parse " + size + " protozero", [turn = in_turn(inputs), read]() mutable {
    const M m = read(turn.next());
    benchmark::DoNotOptimize(&m);
  });
  measure("serialize " + size + " protozero", [messages, write, to = std::string(), at = std::size_t{0}]() mutable {
    write((*messages)[at++ % variants], to);
    benchmark::DoNotOptimize(to.data());
  });
  measure("serialize " + size + " memcpy", [turn = in_turn(inputs), to = std::string(16384, '\0')]() mutable {
    const std::string& bytes = turn.next();
    std::memcpy(to.data(), bytes.data(), bytes.size());
    benchmark::DoNotOptimize(to.data());
    benchmark::ClobberMemory();
  });
}

}  // namespace

void register_protozero() {
  register_size<ours::Small>("small", small_messages(), read_small, write_small);
  register_size<ours::Large>("large", large_messages(), read_large, write_large);
}

}  // namespace bench
