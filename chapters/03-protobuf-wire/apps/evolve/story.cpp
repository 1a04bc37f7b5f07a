// SPDX-License-Identifier: MIT
#include "story.hpp"

namespace evolve {

v2::User new_user() {
  v2::User u;
  u.id = 5'000'000'000;
  u.full_name = "Li Lei";
  u.phone = {"110"};
  u.status = v2::Status::BANNED;
  u.place.emplace<v2::User::place_office>("Lab 3");
  u.class_ = v2::Class{.name = "golang", .year = 2024, .unknown = {}};
  u.tags = {{"lang", "zh"}};
  return u;
}

v1::User old_user() {
  v1::User u;
  u.id = -1;
  u.name = "Han Meimei";
  u.password = "secret";
  u.phone = {"119", "120"};
  u.status = v1::Status::LEFT;
  u.home = "Beijing";
  return u;
}

there_and_back through_the_old(const v2::User& sent) {
  there_and_back t;
  t.sent = sent;
  t.bytes = pbwire::encode(sent);
  t.seen = pbwire::decode<v1::User>(t.bytes).value();
  v1::User changed = t.seen;
  changed.phone.emplace_back("114");
  t.answered = pbwire::encode(changed);
  t.returned = pbwire::decode<v2::User>(t.answered).value();
  return t;
}

v2::User seen_by_the_new(const v1::User& sent) { return pbwire::decode<v2::User>(pbwire::encode(sent)).value(); }

}  // namespace evolve
