# SPDX-License-Identifier: MIT
"""A broken course.toml is reported by file and key, in a sentence."""

import unittest

from learn import manifest
from learn.errors import LearnError
from learn.tests.course_fixture import MiniCourse


class Manifest(unittest.TestCase):
    def setUp(self):
        self.course = self.enterContext(MiniCourse())

    def complaint(self) -> str:
        with self.assertRaises(LearnError) as caught:
            manifest.load(self.course.chapter)
        message = str(caught.exception)
        self.assertTrue(message.startswith("chapters/01-mini/course.toml"), message)
        self.assertNotIn("\n", message)
        return message

    def test_a_sound_manifest_is_read_whole(self):
        chapter = manifest.load(self.course.chapter)
        self.assertEqual(chapter.name, "01-mini")
        self.assertEqual(chapter.packages["peer"], {"golang-go": "the real net/rpc"})
        self.assertEqual(chapter.steps[0].mutants[0].killed_by, "mini_test Mini.Twice")
        self.assertEqual(chapter.fuzz_targets[0].corpus, "mini")

    def test_each_mistake_is_named_by_its_key(self):
        for old, new, key, problem in [
            ('title = "Mini"', "", "chapter.title", "missing"),
            ('title = "Mini"', "title = 3", "chapter.title", "must be a text"),
            ('number = "01"', 'number = "02"', "chapter.number", "01-mini"),
            ("minutes = 5", "minutes = -5", "step[01.1].minutes", "above zero"),
            ("minutes = 5", "minutes = true", "step[01.1].minutes", "whole number"),
            ("minutes = 5", "minuets = 5", "step[01.1].minutes", "missing"),
            ('todo = "double x"', 'todo = "double x"\ntodont = "x"', "step[01.1].todont", "misspelt"),
            ('hints = ["a", "b", "c"]', 'hints = ["a"]', "step[01.1].hints", "three"),
            ('["src/mini.cpp#twice"]', '["src/mini.cpp"]', "step[01.1].functions", "file#function"),
            ('killed_by = "mini_test Mini.Twice"', 'killed_by = "Mini.Twice"', "killed_by", "program Suite.Name"),
            ("[packages.peer]", "[packages.pear]", "packages.pear", "misspelt"),
            ('target = "fuzz_mini"', 'target = "mini"', "fuzz[mini].target", "begin with fuzz_"),
            ('id = "01.1"', 'id = "02.1"', "step[02.1].id", "must look like"),
        ]:
            with self.subTest(new or old):
                self.course.replace(old, new)
                message = self.complaint()
                self.assertIn(key, message)
                self.assertIn(problem, message)

    def test_what_is_not_toml_is_said_with_its_line(self):
        self.course.write("chapters/01-mini/course.toml", "[chapter\n")
        self.assertIn("line 1", self.complaint())

    def test_two_steps_of_one_name_are_a_mistake(self):
        step = manifest_step()
        self.course.write("chapters/01-mini/course.toml", step[0] + step[1] + step[1])
        self.assertIn("step[01.1] is there twice", self.complaint())

    def test_files_that_are_named_and_not_there_are_listed(self):
        missing = manifest.missing_files(manifest.load(self.course.chapter))
        self.assertEqual([sentence.split(" names ")[1].split(",")[0] for sentence in missing],
                         ["tour.py", "fuzz/corpus/mini", "mutants/01.1-square.patch"])


def manifest_step() -> tuple[str, str]:
    from learn.tests.course_fixture import MANIFEST
    head, step = MANIFEST.split("[[step]]")
    return head, "[[step]]" + step


if __name__ == "__main__":
    unittest.main()
