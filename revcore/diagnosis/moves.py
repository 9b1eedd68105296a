"""The moves there are: what to do about a pattern, what to expect, and how to see it early."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

import revcore.diagnosis as package
from revcore.diagnosis_parts import Effort, GrowthState, Move
from revcore.errors import HalfMade

TEXTS = ("title", "indicator", "check", "source")


@dataclass(frozen=True)
class MoveKind:
    """One entry of moves.toml.

    low, high
        By which part the lever's input improves: 0.10 is a tenth better.
    days
        Days of work.
    check
        The cheapest question that tells the pattern from what only looks like it.
    """

    id: str
    title: str
    patterns: tuple[str, ...]
    lever: str | None
    low: float
    high: float
    effort: Effort
    days: float
    lead_days: int
    indicator: str
    check: str
    source: str
    house_estimate: bool

    @property
    def effect(self) -> str:
        """What to expect, as a sentence that says who says so.

        >>> moves()["card_retries"].effect[:38]
        'Expect 5 to 20% better. Source: Vendor'
        """
        if self.lever is None or self.high == 0:
            range_ = "No lever moves of itself."
        else:
            range_ = f"Expect {self.low * 100:.0f} to {self.high:.0%} better."
        if self.house_estimate and self.source == "House estimate":
            return f"{range_} This is a house estimate: nobody published one."
        if self.house_estimate:
            return f"{range_} {self.source}."
        return f"{range_} Source: {self.source}."

    def chosen(self, state: GrowthState | None = None) -> Move:
        """As a plan holds it."""
        return Move(
            id=self.id, title=self.title, lever=self.lever, low=self.low, high=self.high,
            effect=self.effect, effort=self.effort, cost=cost_of(self.id, state),
            lead_days=self.lead_days, indicator=self.indicator, check=self.check,
            source=self.source, house_estimate=self.house_estimate,
        )  # fmt: skip


@functools.cache
def moves() -> Mapping[str, MoveKind]:
    """Every move by id.

    Raises
    ------
    HalfMade
        An entry lacks a part, or its range runs backwards.
    """
    text = (files(package) / "moves.toml").read_text("utf-8")
    return {name: entry(name, data) for name, data in tomllib.loads(text)["move"].items()}


def entry(name: str, data: Mapping[str, object]) -> MoveKind:
    """One entry, checked.

    >>> entry("x", {"title": "Call them"})
    Traceback (most recent call last):
    ...
    revcore.errors.HalfMade: The move “x” in moves.toml has no indicator. Write it.
    """
    for part in TEXTS:
        if not data.get(part):
            raise HalfMade(f"The move “{name}” in moves.toml has no {part}.", fix="Write it.")
    try:
        made = MoveKind(
            name,
            **{**data, "patterns": tuple(data.get("patterns", ())), "lever": data.get("lever")},  # type: ignore[arg-type]
        )
    except TypeError as error:
        raise HalfMade(f"The move “{name}” in moves.toml: {error}.") from None
    if not 0 <= made.low <= made.high < 1:
        raise HalfMade(f"The move “{name}” in moves.toml has a range that runs backwards.")
    return made


def cost_of(move: str, state: GrowthState | None) -> float:
    """What a move costs: its days of work at what a day of this company's people is worth [money].

    Nought where the number of people, and with it the worth of a day, is not known.
    """
    found = moves().get(move)
    if found is None or state is None or "day_cost" not in state.inputs:
        return 0.0
    return found.days * state.inputs["day_cost"].value
