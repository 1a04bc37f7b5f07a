# SPDX-License-Identifier: MIT
"""The tour of chapter 01: our programs and Go's net/rpc talk to each other, and each byte of it is shown.

`Go` below is always the real thing: the peers of tests/oracle are Go programs over Go's own net/rpc and gob.
"""

import json
import re
import socket
import urllib.request

LISTENING = r"listening on (\S+)"


def tour(stage):
    stage.title("01-netrpc: Go's net/rpc, rebuilt in C++ and talking to Go")
    for step in (gos_client, gos_server, as_json, over_http, many_at_once, watching, backwards, logging_in):
        step(stage)


# What the steps share

def start(stage, program, *args):
    """Starts a server. Returns (it, its address)."""
    running = stage.start(program, *args, ready=LISTENING)
    return running, running.match[1]


def dissect(stage, file, fold_from=0):
    """gob_dump of a recording. Definitions at byte `fold_from` or later are shown as one line each."""
    def folded(message):
        rows = message.splitlines()
        if len(rows) < 2 or "definition of type" not in rows[1] or int(rows[0][:8]) < fold_from:
            return message
        name = re.search(r'CommonType.Name\n.*"(\w+)"', message)
        return f"{rows[0][:35]}… {len(rows)} lines: the definition of {name[1] if name else 'a type without a name'}\n"

    text = stage.run(stage.program("gob_dump"), file, show=False).stdout
    messages = re.split(r"(?m)^(?=.{35}length of the message)", text)
    stage.bytes("".join(folded(message) for message in messages if message).rstrip())
    return text


def values(stage, file):
    """The values of a recording, through gob_dump --json."""
    done = stage.run(stage.program("gob_dump"), "--json", file)
    return [json.loads(line) for line in done.stdout.splitlines()]


class JsonLine:
    """A jsonrpc connection by hand, as one might with nc: lines out, lines in."""

    def __init__(self, address):
        host, port = address.rsplit(":", 1)
        self.socket = socket.create_connection((host, int(port)), timeout=20)
        self.replies = self.socket.makefile("r", encoding="utf-8")

    def send(self, *requests):
        lines = [json.dumps({"method": m, "params": [p], "id": i}, ensure_ascii=False) for i, m, p in requests]
        self.socket.sendall(("\n".join(lines) + "\n").encode())

    def receive(self, count=1):
        return [json.loads(self.replies.readline()) for _ in range(count)]


# The steps

def gos_client(stage):
    stage.step("Go's client calls our server  (inside, net_rpc实践案例)")
    record = stage.scratch() / "server"
    server, address = start(stage, stage.program("user_server"), "--record", record)
    done = stage.run(stage.peer("peer_client"), "--connect", address, "--script", "getuser")
    stage.expect("ok getuser" in done.stdout, "Go got user 1, bala, and user 2, 小王, and compared every field")
    server.stop()
    stage.say("These bytes came from Go. A gob stream explains itself: before the first value of a type stands the type's")
    stage.say("definition, a message with a negative id. Then header and argument, one message each, for both calls:")
    text = dissect(stage, record / "received.bin", fold_from=1)
    stage.expect(text.count("definition of type") == 2, "two definitions, both before the first call; the second needs none")
    stage.expect("GetUserReq.Id" in text, "every byte has its meaning, down to the field names")
    stage.say("And our answer. Zero fields are not sent: the first reply's Seq is 0, its Error empty, and neither is there.")
    dissect(stage, record / "sent.bin")
    sent = values(stage, record / "sent.bin")
    stage.expect(sent[1] == {"Id": "1", "Name": "bala", "Phone": "13100001111"}, "the first reply is bala")
    stage.expect(sent[3]["Name"] == "小王" and sent[2]["Seq"] == 1, "the second is 小王, and its header carries Seq 1")


def gos_server(stage):
    stage.step("Our client calls Go's server, and asks for somebody unknown")
    record = stage.scratch() / "client"
    _, address = start(stage, stage.peer("peer_server"))
    done = stage.run(stage.program("user_client"), "--connect", address, "1", "2")
    stage.expect("Name bala" in done.stdout and "Name 小王" in done.stdout, "Go answered 1 with bala and 2 with 小王")
    done = stage.run(stage.program("user_client"), "--connect", address, "--record", record, "3", expect_exit=1)
    stage.expect("GetUser(3): error: 不存在查询用户" in done.stdout, "and 3 with the article's own words")
    stage.say("An error is a string in the header. A body must follow all the same, so Go sends an empty struct:")
    dissect(stage, record / "received.bin")
    header, body = values(stage, record / "received.bin")
    stage.expect(header["Error"] == "不存在查询用户" and body == {}, "the error in the header, nothing in the body")


