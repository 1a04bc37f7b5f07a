# SPDX-License-Identifier: MIT
"""What ./learn test --full adds, in order: sanitizers, fuzzing, exercise proofs, snippets, format, lint.

A step that fails is entered and the next one runs: one run tells everything.
"""

import contextlib
import os
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import build, fuzz, places, processes, snippets, testing, ui
from .errors import LearnError
from .manifest import Chapter, FuzzTarget
from .results import Reporter, Tally

FUZZ_SECONDS = 20
TIDY_SECONDS = 400


class Clock:
    """Where the time went: seconds a step, in order."""

    def __init__(self):
        self.steps: list[tuple[str, float]] = []

    @contextlib.contextmanager
    def step(self, name: str):
        started = time.monotonic()
        try:
            yield
        finally:
            self.steps.append((name, time.monotonic() - started))

    def table(self) -> str:
        rows = [[name, f"{seconds:.0f}"] for name, seconds in self.steps]
        rows.append(["in all", f"{sum(seconds for _, seconds in self.steps):.0f}"])
        return ui.table(["step", "seconds"], rows, right={1})


def run(chapters: list[Chapter], tally: Tally, seed: int, clock: Clock) -> None:
    for chapter in chapters:
        with clock.step(f"{chapter.name}: clang, address and undefined-behaviour sanitizers"):
            testing.chapter_tests(chapter, testing.ALL, tally, seed, "asan", column="asan", slow=5)
        with clock.step(f"{chapter.name}: g++, thread sanitizer"):
            testing.chapter_tests(chapter, ["threads"], tally, seed, "tsan", column="tsan", slow=10)
        with clock.step(f"{chapter.name}: fuzzing"):
            fuzzing(chapter, Reporter(tally, chapter.name, "fuzz"))
        if chapter.bench_program:
            with clock.step(f"{chapter.name}: the benchmark builds"):
                testing.attempt(Reporter(tally, chapter.name, "build"), "the benchmark builds",
                                lambda: testing.build_for_tests(chapter, "release"))
        with clock.step(f"{chapter.name}: exercise proofs"):
            from .exercises_proof import prove_exercises
            prove_exercises(chapter, Reporter(tally, chapter.name, "exercises"))
        with clock.step(f"{chapter.name}: clang-tidy"):
            tidy(chapter, Reporter(tally, chapter.name, "tidy"))
    with clock.step("snippets, format, Python"):
        check_snippets(Reporter(tally, "everywhere", "snippets"))
        check_format(chapters, Reporter(tally, "everywhere", "format"))
        check_python(Reporter(tally, "everywhere", "python"))


def fuzzing(chapter: Chapter, reporter: Reporter) -> None:
    if not chapter.fuzz_targets:
        return
    made: list[build.Build] = []
    if not testing.attempt(reporter, "the fuzz targets build", lambda: made.append(fuzz.prepare(chapter))):
        return
    for target in chapter.fuzz_targets:
        testing.attempt(reporter, f"{target.target}: replay", lambda: fuzz.replay(made[0], chapter, target))

    def explore(target: FuzzTarget) -> LearnError | None:
        try:
            fuzz.explore(made[0], chapter, target, FUZZ_SECONDS)
        except LearnError as error:
            return error

    # libFuzzer uses one core, so two targets at a time.
    with ThreadPoolExecutor(max_workers=2) as pool:
        for target, error in zip(chapter.fuzz_targets, pool.map(explore, chapter.fuzz_targets)):
            if error:
                reporter.failed(f"{target.target}: {FUZZ_SECONDS} s", str(error))
            else:
                reporter.passed(f"{target.target}: {FUZZ_SECONDS} s")


def check_snippets(reporter: Reporter) -> None:
    try:
        right, wrong = snippets.check()
    except LearnError as error:
        right, wrong = 0, [str(error)]
    for complaint in wrong:
        reporter.failed("snippet", complaint)
    if not wrong:
        reporter.passed(f"{right} snippets are the present source")


def sources(*suffixes: str) -> list[Path]:
    """Our own files: what git tracks, or, without git, what is not below build/ and work/."""
    root = places.root()
    if (root / ".git").exists():
        listed = processes.run_quiet(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=root)
        if listed.returncode == 0:
            files = [root / name for name in listed.stdout.split("\0") if name]
            return sorted(f for f in files if f.suffix in suffixes and f.is_file() and not f.is_symlink())
    return sorted(f for f in root.rglob("*") if f.suffix in suffixes and f.is_file() and
                  f.relative_to(root).parts[0] not in ("build", "work", ".git"))


def check_format(chapters: list[Chapter], reporter: Reporter) -> None:
    folders = [chapter.path for chapter in chapters]
    files = [f for f in sources(".hpp", ".cpp") if any(folder in f.parents for folder in folders)]
    for file in files:
        done = processes.run_quiet(["clang-format", "--dry-run", "-Werror", file])
        if done.returncode == 0:
            reporter.passed(places.shown(file))
        else:
            reporter.failed(places.shown(file), "\n".join(done.stderr.splitlines()[:6]),
                            f"clang-format -i {places.shown(file)}")


def check_python(reporter: Reporter) -> None:
    """Every Python file compiles. (Nothing is written: the launcher runs without bytecode files.)"""
    for file in sources(".py"):
        try:
            compile(file.read_text(encoding="utf-8"), str(file), "exec")
        except (SyntaxError, UnicodeDecodeError) as error:
            reporter.failed(places.shown(file), str(error))
        else:
            reporter.passed(places.shown(file))


def tidy(chapter: Chapter, reporter: Reporter) -> None:
    """clang-tidy over src/ and apps/, with the compile commands of the clang build (g++'s flags are not clang's)."""
    made = build.of(chapter, "asan")
    if not (made.dir / "compile_commands.json").exists():
        reporter.failed("clang-tidy", f"{places.shown(made.dir)} is not configured, so there is nothing to go by")
        return
    files = [f for f in sources(".cpp") if any(chapter.path / part in f.parents for part in ("src", "apps"))]
    progress = ui.Progress(f"clang-tidy {chapter.name}")

    def examine(file: Path) -> subprocess.CompletedProcess:
        return processes.run_quiet(["clang-tidy", "-p", made.dir, "--quiet", file], timeout=TIDY_SECONDS)

    with ThreadPoolExecutor(max_workers=min(os.cpu_count() or 1, 2)) as pool:
        try:
            for place, (file, done) in enumerate(zip(files, pool.map(examine, files)), 1):
                progress.update(place, len(files), file.name)
                if done.returncode == 0:
                    reporter.passed(places.shown(file))
                else:
                    reporter.failed(places.shown(file), "\n".join((done.stdout or done.stderr).splitlines()[:30]),
                                    f"clang-tidy -p {places.shown(made.dir)} {places.shown(file)}")
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    progress.finish("done")
