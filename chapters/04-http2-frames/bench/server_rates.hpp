// SPDX-License-Identifier: MIT
//
// h2serve and nghttpd under the same load, each in a process of its own, in turns.
#pragma once

namespace bench {

struct server_settings {
  int rounds = 5;
  int requests = 400'000;   // of 100 bytes each, a round
  int connections = 5'000;  // idle ones
  int megabytes = 1'024;    // of the one download
};

/// Prints the rows: processor time for a request, requests a second, the rate of one download, memory of an idle
/// connection.
void measure_servers(const server_settings& s);

}  // namespace bench
