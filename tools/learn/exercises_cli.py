# SPDX-License-Identifier: MIT
"""The commands of the exercises: start, check, hint, solve, grade, mutants."""
import argparse
import re
from pathlib import Path

from . import exercises_build as build
from . import exercises_check as check
from . import exercises_grade as grade
from . import exercises_model as model
from . import exercises_run as run
from . import mutants, packages, ui
from .errors import LearnError


# The peers too: a chapter with its tests on cannot even be configured without them.
NEEDED = ["build", "test", "peer", "exercises"]


def register(subparsers):
    """Adds the commands to the launcher's parser; each sets `run`, a function of the arguments that gives the exit status."""
    p = _add(subparsers, "start", _start, "make your copy of a chapter, with functions for you to write",
             "Copies the chapter to work/NN and empties the functions of all its steps (NN) or of one (NN.S). "
             "Work of yours that stands in the way is kept aside, and you are told where.")
    p.add_argument("step", metavar="NN or NN.S")
    p = _add(subparsers, "check", _check, "build your copy and run a step's tests",
             "Status 0 when all are green. Red is expected until you have written the step.")
    p.add_argument("step", metavar="NN or NN.S")
    _limits(p, 60)
    p = _add(subparsers, "hint", _hint, "show the next hint of a step",
             "Three a step: the idea, the place, and nearly the code.")
    p.add_argument("step", metavar="NN.S")
    p.add_argument("--level", type=int, choices=(1, 2, 3), help="show all up to this one")
    p = _add(subparsers, "solve", _solve, "put a step's answer into your copy",
             "Your own file is kept aside as FILE.kept-N.")
    p.add_argument("step", metavar="NN.S")
    p.add_argument("--diff", action="store_true", help="show what changed")
    p = _add(subparsers, "grade", _grade, "grade your work, or a folder of submissions",
             "Grades work/NN, or FOLDER: a submission, or a folder with one sub-folder a submission. Only the steps' "
             "functions are taken from a submission. Status 0 when every step of every submission is solved.")
    p.add_argument("what", nargs="*", metavar="FOLDER or NN")
    p.add_argument("--junit", metavar="FILE", help="write JUnit XML")
    p.add_argument("--json", metavar="FILE", help="write JSON")
    _limits(p, 20)
    p = _add(subparsers, "mutants", _mutants, "show that the tests catch plausible mistakes",
             "The kill table: every mutant is built, and the test it names must turn red.")
    p.add_argument("chapters", nargs="*", metavar="NN or NN.S")
    _limits(p, 20)


def _add(subparsers, name, function, help_, description):
    parser = subparsers.add_parser(name, help=help_, description=description)
    parser.set_defaults(run=function)
    return parser


def _limits(parser, seconds):
    parser.add_argument("--seconds", type=_positive, default=seconds, metavar="S",
                        help=f"time limit of one test case (default {seconds})")
    parser.add_argument("--megabytes", type=_positive, default=4096, metavar="M",
                        help="memory limit of one test case, as address space (default 4096)")


def _positive(text):
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 1e9:
        raise argparse.ArgumentTypeError(f"{text} is not a number above 0")
    return value


def _limits_of(arguments):
    return run.Limits(arguments.seconds, int(arguments.megabytes) << 20)


def _start(arguments):
    course, steps = _chosen(arguments.step)
    packages.ensure([course.chapter], NEEDED)
    check.start(course, None if len(steps) != 1 or "." not in arguments.step else steps[0])
    return 0


def _check(arguments):
    course, steps = _chosen(arguments.step)
    packages.ensure([course.chapter], NEEDED)
    results = [check.check(course, step, _limits_of(arguments)) for step in steps]
    return 0 if all(results) else 1


def _hint(arguments):
    course, step = _one(arguments.step)
    check.hint(course, step, arguments.level)
    return 0


def _solve(arguments):
    course, step = _one(arguments.step)
    packages.ensure([course.chapter], ["exercises"])
    check.solve(course, step, arguments.diff)
    return 0


def _grade(arguments):
    numbers = [w for w in arguments.what if re.fullmatch(r"\d\d?(-[\w-]+)?", w) and not Path(w).is_dir()]
    folders = [w for w in arguments.what if w not in numbers]
    courses = model.courses(numbers)
    if folders and len(courses) != 1:
        raise LearnError("Which chapter are these submissions for? Say its number too: ./learn grade FOLDER NN")
    if not folders:
        missing = [c.number for c in courses if not c.work.is_dir()]
        if numbers and missing:
            raise LearnError(f"There is no work/{missing[0]} to grade; ./learn start {missing[0]} makes it.")
        courses = [c for c in courses if c.work.is_dir()]
    if not courses:
        raise LearnError("There is nothing to grade yet: ./learn start 01 makes your copy of chapter 01.")
    packages.ensure([c.chapter for c in courses], NEEDED)
    marks = []
    for course in courses:
        named = {}
        for folder in folders or [course.work]:
            named.update(grade.submissions(course, folder))
        marks += grade.grade(course, named, _limits_of(arguments),
                             lambda m: ui.note(f"{m.submission} {m.step}: {m.status}"))
    for m in marks:
        if m.status not in (grade.SOLVED, grade.TODO):
            ui.say(f"{m.submission} {m.step} {m.status}:\n" + "\n".join(f"    {line}" for line in m.detail.splitlines()[:12]))
    ui.say(grade.show(marks))
    grade.write_reports(marks, arguments.junit, arguments.json)
    return 0 if all(m.status == grade.SOLVED for m in marks) else 1


def _mutants(arguments):
    rows = []
    chosen = [_chosen(word) for word in arguments.chapters] or [(c, list(c.steps)) for c in model.courses()]
    packages.ensure([course.chapter for course, _ in chosen], NEEDED)
    for course, steps in chosen:
        with build.Workspace(course) as workspace:
            rows += mutants.kill_table(workspace, steps, _limits_of(arguments),
                                       lambda row: ui.note(f"{row.step} {row.mutant}: {row.verdict}"))
    if not rows:
        raise LearnError("No step has a mutant here.")
    ui.say(mutants.show(rows))
    for row in rows:
        if not row.killed:
            ui.say(f"{row.step} {row.mutant}: {row.verdict}")
    return 0 if all(row.killed for row in rows) else 1


def _chosen(word):
    """(course, steps) for `01` (all of them) or `01.2`."""
    course = model.course(word)
    if not course.steps:
        raise LearnError(f"{course.name} has no exercises.")
    if "." not in word:
        return course, list(course.steps)
    number, _, step = word.partition(".")
    return course, [course.step(f"{course.number}.{step}")]


def _one(word):
    if "." not in word:
        raise LearnError(f"Which step of chapter {word}? They read like {word}.1")
    course, steps = _chosen(word)
    return course, steps[0]
