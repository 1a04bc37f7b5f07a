#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes huffman_table.inc, the tables of RFC 7541 Appendix B.

    make_huffman_table.py            writes the file beside this script
    make_huffman_table.py --check    fails if the file is not what would be written

The code of Appendix B is canonical: codes of one length are consecutive numbers in the order of their symbols, and a
longer code begins where the shorter ones ended. So its 257 lengths say all of it; codes() counts them out again.
"""

import argparse
import pathlib
import sys

# Appendix B's last column, 16 symbols a line, and EOS.
LENGTHS = [int(n) for n in """
13 23 28 28 28 28 28 28 28 24 30 28 28 30 28 28
28 28 28 28 28 28 30 28 28 28 28 28 28 28 28 28
 6 10 10 12 13  6  8 11 10 10  8 11  8  6  6  6
 5  5  5  6  6  6  6  6  6  6  7  8 15  6 12 10
13  6  7  7  7  7  7  7  7  7  7  7  7  7  7  7
 7  7  7  7  7  7  7  7  8  7  8 13 19 13 14  6
15  5  6  5  6  5  6  6  6  5  7  7  6  6  6  5
 6  7  6  5  5  6  7  7  7  7  7 15 11 14 13 28
20 22 20 20 22 22 22 23 22 23 23 23 23 23 24 23
24 24 22 23 24 23 23 23 23 21 22 23 22 23 23 24
22 21 20 22 22 23 23 21 23 22 22 24 21 22 23 23
21 21 22 21 23 22 23 23 20 22 22 22 23 22 22 23
26 26 20 19 22 23 22 25 26 26 26 27 27 26 24 25
19 21 26 27 27 26 27 24 21 21 26 26 28 27 27 27
20 24 20 21 22 21 21 23 22 22 25 25 24 24 26 23
26 27 26 26 27 27 27 27 27 28 27 27 27 27 27 26
30
""".split()]

EOS = 256
LOOKUP_BITS = 12  # two letters or digits are 10 to 12 bits
LONGEST = 30
TARGET = pathlib.Path(__file__).with_name("huffman_table.inc")


def codes():
    """symbol -> code, as a number of LENGTHS[symbol] bits."""
    made, code, length = {}, 0, 0
    for symbol in sorted(range(len(LENGTHS)), key=lambda s: (LENGTHS[s], s)):
        code <<= LENGTHS[symbol] - length
        length = LENGTHS[symbol]
        made[symbol] = code
        code += 1
    assert code == 1 << LONGEST, "the lengths are not those of a complete code"
    return made


def first_symbol(bits, width, code_of):
    """The symbol with which the lowest `width` bits of `bits` begin, or None."""
    for symbol, code in code_of.items():
        left = width - LENGTHS[symbol]
        if left >= 0 and bits >> left == code:
            return symbol
    return None


def lookup(code_of):
    """For every LOOKUP_BITS bits: the symbols that are whole in it, two at most, and the bits they take."""
    short = {s: c for s, c in code_of.items() if LENGTHS[s] <= LOOKUP_BITS}
    for bits in range(1 << LOOKUP_BITS):
        symbols, left = [], LOOKUP_BITS
        while len(symbols) < 2:
            symbol = first_symbol(bits & ((1 << left) - 1), left, short)
            if symbol is None:
                break
            symbols.append(symbol)
            left -= LENGTHS[symbol]
        yield symbols, LOOKUP_BITS - left


def rows(items, width):
    line = []
    for item in items:
        if line and len(" ".join(line + [item])) > width - 4:
            yield "    " + " ".join(line)
            line = []
        line.append(item)
    yield "    " + " ".join(line)


def array(declaration, items):
    return [declaration + " = {{", *rows(items, 120), "}};", ""]


def text():
    code_of = codes()
    by_code = sorted(code_of, key=lambda s: (LENGTHS[s], s))
    lengths = sorted(set(LENGTHS))
    out = ["// Written by make_huffman_table.py; change that.", ""]
    out += array("const std::array<huffman_code, 256> huffman_codes",
                 [f"{{0x{code_of[s]:x}, {LENGTHS[s]}}}," for s in range(EOS)])

    def entry(symbols, bits):
        a, b = (symbols + [0, 0])[:2]
        return f"{{{a}, {b}, {len(symbols)}, {bits}}},"

    out += array(f"const std::array<huffman_pair, {1 << LOOKUP_BITS}> huffman_pairs",
                 [entry(symbols, bits) for symbols, bits in lookup(code_of)])
    groups = []
    for length in [n for n in lengths if n > LOOKUP_BITS]:
        of_length = [s for s in by_code if LENGTHS[s] == length]
        first, last = code_of[of_length[0]], code_of[of_length[-1]]
        groups.append(f"{{{length}, 0x{first << (32 - length):08x}, 0x{((last + 1) << (32 - length)) - 1:08x}, "
                      f"{by_code.index(of_length[0])}}},")
    out += array(f"const std::array<huffman_group, {len(groups)}> huffman_groups", groups)
    out += array(f"const std::array<std::uint16_t, {EOS + 1}> huffman_symbols", [f"{s}," for s in by_code])
    return "\n".join(out[:-1]) + "\n"


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true", help="only compare")
    if options.parse_args().check:
        if TARGET.read_text() != text():
            sys.exit(f"{TARGET} is not what {pathlib.Path(__file__).name} writes; run it")
        return
    TARGET.write_text(text())


if __name__ == "__main__":
    main()
