"""Which encoding and which delimiter a text file has."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence

SAMPLE_BYTES = 200_000
SAMPLE_ROWS = 200
SURE = 0.2
"""Confidence of chardet from which it is believed."""
DELIMITERS = (",", ";", "\t", "|")

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_POUNDS = re.compile(rb"[^A-Za-z\x80-\xff]\xa3 ?-?\d")
"""A pound sign before a number as Western Windows writes it; elsewhere the byte is a letter."""
_CONTROLS = re.compile(rb"[\x80-\x9f]")
_NUMBERISH = re.compile(r"[-+(]?[$€£¥]?\s?\d[\d.,:/\-' ]*%?\)?")


def to_utf8(data: bytes) -> bytes:
    """The same text in UTF-8, without byte order mark, NUL bytes and lone carriage returns.

    Order of detection: byte order mark, UTF-16 without one, strict UTF-8, chardet, cp1252.

    >>> to_utf8("a;é".encode("cp1252")).decode()
    'a;é'
    >>> to_utf8(b"a,b\\r1,2\\r")
    b'a,b\\n1,2\\n'
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            data = data[len(bom) :]
            if encoding != "utf-8" or not _is_utf8(data):
                data = data.decode(encoding, errors="replace").encode()
            return _clean(data)
    wide = _wide(data[:SAMPLE_BYTES])
    if wide:
        return _clean(data.decode(wide, errors="replace").encode())
    return _clean(data if _is_utf8(data) else _guess(data).encode())


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte is nearly always NUL."""
    pairs = len(sample) // 2
    if pairs < 2:
        return None
    if sample[1::2].count(0) > 0.7 * pairs and sample[0::2].count(0) < 0.1 * pairs:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.7 * pairs and sample[1::2].count(0) < 0.1 * pairs:
        return "utf-16-be"
    return None


def _is_utf8(data: bytes) -> bool:
    if data.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    step = 1 << 20
    try:
        for start in range(0, len(data), step):
            decoder.decode(data[start : start + step], final=start + step >= len(data))
    except UnicodeDecodeError:
        return False
    return True


def _guess(data: bytes) -> str:
    import chardet

    guess = chardet.detect(data[:SAMPLE_BYTES])
    encoding = guess.get("encoding") or "cp1252"
    foreign = _own_script(data[:SAMPLE_BYTES])
    sure = (guess.get("confidence") or 0) >= SURE or foreign
    western = encoding.lower().startswith("iso") and bool(_CONTROLS.search(data))
    western |= not foreign and bool(_POUNDS.search(data[:SAMPLE_BYTES]))
    for name in ([encoding] if sure and not western else []) + ["cp1252"]:
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", errors="replace")


def _own_script(sample: bytes) -> bool:
    """Whether words are written in high bytes throughout, as Greek is and no Western language."""
    found = re.findall(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*", sample)
    words = [word for word in found if len(word) > 1]  # one alone is a sign, such as a pound's
    high = sum(byte >= 0x80 for word in words for byte in word)
    return high > 0.6 * sum(map(len, words)) and any(len(word) > 2 for word in words)


def _clean(data: bytes) -> bytes:
    if b"\0" in data:
        data = data.replace(b"\0", b"")
    if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return data


def sample_lines(data: bytes) -> list[str]:
    """Physical lines from the start of a UTF-8 text, enough to judge it by."""
    text = data[:SAMPLE_BYTES].decode("utf-8", errors="ignore")
    lines = text.split("\n") if len(data) <= SAMPLE_BYTES else text.split("\n")[:-1]
    return [line.rstrip("\r") for line in lines[: 4 * SAMPLE_ROWS]]


def delimiter(lines: Sequence[str]) -> str:
    """The character between cells; a blank for runs of blanks; "" when there is none.

    >>> delimiter(["sep=;", "a;b", "1,5;2"]), delimiter([" id  date", " 001 19970101"])
    (';', ' ')
    >>> delimiter(["Copyright of nobody", "", "All rights are given away here."])
    ''
    """
    if lines and (named := re.fullmatch(r"sep=(.)", lines[0].strip("\ufeff \"'"))):
        return named[1]
    body = [line for line in lines if line.strip() and not line.startswith("#")]
    scored = [(_score(body, mark), mark) for mark in DELIMITERS]
    best, mark = max(scored, key=lambda pair: pair[0])
    others = [pair for pair in scored if pair[1] != "," and pair[0] >= 1.0]
    if mark == "," and others and _is_decimal(body):
        best, mark = max(others, key=lambda pair: pair[0])
    if best >= 1.0:
        return mark
    if _blank_aligned(body):
        return " "
    return mark if best > 0 else ""


def _is_decimal(lines: Sequence[str]) -> bool:
    """Whether nearly every comma stands between digits, as a decimal mark does."""
    text = "\n".join(lines[:SAMPLE_ROWS])
    return len(re.findall(r"\d,\d", text)) > 0.9 * text.count(",")


def _score(lines: Sequence[str], mark: str) -> float:
    """How evenly a mark cuts the lines: share of lines with the usual number of cells, and more."""
    if not any(mark in line for line in lines):
        return 0.0
    rows = [row for row in _cut(lines, mark) if any(cell.strip() for cell in row)]
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return 0.0
    usual, _ = max(widths.items(), key=lambda item: (item[1] * item[0] ** 0.5, item[0]))
    share = widths[usual] / len(rows)
    first = next(row for row in rows if len(row) == usual)
    filled = [cell for cell in first if cell.strip()]
    named = len(filled) > 1 and not any(_NUMBERISH.fullmatch(cell.strip()) for cell in filled)
    return float(share * min(usual, 16) ** 0.5 * (1.5 if named else 1.0))


def _cut(lines: Iterable[str], mark: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader((f"{line}\n" for line in lines), delimiter=mark):
            rows.append(row)
            if len(rows) >= SAMPLE_ROWS:
                break
    except csv.Error:
        return [line.split(mark) for line in lines][:SAMPLE_ROWS]
    return rows


def _blank_aligned(lines: Sequence[str]) -> bool:
    """Columns kept apart by runs of blanks: the same number of words, some always numbers."""
    rows = [line.split() for line in lines[:SAMPLE_ROWS]]
    if len(rows) < 2:
        return False
    usual, times = Counter(len(row) for row in rows).most_common(1)[0]
    if usual < 2 or times < 0.95 * len(rows):
        return False
    body = [row for row in rows[1:] if len(row) == usual]
    return any(all(_NUMBERISH.fullmatch(row[at]) for row in body) for at in range(usual))
