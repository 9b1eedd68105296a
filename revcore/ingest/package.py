"""What a workbook's package says that its cells do not: hidden rows, currencies in number formats.

Only patterns are looked for in the parts; no XML is parsed, so nothing in it can be expanded.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from revcore.ingest.cells import CURRENCIES, SYMBOLS

MOST_BYTES = 24 * 1024**2
"""Unpacked size of a sheet up to which its rows are looked through."""
_HEAD = 200_000
_SHEET = re.compile(r"<sheet\b[^>]*>")
_OLD = re.compile(r'<(?:\w+:)?workbookPr\b[^>]*\bdate1904="(?:1|true)"')
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_CELL = re.compile(r'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d+)"[^>]*?\bs="(\d+)"')
_UNSAVED = re.compile(
    rb'<(?:\w+:)?c\b(?![^>]*\bt="str")[^>]*?\br="([A-Z]{1,3}\d+)"[^>]*>\s*'
    rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
"""A formula without a result; a result that is an empty text is one."""
_CODE = re.compile(rf"(?:\[\$|\"|\\|\s|^)({'|'.join(CURRENCIES.split())})\b")
_DOLLARS = {"409": "USD", "1009": "CAD", "C09": "AUD", "1409": "NZD", "4809": "SGD", "C04": "HKD"}


@dataclass(frozen=True)
class SheetFacts:
    """What the package says about one sheet.

    hidden
        Numbers of the hidden rows, counting from 1.
    currencies
        Column, counting from 0 -> currency of its number format.
    mixed
        Column with several currencies -> row, counting from 1 -> currency of the cell.
    since_1904
        Days are counted from 1904, as old spreadsheets of the Macintosh did.
    unsaved
        Cells with a formula whose result was not saved; they are blank.
    """

    hidden: tuple[int, ...] = ()
    currencies: Mapping[int, str] = field(default_factory=dict)
    mixed: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    since_1904: bool = False
    unsaved: tuple[str, ...] = ()


def sheet_facts(data: bytes) -> dict[str, SheetFacts]:
    """Facts by sheet name; nothing for workbooks that are not OOXML, or that cannot be read."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        parts = _parts(package)
        formats = _formats(package)
        old = bool(_OLD.search(_text(package, "xl/workbook.xml")))
        found = {name: _facts(package, part, formats) for name, part in parts.items()}
        return {name: replace(one, since_1904=old) for name, one in found.items()}
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, RuntimeError):
        return {}


def _text(package: zipfile.ZipFile, part: str) -> str:
    if part not in package.namelist() or package.getinfo(part).file_size > MOST_BYTES:
        return ""
    return package.read(part).decode("utf-8", errors="replace")


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return html.unescape(found[1]) if found else ""


def _parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> part that holds it."""
    targets = {
        _attribute(tag, "Id"): _attribute(tag, "Target")
        for tag in re.findall(
            r"<Relationship\b[^>]*>", _text(package, "xl/_rels/workbook.xml.rels")
        )
    }
    out = {}
    for tag in _SHEET.findall(_text(package, "xl/workbook.xml")):
        target = targets.get(_attribute(tag, r"\w+:id"), "")
        if target:
            part = target.lstrip("/")
            out[_attribute(tag, "name")] = part if part.startswith("xl/") else f"xl/{part}"
    return out


def _formats(package: zipfile.ZipFile) -> list[str]:
    """Number format of each cell style."""
    styles = _text(package, "xl/styles.xml")
    codes = {
        _attribute(tag, "numFmtId"): _attribute(tag, "formatCode")
        for tag in re.findall(r"<numFmt\b[^>]*>", styles)
    }
    block = re.search(r"<cellXfs\b.*?</cellXfs>", styles, re.DOTALL)
    tags = re.findall(r"<xf\b[^>]*>", block[0]) if block else []
    return [codes.get(_attribute(tag, "numFmtId"), "") for tag in tags]


def _facts(package: zipfile.ZipFile, part: str, formats: list[str]) -> SheetFacts:
    if part not in package.namelist() or package.getinfo(part).file_size > MOST_BYTES:
        return SheetFacts()
    data = package.read(part)
    hidden: list[int] = []
    if b'hidden="1"' in data or b'hidden="true"' in data:
        for tag in _ROW.findall(data):
            number = re.search(rb'\br="(\d+)"', tag)
            if _HIDDEN.search(tag) and number:
                hidden.append(int(number[1]))
    currencies, mixed = _currencies(data, [currency_of(code) for code in formats])
    unsaved = _UNSAVED.findall(data) if re.search(rb"<(?:\w+:)?f\b", data) else []
    cells = tuple(cell.decode() for cell in unsaved)
    return SheetFacts(tuple(hidden), currencies, mixed, unsaved=cells)


def _currencies(
    data: bytes, codes: list[str | None]
) -> tuple[dict[int, str], dict[int, dict[int, str]]]:
    """Currency of most cells of each column, and every cell's where a column has several.

    Where all formats print one currency, the first rows tell; else every cell is looked at.
    """
    printed = {code for code in codes if code}
    if not printed:
        return {}, {}
    cells: dict[int, dict[int, str]] = {}
    part = data if len(printed) > 1 else data[:_HEAD]
    for letters, row, style in _CELL.findall(part.decode("utf-8", errors="replace")):
        code = codes[int(style)] if int(style) < len(codes) else None
        cells.setdefault(_column(letters), {})[int(row)] = code or ""
    counts = {at: Counter(own.values()) for at, own in cells.items()}
    usual = {at: max(sorted(count), key=count.__getitem__) for at, count in counts.items()}
    mixed = {
        at: {row: code for row, code in own.items() if code}
        for at, own in cells.items()
        if len(counts[at].keys() - {""}) > 1
    }
    return {at: code for at, code in usual.items() if code}, mixed


def _column(letters: str) -> int:
    """
    >>> _column("A"), _column("AA")
    (0, 26)
    """
    at = 0
    for letter in letters:
        at = at * 26 + ord(letter) - ord("A") + 1
    return at - 1


def currency_of(code: str) -> str | None:
    """Currency that a number format prints.

    >>> currency_of("#,##0.00 [$€-407]"), currency_of('"$"#,##0'), currency_of("[$CHF] 0.00")
    ('EUR', 'USD', 'CHF')
    >>> currency_of("[$$-C09]#,##0"), currency_of("dd.mm.yyyy"), currency_of("0.00%")
    ('AUD', None, None)
    """
    if not code:
        return None
    if found := _CODE.search(code):
        return found[1]
    if found := re.search(r"\[\$\$-([0-9A-F]+)\]", code):
        return _DOLLARS.get(found[1].lstrip("0"), "USD")
    plain = re.sub(r"\[\$([^\]-]+)[^\]]*\]", r"\1", code)
    for symbol in sorted(SYMBOLS, key=len, reverse=True):
        if symbol in plain:
            return SYMBOLS[symbol]
    return None
