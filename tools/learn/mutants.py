# SPDX-License-Identifier: MIT
"""The kill table: each mutant is a plausible wrong solution, and the test it names must tell it from the right one."""
from dataclasses import dataclass

from . import exercises_build as build
from . import exercises_patch as patch
from . import exercises_run as run
from . import exercises_starter as starter
from . import ui
from .errors import LearnError

KILLED = "killed"
HOW = {run.FAILED: "assertion", run.CRASHED: "crash", run.TIMED_OUT: "timeout", run.TODO: "todo"}
# A mutant may loop for ever; the reference takes milliseconds.
LIMITS = run.Limits(seconds=20.0)


@dataclass(frozen=True)
class Row:
    """One line of the table. `verdict` is KILLED, or the reason why this mutant proves nothing."""
    step: str
    mutant: str
    mistake: str
    killer: str
    verdict: str
    how: str = ""

    @property
    def killed(self):
        return self.verdict == KILLED


def kill_table(workspace, steps, limits=LIMITS, on_row=lambda row: None):
    """The Row of every mutant of `steps`, tried one by one in `workspace`; `on_row` sees each as it is done."""
    rows = []
    workspace.restore()
    programs = sorted({m.program for s in steps for m in s.mutants})
    problems, found = {}, {}
    for name in programs:
        try:
            found.update(workspace.compile([name], ui.Progress(f"build {name}")))
        except build.BuildFailed as failed:
            problems[name] = f"the reference does not compile: {_one_line(failed.output)}"
        except LearnError as error:
            problems[name] = str(error)
    # All judges are tried on the reference while it stands built, so that each mutant costs one compile, not two.
    unfit = {m: _unfit(m, found, problems, limits) for s in steps for m in s.mutants}
    for step in steps:
        for mutant in step.mutants:
            verdict, how = (unfit[mutant], "") if unfit[mutant] else _trial(workspace, mutant, limits)
            rows.append(Row(step.id, mutant.name, mutant.mistake, f"{mutant.program} {mutant.case}", verdict, how))
            on_row(rows[-1])
    workspace.restore()
    return rows


def show(rows):
    """The table as text, and a last line with the count."""
    lines = [[r.step, r.mutant, r.mistake, r.killer, f"{r.verdict} ({r.how})" if r.how else r.verdict] for r in rows]
    killed = sum(r.killed for r in rows)
    return (ui.table(["step", "mutant", "mistake", "test that kills it", "verdict"], lines)
            + f"\n{killed} of {len(rows)} mutants killed")


def _unfit(mutant, found, problems, limits):
    """Why the named test cannot judge this mutant, or ''. The reference must be built."""
    if mutant.program in problems:
        return problems[mutant.program]
    program = found[mutant.program]
    try:
        if run.cases(program, mutant.case, limits) != [mutant.case]:
            return f"there is no test {mutant.case} in {mutant.program}"
    except LearnError as error:
        return str(error)
    reference = run.run_case(program, mutant.case, limits)
    return "" if reference.green else f"{mutant.case} is red on the reference: {reference.detail}"


def _trial(workspace, mutant, limits):
    """(verdict, how it died) of one mutant whose test is known to be green on the reference."""
    folder = workspace.course.folder
    try:
        changed = patch.apply(starter.read(folder / mutant.patch), lambda file: _read(folder, file), mutant.patch)
    except LearnError as error:
        return str(error), ""
    workspace.swap(changed)
    try:
        program = workspace.compile([mutant.program])[mutant.program]
    except build.BuildFailed as failed:
        return f"does not compile: {_one_line(failed.output)}", ""
    outcome = run.run_case(program, mutant.case, limits)
    if outcome.green:
        return "SURVIVED", ""
    if outcome.state == run.SKIPPED:
        return f"{mutant.case} skips itself on it, which is no kill", ""
    return KILLED, HOW[outcome.state]


def _read(folder, file):
    try:
        return starter.read(folder / file)
    except OSError:
        raise LearnError(f"the patch does not apply: there is no file {file}") from None


def _one_line(output):
    return build.first_errors(output, count=1, context=1).splitlines()[0]
