# SPDX-License-Identifier: MIT
"""The tour of chapter 02: grpc++ as it is, and grpc-go's server rebuilt on it.

`grpc-go` below is the real thing: the peers of tests/oracle are Go programs over grpc-go 1.33.
"""

import re

LISTENING = r"listening on (\S+)"


def tour(stage):
    stage.title("02-grpc-basics: grpc++, and grpc-go's server rebuilt on it")
    for step in (a_user_service, four_kinds, over_tls, interceptors, each_connection, spread, failover):
        step(stage)


# What the steps share

def start(stage, program, *args):
    """Starts a server. Returns (it, its address)."""
    running = stage.start(program, *args, ready=LISTENING)
    return running, running.match[1]


# The steps

def a_user_service(stage):
    stage.step("A user service, on grpc++ and on our own server  (inside, grpc框架实践案例, 服务注册)")
    _, address = start(stage, stage.program("user_server"))
    done = stage.run(stage.program("user_client"), "--connect", address, "--id", "2")
    stage.expect("小王" in done.stdout, "grpc++ to grpc++: user 2 is 小王")
    done = stage.run(stage.program("user_client"), "--connect", address, "--id", "3", expect_exit=1)
    stage.expect("UNKNOWN: 不存在查询用户" in done.stderr, "an error that is no status arrives as UNKNOWN")
    stage.run(stage.program("user_client"), "--connect", address, "--list")
    stage.say("Now the server that this chapter rebuilds. It has no Ping, as the article's has none; and grpc-go is the client:")
    _, address = start(stage, stage.program("rebuilt_server"))
    done = stage.run(stage.program("user_client"), "--connect", address, "--ping", expect_exit=1)
    stage.expect("UNIMPLEMENTED: method Ping not implemented" in done.stderr, "the embedded Unimplemented server answers")
    ours = stage.run(stage.peer("peer_client"), "--connect", address, "--script",
                     "getuser,missing_user,unknown_service,unknown_method").stdout
    _, address = start(stage, stage.peer("peer_server"))
    gos = stage.run(stage.peer("peer_client"), "--connect", address, "--script",
                    "getuser,missing_user,unknown_service,unknown_method", show=False).stdout
    stage.expect(ours == gos and "unknown method" in ours, "and grpc-go's own server answers it in the same words")


def four_kinds(stage):
    stage.step("The four kinds of calls, and what belongs to one")
    server, address = start(stage, stage.program("kinds_server"))
    done = stage.run(stage.program("kinds_client"), "--connect", address)
    said = done.stdout
    stage.expect("server-streaming: 1 2 3 4 5, then OK" in said and "sum of 100 numbers is 5050" in said, "many back, many there")
    stage.expect("deadline: DEADLINE_EXCEEDED" in said and "cancel: CANCELLED" in said, "two ways to stop waiting")
    server.wait_for("cancelled")
    stage.expect(True, "of which the server hears")
    sizes = re.search(r"gzipped: (\d+) on the wire", said)
    stage.expect(sizes and int(sizes[1]) < 1000, "gzip makes 100000 bytes a few hundred")
    stage.say("The same client, and our own server; it cannot tell them apart but for gzip's way back:")
    _, address = start(stage, stage.program("rebuilt_server"))
    ours = stage.run(stage.program("kinds_client"), "--connect", address, show=False).stdout
    here = [line for line in said.splitlines() if not line.startswith("gzip:")]
    stage.expect(here == [line for line in ours.splitlines() if not line.startswith("gzip:")], "line for line the same")


def over_tls(stage):
    stage.step("TLS and a token")
    folder = stage.scratch() / "tls"
    stage.run(stage.program("make_certificate"), "--out", folder)
    server, address = start(stage, stage.program("user_server"), "--cert", folder / "server.pem", "--key",
                            folder / "server.key", "--token", "secret")
    trust = ("--connect", address, "--ca", folder / "ca.pem")
    done = stage.run(stage.program("user_client"), *trust, "--token", "secret")
    stage.expect("balabala" in done.stdout, "with the right token, over TLS: user 1")
    done = stage.run(stage.program("user_client"), *trust, "--token", "guess", expect_exit=1)
    stage.expect("UNAUTHENTICATED" in done.stderr, "with a wrong one: UNAUTHENTICATED")
    server.stop()
    stage.say("Our server's handshake hook runs at accept, before TLS; it sees two addresses  (pool, TransportCredentialsTest):")
    server, address = start(stage, stage.program("rebuilt_server"), "--cert", folder / "server.pem", "--key",
                            folder / "server.key")
    done = stage.run(stage.program("user_client"), "--connect", address, "--ca", folder / "ca.pem")
    stage.code(server.wait_for("ServerHandshake").string)
    stage.expect("balabala" in done.stdout, "and grpc++ does the rest")


