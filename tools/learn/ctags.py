# SPDX-License-Identifier: MIT
"""Where the functions of a C++ file begin and end, and how one is blanked.

universal-ctags says on which lines a function stands; the exact characters come from counting braces in a masked copy
of the text, where comments, strings and character literals are spaces. That is no C++ parser, and need not be: whatever
it cannot be sure of is refused by name (see `Refused`), and the chapter's author writes the function more plainly.
"""
import json
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .errors import LearnError


class Refused(LearnError):
    """This function cannot be blanked; the message names it and says why."""


@dataclass(frozen=True)
class Symbol:
    """One ctags entry. `line` and `end` count from 1; `end` is 0 when ctags gives none."""
    name: str
    scope: str
    kind: str
    signature: str
    typeref: str
    line: int
    end: int

    @property
    def qualified(self):
        return f"{self.scope}::{self.name}" if self.scope else self.name

    def __str__(self):
        return f"{self.qualified}{self.signature}"


@dataclass(frozen=True)
class Function:
    """A definition inside `text`: text[start:stop] is all of it, text[open_:stop] its body with both braces."""
    symbol: Symbol
    text: str
    start: int
    open_: int
    stop: int

    @property
    def head(self):
        """Everything before the body: specifiers, parameters, initialiser list."""
        return self.text[self.start:self.open_]

    @property
    def body(self):
        return self.text[self.open_:self.stop]

    @property
    def definition(self):
        return self.text[self.start:self.stop]


_TOKEN = re.compile(
    r'''(?P<raw>(?:u8|[uUL])?R"(?P<delim>[^()\\\s"]{0,16})\(.*?\)(?P=delim)")'''
    r'''|(?P<line>//(?:\\\r?\n|[^\n])*)|(?P<block>/\*.*?(?:\*/|\Z))'''
    r'''|(?P<string>"(?:\\.|[^"\\\n])*"?)'''
    # 1'000'000 is a number, not a character literal: numbers are matched whole so that their quotes are skipped.
    r'''|(?P<number>(?<![\w])\d[\w.]*(?:'\w+)*)|(?P<char>'(?:\\.|[^'\\\n])*'?)''', re.S)


def mask(text):
    """`text` with comments and literals as spaces: same length, same line breaks, so offsets fit both."""
    def blank(match):
        if match.group("number"):
            return match.group().replace("'", " ")
        return re.sub(r"[^\r\n]", " ", match.group())
    return _TOKEN.sub(blank, text)


CXX = {".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp", ".ipp"}


def symbols(text, suffix=".cpp"):
    """Every symbol ctags finds in `text`, in the order of their lines. Names lose ctags' `__anon…` scopes.

    A suffix of a C or C++ file is read as C++; any other suffix says the language.
    """
    if not shutil.which("ctags"):
        raise LearnError("ctags is missing: apt-get install universal-ctags")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "text" + suffix)
        path.write_text(text, encoding="utf-8", errors="surrogateescape", newline="")
        language = ["--language-force=C++"] if suffix in CXX else []
        run = subprocess.run(
            ["ctags", "--options=NONE", *language, "--kinds-C++=+fp", "--fields=+neKSZt",
             "--output-format=json", "-o", "-", str(path)], capture_output=True, text=True, errors="replace")
    if run.returncode != 0:
        raise LearnError("universal-ctags with JSON output is needed (apt-get install universal-ctags): "
                         + run.stderr.strip())
    found = []
    for line in run.stdout.splitlines():
        tag = json.loads(line)
        if tag.get("_type") != "tag" or "line" not in tag:
            continue
        scope = "::".join(p for p in tag.get("scope", "").split("::") if p and not p.startswith("__anon"))
        found.append(Symbol(tag["name"], scope, tag.get("kind", ""), tag.get("signature", ""),
                            tag.get("typeref", ""), tag["line"], tag.get("end", 0)))
    return sorted(found, key=lambda s: s.line)


def find(text, wanted, where="the file", suffix=".cpp"):
    """The one function definition `wanted` means: `name`, `Class::name` or `name(parameter, types)`.

    Raises LearnError when there is none, when it is ambiguous, or when its extent is unsure (Refused).
    """
    every = symbols(text, suffix)
    candidates = [s for s in every if s.kind == "function" and _matches(s, wanted)]
    if not candidates:
        raise LearnError(f"{where} has no function {wanted}")
    if len(candidates) > 1:
        exact = [s for s in candidates if _squeeze(s.qualified) == _squeeze(wanted.split("(")[0])]
        if len(exact) != 1 or "(" in wanted:
            choice = "; ".join(str(s) for s in candidates)
            raise Refused(f"{where}: {wanted} is ambiguous, name the parameter types: {choice}")
        candidates = exact
    return _extent(text, candidates[0], every, f"{where}#{wanted}")


def check_blankable(function, where):
    """Raises Refused when the body of `function` cannot be replaced without changing what the rest means."""
    name = f"{where}#{function.symbol.qualified}"
    head = mask(function.head)
    before, after = _split_at_name(head, function.symbol)
    if re.search(r"\btry\b", after):
        raise Refused(f"{name} cannot be blanked: it is a function-try block")
    if re.search(r"\bauto\b", before) and not re.search(r"->", _after_parameters(after)):
        raise Refused(f"{name} cannot be blanked: its return type is deduced from its body")
    # ctags may take the braces of the clause for the body; then the real body follows.
    behind = mask(function.text)[function.stop:].lstrip()
    if re.search(r"\brequires\b[^;]*\{", head) or (re.search(r"\brequires\b", head) and behind.startswith("{")):
        raise Refused(f"{name} cannot be blanked: it has braces in a requires-clause")
    if re.search(r"^[ \t]*#[ \t]*(if|ifdef|ifndef|elif|else|endif)\b", mask(function.definition), re.M):
        raise Refused(f"{name} cannot be blanked: it has #if in its body")


