// SPDX-License-Identifier: MIT
#pragma once

#include <h2/hpack/header_list.hpp>

namespace h2::hpack {

/// RFC 7541 §6.2.1, §6.2.2, §6.2.3.
enum class indexing : std::uint8_t { add, leave_out, never };

/// How a field goes that is not in a table. `table_size` is the maximum, in bytes.
[[nodiscard]] indexing policy_for(const joined_field& field, std::uint32_t table_size);

}  // namespace h2::hpack
