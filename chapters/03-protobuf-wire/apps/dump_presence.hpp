// SPDX-License-Identifier: MIT
//
// Which fields a message brought, for proto2's `required`: whether one is missing is known only when all has been read,
// since a message may come in several records that are merged.
#pragma once

#include <pbwire/pool.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace pbdump {

class presence {
 public:
  explicit presence(const pbwire::message_type* type = nullptr) : type_(type) {}

  /// A value of the field has come. Returns what is known of the message in it, and which value of the field it is:
  /// always the same one if the field is singular, so that records of it merge.
  std::pair<presence&, std::size_t> add(const pbwire::field_type& field);

  /// The path of the first required field that never came; none if all did.
  [[nodiscard]] std::optional<std::string> missing() const;

 private:
  struct values {
    const pbwire::field_type* field = nullptr;
    std::size_t count = 0;
    std::map<std::size_t, presence> inside;
  };
  const pbwire::message_type* type_;
  std::map<std::uint32_t, values> seen_;  // by field number
};

}  // namespace pbdump
