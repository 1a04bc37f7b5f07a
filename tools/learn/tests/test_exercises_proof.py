# SPDX-License-Identifier: MIT
"""Proofs and mutants: what is broken in a chapter's exercises must be reported by name."""
import unittest

from learn import exercises_model as model
from learn import exercises_run as run
from learn import mutants
from learn.errors import LearnError
from learn.exercises_proof import prove_exercises
from learn.tests.exercises_course import Course, Facts, said

SHORT = run.Limits(seconds=1.5)


def prove(course):
    facts = Facts()
    with said():
        prove_exercises(course.folder, facts, SHORT, SHORT)
    return facts


class Proof(unittest.TestCase):
    def setUp(self):
        self.mini = self.enterContext(Course())

    def test_a_sound_chapter_proves_every_fact(self):
        facts = prove(self.mini)
        self.assertEqual(facts.wrong, {})
        self.assertEqual(list(facts.facts), [
            "the reference compiles", "01.1 is green on the reference", "01.2 is green on the reference",
            "01.1 starter compiles", "01.1 starter is red by todo",
            "01.2 starter compiles", "01.2 starter is red by todo", "01.2 starter leaves the earlier steps green",
            "the starter of all steps compiles",
            "01.1 mutant 01.1-zero-has-none is killed by mini_test Digits.OfZeroIsOne",
            "01.1 mutant 01.1-never-ends is killed by mini_test Digits.OfTenIsTwo",
            "01.2 mutant 01.2-no-bound is killed by mini_test Counter.StopsAtItsBound"])

    def test_a_survivor_is_named(self):
        self.mini.edit("course.toml", "Digits.OfZeroIsOne", "Digits.OfTenIsTwo")
        wrong = prove(self.mini).wrong
        self.assertEqual(list(wrong), ["01.1 mutant 01.1-zero-has-none is killed by mini_test Digits.OfTenIsTwo"])
        self.assertIn("SURVIVED", *wrong.values())

    def test_a_starter_that_does_not_compile_is_named(self):
        # A constant expression needs the function: todo() cannot stand for it.
        self.mini.edit("src/mini.cpp", "namespace mini {\n",
                       "namespace mini {\nconstexpr int one() {\n  return 1;\n}\nstatic_assert(one() == 1);\n")
        self.mini.edit("course.toml", '["src/mini.cpp#digits"]', '["src/mini.cpp#digits", "src/mini.cpp#one"]')
        wrong = prove(self.mini).wrong
        self.assertEqual(list(wrong), ["01.1 starter compiles", "the starter of all steps compiles"])
        self.assertIn("constant", wrong["01.1 starter compiles"])
        self.assertIn("mini.cpp", wrong["01.1 starter compiles"])

    def test_a_step_that_is_green_before_it_is_solved_is_named(self):
        self.mini.edit("course.toml", '"Digits.*"', '"Environment.*"')
        wrong = prove(self.mini).wrong
        self.assertEqual(list(wrong), ["01.1 starter is red by todo"])
        self.assertIn("step 01.1 is green before it is solved", *wrong.values())

    def test_a_red_reference_is_named(self):
        self.mini.edit("src/mini.cpp", "  add(static_cast", "  if (digits(0) == 1) std::abort();\n  add(static_cast")
        wrong = prove(self.mini).wrong
        self.assertIn("01.2 is green on the reference", wrong)
        self.assertIn("Counter.ReadsNumbers is red (it was ended by SIGABRT)", wrong["01.2 is green on the reference"])

    def test_red_by_a_crash_is_not_red_by_todo(self):
        self.mini.edit("include/mini/todo.hpp", "std::_Exit(86)", "std::abort()")
        wrong = prove(self.mini).wrong
        self.assertEqual(list(wrong), ["01.1 starter is red by todo", "01.2 starter is red by todo"])
        self.assertIn("red, but not by todo: Digits.OfZeroIsOne (it was ended by SIGABRT)",
                      wrong["01.1 starter is red by todo"])

    def test_an_earlier_step_that_needs_a_later_one_is_named(self):
        self.mini.edit("course.toml", '"Digits.*"', '"Digits.*:Counter.ReadsNumbers"')
        wrong = prove(self.mini).wrong
        self.assertEqual(list(wrong), ["01.2 starter leaves the earlier steps green"])
        self.assertIn("Counter.ReadsNumbers is red (it reaches the todo of 01.2)", *wrong.values())

    def test_a_function_that_cannot_be_blanked_is_named(self):
        self.mini.edit("src/mini.cpp", "int digits(unsigned value) {\n", "int digits(unsigned value) {\n#if 1\n#endif\n")
        self.mini.edit("course.toml", "Counter::add(unsigned)", "Counter::add")
        wrong = prove(self.mini).wrong
        self.assertIn("src/mini.cpp#mini::digits cannot be blanked: it has #if", wrong["01.1 starter compiles"])
        self.assertIn("src/mini.cpp: Counter::add is ambiguous", wrong["01.2 starter compiles"])

    def test_a_filter_and_a_program_that_do_not_exist_are_named(self):
        self.mini.edit("course.toml", '"Digits.*"', '"Digit.*"')
        self.assertIn("mini_test has no case that matches Digit.*", prove(self.mini).wrong["01.1 starter is red by todo"])
        self.mini.edit("course.toml", 'program = "mini_test"', 'program = "maxi_test"')
        self.assertIn("no test program maxi_test", prove(self.mini).wrong["the reference compiles"])

    def test_a_broken_manifest_is_named(self):
        for old, new, words in (
                ('todo = "add', 'todos = "add', ["01.2", "todo"]),
                ('"src/mini.cpp#digits"', '"src/mini.cpp"', ["01.1", "functions"]),
                ('"src/mini.cpp#digits"', '"src/maxi.cpp#digits"', ["01.1", "src/maxi.cpp"]),
                ("mutants/01.2-no-bound.patch", "mutants/gone.patch", ["01.2", "mutants/gone.patch"]),
                ('namespace = "mini"', "", ["namespace"]),
                ("[chapter]", "[chapter", ["course.toml", "not TOML"])):
            with self.subTest(new):
                before = (self.mini.folder / "course.toml").read_text(encoding="utf-8")
                self.mini.edit("course.toml", old, new)
                wrong = prove(self.mini).wrong
                (self.mini.folder / "course.toml").write_text(before, encoding="utf-8")
                self.assertEqual(list(wrong), ["exercises"])
                for word in words + ["course.toml"]:
                    self.assertIn(word, wrong["exercises"])

    def test_an_unknown_step_is_answered_with_the_known_ones(self):
        with self.assertRaisesRegex(LearnError, r"01-mini has no step 01\.7; it has 01\.1, 01\.2"):
            model.course("01.7").step("01.7")


