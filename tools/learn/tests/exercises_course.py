# SPDX-License-Identifier: MIT
"""A course with one small chapter, in a folder of its own, for the tests of the exercises.

It is built once a test run: meson and gtest cost seconds, and every test puts back what it changed.
"""
import atexit
import contextlib
import io
import os
import shutil
import tempfile
from pathlib import Path

from learn import exercises_build as build
from learn import exercises_model as model

FIXTURE = Path(__file__).parent / "fixtures" / "chapters"
_home = None


def home():
    """The course's folder, made at the first call."""
    global _home
    if _home is None:
        _home = Path(tempfile.mkdtemp(prefix="rpc-anatomy-test-")).resolve()
        atexit.register(shutil.rmtree, _home, ignore_errors=True)
    return _home


class Course:
    """`with Course() as c`: c.course is 01-mini as committed; c.edit() changes its files until the end."""

    def __enter__(self):
        self.before = os.environ.get("RPC_ANATOMY_ROOT")
        os.environ["RPC_ANATOMY_ROOT"] = str(home())
        self.folder = home() / "chapters" / "01-mini"
        self._fresh()
        return self

    def __exit__(self, *_):
        if self.before is None:
            del os.environ["RPC_ANATOMY_ROOT"]
        else:
            os.environ["RPC_ANATOMY_ROOT"] = self.before

    def _fresh(self):
        shutil.rmtree(home() / "chapters", ignore_errors=True)
        shutil.rmtree(home() / "work", ignore_errors=True)
        shutil.copytree(FIXTURE, home() / "chapters")

    @property
    def course(self):
        return model.of(self.folder)

    def edit(self, file, old, new, below=None):
        """Exchanges `old`, which must be there, for `new` in a file of the chapter (or of `below`)."""
        path = (below or self.folder) / file
        text = path.read_text(encoding="utf-8")
        if old not in text:
            raise AssertionError(f"{file} has no {old!r}")
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def workspace(self):
        return build.Workspace(self.course)


class Facts:
    """A reporter that remembers: {name: None when passed, else why}."""

    def __init__(self):
        self.facts = {}

    def passed(self, name):
        self.facts[name] = None

    def failed(self, name, message="", rerun=""):
        self.facts[name] = message

    @property
    def wrong(self):
        return {name: why for name, why in self.facts.items() if why is not None}


@contextlib.contextmanager
def said():
    """What was printed, as a StringIO."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        yield out
