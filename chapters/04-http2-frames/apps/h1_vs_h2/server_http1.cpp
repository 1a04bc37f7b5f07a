// SPDX-License-Identifier: MIT
//
// HTTP/1.1 with pipelining, done as well as it can be: requests are read as they come and worked on at the same time.
// It does not help. A response does not say which request it answers, so it has to wait for its turn.
#include "server.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <algorithm>
#include <deque>
#include <memory>

namespace versus {

namespace {

namespace http = boost::beast::http;

class http1_connection : public std::enable_shared_from_this<http1_connection> {
 public:
  http1_connection(tcp::socket socket, const std::string& begun, site& all, held_back& held)
      : socket_(std::move(socket)), site_(all), held_(held) {
    const auto room = buffer_.prepare(begun.size());
    buffer_.commit(asio::buffer_copy(room, asio::buffer(begun)));
  }

  void read() {
    request_ = {};
    http::async_read(socket_, buffer_, request_, [self = shared_from_this()](auto failed, std::size_t) {
      if (failed) return;  // the client has gone, and with it who held this connection
      self->answer();
      self->read();
    });
  }

 private:
  /// A request's place in the order.
  struct turn {
    http::response<http::string_body> response;
    bool ready = false;
  };

  void answer() {
    const auto mine = std::make_shared<turn>();
    turns_.push_back(mine);
    const auto target = request_.target();
    site_.ask({target.data(), target.size()}, [self = shared_from_this(), mine](const std::string& content) {
      for (const field& f : response_fields()) mine->response.insert(as_beast(f.name), as_beast(f.value));
      mine->response.body() = content;
      mine->response.prepare_payload();
      mine->ready = true;
      self->write();
    });
  }

  void write() {
    if (!turns_.empty() && !turns_.front()->ready) {
      held_.set(
          static_cast<std::size_t>(std::count_if(turns_.begin(), turns_.end(), [](auto& t) { return t->ready; })));
    }
    if (writing_ || turns_.empty() || !turns_.front()->ready) return;
    writing_ = true;
    http::async_write(socket_, turns_.front()->response, [self = shared_from_this()](auto failed, std::size_t) {
      self->writing_ = false;
      if (failed) return;
      self->turns_.pop_front();
      self->write();
    });
  }

  static boost::beast::string_view as_beast(std::string_view text) { return {text.data(), text.size()}; }

  tcp::socket socket_;
  site& site_;
  held_back& held_;
  boost::beast::flat_buffer buffer_;
  http::request<http::empty_body> request_;
  std::deque<std::shared_ptr<turn>> turns_;  // in the order of the requests
  bool writing_ = false;
};

}  // namespace

void serve_http1(tcp::socket socket, const std::string& begun, site& all, held_back& held) {
  std::make_shared<http1_connection>(std::move(socket), begun, all, held)->read();
}

}  // namespace versus