def sizes(stage, codec):
    """Bytes of a first and of a later GetUser on one connection, against Go: ((request, reply), (request, reply))."""
    _, address = start(stage, stage.peer("peer_server"), "--codec", codec)
    total = []
    for ids in (["1"], ["1", "1"]):
        record = stage.scratch() / f"{codec}-{len(ids)}"
        stage.run(stage.program("user_client"), "--connect", address, "--codec", codec, "--record", record, *ids)
        total.append([(record / name).stat().st_size for name in ("sent.bin", "received.bin")])
    return total[0], [both - one for one, both in zip(*total)]


def as_json(stage):
    stage.step("The same call in JSON  (inside, RPC的通信过程: method, params, id)")
    json_first, json_later = sizes(stage, "jsonrpc")
    stage.say("One line there, one line back:")
    request = (stage.scratch() / "jsonrpc-1" / "sent.bin").read_text(encoding="utf-8")
    reply = (stage.scratch() / "jsonrpc-1" / "received.bin").read_text(encoding="utf-8")
    stage.code(f"→ {request}← {reply}")
    stage.expect(json.loads(request) == {"method": "UserServer.GetUser", "params": [{"id": "1"}], "id": 0},
                 "params is an array of one, and Id is called id, as the article's tag wants")
    answer = json.loads(reply)
    stage.expect(answer["result"]["Name"] == "bala" and answer["error"] is None, "Go's jsonrpc answered it")
    gob_first, gob_later = sizes(stage, "gob")
    stage.say("What each costs, in bytes:")
    stage.code("                      gob          JSON\n"
               f"first call    {gob_first[0]:>5} + {gob_first[1]:<5} {json_first[0]:>5} + {json_first[1]}    request + reply\n"
               f"later calls   {gob_later[0]:>5} + {gob_later[1]:<5} {json_later[0]:>5} + {json_later[1]}")
    stage.expect(sum(gob_first) > sum(json_first) and sum(gob_later) < sum(json_later),
                 "gob pays for its definitions once, and is the smaller from then on")
    _, address = start(stage, stage.program("user_server"), "--codec", "jsonrpc")
    done = stage.run(stage.peer("peer_client"), "--codec", "jsonrpc", "--connect", address,
                     "--script", "getuser,getuser_missing")
    stage.expect("ok getuser_missing" in done.stdout, "Go's jsonrpc client gets the same from our server")


def over_http(stage):
    stage.step("Through HTTP: CONNECT /_goRPC_, and the debug page")
    _, address = start(stage, stage.program("user_server"), "--codec", "http")
    done = stage.run(stage.peer("peer_client"), "--codec", "http", "--connect", address, "--script", "getuser")
    stage.expect("ok getuser" in done.stdout, "Go's DialHTTP works with our server")
    _, gos_address = start(stage, stage.peer("peer_server"), "--codec", "http")
    done = stage.run(stage.program("user_client"), "--codec", "http", "--connect", gos_address, "2")
    stage.expect("Name 小王" in done.stdout, "and our client with Go's")
    stage.say("HTTP is only the way in. After the empty line the connection speaks gob:")
    host, port = address.rsplit(":", 1)
    with socket.create_connection((host, int(port)), timeout=20) as by_hand:
        by_hand.sendall(b"CONNECT /_goRPC_ HTTP/1.0\n\n")
        answer = by_hand.makefile("rb").readline().decode().rstrip()
    stage.code(f"→ CONNECT /_goRPC_ HTTP/1.0\n→\n← {answer}\n←")
    stage.expect(answer == "HTTP/1.0 200 Connected to Go RPC", "our server answers in Go's words")
    with urllib.request.urlopen(f"http://{address}/debug/rpc", timeout=20) as response:
        words = " ".join(re.sub(r"<[^>]*>", " ", response.read().decode()).split())
    stage.say("The debug page, without its HTML:")
    stage.code(f"GET /debug/rpc → {words}")
    stage.expect("GetUser(main.GetUserReq, *main.GetUserResp) error 2" in words, "it has counted Go's two calls of GetUser")


