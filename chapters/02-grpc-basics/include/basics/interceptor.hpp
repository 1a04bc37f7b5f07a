// SPDX-License-Identifier: MIT
//
// From a list of interceptors one ("inside", 拦截器): each gets as its handler the chain of those after it.
//
//   chain {A, B, C} and a handler H:   A ── calls ──▶ B ── calls ──▶ C ── calls ──▶ H
//                                      A ◀─ reply ─── B ◀─ reply ─── C ◀─ reply ─── H
#pragma once

#include <basics/service_desc.hpp>

#include <memory>
#include <vector>

namespace basics {

using unary_interceptors = std::vector<unary_server_interceptor>;
using stream_interceptors = std::vector<stream_server_interceptor>;

/// The first is the outermost. None: an empty function. One: itself. (chainUnaryServerInterceptors)
[[nodiscard]] unary_server_interceptor chain_unary_interceptors(unary_interceptors interceptors);

/// What the interceptor at `curr` calls: the next one, or `final_handler` when it is the last. (getChainUnaryHandler)
/// Lifetime: `info` must outlive what it returns.
[[nodiscard]] unary_handler get_chain_unary_handler(std::shared_ptr<const unary_interceptors> interceptors,
                                                    std::size_t curr, const unary_server_info& info,
                                                    unary_handler final_handler);

/// The same for streams.
[[nodiscard]] stream_server_interceptor chain_stream_interceptors(stream_interceptors interceptors);
[[nodiscard]] stream_handler get_chain_stream_handler(std::shared_ptr<const stream_interceptors> interceptors,
                                                      std::size_t curr, const stream_server_info& info,
                                                      stream_handler final_handler);

}  // namespace basics