def interceptors(stage):
    stage.step("Two interceptors around one call  (inside, 拦截器)")
    ours = stage.run(stage.program("interceptors")).stdout
    gos = stage.run(stage.peer("interceptor_lines"), show=False).stdout
    stage.expect(ours.splitlines()[2:] == ["err handler status", "log handler status",
                                           'log handler end err <nil>  req id:"1"', 'err handler end err <nil>  req id:"1"'],
                 "the first is the outermost: it speaks first and last")
    stage.expect(ours == gos, "grpc-go prints the same six lines")


def each_connection(stage):
    stage.step("Something kept for each connection  (conn)")
    server, address = start(stage, stage.program("greeter_server"))
    stage.say("Two clients at once, each taking a step in turn:")
    one = stage.start(stage.program("greeter_client"), "--connect", address, "--step", ready=r"Greeting: (.*)")
    other = stage.start(stage.program("greeter_client"), "--connect", address, "--name", "other", "--step",
                        ready=r"Greeting: (.*)")
    one.enter()
    second = one.wait_for(r"Greeting: (.*)")[1]
    other.enter()
    others = other.wait_for(r"Greeting: (.*)")[1]
    stage.code(f"{second}\n{others}")
    stage.expect(second == "Hello 'world2' (prev 'world')", "the article's line")
    stage.expect(others == "Hello 'other2' (prev 'other')", "and the other client's own")
    one.enter()
    one.wait()
    other.kill()
    server.wait_for("now connections = 0")
    stage.code("\n".join(server.lines[1:]))
    stage.expect(server.lines[-1].startswith("end conn") and sum("begin conn" in line for line in server.lines) == 2,
                 "one client has left, the other was killed, and nothing is kept of either")


def spread(stage):
    stage.step("Where calls go  (pool, 总结 1, 4, 5)")
    addresses = [start(stage, stage.program("pool_server"))[1] for _ in range(2)]
    target = "ipv4:" + ",".join(addresses)
    done = stage.run(stage.program("pool_client"), "--target", target)
    stage.expect(f"{addresses[1]}" not in done.stdout, "the default is pick_first: all calls go to one address")
    done = stage.run(stage.program("pool_client"), "--target", target, "--policy", "round_robin", "--warm-up")
    stage.expect(done.stdout.count(": 50 calls") == 2, "with round_robin half and half")
    stage.say("grpc-go's resolver may name an address twice, apart by its attributes, and so get two connections to it (#2,#1):")
    done = stage.run(stage.peer("roundrobin_client"), "--target", ",".join([addresses[0], *addresses]), "--policy",
                     "round_robin")
    stage.expect("connections 3\n#1 200\n#2 100" in done.stdout, "calls in proportion, on the real grpc-go")
    stage.say("grpc++ has no such resolver to give. Its nearest are several channels:")
    one = f"ipv4:{addresses[0]}"
    done = stage.run(stage.program("pool_client"), "--target", one, "--channels", "2")
    stage.expect("on 1 connection\n" in done.stdout, "two channels to one address share one connection")
    done = stage.run(stage.program("pool_client"), "--target", one, "--channels", "2", "--own")
    stage.expect("on 2 connections\n" in done.stdout, "unless each has a subchannel pool of its own")


def failover(stage):
    stage.step("A server dies  (pool, 总结 5: 自动容错)")
    servers = [start(stage, stage.program("pool_server")) for _ in range(2)]
    target = "ipv4:" + ",".join(address for _, address in servers)
    client = stage.start(stage.program("pool_client"), "--target", target, "--policy", "round_robin", "--warm-up",
                         "--pause-after", "50", "--retry", ready="paused")
    servers[0][0].kill()
    client.enter()
    client.wait_for("100 calls, 0 failed")
    stage.code("\n".join(client.lines))
    stage.expect(client.wait() == 0, "the calls go on to the server that lives, and none is lost")
