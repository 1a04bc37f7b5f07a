// SPDX-License-Identifier: MIT
#include <pbwire/compiler/source_info.hpp>

namespace pbwire::compiler {

std::optional<position> source_places::find(const element_path& path, place what) const {
  const auto found = places_.find({path, what});
  if (found == places_.end()) return std::nullopt;
  return found->second;
}

std::optional<position> source_places::find_import(const std::string& file) const {
  const auto found = imports_.find(file);
  if (found == imports_.end()) return std::nullopt;
  return found->second;
}

source_span::source_span(context shared, std::vector<Location>& into)
    : shared_(shared), into_(&into), index_(into.size()) {
  into.emplace_back();
  start_at(shared_.tokens.current());
}

source_span::source_span(const source_span& parent, std::initializer_list<std::int32_t> path)
    : source_span(parent, path, *parent.into_) {}

source_span::source_span(const source_span& parent, std::initializer_list<std::int32_t> path,
                         std::vector<Location>& into)
    : source_span(parent.shared_, into) {
  location().path = parent.location().path;
  location().path.insert(location().path.end(), path);
}

source_span::~source_span() {
  if (location().span.size() == 2) end_at(shared_.tokens.previous());
}

void source_span::start_at(position begin) { location().span = {begin.line, begin.column}; }

/// Three numbers where the element ends on the line it began on, four elsewhere.
void source_span::end_at(const token& last) {
  if (last.begin.line != location().span[0]) location().span.push_back(last.begin.line);
  location().span.push_back(last.end_column);
}

void source_span::attach(comment_set&& comments) const {
  if (!comments.leading.empty()) location().leading_comments = std::move(comments.leading);
  if (!comments.trailing.empty()) location().trailing_comments = std::move(comments.trailing);
  location().leading_detached_comments = std::move(comments.detached);
}

void source_span::blame(const source_span& element, place what) const {
  shared_.places.add(element.path(), what, begin());
}

void source_span::blame_import(const std::string& file) const { shared_.places.add_import(file, begin()); }

}  // namespace pbwire::compiler
