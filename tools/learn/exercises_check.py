# SPDX-License-Identifier: MIT
"""start, check, hint and solve: what a learner does with one chapter's copy in work/NN."""
import difflib
import os

from . import exercises_build as build
from . import exercises_progress as notes
from . import exercises_run as run
from . import exercises_starter as starter
from . import places, ui
from .errors import LearnError

COLOURS = {run.PASSED: "green", run.TODO: "yellow"}
OUTPUT_LINES = 40


def start(course, step=None):
    """Makes work/NN with every step (or `step`) blanked; what is there already is kept aside, and said so."""
    if step is None or not course.work.exists():
        steps = [step] if step else list(course.steps)
        kept = starter.start_all(course, steps)
        if kept:
            ui.say(f"Your earlier work is kept in {places.shown(kept)}.")
    else:
        steps = [step]
        _say_kept(starter.start_one(course, step))
    for s in steps:
        notes.mark(course, s, started=True, solved=False)
    for s in steps:
        ui.say(f"{s.id}  {s.title}" + (f"  ({s.minutes} min)" if s.minutes else ""))
        for file, name in s.functions:
            ui.say(f"      {places.shown(course.work / file)}: {name}")
    first = steps[0].id
    ui.say(f"Write the first, then: ./learn check {first}   (stuck? ./learn hint {first})")


def check(course, step, limits=run.Limits()):
    """Builds the learner's copy and runs the step's cases. True when all are green."""
    _need_work(course)
    ui.say(ui.paint(f"{step.id}  {step.title}", "bold"))
    if step.id not in notes.load(course)["solved"]:
        ui.say(f"Red is expected until you have written it: a test that meets an unwritten function ends there with "
               f"`todo: {step.id}`.")
    folder = places.build() / f"work-{course.number}"
    build.configure(course.work, folder, debug=True)
    build.notice_changes(course.work, folder, {file for s in course.steps for file in s.files})
    names = step.programs
    try:
        found = build.compile_programs(folder, names, ui.Progress(f"building {', '.join(names)}"))
    except build.BuildFailed as failed:
        ui.say("It does not compile yet. The compiler says:")
        ui.say(_readable(build.first_errors(failed.output), course, folder))
        return False
    outcomes = run.run_tests(found, step.tests, limits)
    for outcome in outcomes:
        _show(outcome, step)
    return _verdict(course, step, outcomes)


def hint(course, step, level=None):
    """Shows the hints up to the next one not seen yet, or up to `level` (1 the gentlest)."""
    _need_work(course)
    state = notes.load(course)
    seen = state["hints"].get(step.id, 0)
    upto = min(level or seen + 1, len(step.hints))
    for i in range(upto):
        if level or i + 1 == upto:
            ui.say(f"{step.id}  hint {i + 1} of {len(step.hints)}: {step.hints[i]}")
    if not level and seen >= len(step.hints):
        ui.say(f"That was the last one. ./learn solve {step.id} shows the answer.")
    state["hints"][step.id] = max(seen, upto)
    notes.save(course, state)


def solve(course, step, diff=False):
    """Puts the reference's functions into the learner's copy; changed files are kept aside first."""
    _need_work(course)
    answers = starter.definitions(course.folder, step)
    with starter.in_the_copy(course):
        before = {file: starter.read(course.work / file) for file in step.files}
        after = starter.with_definitions(before, answers)
    _say_kept(starter.write_keeping(course.work, after))
    for file, name in step.functions:
        ui.say(f"{places.shown(course.work / file)}: {name} is now the reference's.")
    if diff:
        for file in step.files:
            ui.say("".join(difflib.unified_diff(before[file].splitlines(True), after[file].splitlines(True),
                                                f"yours/{file}", f"reference/{file}")))
    ui.say(f"Read it, then try it: ./learn check {step.id}. To write it once more yourself: ./learn start {step.id}")


def _show(outcome, step):
    label = ui.paint(f"{outcome.state:7}", COLOURS.get(outcome.state, "red"))
    other = f"   (waits for step {outcome.todo})" if outcome.todo and outcome.todo != step.id else ""
    ui.say(f"  {label} {outcome.case}{other}")
    if outcome.state not in (run.PASSED, run.TODO):
        text = run.explain(outcome).splitlines()
        if outcome.state != run.FAILED:
            text.append(outcome.detail)
        if len(text) > OUTPUT_LINES:
            text = text[:OUTPUT_LINES] + [f"(and {len(text) - OUTPUT_LINES} more lines)"]
        ui.say("\n".join("          " + line for line in text))


def _verdict(course, step, outcomes):
    green = sum(o.green for o in outcomes)
    if green == len(outcomes):
        notes.mark(course, step, solved=True, started=True)
        ui.say(ui.paint(f"All {green} green. Well done: step {step.id} is solved.", "green"))
        ids = [s.id for s in course.steps]
        state = notes.progress(course)
        left = [i for i in ids if state[i] != "solved"]
        ui.say(f"Next: {left[0]}" if left else f"That was the last step of {course.name}.")
        return True
    notes.mark(course, step, solved=False)
    todo = sum(o.state == run.TODO for o in outcomes)
    ui.say(f"{green} of {len(outcomes)} green" + (f", {todo} not written yet" if todo else "") + ".")
    if outcomes[-1].state == run.TIMED_OUT:
        ui.say("The rest was not run: a case that does not end is the one to look at first.")
    return False


def _readable(text, course, folder):
    """Ninja's paths are relative to the build folder; a learner's are relative to where ./learn lies."""
    relative = os.path.relpath(course.work.resolve(), folder.resolve())
    return text.replace(relative + "/", places.shown(course.work) + "/")


def _say_kept(kept):
    for path in kept:
        ui.say(f"Yours is kept in {places.shown(path)}.")


def _need_work(course):
    if not course.work.is_dir():
        raise LearnError(f"work/{course.number} is not there yet: ./learn start {course.number} makes it")
