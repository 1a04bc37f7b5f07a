# SPDX-License-Identifier: MIT
"""Starters: a chapter's reference source with the functions of some steps blanked, and exchanging single functions."""
import contextlib
import os
import re
import shutil
from pathlib import Path

from . import ctags, places
from .errors import LearnError

SKIPPED = {".git", "build", "__pycache__", ".cache"}


def read(path):
    """A source file's text; bytes that are not UTF-8 and CR LF survive a round trip through write()."""
    with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
        return file.read()


def write(path, text):
    """Writes `text` as read() gave it."""
    with open(path, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
        file.write(text)


def statement(course, step):
    """The call that stands for a blanked body."""
    sentence = step.todo.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'::{course.namespace}::todo("{step.id}", "{sentence}");'


def blanked_files(course, steps, texts=None):
    """{relative path: text} of the reference with every function of `steps` blanked.

    `texts` are files to start from instead of the chapter's. LearnError names a function that is not there or cannot be
    blanked.
    """
    texts = dict(texts or {})
    for step in steps:
        for file, name in step.functions:
            text = texts.get(file) or read(course.folder / file)
            function = ctags.find(text, name, file, Path(file).suffix)
            ctags.check_blankable(function, file)
            texts[file] = ctags.replace(function, ctags.blanked(function, statement(course, step)))
    return {file: with_include(text, course.namespace) for file, text in texts.items()}


def definitions(folder, step):
    """{(file, name): definition} of the step's functions as they stand below `folder`."""
    found = {}
    for file, name in step.functions:
        text = read(Path(folder) / file)
        found[file, name] = ctags.find(text, name, file, Path(file).suffix).definition
    return found


def with_definitions(texts, replacements):
    """`texts` ({file: text}) with each (file, name) of `replacements` exchanged for its definition there."""
    texts = dict(texts)
    for (file, name), definition in replacements.items():
        function = ctags.find(texts[file], name, file, Path(file).suffix)
        texts[file] = ctags.replace(function, definition)
    return texts


def reblanked(course, step, folder):
    """{file: text} of the learner's files below `folder`, with this step's functions as in the starter."""
    starter = blanked_files(course, [step])
    blanks = {}
    for file, name in step.functions:
        blanks[file, name] = ctags.find(starter[file], name, file, Path(file).suffix).definition
    with in_the_copy(course):
        texts = with_definitions({file: read(folder / file) for file in step.files}, blanks)
    return {file: with_include(text, course.namespace) for file, text in texts.items()}


@contextlib.contextmanager
def in_the_copy(course):
    """Around work on the learner's files: what is not found there is a sentence that says the way out."""
    way_out = f"./learn start {course.number} makes a fresh copy and keeps yours aside."
    try:
        yield
    except FileNotFoundError as error:
        raise LearnError(f"{places.shown(error.filename)} is gone; {way_out}") from None
    except LearnError as error:
        raise LearnError(f"In {places.shown(course.work)}: {error}; {way_out}") from None


def copy_chapter(course, target):
    """Copies the chapter to `target`; links below subprojects/ then lead to the repository's chapters.

    The copies are dated now: with the chapter's dates Ninja would take objects of an earlier, edited copy for current.
    """
    shutil.copytree(course.folder, target, symlinks=True, copy_function=shutil.copy,
                    ignore=lambda _, names: SKIPPED.intersection(names))
    links = Path(target) / "subprojects"
    for link in sorted(links.iterdir()) if links.is_dir() else []:
        if link.is_symlink():
            aim = (course.folder / "subprojects" / link.name).resolve()
            link.unlink()
            link.symlink_to(os.path.relpath(aim, links.resolve()))


def keep_aside(path):
    """Moves `path` to `path.kept-N`, N the first free number, and gives the new path."""
    path = Path(path)
    n = 1
    while (kept := path.with_name(f"{path.name}.kept-{n}")).exists() or kept.is_symlink():
        n += 1
    path.rename(kept)
    return kept


def write_keeping(folder, texts):
    """Writes {file: text} below `folder`; a file that changes is first copied to FILE.kept-N. Gives the kept copies."""
    kept = []
    for file, text in texts.items():
        path = Path(folder) / file
        if path.exists():
            if read(path) == text:
                continue
            kept.append(keep_aside(path))
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, text)
    return kept


def start_all(course, steps):
    """Makes work/NN with `steps` blanked. An existing one is moved aside. Gives the path it went to, or None.

    Nothing is moved before every function of the steps is known to be blankable.
    """
    texts = blanked_files(course, steps)
    fresh = course.work.with_name(course.work.name + ".new")
    if fresh.exists():
        shutil.rmtree(fresh)
    course.work.parent.mkdir(parents=True, exist_ok=True)
    copy_chapter(course, fresh)
    for file, text in texts.items():
        write(fresh / file, text)
    kept = keep_aside(course.work) if course.work.exists() else None
    fresh.rename(course.work)
    return kept


def start_one(course, step):
    """Blanks one step again in an existing work/NN. Gives the files kept aside."""
    texts = reblanked(course, step, course.work)
    return write_keeping(course.work, texts)


def with_include(text, namespace):
    """`text` with todo.hpp included, once."""
    if re.search(rf'^[ \t]*#[ \t]*include[ \t]*["<]{re.escape(namespace)}/todo\.hpp[">]', text, re.M):
        return text
    line = f'#include "{namespace}/todo.hpp"\n'
    # Below the licence line, above everything else: there it is in no #if, whatever the file is like.
    first = re.match(r"(//[^\n]*\n)*", text)
    return text[:first.end()] + line + text[first.end():]
