// SPDX-License-Identifier: MIT
#include "scripted_listener.hpp"

#include "witness.hpp"

#include <fcntl.h>

#include <stdexcept>
#include <utility>

namespace support {

using namespace basics;

raw_conn any_conn(std::string remote_addr, std::string local_addr) {
  return raw_conn(::open("/dev/null", O_RDWR | O_CLOEXEC), std::move(remote_addr), std::move(local_addr));
}

void scripted_listener::then(std::errc error, int times) {
  const std::lock_guard lock(mutex_);
  for (int i = 0; i < times; ++i) script_.emplace_back(error);
  changed_.notify_all();
}

void scripted_listener::then(raw_conn conn) {
  const std::lock_guard lock(mutex_);
  script_.emplace_back(std::move(conn));
  changed_.notify_all();
}

void scripted_listener::ends() {
  const std::lock_guard lock(mutex_);
  ended_ = true;
}

void scripted_listener::before(std::size_t number, std::function<void()> f) {
  const std::lock_guard lock(mutex_);
  before_.emplace_back(number, std::move(f));
}

accepted scripted_listener::accept() {
  std::function<void()> first;
  std::unique_lock lock(mutex_);
  accepting_ = true;
  changed_.notify_all();
  changed_.wait(lock, [&] { return closed_ || ended_ || !script_.empty(); });
  if (script_.empty() && !closed_) throw std::logic_error("accept was called again after the listener's last word");
  const std::size_t number = accepts_++;
  for (const auto& [at, f] : before_) {
    if (at == number) first = f;
  }
  if (first) {
    lock.unlock();
    first();
    lock.lock();
  }
  if (closed_) return std::make_error_code(std::errc::bad_file_descriptor);
  step next = std::move(script_.front());
  script_.pop_front();
  if (auto* conn = std::get_if<raw_conn>(&next)) return std::move(*conn);
  return std::make_error_code(std::get<std::errc>(next));
}

void scripted_listener::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

bool scripted_listener::await_accept() const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, patience, [&] { return accepting_; });
}

std::size_t scripted_listener::accepts() const {
  const std::lock_guard lock(mutex_);
  return accepts_;
}

bool scripted_listener::closed() const {
  const std::lock_guard lock(mutex_);
  return closed_;
}

std::chrono::system_clock::time_point virtual_clock::now() const {
  const std::lock_guard lock(mutex_);
  return std::chrono::system_clock::time_point(now_);
}

bool virtual_clock::sleep(std::chrono::nanoseconds pause, const event& quit) {
  {
    const std::lock_guard lock(mutex_);
    now_ += pause;
    if (slept_.size() == 1000) throw std::logic_error("slept a thousand times: this loop does not end");
    slept_.push_back(static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(pause).count()));
  }
  while_asleep();
  return !quit.has_fired();
}

std::vector<int> virtual_clock::slept() const {
  const std::lock_guard lock(mutex_);
  return slept_;
}

}  // namespace support
