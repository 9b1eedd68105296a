"""What is refused before it is parsed, each with one sentence: subject, fact, way out."""

from __future__ import annotations

import io
import zipfile

from revcore.errors import UnreadableFile
from revcore.ingest.extent import vast

MAX_UNPACKED = 400 * 1024**2
MAX_RATIO = 100
LARGE_ENTRY = 10 * 1024**2
MAX_ENTRIES = 2_000
MAX_COLUMNS = 2_000
"""Columns a table may have; the widest exports of a CRM have about a thousand."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"SQLite format 3", "an SQLite database"),
    (b"MZ", "a program"),
    (b"<!DOCTYPE", "a web page"),
    (b"<!doctype", "a web page"),
    (b"<html", "a web page"),
    (b"<HTML", "a web page"),
)


def check_size(name: str, size: int, max_bytes: int | None) -> None:
    """Refuse an empty file and one over the limit [bytes]."""
    if size == 0:
        raise UnreadableFile(
            f"“{name}” is empty: it has no bytes.",
            fix="Export it again with a header line and at least one row.",
        )
    if max_bytes is not None and size > max_bytes:
        raise UnreadableFile(
            f"“{name}” has {_megabytes(size)} MB; the limit is {_megabytes(max_bytes)} MB.",
            fix=f"Read it on the command line: python -m revcore score “{name}”.",
        )


def _megabytes(size: int) -> str:
    value = size / 1024**2
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def kind_of(name: str, data: bytes) -> str:
    """Tell from the first bytes, whatever the extension: workbook, parquet or text.

    Raises
    ------
    UnreadableFile
        For pictures, documents, archives, and workbooks under a password.
    """
    if data.startswith(OLE):
        if _ENCRYPTED in data[:1_000_000] or _ENCRYPTED in data[-1_000_000:]:
            raise protected(name)
        if b"W\x00o\x00r\x00d\x00D\x00o\x00c\x00u\x00m\x00e\x00n\x00t" in data:
            raise _no_table(name, "a Word document")
        return "workbook"
    if data.startswith(ZIP):
        return _kind_of_zip(name, data)
    if data.startswith(b"PAR1"):
        return "parquet"
    for magic, what in _OTHERS:
        if data.startswith(magic):
            raise _no_table(name, what)
    if _is_binary(data[:4096]):
        raise UnreadableFile(
            f"“{name}” is neither a workbook nor text.",
            fix="Export the rows as .csv or .xlsx and drop that file.",
        )
    return "text"


def _is_binary(sample: bytes) -> bool:
    """Many control characters, which no text of any encoding has (UTF-16 has NUL bytes only)."""
    text = bytes(range(7, 14)) + b"\0\x1a\x1b"
    controls = sum(byte < 0x20 and byte not in text for byte in sample)
    nul = sample.count(0)
    wide = sample[:2] in (b"\xff\xfe", b"\xfe\xff") or nul > 0.9 * max(
        sample[1::2].count(0), sample[0::2].count(0)
    ) >= 0.35 * len(sample)
    return controls > 0.05 * len(sample) or (nul > 0.3 * len(sample) and not wide)


def protected(name: str) -> UnreadableFile:
    """The sentence for a workbook under a password."""
    return UnreadableFile(
        f"“{name}” is protected by a password and cannot be opened.",
        fix="Save a copy without the password and drop that.",
    )


def _no_table(name: str, what: str) -> UnreadableFile:
    return UnreadableFile(
        f"“{name}” is {what}, not a table.",
        fix="Export the rows as .csv or .xlsx and drop that file.",
    )


def _kind_of_zip(name: str, data: bytes) -> str:
    """Look at the list of contents, then at how far the cells of a workbook reach."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, RuntimeError):
        raise damaged(name) from None
    _check_unpacked(name, entries)
    names = {entry.filename for entry in entries}
    if any(part.startswith("xl/") for part in names):
        _check_reach(name, archive)
        return "workbook"
    if "content.xml" in names:
        return "workbook"
    if any(part.startswith("word/") for part in names):
        raise _no_table(name, "a Word document")
    if any(part.startswith("ppt/") for part in names):
        raise _no_table(name, "a slide deck")
    raise UnreadableFile(
        f"“{name}” is a zip archive of {len(entries)} files.",
        fix="Unpack it and drop the tables inside.",
    )


def _check_unpacked(name: str, entries: list[zipfile.ZipInfo]) -> None:
    total = sum(entry.file_size for entry in entries)
    swollen = any(
        entry.file_size > LARGE_ENTRY and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)
        for entry in entries
    )
    if len(entries) > MAX_ENTRIES or total > MAX_UNPACKED or swollen:
        raise UnreadableFile(
            f"“{name}” would unpack to {_megabytes(total)} MB in {len(entries):,} parts, more than "
            "is safe to open.",
            fix="Save the sheet with the data as .csv and drop that.",
        )


def _check_reach(name: str, archive: zipfile.ZipFile) -> None:
    """Refuse a workbook whose cells span more than there is room for."""
    try:
        found = vast(archive)
    except zipfile.BadZipFile:
        raise damaged(name) from None
    if found:
        raise too_vast(name, *found)


def too_vast(name: str, rows: int, columns: int, sheet: str = "") -> UnreadableFile:
    """The sentence for a sheet that claims more cells than are safe to open."""
    where = f", sheet “{sheet}”," if sheet else ""
    return UnreadableFile(
        f"“{name}”{where} claims {rows:,} rows by {columns:,} columns.",
        fix="Copy the filled part into a new sheet, or save it as .csv.",
    )


def too_wide(name: str, columns: int, sheet: str = "") -> UnreadableFile:
    """The sentence for a table of more columns than any export has."""
    where = f", sheet “{sheet}”," if sheet else ""
    return UnreadableFile(
        f"“{name}”{where} has {columns:,} columns; up to {MAX_COLUMNS:,} are read.",
        fix="Take out the columns nobody needs, or turn the table, and save it again.",
    )


def too_slow(name: str, seconds: float) -> UnreadableFile:
    """The sentence for a file that takes too long to open."""
    return UnreadableFile(
        f"“{name}” could not be opened within {seconds:,.0f} seconds.",
        fix="Save the sheet with the data as .csv and drop that.",
    )


def damaged(name: str) -> UnreadableFile:
    """The sentence for a workbook that cannot be parsed."""
    return UnreadableFile(
        f"“{name}” is damaged: its contents cannot be unpacked.",
        fix="Open it in the program that wrote it, save it again, and drop the new copy.",
    )
