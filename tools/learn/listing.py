# SPDX-License-Identifier: MIT
"""./learn list: the chapters, their steps, and how far the reader has come."""

from . import chapters, ui

MARKS = {"todo": ("·", ()), "started": ("…", ("yellow",)), "solved": ("✓", ("green",))}


def command(args) -> int:
    from .exercises_progress import progress
    for chapter in chapters.chosen(args.chapters):
        reached = progress(chapter)
        solved = sum(1 for step in chapter.steps if reached.get(step.id) == "solved")
        minutes = sum(step.minutes for step in chapter.steps)
        ui.say(ui.paint(f"{chapter.name}  {chapter.title}", "bold"))
        ui.say(f"  articles: {', '.join(chapter.articles)}; first file to open: chapters/{chapter.name}/{chapter.first_file}")
        ui.say(f"  {len(chapter.steps)} steps, about {minutes} minutes, {solved} solved")
        rows = []
        for step in chapter.steps:
            mark, styles = MARKS[reached.get(step.id, "todo")]
            rows.append(f"  {ui.paint(mark, *styles) if styles else mark} {step.id:<6} {step.minutes:>3} min  {step.title}")
        ui.say("\n".join(rows) + "\n")
    return 0
