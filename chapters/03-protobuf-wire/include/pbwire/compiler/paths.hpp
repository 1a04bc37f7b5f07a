// SPDX-License-Identifier: MIT
//
// The field numbers of google/protobuf/descriptor.proto that element paths are made of, so that
// {file::message_type, 0, message::field, 2, field::name} can be read: the name of the third field of the first
// message.
#pragma once

#include <cstdint>

namespace pbwire::compiler::paths {

namespace file {
inline constexpr std::int32_t package = 2, dependency = 3, message_type = 4, enum_type = 5, service = 6, extension = 7,
                              options = 8, public_dependency = 10, weak_dependency = 11, syntax = 12;
}
namespace message {
inline constexpr std::int32_t name = 1, field = 2, nested_type = 3, enum_type = 4, extension_range = 5, extension = 6,
                              options = 7, oneof_decl = 8, reserved_range = 9, reserved_name = 10;
}
namespace range {  // of extensions and of reserved numbers, in messages and enums
inline constexpr std::int32_t start = 1, end = 2, options = 3;
}
namespace field {
inline constexpr std::int32_t name = 1, extendee = 2, number = 3, label = 4, type = 5, type_name = 6, default_value = 7,
                              options = 8, json_name = 10;
}
namespace oneof {
inline constexpr std::int32_t name = 1, options = 2;
}
namespace enumeration {
inline constexpr std::int32_t name = 1, value = 2, options = 3, reserved_range = 4, reserved_name = 5;
}
namespace enum_value {
inline constexpr std::int32_t name = 1, number = 2, options = 3;
}
namespace service {
inline constexpr std::int32_t name = 1, method = 2, options = 3;
}
namespace method {
inline constexpr std::int32_t name = 1, input_type = 2, output_type = 3, options = 4, client_streaming = 5,
                              server_streaming = 6;
}
namespace options {  // all of them: FileOptions, MessageOptions, …
inline constexpr std::int32_t uninterpreted_option = 999;
}
namespace uninterpreted {
inline constexpr std::int32_t name = 2, identifier_value = 3, positive_int_value = 4, negative_int_value = 5,
                              double_value = 6, string_value = 7, aggregate_value = 8;
}
namespace name_part {
inline constexpr std::int32_t name_part = 1;
}

}  // namespace pbwire::compiler::paths
