"""Preferences among sources, rules of thumb that may stand in, and where nobody publishes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from revcore.benchmarks.load import read_toml
from revcore.errors import HalfMade

PATH = Path(__file__).parent / "defaults.toml"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AllowedRule(_Part):
    """A measure whose rule of thumb may be shown, and to whom."""

    measure: str
    sectors: tuple[str, ...]


class Unpublished(_Part):
    """Measures for which nobody publishes an honest figure."""

    measures: tuple[str, ...]
    sectors: tuple[str, ...] = ()
    sentence: str


class Defaults(_Part):
    """``defaults.toml``, checked.

    beside
        Measures whose published figures count something else than ours: shown, never a verdict.
    """

    beside: tuple[str, ...] = ()
    prefer: dict[str, tuple[str, ...]] = {}
    remark: dict[str, str] = {}
    rule: tuple[AllowedRule, ...] = ()
    none: tuple[Unpublished, ...] = ()

    def rule_allowed(self, measure: str, sector: str) -> bool:
        """Whether a rule of thumb may stand in where no data fit."""
        return any(r.measure == measure and sector in r.sectors for r in self.rule)

    def unpublished(self, measure: str, sector: str) -> str:
        """Why nobody publishes this; the sentence about the own sector goes first."""
        fits = [
            part
            for part in self.none
            if measure in part.measures and (not part.sectors or sector in part.sectors)
        ]
        fits.sort(key=lambda part: not part.sectors)
        return fits[0].sentence if fits else ""

    def rank(self, measure: str, source: str) -> int:
        """Place of a source in the order of preference, from 0."""
        order = self.prefer.get(measure, ())
        return order.index(source) if source in order else len(order)


@cache
def defaults() -> Defaults:
    """Read once.

    Raises
    ------
    HalfMade
        ``defaults.toml`` is misspelt.
    """
    try:
        return Defaults.model_validate(read_toml(PATH))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise HalfMade(f"“{PATH.name}”, {where}: {first['msg']}.", fix="Mend this entry.") from None
