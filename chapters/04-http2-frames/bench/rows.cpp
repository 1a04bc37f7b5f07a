// SPDX-License-Identifier: MIT
#include "rows.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <iostream>

namespace bench {
namespace {

double median(std::vector<double> v) {
  const auto middle = v.begin() + static_cast<std::ptrdiff_t>(v.size() / 2);
  std::nth_element(v.begin(), middle, v.end());
  return *middle;
}

}  // namespace

void print(const row& r) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < r.ours.size(); ++i) ratios.push_back(r.ours[i] / r.peer[i]);
  const boost::json::value target = r.target ? boost::json::value(*r.target) : boost::json::value(nullptr);
  const boost::json::object line = {{"chapter", "04"},         {"name", r.name},         {"unit", r.unit},
                                    {"ours", median(r.ours)},  {"peer", median(r.peer)}, {"peer_name", r.peer_name},
                                    {"ratio", median(ratios)}, {"target", target},       {"better", r.better}};
  std::cout << line << std::endl;
}

}  // namespace bench
