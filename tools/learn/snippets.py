# SPDX-License-Identifier: MIT
"""./learn snippets: source shown in prose is the source as it is.

A fenced block whose info string is a language and file#symbol, as in

    ```cpp chapters/01-netrpc/src/gob_wire.cpp#append_uint

must equal that symbol's present text; --write makes it so.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from . import ctags, packages, places, ui
from .errors import LearnError

FENCE = re.compile(r"^(?P<indent> *)(?P<fence>`{3,})(?P<language>\w+) +(?P<file>[^\s#`]+)#(?P<symbol>[^`]+?) *$")


@dataclass
class Block:
    """One such block: lines[first:last] of its page is what stands between the fences."""
    page: Path
    first: int
    last: int
    file: str
    symbol: str
    shown: list[str]

    @property
    def where(self) -> str:
        return f"{places.shown(self.page)}:{self.first}"


def pages() -> list[Path]:
    """docs/**/*.md, CONTRIBUTING.md and every README.md, except below build/ and work/."""
    root = places.root()
    found = {*root.glob("docs/**/*.md"), *root.glob("README.md"), *root.glob("CONTRIBUTING.md"),
             *root.glob("chapters/**/README.md"), *root.glob("tools/**/README.md")}
    return sorted(p for p in found if not p.is_symlink())


def blocks(page: Path) -> list[Block]:
    """The blocks of a page that name a symbol. LearnError when one is never closed."""
    lines = page.read_text(encoding="utf-8").split("\n")
    found, at = [], 0
    while at < len(lines):
        match = FENCE.match(lines[at])
        opening = match or re.match(r"^(?P<indent> *)(?P<fence>`{3,})", lines[at])
        at += 1
        if not opening:
            continue
        first = at
        while at < len(lines) and lines[at].strip() != opening["fence"]:
            at += 1
        if at == len(lines):
            raise LearnError(f"{places.shown(page)}:{first}: this fenced block is never closed.")
        if match:
            found.append(Block(page, first, at, match["file"], match["symbol"], lines[first:at]))
        at += 1
    return found


def source(file: str, symbol: str) -> list[str]:
    """The symbol's present text, unindented. `symbol` is a name, or qualified as far as needed. Raises LearnError."""
    path = places.root() / file
    if not path.is_file():
        raise LearnError(f"there is no file {file}")
    text = path.read_text(encoding="utf-8")
    wanted = [s for s in ctags.symbols(text, path.suffix) if s.kind != "prototype" and
              (s.name == symbol or ("::" + s.qualified).endswith("::" + symbol))]
    # A definition beats a member or a local of the same name: those have no end of their own, or only one line.
    wanted = [s for s in wanted if s.end > s.line] or wanted
    if not wanted:
        raise LearnError(f"{file} has no {symbol}")
    if len(wanted) > 1:
        raise LearnError(f"{file} has {symbol} more than once (lines {', '.join(str(s.line) for s in wanted)})")
    lines = text.split("\n")[wanted[0].line - 1:(wanted[0].end or wanted[0].line)]
    margin = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
    return [line[margin:] for line in lines]


def check(write: bool = False) -> tuple[int, list[str]]:
    """(blocks that are right, complaints). With `write`, blocks that differ are refreshed and count as right."""
    right, wrong = 0, []
    for page in pages():
        lines = page.read_text(encoding="utf-8").split("\n")
        changed = False
        # From the last block up, so that earlier line numbers stay true while later blocks grow or shrink.
        for block in reversed(blocks(page)):
            try:
                present = source(block.file, block.symbol)
            except LearnError as error:
                wrong.append(f"{block.where}: {error}.")
                continue
            if present == block.shown or write:
                changed |= present != block.shown
                lines[block.first:block.last] = present
                right += 1
            else:
                wrong.append(f"{block.where} differs from {block.file}#{block.symbol}{_first_difference(block.shown, present)}; "
                             "./learn snippets --write refreshes it.")
        if changed:
            page.write_text("\n".join(lines), encoding="utf-8")
            ui.note(f"refreshed: {places.shown(page)}")
    return right, wrong


def _first_difference(shown: list[str], present: list[str]) -> str:
    for place, (old, new) in enumerate(zip(shown, present)):
        if old != new:
            return f" in line {place + 1} (here {old.strip()!r}, there {new.strip()!r})"
    return f" (here {len(shown)} lines, there {len(present)})"


def command(args) -> int:
    packages.ensure([], ["snippets"])
    right, wrong = check(args.write)
    for complaint in wrong:
        ui.say(complaint)
    ui.say(f"{right} snippets are the present source, {len(wrong)} are not")
    return 1 if wrong else 0
