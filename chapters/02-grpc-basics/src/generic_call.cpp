// SPDX-License-Identifier: MIT
#include "generic_call.hpp"

#include <basics/server_options.hpp>

#include <grpc/grpc.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/slice.h>

#include <utility>
#include <vector>

namespace basics {

std::string remote_addr_of_peer(std::string_view peer) {
  if (!peer.starts_with("ipv4:") && !peer.starts_with("ipv6:")) return {};
  peer.remove_prefix(5);
  // grpc++ writes a URI's path; of what an address is made of only the brackets are escaped in one (RFC 3986 §3.3).
  if (peer.find('%') == std::string_view::npos) return std::string(peer);
  std::string addr;
  for (std::size_t i = 0; i < peer.size(); ++i) {
    if (peer[i] == '%' && (peer.substr(i, 3) == "%5B" || peer.substr(i, 3) == "%5D")) {
      addr += peer[i + 2] == 'B' ? '[' : ']';
      i += 2;
    } else {
      addr += peer[i];
    }
  }
  return addr;
}

namespace {

std::string bytes_of(grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  bytes.reserve(buffer.Length());
  for (const grpc::Slice& s : slices) bytes.append(reinterpret_cast<const char*>(s.begin()), s.size());
  buffer.Clear();
  return bytes;
}

grpc::ByteBuffer buffer_of(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

grpc_slice borrowed(const std::string& s) { return grpc_slice_from_static_buffer(s.data(), s.size()); }

// What gRPC itself says in headers is not for handlers to say, and what HTTP/2 cannot carry makes grpc++ end the
// process.
bool can_be_sent(const metadata::entry& e) {
  const auto& [key, value] = e;
  if (key.starts_with("grpc-") || key == "content-type" || key == "te" || key == "user-agent") return false;
  if (grpc_header_key_is_legal(borrowed(key)) == 0) return false;
  return grpc_is_binary_header(borrowed(key)) != 0 || grpc_header_nonbin_value_is_legal(borrowed(value)) != 0;
}

// grpc++ carries the codes that it has names for. Any other a client would take for UNKNOWN anyway
// (doc/statuscodes.md).
grpc::StatusCode status_code_of(code c) {
  const bool has_name = c >= code::ok && c <= code::unauthenticated;
  return has_name ? static_cast<grpc::StatusCode>(c) : grpc::StatusCode::UNKNOWN;
}

}  // namespace

generic_call::generic_call(grpc::GenericCallbackServerContext& ctx, const server_options& options)
    : ctx_(ctx), state_(std::make_shared<call_state>()) {
  state_->deadline = ctx.deadline();
  state_->stream = this;
  state_->peer = remote_addr_of_peer(ctx.peer());
  for (const auto& [key, value] : ctx.client_metadata()) {
    state_->incoming.append({key.data(), key.size()}, {value.data(), value.size()});
  }
  if (options.compressor == "gzip") ctx.set_compression_algorithm(GRPC_COMPRESS_GZIP);
  if (options.compressor == "deflate") ctx.set_compression_algorithm(GRPC_COMPRESS_DEFLATE);
}

task<std::optional<std::string>> generic_call::read() {
  const auto start = [](generic_call& c) { c.StartRead(&c.received_); };
  operation<decltype(start)> reading{*this, reader_, read_ok_, start};
  bool ok = co_await reading;
  if (ok) co_return bytes_of(received_);
  // A client that is gone, or whose message cannot be decompressed, must not look like one that said its last. grpc++
  // marks the context of the first in front of OnReadDone; of the second it cancels the call, and another read's answer
  // comes after word of that, but for a hair's breadth (once in 60 times, measured). OnCancel itself comes later, from
  // another thread.
  if (!ctx_.IsCancelled()) ok = co_await reading;
  if (ctx_.IsCancelled()) OnCancel();
  co_return std::nullopt;
}

void generic_call::OnReadDone(bool ok) {
  read_ok_ = ok;
  std::exchange(reader_, nullptr).resume();
}

task<bool> generic_call::write(std::string message) {
  header_sent_ = true;
  to_send_ = buffer_of(message);
  const auto start = [](generic_call& c) { c.StartWrite(&c.to_send_); };
  operation<decltype(start)> writing{*this, writer_, write_ok_, start};
  co_return co_await writing;
}

void generic_call::OnWriteDone(bool ok) {
  write_ok_ = ok;
  std::exchange(writer_, nullptr).resume();
}

status generic_call::set_header(const metadata& more) {
  if (header_sent_) return plain_error("transport: the stream is done or WriteHeader was already called");
  for (const metadata::entry& e : more) {
    if (!can_be_sent(e)) continue;
    header_.append(e.first, e.second);
    ctx_.AddInitialMetadata(e.first, e.second);
  }
  return {};
}

task<bool> generic_call::send_header() {
  if (std::exchange(header_sent_, true)) co_return false;
  const auto start = [](generic_call& c) { c.StartSendInitialMetadata(); };
  operation<decltype(start)> sending{*this, writer_, write_ok_, start};
  co_return co_await sending;
}

void generic_call::OnSendInitialMetadataDone(bool ok) { OnWriteDone(ok); }

void generic_call::set_trailer(const metadata& more) {
  for (const metadata::entry& e : more) {
    if (!can_be_sent(e)) continue;
    trailer_.append(e.first, e.second);
    ctx_.AddTrailingMetadata(e.first, e.second);
  }
}

void generic_call::write_status(const status& s) {
  state_->stream = nullptr;  // contexts may live on
  Finish(grpc::Status(status_code_of(s.code), s.message, s.details));
}

void generic_call::write_last(std::string message) {
  state_->stream = nullptr;
  to_send_ = buffer_of(message);
  StartWriteAndFinish(&to_send_, grpc::WriteOptions(), grpc::Status::OK);
}

void generic_call::OnCancel() {
  const std::shared_ptr<call_state> state = state_;
  if (std::chrono::system_clock::now() >= state->deadline) {
    state->cancel({.code = code::deadline_exceeded, .message = "context deadline exceeded"});
  } else {
    state->cancel({.code = code::canceled, .message = "context canceled"});
  }
}

}  // namespace basics
