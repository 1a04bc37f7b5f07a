# SPDX-License-Identifier: MIT
"""The launcher's own tests, one result each. Run as a program (python3 -m learn.selftest) it is the runner itself and
prints one JSON line a test, so that a test that breaks Python's state breaks only its own process."""

import json
import sys
import unittest
from pathlib import Path

from . import places, processes, ui
from .results import Reporter

TOOLS = Path(__file__).resolve().parents[1]


def run(reporter: Reporter) -> None:
    log = places.build() / "tools-learn-tests.log"
    progress = ui.Progress("test tools/learn")
    counted = 0

    def on_line(line: str) -> None:
        nonlocal counted
        if not line.startswith('{"test": '):
            return
        entry = json.loads(line)
        counted += 1
        progress.show(f"[{counted}] {entry['test']}")
        if entry["problem"]:
            reporter.failed(entry["test"], entry["problem"], f"PYTHONPATH=tools python3 -m unittest {entry['test']}")
        else:
            reporter.passed(entry["test"])

    status = processes.run_logged([sys.executable, "-m", "learn.selftest"], log, on_line, cwd=TOOLS,
                                  env={"PYTHONPATH": str(TOOLS), "PYTHONUTF8": "1"})
    progress.finish("done")
    if counted == 0 or status not in (0, 1):
        reporter.failed("tools/learn's tests", f"the runner ended with status {status}\n{processes.tail(log, 15)}")


class Lines(unittest.TestResult):
    """Prints each test's end as a JSON line; a skipped test is a problem."""

    def stopTest(self, test):
        problems = [text for failed, text in self.failures + self.errors if failed is test or
                    getattr(failed, "test_case", None) is test]
        problems += [f"skipped: {reason}" for skipped, reason in self.skipped if skipped is test]
        print(json.dumps({"test": test.id(), "problem": "\n".join(problems)}), flush=True)
        super().stopTest(test)


def main() -> int:
    suite = unittest.defaultTestLoader.discover(str(TOOLS / "learn" / "tests"), top_level_dir=str(TOOLS))
    result = Lines()
    suite.run(result)
    for failed, text in result.errors:
        if not isinstance(failed, unittest.TestCase):  # setUpClass or setUpModule, which no single test stands for
            print(json.dumps({"test": failed.id(), "problem": text}), flush=True)
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
