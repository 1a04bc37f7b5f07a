# SPDX-License-Identifier: MIT
"""./learn run: one program of a chapter, with the reader's own arguments."""

import os
import sys

from . import build, chapters, packages, processes, ui
from .errors import LearnError
from .manifest import Chapter


def show(chapter: Chapter) -> None:
    ui.say(f"{chapter.name} has these programs (./learn run {chapter.number} PROGRAM …):")
    longest = max((len(p.name) for p in chapter.programs), default=0)
    for program in chapter.programs:
        ui.say(f"  {program.name:<{longest}}  {program.summary}")


def command(args) -> int:
    """Builds, then becomes the program: signals, streams and exit status are the program's own."""
    chapter = chapters.one(args.chapter)
    if not args.program:
        show(chapter)
        return 0
    if args.program not in [program.name for program in chapter.programs]:
        raise LearnError(f"{chapter.name} has no program {args.program}; it has "
                         f"{', '.join(p.name for p in chapter.programs) or 'none'}.")
    # The tour's build folder: whoever has seen the tour has the program already, and waits for nothing.
    packages.ensure([chapter], ["build", "peer"])
    made = build.of(chapter, "tour")
    made.configure()
    made.compile(made.outputs(lambda path, target: path == f"apps/{args.program}"))
    path = made.dir / "apps" / args.program
    if not path.exists():
        raise LearnError(f"{chapter.name}: meson.build makes no apps/{args.program}, which course.toml names.")
    sys.stdout.flush()
    os.execve(path, [str(path), *args.arguments], processes.environment())
