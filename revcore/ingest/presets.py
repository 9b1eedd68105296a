"""Import presets: what the exports of known tools look like, one TOML file each."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from revcore.errors import HalfMade
from revcore.ingest.tables import TABLES, columns
from revcore.ingest.words import dictionary, normal

TEMPLATE = "template"
"""Name under which our own downloadable templates are recognised."""


NO_TABLE = "none"
"""Table of exports that are known and hold nothing of ours."""


@dataclass(frozen=True)
class RowRule:
    """Rows whose cells match a pattern are set aside for a reason.

    columns
        Headers as the export prints them; a file without one of them keeps its rows.
    matches
        Regular expression for the cells in lower case, joined by " | ".
    reason
        What is said of the row.
    unless
        Regular expression for rows that stay all the same.
    """

    columns: tuple[str, ...]
    matches: str
    reason: str
    unless: str = ""


@dataclass(frozen=True)
class Preset:
    """How one tool's export is recognised and read.

    detect, need
        Rare headers, and how many of them must be there.
    columns
        Our role -> their headers, best first. Roles not named are guessed.
    fill
        Values the export does not print because they are the same in every row.
    no_money
        Regular expression: statuses whose rows carry no money (besides the usual ones).
    must
        Headers without which it is another export, however many others are there.
    instead
        For an export that holds no table of ours (``table = "none"``): why, as a sentence.
    cents
        Whether amounts are whole hundredths (for yen and the like: whole units).
    negative
        Whether positive amounts are money given back, as in a list of credit notes.
    rows
        Rows that are set aside because of what a column of theirs says.
    one_off
        Rows that are part of no subscription.
    less
        Columns taken off the amount, by the header that gave the amount: tax, discounts.
    dates
        How the export writes days, in words.
    day_first
        Whether the day stands before the month, for an export that always writes it so.
    where
        Where to click in the tool, only where documentation or several programs that read the
        export say so: “Orders → Export”.
    lacking
        Our role -> what to say of an export without it: what is missing, how to get it.
    evidence
        A: the maker's own documentation. B: two or more independent programs read these headers.
        C: one program or third-party page.
    """

    id: str
    title: str
    table: str
    detect: tuple[str, ...] = ()
    need: int = 0
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fill: Mapping[str, str] = field(default_factory=dict)
    no_money: str = ""
    must: tuple[str, ...] = ()
    instead: str = ""
    cents: bool = False
    negative: bool = False
    rows: tuple[RowRule, ...] = ()
    one_off: RowRule | None = None
    less: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dates: str = ""
    day_first: bool | None = None
    where: str = ""
    lacking: Mapping[str, str] = field(default_factory=dict)
    evidence: str = ""
    source: str = ""
    notes: tuple[str, ...] = ()


@cache
def catalogue() -> tuple[Preset, ...]:
    """All presets, in the order of their ids.

    Raises
    ------
    HalfMade
        Naming the file whose preset is incomplete.
    """
    folder = Path(__file__).with_name("presets")
    return tuple(_load(path) for path in sorted(folder.glob("*.toml")))


def _load(path: Path) -> Preset:
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    missing = [key for key in ("title", "table", "detect", "need", "evidence") if key not in data]
    if missing:
        raise HalfMade(f"The preset “{path.name}” lacks “{missing[0]}”.")
    if data["table"] not in TABLES and data["table"] != NO_TABLE:
        raise HalfMade(f"The preset “{path.name}” names the unknown table “{data['table']}”.")
    if data["table"] == NO_TABLE and not data.get("instead"):
        raise HalfMade(f"The preset “{path.name}” does not say what the export is “instead”.")
    roles = dictionary()[data["table"]].kinds if data["table"] in TABLES else {}
    unknown = [role for role in data.get("columns", {}) if role not in roles]
    if unknown:
        raise HalfMade(f"The preset “{path.name}” names the unknown column “{unknown[0]}”.")
    return Preset(
        id=path.stem,
        title=data["title"],
        table=data["table"],
        detect=tuple(data["detect"]),
        need=data["need"],
        columns={role: tuple(names) for role, names in data.get("columns", {}).items()},
        fill=data.get("fill", {}),
        no_money=data.get("no_money", ""),
        must=tuple(data.get("must", ())),
        instead=data.get("instead", ""),
        cents=data.get("cents", False),
        negative=data.get("negative", False),
        rows=tuple(RowRule(tuple(rule.pop("columns")), **rule) for rule in data.get("rows", ())),
        one_off=RowRule(tuple(data["one_off"].pop("columns")), **data["one_off"])
        if "one_off" in data
        else None,
        less={one["from"]: tuple(one["take"]) for one in data.get("less", ())},
        dates=data.get("dates", ""),
        day_first=data.get("day_first"),
        where=data.get("where", ""),
        lacking=data.get("lacking", {}),
        evidence=data["evidence"],
        source=data.get("source", ""),
        notes=tuple(data.get("notes", ())),
    )


def find(headers: Iterable[str]) -> Preset | None:
    """The preset that recognises most of its rare headers, or None.

    >>> find(["Name", "Lineitem name", "Lineitem sku", "Financial Status", "Total"]).id
    'shopify_orders'
    """
    printed = tuple(headers)
    own = _template(printed)
    if own:
        return own
    present = {normal(header) for header in printed}
    best, most = None, (0, 0.0)
    for preset, must, rare in _rare():
        if not must <= present:
            continue
        count = len(rare & present)
        score = (count, count / len(rare))
        if count >= preset.need and score > most:
            best, most = preset, score
    return best


@cache
def _rare() -> tuple[tuple[Preset, frozenset[str], frozenset[str]], ...]:
    """Each preset with the headers it must have, and all that speak for it, as compared."""
    return tuple(
        (
            preset,
            frozenset(map(normal, preset.must)),
            frozenset(map(normal, preset.must + preset.detect)),
        )
        for preset in catalogue()
    )


def _template(headers: tuple[str, ...]) -> Preset | None:
    """Our own template: the header is the column names of one canonical table."""
    present = {header.casefold().strip() for header in headers}
    for table in TABLES:
        names = [column for column in columns(table) if not column.derived]
        required = {column.name for column in names if column.required}
        known = {column.name for column in names}
        if present <= known and required <= present and len(present) >= 0.7 * len(known):
            roles = {_role(table, name): (name,) for name in known}
            return Preset(TEMPLATE, "Our own template", table, columns=roles, evidence="A")
    return None


def _role(table: str, name: str) -> str:
    return "customer_name" if name == "customer" else name
