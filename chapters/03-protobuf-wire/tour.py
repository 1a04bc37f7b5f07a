# SPDX-License-Identifier: MIT
"""The tour of chapter 03: from a .proto file to bytes and back, with libprotobuf at the other end of each step.

`protoc` below is always the real thing: it compiles, encodes and decodes with libprotobuf.
"""

import subprocess

USER = """syntax = "proto3";
package user;

message GetUserResp {
  string id = 1;
  string name = 2;
  repeated string phone = 3;
}
"""

BALA = 'id: "1"\nname: "bala"\nphone: "13100001111"\nphone: "13100002222"\n'


def tour(stage):
    stage.title("03-protobuf-wire: the wire format and its compiler, checked against libprotobuf")
    for step in (a_compiler, bytes_of_a_message, libprotobuf_reads_it, without_a_schema, broken_bytes, sizes, old_and_new):
        step(stage)


# What the steps share

def write(stage, name, text):
    """A file in the tour's folder. Returns its path."""
    path = stage.scratch() / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def with_type(stage):
    """The options that tell a program of the message."""
    return ("--proto", stage.scratch() / "user.proto", "--type", "user.GetUserResp")


def ours_encodes(stage, text, name="message.bin"):
    """Our bytes of a message in the text format, as a file."""
    target = stage.scratch() / name
    stage.run(stage.program("pbconv"), "--encode", *with_type(stage), write(stage, "message.txt", text), "--output", target)
    return target


# The steps

def a_compiler(stage):
    stage.step("A .proto file is compiled  (inside, protobuf的语法)")
    user = write(stage, "user.proto", USER)
    stage.code(USER)
    stage.run(stage.program("pbgen"), "-I", stage.scratch(), "--cpp_out", stage.scratch(), user)
    header = (stage.scratch() / "user.pb.hpp").read_text()
    stage.say("pbgen makes a struct of it, and beside the struct a list of its fields. All else follows from the list:")
    stage.code(header[header.index("struct GetUserResp"):header.index("}  // namespace user")].rstrip())
    stage.code(header[header.index("template <>"):].rstrip())
    stage.expect('field<"phone", 3, kind::string, &M::phone>' in header, "field number, kind and member, and nothing more")
    ours, theirs = stage.scratch() / "ours.binpb", stage.scratch() / "protoc.binpb"
    stage.run(stage.program("pbgen"), "-I", stage.scratch(), "--descriptor_set_out", ours, "--include_source_info", user)
    stage.run("protoc", "-I", stage.scratch(), "--descriptor_set_out", theirs, "--include_source_info", user)
    stage.expect(ours.read_bytes() == theirs.read_bytes(),
                 f"as a FileDescriptorSet it is what protoc makes of it, byte for byte ({ours.stat().st_size} of them)")
    wrong = write(stage, "wrong.proto", 'syntax = "proto3";\nmessage User {\n  string id = 19500;\n}\n')
    stage.say("The article calls the numbers 19000 to 19999 \"not recommended\". They are refused:")
    ours = stage.run(stage.program("pbgen"), "-I", stage.scratch(), "--descriptor_set_out", "/dev/null", wrong, expect_exit=1)
    theirs = stage.run("protoc", "-I", stage.scratch(), "--descriptor_set_out", "/dev/null", wrong, expect_exit=1)
    stage.expect("wrong.proto:3:15:" in ours.stderr and "wrong.proto:3:15:" in theirs.stderr,
                 "by us and by protoc, at the same line and column")


def bytes_of_a_message(stage):
    stage.step("A GetUserResp becomes bytes  (inside, protobuf序列化: TLV)")
    stage.code(BALA)
    message = ours_encodes(stage, BALA)
    stage.say("Every byte of it. A tag is the field's number and the wire type; then a length, then the value:")
    done = stage.run(stage.program("pbdump"), *with_type(stage), message)
    stage.expect(done.stdout.count("phone") == 2, "the repeated field is two records with the same tag")
    stage.expect(message.stat().st_size == 3 + 6 + 13 + 13, "35 bytes; the names of the fields are not among them")


