"""The level, 1 to 5, that the files show of a statement, or what would show it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import fmean, pstdev
from types import MappingProxyType
from typing import Any

from revcore.assessment.statements import Data, Statement
from revcore.errors import NotComputable
from revcore.model import Reading, Scorecard, Unit
from revcore.words import quoted, value_words

OF_BAND: Mapping[str, int] = {"ahead": 5, "on_par": 3, "behind": 1}
OF_STATE: Mapping[str, int] = {"strong": 1, "likely": 2, "not_seen": 4}
PARTNER_WORDS = ("partner", "reseller", "affiliate", "agency", "agencies", "distributor")
FEWEST = 20
"""Deals or customers below which a share says nothing yet."""


@dataclass(frozen=True)
class Level:
    """What data says of a statement: 1 to 5 with what is seen, or none with what is needed."""

    level: int | None
    words: str


def level(statement: Statement, card: Scorecard) -> Level:
    """The level that the files show, or what would show it."""
    if statement.data is None:
        if statement.needs:
            return Level(None, f"Would need {statement.needs}.")
        return Level(None, "Only people can answer this one.")
    try:
        found, words = _look(statement.data, card)
    except NotComputable as reason:
        return Level(None, str(reason) or f"Needs {statement.needs}.")
    return Level(found, words)


def graded(value: float, data: Data) -> int:
    """The level of a figure by its limits.

    >>> speed = Data(reading="x", levels=(1, 4, 24, 72), better="lower")
    >>> [graded(hours, speed) for hours in (1.0, 3, 24.5, 100)]
    [5, 4, 2, 1]
    """
    assert data.levels is not None
    for step, limit in zip((5, 4, 3, 2), data.levels, strict=True):
        if (value <= limit) if data.better == "lower" else (value >= limit):
            return step
    return 1


def _look(data: Data, card: Scorecard) -> tuple[int, str]:
    if data.band:
        return _by_band(data.band, card)
    if data.finding:
        return _by_finding(data.finding, card)
    if data.rule:
        value, words = RULES[data.rule](card)
        return graded(value, data), words
    reading = _known(card, data.reading or "")
    value, unit = float(reading.value or 0), reading.unit
    if data.input:
        value, unit = _number(reading, data.input), Unit.RATIO
    if data.times:
        many = _number(reading, data.times)
        if many < 2:
            raise NotComputable("Only one seller is known: nobody to compare with.")
        said = f"{value * many:.1f}"
        return graded(value * many, data), data.words.format(value=said)
    return graded(value, data), data.words.format(value=value_words(value, unit, card.currency))


def _by_band(name: str, card: Scorecard) -> tuple[int, str]:
    reading = _known(card, name)
    figure = reading.benchmark
    if figure is None or reading.band_basis != "benchmark":
        raise NotComputable("No published figure fits companies like yours.")
    ours, theirs = (
        value_words(value, reading.unit, card.currency) for value in (reading.value, figure.value)
    )
    if reading.band not in OF_BAND:
        raise NotComputable(f"{reading.title} {ours} against {theirs} elsewhere: can’t tell yet.")
    return (
        OF_BAND[reading.band],
        f"{reading.title} {ours}, against a published {figure.kind} of {theirs}",
    )


def _by_finding(name: str, card: Scorecard) -> tuple[int, str]:
    finding = card.findings.get(name)
    if finding is None or finding.state not in OF_STATE:
        raise NotComputable((finding.reason if finding else None) or "Not looked for yet.")
    if finding.state == "not_seen":
        return OF_STATE["not_seen"], f"the pattern {quoted(finding.title)} is not seen"
    return OF_STATE[finding.state], f"the pattern {quoted(finding.title)} is {finding.state}"


# ---------------------------------------------------------------- rules of their own
def forecast_error(card: Scorecard) -> tuple[float, str]:
    """How far past forecasts were off, made again from what was known then."""
    past = card.forecast.backtest if card.forecast else None
    if past is None or past.error is None:
        raise NotComputable("Too few months are known to check past forecasts.")
    said = value_words(past.error, Unit.RATIO)
    return past.error, f"forecasts made from your own months were off by {said}"


def best_segment_share(card: Scorecard) -> tuple[float, str]:
    """Share of closed deals that lie in segments won more often than the rest."""
    rows = card.breakdowns.get("win_rate", {}).get("segment", [])
    known = [row for row in rows if row.n >= FEWEST and row.value is not None]
    if len(known) < 2:
        raise NotComputable("Needs deals with a segment, twenty or more in two of them.")
    best = [row for row in known if row.against == "above"]
    if not best:
        raise NotComputable("No segment is clearly won more often than the others.")
    share = sum(row.n for row in best) / sum(row.n for row in rows)
    return share, f"{value_words(share, Unit.RATIO)} of deals lie where you win most often"


def unsteadiness(card: Scorecard) -> tuple[float, str]:
    """Coefficient of variation of what came in, over the latest quarters or months."""
    found = card.series.get("entry_cohorts")
    if found is None or len(found.rows) < 4:
        raise NotComputable("Needs a year of leads or deals with the day they came in.")
    place = found.columns.index("entered")
    counts = [float(row[place] or 0) for row in found.rows][-8:]
    if fmean(counts) <= 0:
        raise NotComputable("Nothing came in.")
    share = pstdev(counts) / fmean(counts)
    return share, f"what comes in swings by {value_words(share, Unit.RATIO)} around its middle"


def filled_deals(card: Scorecard) -> tuple[float, str]:
    """The least filled of amount, close date and source among deals."""
    rate = _known(card, "win_rate")
    closed, undated = _number(rate, "closed"), _number(rate, "closed_without_a_day")
    shares = {"a close date": closed / max(closed + undated, 1)}
    won = card.readings.get("tcv")
    if won is not None and "won_deals" in won.inputs:
        many = _number(won, "won_deals")
        shares["an amount"] = 1 - _number(won, "without_amount") / max(many, 1)
        sources = card.readings.get("referral_share")
        if sources is not None and "won_with_a_source" in sources.inputs:
            shares["a source"] = min(_number(sources, "won_with_a_source") / max(many, 1), 1.0)
    if closed < FEWEST:
        raise NotComputable("Fewer than twenty closed deals are known.")
    what = min(shares, key=lambda name: shares[name])
    said = value_words(shares[what], Unit.RATIO)
    return shares[what], f"{said} of the deals have {what}, the least filled of what was counted"


def partner_share(card: Scorecard) -> tuple[float, str]:
    """Share of won value whose source names a partner."""
    rows = card.breakdowns.get("average_deal_size", {}).get("source", [])
    worth = {row.key: (row.value or 0.0) * row.n for row in rows}
    if sum(row.n for row in rows) < FEWEST or sum(worth.values()) <= 0:
        raise NotComputable("Needs twenty won deals with their source.")
    theirs = sum(
        value for key, value in worth.items() if any(w in key.casefold() for w in PARTNER_WORDS)
    )
    share = theirs / sum(worth.values())
    return share, f"{value_words(share, Unit.RATIO)} of won value came through partners"


def early_leavers(card: Scorecard) -> tuple[float, str]:
    """Share of customers gone within three months of joining (Kaplan–Meier)."""
    found = card.series.get("survival_curve")
    rows = {row[0]: row[1] for row in found.rows} if found else {}
    share = rows.get(3)
    if not isinstance(share, int | float) or math.isnan(share):
        raise NotComputable("Needs customers with the month they joined and left.")
    gone = 1 - float(share)
    return gone, f"{value_words(gone, Unit.RATIO)} of new customers leave within three months"


RULES: Mapping[str, Callable[[Scorecard], tuple[float, str]]] = MappingProxyType(
    {
        rule.__name__: rule
        for rule in (
            forecast_error, best_segment_share, unsteadiness, filled_deals, partner_share,
            early_leavers,
        )
    }
)  # fmt: skip


def _known(card: Scorecard, name: str) -> Reading:
    reading = card.readings.get(name)
    if reading is None or reading.value is None:
        raise NotComputable((reading.reason if reading else None) or "")
    return reading


def _number(reading: Reading, name: str) -> float:
    found: Any = reading.inputs.get(name)
    if not isinstance(found, int | float):
        raise NotComputable("")
    return float(found)
