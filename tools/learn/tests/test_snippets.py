# SPDX-License-Identifier: MIT
"""Source in prose is the present source, or the page and line are named."""

import contextlib
import io
import unittest

from learn import snippets
from learn.errors import LearnError
from learn.tests.course_fixture import MiniCourse

RIGHT = "int twice(int x) {\n  return x + x;\n}"
PAGE = "# Page\n\n```cpp chapters/01-mini/src/mini.cpp#twice\n{}\n```\n\nbetween\n\n```cpp chapters/01-mini/src/mini.cpp#{}\n{}\n```\nend\n"
PAIR = "struct Pair {\n  int first;\n  int second;\n};"


class Snippets(unittest.TestCase):
    def setUp(self):
        self.course = self.enterContext(MiniCourse())

    def page(self, twice=RIGHT, symbol="mini::Pair", pair=PAIR):
        return self.course.write("docs/page.md", PAGE.format(twice, symbol, pair))

    def test_the_present_source_is_right(self):
        self.page()
        self.assertEqual(snippets.check(), (2, []))

    def test_a_stale_block_is_named_with_its_first_difference(self):
        self.page(twice="int twice(int x) {\n  return 2 * x;\n}")
        right, [wrong] = snippets.check()
        self.assertEqual(right, 1)
        self.assertTrue(wrong.startswith("docs/page.md:3 differs from chapters/01-mini/src/mini.cpp#twice in line 2"), wrong)

    def test_write_refreshes_every_stale_block_of_a_page(self):
        page = self.page(twice="old", pair="older\nand longer\n\n\nthan it was\n")
        with contextlib.redirect_stderr(io.StringIO()):
            self.assertEqual(snippets.check(write=True), (2, []))
        self.assertEqual(page.read_text(encoding="utf-8"), PAGE.format(RIGHT, "mini::Pair", PAIR))

    def test_a_symbol_that_is_gone_is_wrong_even_when_writing(self):
        self.page(symbol="Triple")
        _, [wrong] = snippets.check(write=True)
        self.assertIn("docs/page.md:11: chapters/01-mini/src/mini.cpp has no Triple", wrong)

    def test_an_open_fence_is_named(self):
        self.course.write("docs/page.md", "```cpp a.cpp#b\nint x;\n")
        with self.assertRaisesRegex(LearnError, "docs/page.md:1: .* never closed"):
            snippets.check()

    def test_other_blocks_are_left_alone(self):
        self.course.write("docs/page.md", "```cpp\nwhatever\n```\n```text\n```cpp a.cpp#b\n```\n")
        self.assertEqual(snippets.check(), (0, []))


if __name__ == "__main__":
    unittest.main()
