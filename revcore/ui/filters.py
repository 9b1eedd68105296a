"""Segment and period of a page: chosen once, kept from page to page, and carried by the address.

Nothing is computed anew: segments are the rows of the document's breakdowns, periods the windows in
the histories of its readings. ``?segment=source:Events&period=2025-08..2025-10`` opens a page with
both chosen; what the page does not know is ignored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import streamlit as st

from revcore.model import BreakdownRow, Reading, Scorecard, Window
from revcore.ui import session
from revcore.ui.narrow import Chosen
from revcore.ui.text import safe
from revcore.words import capital, value_words

EVERYBODY = "Everybody"
LATEST = "Latest"
DIMENSIONS: Mapping[str, str] = {"owner": "Seller"}
"""Dimensions that people call otherwise than the document does."""
AGAINST: Mapping[str, str] = {
    "above": "above the others",
    "below": "below the others",
    "cannot_tell": "no clear difference from the others",
}


def bar(card: Scorecard, *names: str) -> Chosen:
    """Both choices in one row, and what was chosen below it; the choice, for charts to follow.

    names
        Measures of the page, or groups of measures.
    """
    shown = readings(card, names)
    found, ends = segments(card, shown), periods(shown)
    if not found and not ends:
        return Chosen()
    with st.container(horizontal=True, gap="small", key="filters"):
        segment = choice("segment", "Segment", EVERYBODY, found)
        period = choice("period", "Period", LATEST, ends, _same_end(ends))
    if segment:
        _segment_block(card, shown, segment, found[segment])
    if period:
        whose = f", {EVERYBODY.lower()}" if segment else ""
        _period_block(card, shown, period, f"{ends[period]}{whose}")
    return Chosen(segment, period)


def choice(
    name: str, label: str, nothing: str, options: Mapping[str, str], like: str | None = None
) -> str:
    """One box over the options (address value → words); empty where nothing is chosen.

    like
        Option to take where what was kept from another page is not among them.
    """
    if not options:
        return ""
    chosen = session.filtered(name, options, like)
    words = {"": nothing, **options}
    st.selectbox(
        label, list(words), key=session.filter_key(name, chosen), format_func=words.__getitem__,
        on_change=session.filter_by, args=(name,), width=280,
    )  # fmt: skip
    return chosen


def readings(card: Scorecard, names: Iterable[str]) -> list[Reading]:
    """Readings called by their own names or by those of their groups, in the document's order."""
    wanted = frozenset(names)
    return [one for one in card.readings.values() if {one.id, one.group} & wanted]


def segments(card: Scorecard, shown: Sequence[Reading]) -> dict[str, str]:
    """Segments in the breakdowns of some readings: what the address says → what people read."""
    found: dict[str, dict[str, str]] = {}
    for reading in shown:
        for dimension, rows in card.breakdowns.get(reading.id, {}).items():
            same = found.setdefault(dimension, {})
            for row in rows:
                same.setdefault(row.key.casefold(), row.key)
    return {
        f"{dimension}:{key}": segment_words(dimension, key)
        for dimension, same in sorted(found.items())
        for _, key in sorted(same.items())
    }


def segment_words(dimension: str, key: str) -> str:
    """A segment with what kind of segment it is, said once.

    >>> segment_words("segment", "Mid-market"), segment_words("owner", "Seller 2")
    ('Segment: Mid-market', 'Seller 2')
    """
    kind = DIMENSIONS.get(dimension, capital(dimension))
    return key if key.casefold().startswith(f"{kind.casefold()} ") else f"{kind}: {key}"


def periods(shown: Sequence[Reading]) -> dict[str, str]:
    """Earlier windows in the histories of some readings, the latest first: address → words.

    One for each last month, the most frequent, then the shortest; the latest of each is left out.
    """
    found: dict[int, Counter[str]] = {}
    for reading in shown:
        for window, _ in _history(reading)[:-1]:
            found.setdefault(Window.parse(window).end, Counter())[window] += 1
    usual = [
        max(sorted(found[end], reverse=True), key=found[end].__getitem__) for end in sorted(found)
    ]
    return {window: Window.parse(window).words for window in reversed(usual)}


def of_segment(
    card: Scorecard, shown: Sequence[Reading], segment: str
) -> Iterator[tuple[Reading, BreakdownRow]]:
    """The rows of one segment; capitals do not tell segments apart."""
    dimension, _, key = segment.partition(":")
    for reading in shown:
        for row in card.breakdowns.get(reading.id, {}).get(dimension, []):
            if row.key.casefold() == key.casefold():
                yield reading, row


def of_period(shown: Sequence[Reading], period: str) -> Iterator[tuple[Reading, str, float]]:
    """Window and value of each reading whose history knows these months, or ends with them."""
    end = Window.parse(period).end
    for reading in shown:
        known = dict(_history(reading)[:-1])
        window = next((one for one in known if Window.parse(one).end == end), "")
        window = period if period in known else window
        if window:
            yield reading, window, known[window]


# ---------------------------------------------------------------- inside
def _history(reading: Reading) -> list[tuple[str, float]]:
    return reading.own.history if reading.own else []


def _same_end(options: Mapping[str, str]) -> str | None:
    """The option with the last month of what was kept from another page."""
    end = session.kept_filter("period").rpartition("..")[2]
    return next((one for one in options if end and one.endswith(f"..{end}")), None)


def _segment_block(card: Scorecard, shown: Sequence[Reading], segment: str, words: str) -> None:
    cells = []
    for reading, row in of_segment(card, shown, segment):
        all_of_them = value_words(reading.value, reading.unit, card.currency)
        parts = [f"everybody {all_of_them}"]
        if row.value is None:
            value = "can’t tell yet"
            parts.insert(0, (row.reason or "").rstrip("."))
        else:
            value = value_words(row.value, reading.unit, card.currency)
            parts = [_range(row, reading, card.currency), f"n = {row.n:,}", *parts]
            parts.append(AGAINST.get(row.against or "", ""))
        cells.append((reading, value, " · ".join(part for part in parts if part)))
    _block("segment", words, cells)


def _range(row: BreakdownRow, reading: Reading, currency: str | None) -> str:
    if row.low is None or row.high is None:
        return ""
    low, high = (value_words(end, reading.unit, currency) for end in (row.low, row.high))
    return f"8 in 10: {low} to {high}"


def _period_block(card: Scorecard, shown: Sequence[Reading], period: str, words: str) -> None:
    cells = []
    for reading, window, then in of_period(shown, period):
        last, now = _history(reading)[-1]
        latest = f"{value_words(now, reading.unit, card.currency)} in {_months(last)}"
        own = "" if window == period else f"in {_months(window)}; "
        text = capital(f"{own}latest {latest}")
        cells.append((reading, value_words(then, reading.unit, card.currency), text))
    _block("period", capital(words), cells)
    if card.window:
        st.caption(
            "Figures that name no months of their own are of those above. The cards below are of"
            f" {_months(card.window)} where they say nothing else."
        )


def _months(window: str) -> str:
    months = Window.parse(window)
    return months.words if months.months == 1 else f"the {months.words}"


def _block(name: str, heading: str, cells: Sequence[tuple[Reading, str, str]]) -> None:
    with st.container(border=True, gap="small", key=f"filtered-{name}"):
        st.header(safe(heading), anchor=False)
        with st.grid(4, min_column_width=150, gap="small"):
            for reading, value, text in cells:
                with st.container(gap="xxsmall"):
                    st.markdown(f"{safe(reading.title)}  \n**{safe(value)}**")
                    st.caption(safe(text))