def blanked(function, statement):
    """The definition with `{ statement }` for its body, and `inline` for `constexpr` (no constant is computed by todo)."""
    before, _ = _split_at_name(mask(function.head), function.symbol)
    head = function.head
    for match in reversed(list(re.finditer(r"\b(constexpr|consteval)\b\s*", before))):
        already = re.search(r"\binline\b", before)
        head = head[:match.start()] + ("" if already else "inline ") + head[match.end():]
    return f"{head}{{ {statement} }}"


def replace(function, definition):
    """The file's text with this one definition exchanged."""
    return function.text[:function.start] + definition + function.text[function.stop:]


def _extent(text, symbol, every, name):
    """Turns ctags' lines into character offsets, refusing what shares a line with something else."""
    if not symbol.end:
        raise Refused(f"{name} cannot be blanked: ctags does not say where it ends")
    masked = mask(text)
    starts = [0] + [m.end() for m in re.finditer("\n", text)]
    first = starts[symbol.line - 1]
    last = starts[symbol.end] if symbol.end < len(starts) else len(text)
    pair = _last_top_level_pair(masked, first, last)
    others = [s for s in every if s is not symbol and s.kind in ("function", "prototype", "class", "struct", "namespace")
              and not s.name.startswith("__anon")]
    if pair is None or masked[pair[1]:last].strip(" \t\r\n;") or any(
            s.line in (symbol.line, symbol.end) for s in others):
        raise Refused(f"{name} cannot be blanked: it shares a line with something else")
    return Function(symbol, text, _declaration_start(masked, first), pair[0], pair[1])


def _last_top_level_pair(masked, first, last):
    depth, open_, pair = 0, 0, None
    for i in range(first, last):
        if masked[i] == "{":
            if depth == 0:
                open_ = i
            depth += 1
        elif masked[i] == "}":
            depth -= 1
            if depth < 0:
                return None
            if depth == 0:
                pair = (open_, i + 1)
    return pair if depth == 0 else None


def _declaration_start(masked, first):
    """Walks up over lines that belong to the declaration: `template <…>`, `constexpr`, a return type of its own line."""
    start = first
    while start > 0:
        previous = masked.rfind("\n", 0, start - 1) + 1
        line = masked[previous:start].strip()
        if not line or line[0] == "#" or line[-1] in ";{}" or re.search(r"\b(public|private|protected)\s*:$", line):
            break
        start = previous
    # A comment above is masked to blanks and stops the walk; indentation stays outside the definition.
    return start + len(masked[start:]) - len(masked[start:].lstrip(" \t"))


def _split_at_name(head, symbol):
    """(text before the function's name, the rest), of a masked head. The name is the last one ahead of a `(`."""
    if symbol.name.startswith("operator"):
        pattern = r"\boperator\b"
    else:
        pattern = r"(?<![\w~])" + r"\s*".join(re.escape(p) for p in re.findall(r"~|\w+", symbol.name)) + r"\s*\("
    match = re.search(pattern, head)
    return (head[:match.start()], head[match.start():]) if match else (head, head)


def _after_parameters(text):
    """What follows the first balanced pair of parentheses; for `operator()` the second."""
    text = re.sub(r"^operator\s*\(\s*\)", "operator", text)
    depth = 0
    for i, c in enumerate(text):
        depth += (c == "(") - (c == ")")
        if c == ")" and depth == 0:
            return text[i + 1:]
    return ""


def _squeeze(text):
    """`a & b` and `a& b` alike: spaces go, except between two words."""
    return re.sub(r"\s*(\W)\s*", r"\1", re.sub(r"\s+", " ", text.strip()))


def _matches(symbol, wanted):
    call = None if _squeeze(wanted).endswith("operator()") else re.match(r"(.*?(?:operator\s*\(\s*\))?)\((.*)\)\s*(.*)$", wanted, re.S)
    name = _squeeze(call.group(1) if call else wanted)
    full = _squeeze(symbol.qualified)
    if full != name and not full.endswith("::" + name):
        return False
    if not call:
        return True
    own, rest = _parameters(symbol.signature)
    asked, _ = _parameters(f"({call.group(2)})")
    if call.group(3).strip() and _squeeze(call.group(3)) not in _squeeze(rest):
        return False
    return len(own) == len(asked) and all(a in _type_spellings(o) for o, a in zip(own, map(_squeeze, asked)))


def _type_spellings(parameter):
    """A parameter as it stands, and without its default and name: `const C& o = {}` is asked for as `const C&`."""
    parameter = _squeeze(re.sub(r"=.*$", "", parameter, flags=re.S))
    return {parameter, _squeeze(re.sub(r"(?<=[\s&*>\]])\w+$", "", parameter))}


def _parameters(signature):
    """('(a, b<c, d>) const') → (['a', 'b<c, d>'], 'const')."""
    parts, depth, current = [], 0, ""
    for i, c in enumerate(signature):
        depth += c in "(<[{"
        depth -= c in ")>]}"
        if depth == 0 and c == ")":
            if current.strip():
                parts.append(current.strip())
            return [p for p in parts if p != "void"], signature[i + 1:]
        if c == "," and depth == 1:
            parts.append(current.strip())
            current = ""
        elif not (c == "(" and depth == 1):
            current += c
    return parts, ""
