#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Asks protoc about both corpora and writes wrong/verdicts.tsv, one row for each error that protoc tells.
#
#   protos/         files that protoc accepts; named from this folder on: `-I protos imports/user.proto`
#   wrong/X.proto   a file with one mistake:                              `-I wrong X.proto`
#   wrong/X/        a mistake that takes several files to make:           `-I wrong/X main.proto`
#
# Warnings are no verdicts and are left out; so are repetitions, for protoc tells the errors of an import again at times.
# A file that is not judged as its folder says is an error here, so that neither corpus rots when protoc changes.
#
# Usage: regenerate.sh [PROTOC]
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "$0")"
export LC_ALL=C
protoc=${1:-protoc}

# judge FOLDER FILE PREFIX: the rows about one file; the names protoc tells are put behind the prefix.
judge() {
  local said
  if said=$("$protoc" -I "$1" --descriptor_set_out=/dev/null "$2" 2>&1); then
    echo "$protoc accepts $1/$2" >&2
    return 1
  fi
  sed -n -E -e '/^\[libprotobuf /d' -e '/^[^:]*:[0-9]+:[0-9]+: warning: /d' \
    -e "s|^([^:]*):([0-9]+):([0-9]+): (.*)|$3\1\t\2\t\3\t\4|p; t" \
    -e "s|^([^:]*): (.*)|$3\1\t\t\t\2|p" <<< "$said"
}

while read -r file; do
  "$protoc" -I protos --descriptor_set_out=/dev/null --include_imports --include_source_info "$file" 2> /dev/null ||
    { echo "$protoc refuses protos/$file" >&2; exit 1; }
done < <(cd protos && find . -name '*.proto' | sed 's|^\./||' | sort)

rows=$(
  for file in wrong/*.proto; do judge wrong "${file#wrong/}" ''; done
  for folder in wrong/*/; do judge "${folder%/}" main.proto "$(basename "$folder")/"; done
)
{
  echo "# SPDX-License-Identifier: MIT"
  echo "# Written by ../regenerate.sh with protoc $("$protoc" --version | cut -d' ' -f2): file, line, column, message; empty where protoc names no place."
  sort -u -t $'\t' -k1,1 -k2,2n -k3,3n -k4 <<< "$rows"
} > wrong/verdicts.tsv
cases=(wrong/*.proto wrong/*/)
echo "${#cases[@]} wrong cases, $(grep -vc '^#' wrong/verdicts.tsv) errors"
