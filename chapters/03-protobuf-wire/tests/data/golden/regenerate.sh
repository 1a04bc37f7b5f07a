#!/bin/sh
# SPDX-License-Identifier: MIT
# Makes *.bin and *.txt again from cases.txt, hand.proto and old.proto. VERSION says what made those that are here.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
built=$(mktemp -d)
trap 'rm -rf "$built"' EXIT
protoc --proto_path="$here" --cpp_out="$built" "$here/hand.proto" "$here/old.proto"
c++ -std=c++17 -I"$built" "$here/generate.cpp" "$built"/*.pb.cc -o "$built/generate" $(pkg-config --cflags --libs protobuf)
"$built/generate" "$here"
protoc --version > "$here/VERSION"
