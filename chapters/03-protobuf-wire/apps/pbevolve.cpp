// SPDX-License-Identifier: MIT
//
// Old and new talk: what programs make of each other's bytes when a .proto has changed between them. First the table,
// change by change; then one message on its way through an older release and back.
#include "evolve/change.hpp"
#include "evolve/story.hpp"
#include "evolve/talk.hpp"
#include "program.hpp"

#include <pbwire/dump.hpp>

#include <algorithm>
#include <cstdio>
#include <stdexcept>

namespace {

using evolve::verdict;

std::string painted(verdict v, bool colour) {
  const std::string name(name_of(v));
  if (!colour) return name;
  return (v == verdict::safe ? "\x1b[32m" : v == verdict::lossy ? "\x1b[33m" : "\x1b[31m") + name + "\x1b[0m";
}

std::string hex(const std::string& bytes) {
  std::string text;
  for (const char c : bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    if (!text.empty()) text += ' ';
    text += digits[static_cast<unsigned char>(c) >> 4];
    text += digits[static_cast<unsigned char>(c) & 15];
  }
  return text;
}

std::string row(std::string_view label, std::string_view text) {
  constexpr std::size_t width = 10;
  return "    " + std::string(label) + std::string(width - label.size(), ' ') +
         (text.empty() ? "(nothing)" : std::string(text)) + '\n';
}

/// Lines of at most 100 characters, each indented.
std::string wrapped(std::string_view text) {
  constexpr std::size_t width = 100;
  std::string lines;
  while (!text.empty()) {
    const std::size_t end = text.size() <= width ? text.size() : text.rfind(' ', width);
    lines += "  " + std::string(text.substr(0, end)) + '\n';
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return lines;
}

void show(const evolve::change& c, bool colour) {
  std::string page = std::string(c.title) + ": " + painted(verdict_of(c), colour) + "\n  writer  " +
                     std::string(c.writer) + "\n  reader  " + std::string(c.reader) + '\n';
  const evolve::talk sides(c.writer, c.reader);
  for (const evolve::exchange& each : c.exchanges) {
    const evolve::heard heard = sides.send(each.sent);
    if (heard.got != each.got) throw std::logic_error("the table is wrong: got " + heard.got);
    page += row("sent", each.sent) + row("bytes", hex(heard.bytes)) + row(name_of(each.fate), heard.got);
    if (each.fate == evolve::fate::kept) page += row("back", heard.back);
  }
  program::write_to("-", page + wrapped(c.why) + '\n');
}

std::string indented(const std::string& text) {
  std::string out = "    ";
  for (const char c : text) out += c == '\n' ? std::string("\n    ") : std::string(1, c);
  out.erase(out.find_last_not_of(' ') + 1);
  return out;
}

void tell() {
  const evolve::there_and_back t = evolve::through_the_old(evolve::new_user());
  std::string page = "One message from v2 to v1 and back\n  v2 sends\n" + indented(pbwire::dump(t.sent));
  page += "  v1 sees: the id without its upper 32 bits, a status without a name, and three fields it does not know\n" +
          indented(pbwire::dump(t.seen));
  page +=
      "  v1 adds a phone number and sends it on; v2 gets back what v1 does not know. The id is lost: v1 has written\n"
      "  what it had understood\n" +
      indented(pbwire::dump(t.returned));
  page += "\nOne message from v1 to v2\n  v1 sends\n" + indented(pbwire::dump(evolve::old_user()));
  page +=
      "  v2 sees: name under its new name, home in a oneof, and a field 3 that it must never use for anything else\n" +
      indented(pbwire::dump(evolve::seen_by_the_new(evolve::old_user())));
  program::write_to("-", page);
}

}  // namespace

int main(int argc, char** argv) {
  return program::guarded("pbevolve", [&] {
    std::string word;
    bool story = false;
    program::options("Shows which changes of a .proto old and new programs survive, with the bytes that prove it.")
        .add("WORD", word, "only changes with this in their title, for example sint32")
        .add("--story", story, "only the message that goes from v2 to v1 and back")
        .parse(argc, argv);
    const bool colour = program::colour_wanted();
    for (const auto& all : {evolve::changes_of_fields(), evolve::changes_of_compatible_types(),
                            evolve::changes_of_incompatible_types()}) {
      for (const evolve::change& each : all) {
        if (!story && each.title.find(word) != std::string_view::npos) show(each, colour);
      }
    }
    if (story || word.empty()) tell();
    return 0;
  });
}
