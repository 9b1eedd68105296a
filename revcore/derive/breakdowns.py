"""Readings by segment: each with its own interval, thin segments without a rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from revcore.derive import intervals
from revcore.derive.channels import ByChannel, ChannelCost
from revcore.derive.deals import Segments
from revcore.derive.intervals import Floats, Interval
from revcore.derive.months import Ints
from revcore.derive.promoters import counted
from revcore.derive.shrinkage import shrunken
from revcore.derive.size_bands import SIZE
from revcore.model import Window
from revcore.registry import provider
from revcore.words import counted_words

PEOPLE = ("owner",)
"""Dimensions whose keys are people: masked in the document unless masking is off."""
Against = Literal["above", "below", "cannot_tell"]
FEWEST = 5
FEWEST_ANSWERS = 10
ERROR = 0.05
"""Chance of a false mark in a whole list of segments that do not differ."""
MOST = 25
"""Rows shown of one dimension; the rest stand together as “all others”."""


@dataclass(frozen=True)
class Part:
    """One segment of a measure.

    shrunk
        For shares: the value pulled towards all segments together, with its interval.
    against
        For shares: above or below all other segments, or can't tell; 5 % for the whole list.
    """

    key: str
    n: int
    value: float | None
    interval: Interval | None = None
    reason: str | None = None
    shrunk: float | None = None
    shrunk_interval: Interval | None = None
    against: Against | None = None


@provider
def owner_alias(
    deals_by_dimension: pd.DataFrame, team_members: pd.DataFrame | None = None
) -> dict[str, str]:
    """Stable masked names of sellers: rank by month of the first deal, then by name.

    People of the team who have no deal come after them.
    """
    mine = deals_by_dimension[
        (deals_by_dimension["dimension"] == "owner") & (deals_by_dimension["key"] != "")
    ]
    first = mine.assign(when=np.where(mine["created"] >= 0, mine["created"], mine["closed"]))
    order = first.groupby("key")["when"].min().reset_index().sort_values(["when", "key"])
    names = [str(key) for key in order["key"]]
    if team_members is not None:
        known = {name.strip().casefold() for name in names}
        people = {str(name) for name in team_members["person"]}
        names += sorted(name for name in people if name.strip().casefold() not in known)
    return {name: f"Seller {rank}" for rank, name in enumerate(names, start=1)}


@provider
def by_win_rate(
    deal_segments: dict[str, Segments], deals_by_size: Segments | None = None
) -> dict[str, list[Part]]:
    """Win rate by what is said of a deal, most closed deals first, and by size."""
    out = {}
    sized = {} if deals_by_size is None else {SIZE: deals_by_size}
    for dimension, segments in (deal_segments | sized).items():
        closed = segments.won + segments.lost
        keys, won, n = segments.key, segments.won.tolist(), closed.tolist()
        rows = list(zip(keys[:MOST], won, n, strict=False))
        if len(keys) > MOST:
            rows.append(("all others", sum(won[MOST:]), sum(n[MOST:])))
        out[dimension] = rates(rows)
    return out


@provider
def by_average_deal_size(
    deal_segments: dict[str, Segments],
    deal_outcomes_by_dimension: pd.DataFrame,
    deal_window: Window,
) -> dict[str, list[Part]]:
    """Mean amount of won deals by what is said of a deal, most closed deals first."""
    frame = deal_outcomes_by_dimension
    inside = frame[
        frame["closed"].between(deal_window.first_day, deal_window.last_day)
        & (frame["won"] == 1)
        & (frame["valued"] == 1)
    ]
    out = {}
    for dimension, segments in deal_segments.items():
        mine = inside[inside["dimension"] == dimension]
        keys, amount, n = mine["key"].to_numpy(str), mine["amount"].to_numpy(), mine["n"].to_numpy()
        out[dimension] = [
            mean(key, amount[keys == key] / 10**segments.scale, n[keys == key])
            for key in segments.key[:MOST]
        ]
    return out


@provider
def by_nps(answers_within: tuple[pd.DataFrame, Window | None]) -> dict[str, list[Part]]:
    """Net promoter score by segment, most answers first."""
    answers, _ = answers_within
    if not (answers["segment"] != "").any():
        return {}
    rows = []
    for key, part in answers.groupby("segment", sort=True):
        found = counted(part)
        if found.n < FEWEST_ANSWERS:
            rows.append(Part(str(key), found.n, None, reason=f"{found.n} answers"))
        else:
            score = intervals.nps(found.promoters, found.passives, found.detractors)
            rows.append(Part(str(key), found.n, score.value, score.interval))
    return {"segment": sorted(rows, key=lambda row: -row.n)}


@provider
def by_cac_by_channel(
    acquisition_by_channel: ByChannel, currency: str | None = None
) -> dict[str, list[Part]]:
    """Cost per new customer by channel; what belongs to none has its own rows."""
    found = acquisition_by_channel
    rows = [_channel(part) for part in found.channels]
    if found.spend_without_channel:
        amount = " ".join(filter(None, (f"{found.spend_without_channel:,.0f}", currency)))
        cost = f"{amount} spent on no single channel"
        rows.append(Part("spend without a channel", 0, None, reason=cost))
    if found.customers_without_source:
        n = found.customers_without_source
        rows.append(Part("customers without a source", n, None, reason=f"{n} customers"))
    return {"channel": rows}


def _channel(part: ChannelCost) -> Part:
    people = "customer" if part.customers == 1 else "customers"
    if not part.paid:
        return Part(part.name, part.customers, None, reason=f"{part.customers} {people}, no spend")
    if part.customers < FEWEST:
        spent = f"{part.spend:,.0f} for {part.customers} {people}"
        return Part(part.name, part.customers, None, reason=spent)
    around = intervals.spend_per_customer(part.spend, part.customers)
    return Part(part.name, part.customers, part.spend / part.customers, around)


def mean(key: str, amounts: Floats, counts: Ints) -> Part:
    """Mean of amounts, each as often as its count says; the count where there are too few.

    >>> found = mean("north", np.array([10.0, 20.0]), np.array([3, 3]))
    >>> found.n, found.value, round(found.interval.low, 1)
    (6, 15.0, 11.7)
    """
    n = int(counts.sum())
    if n < FEWEST:
        return Part(key, n, None, reason=counted_words(n, "won deals with an amount"))
    return Part(key, n, float(amounts @ counts) / n, intervals.mean_t(amounts, counts))


def rate(key: str, k: int, n: int) -> Part:
    """A proportion, or its counts where there are too few.

    >>> rate("north", 1, 2).reason
    '1 of 2'
    """
    if n < FEWEST:
        return Part(key, n, None, reason=f"{k} of {n}")
    return Part(key, n, k / n, intervals.wilson(k, n))


def rates(rows: Sequence[tuple[str, int, int]]) -> list[Part]:
    """Proportions of several segments: each alone, pulled towards all, and against the rest.

    >>> found = rates([("a", 60, 100), ("b", 20, 100), ("c", 4, 10)])
    >>> [(part.key, part.against) for part in found]
    [('a', 'above'), ('b', 'below'), ('c', 'cannot_tell')]
    >>> found[2].value, round(found[2].shrunk, 2)
    (0.4, 0.4)
    """
    return pooled([rate(key, k, n) for key, k, n in rows], [(k, n) for _, k, n in rows])


def pooled(parts: Sequence[Part], counts: Sequence[tuple[float, float]]) -> list[Part]:
    """The same parts with shrinkage and the comparison with the rest, from (k, n) of each.

    Each of m segments is compared with all others together by Newcombe's interval at 1 − 0.05/m, so
    that in a list without any difference one false mark stands in at most one of twenty.
    """
    shown = [place for place, part in enumerate(parts) if part.value is not None]
    if len(shown) < 2:
        return list(parts)
    k, n = np.array(counts, float).T
    found = shrunken(k, n)
    level = 1 - ERROR / len(shown)
    out = list(parts)
    for place in shown:
        of = float(n.sum() - n[place])
        others = min(float(k.sum() - k[place]), of)  # sums of fractions may round above
        low, high = intervals.newcombe(float(k[place]), float(n[place]), others, of, level)
        verdict: Against = "above" if low > 0 else "below" if high < 0 else "cannot_tell"
        out[place] = replace(
            parts[place],
            shrunk=float(found.value[place]),
            shrunk_interval=found.interval[place],
            against=verdict,
        )
    return out
