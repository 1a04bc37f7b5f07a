# SPDX-License-Identifier: MIT
"""What a learner has done: work/NN/.learn.json, and the state of each step drawn from it and from the files."""
import json

from . import exercises_model as model
from .errors import LearnError

FILE = ".learn.json"


def load(course):
    """The notes of this work copy: {"started": [ids], "solved": [ids], "hints": {id: how many were shown}}."""
    notes = {"started": [], "solved": [], "hints": {}}
    try:
        stored = json.loads((course.work / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return notes
    except (json.JSONDecodeError, UnicodeDecodeError, OSError):
        return notes  # a spoilt note costs a learner some hints, never the exercise
    if isinstance(stored, dict):
        notes.update({k: v for k, v in stored.items() if k in notes and isinstance(v, type(notes[k]))})
    return notes


def save(course, notes):
    """Writes the notes beside the learner's copy, where they move with it."""
    if not course.work.is_dir():
        raise LearnError(f"work/{course.number} is not there yet: ./learn start {course.number} makes it")
    (course.work / FILE).write_text(json.dumps(notes, indent=2) + "\n", encoding="utf-8")


def mark(course, step, **lists):
    """mark(course, step, solved=True, started=False): puts the step's id on these lists, or takes it off."""
    notes = load(course)
    for name, wanted in lists.items():
        ids = [i for i in notes[name] if i != step.id]
        notes[name] = ids + [step.id] if wanted else ids
    save(course, notes)


def progress(chapter):
    """{step id: 'todo' | 'started' | 'solved'} of a chapter; {} when it has no exercises.

    Started means begun to be written: fewer todo() calls of the step than it has functions.
    """
    course = chapter if isinstance(chapter, model.Course) else model.of(chapter)
    notes = load(course)
    return {step.id: _state(course, step, notes) for step in course.steps}


def _state(course, step, notes):
    if step.id in notes["solved"]:
        return "solved"
    if step.id not in notes["started"]:
        return "todo"
    left = 0
    for file in step.files:
        try:
            left += (course.work / file).read_text(encoding="utf-8", errors="replace").count(f'todo("{step.id}"')
        except OSError:
            return "started"
    return "started" if left < len(step.functions) else "todo"
