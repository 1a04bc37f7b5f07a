#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Writes every CASE.gob and golden.tsv of this folder again, with the Go found in
# PATH: the generator is ../../oracle/golden_gob (the cases, and how they are
# separated from each other, are described there). Files of dropped cases go first.
# The committed data was made with go1.19.8; `git diff` shows what another Go changes.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export GO111MODULE=off GOFLAGS= GOPATH="$scratch/path" GOCACHE="$scratch/cache"
(cd "$here/../../oracle/golden_gob" && go build -o "$scratch/golden_gob" .)
rm -f "$here"/*.gob "$here/golden.tsv"
"$scratch/golden_gob" all "$here"
echo "$("$scratch/golden_gob" list | wc -l) cases"