class KillTable(unittest.TestCase):
    def table(self, *edits):
        with Course() as mini:
            for edit in edits:
                mini.edit(*edit)
            course = mini.course
            with said(), mini.workspace() as workspace:
                return {row.mutant: row for row in mutants.kill_table(workspace, course.steps, SHORT)}

    def test_says_how_each_died(self):
        rows = self.table()
        self.assertEqual([(r.verdict, r.how) for r in rows.values()],
                         [("killed", "assertion"), ("killed", "timeout"), ("killed", "assertion")])
        shown = mutants.show(list(rows.values()))
        self.assertIn("killed (timeout)", shown)
        self.assertIn("3 of 3 mutants killed", shown)

    def test_names_what_proves_nothing(self):
        rows = self.table(
            ("mutants/01.1-zero-has-none.patch", "-  do {", "-  while {"),
            ("mutants/01.1-never-ends.patch", "-    value /= 10;\n", "-    value /= 10;\n+    value = ;\n"),
            ("mutants/01.1-never-ends.patch", "+9,6", "+9,7"),
            ("course.toml", "Counter.StopsAtItsBound", "Counter.Stops"))
        self.assertIn("mutants/01.1-zero-has-none.patch does not apply to src/mini.cpp near line 7",
                      rows["01.1-zero-has-none"].verdict)
        self.assertIn("does not compile: ", rows["01.1-never-ends"].verdict)
        self.assertEqual(rows["01.2-no-bound"].verdict, "there is no test Counter.Stops in mini_test")
        self.assertFalse(any(r.killed for r in rows.values()))


if __name__ == "__main__":
    unittest.main()
