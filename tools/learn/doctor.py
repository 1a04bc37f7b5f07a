# SPDX-License-Identifier: MIT
"""./learn doctor: what is installed, what is missing and what it is for, and which real peers were found."""

import shutil
import sys

from . import chapters, packages, processes, ui
from .manifest import PACKAGE_CLASSES

TOOLS = [["g++", "--version"], ["clang++", "--version"], ["meson", "--version"], ["ninja", "--version"],
         ["ctags", "--version"], ["clang-format", "--version"], ["clang-tidy", "--version"], ["git", "--version"]]


def answers(command: list[str]) -> str | None:
    """The telling line of what `command` prints, or None when it does not run."""
    if not shutil.which(command[0]):
        return None
    done = processes.run_quiet(command, timeout=20)
    if done.returncode != 0:
        return None
    lines = [line.strip() for line in (done.stdout or done.stderr).splitlines() if line.strip()]
    return next((line for line in lines if any(c.isdigit() for c in line)), lines[0] if lines else "")


def command(args) -> int:
    """0 when everything `./learn test` needs is there, else 1."""
    selected = chapters.chosen(args.chapters)
    ui.say(ui.paint("Tools", "bold"))
    ui.say(f"  {'python3':<14}{sys.version.split()[0]}")
    for tool in TOOLS:
        ui.say(f"  {tool[0]:<14}{answers(tool) or ui.paint('not found', 'yellow')}")
    ui.say("\n" + ui.paint("Debian packages", "bold"))
    needed: dict[str, str] = {}
    seen: set[str] = set()
    for name in PACKAGE_CLASSES:
        wanted = {p: why for p, why in packages.plan(selected, [name]).items() if p not in seen}
        seen |= set(wanted)
        lacking = packages.missing(wanted)
        if name in ("build", "test", "peer"):
            needed.update(lacking)
        ui.say(f"  for {name}: {len(wanted) - len(lacking)} of {len(wanted)} installed")
        for package, why in wanted.items():
            mark = ui.paint("missing  ", "yellow") if package in lacking else ui.paint("installed", "green")
            ui.say(f"    {mark}  {package:<24} {why}")
    ui.say("\n" + ui.paint("Real peers", "bold"))
    for chapter in selected:
        for peer in chapter.peers:
            found = answers(peer.command)
            ui.say(f"  {chapter.number}  {peer.name:<24} " + (found if found is not None else ui.paint(
                f"not found (apt-get install {peer.package})", "yellow")))
    ui.say()
    if needed:
        ui.say(f"./learn test would first install what it needs; by hand: {packages.apt_line(needed)}")
        return 1
    ui.say("Everything ./learn test needs is there.")
    return 0
