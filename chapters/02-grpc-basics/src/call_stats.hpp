// SPDX-License-Identifier: MIT
//
// What a call tells the stats handler, if there is one.
#pragma once

#include <basics/server_call.hpp>

namespace basics {

class call_stats {
 public:
  call_stats(const call_environment& server, transport_stream& stream);

  /// tag_rpc and in_header. `base` is the call's context so far; ctx() from then on what tag_rpc made of it.
  void tag(context base, const connection& on);
  [[nodiscard]] const context& ctx() const { return ctx_; }

  void begin();
  void in_payload(const google::protobuf::Message& payload, std::string_view data) const;
  /// Before the first message, or before a status that has headers in front of it.
  void out_header();
  void out_payload(const google::protobuf::Message& payload, std::string_view data) const;
  /// Once: a call that is cancelled has no trailer, and one that failed while receiving has it then.
  void out_trailer();
  void end(const status& s) const;

 private:
  template <class Event>
  void tell(const Event& event) const {
    if (handler_ != nullptr) handler_->handle_rpc(ctx_, event);
  }

  const call_environment& server_;
  transport_stream& stream_;
  stats::handler* handler_;
  context ctx_;
  stats::time_point begin_time_ = {};
  bool header_told_ = false;
  bool trailer_told_ = false;
};

}  // namespace basics
