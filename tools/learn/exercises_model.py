# SPDX-License-Identifier: MIT
"""One chapter seen as exercises: course.toml's steps with their functions, tests and mutants taken apart."""
from dataclasses import dataclass
from pathlib import Path

from . import chapters, manifest, places
from .errors import LearnError


@dataclass(frozen=True)
class Mutant:
    """A plausible wrong solution. `patch` is relative to the chapter; `program` and `case` name the test that kills it."""
    patch: str
    program: str
    case: str
    mistake: str

    @property
    def name(self):
        return Path(self.patch).stem


@dataclass(frozen=True)
class Step:
    """One exercise. `functions` are (file, function name) pairs, `tests` manifest.StepTest."""
    id: str
    title: str
    minutes: int
    todo: str
    functions: tuple
    tests: tuple
    hints: tuple
    mutants: tuple

    @property
    def files(self):
        """The files the learner writes in, each once, in order."""
        return list(dict.fromkeys(file for file, _ in self.functions))

    @property
    def programs(self):
        return sorted({test.program for test in self.tests})


@dataclass(frozen=True)
class Course:
    """A chapter's exercises. `folder` is the chapter's folder; `work` the learner's copy of it."""
    number: str
    name: str
    folder: Path
    namespace: str
    steps: tuple
    chapter: manifest.Chapter

    @property
    def work(self):
        return places.root() / "work" / self.number

    def step(self, step_id):
        """The step `step_id`; LearnError naming the ones there are."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise LearnError(f"{self.name} has no step {step_id}; it has {', '.join(s.id for s in self.steps) or 'none'}.")


def course(number):
    """The Course of the chapter a user named, by its number or by a step of it ("01", "1", "01.2", "01-netrpc")."""
    return of(chapters.one(number.split(".")[0]))


def courses(numbers=()):
    """The Courses of `numbers`; without numbers, of every chapter that has steps."""
    found = [of(c) for c in chapters.chosen(list(numbers))]
    return found if numbers else [c for c in found if c.steps]


def of(chapter):
    """The Course of a manifest.Chapter (or of a chapter's folder). LearnError names a file that is not there."""
    if not isinstance(chapter, manifest.Chapter):
        chapter = manifest.load(Path(chapter))
    if chapter.steps and not chapter.namespace:
        raise LearnError(f"{places.shown(chapter.path / 'course.toml')}: chapter.namespace is missing, "
                         "and the steps need it for todo().")
    steps = tuple(_step(chapter, s) for s in chapter.steps)
    return Course(chapter.number, chapter.name, Path(chapter.path), chapter.namespace or "", steps, chapter)


def _step(chapter, step):
    at = f"{places.shown(chapter.path / 'course.toml')}: step {step.id}"
    functions = tuple(tuple(f.split("#", 1)) for f in step.functions)
    for file, name in functions:
        if not name or not (chapter.path / file).is_file():
            raise LearnError(f"{at} names the function {file}#{name}, and there is no file {file}.")
    mutants = []
    for mutant in step.mutants:
        program, case = mutant.killed_by.split()
        if not (chapter.path / mutant.patch).is_file():
            raise LearnError(f"{at} names the mutant {mutant.patch}, which is not there.")
        mutants.append(Mutant(mutant.patch, program, case, mutant.mistake))
    return Step(step.id, step.title, step.minutes, step.todo, functions, tuple(step.tests), tuple(step.hints),
                tuple(mutants))
