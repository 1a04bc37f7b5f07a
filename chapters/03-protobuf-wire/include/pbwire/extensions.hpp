// SPDX-License-Identifier: MIT
#pragma once
#include <pbwire/decode_options.hpp>
#include <pbwire/unknown_fields.hpp>
namespace pbwire {}
