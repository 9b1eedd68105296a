"""The order of the stages on the Data page: guessed, said why, and put right by number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from revcore.model import SheetPreview
from revcore.ui.text import safe

SAYS = {
    "hand": "as you put them",
    "probability": "by the probability typed for each",
    "dates": "by the days on which deals entered them",
    "words": "by what they are called",
}
MOST = 24


def order_selects(shown: SheetPreview, key: str) -> tuple[str, ...]:
    """A number for each stage; the new order, empty where nothing was changed."""
    stages = shown.stage_order
    if not 1 < len(stages) <= MOST:
        return ()
    st.markdown("**In which order do deals go through them?**")
    st.caption(safe(f"Now {SAYS.get(shown.stage_order_by, SAYS['words'])}. Give another number."))
    numbers = range(1, len(stages) + 1)
    with st.grid(3, min_column_width=160):
        chosen = {
            stage: st.selectbox(
                safe(stage), numbers, index=place, key=f"order-{key}-{stage}-{'|'.join(stages)}"
            )
            for place, stage in enumerate(stages)
        }
    new = reordered(stages, chosen)
    return () if new == tuple(stages) else new


def reordered(stages: Sequence[str], chosen: Mapping[str, int]) -> tuple[str, ...]:
    """Stages by their numbers; one that was moved goes before or after whoever stands there.

    >>> reordered(["A", "B", "C"], {"A": 1, "B": 2, "C": 1})
    ('C', 'A', 'B')
    >>> reordered(["A", "B", "C"], {"A": 3, "B": 2, "C": 3})
    ('B', 'C', 'A')
    """
    place = {stage: number for number, stage in enumerate(stages, start=1)}

    def key(stage: str) -> tuple[float, int]:
        moved = (chosen[stage] > place[stage]) - (chosen[stage] < place[stage])
        return chosen[stage] + moved / 2, place[stage]

    return tuple(sorted(stages, key=key))
