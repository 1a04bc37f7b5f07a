# SPDX-License-Identifier: MIT
"""Grades submissions: takes only the steps' functions from each, and puts them into the pristine chapter.

So neither replaced tests nor other changed files matter, and one wrong step does not spoil the next: every step is
tried with the reference around it. What runs is still the submission's own code, with limits on time and memory but
without a sandbox: grade strangers' work in a machine made for that.
"""
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from . import ctags, places, ui
from . import exercises_build as build
from . import exercises_run as run
from . import exercises_starter as starter
from .errors import LearnError

SOLVED, FAILING, TODO, BROKEN, SLOW = "solved", "failing", "todo", "does not compile", "timed out"
LIMITS = run.Limits(seconds=20.0)


@dataclass(frozen=True)
class Mark:
    """One step of one submission. `green` of `cases` test cases passed; `detail` says what went wrong."""
    submission: str
    chapter: str
    step: str
    title: str
    status: str
    green: int = 0
    cases: int = 0
    detail: str = ""


def submissions(course, folder):
    """{name: folder} of what lies in `folder`: itself when it has a file of some step, else each sub-folder."""
    folder = Path(folder)
    if not folder.is_dir():
        raise LearnError(f"There is no folder {folder}.")
    files = {file for step in course.steps for file in step.files}
    if any((folder / file).is_file() for file in files):
        return {folder.resolve().name: folder}
    found = {p.name: p for p in sorted(folder.iterdir()) if p.is_dir() and not p.name.startswith(".")}
    if not found:
        raise LearnError(f"{folder} holds no submissions: neither {sorted(files)[0]} nor a folder a submission.")
    return found


def grade(course, named, limits=LIMITS, on_mark=lambda mark: None):
    """The Marks of every step of every submission in `named` ({name: folder}); `on_mark` sees each as it is made."""
    marks = []
    with build.Workspace(course) as workspace:
        try:
            workspace.compile({p for s in course.steps for p in s.programs}, ui.Progress(f"build {course.name}"))
        except build.BuildFailed as failed:
            raise LearnError("The chapter itself does not compile, so nothing can be graded:\n"
                             + build.first_errors(failed.output)) from None
        for name, folder in named.items():
            for step in course.steps:
                status, outcomes, detail = _step(course, workspace, step, folder, limits)
                marks.append(Mark(name, course.name, step.id, step.title, status, sum(o.green for o in outcomes),
                                  len(outcomes), detail))
                on_mark(marks[-1])
    return marks


def show(marks):
    """A table with a row a submission and a column a step."""
    tables = []
    for chapter in dict.fromkeys(m.chapter for m in marks):
        ours = [m for m in marks if m.chapter == chapter]
        steps = list(dict.fromkeys(m.step for m in ours))
        rows = []
        for name in dict.fromkeys(m.submission for m in ours):
            own = {m.step: m for m in ours if m.submission == name}
            solved = sum(m.status == SOLVED for m in own.values())
            rows.append([name, *(own[s].status for s in steps), f"{solved}/{len(steps)}"])
        tables.append(ui.table([chapter, *steps, "solved"], rows))
    return "\n\n".join(tables)


def as_json(marks):
    """A JSON document: a list of objects with Mark's fields."""
    return json.dumps([asdict(m) for m in marks], indent=2, ensure_ascii=False) + "\n"


def as_junit(marks):
    """JUnit XML: a testsuite a submission and chapter, a testcase a step, a failure for whatever is not solved."""
    out = ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>"]
    for name, chapter in dict.fromkeys((m.submission, m.chapter) for m in marks):
        ours = [m for m in marks if (m.submission, m.chapter) == (name, chapter)]
        bad = sum(m.status != SOLVED for m in ours)
        out.append(f'  <testsuite name={_attribute(f"{chapter} {name}")} tests="{len(ours)}" failures="{bad}">')
        for m in ours:
            case = f'classname={_attribute(f"{chapter}.{name}")} name={_attribute(f"{m.step} {m.title}")}'
            if m.status == SOLVED:
                out.append(f"    <testcase {case}/>")
            else:
                message = f"{m.status}, {m.green} of {m.cases} cases green"
                out.append(f"    <testcase {case}><failure type={_attribute(m.status)} message={_attribute(message)}>"
                           f"{escape(_printable(m.detail))}</failure></testcase>")
        out.append("  </testsuite>")
    return "\n".join(out + ["</testsuites>"]) + "\n"


def _step(course, workspace, step, folder, limits):
    """(status, outcomes, detail) of one step."""
    try:
        theirs = _take(step, folder)
    except FileNotFoundError as error:
        return TODO, [], f"there is no file {Path(error.filename).relative_to(folder)}"
    except (LearnError, OSError) as error:
        return BROKEN, [], str(error)
    blank = f"{{ {starter.statement(course, step)} }}"
    if any(body == blank for _, body in theirs.values()):
        return TODO, [], "not written yet"
    texts = {file: starter.read(course.folder / file) for file in step.files}
    texts = starter.with_definitions(texts, {key: whole for key, (whole, _) in theirs.items()})
    # A half-written function may still call todo().
    workspace.swap({file: starter.with_include(text, course.namespace) for file, text in texts.items()})
    try:
        found = workspace.compile(step.programs)
    except build.BuildFailed as failed:
        return BROKEN, [], (build.first_errors(failed.output)
                            + "\n(only the step's functions are taken: helpers must live inside them)")
    try:
        outcomes = run.run_tests(found, step.tests, limits)
    except LearnError as error:
        return FAILING, [], str(error)
    return _status(step, outcomes), outcomes, "\n".join(_sentence(o) for o in outcomes if not o.green)


def _take(step, folder):
    """{(file, name): (definition, body)} of a submission's functions."""
    taken = {}
    for file, name in step.functions:
        function = ctags.find(starter.read(Path(folder) / file), name, file, Path(file).suffix)
        taken[file, name] = (function.definition, function.body)
    return taken


def _status(step, outcomes):
    if all(o.green for o in outcomes):
        return SOLVED
    if any(o.state == run.TIMED_OUT for o in outcomes):
        return SLOW
    red = [o for o in outcomes if not o.green]
    return TODO if all(o.todo == step.id for o in red) else FAILING


def _sentence(outcome):
    text = run.explain(outcome)
    return f"{outcome.case}: {outcome.detail}" + (f"\n{text}" if text else "")


def _printable(text):
    """XML has no place for most control characters, not even escaped."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "�", text)


def _attribute(text):
    return quoteattr(_printable(text))


def write_reports(marks, junit=None, json_=None):
    """Writes the files asked for. LearnError when one cannot be written."""
    for path, make in ((junit, as_junit), (json_, as_json)):
        if path:
            try:
                Path(path).write_text(make(marks), encoding="utf-8", errors="replace")
            except OSError as error:
                raise LearnError(f"{places.shown(Path(path))} cannot be written: {error.strerror}.") from None
