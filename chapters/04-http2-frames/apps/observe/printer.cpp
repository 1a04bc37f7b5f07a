// SPDX-License-Identifier: MIT
#include "printer.hpp"

#include "text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace h2::observe {

namespace {

constexpr std::size_t bytes_a_line = 8;
constexpr std::size_t lines_of_content = 4;  // unless all are wanted

enum class colour : std::uint8_t { client, server, dim, wrong };

std::string painted(const print_options& how, colour with, std::string text) {
  if (!how.colour) return text;
  const std::string_view code = with == colour::client   ? "36"
                                : with == colour::server ? "35"
                                : with == colour::dim    ? "2"
                                                         : "31;1";
  return fmt::format("\033[{}m{}\033[0m", code, text);
}

colour colour_of(party one) { return one == party::client ? colour::client : colour::server; }

std::string_view one_of(party one) { return name_of(one); }

std::string which(std::uint32_t stream_id) {
  return stream_id == 0 ? "connection" : fmt::format("stream {}", stream_id);
}

std::string field_text(const field& f) {
  const std::string huffman = f.huffman_value || f.huffman_name ? ", Huffman" : "";
  std::string from;
  if (f.how == representation::indexed) from = fmt::format("indexed {}", f.index);
  else from = fmt::format("{}{}", name_of(f.how), f.index == 0 ? "" : fmt::format(", name {}", f.index));
  return fmt::format("{}: {}   ({}: {}{})", printable(f.name), printable(f.value), counted(f.encoded, "byte"), from,
                     huffman);
}

std::string change_text(const table_change& c) {
  const std::string now = fmt::format("{}, {} of {} bytes", counted(c.count, "field"), c.size, c.max_size);
  switch (c.what) {
    case table_change::kind::inserted:
      return fmt::format("+ {}: {}   ({})", printable(c.name), printable(c.value, 60), now);
    case table_change::kind::evicted:
      return fmt::format("- {}: {}   ({})", printable(c.name), printable(c.value, 60), now);
    case table_change::kind::resized: return fmt::format("resized   ({})", now);
  }
  return {};
}

std::string window_text(const window_change& c) {
  return fmt::format("{} {} → {} for the {} to send", which(c.stream_id), c.before, c.after, one_of(c.sender));
}

std::string state_text(const state_change& c) {
  return fmt::format("{}: {} → {}", which(c.stream_id), h2::name_of(c.before), h2::name_of(c.after));
}

std::string message_text(const grpc_part& m) {
  std::string text =
      fmt::format("message {}, {}{}", m.number, counted(m.length, "byte"), m.compressed ? ", compressed" : "");
  if (m.first > 0 || !m.ends()) text += fmt::format(", of which {} to {}", m.first, m.last);
  return text;
}

std::string wrong_text(const error& why) {
  return fmt::format("{} ({}): {}, {}", why.why, why.clause, h2::name_of(why.code),
                     why.scope == error_scope::stream ? "of the stream" : "of the connection");
}

/// The lines of one role: each with its offset and at most eight bytes.
void print_role(const role& what, bytes data, const print_options& how, std::string& out) {
  const std::size_t lines = (data.size() + bytes_a_line - 1) / bytes_a_line;
  const std::size_t shown = how.all || lines <= lines_of_content + 1 ? lines : lines_of_content;
  for (std::size_t i = 0; i < shown; ++i) {
    const bytes here = data.subspan(i * bytes_a_line).first(std::min(bytes_a_line, data.size() - i * bytes_a_line));
    const std::string meaning = i == 0 ? std::string(std::size_t{2} * what.depth, ' ') + what.meaning : "";
    const std::string line =
        fmt::format("{:>10}  {:<{}}  {}", what.offset + i * bytes_a_line, hex(here), 3 * bytes_a_line - 1, meaning);
    out += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
  }
  if (shown < lines) {
    const std::size_t left = data.size() - shown * bytes_a_line;
    out += painted(how, colour::dim, fmt::format("{:>12}… and {} more", "", counted(left, "byte"))) + '\n';
  }
}

void print_words(std::string_view label, const std::string& text, const print_options& how, colour with,
                 std::string& out) {
  out += painted(how, with, fmt::format("{:>12}{:<8} {}", "", label, text)) + '\n';
}

/// Names who sends, where, and what.
std::string title(const observation& seen, const print_options& how) {
  const std::string head =
      fmt::format("{}{:<6}  byte {:<6}  {}", how.tag, name_of(seen.from), seen.offset, seen.summary);
  return painted(how, colour_of(seen.from), head);
}

std::string print_full(const observation& seen, const print_options& how) {
  std::string out = title(seen, how) + '\n';
  for (const role& each : seen.roles) {
    print_role(each, bytes(seen.bytes).subspan(each.offset - seen.offset, each.size), how, out);
  }
  const auto say = [&](std::string_view label, const std::string& text, colour with = colour::dim) {
    print_words(label, text, how, with, out);
  };
  for (const field& each : seen.fields) say("field", field_text(each), colour_of(seen.from));
  for (const table_change& each : seen.table) say("table", change_text(each));
  for (const grpc_part& each : seen.messages) say("gRPC", message_text(each), colour_of(seen.from));
  for (const state_change& each : seen.states) say("state", state_text(each));
  for (const window_change& each : seen.windows) say("window", window_text(each));
  for (const std::string& each : seen.notes) say("note", each);
  for (const error& each : seen.violations) say("wrong", wrong_text(each), colour::wrong);
  return out + '\n';
}

/// The fields that say what an exchange is about.
std::string gist(const observation& seen) {
  static constexpr std::string_view telling[] = {":method",      ":path",       ":status",
                                                 "content-type", "grpc-status", "grpc-message"};
  std::string out;
  for (const field& each : seen.fields) {
    if (std::find(std::begin(telling), std::end(telling), each.name) == std::end(telling)) continue;
    const std::string_view name = each.name;
    out += fmt::format(" {}{}", name[0] == ':' ? "" : printable(name) + "=", printable(each.value, 60));
  }
  return out;
}

std::string print_compact(const observation& seen, const print_options& how) {
  std::string words = gist(seen);
  const auto add = [&](const std::string& text) { words += " · " + text; };
  if (!seen.table.empty()) {
    const table_change& last = seen.table.back();
    add(fmt::format("table {}/{}", last.size, last.max_size));
  }
  for (const grpc_part& each : seen.messages) add("gRPC " + message_text(each));
  for (const state_change& each : seen.states) add(std::string(h2::name_of(each.after)));
  for (const window_change& each : seen.windows) {
    if (seen.windows.size() <= 4) add(fmt::format("{} window {}", which(each.stream_id), each.after));
  }
  for (const std::string& each : seen.notes) add(each);
  std::string out = title(seen, how) + words;
  for (const error& each : seen.violations) out += painted(how, colour::wrong, " · wrong: " + wrong_text(each));
  return out + '\n';
}

}  // namespace

