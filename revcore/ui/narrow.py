"""A chart of one segment, or as it stood at an earlier month, from what the document holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from revcore.model import Scorecard, Series, Window, month_label, month_words

FEWEST = 4
"""Fewer months than this are no chart."""


@dataclass(frozen=True)
class Chosen:
    """What a page is filtered by: a segment’s address (“source:Events”) and some months."""

    segment: str = ""
    period: str = ""

    def __bool__(self) -> bool:
        return bool(self.segment or self.period)


def narrowed(
    card: Scorecard, needs: Sequence[str], chosen: Chosen
) -> tuple[Scorecard | None, list[str]]:
    """The document as a chart is to see it, and in words which part that is.

    Nothing is computed: a segment must have been drawn alone with the document, and earlier months
    are those of a series by month up to then. None where the chart follows neither.
    """
    series = {name: card.series[name] for name in needs if name in card.series}
    said, followed = [], False
    if chosen.segment:
        parts = {name: _part(one, chosen.segment) for name, one in series.items()}
        mine = {name: one for name, one in parts.items() if one is not None}
        if mine and len(mine) == len(series):
            series, followed = mine, True
            said.append(f"Only {chosen.segment.partition(':')[2]}")
        else:
            said.append(_everybody(list(series.values()), chosen.segment))
    if chosen.period:
        end = Window.parse(chosen.period).end
        cut = {name: _until(one, month_label(end)) for name, one in series.items()}
        then = {name: one for name, one in cut.items() if one is not None}
        if then and len(then) == len(series):
            series, followed = then, True
            said.append(f"As it stood at the end of {month_words(end)}")
        else:
            said.append("Latest months: there is no earlier state of this chart")
    if not followed:
        return None, said
    return card.model_copy(update={"series": card.series | series, "readings": {}}), said


def _part(series: Series, segment: str) -> Series | None:
    """The series of a segment; capitals do not tell segments apart."""
    wanted = segment.casefold()
    return next((one for name, one in series.segments.items() if name.casefold() == wanted), None)


def _everybody(series: Sequence[Series], segment: str) -> str:
    dimension, _, name = segment.partition(":")
    alike = [one for one in series if any(key.startswith(f"{dimension}:") for key in one.segments)]
    if series and len(alike) == len(series):
        return f"Everybody: {name} is not among the largest, which are drawn alone"
    return f"Everybody: this chart is not split by {dimension}"


def _until(series: Series, end: str) -> Series | None:
    """The months up to one, where the rows are months and enough of them are left."""
    if "month" not in series.columns:
        return None
    at = series.columns.index("month")
    kept = [place for place, row in enumerate(series.rows) if _by(row[at], end)]
    if len({series.rows[place][at] for place in kept}) < FEWEST:
        return None
    whole = series.complete or [True] * len(series.rows)
    return series.model_copy(
        update={
            "rows": [series.rows[place] for place in kept],
            "complete": [whole[place] for place in kept],
        }
    )


def _by(month: object, end: str) -> bool:
    return isinstance(month, str) and month <= end
