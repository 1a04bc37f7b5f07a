#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Records what curl, nghttp and h2load say to nghttpd and what it answers: the seeds of fuzz_connection.

    fuzz/record_seeds.py            writes corpus/connection/NAME.to_server and NAME.to_client

Each begins with fuzz_connection's two bytes; NAME.small… has small limits and begins behind a handshake,
spelled_NAME.… is written by hand. Recorded with curl 7.88.1 and nghttp2 1.52.0; long ones are cut, which
is a conversation too.
"""
import pathlib
import socket
import subprocess
import tempfile
import threading
import time

CORPUS = pathlib.Path(__file__).parent / "corpus" / "connection"
LONGEST = 3000  # bytes
PREFACE = 24
CURL = ["curl", "-s", "--http2-prior-knowledge"]
NGHTTP = ["nghttp", "-n"]
# name: (client, options of nghttpd); URL and ROOT are filled in
CONVERSATIONS = {
    "curl_get": ([*CURL, "URL/index.html"], []),
    "curl_head": ([*CURL, "-I", "URL/index.html"], []),
    "curl_post": ([*CURL, "-d", "a=b&c=d", "URL/index.html"], []),
    "h2load": (["h2load", "-n6", "-c1", "-m3", "URL/index.html"], []),
    "nghttp_padding": ([*NGHTTP, "-m5", "-w10", "URL/index.html", "URL/missing"], ["-b20"]),
    "nghttp_push": ([*NGHTTP, "URL/index.html"], ["-p/index.html=/big.bin"]),
    "nghttp_trailers": ([*NGHTTP, "--trailer=x: y", "-dROOT/index.html", "URL/index.html"], ["--trailer=t: u"]),
    "nghttp_windows": ([*NGHTTP, "-w8", "-W9", "URL/big.bin"], []),
}


def spelled(kind: int, flags: int, stream: int, payload: bytes = b"", block: int | None = None) -> bytes:
    """A frame as fuzz_connection spells it; `block`: one of its field blocks instead of a payload."""
    rest = bytes([len(payload)]) + payload if block is None else bytes([0x80 + block])
    return bytes([kind, flags, stream]) + rest


# All types of frames, in conversations that go well.
SPELLED = {
    "server": spelled(1, 5, 1, block=0) + spelled(1, 4, 3, block=1) + spelled(0, 0, 3, b"hello") +
              spelled(8, 0, 3, b"\0\0\1\0") + spelled(0, 1, 3, b"more") + spelled(6, 0, 0, b"12345678") +
              spelled(3, 0, 1, b"\0\0\0\x08") + spelled(2, 0, 5, b"\0\0\0\1\x10") +
              spelled(4, 0, 0, b"\0\4\0\0\0\x10") + spelled(1, 1, 5, block=0) + spelled(9, 4, 5, block=4) +
              spelled(10, 0, 0, b"?") + spelled(7, 0, 0, bytes(8)),
    "limits": spelled(1, 5, 1, block=7) + spelled(1, 4, 3, block=5) + spelled(0, 1, 3, b"12345") +
              spelled(1, 5, 5, block=5) + spelled(8, 0, 0, b"\x7f\xff\xff\xff"),
    "client": spelled(1, 4, 1, block=3) + spelled(1, 4, 1, block=2) + spelled(0, 1, 1, b"hello") +
              spelled(5, 4, 3, b"\0\0\0\2\x82\x86\x84") + spelled(1, 4, 2, block=2) + spelled(0, 1, 2, b"pushed") +
              spelled(1, 5, 3, block=6) + spelled(4, 0, 0, b"\0\3\0\0\0\2") + spelled(4, 1, 0) +
              spelled(7, 0, 0, b"\0\0\0\3\0\0\0\0bye"),
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def connect(port: int) -> socket.socket:
    for _ in range(100):
        try:
            return socket.create_connection(("127.0.0.1", port))
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise SystemExit("nghttpd does not listen")


def copy(source: socket.socket, to: socket.socket, seen: bytearray) -> None:
    try:
        while piece := source.recv(65536):
            seen += piece
            to.sendall(piece)
        to.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # the other end has gone


def record(root: str, client: list[str], server_options: list[str]) -> tuple[bytes, bytes]:
    port = free_port()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(["nghttpd", "--no-tls", f"-d{root}", *server_options, str(port)], **quiet)
    to_server, to_client = bytearray(), bytearray()
    try:
        with connect(port) as up, socket.create_server(("127.0.0.1", 0)) as listener:
            url = f"http://127.0.0.1:{listener.getsockname()[1]}"
            asking = subprocess.Popen([word.replace("URL", url).replace("ROOT", root) for word in client], **quiet)
            down, _ = listener.accept()
            with down:
                copies = [threading.Thread(target=copy, args=(down, up, to_server)),
                          threading.Thread(target=copy, args=(up, down, to_client))]
                for each in copies:
                    each.start()
                asking.wait()
                for each in copies:
                    each.join()
    finally:
        server.terminate()
        server.wait()
    return bytes(to_server), bytes(to_client)


def main() -> None:
    CORPUS.mkdir(parents=True, exist_ok=True)
    for name, frames in SPELLED.items():
        side = 1 if name == "client" else 0
        for first in (0x8e + side, 0xba + side):  # small limits, and roomy ones
            (CORPUS / f"spelled_{name}.{first:02x}").write_bytes(bytes([first, 3]) + frames)
    with tempfile.TemporaryDirectory() as root:
        pathlib.Path(root, "index.html").write_text("hello\n")
        pathlib.Path(root, "big.bin").write_bytes(bytes(2000))
        for name, (client, server_options) in CONVERSATIONS.items():
            to_server, to_client = record(root, client, server_options)
            for suffix, seed in {
                "to_server": b"\x00\x07" + to_server,
                "to_client": b"\x01\x09" + to_client,
                "small.to_server": b"\x0e\x07" + to_server[PREFACE:],
                "small.to_client": b"\x0f\x09" + to_client,
            }.items():
                (CORPUS / f"{name}.{suffix}").write_bytes(seed[:LONGEST])


if __name__ == "__main__":
    main()
