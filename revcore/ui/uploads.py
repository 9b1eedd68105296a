"""Sets of opened files: put together, taken apart, and the limits of the app."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from revcore.model import listed

if TYPE_CHECKING:  # the first page comes without the reader of files
    from revcore.ingest.raw import OpenedFile, OpenedFiles, Source

MAX_MEGABYTES = 200
"""Largest file the app takes [MB of 1,048,576 bytes]; as server.maxUploadSize."""

MAX_SECONDS = 120.0
"""Longest time for which the app waits for one file [s]."""

MAX_FILES = 40
"""Most files held at once."""

ANSWERS_FILE = "twelve-numbers.csv"


def together(*sets: OpenedFiles | None) -> OpenedFiles:
    """One set out of several, as if all files had been opened at once.

    Files are sorted by content; of files with the same content the first by name has the tables,
    and the others name it.
    """
    from revcore.ingest.raw import OpenedFiles

    found = {(file.sha256, file.name): file for opened in sets if opened for file in opened.files}
    files: list[OpenedFile] = []
    for (sha256, _name), file in sorted(found.items(), key=lambda item: item[0]):
        same = [other for (digest, _), other in found.items() if digest == sha256]
        reader = next((other for other in same if other.duplicate_of is None), same[0])
        before = next((other.name for other in files if other.sha256 == sha256), None)
        if before is None:
            tables = tuple(replace(table, file=len(files)) for table in reader.tables)
            files.append(replace(reader, name=file.name, tables=tables, duplicate_of=None))
        else:
            files.append(replace(file, tables=(), duplicate_of=before))
    return OpenedFiles(tuple(files))


def without(opened: OpenedFiles, name: str) -> OpenedFiles:
    """The set without the files of this name; their duplicates stay and are read instead."""
    from revcore.ingest.raw import OpenedFiles

    gone = {file.sha256: file for file in opened.files if file.name == name}
    kept = tuple(
        replace(file, tables=gone[file.sha256].tables, error=gone[file.sha256].error)
        if file.duplicate_of == name and file.sha256 in gone
        else file
        for file in opened.files
        if file.name != name
    )
    kept = tuple(
        replace(file, duplicate_of=None) if file.duplicate_of == name else file for file in kept
    )
    return together(OpenedFiles(kept))


def within_limits(sources: Iterable[Source], held: int) -> tuple[list[Source], list[str]]:
    """Files the app takes, and a sentence for each one it does not."""
    taken: list[Source] = []
    refused: list[str] = []
    for source in sources:
        size = len(source.data) if isinstance(source.data, bytes) else source.data.stat().st_size
        if size > MAX_MEGABYTES * 1024 * 1024:
            refused.append(
                f"“{source.name}” has {size / 1024 / 1024:,.0f} MB; the app reads up to "
                f"{MAX_MEGABYTES} MB a file. On your own machine, python -m revcore score reads "
                "larger ones."
            )
        elif held + len(taken) >= MAX_FILES:
            refused.append(
                f"“{source.name}” was not read: {MAX_FILES} files are held already. "
                "Remove some of them first."
            )
        else:
            taken.append(source)
    return taken, refused


def answers_file(values: dict[str, float | None], month: str | None = None) -> Source:
    """The twelve numbers as a file like any other; what was left open is left out.

    >>> answers_file({"customers": 120, "quotes_per_month": None}, "2024-03").data.decode()
    'name,value,period\\ncustomers,120,2024-03\\n'
    """
    from revcore.ingest.raw import Source
    from revcore.ingest.tables import ANSWERS

    unknown = [name for name in values if name not in ANSWERS]
    if unknown:
        raise KeyError(f"not one of the twelve numbers: {listed(unknown)}")
    period = month or f"{date.today():%Y-%m}"
    given = [(name, values.get(name)) for name in ANSWERS]
    rows = [f"{name},{value:.12g},{period}\n" for name, value in given if value is not None]
    return Source(ANSWERS_FILE, "".join(["name,value,period\n", *rows]).encode())


def sentences(opened: OpenedFiles | None) -> Sequence[str]:
    """Why single files could not be read."""
    return [file.error for file in opened.files if file.error] if opened else []
