# SPDX-License-Identifier: MIT
"""The tour of chapter 04: HTTP/2 from its first byte on, with curl, nghttp and grpc++ at the other end.

`curl`, `nghttp` and grpc++ below are always the real ones. h2tap sits between two programs, passes on what they send and
prints or records it; h2dump shows what it recorded.
"""

import re
import socket
import struct
import textwrap

LISTENING = r"listening on (\S+)"


def tour(stage):
    stage.title("04-http2-frames: HTTP/2 from the preface up, checked against the real ones")
    for step in (first_bytes, the_table, a_grpc_call, two_versions, side_by_side, a_window_stops, pushed, refused):
        step(stage)


# What the steps share

def start(stage, program, *args):
    """Starts a server. Returns (it, its address)."""
    running = stage.start(program, *args, ready=LISTENING)
    return running, running.match[1]


def serve(stage, *args):
    """h2serve with a few files. Returns (it, its address)."""
    root = stage.scratch() / "site"
    if not root.exists():
        root.mkdir()
        (root / "hello.txt").write_text("hello\n", encoding="utf-8")
        (root / "page.html").write_text('<link rel="stylesheet" href="style.css">\n<p>hello\n', encoding="utf-8")
        (root / "style.css").write_text("p { color: green }\n", encoding="utf-8")
    return start(stage, stage.program("h2serve"), "--port", "0", "--root", root, *args)


def blocks(text):
    """What h2dump, h2tap or grpc_by_hand printed: one block a frame, or a word in between."""
    text = re.sub(r"(?m)^\[\d+\] (?=client |server )|^(listening on|\[\d+\]) .*\n?", "", text)
    return [block for block in re.split(r"\n\n+", text.strip("\n")) if block]


def frames(text, pattern=""):
    """The frames among them whose first line, "client  byte 24      SETTINGS …", has the pattern."""
    return [block for block in blocks(text) if re.match(r"(client|server)  byte", block)
            and re.search(pattern, block.splitlines()[0])]


def notes(block, *kinds):
    """A frame's first line, and what is said about it ("field", "table", "window"), without its bytes."""
    first, *rest = block.splitlines()
    return "\n".join([first, *(line for line in rest if line.split()[0] in kinds)])


def show(stage, text, in_full, fields_of=None):
    """A dump: all of the frames whose first line has the pattern `in_full`, the fields of those that have `fields_of`, and
    one line of the others."""
    shown, was_long = "", True
    for block in frames(text):
        first = block.splitlines()[0]
        if re.search(in_full, first):
            part = block
        else:
            part = notes(block, "field") if fields_of and re.search(fields_of, first) else first
        is_long = "\n" in part
        shown += ("\n" if shown and (is_long or was_long) else "") + part + "\n"
        was_long = is_long
    stage.bytes(shown)


def through_tap(stage, server, file, client, *args):
    """Runs a client against `server` with h2tap between them. "TAP" in args is where to connect. Returns (what the
    client said, h2dump of what passed)."""
    tap, address = start(stage, stage.program("h2tap"), "--to", server, "--record", stage.scratch() / file, "--quiet")
    done = stage.run(client, *(str(arg).replace("TAP", address) for arg in args))
    tap.stop()
    return done, stage.run(stage.program("h2dump"), "--all", stage.scratch() / file, show=False).stdout


def dumped_bytes(text, party):
    """What the middle column of a dump shows of one party, put together."""
    rows = (row for block in frames(text, f"^{party}") for row in block.splitlines()[1:])
    found = (re.match(r" *\d+  ((?:[0-9a-f]{2} ?)+)(?: |$)", row) for row in rows)
    return b"".join(bytes.fromhex(row[1]) for row in found if row)


def recorded_bytes(file, party):
    """The same out of h2tap's recording: direction, connection, length, bytes."""
    whole, at, found = file.read_bytes(), len("h2tap 1\n"), b""
    while at < len(whole):
        direction, _, size = struct.unpack_from(">cII", whole, at)
        if direction == {"client": b">", "server": b"<"}[party]:
            found += whole[at + 9:at + 9 + size]
        at += 9 + size
    return found


# The steps

