// SPDX-License-Identifier: MIT
//
// Our halves of the two-process measurements; each runs as a process of its own.
#pragma once

#include <string>

namespace bench {

enum class mode { serial, in_flight_64 };

/// UserServer over gob, until standard input ends. Prints "listening on ADDR".
void serve_rpc();
/// Calls GetUser for `seconds` on one connection, checks every reply, and prints the calls per second.
void call_rpc(const std::string& address, mode how, double seconds);

/// The floor under any RPC here: 100 bytes there and back, one at a time, no codec, no table.
void serve_echo();
void call_echo(const std::string& address, double seconds);

}  // namespace bench
