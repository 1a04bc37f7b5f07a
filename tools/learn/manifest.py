# SPDX-License-Identifier: MIT
"""course.toml: what a chapter says about itself, read and checked.

Every complaint names the file and the key, because the person who reads it has that file open.
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from .errors import LearnError
from .places import shown

PACKAGE_CLASSES = ("build", "test", "peer", "bench", "full")


@dataclass(frozen=True)
class Peer:
    """A real counterpart; `command` proves that it is there (doctor runs it)."""
    name: str
    command: list[str]
    package: str


@dataclass(frozen=True)
class Program:
    name: str
    summary: str


@dataclass(frozen=True)
class FuzzTarget:
    target: str
    summary: str

    @property
    def corpus(self) -> str:
        """The corpus folder's name: the target's without its fuzz_."""
        return self.target.removeprefix("fuzz_")


@dataclass(frozen=True)
class StepTest:
    """A gtest binary and the --gtest_filter that belongs to a step."""
    program: str
    filter: str


@dataclass(frozen=True)
class Mutant:
    """A wrong solution (a patch, relative to the chapter) and the test "PROGRAM Suite.Name" that must kill it."""
    patch: str
    killed_by: str
    mistake: str


@dataclass(frozen=True)
class Step:
    id: str
    title: str
    minutes: int
    article: str
    summary: str
    functions: list[str]
    todo: str
    tests: list[StepTest]
    hints: list[str]
    mutants: list[Mutant] = field(default_factory=list)


@dataclass(frozen=True)
class Chapter:
    """One chapter: its folder and everything its course.toml says. `name` is the folder's and the Meson project's."""
    path: Path
    number: str
    title: str
    articles: list[str]
    first_file: str
    namespace: str | None
    packages: dict[str, dict[str, str]]
    peers: list[Peer]
    programs: list[Program]
    tour_script: str | None
    tour_targets: list[str]
    bench_program: str | None
    fuzz_targets: list[FuzzTarget]
    steps: list[Step]

    @property
    def name(self) -> str:
        return self.path.name


class Table:
    """A TOML table being read: each key is taken once, with its type; what is left over at the end is a mistake."""

    def __init__(self, file: Path, where: str, values):
        if not isinstance(values, dict):
            raise LearnError(f"{shown(file)}: {where} must be a table, as in [{where}].")
        self.file, self.where, self.values, self.seen = file, where, values, set()

    def complain(self, key: str, problem: str):
        name = f"{self.where}.{key}" if self.where else key
        raise LearnError(f"{shown(self.file)}: {name} {problem}.")

    def _take(self, key: str, kind: type, kind_name: str, default):
        self.seen.add(key)
        if key not in self.values:
            if default is ...:
                self.complain(key, f"is missing ({kind_name})")
            return default
        value = self.values[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.complain(key, f"must be {kind_name}, not {value!r}")
        return value

    def text(self, key: str, default=...) -> str:
        value = self._take(key, str, "a text", default)
        if value == "":
            self.complain(key, "must not be empty")
        return value

    def number(self, key: str) -> int:
        value = self._take(key, int, "a whole number", ...)
        if value <= 0:
            self.complain(key, f"must be above zero, not {value}")
        return value

    def texts(self, key: str, default=...) -> list[str]:
        value = self._take(key, list, "a list of texts", default)
        if any(not isinstance(item, str) or not item for item in value):
            self.complain(key, "must be a list of texts")
        return value

    def table(self, key: str) -> "Table":
        return Table(self.file, f"{self.where}.{key}" if self.where else key, self._take(key, dict, "a table", {}))

    def tables(self, key: str) -> list["Table"]:
        """The tables of [[key]], each named by its id/name/target when it has one, else by its place."""
        found = []
        for place, values in enumerate(self._take(key, list, "a list of tables", [])):
            label = place
            if isinstance(values, dict):
                label = next((values[k] for k in ("id", "name", "target", "patch") if isinstance(values.get(k), str)), place)
            prefix = f"{self.where}." if self.where else ""
            found.append(Table(self.file, f"{prefix}{key}[{label}]", values))
        return found

    def done(self) -> None:
        for key in self.values:
            if key not in self.seen:
                self.complain(key, "is not a key this course knows; is it misspelt")


def load(folder: Path) -> Chapter:
    """Reads chapters/NN-name/course.toml. Raises LearnError naming the file and the key that is wrong."""
    file = folder / "course.toml"
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise LearnError(f"{shown(file)} is missing: a chapter describes itself there.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LearnError(f"{shown(file)} is not TOML: {error}.") from None
    return _chapter(Table(file, "", values), folder)


def _chapter(top: Table, folder: Path) -> Chapter:
    head, tour, bench = top.table("chapter"), top.table("tour"), top.table("bench")
    number = head.text("number")
    if number != folder.name.split("-")[0]:
        head.complain("number", f"is {number!r}, but the folder is called {folder.name}")
    chapter = Chapter(
        path=folder, number=number, title=head.text("title"), articles=head.texts("articles"),
        first_file=head.text("first_file"), namespace=head.text("namespace", None), packages=_packages(top.table("packages")),
        peers=[_peer(t) for t in top.tables("peer")], programs=[_program(t) for t in top.tables("program")],
        tour_script=tour.text("script", None), tour_targets=tour.texts("targets", []),
        bench_program=bench.text("program", None),
        fuzz_targets=[_fuzz(t) for t in top.tables("fuzz")],
        steps=[_step(t, number) for t in top.tables("step")])
    _no_twins(top, "step", [step.id for step in chapter.steps])
    _no_twins(top, "program", [program.name for program in chapter.programs])
    for table in (head, tour, bench, top):
        table.done()
    return chapter


def _no_twins(top: Table, key: str, names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            top.complain(f"{key}[{name}]", "is there twice")


def _packages(table: Table) -> dict[str, dict[str, str]]:
    classes = {}
    for name in PACKAGE_CLASSES:
        reasons = table.table(name)
        classes[name] = {package: reasons.text(package) for package in reasons.values}
    table.done()
    return classes


def _peer(table: Table) -> Peer:
    peer = Peer(table.text("name"), table.texts("command"), table.text("package"))
    if not peer.command:
        table.complain("command", "must not be empty")
    table.done()
    return peer


def _program(table: Table) -> Program:
    program = Program(table.text("name"), table.text("summary"))
    table.done()
    return program


def _fuzz(table: Table) -> FuzzTarget:
    target = FuzzTarget(table.text("target"), table.text("summary"))
    if not target.target.startswith("fuzz_"):
        table.complain("target", f"must begin with fuzz_, not {target.target!r}")
    table.done()
    return target


def _step(table: Table, number: str) -> Step:
    step = Step(
        id=table.text("id"), title=table.text("title"), minutes=table.number("minutes"), article=table.text("article"),
        summary=table.text("summary"), functions=table.texts("functions"), todo=table.text("todo"),
        tests=[_step_test(t) for t in table.tables("tests")], hints=table.texts("hints"),
        mutants=[_mutant(t) for t in table.tables("mutant")])
    if not step.id.startswith(number + ".") or not step.id[len(number) + 1:].isdigit():
        table.complain("id", f"must look like {number}.1, not {step.id!r}")
    for function in step.functions:
        if function.count("#") != 1:
            table.complain("functions", f"must name file#function, not {function!r}")
    for key in ("functions", "tests"):
        if not getattr(step, key):
            table.complain(key, "must not be empty")
    if len(step.hints) != 3:
        table.complain("hints", f"must be three (concept, place, nearly the code), not {len(step.hints)}")
    table.done()
    return step


def _step_test(table: Table) -> StepTest:
    test = StepTest(table.text("program"), table.text("filter"))
    table.done()
    return test


def _mutant(table: Table) -> Mutant:
    mutant = Mutant(table.text("patch"), table.text("killed_by"), table.text("mistake"))
    if len(mutant.killed_by.split()) != 2:
        table.complain("killed_by", f'must be "program Suite.Name", not {mutant.killed_by!r}')
    table.done()
    return mutant


def missing_files(chapter: Chapter) -> list[str]:
    """Files that course.toml names and that are not there, each as a sentence."""
    named = [("chapter.first_file", chapter.first_file)]
    if chapter.tour_script:
        named.append(("tour.script", chapter.tour_script))
    named += [(f"fuzz[{f.target}]", f"fuzz/corpus/{f.corpus}") for f in chapter.fuzz_targets]
    for step in chapter.steps:
        named += [(f"step[{step.id}].functions", function.split("#")[0]) for function in step.functions]
        named += [(f"step[{step.id}].mutant", mutant.patch) for mutant in step.mutants]
    file = shown(chapter.path / "course.toml")
    return [f"{file}: {key} names {name}, which is not there." for key, name in named
            if not (chapter.path / name).exists()]
