// SPDX-License-Identifier: MIT
#include "site.hpp"

#include "answers.hpp"

#include <h2/messages.hpp>

#include <algorithm>
#include <charconv>
#include <unordered_map>
#include <utility>

namespace serve {
namespace {

using h2::header_list;
using h2::net::session;

/// "n" of "n=10&ms=5". `otherwise` when it is not there or no number.
std::uint64_t number_in(std::string_view query, std::string_view name, std::uint64_t otherwise) {
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    if (!pair.starts_with(name) || pair.substr(name.size(), 1) != "=") continue;
    const std::string_view digits = pair.substr(name.size() + 1);
    std::uint64_t value = 0;
    const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (ec == std::errc() && end == digits.data() + digits.size()) return value;
  }
  return otherwise;
}

header_list response_head(std::string_view status, std::string_view type, std::uint64_t size) {
  header_list head;
  head.add(":status", status);
  head.add("server", "h2serve");
  head.add("content-type", type);
  head.add("content-length", std::to_string(size));
  return head;
}

/// One connection's requests.
class site_service : public h2::net::session_owner {
 public:
  site_service(site& all, session& on) : site_(all), on_(on) {}

  void on_event(session&, h2::event&& what) override;
  boost::asio::awaitable<void> on_end(session&, h2::net::failure) override {
    answers_.clear();
    co_return;
  }

 private:
  struct asked {
    std::uint32_t stream_id = 0;
    std::string_view method;
    bool head = false;
    std::string_view path;   // without the query
    std::string_view query;  // without the ?
  };
  [[nodiscard]] static asked ask(std::uint32_t stream_id, std::string_view method, std::string_view target);

  void on_request(h2::request_received&& request);
  void push_with(const asked& what, const h2::request_line& line);
  void route(const asked& what, const header_list& request, bool end_stream);
  void serve_file(const asked& what);
  void echo_back(const asked& what, const header_list& request, bool end_stream);
  void send_whole(const asked& what, const cached_file& file);
  void send_text(const asked& what, std::string_view status, std::string_view text);
  void send_from(const asked& what, const header_list& head, std::unique_ptr<source> from);
  [[nodiscard]] answer* answer_on(std::uint32_t stream_id);