def many_at_once(stage):
    stage.step("Calls that do not wait for each other  (netrpc 4.3.1 客户端RPC的实现原理)")
    done = stage.run(stage.program("hello_async"))
    stage.expect("hello -> hello:hello" in done.stdout, "go() sent the call, other things were done, then came the answer")
    _, address = start(stage, stage.program("user_server"))
    done = stage.run(stage.peer("peer_client"), "--connect", address, "--script", "async64")
    stage.expect("ok async64" in done.stdout, "Go had 64 calls in flight on one connection, and each got its own answer")
    stage.say("Now by hand: a Watch, which waits for a change, and behind it on the same connection 64 fast calls.")
    _, address = start(stage, stage.program("kv_server"), "--codec", "jsonrpc")
    line = JsonLine(address)
    line.send((0, "KVStoreService.Watch", 30), *((i, "KVStoreService.Get", "abc") for i in range(1, 65)))
    fast = line.receive(64)
    stage.code('→ id 0: Watch(30)\n→ ids 1 to 64: Get("abc")\n'
               f'← ids {fast[0]["id"]} to {fast[-1]["id"]}: error "{fast[0]["error"]}"')
    stage.expect(sorted(r["id"] for r in fast) == list(range(1, 65)), "all 64 are answered while the Watch goes on waiting")
    line.send((65, "KVStoreService.Set", ["abc", "abc-value"]))
    last = {reply["id"]: reply for reply in line.receive(2)}
    stage.code(f'→ id 65: Set("abc", "abc-value")\n← id 65: done\n← id 0: "{last[0]["result"]}" has changed')
    stage.expect(last[0]["result"] == "abc" and last[65]["error"] is None, "the change answered the first call, the Watch")


def watching(stage):
    stage.step("Watch, without the article's leak  (netrpc 4.3.2 基于RPC实现Watch功能)")
    _, address = start(stage, stage.program("kv_server"))
    done = stage.run(stage.program("kv_client"), "--connect", address, "get", "abc", expect_exit=1)
    stage.expect("not found" in done.stderr, "a key nobody has set: not found")
    done = stage.run(stage.peer("peer_client"), "--connect", address, "--script", "kv")
    stage.expect("ok kv" in done.stdout, "Go's client gets, sets, watches, and sees a watch time out")
    done = stage.run(stage.program("kv_client"), "--connect", address, "watch", "0", expect_exit=1)
    stage.expect("timeout" in done.stderr, "a watch that saw nothing: timeout")
    stage.say("In the article a finished Watch leaves its filter behind, and soon a change blocks the store for good: the")
    stage.say("forgotten channel holds 10. Here, 12 changes after a finished Watch:")
    _, address = start(stage, stage.program("kv_server"), "--codec", "jsonrpc")
    line = JsonLine(address)
    line.send((0, "KVStoreService.Watch", 30), (1, "KVStoreService.Get", "abc"))
    line.receive()  # of the Get: the Watch before it has begun
    line.send((2, "KVStoreService.Set", ["abc", "abc-value"]))
    finished = {reply["id"]: reply["result"] for reply in line.receive(2)}
    line.send(*((i, "KVStoreService.Set", ["abc", f"value {i}"]) for i in range(3, 15)), (15, "KVStoreService.Get", "abc"))
    later = sorted(line.receive(13), key=lambda reply: reply["id"])
    stage.code('→ id 0: Watch(30)\n→ id 2: Set("abc", "abc-value")\n'
               f'← id 0: "{finished[0]}" has changed\n'
               '→ ids 3 to 14: Set("abc", "value 3") to Set("abc", "value 14")\n→ id 15: Get("abc")\n'
               f'← ids {later[0]["id"]} to {later[-1]["id"]}; the last: "{later[-1]["result"]}"')
    stage.expect(finished[0] == "abc" and later[-1]["result"] == "value 14", "all of them went through, and the store is alive")


def backwards(stage):
    stage.step("The server dials, the client listens  (netrpc 4.3.3 反向RPC)")
    client, address = start(stage, stage.program("reverse_client"))
    stage.start(stage.peer("peer_reverse_server"), "--connect", address, "--times", "1", ready="connected to")
    client.wait_for("^hello:hello$")
    stage.expect(client.wait() == 0, "Go's server came to our client, and was called: hello:hello")
    client, address = start(stage, stage.peer("peer_client"), "--script", "reverse")
    stage.start(stage.program("reverse_server"), "--connect", address, "--times", "1", ready="connected to")
    client.wait_for("^ok reverse$")
    stage.expect(client.wait() == 0, "and our server came to Go's client")


def logging_in(stage):
    stage.step("One service for each connection  (netrpc 4.3.4 上下文信息)")
    _, address = start(stage, stage.program("login_server"))
    done = stage.run(stage.program("login_client"), "--connect", address)
    stage.expect("please login" in done.stdout, "Hello before Login: please login")
    stage.expect("hello:world, from127.0.0.1:" in done.stdout, "after it, Hello knows the connection it came over")
    done = stage.run(stage.program("login_client"), "--connect", address, "--login", "user:wrong", expect_exit=1)
    stage.expect("please login" in done.stdout and "auth failed" in done.stderr,
                 "the first connection's login opened no door for the second, and a wrong password none at all")
    done = stage.run(stage.peer("peer_client"), "--connect", address, "--script", "login")
    stage.expect("ok login" in done.stdout, "Go's client agrees")
