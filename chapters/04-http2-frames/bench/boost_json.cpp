// SPDX-License-Identifier: MIT
//
// Boost.JSON, compiled once here instead of linking its library: one package less, and the core stays self-contained.
#include <boost/json/src.hpp>
