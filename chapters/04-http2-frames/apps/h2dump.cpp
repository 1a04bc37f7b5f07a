// SPDX-License-Identifier: MIT
//
// A captured byte stream, annotated: each byte with its meaning, the decoded fields, what they did to the tables, the
// windows, the streams. Of one direction, of both, or of everything that h2tap --record wrote.
#include "observe/printer.hpp"
#include "observe/recording.hpp"
#include "program.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <map>
#include <stdexcept>

namespace {

using namespace h2::observe;

struct settings {
  std::vector<std::string> files;
  std::string from = "guess";
  std::string colour = "auto";
  bool tables = false;
  print_options how;
};

void show(observer& watching, const print_options& how) {
  while (const std::optional<observation> seen = watching.next()) fmt::print("{}", print(*seen, how));
}

void show_end(const observer& watching, const settings& wanted) {
  for (const party one : {party::client, party::server}) {
    if (wanted.tables && watching.counts().by[index_of(one)].bytes > 0) {
      fmt::print("{}", print_table(one, watching.table_of(one), wanted.how));
    }
  }
  fmt::print("{}", print(watching.counts(), wanted.how));
}

bool is_clients(std::string_view stream) {
  return stream.rfind("HTTP/", 0) != 0 && !stream.empty() && stream[0] >= 'A' && stream[0] <= 'Z';
}

/// Whole streams, one behind the other.
void dump_streams(const std::vector<std::pair<party, std::string>>& streams, const settings& wanted) {
  observer watching({.in = order::unknown});
  for (const auto& [from, stream] : streams) {
    watching.receive(from, h2::bytes_of(stream));
    watching.finish(from);
    show(watching, wanted.how);
  }
  show_end(watching, wanted);
}

/// Many connections, each piece as it passed.
int dump_recording(std::string_view recording, const settings& wanted) {
  const h2::bytes whole = h2::bytes_of(recording);
  std::map<std::uint32_t, observer> connections;
  const auto how_of = [&](std::uint32_t number) {
    settings of_one = wanted;
    of_one.how.tag = fmt::format("[{}] ", number);
    return of_one;
  };
  std::size_t at = recording_magic.size();
  while (const std::optional<record> one = parse_record(whole, at)) {
    observer& watching = connections[one->connection];
    if (one->data.empty()) watching.finish(one->from);
    else watching.receive(one->from, one->data);
    show(watching, how_of(one->connection).how);
  }
  for (auto& [number, watching] : connections) show_end(watching, how_of(number));
  if (at == whole.size()) return 0;
  std::fflush(stdout);
  throw std::runtime_error(fmt::format("the recording is cut, or no recording any more, at byte {}", at));
}

int dump(settings wanted) {
  wanted.how.colour = wanted.colour == "always" || (wanted.colour == "auto" && program::colour_wanted());
  if (wanted.files.empty()) wanted.files = {"-"};
  if (wanted.files.size() > 2) throw std::runtime_error("want one file, or the client's and the server's");
  const std::string first = program::contents_of(wanted.files[0]);
  if (wanted.files.size() == 2) {
    dump_streams({{party::client, first}, {party::server, program::contents_of(wanted.files[1])}}, wanted);
  } else if (std::string_view(first).substr(0, recording_magic.size()) == recording_magic) {
    return dump_recording(first, wanted);
  } else {
    const bool clients = wanted.from == "client" || (wanted.from == "guess" && is_clients(first));
    dump_streams({{clients ? party::client : party::server, first}}, wanted);
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  return program::guarded("h2dump", [&] {
    settings wanted;
    program::options(
        "Shows each byte of captured HTTP/2 with its meaning, and what it does to tables, windows, streams.")
        .add("FILE", wanted.files,
             "what one side sent, or the client's file and the server's, or an h2tap recording; - for standard input")
        .add("--from", wanted.from, {"guess", "client", "server"}, "who sent a single file; a guess asks its preface")
        .add("--compact", wanted.how.compact, "one line for each frame")
        .add("--all", wanted.how.all, "show long content whole")
        .add("--tables", wanted.tables, "show the dynamic tables as they are at the end")
        .add("--color", wanted.colour, {"auto", "always", "never"}, "colours, for a terminal")
        .parse(argc, argv);
    return dump(wanted);
  });
}
