# SPDX-License-Identifier: MIT
"""./learn tour: builds what a chapter's demonstration needs, and no more, then gives it the stage."""

import importlib.util
import time

from . import build, chapters, packages, ui
from .errors import LearnError
from .manifest import Chapter
from .stage import Stage


def prepare(chapter: Chapter) -> build.Build:
    """The programs and the real peers of a chapter, built without any of its tests."""
    made = build.of(chapter, "tour")
    made.configure()
    if chapter.tour_targets:
        wanted = set(chapter.tour_targets)
        targets = made.outputs(lambda path, target: target["name"] in wanted)
        unknown = wanted - {target["name"] for target in made.introspect("targets")}
        if unknown:
            raise LearnError(f"{chapter.name}/course.toml: tour.targets names {', '.join(sorted(unknown))}, "
                             "which the chapter does not build.")
    else:
        targets = made.outputs(lambda path, target: path.startswith(("apps/", "tests/oracle/")))
    made.compile(targets)
    return made


def demonstration(chapter: Chapter):
    """The `tour` function of the chapter's tour.py."""
    if not chapter.tour_script:
        raise LearnError(f"{chapter.name} has no tour: its course.toml names no tour.script.")
    path = chapter.path / chapter.tour_script
    if not path.exists():
        raise LearnError(f"{chapter.name}: the tour's script {chapter.tour_script} is not there.")
    spec = importlib.util.spec_from_file_location(f"tour_{chapter.number}", path)
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except SyntaxError as error:
        raise LearnError(f"{chapter.name}/{chapter.tour_script}, line {error.lineno}: {error.msg}.") from None
    if not callable(getattr(module, "tour", None)):
        raise LearnError(f"{chapter.name}/{chapter.tour_script} defines no tour(stage).")
    return module.tour


def perform(chapter: Chapter, made: build.Build) -> list[str]:
    """Runs one tour to its end. Returns what went wrong in it."""
    play = demonstration(chapter)
    with Stage(chapter, made) as stage:
        try:
            play(stage)
        except LearnError as error:
            stage.expect(False, str(error))
        if not stage.expected:
            stage.expect(False, f"{chapter.tour_script} checks nothing: it never called stage.expect")
        return stage.failures


def command(args) -> int:
    """./learn tour. Returns the exit status."""
    selected = chapters.chosen(args.chapters)
    if not args.chapters:
        selected = [chapter for chapter in selected if chapter.tour_script]
    packages.ensure(selected, ["build", "peer"])
    wrong: list[str] = []
    started = time.monotonic()
    for chapter in selected:
        wrong += [f"{chapter.name}: {failure}" for failure in perform(chapter, prepare(chapter))]
    ui.say()
    for failure in wrong:
        ui.say(ui.paint("✗ " + failure, "red"))
    seconds = time.monotonic() - started
    if wrong:
        ui.say(ui.paint(f"The tour went wrong in {len(wrong)} place{'s' * (len(wrong) > 1)} ({seconds:.0f} s).", "red", "bold"))
        return 1
    ui.say(ui.paint(f"The tour is over; everything in it held ({seconds:.0f} s).", "green", "bold"))
    return 0
