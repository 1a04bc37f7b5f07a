// SPDX-License-Identifier: MIT
//
// The same unary method, kinds.Kinds/Echo, behind four servers. Each serves until its standard input ends.
#pragma once

namespace bench {

/// Our server; `observed`: with a stats handler and two interceptors, which look and do nothing else.
void serve_ours(bool observed);
/// grpc++'s generic callback service with nothing around it: reads bytes, parses, answers. What ours stands on.
void serve_bare();
/// grpc++'s generated callback service: what ours is instead of.
void serve_typed();

}  // namespace bench
