# SPDX-License-Identifier: MIT
"""./learn bench: ours and the peer's numbers from one run, beside the ratio the chapter promises."""

import datetime
import json
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from . import build, chapters, packages, places, processes, ui
from .errors import LearnError
from .manifest import Chapter

BEGIN, END = "<!-- bench:begin -->", "<!-- bench:end -->"


@dataclass(frozen=True)
class Row:
    """One measurement. `ratio` is ours ÷ peer; `better` says whether `target` is a floor ("higher") or a ceiling ("lower").
    A row without a target (null) is shown for what it tells."""
    chapter: str
    name: str
    unit: str
    ours: float
    peer: float
    peer_name: str
    ratio: float
    target: float | None
    better: str

    @property
    def reached(self) -> bool:
        if self.target is None:
            return True
        return self.ratio >= self.target if self.better == "higher" else self.ratio <= self.target


def parse_row(line: str) -> Row:
    """One JSON line of a bench program → Row. Raises LearnError naming the key that is wrong."""
    try:
        values = json.loads(line)
    except json.JSONDecodeError as error:
        raise LearnError(f"a bench row is not JSON ({error.msg}): {line}") from None
    if not isinstance(values, dict):
        raise LearnError(f"a bench row must be a JSON object: {line}")
    kinds = {name: {float: (int, float), float | None: (int, float, type(None))}.get(kind, str)
             for name, kind in Row.__annotations__.items()}
    for key, kind in kinds.items():
        if key not in values or not isinstance(values[key], kind) or isinstance(values[key], bool):
            raise LearnError(f"a bench row's {key} is {'missing' if key not in values else 'of the wrong type'}: {line}")
    unknown = set(values) - set(kinds)
    if unknown:
        raise LearnError(f"a bench row has the unknown key {sorted(unknown)[0]}: {line}")
    row = Row(**{key: values[key] for key in kinds})
    if row.better not in ("higher", "lower"):
        raise LearnError(f'a bench row\'s better must be "higher" or "lower": {line}')
    return row


def number(value: float) -> str:
    """Three digits are enough for a measurement: 1234567 → 1.23M."""
    for limit, letter in ((1e9, "G"), (1e6, "M"), (1e4, "k")):
        if abs(value) >= limit:
            return f"{value / (1e3 if letter == 'k' else limit):.3g}{letter}" if letter != "k" else f"{value / 1e3:.1f}k"
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"


HEADER = ["name", "unit", "ours", "peer", "ratio", "target", ""]


def cells(row: Row) -> list[str]:
    sign = "≥" if row.better == "higher" else "≤"
    return [row.name, row.unit, number(row.ours), f"{number(row.peer)} ({row.peer_name})", f"{row.ratio:.2f}",
            *(("", "") if row.target is None else (f"{sign} {row.target:.2f}", "ok" if row.reached else "falls short"))]


def plain_table(rows: list[Row]) -> str:
    return ui.table(HEADER, [cells(row) for row in rows], right={2, 3, 4, 5})


def markdown_table(rows: list[Row]) -> str:
    lines = ["| name | unit | ours | peer | ratio | target | |", "|---|---|--:|--:|--:|--:|---|"]
    return "\n".join(lines + ["| " + " | ".join(cells(row)) + " |" for row in rows])


def machine() -> str:
    """This machine in words: what a reader needs to judge the numbers, and nothing that names it."""
    try:
        info = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        info = ""
    model = re.search(r"^model name\s*:\s*(.*)$", info, re.M)
    cores = os.cpu_count() or 1
    return f"{cores} core{'s' * (cores > 1)} of {' '.join(model[1].split()) if model else 'an unknown processor'}"


def run(chapter: Chapter) -> list[Row]:
    """Builds the release flavour and runs the bench program; its notes (stderr) are shown as they come."""
    if not chapter.bench_program:
        raise LearnError(f"{chapter.name} has no benchmark: its course.toml names no bench.program.")
    made = build.of(chapter, "release")
    made.configure()
    made.compile()
    program = made.dir / "bench" / chapter.bench_program
    if not program.exists():
        raise LearnError(f"{chapter.name}: meson.build makes no bench/{chapter.bench_program}, which course.toml names.")
    rows: list[Row] = []
    log = made.dir / "bench.log"
    progress = ui.Progress(f"bench {chapter.name}")

    def on_line(line: str) -> None:
        if line.startswith("{"):
            rows.append(parse_row(line))
            progress.show(f"[{len(rows)}] {rows[-1].name}")
        else:
            progress.show(line)

    status = processes.run_logged([program], log, on_line)
    progress.finish("done")
    if status != 0:
        raise LearnError(f"{chapter.bench_program} ended with status {status}; what it printed is in {places.shown(log)}.")
    if not rows:
        raise LearnError(f"{chapter.bench_program} printed no rows; what it printed is in {places.shown(log)}.")
    return rows


def write_readme(chapter: Chapter, rows: list[Row]) -> Path:
    """Replaces the block between the bench marks of the chapter's README."""
    readme = chapter.path / "README.md"
    text = readme.read_text(encoding="utf-8") if readme.exists() else ""
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(BEGIN) > text.index(END):
        raise LearnError(f"{places.shown(readme)} needs the marks {BEGIN} and {END}, once each and in this order.")
    head, rest = text.split(BEGIN)
    _, foot = rest.split(END)
    block = (f"\n{markdown_table(rows)}\n\nMeasured on {datetime.date.today().isoformat()}, {machine()}, with "
             f"`./learn bench {chapter.number}`.\n")
    readme.write_text(head + BEGIN + block + END + foot, encoding="utf-8")
    return readme


def command(args) -> int:
    """./learn bench. 0 also when a row falls short: a slow machine is no mistake. The table says it plainly."""
    selected = chapters.chosen(args.chapters)
    if not args.chapters:
        selected = [chapter for chapter in selected if chapter.bench_program]
    packages.ensure(selected, ["build", "peer", "bench"])
    rows: list[Row] = []
    for chapter in selected:
        own = run(chapter)
        ui.say(f"{chapter.name} on {machine()}\n{plain_table(own)}\n")
        if args.write_readme:
            ui.note(f"written: {places.shown(write_readme(chapter, own))}")
        rows += own
    if args.json:
        try:
            Path(args.json).write_text(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1) + "\n",
                                       encoding="utf-8")
        except OSError as error:
            raise LearnError(f"{args.json} cannot be written: {error.strerror}.") from None
    short = [row for row in rows if not row.reached]
    if short:
        ui.say(f"{len(short)} of {len(rows)} falls short of its target: {', '.join(row.name for row in short)}")
    else:
        ui.say(f"all {len(rows)} reach their targets")
    return 0
