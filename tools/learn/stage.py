# SPDX-License-Identifier: MIT
"""What a chapter's tour.py is given: a stage to narrate on, run programs on, and check what they did.

    def tour(stage):
        stage.step("A Go client calls our server")
        server = stage.start(stage.program("user_server"), "--port", "0", ready=r"listening on port (\\d+)")
        stage.say("It sends one Request and one GetUserReq:")
        done = stage.run(stage.peer("user_client"), server.match[1])
        stage.expect("不存在查询用户" in done.stdout, "an unknown id is answered in the article's words")

Nothing started here outlives the tour. Waiting is for events (a line, an exit), never for time; deadlines only bound it.
"""

from __future__ import annotations  # Stage.bytes would otherwise hide bytes in its own signatures

import queue
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from . import places, processes, ui
from .build import Build
from .errors import LearnError
from .manifest import Chapter


class Background:
    """A program that runs beside the tour. `match` is the line it got ready with, `lines` all it said so far.

    `lines` is appended to by a reader thread; read it after `wait_for` or `stop`, when what you look for is there.
    """

    def __init__(self, name: str, child: subprocess.Popen):
        self.name, self.child, self.lines = name, child, []
        self.match: re.Match | None = None
        self._arrived: queue.SimpleQueue = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        with self.child.stdout as output:
            for raw in output:
                line = raw.decode(errors="replace").rstrip("\r\n")
                self.lines.append(line)
                self._arrived.put(line)
        self._arrived.put(None)

    def wait_for(self, pattern: str, timeout: float = 30.0) -> re.Match:
        """The first line not yet waited for that matches. LearnError when the program ends or the deadline passes first."""
        deadline = time.monotonic() + timeout
        while True:
            try:
                line = self._arrived.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise LearnError(f"{self.name} did not print {pattern!r} within {timeout:.0f} s. {self._said()}") from None
            if line is None:
                raise LearnError(f"{self.name} ended with status {self.child.wait()} before it printed {pattern!r}. "
                                 f"{self._said()}")
            match = re.search(pattern, line)
            if match:
                return match

    def enter(self, line: str = "") -> None:
        """Types a line into the program's standard input. LearnError when it has ended."""
        try:
            self.child.stdin.write(f"{line}\n".encode())
            self.child.stdin.flush()
        except OSError:
            raise LearnError(f"{self.name} has ended and takes no input. {self._said()}") from None

    def kill(self) -> None:
        """SIGKILL, and waits for the end: what a crash looks like from outside."""
        self.child.kill()
        self.wait()

    def stop(self) -> int:
        """SIGINT, as Ctrl-C would; waits for the end. Returns the exit status. Harmless when it has ended."""
        status = processes.stop(self.child, signal.SIGINT)
        self._reader.join(5.0)
        return status

    def wait(self, timeout: float = 60.0) -> int:
        """Waits for the program to end by itself. Returns the exit status, LearnError past the deadline."""
        try:
            status = self.child.wait(timeout)
        except subprocess.TimeoutExpired:
            raise LearnError(f"{self.name} did not end within {timeout:.0f} s. {self._said()}") from None
        processes.forget(self.child)
        self._reader.join(5.0)
        return status

    def _said(self) -> str:
        return "It said: " + (" / ".join(self.lines[-5:]) or "nothing") + "."


