# SPDX-License-Identifier: MIT
"""The command line: which commands there are, what each takes, and how every one of them ends."""

import argparse
import signal
import sys

from . import bench, doctor, exercises_cli, fuzz, listing, processes, programs, snippets, testing, tour, ui
from .errors import LearnError

ABOUT = "rpc-anatomy: the RPC stack rebuilt in C++20, chapter by chapter, and checked against the real thing."


class Parser(argparse.ArgumentParser):
    """argparse with our manner of complaint: one sentence, status 2."""

    def error(self, message: str):
        raise LearnError(f"{message[0].upper()}{message[1:]} ({self.prog} --help tells more).")


def _numbers(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("chapters", nargs="*", metavar="NN", help="chapter numbers (01, 1 or 01-netrpc); none means all")


def parser() -> argparse.ArgumentParser:
    top = Parser(prog="./learn", description=ABOUT)
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(name: str, summary: str, run, more: str = "") -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + "." + more)
        sub.set_defaults(run=run)
        return sub

    _numbers(command("tour", "build, then watch each chapter talk to its real peers", tour.command))
    _add_test(command("test", "build and run the tests", testing.command,
                      " A skipped test counts as failed. The last line is: N passed, N failed."))
    sub = command("run", "build and run one program; without PROGRAM, list them", programs.command)
    sub.add_argument("chapter", metavar="NN")
    sub.add_argument("program", nargs="?", metavar="PROGRAM")
    rest = sub.add_argument("arguments", nargs=argparse.REMAINDER, metavar="…", help="handed to the program as they are")
    rest.required = False
    _numbers(command("list", "the chapters, their steps and your progress", listing.command))
    _numbers(command("doctor", "what is installed, what is missing, which real peers were found", doctor.command))
    sub = command("bench", "ours and the real library in one run", bench.command)
    _numbers(sub)
    sub.add_argument("--json", metavar="F", help="also write the rows to this file")
    sub.add_argument("--write-readme", action="store_true", help="put the table into the chapter's README")
    sub = command("fuzz", "run a fuzz target; without TARGET, list them", fuzz.command)
    sub.add_argument("chapter", metavar="NN")
    sub.add_argument("target", nargs="?", metavar="TARGET")
    sub.add_argument("--seconds", type=int, default=60, metavar="N", help="how long (60)")
    sub = command("snippets", "check that source shown in the docs is the present source", snippets.command)
    sub.add_argument("--write", action="store_true", help="refresh what differs")
    exercises_cli.register(commands)
    return top


def _add_test(sub: argparse.ArgumentParser) -> None:
    _numbers(sub)
    size = sub.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="unit and golden tests only: the edit loop")
    size.add_argument("--full", action="store_true",
                      help="also sanitizers, fuzzing, exercise proofs, format and lint: what CI runs")
    sub.add_argument("--allow-skips", action="store_true", help="a skipped test (a missing peer) does not fail the run")
    sub.add_argument("--seed", type=int, metavar="N", help="the seed of the random tests")


def _terminated(signum, frame):
    raise KeyboardInterrupt


def main(words: list[str] | None = None) -> int:
    """Returns the exit status: the command's own, 2 for a user's error, 130 after Ctrl-C."""
    signal.signal(signal.SIGTERM, _terminated)
    try:
        args = parser().parse_args(words)
        return args.run(args) or 0
    except LearnError as error:
        sys.stdout.flush()
        ui.note(f"learn: {error}")
        return 2
    except KeyboardInterrupt:
        ui.note("\nlearn: interrupted")
        return 130
    except BrokenPipeError:
        # `./learn list | head`: the reader has seen enough. Python would complain once more at exit.
        sys.stdout = None
        return 141
    finally:
        processes.stop_all()


if __name__ == "__main__":
    sys.exit(main())
