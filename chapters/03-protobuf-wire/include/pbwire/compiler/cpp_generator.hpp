// SPDX-License-Identifier: MIT
//
// From a linked .proto file to a C++ header: one struct per message, an enum class per enum, and behind them the
// schemas that tell the codec what the members mean. Nothing else: what can be done with a struct is the codec's
// business, and what a service is, a chapter's that has a channel to call it on.
#pragma once

#include <pbwire/compiler/code_printer.hpp>
#include <pbwire/compiler/cpp_names.hpp>
#include <pbwire/compiler/diagnostic.hpp>
#include <pbwire/pool.hpp>

#include <optional>
#include <string>

namespace pbwire::compiler {

struct generated_file {
  std::string name;  // relative to the output folder
  std::string text;
};

struct generated {
  generated_file file;
  std::optional<diagnostic> error;  // then there is no file
};

/// The header of a file's messages and enums. What has no plain struct is refused: a MessageSet.
[[nodiscard]] generated generate_cpp(const file_type& file, cpp_names& names);

/// What the source says above an element, from SourceCodeInfo; empty without.
class source_comments {
 public:
  explicit source_comments(const file_type& file);

  [[nodiscard]] std::string leading(const std::vector<std::int32_t>& path) const;
  /// The comment behind it on its line.
  [[nodiscard]] std::string trailing(const std::vector<std::int32_t>& path) const;

 private:
  std::map<std::vector<std::int32_t>, const descriptor::SourceCodeInfo::Location*> locations_;
};

/// A literal for a string of any bytes: "caf\303\251\n".
[[nodiscard]] std::string cpp_string_literal(std::string_view bytes);

}  // namespace pbwire::compiler
