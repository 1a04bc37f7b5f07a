# SPDX-License-Identifier: MIT
"""Bench rows: read strictly, shown plainly."""

import json
import unittest

from learn import bench, chapters
from learn.errors import LearnError
from learn.tests.course_fixture import MiniCourse

ROW = {"chapter": "01", "name": "64 in flight", "unit": "calls/s", "ours": 1234567, "peer": 77000.0, "peer_name": "Go 1.19",
       "ratio": 16.03, "target": 5, "better": "higher"}


def row(**changes) -> bench.Row:
    return bench.parse_row(json.dumps({**ROW, **changes}))


class Rows(unittest.TestCase):
    def test_better_says_which_side_of_the_target_is_good(self):
        self.assertTrue(row().reached)
        self.assertFalse(row(ratio=4.9).reached)
        self.assertTrue(row(ratio=0.9, target=1.0, better="lower").reached)
        self.assertFalse(row(ratio=1.1, target=1.0, better="lower").reached)

    def test_a_row_without_a_target_is_only_shown(self):
        self.assertTrue(row(target=None, ratio=0.1).reached)
        self.assertNotRegex(bench.plain_table([row(target=None)]), "≥|falls short|None")

    def test_a_wrong_row_is_refused_by_its_key(self):
        for change, complaint in [({"ours": "many"}, "ours is of the wrong type"), ({"better": "faster"}, "better must be"),
                                  ({"colour": "red"}, "unknown key colour")]:
            with self.subTest(complaint), self.assertRaisesRegex(LearnError, complaint):
                row(**change)
        with self.assertRaisesRegex(LearnError, "ratio is missing"):
            bench.parse_row(json.dumps({k: v for k, v in ROW.items() if k != "ratio"}))
        with self.assertRaisesRegex(LearnError, "not JSON"):
            bench.parse_row("{ratio: 5}")

    def test_the_table_tells_ours_peer_ratio_and_target(self):
        lines = bench.plain_table([row(), row(name="slow", ratio=2)]).split("\n")
        for cell in ("64 in flight", "1.23M", "77.0k (Go 1.19)", "16.03", "≥ 5.00", "ok"):
            self.assertIn(cell, lines[2])
        self.assertTrue(lines[3].endswith("falls short"))

    def test_numbers_keep_three_digits(self):
        self.assertEqual([bench.number(n) for n in (0.0123, 12.34, 999, 1234, 12345, 1.5e9)],
                         ["0.0123", "12.3", "999", "1234", "12.3k", "1.5G"])

    def test_the_readme_block_is_replaced_and_nothing_else(self):
        with MiniCourse() as course:
            page = course.write("chapters/01-mini/README.md", f"head\n{bench.BEGIN}\nold\n{bench.END}\nfoot\n")
            bench.write_readme(chapters.one("1"), [row()])
            text = page.read_text(encoding="utf-8")
            self.assertTrue(text.startswith(f"head\n{bench.BEGIN}\n| name |") and text.endswith(f"\n{bench.END}\nfoot\n"))
            self.assertNotIn("old", text)
            course.write("chapters/01-mini/README.md", "no marks")
            with self.assertRaisesRegex(LearnError, "README.md needs the marks"):
                bench.write_readme(chapters.one("1"), [row()])


if __name__ == "__main__":
    unittest.main()
