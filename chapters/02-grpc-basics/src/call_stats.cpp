// SPDX-License-Identifier: MIT
#include "call_stats.hpp"

#include <utility>

namespace basics {

call_stats::call_stats(const call_environment& server, transport_stream& stream)
    : server_(server), stream_(stream), handler_(server.options.stats_handler.get()) {}

void call_stats::tag(context base, const connection& on) {
  ctx_ = std::move(base);
  if (handler_ == nullptr) return;
  ctx_ = handler_->tag_rpc(std::move(ctx_), {.full_method_name = stream_.full_method()});
  tell(stats::in_header{.full_method = stream_.full_method(),
                        .remote_addr = on.remote_addr,
                        .local_addr = on.local_addr,
                        .header = stream_.state()->incoming});
}

void call_stats::begin() {
  if (handler_ == nullptr) return;
  begin_time_ = server_.time.now();
  tell(stats::begin{.begin_time = begin_time_});
}

void call_stats::in_payload(const google::protobuf::Message& payload, std::string_view data) const {
  if (handler_ == nullptr) return;
  tell(stats::in_payload{.payload = payload, .data = data, .recv_time = server_.time.now()});
}

void call_stats::out_header() {
  if (std::exchange(header_told_, true)) return;
  tell(stats::out_header{.header = stream_.header()});
}

void call_stats::out_payload(const google::protobuf::Message& payload, std::string_view data) const {
  if (handler_ == nullptr) return;
  tell(stats::out_payload{.payload = payload, .data = data, .sent_time = server_.time.now()});
}

void call_stats::out_trailer() {
  // Past its deadline a call still gets its status; a cancelled one has nobody to tell.
  if (trailer_told_ || stream_.state()->error().code == code::canceled) return;
  trailer_told_ = true;
  // Trailers alone say everything, unless there is a header to go in front of them.
  if (!stream_.header().empty()) out_header();
  tell(stats::out_trailer{.trailer = stream_.trailer()});
}

void call_stats::end(const status& s) const {
  if (handler_ == nullptr) return;
  tell(stats::end{.begin_time = begin_time_, .end_time = server_.time.now(), .error = s});
}

}  // namespace basics
