// SPDX-License-Identifier: MIT
//
// A coroutine may outlive the call that made it, and a lambda's captures do not live in its frame; so none of these
// lambdas is a coroutine itself: they pass on the task of whom they call, and that one's arguments are copies.
#include <basics/interceptor.hpp>

#include <utility>

namespace basics {

unary_handler get_chain_unary_handler(std::shared_ptr<const unary_interceptors> interceptors, std::size_t curr,
                                      const unary_server_info& info, unary_handler final_handler) {
  if (curr + 1 == interceptors->size()) return final_handler;
  return [interceptors = std::move(interceptors), curr, &info, final_handler = std::move(final_handler)](
             context ctx, any_message request) {
    unary_handler next = get_chain_unary_handler(interceptors, curr + 1, info, final_handler);
    return (*interceptors)[curr + 1](std::move(ctx), std::move(request), info, std::move(next));
  };
}

unary_server_interceptor chain_unary_interceptors(unary_interceptors interceptors) {
  if (interceptors.empty()) return nullptr;
  if (interceptors.size() == 1) return std::move(interceptors.front());
  return [all = std::make_shared<const unary_interceptors>(std::move(interceptors))](
             context ctx, any_message request, const unary_server_info& info, unary_handler handler) {
    unary_handler next = get_chain_unary_handler(all, 0, info, std::move(handler));
    return all->front()(std::move(ctx), std::move(request), info, std::move(next));
  };
}

stream_handler get_chain_stream_handler(std::shared_ptr<const stream_interceptors> interceptors, std::size_t curr,
                                        const stream_server_info& info, stream_handler final_handler) {
  if (curr + 1 == interceptors->size()) return final_handler;
  return [interceptors = std::move(interceptors), curr, &info, final_handler = std::move(final_handler)](
             service* server, server_stream& stream) {
    stream_handler next = get_chain_stream_handler(interceptors, curr + 1, info, final_handler);
    return (*interceptors)[curr + 1](server, stream, info, std::move(next));
  };
}

stream_server_interceptor chain_stream_interceptors(stream_interceptors interceptors) {
  if (interceptors.empty()) return nullptr;
  if (interceptors.size() == 1) return std::move(interceptors.front());
  return [all = std::make_shared<const stream_interceptors>(std::move(interceptors))](
             service* server, server_stream& stream, const stream_server_info& info, stream_handler handler) {
    stream_handler next = get_chain_stream_handler(all, 0, info, std::move(handler));
    return all->front()(server, stream, info, std::move(next));
  };
}

}  // namespace basics
