"""Where the stages and steps of the bow-tie stand, lying and upright, and what is said in them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from revcore.charts._chart import Row
from revcore.model import Unit
from revcore.words import value_words

Step = tuple[str, str]
NAMES: Mapping[str, str] = {
    "visitors": "Visitors",
    "leads": "Leads",
    "mqls": "MQL",
    "sqls": "SQL",
    "opportunities": "Opportunities",
    "won": "Won",
    "customers": "Customers",
    "kept": "Kept",
    "grown": "Grown",
}
LONG: Mapping[str, str] = {
    **{name: word.lower() for name, word in NAMES.items()},
    "mqls": "leads that marketing finds fit",
    "sqls": "leads that sales accepts",
    "customers": "customers of a year ago",
    "kept": "customers kept",
    "grown": "customers that pay more than then",
}
ALL, WEAK = "A step", "The weakest step"
WAIST, LEFT, RIGHT = 0.09, 0.30, 0.24
"""Half the width of the outline: at its narrowest, and at either end."""


def placed(steps: Sequence[Row]) -> list[Row]:
    """The stages in order with their counts, and where they stand lying and upright."""
    counts: dict[str, int] = {}
    for row in steps:
        counts[row["from"]] = row["entered"]
        counts.setdefault(row["to"], row["reached"])
        if row["to"] not in {other["from"] for other in steps}:
            counts[row["to"]] = row["reached"]
    order = [name for name in NAMES if name in counts]
    many = len(order)
    out = []
    for place, name in enumerate(order):
        along = (place + 0.5) / many
        out.append(
            {
                "id": name,
                "name": NAMES[name],
                "count": f"{counts[name]:,}" + (" a year ago" if name == "customers" else ""),
                "along": along,
                "half": _half(name, order),
                "wx": along, "wy": 0.10, "tx": 0.0, "ty": along,
            }
        )  # fmt: skip
    return out


def _half(name: str, order: Sequence[str]) -> float:
    """Half the width of the outline at a stage: narrowest where customers are won."""
    left = [one for one in order if one not in ("customers", "kept", "grown")]
    right = [one for one in order if one not in left]
    part, end = (left[::-1], LEFT) if name in left else (right, RIGHT)
    return WAIST + (end - WAIST) * part.index(name) / max(len(part) - 1, 1)


def outline(row: Row, nodes: Sequence[Row], marked: Step | None) -> list[Row]:
    """The four corners of a step, lying and upright."""
    one, other = _ends(row, nodes)
    inset = 0.006
    start, end = one["along"] + inset, other["along"] - inset
    meaning = WEAK if (row["from"], row["to"]) == marked else ALL
    corners = (
        (start, -one["half"]), (end, -other["half"]), (end, other["half"]), (start, one["half"]),
    )  # fmt: skip
    return [
        {
            "step": f"{row['from']} {row['to']}", "corner": number, "meaning": meaning,
            "wx": along, "wy": 0.60 + across, "tx": 0.70 + _upright(across), "ty": along,
        }
        for number, (along, across) in enumerate(corners)
    ]  # fmt: skip


def _upright(across: float) -> float:
    """The same half-width where the picture stands: wider at the waist, for the words in it."""
    return math.copysign(0.09 + 0.7 * abs(across), across)


def said_of(row: Row, nodes: Sequence[Row], marked: Step | None) -> Row:
    """The words inside a step: rate and days, and what a pointer shows."""
    one, other = _ends(row, nodes)
    middle = (one["along"] + other["along"]) / 2
    rate = value_words(row["rate"], Unit.RATIO) if row["rate"] is not None else "few"
    days = row["days"]
    took = "" if days is None else value_words(days, Unit.DAYS) if days else "same day"
    known_range = row["low"] is not None and row["high"] is not None
    return {
        "long": f"{LONG[row['from']]} → {LONG[row['to']]}",
        "volume": f"{row['reached']:,} of {row['entered']:,} {LONG[row['from']]}: {rate}",
        "range": f"{value_words(row['low'], Unit.RATIO)} to {value_words(row['high'], Unit.RATIO)}"
        if known_range
        else "not known",
        "took": took or "not known",
        "rate": rate,
        "days": took,
        "weak": (row["from"], row["to"]) == marked,
        "wx": middle, "wy": 0.59, "tx": 0.70, "ty": middle,
    }  # fmt: skip


def _ends(row: Row, nodes: Sequence[Row]) -> tuple[Row, Row]:
    by = {node["id"]: node for node in nodes}
    return by[row["from"]], by[row["to"]]
