"""Plant faults in the measures one at a time and see whether the tests notice.

    python -m tools.mutate [--only N …] [--wide] [--write docs/planted_faults.md]

Each fault replaces one expression in the syntax tree of one function (an off-by-one month, a wrong
denominator, a cap left out …) in a copy of the project, and runs the tests of that part; where
they stay green, the tests of all measures. A fault nobody notices is a test that is missing.
"""

from __future__ import annotations

import argparse
import ast
import shutil
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

ROOT = Path(__file__).resolve().parents[1]
FAULTS = Path(__file__).with_name("faults.toml")
LEFT_BEHIND = shutil.ignore_patterns(
    ".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", "shots", "build"
)
WIDE = ("tests/derive", "tests/metrics", "tests/facts", "tests/reference", "tests/sample_data")
WORKERS = 2


@dataclass(frozen=True)
class Fault:
    """One expression of one function, and what a tired person would have written.

    escaped_at_first
        Whether the tests there were when it was first planted did not notice.
    """

    number: int
    file: str
    function: str
    old: str
    new: str
    why: str
    tests: tuple[str, ...]
    escaped_at_first: bool = False


def faults() -> list[Fault]:
    """The list of faults.toml, in order."""
    listed = tomllib.loads(FAULTS.read_text(encoding="utf-8"))["fault"]
    return [
        Fault(at, one["file"], one["function"], one["old"], one["new"], one["why"],
              tuple(one["tests"]), one.get("escaped_at_first", False))
        for at, one in enumerate(listed, start=1)
    ]  # fmt: skip


class Exchange(ast.NodeTransformer):
    """Replace the first expression that reads like ``old`` inside one function or class."""

    def __init__(self, fault: Fault) -> None:
        self.path = fault.function.split(".")
        self.old = ast.unparse(ast.parse(fault.old, mode="eval").body)
        self.new = ast.parse(fault.new, mode="eval").body
        self.inside: list[str] = []
        self.done = 0

    def visit(self, node: ast.AST) -> ast.AST:
        """Walk; names of functions and classes make the path."""
        named = isinstance(node, ast.FunctionDef | ast.ClassDef)
        if named:
            self.inside.append(node.name)  # type: ignore[attr-defined]
        here = self.inside[-len(self.path) :] == self.path
        if here and not self.done and isinstance(node, ast.expr) and ast.unparse(node) == self.old:
            self.done += 1
            return ast.copy_location(self.new, node)
        out = self.generic_visit(node)
        if named:
            self.inside.pop()
        return out


def planted(source: str, fault: Fault) -> str:
    """The file's text with the fault in it.

    Raises
    ------
    LookupError
        The function has no such expression (any more).
    """
    exchange = Exchange(fault)
    tree = ast.fix_missing_locations(exchange.visit(ast.parse(source)))
    if not exchange.done:
        raise LookupError(f"{fault.file}: {fault.function} has no “{fault.old}”")
    return ast.unparse(tree) + "\n"


def noticed(copy: Path, tests: tuple[str, ...]) -> bool:
    """Whether any of these tests fails in the copy."""
    line = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    done = subprocess.run(line, cwd=copy, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1, 2):
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
    return done.returncode != 0


def tried(fault: Fault, copy: Path, *, wide: bool) -> str:
    """Plant one fault, test, take it out again: “noticed”, “noticed by other tests”, “escaped”."""
    file = copy / fault.file
    before = file.read_text(encoding="utf-8")
    file.write_text(planted(before, fault), encoding="utf-8")
    try:
        if noticed(copy, fault.tests):
            return "noticed"
        if wide and noticed(copy, WIDE):
            return "noticed by other tests"
        return "escaped"
    finally:
        file.write_text(before, encoding="utf-8")


def table(found: list[tuple[Fault, str]]) -> str:
    """The list as Markdown."""
    lines = ["| | where | what was | what it became | fault | |", "|---:|---|---|---|---|---|"]
    for fault, result in found:
        where = f"{fault.file.removeprefix('revcore/')} `{fault.function}`"
        if fault.escaped_at_first:
            result += "; escaped at first"
        cells = (fault.old.replace("|", "\\|"), fault.new.replace("|", "\\|"))
        lines.append(
            f"| {fault.number} | {where} | `{cells[0]}` | `{cells[1]}` | {fault.why} | {result} |"
        )
    return "\n".join(lines) + "\n"


def main(given: list[str]) -> int:
    """Try all faults; 1 if one escaped."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutate")
    parser.add_argument("--only", nargs="+", type=int, default=[])
    parser.add_argument("--wide", action="store_true", help="ask all tests of measures, too")
    parser.add_argument("--write", type=Path, help="put the table between the markers of a page")
    chosen = parser.parse_args(given)
    todo = [one for one in faults() if not chosen.only or one.number in chosen.only]
    with tempfile.TemporaryDirectory() as folder:
        free: Queue[Path] = Queue()
        for at in range(WORKERS):
            copy = Path(folder) / str(at) / "project"
            shutil.copytree(ROOT, copy, ignore=LEFT_BEHIND)
            beside = ROOT.parent / "shared"
            if beside.is_dir():
                (copy.parent / "shared").symlink_to(beside)
            free.put(copy)

        def one(fault: Fault) -> str:
            copy = free.get()
            try:
                result = tried(fault, copy, wide=chosen.wide)
            finally:
                free.put(copy)
            sys.stderr.write(f"{fault.number:3d} {result:24s} {fault.why}\n")
            return result

        with ThreadPoolExecutor(WORKERS) as pool:
            found = list(zip(todo, pool.map(one, todo), strict=True))
    text = table(found)
    sys.stdout.write(text)
    if chosen.write:
        begin, end = "<!-- table -->\n", "<!-- end -->"
        head, rest = chosen.write.read_text(encoding="utf-8").split(begin)
        page = head + begin + text + end + rest.split(end, 1)[1]
        chosen.write.write_text(page, encoding="utf-8", newline="\n")
    return int(any(result == "escaped" for _, result in found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
