// SPDX-License-Identifier: MIT
#include "grpc_walk.hpp"

#include "text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace h2::observe {

namespace {

constexpr unsigned prefix_size = 5;

std::string flag_meaning(std::uint64_t number, std::uint32_t flag) {
  const std::string_view says = flag == 0 ? "not compressed" : flag == 1 ? "compressed" : "no flag gRPC has";
  return fmt::format("gRPC message {}: {}", number, says);
}

std::string message_meaning(const grpc_part& part) {
  if (part.first == 0 && part.ends()) return "the message";
  return fmt::format("bytes {} to {} of the message's {}", part.first, part.last - 1, part.length);
}

}  // namespace

void grpc_walker::walk(bytes data, std::uint64_t offset, std::vector<role>& roles, std::vector<grpc_part>& parts) {
  while (!data.empty()) {
    const bool begins = prefix_ < prefix_size;
    std::size_t used = begins ? walk_prefix(data, offset, roles) : 0;
    if (prefix_ == prefix_size) {
      const auto here = static_cast<std::uint32_t>(std::min<std::size_t>(length_ - come_, data.size() - used));
      const grpc_part part{number_, flag_ == 1, length_, come_, come_ + here};
      if (here > 0) roles.push_back({offset + used, here, 1, message_meaning(part)});
      if (here > 0 || begins) parts.push_back(part);
      used += here;
      come_ += here;
      if (part.ends()) prefix_ = 0;
    }
    data = data.subspan(used);
    offset += used;
  }
}

/// As much of the five bytes as is there. Returns how much that was.
std::size_t grpc_walker::walk_prefix(bytes data, std::uint64_t offset, std::vector<role>& roles) {
  std::size_t used = 0;
  if (prefix_ == 0) {
    number_ += 1;
    come_ = length_ = 0;
    flag_ = std::to_integer<std::uint32_t>(data[0]);
    roles.push_back({offset, 1, 0, flag_meaning(number_, flag_)});
    prefix_ = 1;
    used = 1;
  }
  const unsigned had = prefix_;
  const std::size_t begin = used;
  for (; prefix_ < prefix_size && used < data.size(); ++prefix_, ++used) {
    length_ = length_ << 8U | std::to_integer<std::uint32_t>(data[used]);
  }
  if (used == begin) return used;
  std::string meaning;
  if (had == 1 && prefix_ == prefix_size) meaning = fmt::format("its length: {}", length_);
  else if (prefix_ == prefix_size) meaning = fmt::format("the rest of its length: {}", length_);
  else meaning = fmt::format("its length, bytes {} to {} of 4", had, prefix_ - 1);
  roles.push_back({offset + begin, used - begin, 1, std::move(meaning)});
  return used;
}

}  // namespace h2::observe
