// SPDX-License-Identifier: MIT
//
// Fixtures: most rules bind both ends, and none may depend on how the bytes were cut. So a test runs for each end, its
// bytes whole and one by one.
#pragma once

#include "wire_peer.hpp"

#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace h2::test {

struct circumstances {
  role side;
  feeding how;
};
inline std::string name_of(const circumstances& c) {
  return std::string(c.side == role::client ? "client" : "server") +
         (c.how == feeding::whole ? "_whole" : "_byte_by_byte");
}
inline void PrintTo(const circumstances& c, std::ostream* out) { *out << name_of(c); }
inline void PrintTo(feeding how, std::ostream* out) { *out << (how == feeding::whole ? "whole" : "byte_by_byte"); }

/// Tests that say the same to a client and a server; `peer` has shaken hands.
class any_side : public testing::TestWithParam<circumstances> {
 public:
  static std::vector<circumstances> all() {
    return {{role::server, feeding::whole},
            {role::server, feeding::byte_by_byte},
            {role::client, feeding::whole},
            {role::client, feeding::byte_by_byte}};
  }
  static std::string name(const testing::TestParamInfo<circumstances>& info) { return name_of(info.param); }

 protected:
  [[nodiscard]] static bool server() { return GetParam().side == role::server; }
  /// Before the handshake.
  [[nodiscard]] static wire_peer fresh(const connection_options& options = {}) {
    return wire_peer(GetParam().side, GetParam().how, options);
  }
  [[nodiscard]] static wire_peer with(const connection_options& options, std::vector<setting> theirs = {}) {
    wire_peer made = fresh(options);
    made.handshake(std::move(theirs));
    return made;
  }
  wire_peer peer = with({});
};

/// Tests of one side only.
class one_side : public testing::TestWithParam<feeding> {
 public:
  static std::vector<feeding> all() { return {feeding::whole, feeding::byte_by_byte}; }
  static std::string name(const testing::TestParamInfo<feeding>& info) {
    return info.param == feeding::whole ? "whole" : "byte_by_byte";
  }

 protected:
  explicit one_side(role subject, const connection_options& options = {}) : side_(subject), peer(with(options)) {}
  [[nodiscard]] wire_peer fresh(const connection_options& options = {}) const {
    return wire_peer(side_, GetParam(), options);
  }
  [[nodiscard]] wire_peer with(const connection_options& options, std::vector<setting> theirs = {}) const {
    wire_peer made = fresh(options);
    made.handshake(std::move(theirs));
    return made;
  }

 private:
  role side_;

 protected:
  wire_peer peer;
};
class as_server : public one_side {
 protected:
  as_server() : one_side(role::server) {}
};
class as_client : public one_side {
 protected:
  as_client() : one_side(role::client) {}
};
/// A client that lets itself be pushed to.
class as_pushed_client : public one_side {
 protected:
  as_pushed_client() : one_side(role::client, {.local = {.enable_push = true}}) {}
};

}  // namespace h2::test
