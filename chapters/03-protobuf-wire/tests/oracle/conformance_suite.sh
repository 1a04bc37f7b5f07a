#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Runs protobuf's own conformance suite on pb_conformance: conformance_suite.sh BUILD [WORK]
#
# The suite is not in any binary package of Debian's, so this gets the source package of the libprotobuf that is
# installed, builds the runner out of it, and runs it. It asks apt for sources in lists of its own; nothing on the
# machine changes. It needs g++, libprotobuf-dev, protobuf-compiler and libjsoncpp-dev.
set -eu

testee=$(realpath "$1")/apps/pb_conformance
work=${2:-$(mktemp -d)}
mkdir -p "$work/sources.d" "$work/lists/partial" "$work/runner"
cd "$work"

for list in /etc/apt/sources.list.d/*.sources; do
  [ ! -f "$list" ] || sed 's/^Types:.*/Types: deb-src/' "$list" > "sources.d/$(basename "$list")"
done
[ ! -f /etc/apt/sources.list ] || sed 's/^deb /deb-src /' /etc/apt/sources.list > sources.list
[ -f sources.list ] || : > sources.list
apt_here() {
  apt-get -q -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts="$work/sources.d" \
    -o Dir::State::lists="$work/lists" "$@"
}
apt_here update
apt_here source --download-only protobuf
tar xf protobuf_*.orig.tar.*
source=$(echo "$work"/protobuf-[0-9]*)

cd runner
protoc -I"$source/src" -I"$source/conformance" --cpp_out=. "$source"/src/google/protobuf/test_messages_proto[23].proto \
  "$source/conformance/conformance.proto"
g++ -w -O0 -I. -I"$source/conformance" -I"$source" -I"$source/src" -I/usr/include/jsoncpp -o conformance_test_runner \
  conformance.pb.cc google/protobuf/*.pb.cc "$source/src/google/protobuf/stubs/stringprintf.cc" \
  "$source"/conformance/conformance_test.cc "$source"/conformance/conformance_test_runner.cc \
  "$source"/conformance/conformance_test_main.cc "$source"/conformance/binary_json_conformance_suite.cc \
  "$source"/conformance/text_format_conformance_suite.cc -lprotobuf -ljsoncpp -lpthread

messages=$source/src/google/protobuf/test_messages_proto
printf '#!/bin/sh\nexec "%s" --proto "%s2.proto" "%s3.proto"\n' "$testee" "$messages" "$messages" > testee.sh
chmod +x testee.sh
./conformance_test_runner --enforce_recommended ./testee.sh
