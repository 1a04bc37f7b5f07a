# SPDX-License-Identifier: MIT
"""Builds a copy of a chapter with Meson and Ninja: only the test programs asked for, as fast as may be.

`Workspace` is the copy below build/ in which steps are proved, mutants killed and submissions graded: made once, then
files are swapped and put back, so that each trial costs one or two compiles and a link.
"""
import fcntl
import hashlib
import json
import os
import re
import shutil
from pathlib import Path

from . import exercises_run as run
from . import exercises_starter as starter
from . import places, processes
from .build import CCACHE
from .errors import LearnError

# A starter has unused parameters and functions by nature; they must not drown what matters.
OPTIONS = ["-Dwerror=false", "-Dcpp_args=-Wno-unused -Wno-unused-parameter", "-Dtests=true", "-Doptimization=0"]
COMPILE_SECONDS = 1200
PEER_SUITES = {"peer", "differential"}


class BuildFailed(LearnError):
    """The sources do not compile; `output` is what the compiler and Ninja said."""

    def __init__(self, message, output):
        super().__init__(message)
        self.output = output


def configure(source, build, debug=False):
    """Sets `build` up for `source` unless it is already. Without `debug` information linking takes half the time."""
    if (build / "build.ninja").is_file() and (build / "meson-info" / "intro-tests.json").is_file():
        return
    if build.exists():
        shutil.rmtree(build)
    build.parent.mkdir(parents=True, exist_ok=True)
    wanted = OPTIONS + [f"-Ddebug={str(debug).lower()}"]
    known = _declared(source)
    wanted = [o for o in wanted if not o.startswith("-Dtests=") or "tests" in known]
    done = processes.run_quiet(["meson", "setup", build, source, *wanted])
    if done.returncode != 0:
        shutil.rmtree(build, ignore_errors=True)
        raise LearnError(f"meson cannot set up {places.shown(source)}:\n" + _tail(done.stdout + done.stderr, 12))


def notice_changes(source, build, files):
    """Dates those of `files` now whose text is not what the last build saw: a file moved back has an old date."""
    note = build / "learn-seen.json"
    try:
        seen = json.loads(note.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError):
        seen = {}
    for file in files:
        path = source / file
        if path.is_file():
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            if seen.get(file) != digest:
                os.utime(path)
            seen[file] = digest
    note.write_text(json.dumps(seen), encoding="utf-8")


def compile_programs(build, names, progress=None):
    """Builds the test programs `names`; {name: run.Program}.

    `progress` is a ui.Progress to move. Raises BuildFailed when something does not compile.
    """
    # A meson.build edited since must be read before anything is asked of it.
    status, output = _ninja(build, ["build.ninja"], None)
    if status != 0:
        raise BuildFailed("meson cannot set it up again", output)
    found = run.programs(build, names)
    status, output = _ninja(build, _targets(build, found), progress)
    if status != 0:
        raise BuildFailed("it does not compile", output)
    return found


def first_errors(output, count=3, context=8):
    """The compiler's first `count` errors with a few lines each, or the end of the output when it has none."""
    lines, blocks = output.splitlines(), []
    starts = [i for i, line in enumerate(lines) if re.search(r"(^|[: ])(fatal )?error:|undefined reference", line)]
    for i in starts[:count]:
        block = [lines[i]]
        for line in lines[i + 1:i + context]:
            if re.search(r"(error|warning):|^\[\d+/\d+\]|^FAILED|^ninja:", line):
                break
            block.append(line)
        blocks.append("\n".join(block))
    more = len(starts) - count
    if more > 0:
        blocks.append(f"(and {more} more error{'s' if more > 1 else ''})")
    return "\n".join(blocks) or _tail(output, 12)


