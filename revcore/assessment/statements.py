"""The 24 statements of the self-assessment, as ``statements.toml`` has them."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from revcore.model import Pillar

DONT_KNOW = 0
"""Stands for “don’t know”: counted and shown, kept out of averages."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Data(_Strict):
    """How data answers a statement; exactly one of reading, band, finding and rule is given.

    levels
        Limits of 5, 4, 3 and 2; beyond the last it is 1.
    words
        What is seen, with {value} for the figure.
    """

    reading: str | None = None
    input: str | None = None
    times: str | None = None
    band: str | None = None
    finding: str | None = None
    rule: str | None = None
    levels: tuple[float, float, float, float] | None = None
    better: Literal["higher", "lower"] = "higher"
    words: str = ""


class Statement(_Strict):
    """One statement with its anchors for 1, 3 and 5.

    needs
        What would answer it from data; empty where only people can.
    """

    id: str
    area: Pillar
    text: str
    one: str
    three: str
    five: str
    needs: str = ""
    data: Data | None = None

    def anchor(self, level: int) -> str:
        """What a level means; 2 and 4 lie between.

        >>> statements()["sales_speed"].anchor(3), statements()["sales_speed"].anchor(4)
        ('Same day', '')
        """
        return {1: self.one, 3: self.three, 5: self.five}.get(level, "")


class _File(_Strict):
    statement: list[Statement] = Field(min_length=1)


@functools.cache
def statements() -> dict[str, Statement]:
    """All statements by id, in the order they are asked.

    >>> len(statements())
    24
    """
    text = Path(__file__).with_name("statements.toml").read_text("utf-8")
    return {one.id: one for one in _File.model_validate(tomllib.loads(text)).statement}


def of_area(area: Pillar) -> list[Statement]:
    """The statements of one area.

    >>> [one.id for one in of_area(Pillar.PRICING)]
    ['pricing_confidence', 'pricing_review', 'pricing_fit']
    """
    return [one for one in statements().values() if one.area is area]