class Stage:
    """One chapter's tour. Use as a context manager: leaving it stops what was started and removes the scratch folder."""

    def __init__(self, chapter: Chapter, made: Build):
        self.chapter, self.made = chapter, made
        self.failures: list[str] = []
        self.expected = 0
        self._steps = 0
        self._background: list[Background] = []
        self._scratch: Path | None = None

    def __enter__(self) -> "Stage":
        return self

    def __exit__(self, *_) -> None:
        for program in reversed(self._background):
            program.stop()
        if self._scratch:
            shutil.rmtree(self._scratch, ignore_errors=True)

    # Telling

    def title(self, text: str) -> None:
        ui.say("\n" + ui.paint(text, "bold") + "\n" + ui.paint("=" * ui.width(text), "bold"))

    def step(self, text: str) -> None:
        """The next numbered step of the story."""
        self._steps += 1
        ui.say("\n" + ui.paint(f"{self._steps}. {text}", "bold", "cyan"))

    def say(self, text: str) -> None:
        ui.say(f"   {text}")

    def code(self, text: str) -> None:
        """A block set apart: a command's output, source, bytes with their meaning."""
        for line in text.rstrip("\n").split("\n"):
            ui.say("     " + ui.paint(f"| {line}".rstrip(), "dim"))

    def bytes(self, text: str) -> None:
        """A block of bytes with their meaning (a picture already made: gob_dump's output, say)."""
        self.code(text)

    # Doing

    def program(self, name: str) -> Path:
        """One of the chapter's own programs."""
        return self._built(self.made.dir / "apps" / name, "program")

    def peer(self, name: str) -> Path:
        """A real peer: a Go (or C++) program of tests/oracle."""
        return self._built(self.made.dir / "tests" / "oracle" / name, "peer")

    def scratch(self) -> Path:
        """A folder for this tour's files, gone when it ends."""
        if not self._scratch:
            self._scratch = Path(tempfile.mkdtemp(prefix="rpc-anatomy-tour-"))
        return self._scratch

    def run(self, program, *args, stdin: str | bytes | None = None, expect_exit: int | None = 0,
            timeout: float = 60.0, show: bool = True) -> subprocess.CompletedProcess:
        """Runs a program to its end and shows the command and what it printed. Another exit status than `expect_exit`
        (None: any will do) is a failure of the tour, which goes on. stdout and stderr come back as text."""
        self._show_command(program, args)
        done = processes.run_quiet([program, *args], stdin=stdin, timeout=timeout)
        if show:
            self._show_output(done.stdout + done.stderr)
        if expect_exit is not None and done.returncode != expect_exit:
            if not show:
                self._show_output(done.stdout + done.stderr)
            self._fail(f"{Path(program).name} ended with status {done.returncode}, not {expect_exit}")
        return done

    def start(self, program, *args, ready: str, timeout: float = 30.0) -> Background:
        """Starts a program beside the tour and waits until it prints a line matching `ready` (stdout or stderr);
        the match is `.match`. LearnError when it does not get there, which ends the chapter's tour."""
        self._show_command(program, args, " &")
        # stdin stays open as long as we are here: the real peers end when it closes, so none can be left behind.
        child = processes.start([program, *args], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                env=processes.environment())
        background = Background(Path(program).name, child)
        self._background.append(background)
        background.match = background.wait_for(ready, timeout)
        self._show_output(background.match.string)
        return background

    def expect(self, condition, text: str) -> bool:
        """One thing the tour promises. Shown either way; a broken promise makes the whole tour fail."""
        self.expected += 1
        if condition:
            ui.say("   " + ui.paint("✓ ", "green") + text)
        else:
            self._fail(text)
        return bool(condition)

    # Inside

    def _fail(self, text: str) -> None:
        self.failures.append(text)
        ui.say("   " + ui.paint("✗ " + text, "red", "bold"))

    def _built(self, path: Path, kind: str) -> Path:
        if not path.exists():
            raise LearnError(f"{self.chapter.name} has no {kind} {path.name}: {places.shown(path)} was not built.")
        return path

    def _show_command(self, program, args, end: str = "") -> None:
        words = " ".join([Path(program).name, *map(str, args)])
        if self._scratch:
            words = words.replace(f"{self._scratch}/", "")
        ui.say("   " + ui.paint("$ ", "dim") + ui.paint(words, "yellow") + end)

    def _show_output(self, text: str) -> None:
        if text.strip():
            self.code(text)
