// SPDX-License-Identifier: MIT
//
// Where in the text each part of a descriptor was said. There are two such tables, because they answer two questions.
//
// SourceCodeInfo travels with the descriptor, for whoever makes documentation: for each element its path (field
// numbers and indices, as descriptor.proto lays out), its span from first to last token, and the comments around it.
//
//     message M { int32 id = 1; }
//     path {}          span of the whole file
//     path {4,0}       "message … }"       4 = FileDescriptorProto.message_type, 0 = the first
//     path {4,0,1}     "M"                 1 = DescriptorProto.name
//     path {4,0,2,0}   "int32 id = 1;"     2 = DescriptorProto.field
//
// source_places is for complaints and stays inside the compiler: the one place that an error about an element should
// point to. It follows protoc, which points to fewer places than SourceCodeInfo knows: of what has no entry here
// (the key of a map, say) protoc complains without a line.
#pragma once

#include <pbwire/compiler/diagnostic.hpp>
#include <pbwire/compiler/lexer.hpp>
#include <pbwire/descriptor.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pbwire::compiler {

/// Field numbers and indices that lead from FileDescriptorProto to an element: {4, 0, 2, 1} is message 0, field 1.
using element_path = std::vector<std::int32_t>;

/// The parts of an element that an error can be about.
enum class place : std::uint8_t {
  name,           // of a message, field, enum, value, service, method; of a file: its package
  number,         // of a field or enum value; of an extension range: the range
  type,           // of a field; of a map field: "map"
  extendee,       // of the first field in an extend block
  default_value,  // of a field
  input_type,     // of a method
  output_type,    // of a method
  option_name,    // of an option, path […, options, 999, i]; of a field: its json_name
  option_value,   // of an option; of a field: the value of its json_name
  other,          // of the file: its beginning; of a method: its `stream`, the second if it has two
};

class source_places {
 public:
  [[nodiscard]] std::optional<position> find(const element_path& path, place what) const;
  /// The last import of that file; "weak" finds the last weak import.
  [[nodiscard]] std::optional<position> find_import(const std::string& file) const;

  void add(const element_path& path, place what, position at) { places_[{path, what}] = at; }
  void add_import(const std::string& file, position at) { imports_[file] = at; }

 private:
  std::map<std::pair<element_path, place>, position> places_;
  std::map<std::string, position> imports_;
};

/// One Location while its element is being parsed: it begins at the token that comes next when it is made, and ends
/// at the token that was read last when it goes out of scope.
class source_span {
 public:
  using Location = descriptor::SourceCodeInfo::Location;

  /// What all spans of a file share.
  struct context {
    const lexer& tokens;
    source_places& places;
  };

  /// The file's own span.
  source_span(context shared, std::vector<Location>& into);
  /// Inside another, whose path it continues.
  source_span(const source_span& parent, std::initializer_list<std::int32_t> path);
  /// The same, but written elsewhere; for spans that are copied to several elements.
  source_span(const source_span& parent, std::initializer_list<std::int32_t> path, std::vector<Location>& into);
  source_span(const source_span&) = delete;
  source_span& operator=(const source_span&) = delete;
  ~source_span();

  void extend_path(std::int32_t step) { location().path.push_back(step); }
  void start_at(position begin);
  void start_at(const token& first) { start_at(first.begin); }
  void end_at(const token& last);
  void attach(comment_set&& comments) const;

  /// An error about that part of an element points to where this span begins.
  void blame(const source_span& element, place what) const;
  void blame_import(const std::string& file) const;

  [[nodiscard]] position begin() const { return {location().span[0], location().span[1]}; }
  [[nodiscard]] const element_path& path() const { return location().path; }

 private:
  [[nodiscard]] Location& location() const { return (*into_)[index_]; }

  context shared_;
  std::vector<Location>* into_;
  std::size_t index_;  // and not a pointer: the vector grows while spans are open
};

}  // namespace pbwire::compiler
