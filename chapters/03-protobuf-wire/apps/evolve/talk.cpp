// SPDX-License-Identifier: MIT
#include "talk.hpp"

#include <pbwire/compiler/linker.hpp>
#include <pbwire/compiler/parser.hpp>
#include <pbwire/text_format.hpp>

#include <stdexcept>

namespace evolve {

namespace {

pbwire::pool compiled(std::string_view fields) {
  pbwire::compiler::parsed_file parsed = pbwire::compiler::parse("m.proto", file_of(fields));
  if (!parsed.errors.empty()) throw std::runtime_error(parsed.errors.front().str());
  pbwire::pool types;
  const auto linked = pbwire::compiler::link(types, std::move(parsed));
  if (!linked) throw std::runtime_error(linked.errors.front().str());
  return types;
}

const pbwire::message_type& message_of(const pbwire::pool& types) { return *types.find_message("M"); }

std::string shown(const pbwire::dynamic_message& m) { return on_one_line(pbwire::print_text(m)); }

}  // namespace

std::string file_of(std::string_view fields) {
  if (fields.starts_with("syntax")) return std::string(fields);
  return "syntax = \"proto3\";\nmessage M { " + std::string(fields) + " }\n";
}

std::string on_one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n';
    if (!space) line += c;
    else if (!line.empty() && line.back() != ' ') line += ' ';
  }
  if (line.ends_with(' ')) line.pop_back();
  return line;
}

talk::talk(std::string_view writer, std::string_view reader) : writer_(compiled(writer)), reader_(compiled(reader)) {}

heard talk::send(std::string_view text) const {
  pbwire::dynamic_message sent(message_of(writer_));
  if (const auto wrong = pbwire::parse_text(text, sent, writer_)) throw std::runtime_error(wrong->message);
  heard made;
  made.bytes = pbwire::encode(sent);
  const auto got = pbwire::decode(message_of(reader_), made.bytes, &reader_);
  if (!got) {
    made.refused = true;
    made.got = got.error().message();
    return made;
  }
  made.got = shown(*got);
  const auto back = pbwire::decode(message_of(writer_), pbwire::encode(*got), &writer_);
  made.back = back ? shown(*back) : back.error().message();
  return made;
}

}  // namespace evolve
