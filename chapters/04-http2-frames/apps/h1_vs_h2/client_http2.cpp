// SPDX-License-Identifier: MIT
//
// A client that is the core and a socket, with nothing between.
#include "clients.hpp"
#include "recorded_socket.hpp"

#include <h2/connection.hpp>
#include <h2/frame_reader.hpp>

#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <map>
#include <stdexcept>

namespace versus {

namespace {

h2::header_list request_to(const std::string& path) {
  h2::header_list fields{{":method", "GET"}, {":scheme", "http"}, {":authority", host}, {":path", path}};
  for (const field& f : request_fields()) {
    std::string name(f.name);
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    fields.add(name, f.value);
  }
  return fields;
}

/// The bytes of each HEADERS frame, its nine included.
std::vector<std::size_t> heads_of(const std::string& stream, bool from_client) {
  std::vector<std::size_t> sizes;
  h2::frame_reader reader(from_client);
  reader.receive(h2::bytes_of(stream));
  while (const auto next = reader.next().value()) {
    if (next->header.type == h2::frame_type::headers) sizes.push_back(h2::frame_header_size + next->payload.size());
  }
  return sizes;
}

class http2_client {
 public:
  explicit http2_client(const tcp::endpoint& to) : socket_(to) {}

  void ask(const std::string& path) { asked_[core_.submit_request(request_to(path), true).value()] = path; }
  void flush() {
    core_.take_output(output_);
    boost::asio::write(socket_, boost::asio::buffer(output_));
  }
  /// Reads until that many answers have come whole. Throws boost::system::system_error, std::runtime_error.
  void hear(std::size_t answers) {
    while (answered.size() < answers) {
      const std::size_t n = socket_.read_some(boost::asio::buffer(input_));
      core_.receive(h2::bytes(input_).first(n), std::chrono::steady_clock::now());
      while (const auto what = core_.next_event()) on_event(*what);
      flush();
    }
  }

  [[nodiscard]] conversation recorded() const { return {socket_.sent, socket_.received}; }
  std::vector<std::string> answered;

 private:
  void on_event(const h2::event& what) {
    if (const auto* const failed = std::get_if<h2::connection_failed>(&what)) {
      throw std::runtime_error(failed->why.message());
    }
    const auto* const data = std::get_if<h2::data_received>(&what);
    if (data == nullptr) return;
    content_[data->stream_id] += h2::text_of(data->data);
    core_.consume(data->stream_id, data->data.size());
    if (!data->end_stream) return;
    const std::string& path = asked_.at(data->stream_id);
    if (content_[data->stream_id] != content_of(path)) throw std::runtime_error("not the content of " + path);
    answered.push_back(path);
  }

  recorded_socket socket_;
  h2::connection core_{h2::role::client};
  h2::byte_buffer output_;
  std::array<std::byte, 16384> input_{};
  std::map<std::uint32_t, std::string> asked_;
  std::map<std::uint32_t, std::string> content_;
};

}  // namespace

exchange http2_streams(server& to, int small) {
  exchange seen;
  http2_client client(to.endpoint());
  for (const std::string& path : paths(small)) client.ask(path);
  client.flush();
  client.hear(static_cast<std::size_t>(small));
  seen.before_slow = client.answered.size();
  to.open_gate();
  client.hear(static_cast<std::size_t>(small) + 1);
  seen.answered = client.answered;
  seen.connections.push_back(client.recorded());
  seen.request_heads = heads_of(seen.connections[0].sent, true);
  seen.response_heads = heads_of(seen.connections[0].received, false);
  return seen;
}

}  // namespace versus
