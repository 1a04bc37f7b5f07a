// SPDX-License-Identifier: MIT
//
// A call without a network: the client is a list of what it does, and what the server does is written down.
#pragma once

#include <basics/transport.hpp>

#include <deque>
#include <functional>
#include <string>
#include <variant>
#include <vector>

namespace google::protobuf {
class Message;
}

namespace support {

/// The client cancels: whoever waits for the call's end goes on, and nothing more is read.
struct cancels {};

/// One thing a client does: it sends these bytes, or cancels. After its last one it has half-closed.
using client_step = std::variant<std::string, cancels>;

/// Lines about what the server does:
///   header x-a=1      wrote the header by itself, or in front of what follows
///   message 12        wrote a message of 12 bytes
///   last 12           wrote a message of 12 bytes and OK
///   status ok | status code=NotFound desc="no such user"
///   trailer x-b=2     what went with the status, if anything did
class scripted_stream final : public basics::transport_stream {
 public:
  using journal = std::function<void(const std::string&)>;

  explicit scripted_stream(
      std::string full_method, std::deque<client_step> client = {}, journal write_down = [](const std::string&) {});

  [[nodiscard]] const std::string& full_method() const override { return full_method_; }
  [[nodiscard]] const std::shared_ptr<basics::call_state>& state() const override { return state_; }
  basics::task<std::optional<std::string>> read() override;
  basics::status set_header(const basics::metadata& more) override;
  [[nodiscard]] const basics::metadata& header() const override { return header_; }
  basics::task<bool> send_header() override;
  void set_trailer(const basics::metadata& more) override { trailer_.append(more); }
  [[nodiscard]] const basics::metadata& trailer() const override { return trailer_; }
  basics::task<bool> write(std::string message) override;
  void write_status(const basics::status& s) override;
  void write_last(std::string message) override;

  /// From now on nothing that the server writes arrives.
  void vanish() { gone_ = true; }

  // What the client got.
  std::vector<std::string> received;
  std::optional<basics::status> final_status;

 private:
  void header_goes();
  void ended(const basics::status& s);

  const std::string full_method_;
  std::deque<client_step> client_;
  journal write_down_;
  std::shared_ptr<basics::call_state> state_ = std::make_shared<basics::call_state>();
  basics::metadata header_;
  basics::metadata trailer_;
  bool header_sent_ = false;
  bool gone_ = false;
};

/// A message's bytes.
[[nodiscard]] std::string bytes_of(const google::protobuf::Message& message);

}  // namespace support
