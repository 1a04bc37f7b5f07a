# SPDX-License-Identifier: MIT
"""Finding chapters, and understanding what a user types for one."""

import re

from . import places
from .errors import LearnError
from .manifest import Chapter, load


def folders() -> list:
    """The chapters' folders in order: chapters/NN-name."""
    base = places.chapters()
    return sorted(p for p in base.glob("[0-9][0-9]-*") if p.is_dir()) if base.is_dir() else []


def every() -> list[Chapter]:
    found = [load(folder) for folder in folders()]
    if not found:
        raise LearnError(f"There are no chapters below {places.chapters()}.")
    return found


def one(number: str) -> Chapter:
    """`01`, `1` or `01-netrpc` → that chapter. Only its own course.toml is read: a broken neighbour does no harm."""
    known = {folder.name.split("-")[0]: folder for folder in folders()}
    match = re.fullmatch(r"(\d{1,2})(-[\w-]+)?/?", number)
    folder = known.get(match[1].zfill(2)) if match else None
    if folder is None or (match[2] and folder.name != match[1].zfill(2) + match[2]):
        raise LearnError(f"There is no chapter {number!r}; there is {', '.join(f.name for f in known.values()) or 'none'}.")
    return load(folder)


def chosen(numbers: list[str]) -> list[Chapter]:
    """The chapters a user named, in the course's order and each once; all of them when none was named."""
    if not numbers:
        return every()
    return sorted({c.name: c for c in map(one, numbers)}.values(), key=lambda c: c.name)
