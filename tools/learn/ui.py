# SPDX-License-Identifier: MIT
"""What the user sees: colour and a moving progress line on a terminal, plain sparse lines anywhere else.

Results go to stdout; progress and notes go to stderr, so that `./learn run 01 gob_dump --json | jq` stays clean.
"""

import os
import shutil
import sys
import time
import unicodedata

STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}


def coloured(stream) -> bool:
    """Colour only where a person looks at it and has not asked for none (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def paint(text: str, *styles: str, stream=None) -> str:
    if not coloured(stream or sys.stdout):
        return text
    return f"\033[{';'.join(STYLES[s] for s in styles)}m{text}\033[0m"


def say(text: str = "") -> None:
    print(text, flush=True)


def note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def width(text: str) -> int:
    """Columns a text takes: East Asian wide characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def table(header: list[str], rows: list[list[str]], right: set[int] = frozenset()) -> str:
    """A plain aligned table. `right` holds the indices of the columns set flush right (numbers)."""
    widths = [max(width(str(line[i])) for line in [header, *rows]) for i in range(len(header))]

    def line(cells) -> str:
        parts = []
        for i, cell in enumerate(cells):
            gap = " " * (widths[i] - width(str(cell)))
            parts.append(gap + str(cell) if i in right else str(cell) + gap)
        return "  ".join(parts).rstrip()

    return "\n".join([line(header), line(["-" * w for w in widths]), *map(line, rows)])


class Progress:
    """`[ 12/80] what` rewritten in place on a terminal; piped, a line at the start and then at most one each 10 seconds."""

    PIPED_SECONDS = 10.0

    def __init__(self, title: str, stream=None, clock=time.monotonic):
        self.title = title
        self.stream = stream or sys.stderr
        self.clock = clock
        self.started = clock()
        self.last = self.started
        self.moving = self.stream.isatty()
        self.shown = False

    def update(self, done: int, total: int, what: str = "") -> None:
        digits = len(str(total))
        self.show(f"[{done:{digits}d}/{total}] {what}")

    def show(self, text: str) -> None:
        line = f"{self.title} {text}"
        if self.moving:
            columns = shutil.get_terminal_size().columns - 1
            self.stream.write("\r\033[K" + line[:columns])
        else:
            if self.shown and self.clock() - self.last < self.PIPED_SECONDS:
                return
            self.stream.write(line + "\n")
            self.last = self.clock()
        self.shown = True
        self.stream.flush()

    def finish(self, verdict: str) -> None:
        """Ends the line, if there ever was one: a build with nothing to do stays silent."""
        if not self.shown:
            return
        if self.moving:
            self.stream.write("\r\033[K")
        self.stream.write(f"{self.title} {verdict} ({self.clock() - self.started:.0f} s)\n")
        self.stream.flush()
