# SPDX-License-Identifier: MIT
"""start, check, hint, solve and progress, as a learner meets them."""
import argparse
import json
import unittest

from learn import exercises_check as check
from learn import exercises_cli as cli
from learn import exercises_progress as notes
from learn import exercises_run as run
from learn import packages, places
from learn.errors import LearnError
from learn.tests.exercises_course import Course, said

LIMITS = run.Limits(seconds=1.5)
RIGHT = "{\n  int n = 1;\n  while (value /= 10) ++n;\n  return n;\n}"


class Learner(unittest.TestCase):
    def setUp(self):
        self.mini = self.enterContext(Course())
        self.work = self.mini.course.work

    def learn(self, *words):
        """Runs a command as the launcher would; (status, what it printed)."""
        parser = argparse.ArgumentParser()
        cli.register(parser.add_subparsers())
        arguments = parser.parse_args(words)
        ensure, packages.ensure = packages.ensure, lambda *_: None  # installing is tested elsewhere
        try:
            with said() as out:
                status = arguments.run(arguments)
        finally:
            packages.ensure = ensure
        return status, out.getvalue()

    def source(self, file="src/mini.cpp"):
        return (self.work / file).read_text(encoding="utf-8")

    def write_digits(self, body):
        text = self.source()
        blank = text[text.index("{ ::mini::todo(\"01.1\""):]
        self.mini.edit("src/mini.cpp", blank.splitlines()[0], body, self.work)

    def test_start_blanks_every_step_and_check_goes_from_todo_to_solved(self):
        status, out = self.learn("start", "1")
        self.assertEqual(status, 0)
        self.assertIn("./learn check 01.1", out)
        text = self.source()
        self.assertIn('int digits(unsigned value) { ::mini::todo("01.1", '
                      '"count the decimal digits of value; \\"0\\" has one"); }\n', text)
        self.assertIn('Counter::Counter(unsigned bound) : bound_{bound}, total_{0} { ::mini::todo("01.2", ', text)
        self.assertTrue(text.startswith('// SPDX-License-Identifier: MIT\n#include "mini/todo.hpp"\n'))
        self.assertEqual(notes.progress(self.mini.course), {"01.1": "todo", "01.2": "todo"})

        status, out = self.learn("check", "01.1")
        self.assertEqual(status, 1)
        self.assertIn("Red is expected until you have written it", out)
        self.assertRegex(out, r"todo +Digits\.OfZeroIsOne")
        self.assertIn("0 of 2 green, 2 not written yet", out)

        self.write_digits("{\n  return value ? 2 : 0;\n}")
        status, out = self.learn("check", "01.1")
        self.assertEqual(status, 1)
        self.assertRegex(out, r"fail +Digits\.OfZeroIsOne")
        self.assertRegex(out, r"pass +Digits\.OfTenIsTwo")
        self.assertIn("mini::digits(0)", out)
        self.assertNotIn("[==========]", out)
        self.assertEqual(notes.progress(self.mini.course)["01.1"], "started")

        self.mini.edit("src/mini.cpp", "return value ? 2 : 0;", "return value ? 2 : one;", self.work)
        status, out = self.learn("check", "01.1")
        self.assertEqual(status, 1)
        self.assertIn("work/01/src/mini.cpp:", out)
        self.assertIn("‘one’ was not declared", out)
        self.assertNotIn("Traceback", out)

        self.mini.edit("src/mini.cpp", "return value ? 2 : one;", "for (;;) {}", self.work)
        status, out = self.learn("check", "--seconds", "1", "01.1")
        self.assertEqual(status, 1)
        self.assertRegex(out, r"timeout +Digits\.OfZeroIsOne")

        self.mini.edit("src/mini.cpp", "{\n  for (;;) {}\n}", RIGHT, self.work)
        status, out = self.learn("check", "01.1")
        self.assertEqual(status, 0)
        self.assertIn("step 01.1 is solved", out)
        self.assertIn("Next: 01.2", out)
        self.assertEqual(notes.progress(self.mini.course), {"01.1": "solved", "01.2": "todo"})

        status, out = self.learn("solve", "01.2", "--diff")
        self.assertIn("Yours is kept in work/01/src/mini.cpp.kept-1", out)
        self.assertIn("+  total_ += amount;", out)
        self.assertIn("while (value /= 10) ++n;", self.source(), "the other step's function is still the learner's")
        self.assertIn('todo("01.2"', self.source("src/mini.cpp.kept-1"))
        status, out = self.learn("check", "01")
        self.assertEqual(status, 0)
        self.assertIn("That was the last step", out)
        status, out = self.learn("grade")
        self.assertEqual(status, 0)
        self.assertRegex(out, r"01 +solved +solved +2/2")

    def test_a_file_moved_back_is_built_again(self):
        self.learn("start", "01")
        self.learn("check", "01.2")
        self.learn("solve", "01.2")
        self.assertEqual(self.learn("check", "01.2")[0], 0)
        (self.work / "src/mini.cpp.kept-1").replace(self.work / "src/mini.cpp")
        self.assertEqual(self.learn("check", "01.2")[0], 1)
        self.assertEqual(notes.progress(self.mini.course)["01.2"], "todo")

    def test_start_keeps_earlier_work_aside(self):
        self.learn("start", "01")
        (self.work / "mine.txt").write_text("mine", encoding="utf-8")
        for n in (1, 2):
            status, out = self.learn("start", "01")
            self.assertIn(f"Your earlier work is kept in work/01.kept-{n}", out)
        self.assertEqual((places.root() / "work/01.kept-1/mine.txt").read_text(encoding="utf-8"), "mine")
        self.assertFalse((self.work / "mine.txt").exists())

    def test_start_of_one_step_leaves_the_others_alone(self):
        self.learn("start", "01.2")
        self.assertNotIn('todo("01.1"', self.source())
        self.assertEqual(notes.progress(self.mini.course), {"01.1": "todo", "01.2": "todo"})
        self.learn("start", "01.1")
        self.write_digits(RIGHT)
        status, out = self.learn("start", "01.2")
        self.assertNotIn("kept", out, "nothing changed, so nothing is kept")
        self.learn("solve", "01.2")
        status, out = self.learn("start", "01.2")
        self.assertIn("Yours is kept in work/01/src/mini.cpp.kept-", out)
        self.assertIn("while (value /= 10)", self.source())
        self.assertIn('todo("01.2"', self.source())

    def test_nothing_moves_when_a_step_cannot_be_blanked(self):
        self.learn("start", "01")
        self.mini.edit("src/mini.cpp", "  int n = 0;", "#if 1\n  int n = 0;\n#endif")
        with self.assertRaisesRegex(LearnError, "#if in its body"):
            self.learn("start", "01")
        self.assertEqual([p.name for p in self.work.parent.iterdir()], ["01"])

    def test_a_starting_link_of_subprojects_leads_to_the_chapters(self):
        (self.mini.folder / "subprojects").mkdir()
        (self.mini.folder / "subprojects" / "00-other").symlink_to("../../00-other")
        (self.mini.folder.parent / "00-other").mkdir()
        self.learn("start", "01")
        link = self.work / "subprojects" / "00-other"
        self.assertTrue(link.is_symlink())
        self.assertEqual(link.resolve(), self.mini.folder.parent / "00-other")

    def test_hints_come_one_by_one_and_are_remembered(self):
        self.learn("start", "01")
        for n, word in ((1, "Zero"), (2, "digits()"), (3, "do {")):
            _, out = self.learn("hint", "01.1")
            self.assertIn(f"hint {n} of 3", out)
            self.assertIn(word, out)
        _, out = self.learn("hint", "01.1")
        self.assertIn("That was the last one. ./learn solve 01.1", out)
        _, out = self.learn("hint", "01.2", "--level", "2")
        self.assertIn("hint 1 of 3", out)
        self.assertIn("hint 2 of 3", out)
        self.assertNotIn("hint 3", out)
        self.assertEqual(json.loads((self.work / ".learn.json").read_text())["hints"], {"01.1": 3, "01.2": 2})

    def test_commands_before_start_say_what_to_do(self):
        for words in (("check", "01.1"), ("hint", "01.1"), ("solve", "01.1"), ("grade", "01")):
            with self.subTest(words), self.assertRaisesRegex(LearnError, r"\./learn start 01"):
                self.learn(*words)
        with self.assertRaisesRegex(LearnError, "01.1"):
            self.learn("hint", "01")

    def test_a_deleted_file_is_a_sentence(self):
        self.learn("start", "01")
        (self.work / "src/mini.cpp").unlink()
        for words in (("solve", "01.1"), ("start", "01.1")):
            with self.assertRaisesRegex(LearnError, r"src/mini\.cpp is gone"):
                self.learn(*words)

    def test_a_renamed_function_is_a_sentence(self):
        self.learn("start", "01")
        self.mini.edit("src/mini.cpp", "int digits(", "int digitz(", self.work)
        for words in (("solve", "01.1"), ("start", "01.1")):
            with self.assertRaisesRegex(LearnError, r"In work/01: src/mini\.cpp has no function digits; \./learn start 01"):
                self.learn(*words)

    def test_a_spoilt_note_costs_only_the_notes(self):
        self.learn("start", "01")
        (self.work / ".learn.json").write_text("{ not json")
        self.assertEqual(notes.progress(self.mini.course), {"01.1": "todo", "01.2": "todo"})
        self.learn("hint", "01.1")

    def test_the_kill_table_is_printed(self):
        status, out = self.learn("mutants", "01.2")
        self.assertEqual(status, 0)
        self.assertRegex(out, r"01\.2 +01\.2-no-bound +forgets the bound +mini_test Counter\.StopsAtItsBound +killed")
        self.mini.edit("course.toml", "Digits.OfZeroIsOne", "Digits.OfTenIsTwo")
        status, out = self.learn("mutants", "--seconds", "1")
        self.assertEqual(status, 1)
        self.assertIn("01.1 01.1-zero-has-none: SURVIVED", out)

    def test_check_waits_for_another_step(self):
        self.learn("start", "01")
        self.mini.edit("tests/mini_test.cpp", "mini::Counter counter(5);", "mini::Counter counter(5 + mini::digits(0));",
                       self.work)
        status, out = self.learn("check", "01.2")
        self.assertRegex(out, r"todo +Counter\.StopsAtItsBound +\(waits for step 01\.1\)")


if __name__ == "__main__":
    unittest.main()
