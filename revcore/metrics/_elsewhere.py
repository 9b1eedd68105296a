"""How other tools define the same measures: one TOML file per tool, as with benchmarks."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from revcore.errors import HalfMade

FOLDER = Path(__file__).parent / "elsewhere"


@dataclass(frozen=True)
class Elsewhere:
    """What one tool means by one of our measures.

    read
        What was read of it: documentation, source code, a third party describing it.
    """

    tool: str
    says: str
    read: str
    url: str


@cache
def elsewhere() -> Mapping[str, tuple[Elsewhere, ...]]:
    """Other definitions by measure, in the order of tools.

    >>> sorted(one.tool for one in elsewhere()["quick_ratio"])
    ['Baremetrics']

    Raises
    ------
    HalfMade
        A file lacks its origin, or a definition its measure or its words.
    """
    found: dict[str, list[Elsewhere]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        data = tomllib.loads(path.read_text("utf-8"))
        try:
            origin = data["origin"]
            for one in data["definition"]:
                words = Elsewhere(
                    origin["tool"], one["says"], origin["read"], one.get("url", origin["url"])
                )
                found.setdefault(one["measure"], []).append(words)
        except KeyError as missing:
            raise HalfMade(
                f"revcore/metrics/elsewhere/{path.name} has no {missing.args[0]}.", fix="Write it."
            ) from None
    return {name: tuple(tools) for name, tools in found.items()}
