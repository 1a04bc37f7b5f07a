// SPDX-License-Identifier: MIT
#include <netrpc/error.hpp>

#include <fmt/format.h>

#include <stdexcept>
#include <string_view>

namespace netrpc {
namespace {

struct explanation {
  std::string_view what;
  std::string_view rule;  // where it is written; empty where the text is Go's own, or ours
};

// Where net/rpc has words for an error, they are kept to the letter: clients compare them.
explanation explain(errc code) {
  switch (code) {
    case errc::truncated: return {"gob: the message ends inside a value", "gob doc, Encoding Details"};
    case errc::uint_too_long:
      return {"gob: encoded unsigned integer out of range: more than 8 bytes", "gob doc, unsigned integers"};
    case errc::message_too_big: return {"gob: message too big", "limits::message_bytes"};
    case errc::length_past_input:
      return {"gob: length exceeds what is left of the message", "gob doc, strings and byte slices"};
    case errc::field_out_of_range: return {"gob: field number past the last field of the struct", "gob doc, structs"};
    case errc::nonzero_singleton:
      return {"gob: a value that is not a struct must follow a zero byte", "gob doc, top-level values"};
    case errc::array_length: return {"gob: array length differs from its type's", "gob doc, arrays"};
    case errc::unknown_type_id: return {"gob: unknown type id", "gob doc, type definitions"};
    case errc::duplicate_type: return {"gob: type defined twice, or with a reserved id", "gob doc, type definitions"};
    case errc::bad_type_definition: return {"gob: malformed type definition", "gob doc, wireType"};
    case errc::extra_data: return {"gob: extra data after a type definition", "gob doc, Encoding Details"};
    case errc::too_deep: return {"gob: values nested too deep", "limits::nesting"};
    case errc::too_many_types: return {"gob: too many type definitions", "limits::types"};
    case errc::value_too_big: return {"value too big for memory", "limits::value_bytes"};
    case errc::name_too_long: return {"gob: name of a concrete type too long", "limits::type_name_bytes"};
    case errc::type_mismatch: return {"gob: type mismatch", "gob doc, Types and Values"};
    case errc::no_fields_matched: return {"gob: type mismatch: no fields matched", "gob doc, Types and Values"};
    case errc::value_out_of_range: return {"gob: value out of range", "gob doc, Types and Values"};
    case errc::name_not_registered: return {"gob: name not registered for interface", "gob doc, Register"};
    case errc::opaque_rejected: return {"gob: the value refused its own bytes", "gob doc, GobDecoder"};
    case errc::cannot_encode: return {"cannot encode", "gob doc, Types and Values"};
    case errc::json_syntax: return {"jsonrpc: invalid JSON", "RFC 8259"};
    case errc::json_type: return {"json: cannot unmarshal", "encoding/json Unmarshal"};
    case errc::json_message_too_big: return {"jsonrpc: message too big", "limits::json_message_bytes"};
    case errc::json_header: return {"jsonrpc: malformed message", "JSON-RPC 1.0"};
    case errc::http_handshake: return {"http: unexpected HTTP response", "net/rpc HandleHTTP"};
    case errc::server_error: return {"", ""};
    case errc::shutdown: return {"connection is shut down", ""};
    case errc::unexpected_eof: return {"unexpected EOF", ""};
    case errc::ill_formed_method: return {"rpc: service/method request ill-formed: ", ""};
    case errc::service_not_found: return {"rpc: can't find service ", ""};
    case errc::method_not_found: return {"rpc: can't find method ", ""};
    case errc::duplicate_service: return {"rpc: service already defined: ", ""};
    case errc::no_suitable_method:
    case errc::bad_service_name: return {"rpc.Register: ", ""};
    case errc::too_many_pending: return {"rpc: too many calls in flight", "limits::pending_calls"};
    case errc::io: return {"", ""};
  }
  return {"unknown error", ""};
}

}  // namespace

std::string error::message() const {
  const explanation e = explain(code);
  if (e.rule.empty()) return fmt::format("{}{}", e.what, detail);
  std::string text(e.what);
  if (!detail.empty()) text += ": " + detail;
  if (scope != error_scope::local) text += fmt::format(", at byte {}", offset);
  return text + fmt::format(" [{}]", e.rule);
}

void throw_exception_from_error(const error& e, const boost::source_location&) {
  throw std::runtime_error(e.message());
}

}  // namespace netrpc
