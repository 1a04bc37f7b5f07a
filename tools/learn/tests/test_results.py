# SPDX-License-Identifier: MIT
"""From Meson's logs to counts: skips, crashes and silence must not pass for success."""

import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path

from learn import junit
from learn.results import FAILED, PASSED, SKIPPED, Result, Tally

CASES = """<testsuites><testsuite name="01-mini.01-mini:unit / mini_test.Mini">
<testcase name="Twice" status="run" classname="Mini"/>
<testcase name="Wrong" status="run" classname="Mini"><failure message="short">a.cpp:4 long</failure></testcase>
<testcase name="Skips" status="run" classname="Mini"><skipped message="no peer: apt-get install golang-go"/></testcase>
<testcase name="DISABLED_Off" status="notrun" classname="Mini"/>
</testsuite></testsuites>"""


class Logs(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def read(self, result: str, status: int, cases: str = CASES, stdout: str = "all it said") -> list:
        (self.folder / "testlog.junit.xml").write_text(cases, encoding="utf-8")
        entry = {"name": "01-mini:unit / mini_test", "stdout": stdout, "result": result, "returncode": status}
        (self.folder / "testlog.json").write_text(json.dumps(entry) + "\n", encoding="utf-8")
        [run] = junit.read(self.folder)
        return run.results()

    def test_each_case_is_a_result(self):
        found = {case.name: case.outcome for case in self.read("FAIL", 1)}
        self.assertEqual(found, {"Mini.Twice": PASSED, "Mini.Wrong": FAILED, "Mini.Skips": SKIPPED,
                                 "Mini.DISABLED_Off": SKIPPED})

    def test_a_crash_leaves_no_cases_and_is_one_failure(self):
        [case] = self.read("FAIL", -11, "<testsuites/>")
        self.assertEqual(case.outcome, FAILED)
        self.assertIn("signal 11", case.message)
        self.assertIn("all it said", case.message)

    def test_green_cases_do_not_hide_a_bad_exit(self):
        green = CASES.replace('<failure message="short">a.cpp:4 long</failure>', "")
        outcomes = [case.outcome for case in self.read("FAIL", 1, green)]
        self.assertEqual(outcomes.count(FAILED), 1)

    def test_a_program_named_like_the_end_of_another_is_told_apart(self):
        (self.folder / "testlog.junit.xml").write_text(
            '<testsuites><testsuite name="m.m:unit / gob_wire_test.A"><testcase name="x" classname="A"/></testsuite>'
            '</testsuites>', encoding="utf-8")
        (self.folder / "testlog.json").write_text("".join(
            json.dumps({"name": f"m:unit / {name}", "stdout": "", "result": "OK", "returncode": 0}) + "\n"
            for name in ("wire_test", "gob_wire_test")), encoding="utf-8")
        self.assertEqual([(run.name, len(run.cases)) for run in junit.read(self.folder)],
                         [("wire_test", 0), ("gob_wire_test", 1)])


class Counts(unittest.TestCase):
    def tally(self, *outcomes: str, **options) -> Tally:
        tally = Tally(**options)
        with contextlib.redirect_stdout(io.StringIO()):
            for outcome in outcomes:
                tally.add(Result("01-mini", "unit", "x", outcome, "no peer"))
        return tally

    def test_a_skip_is_a_failure(self):
        tally = self.tally(PASSED, SKIPPED)
        self.assertFalse(tally.ok)
        self.assertTrue(tally.summary().endswith("\n1 passed, 1 failed"))

    def test_a_skip_that_is_allowed_is_counted_apart(self):
        tally = self.tally(PASSED, SKIPPED, allow_skips=True)
        self.assertTrue(tally.ok)
        self.assertIn("1 (1 skipped)", tally.summary())

    def test_nothing_tried_is_no_success(self):
        self.assertFalse(self.tally().ok)
        self.assertFalse(self.tally(SKIPPED, allow_skips=True).ok)


if __name__ == "__main__":
    unittest.main()
