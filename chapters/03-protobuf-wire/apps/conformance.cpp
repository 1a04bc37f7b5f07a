// SPDX-License-Identifier: MIT
#include "conformance.hpp"

#include <pbwire/dynamic.hpp>

#include <cstdint>
#include <utility>
#include <variant>

#include "conformance.pb.hpp"

namespace conformance {
namespace {

using Request = ConformanceRequest;
using Response = ConformanceResponse;

template <std::size_t Case>
Response make(std::string text) {
  Response response;
  response.result.emplace<Case>(std::move(text));
  return response;
}

Response answer_to(const pbwire::pool& types, const Request& request) {
  switch (static_cast<Request::payload_case>(request.payload.index())) {
    case Request::payload_not_set: return make<Response::result_runtime_error>("the request has no payload");
    case Request::payload_json_payload:
    case Request::payload_jspb_payload:
    case Request::payload_text_payload: return make<Response::result_skipped>("reads the binary format only");
    case Request::payload_protobuf_payload: break;
  }
  if (request.message_type == pbwire::schema<FailureSet>::name)
    return make<Response::result_protobuf_payload>(pbwire::encode(FailureSet()));
  switch (request.requested_output_format) {
    case WireFormat::JSON:
    case WireFormat::JSPB:
    case WireFormat::TEXT_FORMAT: return make<Response::result_skipped>("writes the binary format only");
    case WireFormat::PROTOBUF: break;
    case WireFormat::UNSPECIFIED:
    default: return make<Response::result_runtime_error>("the request names no format for the answer");
  }
  const pbwire::message_type* type = types.find_message(request.message_type);
  if (type == nullptr)
    return make<Response::result_runtime_error>("no type " + request.message_type + " in the files given");
  const auto message = pbwire::decode(*type, std::get<Request::payload_protobuf_payload>(request.payload), &types);
  if (!message) return make<Response::result_parse_error>(message.error().message());
  return make<Response::result_protobuf_payload>(pbwire::encode(*message));
}

constexpr std::size_t length_size = 4;

std::string as_length(std::size_t length) {
  std::string bytes;
  for (std::size_t i = 0; i < length_size; ++i) bytes += static_cast<char>(length >> 8 * i & 0xff);
  return bytes;
}

std::size_t length_of(std::string_view bytes) {
  std::size_t length = 0;
  for (std::size_t i = 0; i < length_size; ++i) length |= std::size_t{static_cast<std::uint8_t>(bytes[i])} << 8 * i;
  return length;
}

}  // namespace

std::string answer(const pbwire::pool& types, std::string_view request) {
  const auto asked = pbwire::decode<ConformanceRequest>(request);
  return pbwire::encode(asked ? answer_to(types, *asked)
                              : make<Response::result_runtime_error>("not a request: " + asked.error().message()));
}

bool serve(const pbwire::pool& types, const byte_source& read, const byte_sink& write) {
  for (;;) {
    const std::string head = read(length_size);
    if (head.size() < length_size) return head.empty();
    const std::size_t length = length_of(head);
    const std::string request = read(length);
    if (request.size() < length) return false;
    const std::string response = answer(types, request);
    write(as_length(response.size()) + response);
  }
}

}  // namespace conformance