def libprotobuf_reads_it(stage):
    stage.step("libprotobuf reads what we wrote, and we what it wrote")
    message = stage.scratch() / "message.bin"
    options = ("-I", stage.scratch(), stage.scratch() / "user.proto")
    done = stage.run("protoc", "--decode=user.GetUserResp", *options, stdin=message.read_bytes())
    stage.expect(done.stdout == BALA, "protoc --decode prints the message that we encoded")
    theirs = subprocess.run(["protoc", "--encode=user.GetUserResp", *map(str, options)], input=BALA.encode(),
                            stdout=subprocess.PIPE, check=True, timeout=60).stdout
    stage.expect(theirs == message.read_bytes(), "protoc --encode makes the same bytes")
    done = stage.run(stage.program("pbconv"), "--decode", *with_type(stage), write(stage, "theirs.bin", theirs))
    stage.expect(done.stdout == BALA, "and pbconv reads them")


def without_a_schema(stage):
    stage.step("The same bytes without the .proto: they do not describe themselves")
    done = stage.run(stage.program("pbdump"), stage.scratch() / "message.bin")
    stage.expect("guess" in done.stdout and "name" not in done.stdout,
                 "numbers, wire types and lengths are certain; that these are texts is a guess, and says so")


def broken_bytes(stage):
    stage.step("A broken message is refused, with its place and the rule")
    whole = (stage.scratch() / "message.bin").read_bytes()
    cut = write(stage, "cut.bin", whole[:-4])
    done = stage.run(stage.program("pbdump"), *with_type(stage), cut, expect_exit=1)
    stage.expect("at byte 23, in phone" in done.stderr, "the second phone's length reaches past the end")
    done = stage.run(stage.program("pbconv"), "--decode", *with_type(stage), cut, expect_exit=1)
    stage.expect("at byte 23, in phone" in done.stderr, "the decoder says the same")
    done = stage.run("protoc", "--decode=user.GetUserResp", "-I", stage.scratch(), stage.scratch() / "user.proto",
                     stdin=whole[:-4], expect_exit=1)
    stage.expect("Failed to parse" in done.stderr, "libprotobuf refuses it too, and says no more than that")
    latin = write(stage, "latin1.bin", b"\x12\x04caf\xe9")
    done = stage.run(stage.program("pbconv"), "--decode", *with_type(stage), latin, expect_exit=1)
    stage.expect("UTF-8" in done.stderr, "a proto3 string that is not UTF-8 is refused by its rule")


def sizes(stage):
    stage.step("The article's example, in three forms  (inside, protobuf序列化)")
    done = stage.run(stage.program("pbsize"))
    stage.expect("JSON, 50 bytes" in done.stdout and "protobuf, 26 bytes" in done.stdout, "50 bytes of JSON are 26 of protobuf")
    stage.expect(any(line.split()[:3] == ["-1", "10", "1"] for line in done.stdout.splitlines()),
                 "an int32 of -1 takes ten bytes, a sint32 of -1 takes one: that is what zigzag is for")


def old_and_new(stage):
    stage.step("Old and new programs talk  (inside, 最初的背景)")
    stage.say("What each change of a .proto does to programs that were built before it; the tests prove every line with")
    stage.say("libprotobuf as well. Two of the changes:")
    done = stage.run(stage.program("pbevolve"), show=False)
    rows = {row.split(":")[0]: row for row in done.stdout.split("\n\n")}
    safe, unsafe = rows["int32 became int64"], rows["int32 became sint32"]
    stage.code(safe + "\n\n" + unsafe)
    stage.expect(": safe" in safe.splitlines()[0], "an int32 that became an int64 is safe")
    stage.expect(": unsafe" in unsafe.splitlines()[0], "an int32 that became a sint32 reads as other numbers, silently")
