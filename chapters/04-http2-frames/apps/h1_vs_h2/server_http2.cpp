// SPDX-License-Identifier: MIT
//
// The same site over HTTP/2. An answer names its stream, so it leaves when it is ready.
#include "server.hpp"

#include <h2/net/session.hpp>

#include <algorithm>
#include <cctype>

namespace versus {

namespace {

h2::header_list answer_head(const std::string& content) {
  h2::header_list head{{":status", "200"}};
  for (const field& f : response_fields()) {
    std::string name(f.name);
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    head.add(name, f.value);
  }
  head.add("content-length", std::to_string(content.size()));
  return head;
}

class owner final : public h2::net::session_owner {
 public:
  explicit owner(site& all) : site_(all) {}

  void on_event(h2::net::session& from, h2::event&& what) override {
    const auto* const asked = std::get_if<h2::request_received>(&what);
    if (asked == nullptr) return;
    const std::weak_ptr<h2::net::session> connection = from.weak_from_this();
    site_.ask(asked->headers.find(":path").value_or("/"),
              [connection, id = asked->stream_id](const std::string& content) {
                const auto still = connection.lock();
                if (!still) return;
                h2::connection& core = still->core();
                if (core.submit_response(id, answer_head(content), false)) {
                  (void)core.send_data(id, h2::bytes_of(content), true);
                }
              });
  }
  asio::awaitable<void> on_end(h2::net::session&, h2::net::failure) override { co_return; }

 private:
  site& site_;
};

}  // namespace

asio::awaitable<void> serve_http2(tcp::socket socket, std::string begun, site& all) {
  const auto connection =
      std::make_shared<h2::net::session>(h2::net::byte_stream(std::move(socket)), h2::role::server,
                                         h2::net::session_options(), std::chrono::steady_clock::now());
  owner service(all);
  const h2::bytes read = h2::bytes_of(begun);
  h2::byte_buffer already_read(read.begin(), read.end());
  asio::awaitable<h2::net::failure> to_its_end = connection->run(service, std::move(already_read));
  [[maybe_unused]] const h2::net::failure why = co_await std::move(to_its_end);  // the client sees it too
}

}  // namespace versus
