# SPDX-License-Identifier: MIT
"""Debian packages: what a command needs for the chosen chapters, what of it is missing, and one apt-get to bring it."""

import os
import re
import shlex
import shutil
import subprocess
import sys

from . import places, processes, ui
from .errors import LearnError
from .manifest import Chapter

# What the launcher itself needs, whatever the chapter; chapters add their own in [packages.*].
OWN = {
    "build": {
        "g++": "the C++ compiler",
        "meson": "configures the build",
        "ninja-build": "runs the build",
    },
    "exercises": {
        "universal-ctags": "finds a function's lines",
    },
    "fuzz": {
        "clang": "the compiler that has libFuzzer",
        "libclang-rt-14-dev": "libFuzzer and the sanitizers' run-time",
        "llvm": "names functions in the sanitizers' reports",
    },
    "snippets": {"universal-ctags": "finds a symbol's lines"},
    "full": {
        "clang": "the second compiler, with sanitizers and libFuzzer",
        "libclang-rt-14-dev": "the sanitizers' run-time",
        "llvm": "names functions in the sanitizers' reports",
        "clang-format": "checks the layout",
        "clang-tidy": "checks for bug patterns",
        "universal-ctags": "finds a function's lines",
    },
}


def plan(chapters: list[Chapter], classes: list[str]) -> dict[str, str]:
    """package → why, for these chapters and classes (manifest.PACKAGE_CLASSES, or the launcher's own above).

    A package wanted for several reasons keeps the first; ours come first, then the chapters' in their order.
    """
    wanted: dict[str, str] = {}
    for name in classes:
        for package, why in OWN.get(name, {}).items():
            wanted.setdefault(package, why)
    for chapter in chapters:
        for name in classes:
            for package, why in chapter.packages.get(name, {}).items():
                wanted.setdefault(package, why)
    return wanted


def installed(names) -> set[str]:
    """Which of these dpkg has installed."""
    if not names:
        return set()
    if not shutil.which("dpkg-query"):
        raise LearnError("There is no dpkg-query here: the course is made for Debian 12 and its packages.")
    query = processes.run_quiet(["dpkg-query", "-W", "-f=${Package} ${db:Status-Status}\\n", *names])
    return {line.split()[0] for line in query.stdout.splitlines() if line.endswith(" installed")}


def missing(wanted: dict[str, str]) -> dict[str, str]:
    have = installed(list(wanted))
    return {package: why for package, why in wanted.items() if package not in have}


def apt_line(names) -> str:
    return "apt-get install -y --no-install-recommends " + " ".join(shlex.quote(n) for n in names)


def as_root() -> list[str]:
    """The words that make a command root's: none for root, `sudo` where it works. PermissionError where neither is."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        silent = subprocess.run(["sudo", "-n", "true"], capture_output=True, stdin=subprocess.DEVNULL, check=False)
        if silent.returncode == 0:
            return ["sudo"]
        # Ask for the password now, on the user's own terminal: apt-get later runs without it.
        if sys.stdin.isatty() and subprocess.run(["sudo", "-v"], check=False).returncode == 0:
            return ["sudo"]
    raise PermissionError


def ensure(chapters: list[Chapter], classes: list[str]) -> None:
    """Installs what `plan` wants and is missing, saying what and why; silent when there is nothing to do."""
    lacking = missing(plan(chapters, classes))
    if not lacking:
        return
    ui.note("Debian packages to install first:")
    longest = max(map(len, lacking))
    for package, why in lacking.items():
        ui.note(f"  {package:<{longest}}  {why}")
    if not shutil.which("apt-get"):
        raise LearnError("There is no apt-get here to install them with: the course is made for Debian 12.")
    try:
        prefix = as_root()
    except PermissionError:
        raise LearnError(f"Only root may install packages, and sudo does not work here; as root, type: {apt_line(lacking)}") from None
    _install(prefix, list(lacking))


def _install(prefix: list[str], names: list[str]) -> None:
    log = places.build() / "apt-get.log"
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y",
           "-o", "Dpkg::Use-Pty=0", "-o", "APT::Status-Fd=1", "-o", "Acquire::Retries=3"]
    install = [*apt, "install", "--no-install-recommends", *names]
    progress = ui.Progress("apt-get")
    status = 1
    # Lists that are there may be old (a 404): then fetch them and try once more.
    if _lists_know(names):
        status = _run_apt(install, log, progress, append=False)
    if status != 0:
        if _run_apt([*apt, "update"], log, progress, append=True) == 0:
            status = _run_apt(install, log, progress, append=True)
    if status != 0:
        progress.finish("failed")
        ui.note(processes.tail(log, 15))
        raise LearnError(f"apt-get could not install the packages (whole log: {places.shown(log)}); by hand: "
                         f"apt-get update && {apt_line(names)}")
    progress.finish(f"installed {len(names)} package{'s' * (len(names) > 1)} and what they need")


def _lists_know(names: list[str]) -> bool:
    known = processes.run_quiet(["apt-cache", "policy", *names], env={"LC_ALL": "C"}).stdout
    return sum(1 for line in known.splitlines()
               if line.strip().startswith("Candidate:") and "(none)" not in line) == len(names)


def _run_apt(command: list[str], log, progress: ui.Progress, append: bool) -> int:
    if command[-1] == "update":
        progress.show("fetching the package lists")

    def on_line(line: str) -> None:
        # pmstatus:g++-12:42.5:Unpacking g++-12 (amd64)   (APT's status lines, README.progress-reporting in apt)
        match = re.match(r"(?:pm|dl)status:[^:]*(?::amd64)?:([\d.]+):(.*)", line)
        if match:
            phase = "download" if line.startswith("dl") else "install"
            progress.show(f"[{float(match[1]):3.0f}%] {phase}: {match[2]}")

    return processes.run_logged(command, log, on_line, append=append)
