# SPDX-License-Identifier: MIT
"""From what `meson test` leaves behind to results.

Two files tell the story and neither alone is enough: testlog.junit.xml has each gtest case, but a program that crashed
has none there; testlog.json has each program's exit, but no cases. A program whose exit says failure while all its cases
say success (a crash in a destructor, a sanitizer's report at exit) is a failure of its own.
"""

import json
import re
import xml.etree.ElementTree as xml
from dataclasses import dataclass, field
from pathlib import Path

from .results import FAILED, PASSED, SKIPPED


@dataclass
class Case:
    """One gtest case: `name` is Suite.Name, and what --gtest_filter takes."""
    name: str
    outcome: str
    message: str = ""


@dataclass
class ProgramRun:
    """One test program's run: its cases, its end as Meson saw it (OK, FAIL, TIMEOUT, …) and all it printed."""
    name: str
    ended: str
    status: int
    output: str
    cases: list[Case] = field(default_factory=list)

    def results(self) -> list[Case]:
        """The cases, and one more in the program's own name where they do not account for how it ended."""
        cases = list(self.cases)
        accounted = any(case.outcome == FAILED for case in cases)
        if self.ended == "SKIP":
            cases.append(Case("", SKIPPED, _last_lines(self.output) or "the program asked to be skipped"))
        elif self.ended not in ("OK", "EXPECTEDFAIL") and not accounted:
            cases.append(Case("", FAILED, f"ended with {self._end()}\n{_last_lines(self.output)}".rstrip()))
        elif not cases:
            cases.append(Case("", PASSED))
        return cases

    def _end(self) -> str:
        if self.ended == "TIMEOUT":
            return "a timeout"
        return f"signal {-self.status}" if self.status < 0 else f"status {self.status}"


def read(logs: Path) -> list[ProgramRun]:
    """Reads a meson-logs folder. Empty when no test ran."""
    runs = _programs(logs / "testlog.json")
    by_name = {run.name: run for run in runs}
    junit = logs / "testlog.junit.xml"
    if junit.exists() and runs:
        for suite in xml.parse(junit).getroot().iter("testsuite"):
            # Meson names a gtest program's suites "project.project:suite / program.GtestSuite".
            program = next((run for name, run in by_name.items()
                            if re.search(rf"[. ]{re.escape(name)}\.", suite.get("name", ""))), None)
            if program:
                program.cases += [_case(case) for case in suite.iter("testcase")]
    return runs


def _programs(file: Path) -> list[ProgramRun]:
    if not file.exists():
        return []
    runs = []
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        entry = json.loads(line)
        output = (entry.get("stdout") or "") + (entry.get("stderr") or "")
        name = entry["name"].split(" / ")[-1]
        runs.append(ProgramRun(name, entry["result"], entry.get("returncode") or 0, output))
    return runs


def _case(element: xml.Element) -> Case:
    name = f"{element.get('classname')}.{element.get('name')}"
    failures = [f.text or f.get("message", "") for f in [*element.iter("failure"), *element.iter("error")]]
    if failures:
        return Case(name, FAILED, "\n".join(failures).strip())
    skipped = element.find("skipped")
    if skipped is not None:
        return Case(name, SKIPPED, _skip_reason(skipped))
    if element.get("status") == "notrun":
        return Case(name, SKIPPED, "the test is disabled")
    return Case(name, PASSED)


def _skip_reason(element: xml.Element) -> str:
    """gtest puts file:line before what GTEST_SKIP() was given; the reason is what a reader needs."""
    return (element.get("message") or element.text or "no reason given").strip()


def _last_lines(output: str, lines: int = 25) -> str:
    return "\n".join(output.rstrip().splitlines()[-lines:])
