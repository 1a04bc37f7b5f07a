# SPDX-License-Identifier: MIT
"""Where things are. Asked for at call time, so that a test can stand the launcher in a course of its own."""

import os
from pathlib import Path


def root() -> Path:
    """The course's folder: the one this package lies in, or RPC_ANATOMY_ROOT (tests use that)."""
    override = os.environ.get("RPC_ANATOMY_ROOT")
    return Path(override).resolve() if override else Path(__file__).resolve().parents[2]


def chapters() -> Path:
    return root() / "chapters"


def build() -> Path:
    """Everything that is built, logged or found goes below here; git ignores it."""
    return root() / "build"


def shown(path: Path) -> str:
    """A path as a user would type it from the course's folder."""
    try:
        return str(Path(path).relative_to(root()))
    except ValueError:
        return str(path)