std::string print(const observation& seen, const print_options& how) {
  return how.compact ? print_compact(seen, how) : print_full(seen, how);
}

std::string print(const totals& counts, const print_options& how) {
  std::string out = fmt::format("{}{}\n", how.tag, counted(counts.streams, "stream"));
  for (const party one : {party::client, party::server}) {
    const totals::side& by = counts.by[index_of(one)];
    if (by.bytes == 0) continue;
    out += painted(how, colour_of(one),
                   fmt::format("{}{}: {}, {}, {}", how.tag, name_of(one), counted(by.bytes, "byte"),
                               counted(by.frames, "frame"), counted(by.messages, "gRPC message")));
    if (by.violations > 0) out += painted(how, colour::wrong, ", " + counted(by.violations, "broken rule"));
    out += '\n';
  }
  return out;
}

std::string print_table(party encoder, const hpack::dynamic_table& table, const print_options& how) {
  std::string out = painted(how, colour_of(encoder),
                            fmt::format("{}the {}'s dynamic table: {}, {} of {} bytes", how.tag, name_of(encoder),
                                        counted(table.count(), "field"), table.size(), table.max_size()));
  out += '\n';
  for (std::size_t i = 0; i < table.count(); ++i) {
    const header_field each = table[i];
    out += fmt::format("{:>10}  {}: {}\n", 62 + i, printable(each.name), printable(each.value));
  }
  return out;
}

}  // namespace h2::observe
