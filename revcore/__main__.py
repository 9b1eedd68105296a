"""The command line: score files, say what was read, list the catalogues.

Exit codes: 0, a document was made; 2, the input cannot be used (one sentence on stderr, nothing
written); anything else is a fault of the program and ends with a traceback and 1.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import re
import sys
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from revcore.errors import RevcoreError
from revcore.model import Settings, dump

if TYPE_CHECKING:
    from revcore.model import Dataset, Scorecard

LATER = {
    "pdf": "PDF reports",
    "pptx": "slides",
    "xlsx": "workbooks",
}
CATALOGUES = ("measures", "patterns", "presets", "benchmarks")
SETTINGS = "settings.toml"
LEFT_OUT = ("~$", ".", "Thumbs.db", "desktop.ini")
"""How names begin that no folder means by “the files in it”."""
SCREEN = "-"


class Parser(argparse.ArgumentParser):
    """Says in one sentence what cannot be followed."""

    def error(self, message: str) -> NoReturn:
        """Raise it, so that it leaves the program as every other sentence does."""
        said = message.replace("invalid choice", "no such choice")
        raise RevcoreError(f"{said[:1].upper()}{said[1:]}.", fix=f"See: {self.prog} --help")


def parser() -> Parser:
    """Arguments of every command."""
    top = Parser(
        prog="python -m revcore",
        description="Spreadsheets in, a benchmarked revenue scorecard out.",
        allow_abbrev=False,
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    score = commands.add_parser("score", help="make the scorecard", allow_abbrev=False)
    read = commands.add_parser(
        "read", help="say what was read, mapped and set aside", allow_abbrev=False
    )
    for command in (score, read):
        command.add_argument(
            "files", nargs="+", metavar="FILE", help="a file, or a folder for the files in it"
        )
        command.add_argument(
            "--settings", type=Path, metavar=SETTINGS, help="what no export says: margin, mappings"
        )
        command.add_argument("--json", type=Path, metavar="OUT", help="write the document")
    score.add_argument("--html", type=Path, metavar="OUT", help="write the report to print")
    score.add_argument(
        "--previous", type=Path, metavar="OLD.json", help="measure an earlier plan again"
    )
    for name in LATER:
        score.add_argument(f"--{name}", metavar="OUT", help=argparse.SUPPRESS)
    for name in CATALOGUES:
        listing = commands.add_parser(name, help=f"list the {name}", allow_abbrev=False)
        listing.add_argument("--json", nargs="?", const=SCREEN, metavar="OUT", help="as JSON")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when a document was made, 2 when the input cannot be used."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        asked = parser().parse_args(arguments)
        if asked.command in CATALOGUES:
            return catalogue(asked.command, asked.json)
        return read(asked) if asked.command == "read" else score(asked)
    except RevcoreError as error:
        sys.stderr.write(one_line(error) + "\n")
        return 2
    except BrokenPipeError:  # whoever read the output has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


# ---------------------------------------------------------------- commands
def score(asked: argparse.Namespace) -> int:
    """Files → scorecard, as text or written to the outputs asked for."""
    for name, words in LATER.items():
        if getattr(asked, name) is not None:
            raise RevcoreError(
                f"--{name}: this version writes no {words}.", fix="Use --json or --html."
            )
    writable(asked.json, asked.html)
    old = previous_of(asked)
    dataset = dataset_of(asked)
    from revcore.pipeline import analyse

    card = analyse(dataset)
    if old is not None:
        from revcore.followup import compared

        card = compared(card, old, dataset)
    outputs: dict[Path, str] = {}
    if asked.json:
        outputs[asked.json] = card.to_json()
    if asked.html:
        from revcore.report.html import as_html

        outputs[asked.html] = as_html(card)
    if outputs:
        write(outputs)
    else:
        from revcore.report.text import as_text

        sys.stdout.write(as_text(card))
    if old is not None:
        from revcore.report.plan_text import remeasured_as_text

        sys.stdout.write(remeasured_as_text(card))
    say_bad_files(dataset)
    return 0


def read(asked: argparse.Namespace) -> int:
    """What was read, mapped and set aside; no measures."""
    writable(asked.json)
    dataset = dataset_of(asked)
    from revcore.ingest import read_report
    from revcore.pipeline import as_counted

    report = read_report(as_counted(dataset))
    if asked.json:
        write({asked.json: dump(report)})
    else:
        from revcore.report.text import reading_as_text

        sys.stdout.write(reading_as_text(report))
    say_bad_files(dataset)
    return 0


def catalogue(name: str, target: str | None) -> int:
    """A catalogue as a table, or as JSON on the screen or in a file."""
    from revcore.catalogues import rows, table

    found: list[dict[str, Any]] = rows(name)
    if target is None:
        sys.stdout.write(table(found))
    elif target == SCREEN:
        sys.stdout.write(dump(found))
    else:
        writable(Path(target))
        write({Path(target): dump(found)})
    return 0


# ---------------------------------------------------------------- files in
def dataset_of(asked: argparse.Namespace) -> Dataset:
    """Read the files a command names, with the settings named or found beside them."""
    paths, found = paths_of(asked.files)
    settings = settings_of(asked.settings or found)
    for output in (asked.json, getattr(asked, "html", None)):
        if output and output.resolve() in {path.resolve() for path in paths}:
            raise RevcoreError(
                f"“{output}” is one of the files to be read.", fix="Write to another name."
            )
    from revcore.ingest import Source, read_files

    return read_files([Source(path.name, path) for path in paths], settings)


def previous_of(asked: argparse.Namespace) -> Scorecard | None:
    """The earlier document, where one is named; read before any work is done."""
    path: Path | None = asked.previous
    if path is None:
        return None
    for output in (asked.json, asked.html):
        if output and output.resolve() == path.resolve():
            raise RevcoreError(f"“{output}” is the earlier document.", fix="Write to another name.")
    from revcore.followup import earlier

    try:
        data = path.read_bytes()
    except OSError as error:
        raise RevcoreError(
            f"“{path}” cannot be read: {reason(error)}.", fix="Check the path."
        ) from None
    return earlier(data, path.name)


def paths_of(names: Sequence[str]) -> tuple[list[Path], Path | None]:
    """The files named, and a settings.toml among them.

    A folder stands for the files in it, not for those of its folders.
    """
    files: dict[Path, Path] = {}
    settings: list[Path] = []
    for name in names:
        path = Path(name)
        if path.is_dir():
            inside = [item for item in sorted(path.iterdir()) if item.is_file()]
            inside = [item for item in inside if not item.name.startswith(LEFT_OUT)]
            if not inside:
                raise RevcoreError(f"The folder “{name}” holds no files.", fix="Name another.")
        elif path.is_file():
            inside = [path]
        else:
            raise RevcoreError(f"“{name}” does not exist.", fix="Check the path.")
        for item in inside:
            if item.name == SETTINGS:
                settings.append(item)
            else:
                files[item.resolve()] = item
    if not files:
        raise RevcoreError(f"There is nothing but {SETTINGS} to read.", fix="Name an export.")
    if len({path.resolve() for path in settings}) > 1:
        raise RevcoreError(
            f"There are {len(settings)} files called {SETTINGS}.", fix="Choose one with --settings."
        )
    return list(files.values()), settings[0] if settings else None


def settings_of(path: Path | None) -> Settings:
    """Settings from a TOML file, or none.

    Raises
    ------
    RevcoreError
        The file is not there, is not TOML, or an entry cannot be followed.
    """
    if path is None:
        return Settings.of({})
    try:
        text = path.read_text("utf-8-sig")
        return Settings.of(tomllib.loads(text), name=path.name)
    except UnicodeDecodeError:
        raise RevcoreError(f"“{path.name}” is not text.", fix="Save it as UTF-8.") from None
    except OSError as error:
        raise RevcoreError(
            f"“{path}” cannot be read: {reason(error)}.", fix="Check the path."
        ) from None
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        where = f"in line {line[1]}" if line else "at its end"
        raise RevcoreError(
            f"“{path.name}” is not written as TOML {where}.",
            fix='Write: name = "text", or name = 0.5.',
        ) from None


def say_bad_files(dataset: Dataset) -> None:
    """Name the files that could not be read, when others could."""
    for file in dataset.files:
        if file.error:
            sys.stderr.write(f"{' '.join(file.error.split())}\n")


# ---------------------------------------------------------------- files out
def writable(*targets: Path | None) -> None:
    """Refuse outputs that cannot be written before any work is done."""
    named = [target for target in targets if target is not None]
    for target in named:
        if target.is_dir():
            raise RevcoreError(f"“{target}” is a folder.", fix="Name a file in it.")
        if not target.parent.is_dir():
            raise RevcoreError(
                f"“{target}” cannot be written: the folder “{target.parent}” does not exist.",
                fix="Make it first.",
            )
    if len({target.resolve() for target in named}) < len(named):
        raise RevcoreError("Two outputs have the same name.", fix="Name another file for one.")


def write(outputs: Mapping[Path, str]) -> None:
    """Write all outputs or none: beside their places first, then moved there."""
    ready: list[tuple[str, Path]] = []
    try:
        for target, text in outputs.items():
            handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
            ready.append((name, target))
            with open(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            os.chmod(name, 0o666 & ~mask())
        for name, target in ready:
            os.replace(name, target)
    except OSError as error:
        raise RevcoreError(
            f"“{ready[-1][1] if ready else next(iter(outputs))}” cannot be written: "
            f"{reason(error)}.",
            fix="Choose another place.",
        ) from None
    finally:
        for name, _ in ready:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(name)


def mask() -> int:
    """What new files of this user may not be."""
    current = os.umask(0)
    os.umask(current)
    return current


def reason(error: OSError) -> str:
    """What the system says, as the end of a sentence."""
    said = error.strerror or "the system refuses"
    return said[:1].lower() + said[1:]


def one_line(error: RevcoreError) -> str:
    """An error as one line."""
    return " ".join(str(error).split())


if __name__ == "__main__":
    sys.exit(main())
