# SPDX-License-Identifier: MIT
"""Which packages a command wants, and what it says when it cannot install them."""

import contextlib
import io
import unittest
from unittest import mock

from learn import chapters, packages
from learn.errors import LearnError
from learn.tests.course_fixture import MiniCourse


class Plan(unittest.TestCase):
    def setUp(self):
        self.enterContext(MiniCourse())
        self.chapters = chapters.every()

    def test_a_tour_wants_no_test_packages(self):
        wanted = packages.plan(self.chapters, ["build", "peer"])
        self.assertEqual(list(wanted), ["g++", "meson", "ninja-build", "golang-go"])

    def test_a_reason_is_kept_for_each(self):
        wanted = packages.plan(self.chapters, ["test"])
        self.assertEqual(wanted, {"libgtest-dev": "the test framework"})

    def test_what_dpkg_has_not_is_missing(self):
        with mock.patch.object(packages, "installed", return_value={"g++"}):
            self.assertEqual(list(packages.missing({"g++": "a", "meson": "b"})), ["meson"])

    def test_without_root_or_sudo_the_exact_line_is_given(self):
        with mock.patch.object(packages, "installed", return_value={"g++", "meson"}), \
                mock.patch.object(packages, "as_root", side_effect=PermissionError), \
                mock.patch.object(packages.shutil, "which", return_value="/usr/bin/apt-get"), \
                contextlib.redirect_stderr(io.StringIO()) as said, self.assertRaises(LearnError) as caught:
            packages.ensure(self.chapters, ["build", "test"])
        self.assertIn("apt-get install -y --no-install-recommends ninja-build libgtest-dev", str(caught.exception))
        self.assertIn("the test framework", said.getvalue())

    def test_nothing_missing_means_nothing_said(self):
        with mock.patch.object(packages, "missing", return_value={}), \
                contextlib.redirect_stderr(io.StringIO()) as said:
            packages.ensure(self.chapters, ["build"])
        self.assertEqual(said.getvalue(), "")


if __name__ == "__main__":
    unittest.main()
