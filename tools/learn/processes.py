# SPDX-License-Identifier: MIT
"""Child processes that never outlive us.

Each child leads a process group of its own and is remembered here; whatever way the launcher ends (done, an error,
Ctrl-C, SIGTERM), `stop_all` ends the groups that are still there.
"""

import os
import signal
import subprocess
from pathlib import Path
from typing import Callable, Iterable

_running: set[subprocess.Popen] = set()


def environment(extra: dict[str, str] | None = None) -> dict[str, str]:
    """Our environment, without what was set for our own Python, plus `extra`."""
    env = dict(os.environ)
    for name in ("PYTHONPATH", "PYTHONUTF8"):
        env.pop(name, None)
    env.update(extra or {})
    return env


def start(command: Iterable, **options) -> subprocess.Popen:
    """Popen in a process group of its own, stdin closed unless asked otherwise."""
    options.setdefault("stdin", subprocess.DEVNULL)
    child = subprocess.Popen([str(word) for word in command], process_group=0, **options)
    _running.add(child)
    return child


def forget(child: subprocess.Popen) -> None:
    _running.discard(child)


def stop(child: subprocess.Popen, first=signal.SIGINT, grace: float = 5.0) -> int:
    """Asks the child's group to end, waits, and after `grace` seconds insists. Returns its exit status."""
    for how in (first, signal.SIGKILL):
        if child.poll() is not None:
            break
        try:
            os.killpg(child.pid, how)
        except ProcessLookupError:
            break
        try:
            child.wait(grace)
        except subprocess.TimeoutExpired:
            continue
    forget(child)
    return child.wait()


def stop_all() -> None:
    for child in list(_running):
        stop(child, signal.SIGTERM, grace=3.0)


def run_logged(command: Iterable, log: Path, on_line: Callable[[str], None] | None = None, *, append: bool = False,
               cwd: Path | None = None, env: dict[str, str] | None = None) -> int:
    """Runs to the end with stdout and stderr in `log`; each line is also shown to `on_line`. Returns the exit status."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with open(log, "a" if append else "w", encoding="utf-8", errors="replace") as out:
        child = start(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=cwd,
                      env=environment(env), text=True, encoding="utf-8", errors="replace")
        try:
            for line in child.stdout:
                out.write(line)
                if on_line:
                    on_line(line.rstrip("\n"))
            return child.wait()
        except BaseException:
            stop(child, signal.SIGTERM)
            raise
        finally:
            child.stdout.close()
            forget(child)


def run_quiet(command: Iterable, *, cwd: Path | None = None, env: dict[str, str] | None = None, timeout: float = 600,
              stdin: str | bytes | None = None) -> subprocess.CompletedProcess:
    """Runs to the end and keeps stdout and stderr apart, as text. A child that overstays is killed and reported as -9."""
    child = start(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=cwd, env=environment(env),
                  stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE)
    data = stdin.encode() if isinstance(stdin, str) else stdin
    try:
        out, err = child.communicate(data, timeout=timeout)
    except subprocess.TimeoutExpired:
        stop(child, signal.SIGKILL)
        out, err = child.communicate()
        err += f"\n(killed after {timeout:.0f} s)\n".encode()
    except BaseException:
        stop(child, signal.SIGTERM)
        raise
    finally:
        forget(child)
    return subprocess.CompletedProcess(child.args, child.returncode, out.decode(errors="replace"),
                                       err.decode(errors="replace"))


def tail(log: Path, lines: int = 30) -> str:
    try:
        return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
    except OSError:
        return ""
