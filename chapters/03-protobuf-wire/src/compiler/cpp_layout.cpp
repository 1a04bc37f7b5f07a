// SPDX-License-Identifier: MIT
#include <pbwire/compiler/cpp_layout.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace pbwire::compiler {
namespace {

using graph = std::vector<std::vector<std::size_t>>;

/// Tarjan's strongly connected components: a number per node, equal for two nodes that reach each other.
class components {
 public:
  explicit components(const graph& g) : graph_(g), order_(g.size()), low_(g.size()), component_(g.size(), none) {
    for (std::size_t node = 0; node < g.size(); ++node) {
      if (order_[node] == 0) visit(node);
    }
  }

  [[nodiscard]] std::size_t of(std::size_t node) const { return component_[node]; }

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  void visit(std::size_t node) {
    order_[node] = low_[node] = ++clock_;
    open_.push_back(node);
    for (const std::size_t next : graph_[node]) {
      if (order_[next] == 0) visit(next);
      if (component_[next] == none) low_[node] = std::min(low_[node], low_[next]);
    }
    if (low_[node] != order_[node]) return;
    std::size_t member = none;
    do {
      member = open_.back();
      open_.pop_back();
      component_[member] = count_;
    } while (member != node);
    ++count_;
  }

  const graph& graph_;
  std::vector<std::size_t> order_;  // when it was first met; 0 means not yet
  std::vector<std::size_t> low_;    // the earliest open node it is known to reach
  std::vector<std::size_t> component_;
  std::vector<std::size_t> open_;
  std::size_t clock_ = 0;
  std::size_t count_ = 0;
};

const message_type* top_of(const message_type* m) {
  while (m->parent != nullptr) m = m->parent;
  return m;
}

}  // namespace

cpp_layout::cpp_layout(const file_type& file) : file_(file) {
  for (const message_type& m : file.messages) add_messages(m);
  do {
    find_edges();
    move_out_what_must();
    box_cycles();
  } while (move_out_what_an_optional_holds());
  order_scope(nullptr);
  for (const message_type* m : messages_) order_scope(m);
}

void cpp_layout::add_messages(const message_type& m) {
  if (m.is_map_entry) return;
  index_[&m] = messages_.size();
  messages_.push_back(&m);
  for (const message_type& nested : m.messages) add_messages(nested);
}

bool cpp_layout::has_moved_out(const message_type& m) const {
  return m.parent != nullptr && flattened_.contains(top_of(&m));
}

bool cpp_layout::has_moved_out(const enum_type& e) const {
  return e.parent != nullptr && flattened_.contains(top_of(e.parent));
}

const message_type* cpp_layout::parent(const enum_type& e) const { return has_moved_out(e) ? nullptr : e.parent; }

bool cpp_layout::is_inside(const message_type* m, const message_type& outer) const {
  while (m != nullptr && m != &outer) m = parent(*m);
  return m != nullptr;
}

void cpp_layout::find_edges() {
  edges_.clear();
  const auto mention = [this](const message_type& m, const field_type& f, bool by_value) {
    if (f.message != nullptr) add_mention(m, parent(*f.message), f.message, f, by_value);
    if (f.enumeration != nullptr) add_mention(m, parent(*f.enumeration), nullptr, f, false);
  };
  for (const message_type* m : messages_) {
    if (const message_type* outer = parent(*m)) {
      edges_.push_back({index_[outer], index_[m], edge::reason::structure, nullptr});
    } else if (m->parent != nullptr) {  // `using Inner = Outer_Inner`
      edges_.push_back({index_[m->parent], index_[m], edge::reason::mention, nullptr});
    }
    for (const field_type& f : m->fields) {
      if (f.is_map()) {
        mention(*m, *f.message->by_number.back(), false);  // the entry's value
      } else {
        mention(*m, f, !f.is_repeated());
      }
    }
    for (const field_type& f : m->extensions) {
      mention(*m, f, false);
      add_mention(*m, parent(*f.containing), f.containing, f, false);
    }
  }
}

/// `parent` is where the mentioned type is nested. Its definition must be open or finished for the name to be found.
void cpp_layout::add_mention(const message_type& from, const message_type* parent, const message_type* target,
                             const field_type& field, bool by_value) {
  for (const message_type* outer = parent; outer != nullptr; outer = this->parent(*outer)) {
    if (!index_.contains(outer)) return;  // of another file
    if (!is_inside(&from, *outer)) edges_.push_back({index_[&from], index_[outer], edge::reason::name, nullptr});
  }
  if (target == nullptr || !index_.contains(target)) return;
  edges_.push_back({index_[&from], index_[target], by_value ? edge::reason::value : edge::reason::mention, &field});
}

