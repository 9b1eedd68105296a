"""The command line: score files, say what was read, list the catalogues."""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from revcore.errors import RevcoreError
from revcore.model import Settings, dump

if TYPE_CHECKING:
    from revcore.model import Dataset

LATER = {"pdf": "PDF reports", "pptx": "slides", "xlsx": "workbooks", "previous": "comparisons"}
CATALOGUES = ("measures", "patterns", "presets", "benchmarks")


def parser() -> argparse.ArgumentParser:
    """Arguments of every command."""
    top = argparse.ArgumentParser(
        prog="python -m revcore", description="Spreadsheets in, a benchmarked revenue scorecard out."
    )
    commands = top.add_subparsers(dest="command", required=True)
    score = commands.add_parser("score", help="make the scorecard")
    read = commands.add_parser("read", help="say what was read, mapped and set aside")
    for command in (score, read):
        command.add_argument("files", nargs="+", metavar="FILE", help="a file, or a folder of files")
        command.add_argument("--settings", type=Path, help="settings.toml")
        command.add_argument("--json", type=Path, metavar="OUT")
    score.add_argument("--html", type=Path, metavar="OUT")
    for name in LATER:
        score.add_argument(f"--{name}", metavar="OUT", help=argparse.SUPPRESS)
    for name in CATALOGUES:
        listing = commands.add_parser(name, help=f"list the {name}")
        listing.add_argument("--json", action="store_true")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when a document was made, 2 when the input cannot be used."""
    asked = parser().parse_args(arguments)
    try:
        if asked.command in CATALOGUES:
            return catalogue(asked.command, as_json=asked.json)
        if asked.command == "read":
            return read(asked)
        return score(asked)
    except RevcoreError as error:
        sys.stderr.write(" ".join(str(error).split()) + "\n")
        return 2


def settings_of(path: Path | None) -> Settings:
    """Settings from a TOML file, or none."""
    if path is None:
        return Settings()
    try:
        return Settings.of(tomllib.loads(path.read_text("utf-8")), name=path.name)
    except FileNotFoundError:
        raise RevcoreError(f"“{path.name}” does not exist.", fix="Check the path.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RevcoreError(
            f"“{path.name}” is not written as TOML: {error}.", fix="Correct that line."
        ) from None


def paths_of(names: Sequence[str]) -> list[Path]:
    """The files named; a folder stands for the files in it."""
    out: list[Path] = []
    for name in names:
        path = Path(name)
        if path.is_dir():
            out += sorted(
                item for item in path.iterdir() if item.is_file() and not item.name.startswith(".")
            )
        elif path.is_file():
            out.append(path)
        else:
            raise RevcoreError(f"“{name}” does not exist.", fix="Check the path.")
    return out


def dataset_of(asked: argparse.Namespace) -> Dataset:
    """Read the files a command names; bad ones are said on stderr."""
    from revcore.ingest import Source, read_files

    sources = [Source(path.name, path) for path in paths_of(asked.files)]
    dataset = read_files(sources, settings_of(asked.settings))
    for file in dataset.files:
        if file.error:
            sys.stderr.write(f"{' '.join(file.error.split())}\n")
    return dataset


def score(asked: argparse.Namespace) -> int:
    """Files → scorecard, as text or written to the outputs asked for."""
    for name, words in LATER.items():
        if getattr(asked, name):
            raise RevcoreError(
                f"--{name}: this version writes no {words}.", fix="Use --json or --html."
            )
    from revcore.pipeline import analyse

    card = analyse(dataset_of(asked))
    if asked.json:
        asked.json.write_text(card.to_json(), "utf-8")
    if asked.html:
        from revcore.report.html import as_html

        asked.html.write_text(as_html(card), "utf-8")
    if not (asked.json or asked.html):
        from revcore.report.text import as_text

        sys.stdout.write(as_text(card))
    return 0


def read(asked: argparse.Namespace) -> int:
    """What was read, mapped and set aside; no measures."""
    from revcore.ingest.report import read_report
    from revcore.report.text import reading_as_text

    report = read_report(dataset_of(asked))
    if asked.json:
        asked.json.write_text(dump(report), "utf-8")
    else:
        sys.stdout.write(reading_as_text(report))
    return 0


def catalogue(name: str, *, as_json: bool) -> int:
    """A catalogue as a table or as JSON."""
    from revcore.report.catalogues import rows, table

    found: list[dict[str, Any]] = rows(name)
    sys.stdout.write(dump(found) if as_json else table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
