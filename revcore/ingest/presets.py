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
    if data["table"] not in TABLES:
        raise HalfMade(f"The preset “{path.name}” names the unknown table “{data['table']}”.")
    roles = dictionary()[data["table"]].kinds
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
    best, hits = None, 0.0
    for preset in catalogue():
        count = sum(normal(header) in present for header in preset.detect)
        share = count / len(preset.detect)
        if count >= preset.need and (count, share) > (hits, 0):
            best, hits = preset, count
    return best


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
