# SPDX-License-Identifier: MIT
"""Runs gtest cases, each in its own process with a time and a memory limit, and says how each ended.

A process a case, because todo() ends the process: one blanked function must not hide what the other cases say. Output
goes to a file of bounded size, because a learner's endless loop may print.
"""
import json
import os
import re
import resource
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from . import processes
from .errors import LearnError

TODO_STATUS = 86  # what todo() passes to _Exit
PASSED, TODO, FAILED, CRASHED, TIMED_OUT, SKIPPED = "pass", "todo", "fail", "crash", "timeout", "skipped"
OUTPUT_BYTES = 16 << 20   # a case may write this much before the kernel stops it
SHOWN_BYTES = 64 << 10    # of which this much is kept


@dataclass(frozen=True)
class Limits:
    """What one case may use: wall-clock seconds, and bytes of address space (None: no limit, as sanitizers need)."""
    seconds: float = 60.0
    memory: int | None = 4 << 30


@dataclass(frozen=True)
class Program:
    """A built test program, with the environment and folder its meson test() gives it."""
    name: str
    path: Path
    env: dict
    folder: Path


@dataclass(frozen=True)
class Outcome:
    """How one case ended. `todo` is the step id a todo() named, else ''. `detail` is one sentence fragment."""
    program: str
    case: str
    state: str
    todo: str
    detail: str
    output: str

    @property
    def green(self):
        return self.state == PASSED


def programs(build, names):
    """{name: Program} as meson's introspection of `build` tells them; LearnError for one the chapter does not build."""
    info = Path(build) / "meson-info"
    targets = json.loads((info / "intro-targets.json").read_text())
    tests = json.loads((info / "intro-tests.json").read_text())
    found = {}
    for name in names:
        paths = [t["filename"][0] for t in targets if t["type"] == "executable" and t["name"] == name]
        if not paths:
            raise LearnError(f"the chapter builds no test program {name}")
        test = next((t for t in tests if t["cmd"][:1] == paths[:1]), {})
        found[name] = Program(name, Path(paths[0]), test.get("env") or {}, Path(test.get("workdir") or build))
    return found


def cases(program, filter_, limits=Limits()):
    """The names of the cases `filter_` picks, without the disabled ones."""
    status, output, timed_out = _run(program, ["--gtest_list_tests", f"--gtest_filter={filter_}"], limits)
    if status != 0 or timed_out:
        raise LearnError(f"{program.name} cannot even list its cases ({_ending(status, timed_out, limits)}): "
                         + _first_line(output))
    suite, found = "", []
    for line in output.splitlines():
        line = line.split("#")[0].rstrip()
        if re.fullmatch(r"\S+\.", line):
            suite = line
        elif re.fullmatch(r"  \S+", line) and suite and "DISABLED_" not in suite + line:
            found.append(suite + line.strip())
    return found


def run_case(program, case, limits=Limits()):
    """Runs one case (or, as a quick look, a whole filter) in a process of its own and gives its Outcome."""
    status, output, timed_out = _run(program, [f"--gtest_filter={case}", "--gtest_color=no"], limits)
    todo = re.search(r"^todo: ([0-9.]+[0-9])", output, re.M)
    ending = _ending(status, timed_out, limits)
    if timed_out:
        state = TIMED_OUT
    elif status == TODO_STATUS and todo:
        state = TODO
    elif status == 0 and re.search(r"^\[  SKIPPED \] ", output, re.M):
        state, ending = SKIPPED, "the test skipped itself"
    elif status == 0 and re.search(r"^\[  PASSED  \] [1-9]\d* tests?\.", output, re.M):
        state = PASSED
    elif status == 0:
        # A learner's function that calls exit(0) ends the process before gtest has counted anything.
        state, ending = FAILED, "the program ended before the test did"
    elif status == 1 and "[  FAILED  ]" in output:
        state, ending = FAILED, "an expectation failed"
    else:
        state = CRASHED
    return Outcome(program.name, case, state, todo.group(1) if state == TODO else "", ending, output)


def run_tests(found, tests, limits=Limits()):
    """The Outcomes of every case of every Test in `tests`. `found` is what programs() gave.

    Ends at the first case that timed out: the others would most likely wait as long. A filter that picks nothing is a
    LearnError: a step whose test was renamed must not count as green.
    """
    outcomes = []
    for test in tests:
        names = cases(found[test.program], test.filter, limits)
        if not names:
            raise LearnError(f"{test.program} has no case that matches {test.filter}")
        for name in names:
            outcomes.append(run_case(found[test.program], name, limits))
            if outcomes[-1].state == TIMED_OUT:
                return outcomes
    return outcomes


def all_green(found, tests, limits=Limits()):
    """Whether every case passes, in one process a Test: the quick look before run_tests says which does not."""
    for test in tests:
        outcome = run_case(found[test.program], test.filter, limits)
        if not outcome.green:
            return False
    return True


def explain(outcome):
    """What a failed case printed, without gtest's frame around it."""
    frame = re.compile(r"(Note: Google Test filter|\[[=\- ]{10}\]|\[ RUN      \]|\[  (PASSED|FAILED)  \]|"
                       r"Running main\(\)|\s*\d+ FAILED TEST)")
    lines = [line for line in outcome.output.splitlines() if not frame.match(line)]
    return "\n".join(lines).strip("\n")


def _run(program, arguments, limits):
    """(status, output, timed out). stdout and stderr go to one file, in the order they were written."""
    def limit():
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT_BYTES, OUTPUT_BYTES))
        if limits.memory:
            resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))

    timed_out = False
    env = processes.environment({**program.env, "GTEST_COLOR": "no"})
    for name in [n for n in env if n.startswith("GTEST_") and n != "GTEST_COLOR"]:
        del env[name]  # a GTEST_FILTER, GTEST_SHARD or GTEST_OUTPUT of the user's would change what runs
    with tempfile.TemporaryFile() as out:
        child = processes.start([program.path, *arguments], stdout=out, stderr=subprocess.STDOUT,
                                cwd=program.folder, env=env, preexec_fn=limit)
        try:
            child.wait(limits.seconds)
        except subprocess.TimeoutExpired:
            timed_out = True
        finally:
            _kill_group(child)
            processes.forget(child)
        size = os.fstat(out.fileno()).st_size
        out.seek(0)
        data = out.read(SHOWN_BYTES)
        if size > SHOWN_BYTES:
            # gtest's verdict stands at the end.
            out.seek(max(SHOWN_BYTES, size - SHOWN_BYTES))
            data += b"\n[...]\n" + out.read(SHOWN_BYTES)
    return child.returncode, data.decode("utf-8", "replace"), timed_out


def _kill_group(child):
    """Ends the case and whatever it started; what it left running would disturb the next case."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
    child.wait()


def _ending(status, timed_out, limits):
    if timed_out:
        return f"it did not end within {limits.seconds:g} s"
    if status < 0:
        try:
            return f"it was ended by {signal.Signals(-status).name}"
        except ValueError:
            return f"it was ended by signal {-status}"
    return f"it ended with status {status}"


def _first_line(output):
    return next((line.strip() for line in output.splitlines() if line.strip()), "no output")
