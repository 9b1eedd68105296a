"""Path: scenarios beside doing nothing, and what the worth of the moves hangs on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from revcore.diagnosis import path
from revcore.diagnosis_parts import GrowthState
from revcore.model import Scorecard
from revcore.ui import path_page, session
from revcore.ui.arrow import as_bytes
from revcore.ui.text import safe


def compared(card: Scorecard) -> None:
    """Scenarios kept and the moves chosen, alone and together, each against doing nothing."""
    from revcore.charts._money_bars import compared as drawn

    state, kept = card.growth_state, session.settings().scenario
    chosen = session.settings().plan.moves
    if state is None or not (kept or len(chosen) > 1):
        return
    rows = path.scenario_bars(card, {one.name: one.times for one in kept}, chosen)
    rows += alone(card, chosen)
    if not rows:
        return
    st.header("Side by side, against doing nothing", anchor=False)
    drawing = drawn([path_row(row, card.currency) for row in rows], card.currency)
    with st.container(border=True, key="chart-scenarios"):
        st.markdown(f"**{safe(drawing.says)}**")
        st.vega_lite_chart(
            {**drawing.spec, "datasets": packed(drawing.spec)}, key="vega-scenarios",
            alt=drawing.alt,
        )  # fmt: skip
        st.caption(
            "Run through the same simulated years. Moves are counted after the cost of their work, "
            "scenarios set by hand before it."
        )
        with st.container(horizontal=True):
            for number, one_ in enumerate(kept):
                if st.button(f"Take out “{safe(one_.name)}”", key=f"scenario-out-{number}"):
                    rest = [other.model_dump() for other in kept if other.name != one_.name]
                    session.remark(scenario=rest)
                    st.rerun()


def alone(card: Scorecard, chosen: Sequence[str]) -> list[path.Bar]:
    """Each of several moves by itself: together they bring less, or more, than their sum."""
    if len(chosen) < 2:
        return []
    offered: list[path.Option] = path_page.once(card, "options", path.options)
    return [
        path.bar_of(one.move.title, one.worth)
        for one in offered
        if one.move.id in chosen and one.worth is not None
    ]


def path_row(row: path.Bar, currency: str | None) -> dict[str, Any]:
    """One bar in words."""
    from revcore.charts._money_bars import bar

    return bar(row.name, row.value, row.low, row.high, currency)


def packed(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Rows of a chart as the browser takes them."""
    return {name: as_bytes(values) for name, values in spec["datasets"].items()}


def hinges(card: Scorecard) -> None:
    """What the worth of the plan hangs on; worked out when asked for."""
    from revcore.charts._money_bars import hinges as drawn

    state = card.growth_state
    best = path_page.recommended(card)
    chosen = session.settings().plan.moves or (best.moves if best else [])
    if state is None or not path.changes_of_moves(chosen, state):
        return
    whose = "the moves in your plan" if session.settings().plan.moves else "this sequence"
    if not st.toggle(f"Show what the worth of {whose} hangs on", key="hinges"):
        return
    rows = hanging(card, state, tuple(chosen))
    drawing = drawn(
        [path_row(row, card.currency) for row in rows[1:]], rows[0].value, card.currency
    )
    with st.container(border=True, key="chart-hinges"):
        st.markdown(f"**{safe(drawing.says)}**")
        st.vega_lite_chart(
            {**drawing.spec, "datasets": packed(drawing.spec)}, key="vega-hinges", alt=drawing.alt
        )
        st.caption(
            "Each assumption at the ends of what is known of it, 8 times in 10, all others as they "
            "are; the dashed line is the worth as it stands, before the cost of the work."
        )


def hanging(card: Scorecard, state: GrowthState, chosen: tuple[str, ...]) -> list[path.Bar]:
    """The assumptions, worked out once for these moves."""
    key = f"path-hinges:{','.join(chosen)}"
    kept = session.chart(
        session.document_hash(), key, lambda: {"bars": path.hinge_bars(state, chosen)}
    )
    found: list[path.Bar] = kept["bars"]
    return found
