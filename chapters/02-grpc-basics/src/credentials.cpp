// SPDX-License-Identifier: MIT
#include <basics/credentials.hpp>

#include <unistd.h>

#include <utility>

namespace basics {

raw_conn::raw_conn(int descriptor, std::string remote_addr, std::string local_addr)
    : descriptor_(descriptor), remote_addr_(std::move(remote_addr)), local_addr_(std::move(local_addr)) {}

raw_conn::raw_conn(raw_conn&& other) noexcept
    : descriptor_(other.release()),
      remote_addr_(std::move(other.remote_addr_)),
      local_addr_(std::move(other.local_addr_)) {}

raw_conn::~raw_conn() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

int raw_conn::release() { return std::exchange(descriptor_, -1); }

}  // namespace basics
