# SPDX-License-Identifier: MIT
"""The stage: what it starts gets ready, is seen, and never outlives it."""

import contextlib
import io
import sys
import unittest

from learn import build, chapters, processes, tour
from learn.errors import LearnError
from learn.stage import Stage
from learn.tests.course_fixture import MiniCourse

# A server in small: says its port, then waits; SIGINT ends it with a farewell and status 0.
SERVER = """
import os, signal, sys
def farewell(*_):
    os.write(1, b"bye\\n")  # print() may be what the signal interrupted, and it is not re-entrant
    sys.exit(0)
signal.signal(signal.SIGINT, farewell)
print("warming up", flush=True)
print("listening on port 4711", flush=True)
signal.pause()
"""


class StageTest(unittest.TestCase):
    def setUp(self):
        self.course = self.enterContext(MiniCourse())
        self.out = self.enterContext(contextlib.redirect_stdout(io.StringIO()))
        chapter = chapters.one("01")
        self.stage = Stage(chapter, build.of(chapter, "tour"))

    def python(self, code: str, *args: str) -> tuple:
        return (sys.executable, "-c", code, *args)

    def test_a_background_program_is_ready_when_start_returns_and_stops_when_told(self):
        with self.stage as stage:
            server = stage.start(*self.python(SERVER), ready=r"port (\d+)")
            self.assertEqual(server.match[1], "4711")
            self.assertEqual(server.stop(), 0)
            self.assertEqual(server.lines, ["warming up", "listening on port 4711", "bye"])

    def test_a_background_program_can_be_typed_to_and_killed(self):
        echo = "import sys\nprint('ready', flush=True)\nfor line in sys.stdin: print('got', line.strip(), flush=True)"
        with self.stage as stage:
            program = stage.start(*self.python(echo), ready="ready")
            program.enter("小王")
            program.wait_for("^got 小王$")
            program.kill()
            with self.assertRaisesRegex(LearnError, "has ended and takes no input"):
                program.enter("more")

    def test_leaving_the_stage_stops_everything_even_on_an_exception(self):
        with self.assertRaises(ZeroDivisionError), self.stage as stage:
            server = stage.start(*self.python(SERVER), ready="port")
            scratch = stage.scratch()
            raise ZeroDivisionError
        self.assertIsNotNone(server.child.poll())
        self.assertFalse(scratch.exists())
        self.assertEqual(processes._running, set())

    def test_a_program_that_ends_before_it_is_ready_is_reported_with_what_it_said(self):
        with self.stage as stage, self.assertRaisesRegex(LearnError, "status 3 .* It said: address in use"):
            stage.start(*self.python("import sys; print('address in use'); sys.exit(3)"), ready="listening")

    def test_run_gives_output_apart_and_another_exit_status_fails_the_tour(self):
        with self.stage as stage:
            done = stage.run(*self.python("import sys; print(sys.stdin.read() + '不存在'); sys.exit(4)"), stdin="id 7: ")
            self.assertEqual(done.stdout, "id 7: 不存在\n")
            self.assertEqual(len(stage.failures), 1)
            self.assertIn("status 4, not 0", stage.failures[0])
        self.assertIn("| id 7: 不存在", self.out.getvalue())

    def test_an_expectation_that_does_not_hold_is_told_and_kept(self):
        with self.stage as stage:
            self.assertTrue(stage.expect(True, "holds"))
            self.assertFalse(stage.expect("", "breaks"))
            self.assertEqual(stage.failures, ["breaks"])
        self.assertIn("✗ breaks", self.out.getvalue())

    def test_a_program_that_was_not_built_is_named(self):
        with self.stage as stage, self.assertRaisesRegex(LearnError, "01-mini has no peer go_client"):
            stage.peer("go_client")


class TourTest(unittest.TestCase):
    def setUp(self):
        self.course = self.enterContext(MiniCourse())
        self.enterContext(contextlib.redirect_stdout(io.StringIO()))

    def perform(self, script: str) -> list[str]:
        self.course.write("chapters/01-mini/tour.py", script)
        chapter = chapters.one("01")
        return tour.perform(chapter, build.of(chapter, "tour"))

    def test_a_tour_whose_promises_hold_has_no_failures(self):
        self.assertEqual(self.perform("def tour(stage):\n    stage.expect(True, 'x')\n"), [])

    def test_a_tour_that_checks_nothing_is_a_failure(self):
        [failure] = self.perform("def tour(stage):\n    stage.say('x')\n")
        self.assertIn("checks nothing", failure)

    def test_a_peer_that_is_missing_ends_the_tour_as_a_failure(self):
        [failure] = self.perform("def tour(stage):\n    stage.peer('x')\n")
        self.assertIn("no peer x", failure)

    def test_a_script_that_is_no_python_is_named_with_its_line(self):
        with self.assertRaisesRegex(LearnError, "tour.py, line 2"):
            self.perform("def tour(stage):\n    stage.say('x'\n")


if __name__ == "__main__":
    unittest.main()