def first_bytes(stage):
    stage.step("curl asks our server, and every byte has a meaning  (inside, 二进制传输)")
    _, server = serve(stage)
    done, text = through_tap(stage, server, "curl.h2", "curl", "-s", "--http2-prior-knowledge", "http://TAP/hello.txt")
    stage.expect(done.stdout == "hello\n", "curl got its file")
    stage.say("What passed: the preface, then frames. Nine bytes say how long a frame is, what it is, and whose; no reader")
    stage.say("ever has to search for an end. In full here what curl sent, a line each for the rest:")
    show(stage, text, "^client(?!.*ACK)")
    for party in ("client", "server"):
        sent = recorded_bytes(stage.scratch() / "curl.h2", party)
        stage.expect(dumped_bytes(text, party) == sent, f"all {len(sent)} bytes of the {party} are in the dump, each in one line")
    stage.expect(recorded_bytes(stage.scratch() / "curl.h2", "client").startswith(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                 "the first 24 look like a request that no HTTP/1.1 server can take for one")


def the_table(stage):
    stage.step("The same request three times: both sides keep a table  (inside, 请求头优化: 双方信息缓存)")
    _, server = serve(stage)
    _, text = through_tap(stage, server, "table.h2", "nghttp", "-n", "--no-dep", "--no-push", "-m", "3",
                          "http://TAP/hello.txt")
    requests, answers = frames(text, "^client.*HEADERS"), frames(text, "^server.*HEADERS")
    stage.bytes("\n\n".join(notes(block, "field", "table") for block in requests[:2]))
    fields = [re.findall(r"(?m)^ +field +(.*?)   \(", block) for block in requests]
    stage.expect(len(fields) == 3 and fields[0] == fields[1] == fields[2], "three requests on one connection, with the same fields")
    sizes, answer_sizes = ([int(re.search(r"(\d+) bytes? of field block", block)[1]) for block in side]
                           for side in (requests, answers))
    stage.expect(sizes[1] * 2 < sizes[0] and sizes[1] == sizes[2],
                 f"{sizes[0]} bytes the first time, {sizes[1]} from then on: an index for each field but the path")
    stage.expect("+ user-agent: nghttp2" in requests[0] and "+ " not in notes(requests[1], "table"),
                 "the first filled the table at both ends, the second changed nothing in it")
    stage.expect(answer_sizes[1] < answer_sizes[0],
                 f"our answers shrink as well: {answer_sizes[0]} bytes, then {answer_sizes[1]}")


def a_grpc_call(stage):
    stage.step("A live gRPC call: grpc++ to grpc++, and h2tap between them")
    server, address = start(stage, stage.peer("grpcpp"), "server")
    tap, between = start(stage, stage.program("h2tap"), "--to", address)
    done = stage.run(stage.peer("grpcpp"), "get", between, "1")
    stage.expect("name balabala" in done.stdout, "neither of them knows that anybody listens")
    tap.stop()
    text = "\n".join(tap.lines)
    stage.say("What it heard. A call is a POST, a message behind a prefix of five bytes, an answer, and the status last:")
    show(stage, text, r"DATA stream 1|END_STREAM", r"HEADERS stream 1")
    stage.expect(":path: /user.User/GetUser" in frames(text, "^client.*HEADERS")[0], "the method is a path")
    stage.expect(all("gRPC message 1: not compressed" in block for block in frames(text, "DATA")),
                 "a message is a flag, its length, and a protobuf")
    ends = frames(text, "^server.*END_STREAM")
    stage.expect(len(ends) == 1 and "grpc-status: 0" in ends[0], "how it went is told in trailers, the last frame of the stream")
    stage.expect(all(line.endswith(" 0 broken rules") for line in tap.lines[-2:]), "and no rule was broken")
    by_hand(stage, address)


def by_hand(stage, server):
    stage.step("The same call by hand, to the same server")
    done = stage.run(stage.program("grpc_by_hand"), "--connect", server, show=False)
    for block in blocks(done.stdout):
        if frames(block):
            show(stage, block, r"^client.*(HEADERS|DATA) stream 1")
        else:
            margin = re.match(" *", block)[0]
            stage.code("\n" * block.startswith("(") + "\n".join(
                part for line in block.splitlines() for part in textwrap.wrap(line, 110, subsequent_indent=margin)))
    stage.expect('field 2: "balabala"' in done.stdout, "no gRPC library took part, and grpc++ answered")
    done = stage.run(stage.program("grpc_by_hand"), "--connect", server, "--id", "3", "--compact", expect_exit=1, show=False)
    stage.code(done.stdout.strip().splitlines()[-1])
    stage.expect("不存在查询用户" in done.stdout, "somebody unknown: the article's words, percent-encoded in a trailer")


def two_versions(stage):
    stage.step("The same requests over HTTP/1.1 and HTTP/2  (inside, 了解http1及问题)")
    done = stage.run(stage.program("h1_vs_h2"), show=False)
    sections = re.split(r"(?m)^(?=[1-4]\. )", done.stdout)
    stage.expect(len(sections) == 5, "one server, one slow page, some quick ones; each message and each wait in four parts")
    stage.code("\n".join(section.rstrip() + "\n" for section in (sections[1], sections[3], sections[4])))
    orders = [line.split(", ") for line in re.findall(r"answered: (.*)", sections[3])]
    stage.expect(orders[0][0] == "/report" and orders[2][-1] == "/report",
                 "in HTTP/1.1 the slow answer, asked for first, came first; in HTTP/2 it came last")
    figures = {row[0]: [int(n) for n in row[1:]]
               for row in re.findall(r"(?m)^([\w ,]+?) {2,}(\d+) +(\d+) +(\d+)$", sections[4])}
    stage.expect(figures["connections"][0] == figures["connections"][2] == 1 < figures["connections"][1],
                 "HTTP/1.1 can have that too, for a connection each; HTTP/2 has it on one")
    stage.expect(figures["bytes to the server"][2] * 2 < min(figures["bytes to the server"][:2]),
                 "and for less than half of the bytes to the server")


def side_by_side(stage):
    stage.step("Two requests at once: nobody waits for the slow one  (inside, 多路复用)")
    _, server = serve(stage)
    done = stage.run(stage.program("h2get"), "-v", f"http://{server}/slow?n=3&ms=200", f"http://{server}/hello.txt")
    ends = [stream for stream in re.findall(r"(?m)^< stream (\d): .*?, end\b", done.stderr)]
    stage.expect(ends == ["3", "1"], "stream 3 was asked for second and over first, between two lines of stream 1")
    stage.expect(done.stdout.endswith("hello\n"), "on one connection; h2get prints the contents in the order of the URLs")


def a_window_stops(stage):
    stage.step("A reader that is slow stops its writer  (inside, 流量控制)")
    _, server = serve(stage)
    tap, between = start(stage, stage.program("h2tap"), "--to", server, "--compact")
    done = stage.run(stage.program("h2get"), "--window", "1000", "--pause", "50", f"http://{between}/bytes?n=3000", show=False)
    tap.stop()
    ledger = [line[4:] for line in tap.lines if re.search(r"(DATA|WINDOW_UPDATE) stream 1", line)]
    stage.say("The client takes 1000 bytes on the stream and reads slowly. What may still come is kept in a ledger:")
    stage.bytes("\n".join(ledger))
    left = [int(line.rsplit("stream 1 window ", 1)[1]) for line in ledger if "stream 1 window" in line]
    stage.expect(len(done.stdout) == 3000, "all 3000 bytes came")
    stage.expect(0 in left and min(left) == 0, "the server went down to 0 and waited there; it never sent a byte more")
    stage.expect(any("WINDOW_UPDATE" in line for line in ledger), "only what was read gave it credit again")


def pushed(stage):
    stage.step("The server pushes  (inside, 服务端可以推送)")
    _, server = serve(stage, "--push", "/page.html=/style.css")
    done = stage.run("nghttp", "-n", "-v", f"http://{server}/page.html", show=False)
    plain = re.sub(r"\x1b\[[\d;]*m", "", done.stdout)
    stage.code("\n".join(re.findall(r"recv \(stream_id=\d+\) :path.*|recv PUSH_PROMISE.*|.*promised_stream_id.*"
                                    r"|recv DATA frame.*", plain)))
    stage.expect("promised_stream_id=2" in plain and re.search(r"recv DATA frame <length=19, .*stream_id=2>", plain),
                 "nghttp asked for the page and got the style sheet with it, on a stream of the server's")
    done = stage.run(stage.program("h2get"), "--push", f"http://{server}/page.html")
    stage.expect("pushed /style.css: 200, 19 bytes" in done.stderr, "h2get takes it too")
    done = stage.run(stage.program("h2get"), "-v", f"http://{server}/page.html", show=False)
    stage.expect("promise" not in done.stderr, "and without --push its SETTINGS forbid it: nothing comes")


def refused(stage):
    stage.step("A frame that must not be: DATA on stream 0")
    _, server = serve(stage)
    host, port = server.rsplit(":", 1)
    sent = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes.fromhex("000000 04 00 00000000" "000002 00 00 00000000") + b"hi"
    received = b""
    with socket.create_connection((host, int(port)), timeout=20) as line:
        line.sendall(sent)
        while piece := line.recv(65536):
            received += piece
    for name, data in (("bad-client.bin", sent), ("bad-server.bin", received)):
        (stage.scratch() / name).write_bytes(data)
    stage.say("Preface, SETTINGS, and two bytes of DATA on no stream, from a socket. What both sides said:")
    text = stage.run(stage.program("h2dump"), stage.scratch() / "bad-client.bin", stage.scratch() / "bad-server.bin",
                     show=False).stdout
    show(stage, text, "DATA|GOAWAY")
    goaway = "".join(frames(text, "^server.*GOAWAY"))
    stage.expect("PROTOCOL_ERROR" in goaway, "the connection ends with GOAWAY, and the socket with it")
    stage.expect("RFC 9113 §6.1" in goaway, "and its debug data names the rule")
    done = stage.run("curl", "-s", "--http2-prior-knowledge", f"http://{server}/hello.txt")
    stage.expect(done.stdout == "hello\n", "everybody else is served as before")
