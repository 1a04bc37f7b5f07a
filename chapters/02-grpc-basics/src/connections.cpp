// SPDX-License-Identifier: MIT
#include <basics/connections.hpp>

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace basics {

bool connection_table::add(std::shared_ptr<connection> c) {
  const std::lock_guard lock(mutex_);
  const std::string& key = c->remote_addr;
  return by_remote_addr_.try_emplace(key, std::move(c)).second;
}

bool connection_table::remove(const connection& c) {
  const std::lock_guard lock(mutex_);
  const auto found = by_remote_addr_.find(c.remote_addr);
  if (found == by_remote_addr_.end() || found->second.get() != &c) return false;
  by_remote_addr_.erase(found);
  return true;
}

std::shared_ptr<connection> connection_table::find(const std::string& remote_addr) const {
  const std::lock_guard lock(mutex_);
  const auto found = by_remote_addr_.find(remote_addr);
  return found == by_remote_addr_.end() ? nullptr : found->second;
}

namespace {

int checked(int descriptor, const char* what) {
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), what);
  return descriptor;
}

bool add_to(int epoll, int descriptor, std::uint32_t events) {
  epoll_event e{};
  e.events = events;
  e.data.fd = descriptor;
  return ::epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &e) == 0;
}

}  // namespace

connection_watcher::connection_watcher()
    : epoll_(checked(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
      stop_(checked(::eventfd(0, EFD_CLOEXEC), "eventfd")) {
  if (!add_to(epoll_, stop_, EPOLLIN)) throw std::system_error(errno, std::generic_category(), "epoll_ctl");
  thread_ = std::thread([this] { run(); });
}

connection_watcher::~connection_watcher() {
  const std::uint64_t one = 1;
  // An eventfd whose counter is 0 takes a 1 without waiting or failing (eventfd(2)).
  [[maybe_unused]] const auto written = ::write(stop_, &one, sizeof one);
  thread_.join();
  for (const auto& [descriptor, on_end] : watched_) ::close(descriptor);
  ::close(stop_);
  ::close(epoll_);
}

std::error_code connection_watcher::watch(int descriptor, std::function<void()> on_end) {
  const int own = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
  if (own < 0) return {errno, std::generic_category()};
  const std::lock_guard lock(mutex_);
  watched_.emplace(own, std::move(on_end));
  // EPOLLHUP and EPOLLERR come unasked. One shot: of the several that an end brings, one is enough.
  if (add_to(epoll_, own, EPOLLRDHUP | EPOLLONESHOT)) return {};
  const std::error_code failed(errno, std::generic_category());
  watched_.erase(own);
  ::close(own);
  return failed;
}

void connection_watcher::run() {
  std::array<epoll_event, 64> events;
  for (;;) {
    const int n = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), -1);
    for (int i = 0; i < n; ++i) {
      const int descriptor = events[static_cast<std::size_t>(i)].data.fd;
      if (descriptor == stop_) return;
      std::function<void()> on_end;
      {
        const std::lock_guard lock(mutex_);
        on_end = std::move(watched_.extract(descriptor).mapped());
      }
      // Closing is not enough: an epoll set forgets a socket when its last descriptor is closed, and grpc++ has
      // another.
      ::epoll_ctl(epoll_, EPOLL_CTL_DEL, descriptor, nullptr);
      ::close(descriptor);
      on_end();
    }
  }
}

}  // namespace basics
