# SPDX-License-Identifier: MIT
"""Applies a unified diff to text, strictly: every context and removed line must stand in the file exactly.

Line numbers may drift (the nearest place that fits is taken), because chapters change under their mutants. Written here
so that neither `patch` nor `git` is needed on a learner's machine.
"""
import re

from .errors import LearnError


def apply(patch, read, name="the patch"):
    """{relative path: new text} for unified diff text `patch`; `read(path)` gives a file's text.

    Raises LearnError when it changes nothing or a hunk does not fit.
    """
    changed, lines, path, i = {}, _lines(patch), None, 0
    while i < len(lines):
        if lines[i].startswith("+++ "):
            path = re.sub(r"^[ab]/", "", lines[i][4:].split("\t")[0].strip())
        header = re.match(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", lines[i])
        i += 1
        if not header:
            continue
        if not path or path == "/dev/null":
            raise LearnError(f"{name} does not apply: it has a hunk without a file, or deletes one")
        old, new = [], []
        old_left, new_left = (int(n) if n is not None else 1 for n in (header.group(2), header.group(4)))
        while i < len(lines) and (len(old) < old_left or len(new) < new_left):
            mark, rest = lines[i][:1], lines[i][1:]
            if lines[i + 1:i + 2] and lines[i + 1].startswith("\\"):
                rest = rest.rstrip("\n")  # "\ No newline at end of file" speaks of the line above it
            if mark in " \n":
                old.append(rest or "\n")
                new.append(rest or "\n")
            elif mark == "-":
                old.append(rest)
            elif mark == "+":
                new.append(rest)
            i += 1
        text = changed[path] if path in changed else read(path)
        changed[path] = _hunk(text, old, new, int(header.group(1)) - 1, f"{name} does not apply to {path}")
    if not changed:
        raise LearnError(f"{name} does not apply: it has no hunk")
    return changed


def _lines(text):
    """By line feeds only: str.splitlines would also break at form feeds and others that C++ source may hold."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _hunk(text, old, new, at, complaint):
    lines = _lines(text)
    places = [k for k in range(len(lines) - len(old) + 1) if lines[k:k + len(old)] == old]
    if not places or old == new:
        raise LearnError(f"{complaint} near line {at + 1}")
    k = min(places, key=lambda place: abs(place - at))
    return "".join(lines[:k] + new + lines[k + len(old):])
