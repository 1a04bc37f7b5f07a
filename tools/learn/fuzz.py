# SPDX-License-Identifier: MIT
"""./learn fuzz: runs a chapter's libFuzzer targets, keeps what they find, and says where."""

import re
import shutil
from pathlib import Path

from . import build, chapters, packages, places, processes, ui
from .errors import LearnError
from .manifest import Chapter, FuzzTarget
from .testing import SANITIZERS


def program(made: build.Build, target: FuzzTarget) -> Path:
    path = made.dir / "fuzz" / target.target
    if not path.exists():
        raise LearnError(f"{made.source.name}: meson.build makes no fuzz/{target.target}, which course.toml names.")
    return path


def prepare(chapter: Chapter) -> build.Build:
    """Builds the targets and what they link; the chapter's programs are not needed."""
    made = build.of(chapter, "fuzz")
    made.configure()
    made.compile(made.outputs(lambda path, target: path.startswith("fuzz/")))
    return made


def replay(made: build.Build, chapter: Chapter, target: FuzzTarget) -> int:
    """Runs every input of the committed corpus once. Returns how many there are; LearnError when one is a find."""
    corpus = chapter.path / "fuzz" / "corpus" / target.corpus
    inputs = sorted(p for p in corpus.glob("*") if p.is_file()) if corpus.is_dir() else []
    if not inputs:
        raise LearnError(f"{chapter.name}: {target.target} has no seeds in {places.shown(corpus)}.")
    _run(made, chapter, target, ["-runs=0", corpus], f"replay {target.target}")
    return len(inputs)


def explore(made: build.Build, chapter: Chapter, target: FuzzTarget, seconds: int) -> int:
    """Fuzzes for `seconds`, starting from the committed corpus. Returns how many inputs were tried; new inputs stay in a
    scratch corpus below build/. LearnError, naming the file, when an input makes it fail."""
    scratch = places.build() / "fuzz-corpus" / chapter.name / target.target
    scratch.mkdir(parents=True, exist_ok=True)
    output = _run(made, chapter, target, [f"-max_total_time={seconds}", "-print_final_stats=1", "-timeout=10",
                                          "-rss_limit_mb=2048", scratch,
                                          chapter.path / "fuzz" / "corpus" / target.corpus], f"fuzz {target.target}")
    tried = re.search(r"number_of_executed_units:\s*(\d+)", output)
    if not tried or int(tried[1]) == 0:
        raise LearnError(f"{target.target} tried no input at all.")
    return int(tried[1])


def _run(made, chapter: Chapter, target: FuzzTarget, arguments: list, title: str) -> str:
    finds = places.build() / "fuzz-finds" / chapter.name
    caught = made.dir / "fuzz" / "caught" / target.target
    shutil.rmtree(caught, ignore_errors=True)
    caught.mkdir(parents=True)
    progress = ui.Progress(title)
    log = made.dir / f"{target.target}.log"

    def on_line(line: str) -> None:
        match = re.match(r"#(\d+)\s+(\w+)\s+cov: (\d+)", line)
        if match:
            progress.show(f"{match[1]} inputs, {match[3]} places reached")

    status = processes.run_logged([program(made, target), f"-artifact_prefix={caught}/", *arguments], log, on_line,
                                  env=SANITIZERS)
    output = log.read_text(encoding="utf-8", errors="replace")
    if status == 0:
        progress.finish("found nothing")
        return output
    progress.finish("FOUND SOMETHING")
    kept = []
    for file in sorted(caught.iterdir()):
        finds.mkdir(parents=True, exist_ok=True)
        kept.append(finds / f"{target.target}-{file.name}")
        shutil.copy(file, kept[-1])
    ui.note(_report(output))
    if not kept:
        raise LearnError(f"{target.target} ended with status {status}; what it printed is in {places.shown(log)}.")
    names = ", ".join(places.shown(k) for k in kept)
    raise LearnError(f"{target.target} fails on the input kept in {names}; again: "
                     f"{places.shown(program(made, target))} {places.shown(kept[0])}")


def _report(output: str, lines: int = 40) -> str:
    rows = output.splitlines()
    start = next((i for i, row in enumerate(rows) if "ERROR:" in row or "runtime error" in row), max(0, len(rows) - lines))
    return "\n".join(rows[start:start + lines])


def command(args) -> int:
    """./learn fuzz NN [TARGET]. Without TARGET, the list."""
    chapter = chapters.one(args.chapter)
    if args.seconds <= 0:
        raise LearnError(f"--seconds must be above zero, not {args.seconds}.")
    if not args.target:
        ui.say(f"{chapter.name} has these fuzz targets (./learn fuzz {chapter.number} TARGET):")
        for target in chapter.fuzz_targets:
            ui.say(f"  {target.target:<24} {target.summary}")
        return 0
    target = next((t for t in chapter.fuzz_targets if args.target in (t.target, t.corpus)), None)
    if not target:
        raise LearnError(f"{chapter.name} has no fuzz target {args.target}; it has "
                         f"{', '.join(t.target for t in chapter.fuzz_targets) or 'none'}.")
    packages.ensure([chapter], ["build", "fuzz"])
    made = prepare(chapter)
    seeds = replay(made, chapter, target)
    tried = explore(made, chapter, target, args.seconds)
    ui.say(f"{target.target}: {seeds} seeds replayed and {tried} inputs tried in {args.seconds} s, nothing found")
    return 0
