// SPDX-License-Identifier: MIT
//
// Messages with something in them, for tests of whatever can be done to a message.
#pragma once

#include "hand_schemas.hpp"
#include "hex.hpp"

#include <string>

namespace hand {

/// A value in every field.
inline Kinds full_kinds() {
  Kinds m;
  m.f64 = 1.5;
  m.f32 = -0.25F;
  m.i64 = -2;
  m.u64 = 300;
  m.i32 = -1;
  m.x64 = 0x0102'0304'0506'0708;
  m.x32 = 7;
  m.yes = true;
  m.text = "h\xc3\xa9";
  m.raw = test::hex("00 ff");
  m.u32 = 0xffff'ffff;
  m.color = Color::BLUE;
  m.sx32 = -1;
  m.sx64 = -2;
  m.s32 = -3;
  m.s64 = 150;
  m.point.emplace().x = -1;
  return m;
}

inline std::string full_kinds_bytes() {
  return test::hex(
      "09 00 00 00 00 00 00 f8 3f  15 00 00 80 be  18 fe ff ff ff ff ff ff ff ff 01  20 ac 02"
      "28 ff ff ff ff ff ff ff ff ff 01  31 08 07 06 05 04 03 02 01  3d 07 00 00 00  40 01  4a 03 68 c3 a9"
      "62 02 00 ff  68 ff ff ff ff 0f  70 05  7d ff ff ff ff  81 01 fe ff ff ff ff ff ff ff"
      "88 01 05  90 01 ac 02  82 80 01 02 08 01");
}

/// Two elements or more in every list.
inline Lists full_lists() {
  Lists m;
  m.numbers = {3, 270, 86942, -1};
  m.loose = {1, 300};
  m.signs = {-1, 1, -2};
  m.ratios = {0.5, -0.0};
  m.flags = {true, false, true};
  m.colors = {Color::GREEN, Color::RED, static_cast<Color>(300)};
  m.texts = {"a", "", "bc"};
  m.raws = {test::hex("ff"), ""};
  m.points.resize(2);
  m.points[1].y = 1;
  m.fixed = {1, 2};
  return m;
}

}  // namespace hand