class Workspace:
    """A pristine copy of a chapter below build/proof-NN, in which single files are swapped for a while."""

    def __init__(self, course):
        self.course = course
        self.folder = places.build() / f"proof-{course.number}"
        self.source = self.folder / course.name
        self.build = self.folder / "build"
        self._swapped = set()
        self._lock = None

    def __enter__(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = open(self.folder / "lock", "w", encoding="utf-8")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            raise LearnError(f"another ./learn is proving or grading chapter {self.course.number}; "
                             "wait for it to end") from None
        self._refresh()
        configure(self.source, self.build)
        return self

    def __exit__(self, *_):
        self.restore()
        self._lock.close()

    def swap(self, texts):
        """Puts {relative path: text} in; files swapped before and not named now go back to the reference."""
        for file in self._swapped - set(texts):
            self._put(file, starter.read(self.course.folder / file))
        for file, text in texts.items():
            self._put(file, text)
        self._swapped = set(texts)

    def restore(self):
        """Every file as in the chapter."""
        self.swap({})

    def compile(self, names, progress=None):
        """Builds the named test programs; see compile_programs. Errors name files as the chapter does."""
        try:
            return compile_programs(self.build, sorted(set(names)), progress)
        except BuildFailed as failed:
            failed.output = failed.output.replace(f"../{self.course.name}/", "")
            raise

    def _put(self, file, text):
        path = self.source / file
        if not path.is_file() or starter.read(path) != text:  # an untouched file is not compiled again
            starter.write(path, text)

    def _refresh(self):
        """Brings the copy up to date, touching only what changed, so that a second run compiles nothing."""
        fresh = self.folder / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        starter.copy_chapter(self.course, fresh)
        if not self.source.is_dir():
            fresh.rename(self.source)
            return
        wanted = {p.relative_to(fresh) for p in fresh.rglob("*")}
        for path in sorted(self.source.rglob("*"), reverse=True):
            if path.relative_to(self.source) not in wanted:
                path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
        for name in sorted(wanted):
            new, old = fresh / name, self.source / name
            if new.is_dir() and not new.is_symlink():
                old.mkdir(exist_ok=True)
            elif new.is_symlink():
                if not old.is_symlink() or os.readlink(old) != os.readlink(new):
                    old.unlink(missing_ok=True)
                    new.rename(old)
            elif not old.is_file() or old.read_bytes() != new.read_bytes():
                new.replace(old)
        shutil.rmtree(fresh)


def _ninja(build, targets, progress):
    """(status, output) of building `targets`; a compile that never ends (templates can) is ended."""
    command = ["ninja", "-C", build, *targets]
    if progress is None:
        done = processes.run_quiet(command, timeout=COMPILE_SECONDS, env=CCACHE)
        return done.returncode, done.stdout + done.stderr

    def on_line(line):
        step = re.match(r"\[(\d+)/(\d+)\] (.*)", line)
        if step:
            progress.update(int(step.group(1)), int(step.group(2)), step.group(3))
    log = build / "learn-compile.log"
    status = processes.run_logged(command, log, on_line, env=CCACHE)
    progress.finish("done" if status == 0 else "stopped")
    return status, log.read_text(encoding="utf-8", errors="replace")


def _targets(build, found):
    """Ninja's names of the programs, and of the peers only where the test's suite says that it meets them."""
    info = build / "meson-info"
    tests = json.loads((info / "intro-tests.json").read_text())
    by_id = {t["id"]: t for t in json.loads((info / "intro-targets.json").read_text())}
    paths = {str(p.path) for p in found.values()}
    for test in tests:
        suites = {suite.split(":")[-1] for suite in test["suite"]}
        if test["cmd"][:1] and test["cmd"][0] in paths and suites & PEER_SUITES:
            paths |= {f for d in test.get("depends", []) if d in by_id for f in by_id[d]["filename"]}
    return sorted(os.path.relpath(p, build.resolve()) for p in paths)


def _declared(source):
    for name in ("meson.options", "meson_options.txt"):
        if (source / name).is_file():
            return set(re.findall(r"option\(\s*'(\w+)'", (source / name).read_text(encoding="utf-8")))
    return set()


def _tail(text, lines):
    return "\n".join(text.strip().splitlines()[-lines:])
