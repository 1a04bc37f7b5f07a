# SPDX-License-Identifier: MIT
"""Running a chapter's tests with Meson and entering each case in the tally."""

import os
import random
import re
import shlex
from pathlib import Path

from . import build, junit, manifest, packages, places, processes, ui
from .errors import LearnError
from .manifest import Chapter
from .results import FAILED, PASSED, Reporter, Result, Tally

QUICK = ["unit", "golden"]
ALL = ["unit", "golden", "peer", "differential", "threads"]

# A sanitizer that only prints lets a test pass: each must end the program.
SANITIZERS = {
    "ASAN_OPTIONS": "abort_on_error=0:detect_stack_use_after_return=1:strict_string_checks=1",
    "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1",
    "TSAN_OPTIONS": "second_deadlock_stack=1",
}


def choose_seed(asked: int | None) -> int:
    """The seed random tests start from (they read RPC_ANATOMY_SEED), printed so that a failure can be had again."""
    seed = asked if asked is not None else random.SystemRandom().randrange(1, 2**31)
    ui.say(f"random tests use the seed {seed} (again: --seed {seed})")
    return seed


def run_suites(made: build.Build, chapter: Chapter, suites: list[str], tally: Tally, seed: int, *, column: str | None = None,
               slow: int = 1) -> None:
    """Runs the tests of these suites in a built folder. `column` names them all alike in the table (asan, tsan);
    `slow` stretches Meson's timeouts. A program that is in no suite we know is not left out silently."""
    tests = {test["name"]: test for test in made.introspect("tests")}
    known = {name: _suites(test) for name, test in tests.items()}
    for name, own in known.items():
        if not set(own) & set(ALL):
            raise LearnError(f"{chapter.name}: the test {name} is in none of the suites {', '.join(ALL)}.")
    wanted = {name: next(s for s in ALL if s in own) for name, own in known.items() if set(own) & set(suites)}
    if not wanted:
        return
    _forget_old_results(made, tests)
    _meson_test(made, suites, seed, slow)
    runs = {run.name: run for run in junit.read(made.dir / "meson-logs")}
    for name, suite in wanted.items():
        if name not in runs:
            tally.add(Result(chapter.name, column or suite, name, FAILED, "did not run; see " + places.shown(made.log)))
            continue
        for case in runs[name].results():
            title = f"{name} {case.name}".rstrip()
            message = case.message
            tally.add(Result(chapter.name, column or suite, title, case.outcome, message,
                             _again(tests[name], case.name, seed) if case.outcome != PASSED else ""))


def _suites(test: dict) -> list[str]:
    """Meson gives project:suite."""
    return [suite.split(":")[-1] for suite in test["suite"]]


def _forget_old_results(made: build.Build, tests: dict) -> None:
    """A program that crashes writes no XML; Meson would read the one of an earlier, better day."""
    for name, test in tests.items():
        Path(test.get("workdir") or made.dir, f"{name}.xml").unlink(missing_ok=True)
    for old in (made.dir / "meson-logs").glob("testlog*"):
        old.unlink()


def _meson_test(made: build.Build, suites: list[str], seed: int, slow: int) -> None:
    progress = ui.Progress(f"test {made.dir.name}")

    def on_line(line: str) -> None:
        match = re.match(r"\s*(\d+)/(\d+) (.*?)\s{2,}", line)
        if match:
            progress.update(int(match[1]), int(match[2]), match[3].split(" / ")[-1])

    command = ["meson", "test", "-C", made.dir, "--no-rebuild", "--timeout-multiplier", str(slow), "--num-processes",
               str(min(os.cpu_count() or 1, 4))]
    for suite in suites:
        command += ["--suite", suite]
    processes.run_logged(command, made.log, on_line, append=True,
                         env={"RPC_ANATOMY_SEED": str(seed), **SANITIZERS})
    progress.finish("done")


def _again(test: dict, case: str, seed: int) -> str:
    """A line that runs this one case again, by hand, with the same seed."""
    words = [f"{key}={value}" for key, value in test.get("env", {}).items() if not key.startswith("MALLOC_")]
    words.append(f"RPC_ANATOMY_SEED={seed}")
    words += [places.shown(word) for word in test["cmd"]]
    if case:
        words.append(f"--gtest_filter={case}")
    return " ".join(shlex.quote(word) if not re.match(r"\w+=", word) else word for word in words)


