#!/bin/sh
# SPDX-License-Identifier: MIT
# generate.sh PROTOC PROTOC_GEN_GO NAME.proto NAME.pb.go PACKAGE_DIR
# Writes NAME.pb.go and a copy of it in PACKAGE_DIR: Go wants a folder for each package, where Meson expects no files.
set -eu
"$1" --plugin=protoc-gen-go="$2" --proto_path="$(dirname "$3")" \
  --go_out=plugins=grpc,paths=source_relative:"$(dirname "$4")" "$3"
mkdir -p "$5"
cp "$4" "$5"
