# SPDX-License-Identifier: MIT
"""Unified diffs, as `diff -u` and `git diff` write them, applied strictly."""
import difflib
import random
import unittest

from learn import exercises_patch as patch
from learn.errors import LearnError

TEXT = "".join(f"line {n}\n" for n in range(1, 21))


def apply(diff, **files):
    return patch.apply(diff, lambda path: files[path], "m.patch")


def diff_of(old, new, path="f"):
    return "".join(difflib.unified_diff(old.splitlines(True), new.splitlines(True), f"a/{path}", f"b/{path}"))


class Patch(unittest.TestCase):
    def test_several_hunks(self):
        new = TEXT.replace("line 3\n", "").replace("line 15\n", "line 15\nmore\n").replace("line 20\n", "last\n")
        self.assertEqual(apply(diff_of(TEXT, new), f=TEXT), {"f": new})

    def test_any_edit_of_a_text_with_different_lines(self):
        seed = random.randrange(1 << 30)
        chance = random.Random(seed)
        for n in range(200):
            lines = TEXT.splitlines(True)
            for _ in range(chance.randint(1, 5)):
                at = chance.randrange(len(lines))
                chance.choice([lambda: lines.pop(at), lambda: lines.insert(at, f"new {n}\n")])()
            new = "".join(lines)
            if new != TEXT:
                with self.subTest(seed=seed, n=n):
                    self.assertEqual(apply(diff_of(TEXT, new), f=TEXT), {"f": new})

    def test_line_numbers_may_drift(self):
        new = TEXT.replace("line 10\n", "ten\n")
        self.assertEqual(apply(diff_of(TEXT, new), f="above\n" * 7 + TEXT), {"f": "above\n" * 7 + new})

    def test_git_headers_and_two_files(self):
        diff = ("diff --git a/x b/x\nindex 1..2 100644\n" + diff_of("a\n", "b\n", "x")
                + "diff --git a/y b/y\n" + diff_of("c\n", "d\n", "y"))
        self.assertEqual(apply(diff, x="a\n", y="c\n"), {"x": "b\n", "y": "d\n"})

    def test_a_last_line_without_an_end(self):
        diff = "--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n"
        self.assertEqual(apply(diff, f="a\nb"), {"f": "a\nc"})

    def test_what_does_not_fit_is_refused(self):
        diff = diff_of(TEXT, TEXT.replace("line 10\n", "ten\n"))
        for files, words in (({"f": TEXT.replace("line 9\n", "nine\n")}, "m.patch does not apply to f near line 7"),
                             ({"f": ""}, "does not apply to f")):
            with self.assertRaisesRegex(LearnError, words):
                apply(diff, **files)
        with self.assertRaisesRegex(LearnError, "it has no hunk"):
            apply("not a patch\n", f=TEXT)


if __name__ == "__main__":
    unittest.main()
