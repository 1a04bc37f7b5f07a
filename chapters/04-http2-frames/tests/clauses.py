#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Binds each MUST of RFC 9113 and RFC 7541 to the tests that try it.

    tests/data/rfc9113.tsv    clause, id in the clause, side, rule, why it was left out (or nothing)
    tests/*_test.cpp          // RFC 9113 §6.9.1-2: what is tried       above a TEST; several lines may stand there
    README.md                 the list of both, between two markers

A tag is the clause and the rule's id; the id may be left out where the clause has one rule. A tag of a clause without a
MUST, or without the id where there are several, is a remark: it covers nothing.

    clauses.py            writes the list into the README
    clauses.py --check    fails when a rule has no test, a tag names what is not there, or the README's list is an old one
"""

import argparse
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

CHAPTER = Path(__file__).resolve().parent.parent
DATA = CHAPTER / "tests" / "data"
BEGIN, END = "<!-- clauses:begin -->", "<!-- clauses:end -->"

TAG = re.compile(r"// RFC (?P<rfc>9113|7541) §(?P<clause>\d+(?:\.\d+)*)(?:-(?P<id>\d+))?: ")
TEST = re.compile(r"(?:TYPED_)?TEST(?:_[FP])?\((?P<suite>\w+),\s*(?P<name>\w+)\)")
NO_RULES = re.compile(r"# no MUST: (?P<clauses>.*)")


@dataclass
class Rule:
    clause: str
    id: str
    side: str
    text: str
    left_out: str
    tests: list[tuple[str, str]] = field(default_factory=list)  # program, Suite.Name


@dataclass
class Ledger:
    """The rules of one RFC, in its order."""
    rfc: str
    rules: list[Rule]
    silent: set[str]  # clauses without a MUST

    def clause(self, name: str) -> list[Rule]:
        return [rule for rule in self.rules if rule.clause == name]

    def named(self, rule: Rule) -> str:
        return rule.clause if len(self.clause(rule.clause)) == 1 else f"{rule.clause}-{rule.id}"


def read_ledger(rfc: str) -> Ledger:
    rules, silent = [], set()
    for line in (DATA / f"rfc{rfc}.tsv").read_text(encoding="utf-8").splitlines():
        if match := NO_RULES.match(line):
            silent |= set(match["clauses"].split())
        if line.startswith("#") or not line:
            continue
        clause, number, side, text, *rest = line.split("\t")
        rules.append(Rule(clause, number, side, text, rest[0] if rest else ""))
    return Ledger(rfc, rules, silent)


def tags_of(path: Path):
    """(line number, tag, "Suite.Name") for each tag in the comment right above a test."""
    waiting = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if match := TAG.match(line):
            waiting.append((number, match))
        elif match := TEST.match(line):
            yield from ((at, tag, f"{match['suite']}.{match['name']}") for at, tag in waiting)
            waiting = []
        elif not line.startswith("//"):
            waiting = []


def bind(ledgers: dict[str, Ledger]) -> list[str]:
    """Enters every tagged test at its rules. Returns what is wrong with tags."""
    wrong = []
    for path in sorted((CHAPTER / "tests").glob("*_test.cpp")):
        for line, tag, test in tags_of(path):
            ledger = ledgers[tag["rfc"]]
            rules = ledger.clause(tag["clause"])
            chosen = [r for r in rules if r.id == tag["id"]] if tag["id"] else rules if len(rules) == 1 else []
            for rule in chosen:
                if (path.stem, test) not in rule.tests:
                    rule.tests.append((path.stem, test))
            if (tag["id"] and not chosen) or (not rules and tag["clause"] not in ledger.silent):
                wrong.append(f"{path.name}:{line}: RFC {tag['rfc']} has no §{tag['clause']}"
                             + (f", rule {tag['id']}" if tag["id"] else "") + " in the ledger")
    return wrong


def gaps(ledgers: dict[str, Ledger]) -> list[str]:
    found = []
    for ledger in ledgers.values():
        for rule in ledger.rules:
            if not rule.tests and not rule.left_out:
                found.append(f"RFC {ledger.rfc} §{ledger.named(rule)} has no test: {rule.text}")
            if rule.tests and rule.left_out:
                found.append(f"RFC {ledger.rfc} §{ledger.named(rule)} is left out, but has a test: {rule.tests[0][1]}")
    return found


def tests_cell(rule: Rule) -> str:
    """Programs as links, each with its tests."""
    if rule.left_out:
        return f"left out: {rule.left_out}"
    programs: dict[str, list[str]] = {}
    for program, test in rule.tests:
        programs.setdefault(program, []).append(test)
    return "<br>".join(f"[{program.removesuffix('_test')}](tests/{program}.cpp): " + ", ".join(tests)
                       for program, tests in programs.items())


def table(ledgers: dict[str, Ledger]) -> str:
    lines = []
    for ledger in ledgers.values():
        tested = sum(1 for rule in ledger.rules if not rule.left_out)
        left_out = len(ledger.rules) - tested
        tests = len({test for rule in ledger.rules for test in rule.tests})
        lines += [f"**RFC {ledger.rfc}**: {tested} rules, {tests} tests; {left_out} left out.", "",
                  "| clause | who | rule | tests |", "|---|---|---|---|"]
        lines += [f"| §{ledger.named(rule)} | {rule.side} | {rule.text} | {tests_cell(rule)} |" for rule in ledger.rules]
        lines.append("")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing; fail when something is missing or old")
    check = parser.parse_args().check
    ledgers = {rfc: read_ledger(rfc) for rfc in ("9113", "7541")}
    complaints = bind(ledgers) + gaps(ledgers)

    readme = CHAPTER / "README.md"
    old = readme.read_text(encoding="utf-8")
    if BEGIN not in old or END not in old:
        print(f"README.md has no {BEGIN} … {END}")
        return 1
    head, rest = old.split(BEGIN, 1)
    new = head + BEGIN + "\n" + table(ledgers) + END + rest.split(END, 1)[1]
    if check and new != old:
        complaints.append("the README's list is an old one: run tests/clauses.py")
    if not check and new != old:
        readme.write_text(new, encoding="utf-8")
    print("\n".join(complaints) or "every rule has its test")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
