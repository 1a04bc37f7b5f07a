#!/bin/sh
# SPDX-License-Identifier: MIT
# make.sh BUILD_FOLDER
#
# Records real peers through h2tap, and what h2dump makes of it: NAME.h2tap and NAME.txt, in this folder. The ones
# committed were made with what VERSIONS says. Ports, dates and PINGs are different every time, so tests read these files
# and never make them.
set -eu
build=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
tap= server=
# Those that have ended by themselves are not there to be killed.
clean_up() {
  rm -rf "$work"
  for started in $tap $server; do
    if kill -0 "$started" 2>/dev/null; then kill "$started"; fi
  done
}
trap clean_up EXIT

# The address that a program prints as its first line, once it has.
address() {
  for _ in $(seq 100); do
    sed -n '1s/listening on //p' "$1" | grep . && return
    sleep 0.1
  done
  exit 1
}

# record NAME TO: everything that passes, until finish
record() {
  "$build/apps/h2tap" --quiet --to "$2" --record "$here/$1.h2tap" >"$work/tap" &
  tap=$!
  at=$(address "$work/tap")
}
finish() {
  kill -INT $tap
  wait $tap
  rm -f "$work/tap"
  "$build/apps/h2dump" --all --tables "$here/$1.h2tap" >"$here/$1.txt"
}

mkdir "$work/www"
echo hello >"$work/www/hello.txt"
echo '<p>hello</p>' >"$work/www/index.html"
nghttpd --no-tls -a 127.0.0.1 -d "$work/www" -p /index.html=/hello.txt 18404 &
server=$!
for _ in $(seq 100); do curl -s --http2-prior-knowledge http://127.0.0.1:18404/hello.txt >"$work/out" && break; sleep 0.1; done
record curl_nghttpd 127.0.0.1:18404
# each on a connection of its own: curl 7.88.1 fails (16) when it uses one again that it made with prior knowledge
curl -s --http2-prior-knowledge "http://$at/hello.txt" >"$work/out"
curl -s --http2-prior-knowledge "http://$at/missing" -d 'a=1&b=2' >"$work/out"
finish curl_nghttpd
record nghttp_nghttpd 127.0.0.1:18404
nghttp -n "http://$at/index.html" >"$work/out"
finish nghttp_nghttpd
kill $server

for peer in grpcpp grpc_go; do
  mkfifo "$work/in"
  "$build/tests/oracle/$peer" server <"$work/in" >"$work/server" &
  server=$!
  exec 3>"$work/in"
  record "$peer" "$(address "$work/server")"
  "$build/tests/oracle/$peer" client "$at" 2 3 1 2 >"$work/out"
  finish "$peer"
  exec 3>&-
  wait $server
  rm -f "$work/in" "$work/server"
done

{
  curl --version | head -1
  nghttp --version
  dpkg-query -W -f '${Package} ${Version}\n' libgrpc++1.51 golang-google-grpc-dev golang-go
} >"$here/VERSIONS"
