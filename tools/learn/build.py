# SPDX-License-Identifier: MIT
"""Meson and Ninja: one build folder a purpose, configured once, with a progress line and the whole log kept."""

import json
import os
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from . import places, processes, ui
from .errors import LearnError
from .manifest import Chapter

SANITIZE = ["-Db_sanitize=address,undefined", "-Db_lundef=false"]
CLANG = {"CC": "clang", "CXX": "clang++"}
GCC = {"CC": "gcc", "CXX": "g++"}

# The same object for the same source, whatever build folder or clone asks: a chapter's folders and its exercise proofs
# compile most files alike. The price: debug information may name the folder that was first.
CCACHE = {"CCACHE_NOHASHDIR": "1"}

# What each build folder of a chapter is for: (compilers, Meson options). See CONTRIBUTING.md, "Where things are built".
# A sanitizer's report needs lines, not variables (-g1): an eighth of the time to compile, a quarter of the size.
FLAVOURS = {
    "": (GCC, ["-Dbuildtype=debug", "-Dtests=true"]),
    "tour": (GCC, ["-Dbuildtype=debug", "-Dtests=false", "-Dpeers=true"]),
    "asan": (CLANG, ["-Dbuildtype=debug", *SANITIZE, "-Dtests=true",
                     "-Dcpp_args=-g1 -fno-sanitize=function -fno-sanitize-recover=all"]),
    "tsan": (GCC, ["-Dbuildtype=debug", "-Db_sanitize=thread", "-Db_lundef=false", "-Dcpp_args=-g1 -Wno-tsan",
                   "-Dtests=true"]),
    "fuzz": (CLANG, ["-Dbuildtype=debug", "-Doptimization=1", *SANITIZE, "-Dtests=false", "-Dfuzz=true",
                     "-Dcpp_args=-g1 -fno-sanitize=function -fno-sanitize-recover=all"]),
    "release": (GCC, ["-Dbuildtype=release", "-Db_ndebug=true", "-Dtests=false", "-Dbench=true"]),
}


@dataclass
class Build:
    """One build folder: where, of what, and how."""
    dir: Path
    source: Path
    options: list[str]
    compilers: dict[str, str] = field(default_factory=lambda: GCC)

    @property
    def title(self) -> str:
        return f"build {self.dir.name}"

    @property
    def log(self) -> Path:
        return self.dir.with_name(self.dir.name + ".log")

    def configure(self) -> None:
        """meson setup, only when there is no such build yet or it was made with other options. Raises LearnError."""
        options = [*self.options, f"-Dwerror={'true' if os.environ.get('CI') else 'false'}"]
        recipe = json.dumps([str(self.source), options, self.compilers])
        stamp = self.dir / ".learn-recipe.json"
        if stamp.exists() and stamp.read_text(encoding="utf-8") == recipe and (self.dir / "build.ninja").exists():
            # A meson.build edited since must be read again before anything is asked of it. This also begins a new log.
            self.compile(["build.ninja"], append=False)
            return
        # Compilers and moved sources cannot be changed in place, and a half-configured folder only confuses Meson.
        shutil.rmtree(self.dir, ignore_errors=True)
        progress = ui.Progress(self.title)
        progress.show("configuring")
        self.dir.parent.mkdir(parents=True, exist_ok=True)
        status = processes.run_logged(["meson", "setup", self.dir, self.source, *options], self.log, env=self.compilers)
        if status != 0:
            progress.finish("could not be configured")
            self._explain(18)
        stamp.write_text(recipe, encoding="utf-8")
        progress.finish("configured")

    def compile(self, targets: list[str] = (), append: bool = True) -> None:
        """ninja, for everything or for these outputs (paths inside the build folder). Raises LearnError."""
        progress = ui.Progress(self.title)

        def on_line(line: str) -> None:
            match = re.match(r"\[(\d+)/(\d+)\] (.*)", line)
            if match:
                progress.update(int(match[1]), int(match[2]), _in_short(match[3]))

        status = processes.run_logged(["ninja", "-C", self.dir, *targets], self.log, on_line, append=append,
                                      env={"NINJA_STATUS": "[%f/%t] ", **CCACHE})
        if status != 0:
            progress.finish("failed")
            self._explain(60)
        progress.finish("done")

    def _explain(self, lines: int):
        ui.note(_from_first_failure(processes.tail(self.log, 400), lines))
        raise LearnError(f"{places.shown(self.dir)} did not build; the whole log is {places.shown(self.log)}.")

    def introspect(self, what: str):
        """`meson introspect --targets` or `--tests`, as data."""
        answer = processes.run_quiet(["meson", "introspect", f"--{what}", self.dir])
        if answer.returncode != 0:
            raise LearnError(f"meson introspect --{what} failed in {places.shown(self.dir)}: {answer.stderr.strip()}")
        return json.loads(answer.stdout)

    def outputs(self, wanted=lambda path, target: True) -> list[str]:
        """The outputs of the targets `wanted` picks, as paths inside the build folder."""
        found = []
        for target in self.introspect("targets"):
            for name in target["filename"]:
                path = os.path.relpath(name, self.dir)
                if wanted(path, target):
                    found.append(path)
        return found


def of(chapter: Chapter, flavour: str = "") -> Build:
    """A chapter's own build folder for a purpose: build/NAME or build/NAME-FLAVOUR."""
    compilers, options = FLAVOURS[flavour]
    folder = places.build() / (f"{chapter.name}-{flavour}" if flavour else chapter.name)
    return Build(folder, chapter.path, list(options), compilers)


def together() -> Build:
    """All chapters as subprojects of the top level, without their tests: do they build in one house?"""
    return Build(places.build() / "top", places.root(), ["-Dbuildtype=debug", "-Dtests=false"])


def _in_short(description: str) -> str:
    """Ninja's description without Meson's private folders: the last path is what a reader knows."""
    words = description.split()
    return re.sub(r"\S+\.p/", "", " ".join(words))


def _from_first_failure(text: str, lines: int) -> str:
    """The part of a build log worth reading: from the first FAILED: (or Meson's ERROR) on, at most `lines` lines."""
    rows = text.splitlines()
    for start, row in enumerate(rows):
        if row.startswith("FAILED:") or ": ERROR: " in row:
            # Skip Ninja's echo of the whole compiler command: one very long line.
            return "\n".join(r for r in rows[start:start + lines] if len(r) < 1000)
    return "\n".join(rows[-lines:])