def attempt(reporter: Reporter, name: str, work) -> bool:
    """Does one piece of `work`, which raises LearnError to fail; either way it is entered as `name`."""
    try:
        work()
    except LearnError as error:
        reporter.failed(name, str(error))
        return False
    reporter.passed(name)
    return True


def build_for_tests(chapter: Chapter, flavour: str, suites: list[str] = ALL) -> build.Build:
    """Builds what these suites run and depend on; for all suites, everything there is."""
    made = build.of(chapter, flavour)
    made.configure()
    if set(suites) == set(ALL):
        made.compile()
    else:
        targets = _programs_of(made, suites)
        if targets:
            made.compile(targets)
    return made


def _programs_of(made: build.Build, suites: list[str]) -> list[str]:
    """The outputs, as paths inside the build folder, that the tests of these suites need."""
    needed: set[str] = set()
    for test in made.introspect("tests"):
        if set(_suites(test)) & set(suites):
            needed |= {test["cmd"][0], *test.get("depends", [])}
    return made.outputs(lambda path, target: target["id"] in needed or str(made.dir / path) in needed)


def chapter_tests(chapter: Chapter, suites: list[str], tally: Tally, seed: int, flavour: str = "", **options) -> None:
    """Builds one chapter alone and runs its suites. A build that fails is one failure; other chapters go on."""
    made: list[build.Build] = []
    reporter = Reporter(tally, chapter.name, "build")
    if attempt(reporter, f"{chapter.name}{'-' * bool(flavour)}{flavour} builds alone",
               lambda: made.append(build_for_tests(chapter, flavour, suites))):
        attempt_quietly(reporter, "its tests run", lambda: run_suites(made[0], chapter, suites, tally, seed, **options))


def attempt_quietly(reporter: Reporter, name: str, work) -> None:
    """As `attempt`, but success is no result of its own: the work enters its own."""
    try:
        work()
    except LearnError as error:
        reporter.failed(name, str(error))


def check_manifest(chapter: Chapter, tally: Tally) -> None:
    reporter = Reporter(tally, chapter.name, "course")
    wrong = manifest.missing_files(chapter)
    for sentence in wrong:
        reporter.failed("course.toml", sentence)
    if not wrong:
        reporter.passed("course.toml")


def build_together(tally: Tally) -> None:
    def work() -> None:
        top = build.together()
        top.configure()
        top.compile()

    attempt(Reporter(tally, "together", "build"), "all chapters build as one project", work)


def own_tests(tally: Tally) -> None:
    """The launcher's own unittest suite, in a Python of its own."""
    from . import selftest
    selftest.run(Reporter(tally, "tools/learn", "unit"))


def command(args) -> int:
    """./learn test. Returns the exit status."""
    from . import chapters, full
    selected = chapters.chosen(args.chapters)
    seed = choose_seed(args.seed)
    tally = Tally(allow_skips=args.allow_skips)
    clock = full.Clock()
    suites = QUICK if args.quick else ALL
    with clock.step("packages"):
        # The peers also for --quick: a chapter with its tests on cannot be configured without them. The launcher's own
        # tests make exercises, so they want what exercises want.
        classes = ["build", "test", "peer"] + ([] if args.chapters else ["exercises"]) + (["full", "bench"] if args.full else [])
        packages.ensure(selected, classes)
    for chapter in selected:
        check_manifest(chapter, tally)
        with clock.step(f"{chapter.name}: build and test"):
            chapter_tests(chapter, suites, tally, seed)
    if not args.chapters:
        with clock.step("all chapters in one build"):
            build_together(tally)
        with clock.step("tools/learn's own tests"):
            own_tests(tally)
    if args.full:
        full.run(selected, tally, seed, clock)
    ui.say()
    if args.full:
        ui.say("where the time went\n" + clock.table() + "\n")
    if tally.count(FAILED):
        ui.say(f"random tests used the seed {seed} (again: --seed {seed})\n")
    ui.say(tally.summary())
    return 0 if tally.ok else 1
