// SPDX-License-Identifier: MIT
//
// Between a real client and a real server: prints what passes, both directions, as h2dump would, and disturbs nobody.
#include "observe/recording.hpp"
#include "program.hpp"
#include "tap/output.hpp"
#include "tap/tap.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <stdexcept>

namespace {

using namespace h2;

struct arguments {
  std::string listen = "127.0.0.1:0";
  std::string to;
  std::string record;
  std::string colour = "auto";
  bool quiet = false;
  observe::print_options how;
};

struct close_file {
  void operator()(std::FILE* open) const { std::fclose(open); }
};
using file = std::unique_ptr<std::FILE, close_file>;

void put(std::FILE* to, bytes data) {
  if (std::fwrite(data.data(), 1, data.size(), to) == data.size() && std::fflush(to) == 0) return;
  throw std::runtime_error(std::string("the recording: ") + std::strerror(errno));
}

file start_recording(const std::string& path) {
  file recording(std::fopen(path.c_str(), "wbe"));
  if (!recording) throw std::runtime_error(path + ": " + std::strerror(errno));
  put(recording.get(), bytes_of(observe::recording_magic));
  return recording;
}

tap::tcp::endpoint resolved(tap::asio::io_context& io, const std::string& address) {
  const auto [host, port] = program::split_address(address);
  return *tap::tcp::resolver(io).resolve(host, port).begin();
}

/// Afterwards nothing holds the loop open any more.
tap::asio::awaitable<void> to_the_end(tap::tap& all, tap::output& out) {
  co_await all.run();
  out.finish();
}

int serve(const arguments& wanted) {
  const auto [to_host, to_port] = program::split_address(wanted.to);
  tap::asio::io_context io(1);
  tap::output out(io);
  file recording;
  tap::outlets where;
  if (!wanted.quiet) where.say = [&out](const std::string& text) { out.say(text); };
  if (!wanted.record.empty()) {
    recording = start_recording(wanted.record);
    where.record = [to = recording.get()](observe::party from, std::uint32_t connection, bytes data) {
      byte_buffer out;
      observe::append_record(out, {from, connection, data});
      put(to, out);
    };
  }
  tap::tap all(io, {resolved(io, wanted.listen), to_host, to_port, wanted.how}, where);
  out.say("listening on " + program::text(all.endpoint()) + "\n");
  program::run(io, to_the_end(all, out), [&] { all.stop(); });
  out.say(tap::print(all.totals()));
  out.finish();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  return program::guarded("h2tap", [&] {
    arguments wanted;
    program::options(
        "Passes connections on to a server, unchanged, and prints what the bytes mean, until Ctrl-C. Connect the "
        "client "
        "to the address it prints.")
        .add("--listen", wanted.listen, "where clients connect; port 0: any that is free")
        .add("--to", wanted.to, "the server, HOST:PORT; cleartext HTTP/2")
        .required()
        .add("--compact", wanted.how.compact, "one line for each frame")
        .add("--all", wanted.how.all, "show long content whole")
        .add("--quiet", wanted.quiet, "only count")
        .add("--record", wanted.record, "a file to keep all that passes in, for h2dump")
        .add("--color", wanted.colour, {"auto", "always", "never"}, "colours, for a terminal")
        .parse(argc, argv);
    wanted.how.colour = wanted.colour == "always" || (wanted.colour == "auto" && program::colour_wanted());
    return serve(wanted);
  });
}
