#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Records what curl, nghttp and h2load say to nghttpd and what it answers: the seeds of fuzz_connection.

    fuzz/record_seeds.py            writes corpus/connection/NAME.to_server and NAME.to_client

Each begins with fuzz_connection's two bytes; NAME.small… has small limits and begins behind a handshake. Recorded with curl 7.88.1 and nghttp2 1.52.0; long ones are cut, which
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
