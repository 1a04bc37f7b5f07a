# SPDX-License-Identifier: MIT
"""The command line as a user meets it: a mistake is one sentence and status 2, never a trace."""

import io
import unittest
from unittest import mock

from learn import chapters, ui
from learn import __main__ as door
from learn.tests.course_fixture import MiniCourse, learn

COMMANDS = ("tour", "test", "run", "list", "doctor", "bench", "fuzz", "snippets", "start", "check", "hint", "solve",
            "grade", "mutants")


class Commands(unittest.TestCase):
    def setUp(self):
        self.course = self.enterContext(MiniCourse())

    def assert_sentence(self, *words: str, about: str) -> None:
        status, out, err = learn(*words)
        self.assertEqual((status, out), (2, ""), err)
        self.assertTrue(err.startswith("learn: ") and err.count("\n") == 1, err)
        self.assertIn(about, err)

    def test_mistakes_are_one_sentence(self):
        for words, about in [
            (["test", "9"], "no chapter '9'"), (["tour", "01-other"], "no chapter '01-other'"), (["dance"], "dance"),
            ([], "COMMAND"), (["run"], "NN"), (["run", "1", "fly"], "no program fly; it has hello"),
            (["fuzz", "1", "other"], "no fuzz target other"), (["fuzz", "1", "mini", "--seconds", "0"], "above zero"),
            (["fuzz", "1", "--seconds", "x"], "--seconds"), (["test", "--full", "--quick"], "--quick"),
            (["test", "--seed", "blue"], "--seed"),
        ]:
            with self.subTest(words):
                self.assert_sentence(*words, about=about)

    def test_a_broken_manifest_is_a_sentence_too(self):
        self.course.replace("minutes = 5", "minutes = 0")
        self.assert_sentence("list", about="chapters/01-mini/course.toml: step[01.1].minutes")

    def test_every_command_has_help(self):
        for name in COMMANDS:
            with self.subTest(name):
                status, out, _ = learn(name, "--help")
                self.assertEqual(status, 0)
                self.assertIn(f"./learn {name}", out)

    def test_run_hands_the_arguments_on_as_they_are(self):
        args = door.parser().parse_args(["run", "01", "hello", "--help", "-x", "--", "y"])
        self.assertEqual(args.arguments, ["--help", "-x", "--", "y"])

    def test_run_without_program_lists_them(self):
        status, out, _ = learn("run", "1")
        self.assertEqual(status, 0)
        self.assertIn("hello  says hello", out)

    def test_list_shows_steps_minutes_and_progress(self):
        self.course.write("chapters/01-mini/mutants/01.1-square.patch", "")
        status, out, _ = learn("list")
        self.assertEqual(status, 0)
        self.assertIn("1 steps, about 5 minutes, 0 solved", out)
        self.assertIn("· 01.1", out)

    def test_ctrl_c_ends_with_a_word(self):
        with mock.patch.object(chapters, "chosen", side_effect=KeyboardInterrupt):
            status, _, err = learn("list")
        self.assertEqual(status, 130)
        self.assertIn("interrupted", err)

    def test_a_chapter_is_found_by_any_of_its_names(self):
        for name in ("01", "1", "01-mini", "01-mini/"):
            self.assertEqual(chapters.one(name).name, "01-mini")
        self.assertEqual(len(chapters.chosen(["1", "01"])), 1)


class Terminal(io.StringIO):
    def isatty(self):
        return True


class Progress(unittest.TestCase):
    def lines(self, stream, times) -> str:
        clock = iter(times).__next__
        progress = ui.Progress("build", stream, clock)
        for done in range(1, 4):
            progress.update(done, 80, f"file{done}.cpp")
        progress.finish("done")
        return stream.getvalue()

    def test_on_a_terminal_one_line_is_rewritten(self):
        text = self.lines(Terminal(), [0, 9])
        self.assertIn("\r\033[Kbuild [ 3/80] file3.cpp", text)
        self.assertEqual(text.count("\n"), 1)

    def test_piped_the_lines_are_sparse(self):
        text = self.lines(io.StringIO(), [0, 0, 5, 12, 12, 12])
        self.assertEqual(text, "build [ 1/80] file1.cpp\nbuild [ 3/80] file3.cpp\nbuild done (12 s)\n")

    def test_nothing_to_do_says_nothing(self):
        stream = io.StringIO()
        ui.Progress("build", stream, iter([0]).__next__).finish("done")
        self.assertEqual(stream.getvalue(), "")

    def test_no_colour_when_piped_or_unwanted(self):
        self.assertFalse(ui.coloured(io.StringIO()))
        with mock.patch.dict("os.environ", {"NO_COLOR": "1"}):
            self.assertFalse(ui.coloured(Terminal()))

    def test_wide_characters_take_two_columns(self):
        self.assertEqual(ui.table(["a", "b"], [["不存在", "1"]]).split("\n")[1], "------  -")


if __name__ == "__main__":
    unittest.main()
