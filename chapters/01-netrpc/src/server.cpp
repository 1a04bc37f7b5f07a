// SPDX-License-Identifier: MIT
#include <netrpc/connection.hpp>
#include <netrpc/gob_codec.hpp>
#include <netrpc/http_connect.hpp>
#include <netrpc/server.hpp>

#include <mutex>
#include <utility>

namespace netrpc {

result<void> server::add(std::string name, service_description description) {
  if (options_.log) {
    for (const method_shape& shape : description.shapes) {
      if (const auto why = why_unsuitable(shape)) options_.log(*why);
    }
  }
  const std::lock_guard lock(mutex_);
  const std::size_t first = callables_.size();
  result<void> added = name.empty() ? services_.register_type(description.type_name, description.shapes, first)
                                    : services_.register_name(name, description.type_name, description.shapes, first);
  if (added.has_error()) return added;
  for (callable& c : description.callables) callables_.push_back(std::make_unique<const callable>(std::move(c)));
  return {};
}

result<server::entry> server::find(std::string_view service_method) const {
  const std::shared_lock lock(mutex_);
  const result<const method*> found = services_.find(service_method);
  if (found.has_error()) return found.error();
  return entry{*found, callables_[(*found)->callable].get()};
}

awaitable<void> server::serve_conn(tcp::socket socket) {
  return serve_codec(std::move(socket), make_gob_server_codec(options_.limits, options_.names));
}

awaitable<void> server::serve_codec(tcp::socket socket, std::unique_ptr<server_codec> codec, bytes leftover) {
  auto served = std::make_shared<connection>(*this, std::move(socket));
  auto executor = served->get_executor();
  auto serving = connection::serve(served, std::move(codec), std::move(leftover));
  co_await asio::co_spawn(executor, std::move(serving), use_awaitable);
}

std::string server::debug_page() const {
  const std::shared_lock lock(mutex_);
  return netrpc::debug_page(services_);
}

}  // namespace netrpc
