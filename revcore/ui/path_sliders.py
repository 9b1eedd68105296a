"""Path: levers set by hand, run together anew at every move of a slider."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from revcore.derive.simulate import Outcome
from revcore.diagnosis import path, value
from revcore.diagnosis_parts import GrowthState, Worth
from revcore.model import Scorecard, Unit, month_words, parse_month
from revcore.settings import Scenario
from revcore.ui import session
from revcore.ui.arrow import as_bytes
from revcore.ui.text import safe
from revcore.words import money_words, range_words, value_words

SHOWN = 6
"""Sliders; levers of less worth stay in the picture above."""
KEPT = 3
"""Scenarios kept beside each other."""


def by_hand(card: Scorecard) -> None:
    """Sliders and what they bring together; only this part runs again when one is moved."""
    found = dict(list(path.reaches(card).items())[:SHOWN])
    if card.growth_state is not None and found:
        _hand(card, card.growth_state, found)


@st.fragment
def _hand(card: Scorecard, state: GrowthState, found: Mapping[str, path.Reach]) -> None:
    st.header("What if you changed several at once?", anchor=False)
    st.caption(
        "Left is today, right is as far as your own history or a named figure reaches. All are run "
        "together through the next twelve months, with delay, customers lost and what you can "
        "deliver; the work it takes is not in it yet."
    )
    left, right = st.columns([2, 3], gap="medium")
    with left, st.container(border=True, height="stretch", key="sliders"):
        levels = {
            name: slider(card, reach, n == 0) for n, (name, reach) in enumerate(found.items())
        }
    outcome = value.scenarios(state, {"": path.changes_at(levels, found)})[""]
    with right, st.container(border=True, height="stretch", key="outcome"):
        result(card, outcome)
    keep(levels, found)


def slider(card: Scorecard, reach: path.Reach, first: bool) -> float:
    """One lever; the most valuable one stands at its bound to begin with."""
    lever = reach.lever
    step = st.select_slider(
        lever.title, range(path.STEPS + 1), path.STEPS if first else 0,
        key=f"lever-{lever.id}-top" if first else f"lever-{lever.id}", persist_state="session",
        format_func=lambda at: level_words(reach, at, card.currency),
        help=safe(f"{lever.change} {lever.confidence}"),
    )  # fmt: skip
    return reach.level(int(step))


def level_words(reach: path.Reach, step: int, currency: str | None) -> str:
    """A stop of a slider; a level that is 1 today is said as what is added.

    >>> from revcore.diagnosis_parts import Lever
    >>> price = Lever(id="price", title="", change="", unit="times", better="higher",
    ...               state="valued")
    >>> reach = path.Reach(price, "price", 1.0, 1.05, 0.01)
    >>> level_words(reach, 0, None), level_words(reach, 10, None)
    ('as today', '+2.5%')
    """
    unit = Unit(reach.lever.unit)
    if step == 0:
        return (
            "as today" if unit is Unit.TIMES else f"{value_words(reach.now, unit, currency)} today"
        )
    if unit is Unit.TIMES:
        added = reach.level(step) / reach.now - 1
        return f"{'+' if added > 0 else ''}{value_words(added, Unit.RATIO)}"
    return value_words(reach.level(step), unit, currency)


def result(card: Scorecard, outcome: Outcome) -> None:
    """Against doing nothing: gross profit, sales, the chance that it pays, and the months."""
    worth = outcome.worth()
    with st.grid(3, min_column_width=130, gap="small"):
        for name, amount, note in figures(worth, card.currency):
            with st.container(gap="xxsmall"):
                st.metric(name, amount)
                st.caption(safe(note))
    shown = sales_ahead(card, outcome)
    if shown:
        st.vega_lite_chart(shown["spec"], key="vega-ahead", alt=shown["alt"])
        st.caption(safe(f"{shown['says']}. {path.beside_forecast(card, outcome)}".strip()))


def figures(worth: Worth, currency: str | None) -> list[tuple[str, str, str]]:
    """Name, amount and range of each figure.

    >>> figures(Worth(revenue=0.0, revenue_low=0.0, revenue_high=0.0), "USD")
    [('More sales', '±$0', 'as today')]
    """
    out = []
    if worth.value is not None:
        ends = (worth.low, worth.high)
        out.append(("More gross profit", *said(worth.value, ends, currency)))
    ends = (worth.revenue_low, worth.revenue_high)
    out.append(("More sales", *said(worth.revenue or 0.0, ends, currency)))
    if worth.p_positive is not None and worth.value:
        out.append(
            ("Pays off", tenths_words(worth.p_positive), "of simulated years, work not counted")
        )
    return out


def tenths_words(share: float) -> str:
    """A share of simulated years, in tenths.

    >>> tenths_words(0.72), tenths_words(0.999), tenths_words(0.01)
    ('7 in 10', '10 in 10', '0 in 10')
    """
    return f"{round(share * 10)} in 10"


def said(
    amount: float, ends: tuple[float | None, float | None], currency: str | None
) -> tuple[str, str]:
    """An amount with its sign, and its range."""
    low, high = ends
    if not amount or low is None or high is None:
        return f"±{money_words(0, currency)}", "as today"
    sign = "+" if amount > 0 else ""
    return f"{sign}{money_words(amount, currency)}", f"8 in 10: {range_words(low, high, currency)}"


def sales_ahead(card: Scorecard, outcome: Outcome) -> dict[str, Any]:
    """The chart of the months ahead; empty without a month to begin from."""
    from revcore.charts._money_bars import ahead

    if card.as_of is None or not outcome.before:
        return {}
    last = parse_month(card.as_of)
    months = [month_words(last + at) for at in range(1, len(outcome.before) + 1)]
    drawing = ahead(months, outcome.before, outcome.after, card.currency)
    rows = {name: as_bytes(values) for name, values in drawing.spec["datasets"].items()}
    return {
        "spec": {**drawing.spec, "datasets": rows}, "says": drawing.says, "alt": drawing.alt,
    }  # fmt: skip


def keep(levels: Mapping[str, float], found: Mapping[str, path.Reach]) -> None:
    """Keep what is set under a name, three at most."""
    kept = session.settings().scenario
    moved = {
        name: level / found[name].now for name, level in levels.items() if level != found[name].now
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(
            "Name of this scenario", f"Scenario {len(kept) + 1}", key=f"scenario-{len(kept)}",
            max_chars=40, width=260,
        )  # fmt: skip
        full = len(kept) >= KEPT or not moved or not name.strip()
        if st.button("Keep it to compare", key="scenario-keep", disabled=full):
            others = [one.model_dump() for one in kept if one.name != name.strip()]
            new = Scenario(name=name.strip(), times=moved).model_dump()
            session.remark(scenario=[*others, new])
            st.rerun()
    if len(kept) >= KEPT:
        st.caption("Three are kept: take one out below to keep another.")
