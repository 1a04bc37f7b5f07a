# SPDX-License-Identifier: MIT
"""Proves a chapter's exercises: starters compile, red is red by todo, earlier steps stay green, mutants die.

One build folder a chapter, files swapped in place: a step costs a compile or two and a link.
"""
from . import exercises_build as build
from . import exercises_model as model
from . import exercises_run as run
from . import exercises_starter as starter
from . import mutants, ui
from .errors import LearnError

LIMITS = run.Limits(seconds=60.0)


def prove_exercises(chapter, reporter, limits=LIMITS, mutant_limits=mutants.LIMITS):
    """Reports one fact after the other to `reporter`: passed(name) or failed(name, why). Raises nothing a user causes.

    `chapter` is a manifest.Chapter or a chapter's folder.
    """
    try:
        course = model.of(chapter)
        if not course.steps:
            return
        with build.Workspace(course) as workspace:
            _Proof(course, workspace, reporter, limits, mutant_limits).run()
    except LearnError as error:
        reporter.failed("exercises", str(error))


class _Proof:
    def __init__(self, course, workspace, reporter, limits, mutant_limits):
        self.course, self.workspace, self.reporter = course, workspace, reporter
        self.limits, self.mutant_limits = limits, mutant_limits
        self.progress = ui.Progress(f"prove {course.name}")

    def run(self):
        if self._reference():
            self._everything_else()
        self.progress.finish("done")

    def _passed(self, fact):
        self.progress.show(fact)
        self.reporter.passed(fact)

    def _failed(self, fact, why):
        self.reporter.failed(fact, why, f"./learn mutants {self.course.number}" if " mutant " in fact else "")

    def _everything_else(self):
        for n, step in enumerate(self.course.steps):
            self._step(step, self.course.steps[:n])
        self._everything_blanked()
        self._mutants()

    def _reference(self):
        """Without a reference that builds nothing else says anything; without a green one a step may still be tried."""
        self.workspace.restore()
        programs = {p for s in self.course.steps for p in s.programs}
        try:
            found = self.workspace.compile(programs, ui.Progress(f"build {self.course.name}"))
        except LearnError as error:
            self._failed("the reference compiles", _why(error))
            return False
        self._passed("the reference compiles")
        for step in self.course.steps:
            self._green(f"{step.id} is green on the reference", found, [step])
        return True

    def _step(self, step, earlier):
        compiles = f"{step.id} starter compiles"
        try:
            self.workspace.swap(starter.blanked_files(self.course, [step]))
            found = self.workspace.compile({p for s in [step, *earlier] for p in s.programs})
        except LearnError as error:
            self._failed(compiles, _why(error))
            return
        self._passed(compiles)
        self._red_by_todo(step, found)
        if earlier:
            self._green(f"{step.id} starter leaves the earlier steps green", found, earlier)

    def _red_by_todo(self, step, found):
        fact = f"{step.id} starter is red by todo"
        try:
            outcomes = run.run_tests(found, step.tests, self.limits)
        except LearnError as error:
            self._failed(fact, str(error))
            return
        wrong = [o for o in outcomes if not o.green and o.todo != step.id]
        if wrong:
            self._failed(fact, "red, but not by todo: "
                                 + "; ".join(f"{o.case} ({o.detail})" for o in wrong))
        elif all(o.green for o in outcomes):
            self._failed(fact, f"step {step.id} is green before it is solved: no case of its tests reaches the "
                                 "functions it blanks")
        else:
            self._passed(fact)

    def _green(self, fact, found, steps):
        tests = [t for s in steps for t in s.tests]
        try:
            if run.all_green(found, tests, self.limits):
                self._passed(fact)
                return
            red = [o for o in run.run_tests(found, tests, self.limits) if not o.green]
        except LearnError as error:
            self._failed(fact, str(error))
            return
        if red:
            self._failed(fact, "; ".join(
                f"{o.case} is red ({o.todo and f'it reaches the todo of {o.todo}' or o.detail})" for o in red))
        else:
            self._passed(fact)

    def _everything_blanked(self):
        fact = "the starter of all steps compiles"
        try:
            self.workspace.swap(starter.blanked_files(self.course, self.course.steps))
            self.workspace.compile({p for s in self.course.steps for p in s.programs})
            self._passed(fact)
        except LearnError as error:
            self._failed(fact, _why(error))

    def _mutants(self):
        def on_row(row):
            fact = f"{row.step} mutant {row.mutant} is killed by {row.killer}"
            if row.killed:
                self._passed(fact)
            else:
                self._failed(fact, f"{row.verdict} ({row.mistake})")
        mutants.kill_table(self.workspace, self.course.steps, self.mutant_limits, on_row)


def _why(error):
    """A compile error with the compiler's words; anything else is a sentence already."""
    return build.first_errors(error.output) if isinstance(error, build.BuildFailed) else str(error)
