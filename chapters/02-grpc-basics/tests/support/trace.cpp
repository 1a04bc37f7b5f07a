// SPDX-License-Identifier: MIT
#include "trace.hpp"

#include <fmt/format.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <vector>

namespace trace {

using namespace basics;

namespace {

constexpr context_key<int> conn_number_key;
constexpr context_key<int> rpc_number_key;

int number(const context& ctx, const context_key<int>& key) {
  const int* n = ctx.value(key);
  return n == nullptr ? 0 : *n;
}

bool is_address(const std::string& text) { return text.find(':') != std::string::npos && text.back() != ':'; }

std::string type_of(const google::protobuf::Message& m) { return m.GetDescriptor()->full_name(); }

// One line's words after the number, for each event.
struct words {
  std::string operator()(const stats::in_header& e) const {
    return fmt::format("in_header {}{}", e.full_method, metadata_text(e.header));
  }
  std::string operator()(const stats::begin&) const { return "begin"; }
  std::string operator()(const stats::in_payload& e) const {
    return fmt::format("in_payload {} length={}", type_of(e.payload), e.data.size());
  }
  std::string operator()(const stats::out_header& e) const { return "out_header" + metadata_text(e.header); }
  std::string operator()(const stats::out_payload& e) const {
    return fmt::format("out_payload {} length={}", type_of(e.payload), e.data.size());
  }
  std::string operator()(const stats::out_trailer& e) const { return "out_trailer" + metadata_text(e.trailer); }
  std::string operator()(const stats::end& e) const { return "end " + outcome(e.error); }
};

}  // namespace

context stats_handler::tag_conn(context ctx, const stats::conn_tag_info& info) {
  int n = 0;
  {
    const std::lock_guard lock(mutex_);
    n = ++conns_;
  }
  const bool good = is_address(info.remote_addr) && is_address(info.local_addr);
  say_(fmt::format("conn {} tag_conn{}", n, good ? "" : " bad-address"));
  return ctx.with_value(conn_number_key, n);
}

void stats_handler::handle_conn(const context& ctx, const stats::conn_stats& event) {
  const bool begins = std::holds_alternative<stats::conn_begin>(event);
  say_(fmt::format("conn {} {}", number(ctx, conn_number_key), begins ? "begin" : "end"));
}

context stats_handler::tag_rpc(context ctx, const stats::rpc_tag_info& info) {
  int n = 0;
  {
    const std::lock_guard lock(mutex_);
    n = ++rpcs_;
  }
  say_(fmt::format("rpc {} tag_rpc {} conn={}", n, info.full_method_name, number(ctx, conn_number_key)));
  return ctx.with_value(rpc_number_key, n);
}

void stats_handler::handle_rpc(const context& ctx, const stats::rpc_stats& event) {
  say_(fmt::format("rpc {} {}", number(ctx, rpc_number_key), std::visit(words{}, event)));
}

namespace {

task<reply> say_around(const line_sink& say, const std::string& name, context ctx, any_message request,
                       const unary_server_info& info, unary_handler handler) {
  const int n = number(ctx, rpc_number_key);
  say(fmt::format("rpc {} {} before {} unary", n, name, info.full_method));
  reply r = status{.code = code::unauthenticated, .message = "invalid token"};
  const bool refused = name == "inner" && ctx.incoming_metadata().first("x-token") == "wrong";
  if (!refused) r = co_await handler(ctx, std::move(request));
  say(fmt::format("rpc {} {} after {}", n, name, outcome(r.has_error() ? r.error() : status{})));
  co_return r;
}

task<status> say_around_stream(const line_sink& say, const std::string& name, service* server, server_stream& stream,
                               const stream_server_info& info, stream_handler handler) {
  const int n = number(stream.ctx(), rpc_number_key);
  say(fmt::format("rpc {} {} before {} stream client={} server={}", n, name, info.full_method, info.is_client_stream,
                  info.is_server_stream));
  status s = co_await handler(server, stream);
  say(fmt::format("rpc {} {} after {}", n, name, outcome(s)));
  co_return s;
}

}  // namespace

unary_server_interceptor unary_interceptor(line_sink say, std::string name) {
  return [say = std::move(say), name = std::move(name)](context ctx, any_message request, const unary_server_info& info,
                                                        unary_handler handler) {
    return say_around(say, name, std::move(ctx), std::move(request), info, std::move(handler));
  };
}

stream_server_interceptor stream_interceptor(line_sink say, std::string name) {
  return [say = std::move(say), name = std::move(name)](service* server, server_stream& stream,
                                                        const stream_server_info& info, stream_handler handler) {
    return say_around_stream(say, name, server, stream, info, std::move(handler));
  };
}

std::string outcome(const status& s) {
  if (s.ok()) return "ok";
  std::string quoted;
  for (const char c : s.message) {
    switch (c) {
      case '"': quoted += "\\\""; break;
      case '\\': quoted += "\\\\"; break;
      case '\n': quoted += "\\n"; break;
      case '\t': quoted += "\\t"; break;
      default: quoted += c;
    }
  }
  return fmt::format("code={} desc=\"{}\"", name_of(s.code), quoted);
}

std::string metadata_text(const metadata& md) {
  std::vector<std::string> words;
  for (const auto& [key, value] : md) {
    if (!key.starts_with("x-")) continue;
    std::string shown = value;
    if (key.ends_with("-bin")) {
      shown.clear();
      for (const char c : value) shown += fmt::format("{:02x}", static_cast<unsigned char>(c));
    }
    words.push_back(fmt::format(" {}={}", key, shown));
  }
  std::stable_sort(words.begin(), words.end(), [](const std::string& a, const std::string& b) {
    return a.substr(0, a.find('=')) < b.substr(0, b.find('='));
  });
  std::string all;
  for (const std::string& w : words) all += w;
  return all;
}

}  // namespace trace
