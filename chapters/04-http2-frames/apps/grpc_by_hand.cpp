// SPDX-License-Identifier: MIT
//
// One unary call, /user.User/GetUser, to a real gRPC server, without a gRPC library and without this chapter's
// connection: each frame is put together in by_hand/call.cpp, sent, shown and explained, and so is each that comes
// back.
#include "by_hand/call.hpp"
#include "by_hand/message.hpp"
#include "observe/text.hpp"
#include "program.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace {

struct arguments {
  std::string connect;
  std::string id = "1";
  std::string colour = "auto";
  h2::observe::print_options how;
};

/// The status that gRPC gives, or what HTTP says when it gives none. Returns the program's.
int tell(const by_hand::reply& reply) {
  const std::optional<std::string_view> status = reply.fields.find("grpc-status");
  if (!status) {
    throw std::runtime_error(
        fmt::format("no grpc-status; :status {}", reply.fields.find(":status").value_or("missing")));
  }
  if (*status != "0") {
    const std::string why = by_hand::percent_decoded(reply.fields.find("grpc-message").value_or(""));
    fmt::print("grpc-status {}: {}\n", h2::observe::printable(*status), h2::observe::printable(why));
    return 1;
  }
  const std::optional<by_hand::framed> framed = by_hand::first_message(reply.content);
  if (!framed || framed->compressed) throw std::runtime_error("no whole message, or a compressed one");
  const auto fields = by_hand::decode_text_fields(framed->message);
  if (!fields) throw std::runtime_error("the message is no user.GetUserResp");
  fmt::print("grpc-status 0\n");
  for (const by_hand::text_field& each : *fields) {
    fmt::print("field {}: {}\n", each.number, h2::observe::quoted(each.text));
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  return program::guarded("grpc_by_hand", [&] {
    arguments wanted;
    program::options("Calls user.User.GetUser of a gRPC server frame by frame, and explains each.")
        .add("--connect", wanted.connect, "HOST:PORT; cleartext. Chapter 02's user_server, for example")
        .required()
        .add("--id", wanted.id, "whom to ask for")
        .add("--compact", wanted.how.compact, "one line for each frame")
        .add("--color", wanted.colour, {"auto", "always", "never"}, "colours, for a terminal")
        .parse(argc, argv);
    wanted.how.colour = wanted.colour == "always" || (wanted.colour == "auto" && program::colour_wanted());
    const auto [host, port] = program::split_address(wanted.connect);
    by_hand::wire on({.host = host, .port = port, .how = wanted.how});
    by_hand::call call(on);
    const by_hand::reply reply =
        call.unary(wanted.connect, "/user.User/GetUser", by_hand::encode_text_field(wanted.id));
    call.goodbye();
    return tell(reply);
  });
}