void cpp_layout::move_out_what_must() {
  for (bool found = true; found;) {
    found = false;
    graph g(messages_.size());
    for (const edge& e : edges_) {
      if (e.why == edge::reason::name || e.why == edge::reason::structure) g[e.from].push_back(e.to);
    }
    const components cycles(g);
    for (const edge& e : edges_) {
      if (e.why != edge::reason::name || cycles.of(e.from) != cycles.of(e.to)) continue;
      flattened_.insert({top_of(messages_[e.from]), top_of(messages_[e.to])});
      found = true;
    }
    if (found) find_edges();
  }
}

/// Whether a std::optional of the nested struct cannot be a member here: some struct around both is not finished yet,
/// and the nested one has a member with an initialiser. Up to version 14 at least, clang asks at once whether it can be
/// constructed from nothing, does not know before the outer struct ends, and stays with its no.
bool cpp_layout::is_unfinished(const message_type& held, const message_type& holder) const {
  const bool initialises = std::any_of(held.fields.begin(), held.fields.end(), [](const field_type& f) {
    return !f.has_presence && !f.is_repeated() && !is_text(f.value_kind);
  });
  bool surrounds_both = false;
  for (const message_type* outer = parent(held); outer != nullptr; outer = parent(*outer)) {
    surrounds_both = surrounds_both || is_inside(&holder, *outer);
  }
  return initialises && surrounds_both;
}

/// Returns whether there was anything to move: then all else has to be thought over.
bool cpp_layout::move_out_what_an_optional_holds() {
  const std::size_t before = flattened_.size();
  for (const edge& e : edges_) {
    if (e.why != edge::reason::value || (e.field->oneof != nullptr && !e.field->oneof->is_synthetic)) continue;
    if (is_unfinished(*messages_[e.to], *messages_[e.from])) flattened_.insert(top_of(messages_[e.to]));
  }
  return flattened_.size() > before;
}

void cpp_layout::box_cycles() {
  boxed_.clear();
  graph g(messages_.size());
  for (const edge& e : edges_) {
    if (e.why != edge::reason::mention) g[e.from].push_back(e.to);
  }
  const components cycles(g);
  for (edge& e : edges_) {
    if (e.why != edge::reason::value || cycles.of(e.from) != cycles.of(e.to)) continue;
    boxed_.insert(e.field);
    e.why = edge::reason::mention;
  }
}

/// The message directly in `scope` that is m or contains it; null if there is none.
const message_type* cpp_layout::child_in(const message_type* scope, const message_type& m) const {
  const message_type* child = &m;
  while (child != nullptr && parent(*child) != scope) child = parent(*child);
  return child;
}

/// Each message behind those it needs. Behind those it merely mentions as well, where that is possible: then nothing
/// has to be declared early.
void cpp_layout::order_scope(const message_type* scope) {
  std::map<const message_type*, std::size_t> index;
  std::vector<const message_type*> children;
  for (const message_type* m : messages_) {
    if (parent(*m) != scope) continue;
    index[m] = children.size();
    children.push_back(m);
  }
  graph needs(children.size());
  graph mentions(children.size());
  for (const edge& e : edges_) {
    const message_type* from = child_in(scope, *messages_[e.from]);
    const message_type* to = child_in(scope, *messages_[e.to]);
    if (from == nullptr || to == nullptr || from == to) continue;
    if (e.why != edge::reason::mention) needs[index[from]].push_back(index[to]);
    mentions[index[from]].push_back(index[to]);
  }

  const components cycles(mentions);
  std::vector<const message_type*>& order = order_[scope];
  std::vector<bool> is_met(children.size());
  std::vector<bool> is_defined(children.size());
  const auto define = [&](const auto& self, std::size_t child) -> void {
    if (is_met[child]) return;
    is_met[child] = true;
    for (const std::size_t next : needs[child]) self(self, next);
    for (const std::size_t next : mentions[child]) {
      if (cycles.of(next) != cycles.of(child)) self(self, next);
    }
    for (const std::size_t next : mentions[child]) {
      if (!is_defined[next]) declared_early_.insert(children[next]);
    }
    is_defined[child] = true;
    order.push_back(children[child]);
  };
  for (std::size_t child = 0; child < children.size(); ++child) define(define, child);
}

const std::vector<const message_type*>& cpp_layout::order(const message_type* scope) const { return order_.at(scope); }

std::vector<const enum_type*> cpp_layout::enums(const message_type* scope) const {
  std::vector<const enum_type*> found;
  const auto collect = [&](const std::deque<enum_type>& from) {
    for (const enum_type& e : from) {
      if (parent(e) == scope) found.push_back(&e);
    }
  };
  if (scope == nullptr) collect(file_.enums);
  for (const message_type* m : messages_) {
    if (scope == nullptr ? flattened_.contains(top_of(m)) : m == scope) collect(m->enums);
  }
  return found;
}

}  // namespace pbwire::compiler
