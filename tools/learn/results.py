# SPDX-License-Identifier: MIT
"""What was tried and how it went: one list for tests, sanitizers, fuzzing, proofs and lint alike."""

from dataclasses import dataclass, field

from . import ui

PASSED, FAILED, SKIPPED = "passed", "failed", "skipped"


@dataclass
class Result:
    """One thing tried. `message` says what went wrong (or was skipped), `rerun` is a line to type to see it again."""
    chapter: str
    suite: str
    name: str
    outcome: str
    message: str = ""
    rerun: str = ""


@dataclass
class Tally:
    """Collects results and prints each failure as it comes in, so that a long run can be read while it goes on."""
    allow_skips: bool = False
    results: list[Result] = field(default_factory=list)

    def add(self, result: Result) -> None:
        if result.outcome == SKIPPED and not self.allow_skips:
            result.outcome = FAILED
            result.message = f"skipped, which counts as a failure (--allow-skips permits it): {result.message}"
        self.results.append(result)
        if result.outcome == FAILED:
            ui.say(f"{ui.paint('FAILED', 'red', 'bold')} {result.chapter} {result.suite}: {result.name}")
            if result.message:
                ui.say("    " + result.message.rstrip().replace("\n", "\n    "))
            if result.rerun:
                ui.say(f"    again: {result.rerun}")
        elif result.outcome == SKIPPED:
            ui.say(f"{ui.paint('skipped', 'yellow')} {result.chapter} {result.suite}: {result.name}: {result.message}")

    def count(self, outcome: str, **where) -> int:
        return sum(1 for r in self.results
                   if r.outcome == outcome and all(getattr(r, key) == value for key, value in where.items()))

    @property
    def ok(self) -> bool:
        """Nothing failed, and something was tried at all."""
        return self.count(FAILED) == 0 and self.count(PASSED) > 0

    def summary(self) -> str:
        """The table (a row a chapter, a column a suite: passed, or passed/failed/skipped) and the closing line."""
        suites = list(dict.fromkeys(r.suite for r in self.results))
        rows = []
        for chapter in dict.fromkeys(r.chapter for r in self.results):
            cells = [self._cell(chapter=chapter, suite=suite) for suite in suites]
            rows.append([chapter, *cells, *(str(self.count(o, chapter=chapter)) for o in (PASSED, FAILED, SKIPPED))])
        header = ["chapter", *suites, PASSED, FAILED, SKIPPED]
        right = set(range(1, len(header)))
        return f"{ui.table(header, rows, right)}\n\n{self.count(PASSED)} passed, {self.count(FAILED)} failed"

    def _cell(self, **where) -> str:
        passed, failed, skipped = (self.count(o, **where) for o in (PASSED, FAILED, SKIPPED))
        if not (passed or failed or skipped):
            return "-"
        text = str(passed)
        if failed:
            text += f" ({failed} failed)"
        if skipped:
            text += f" ({skipped} skipped)"
        return text


class Reporter:
    """A Tally seen from one chapter and one suite: what the exercise proofs and the full steps report to."""

    def __init__(self, tally: Tally, chapter: str, suite: str):
        self.tally, self.chapter, self.suite = tally, chapter, suite

    def passed(self, name: str) -> None:
        self.tally.add(Result(self.chapter, self.suite, name, PASSED))

    def failed(self, name: str, message: str = "", rerun: str = "") -> None:
        self.tally.add(Result(self.chapter, self.suite, name, FAILED, message, rerun))

    def note(self, text: str) -> None:
        ui.note(text)
