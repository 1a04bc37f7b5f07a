# SPDX-License-Identifier: MIT
"""A course of one chapter in a folder of its own, for tests that need files but no compiler."""

import contextlib
import io
import os
import tempfile
from pathlib import Path

from learn import __main__ as door

MANIFEST = """
[chapter]
number = "01"
title = "Mini"
articles = ["netrpc 4.3"]
first_file = "src/mini.cpp"
namespace = "mini"
[packages.build]
"g++" = "the compiler"
[packages.test]
"libgtest-dev" = "the test framework"
[packages.peer]
"golang-go" = "the real net/rpc"
[[peer]]
name = "Go"
command = ["go", "version"]
package = "golang-go"
[[program]]
name = "hello"
summary = "says hello"
[tour]
script = "tour.py"
[[fuzz]]
target = "fuzz_mini"
summary = "bytes in"
[[step]]
id = "01.1"
title = "Double it"
minutes = 5
article = "netrpc 4.3"
summary = "arithmetic"
functions = ["src/mini.cpp#twice"]
todo = "double x"
tests = [{ program = "mini_test", filter = "Mini.*" }]
hints = ["a", "b", "c"]
[[step.mutant]]
patch = "mutants/01.1-square.patch"
killed_by = "mini_test Mini.Twice"
mistake = "squares"
"""

SOURCE = """// SPDX-License-Identifier: MIT
namespace mini {

int twice(int x) {
  return x + x;
}

struct Pair {
  int first;
  int second;
};

}  // namespace mini
"""


class MiniCourse:
    """A context manager: the launcher finds this course as long as it is entered."""

    def __enter__(self) -> "MiniCourse":
        self._folder = tempfile.TemporaryDirectory()
        self.root = Path(self._folder.name).resolve()
        self.chapter = self.root / "chapters" / "01-mini"
        self.write("chapters/01-mini/course.toml", MANIFEST)
        self.write("chapters/01-mini/src/mini.cpp", SOURCE)
        self._before = os.environ.get("RPC_ANATOMY_ROOT")
        os.environ["RPC_ANATOMY_ROOT"] = str(self.root)
        return self

    def __exit__(self, *_) -> None:
        if self._before is None:
            del os.environ["RPC_ANATOMY_ROOT"]
        else:
            os.environ["RPC_ANATOMY_ROOT"] = self._before
        self._folder.cleanup()

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def replace(self, old: str, new: str) -> None:
        """Breaks the manifest in one place."""
        assert old in MANIFEST, old
        self.write("chapters/01-mini/course.toml", MANIFEST.replace(old, new, 1))


def learn(*words: str) -> tuple[int, str, str]:
    """./learn WORDS… in this process: (exit status, stdout, stderr)."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status = door.main(list(words))
        except SystemExit as end:  # argparse ends so after --help
            status = end.code or 0
    return status, out.getvalue(), err.getvalue()
