# SPDX-License-Identifier: MIT
"""Grading a folder of submissions: each comes out as what it is, and none can help itself by other files."""
import json
import shutil
import unittest
import xml.etree.ElementTree as xml

from learn import exercises_grade as grade
from learn import exercises_run as run
from learn import exercises_starter as starter
from learn.errors import LearnError
from learn.tests.exercises_course import Course, said

LIMITS = run.Limits(seconds=1.5, memory=2 << 30)
DIGITS = "  do {\n    ++n;\n    value /= 10;\n  } while (value != 0);\n"


class Grading(unittest.TestCase):
    def setUp(self):
        self.mini = self.enterContext(Course())
        self.folder = self.mini.folder.parent.parent / "room"
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def submit(self, name, *edits, blank=()):
        """A submission: the reference, with the steps of `blank` unwritten and (file, old, new) edits."""
        course = self.mini.course
        target = self.folder / name
        for file in ("src/mini.cpp", "tests/mini_test.cpp"):
            (target / file).parent.mkdir(parents=True, exist_ok=True)
            starter.write(target / file, starter.read(course.folder / file))
        for file, text in starter.blanked_files(course, [course.step(s) for s in blank]).items():
            starter.write(target / file, text)
        for file, old, new in edits:
            self.mini.edit(file, old, new, target)
        return target

    def grade(self, course=None):
        course = course or self.mini.course
        with said():
            return grade.grade(course, grade.submissions(course, self.folder), LIMITS)

    def test_every_kind_of_submission(self):
        self.submit("a-solved")
        self.submit("b-half", blank=["01.2"])
        self.submit("c-wrong", ("src/mini.cpp", DIGITS, "  n = 2;\n  (void)value;\n"))
        self.submit("d-broken", ("src/mini.cpp", "  int n = 0;", "  int n = nothing;"))
        self.submit("e-loop", ("src/mini.cpp", "    value /= 10;\n", ""))
        self.submit("f-replaced-tests", ("src/mini.cpp", DIGITS, "  (void)value;\n"),
                    ("tests/mini_test.cpp", "EXPECT_EQ(mini::digits(0), 1)", "SUCCEED()"),
                    ("tests/mini_test.cpp", "EXPECT_EQ(mini::digits(10), 2)", "SUCCEED()"))
        self.submit("g-exits", ("src/mini.cpp", DIGITS, "  (void)value;\n  std::exit(0);\n"))
        self.submit("h-hungry", ("src/mini.cpp", DIGITS,
                                 "  for (;;) {\n    auto* p = static_cast<char*>(std::malloc(1 << 26));\n"
                                 "    if (!p) std::abort();\n    p[value] = 1;\n  }\n"))
        self.submit("i-helper", ("src/mini.cpp", "int digits(", "static int one() {\n  return 1;\n}\nint digits("),
                    ("src/mini.cpp", "int n = 0;", "int n = one() - 1;"))
        self.submit("j-renamed", ("src/mini.cpp", "int digits(", "int digitz("))
        (self.submit("k-empty") / "src/mini.cpp").unlink()
        self.submit("l-partly", ("src/mini.cpp", "  int n = 0;", '  if (value == 0) { ::mini::todo("01.1", "x"); }\n  int n = 0;'))
        self.submit("m-windows")
        path = self.folder / "m-windows/src/mini.cpp"
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n").replace(b"namespace", b"// \xff\r\nnamespace", 1))
        self.submit("n-noisy", ("src/mini.cpp", "  do {\n    ++n;\n    value /= 10;", '  do {\n    std::system("yes");'))
        marks = self.grade()
        self.assertEqual({m.submission: m.status for m in marks if m.step == "01.1"}, {
            "a-solved": "solved", "b-half": "solved", "c-wrong": "failing", "d-broken": "does not compile",
            "e-loop": "timed out", "f-replaced-tests": "failing", "g-exits": "failing", "h-hungry": "failing",
            "i-helper": "does not compile", "j-renamed": "does not compile", "k-empty": "todo", "l-partly": "todo",
            "m-windows": "solved", "n-noisy": "timed out"})
        self.assertEqual({m.submission: m.status for m in marks if m.step == "01.2" and m.status != "solved"},
                         {"b-half": "todo", "k-empty": "todo"})
        by_name = {(m.submission, m.step): m for m in marks}
        self.assertIn("nothing", by_name["d-broken", "01.1"].detail)
        self.assertIn("helpers must live inside them", by_name["i-helper", "01.1"].detail)
        self.assertIn("has no function digits", by_name["j-renamed", "01.1"].detail)
        self.assertIn("no file src/mini.cpp", by_name["k-empty", "01.1"].detail)
        self.assertIn("the program ended before the test did", by_name["g-exits", "01.1"].detail)
        self.assertIn("SIGABRT", by_name["h-hungry", "01.1"].detail)
        self.assertEqual((by_name["c-wrong", "01.1"].green, by_name["c-wrong", "01.1"].cases), (1, 2))

        self.assertRegex(grade.show(marks), r"b-half +solved +todo +1/2")
        self.assertEqual(json.loads(grade.as_json(marks))[2]["status"], "solved")
        suites = {s.get("name"): s for s in xml.fromstring(grade.as_junit(marks)).iter("testsuite")}
        self.assertEqual(suites["01-mini c-wrong"].get("failures"), "1")
        self.assertEqual(suites["01-mini c-wrong"].find("testcase/failure").get("type"), "failing")

    def test_one_submission_is_a_folder_with_the_chapters_files(self):
        target = self.submit("alone")
        self.assertEqual(grade.submissions(self.mini.course, target), {"alone": target})
        self.assertEqual(list(grade.submissions(self.mini.course, self.folder)), ["alone"])
        with self.assertRaisesRegex(LearnError, "no folder"):
            grade.submissions(self.mini.course, self.folder / "none")
        (self.folder / "void").mkdir()
        with self.assertRaisesRegex(LearnError, "holds no submissions"):
            grade.submissions(self.mini.course, self.folder / "void")

    def test_reports_carry_any_output(self):
        mark = grade.Mark("a<b>", "01-mini", "01.1", 'title "1"', "failing", 0, 1, "\x1b[31m & \x00 ]]> <x>")
        case = xml.fromstring(grade.as_junit([mark])).find("testsuite/testcase")
        self.assertEqual(case.get("name"), '01.1 title "1"')
        self.assertEqual(json.loads(grade.as_json([mark]))[0]["detail"], mark.detail)


if __name__ == "__main__":
    unittest.main()
