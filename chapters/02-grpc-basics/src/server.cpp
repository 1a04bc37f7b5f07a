// SPDX-License-Identifier: MIT
#include <basics/server.hpp>

#include <fmt/format.h>

#include <sys/socket.h>

#include <thread>
#include <utility>

namespace basics {

/// One listener, its connections and their transport; lives as long as the server.
struct server::serving {
  listener* from = nullptr;  // null once its serve call has returned
  connection_table connections = {};
  std::unique_ptr<basics::transport> transport = nullptr;
};

server_options with_interceptors_chained(server_options options) {
  // The one set by unary_interceptor is outside all others.
  if (options.unary_int) {
    options.chain_unary_ints.insert(options.chain_unary_ints.begin(), std::move(options.unary_int));
  }
  options.unary_int = chain_unary_interceptors(std::move(options.chain_unary_ints));
  options.chain_unary_ints.clear();
  if (options.stream_int) {
    options.chain_stream_ints.insert(options.chain_stream_ints.begin(), std::move(options.stream_int));
  }
  options.stream_int = chain_stream_interceptors(std::move(options.chain_stream_ints));
  options.chain_stream_ints.clear();
  return options;
}

std::unique_ptr<server> new_server(const global_server_options& global, std::vector<server_option> own) {
  server_options options;
  apply_options(options, global);
  apply_options(options, own);
  return std::make_unique<server>(std::move(options));
}

server::server(server_options options, transport_factory transports, clock& time)
    : options_(with_interceptors_chained(std::move(options))), transports_(std::move(transports)), time_(time) {}

server::~server() { stop(); }

void server::register_service(const service_desc& desc, std::shared_ptr<service> implementation) {
  const std::lock_guard lock(mutex_);
  options_.event_log(fmt::format("RegisterService(\"{}\")", desc.service_name));
  services_.register_service(desc, std::move(implementation));
}

std::map<std::string, service_info> server::get_service_info() const {
  const std::lock_guard lock(mutex_);
  return services_.get_service_info();
}

status server::serve(listener& from) {
  serving* mine = nullptr;
  {
    const std::lock_guard lock(mutex_);
    options_.event_log("serving");
    services_.close();
    if (quit_.has_fired()) {
      from.close();
      return {.code = code::unavailable, .message = "grpc: the server has been stopped"};
    }
    mine = serving_.emplace_back(std::make_unique<serving>()).get();
    mine->from = &from;
    transport_events events;
    events.find_connection = [mine](const std::string& remote_addr) { return mine->connections.find(remote_addr); };
    events.on_stream = [this](transport_stream& stream, const std::shared_ptr<connection>& on) {
      on_stream(stream, on);
    };
    try {
      mine->transport = transports_(options_, std::move(events));
    } catch (...) {
      serving_.pop_back();  // stop would look for its transport
      from.close();
      throw;
    }
    ++accepting_;
  }
  const status ended = accept_loop(
      from, time_, quit_, [&](raw_conn conn) { handle_raw_conn(std::move(conn), *mine); }, options_.event_log);
  from.close();
  {
    const std::lock_guard lock(mutex_);
    mine->from = nullptr;
    --accepting_;
    changed_.notify_all();
  }
  if (!quit_.has_fired()) return ended;
  done_.wait();
  return {};
}

void server::handle_raw_conn(raw_conn conn, serving& on) {
  if (quit_.has_fired()) return;
  if (options_.creds) {
    if (const std::optional<std::string> refused = options_.creds->server_handshake(conn)) {
      options_.event_log(fmt::format("ServerHandshake(\"{}\") failed: {}", conn.remote_addr(), *refused));
      return;
    }
  }
  if (const std::shared_ptr<connection> older = on.connections.find(conn.remote_addr())) {
    // A client that uses its port again at once can be here before the watcher's word of the connection it had. But two
    // local addresses of a listener on all of them can hold two live connections from one port, and calls would not
    // tell them apart.
    if (older->local_addr != conn.local_addr()) {
      options_.event_log(fmt::format("refused a second connection from {}", conn.remote_addr()));
      return;
    }
    end_connection(on, older);
  }
  auto c = std::make_shared<connection>();
  c->remote_addr = conn.remote_addr();
  c->local_addr = conn.local_addr();
  if (options_.stats_handler) {
    c->ctx = options_.stats_handler->tag_conn({}, {.remote_addr = c->remote_addr, .local_addr = c->local_addr});
    options_.stats_handler->handle_conn(c->ctx, stats::conn_begin{});
  }
  on.connections.add(c);
  {
    const std::lock_guard lock(mutex_);
    ++live_connections_;
  }
  const std::error_code unseen = watcher_.watch(conn.descriptor(), [this, &on, c] { end_connection(on, c); });
  if (unseen) {
    options_.event_log(fmt::format("cannot watch {}: {}", c->remote_addr, unseen.message()));
  } else if (on.transport->hand_over(conn.descriptor())) {
    (void)conn.release();
    return;
  }
  // Closing alone would leave the client connected to the watcher's duplicate.
  ::shutdown(conn.descriptor(), SHUT_RDWR);
  end_connection(on, c);
}

void server::end_connection(serving& on, const std::shared_ptr<connection>& ended) {
  if (!on.connections.remove(*ended)) return;  // whoever comes first
  if (options_.stats_handler) options_.stats_handler->handle_conn(ended->ctx, stats::conn_end{});
  const std::lock_guard lock(mutex_);
  --live_connections_;
  changed_.notify_all();
}

void server::on_stream(transport_stream& stream, const std::shared_ptr<connection>& on) {
  {
    const std::lock_guard lock(mutex_);
    ++running_calls_;
  }
  const auto ended = [this] {
    const std::lock_guard lock(mutex_);
    --running_calls_;
    changed_.notify_all();
  };
  spawn(handle_stream(environment_, stream, on), ended);
}

void server::stop() { shut_down(false); }

void server::graceful_stop() { shut_down(true); }

void server::shut_down(bool gracefully) {
  quit_.fire();
  std::vector<transport*> transports;
  {
    std::unique_lock lock(mutex_);
    services_.close();
    for (const auto& s : serving_) {
      if (s->from != nullptr) s->from->close();
    }
    // No connection is handed over after this.
    changed_.wait(lock, [&] { return accepting_ == 0; });
    for (const auto& s : serving_) transports.push_back(s->transport.get());
  }
  // At once: a listener's clients are told to go while another's finish their calls.
  std::vector<std::thread> stopping;
  stopping.reserve(transports.size());
  for (transport* t : transports) {
    stopping.emplace_back(gracefully ? &transport::graceful_stop : &transport::stop, t);
  }
  for (std::thread& t : stopping) t.join();
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return live_connections_ == 0 && running_calls_ == 0; });
  }
  done_.fire();
}

}  // namespace basics
