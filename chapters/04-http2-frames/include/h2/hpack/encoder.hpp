// SPDX-License-Identifier: MIT
//
// RFC 7541 §3, §6, the other way. What the RFC leaves open is the policy, which is ours:
//
//   - a field in a table goes as its index;
//   - never_indexed fields, and those no table should hold (authorization, a cookie shorter than 20 bytes,
//   proxy-authorization)
//     go as literals that nobody may index (§7.1.3), whatever the table has;
//   - fields that hardly ever come twice (:path with a query, content-length, age, date, etag, if-modified-since,
//     if-none-match, last-modified, location, set-cookie, grpc-timeout, grpc-status-details-bin …) go as literals, not
//     indexed;
//   - anything larger than three quarters of the table is not indexed, for it would empty it;
//   - all else goes into the table;
//   - text is Huffman-coded when that is shorter.
#pragma once

#include <h2/bytes.hpp>
#include <h2/hpack/dynamic_table.hpp>
#include <h2/hpack/header_list.hpp>

namespace h2::hpack {

struct encoder_options {
  /// As much table as we care to keep, in bytes, whatever the peer allows. Default: RFC 7541 §4.2.
  std::uint32_t max_table_size = 4096;
};

class encoder {
 public:
  explicit encoder(encoder_options options = {});

  /// One whole field block at the end of `out`: pending table size updates first (§4.2), then the fields in order.
  /// Requires: what is encoded is sent, in the order of encoding.
  void encode(const header_list& fields, byte_buffer& out);

  /// The peer's SETTINGS_HEADER_TABLE_SIZE. The next block announces the change; when it sank and rose in between, the
  /// lowest first (§4.2).
  void set_max_table_size(std::uint32_t size);

  [[nodiscard]] const dynamic_table& table() const { return table_; }

 private:
  dynamic_table table_;
  encoder_options options_;
};

}  // namespace h2::hpack