  site& site_;
  session& on_;
  std::unordered_map<std::uint32_t, answer_ptr> answers_;  // those that are not over yet
};

void site_service::on_event(session&, h2::event&& what) {
  if (auto* request = std::get_if<h2::request_received>(&what)) {
    on_request(std::move(*request));
  } else if (const auto* data = std::get_if<h2::data_received>(&what)) {
    if (answer* const one = answer_on(data->stream_id)) one->on_data(data->data, data->end_stream);
    else on_.core().consume(data->stream_id, data->data.size());
  } else if (auto* trailers = std::get_if<h2::trailers_received>(&what)) {
    if (answer* const one = answer_on(trailers->stream_id)) one->on_trailers(std::move(trailers->headers));
  } else if (const auto* writable = std::get_if<h2::stream_writable>(&what)) {
    if (answer* const one = answer_on(writable->stream_id)) one->on_writable();
  } else if (const auto* closed = std::get_if<h2::stream_closed>(&what)) {
    if (!answers_.empty()) answers_.erase(closed->stream_id);
  }
}

answer* site_service::answer_on(std::uint32_t stream_id) {
  const auto found = answers_.find(stream_id);
  return found == answers_.end() ? nullptr : found->second.get();
}

site_service::asked site_service::ask(std::uint32_t stream_id, std::string_view method, std::string_view target) {
  asked what;
  what.stream_id = stream_id;
  what.method = method;
  what.head = method == "HEAD";
  const std::size_t mark = std::min(target.find('?'), target.size());
  what.path = target.substr(0, mark);
  what.query = target.substr(std::min(mark + 1, target.size()));
  return what;
}

void site_service::on_request(h2::request_received&& request) {
  const h2::request_line line = h2::request_line_of(request.headers);
  const asked what = ask(request.stream_id, line.method, line.path);
  if (!site_.pushes.empty()) push_with(what, line);
  route(what, request.headers, request.end_stream);
  on_.core().recycle(std::move(request.headers));
}

/// RFC 9113 §8.4: the promise goes out before the content that refers to it, or the client asks for it first.
void site_service::push_with(const asked& what, const h2::request_line& line) {
  const auto wanted = site_.pushes.find(what.path);
  if (wanted == site_.pushes.end()) return;
  for (const std::string& linked : wanted->second) {
    const header_list promise{
        {":method", "GET"}, {":scheme", line.scheme}, {":authority", line.authority}, {":path", linked}};
    const auto promised = on_.core().submit_push(what.stream_id, promise);
    if (promised) route(ask(*promised, "GET", linked), promise, true);  // otherwise the client does not want it
  }
}

void site_service::route(const asked& what, const header_list& request, bool end_stream) {
  if (what.path == "/echo") return echo_back(what, request, end_stream);
  if (what.method != "GET" && !what.head) {
    return send_text(what, "405", "Only GET and HEAD here; /echo takes content.\n");
  }
  if (what.path == "/bytes") {
    const std::uint64_t n = number_in(what.query, "n", 100);
    return send_from(what, response_head("200", "text/plain", n), alphabet_source(n));
  }
  if (what.path == "/slow") {
    slow_lines how;
    how.lines = static_cast<std::uint32_t>(std::clamp<std::uint64_t>(number_in(what.query, "n", how.lines), 1, 1000));
    const auto ms = static_cast<std::uint64_t>(how.interval.count());
    how.interval = std::chrono::milliseconds(std::min<std::uint64_t>(number_in(what.query, "ms", ms), 60'000));
    const header_list head{{":status", "200"}, {"server", "h2serve"}, {"content-type", "text/plain"}};
    if (on_.core().submit_response(what.stream_id, head, what.head) && !what.head) {
      answers_[what.stream_id] = send_slowly(on_, what.stream_id, how);
    }
    return;
  }
  serve_file(what);
}

void site_service::echo_back(const asked& what, const header_list& request, bool end_stream) {
  header_list head{{":status", "200"}, {"server", "h2serve"}};
  head.add("content-type", request.find("content-type").value_or("application/octet-stream"));
  const bool over = end_stream || what.head;
  if (on_.core().submit_response(what.stream_id, head, over) && !over) {
    answers_[what.stream_id] = echo(on_, what.stream_id);
  }
}

void site_service::serve_file(const asked& what) {
  const auto now = std::chrono::steady_clock::now();
  if (const auto known = site_.files.cached(what.path, now)) return send_whole(what, *known);
  const std::optional<std::string> where = site_.files.locate(what.path);
  std::optional<file> found = where ? file::open(*where) : std::nullopt;
  if (!found) {
    if (what.path == "/") return send_text(what, "200", "h2serve: files, /echo, /bytes?n=100, /slow?n=10&ms=500\n");
    return send_text(what, "404", "No such file.\n");
  }
  header_list head = response_head("200", content_type(*where), found->size());
  head.add("last-modified", http_date(found->modified()));
  if (found->size() > folder::small || what.head) return send_from(what, head, file_source(std::move(*found)));
  auto read = std::make_shared<cached_file>();
  read->response = std::move(head);
  read->content.resize(static_cast<std::size_t>(found->size()));
  if (found->read(read->content) < read->content.size()) return send_text(what, "500", "The file became shorter.\n");
  site_.files.keep(what.path, read, now);
  send_whole(what, *read);
}

void site_service::send_whole(const asked& what, const cached_file& file) {
  const bool over = what.head || file.content.empty();
  if (on_.core().submit_response(what.stream_id, file.response, over) && !over) {
    (void)on_.core().send_data(what.stream_id, file.content, true);
  }
}

void site_service::send_text(const asked& what, std::string_view status, std::string_view text) {
  const header_list head = response_head(status, "text/plain; charset=utf-8", text.size());
  if (on_.core().submit_response(what.stream_id, head, what.head) && !what.head) {
    (void)on_.core().send_data(what.stream_id, h2::bytes_of(text), true);
  }
}

void site_service::send_from(const asked& what, const header_list& head, std::unique_ptr<source> from) {
  const bool over = what.head || from->left() == 0;
  if (on_.core().submit_response(what.stream_id, head, over) && !over) {
    answers_[what.stream_id] = send_source(on_, what.stream_id, std::move(from));
  }
}

}  // namespace

h2::net::server::service_for serve_site(site& all) {
  return [&all](session& on) { return std::make_unique<site_service>(all, on); };
}

}  // namespace serve
