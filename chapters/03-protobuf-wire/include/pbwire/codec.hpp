// SPDX-License-Identifier: MIT
//
// All that follows from a schema, in one include: this is what generated code asks for.
#pragma once

#include <pbwire/decode.hpp>
#include <pbwire/dump.hpp>
#include <pbwire/encode.hpp>
#include <pbwire/equal.hpp>
#include <pbwire/extension_value.hpp>
#include <pbwire/size.hpp>
