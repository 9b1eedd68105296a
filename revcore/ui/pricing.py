"""What a change of price may cost before the profit falls: a field beside its arithmetic."""

from __future__ import annotations

import streamlit as st

from revcore.derive.break_even import break_even_loss, profit_change, profit_levers
from revcore.errors import NotComputable
from revcore.model import Scorecard, Unit
from revcore.ui.text import safe
from revcore.words import change_words, value_words

LEAST, MOST, USUAL = -20, 30, 5
MARGIN = 50


def break_even(card: Scorecard) -> None:
    """Raise or cut the price, and read how many sales may go, or have to come."""
    with st.container(border=True, key="break-even"):
        st.header("What may a price change cost?", anchor=False)
        given = margin_of(card)
        left, right = st.columns(2, vertical_alignment="center")
        with left:
            percent = st.number_input(
                "Change of price, per cent", LEAST, MOST, USUAL, step=1, key="price-change",
            )  # fmt: skip
            margin = 100 * given if given is not None else st.number_input(
                "Gross margin, per cent", 5, 95, MARGIN, step=1, key="price-margin",
                help="Of every 100 of sales, what is left after the direct cost of delivering "
                "them. Answer it on the Data page and this field goes.",
            )  # fmt: skip
        with right:
            answer(percent / 100, margin / 100, given is not None)
        of_profit(card, given)


def of_profit(card: Scorecard, margin: float | None) -> None:
    """What one per cent of price does to the company's profit, beside three other levers."""
    profit = card.settings.get("profit_margin")
    if margin is None or not isinstance(profit, int | float) or profit <= 0:
        return
    gain = {name: f"{found:.0%}" for name, found in profit_levers(0.01, margin, profit).items()}
    st.caption(safe(
        f"One per cent of each, the rest as it is, moves your profit by: price {gain['price']}, "
        f"cost of what you sell {gain['cost_of_sale']}, volume {gain['volume']}, "
        f"fixed cost {gain['fixed_cost']}."
    ))  # fmt: skip


def margin_of(card: Scorecard) -> float | None:
    """The gross margin the measures use, where there is one."""
    for reading in card.readings.values():
        found = reading.inputs.get("gross_margin")
        if reading.value is not None and isinstance(found, float):
            return found
    found = card.settings.get("gross_margin")
    return float(found) if isinstance(found, int | float) else None


def answer(rise: float, margin: float, known: bool) -> None:
    """The break-even in one figure and one sentence."""
    try:
        lost = break_even_loss(rise, margin)
        gain = profit_change(rise, margin, 0.0)
    except NotComputable as reason:
        st.markdown(safe(str(reason)))
        return
    of = f"at {'your' if known else 'a'} {value_words(margin, Unit.RATIO)} margin"
    if rise == 0:
        st.markdown(safe(f"Change the price: {of}, every point of price counts."))
        return
    share = value_words(abs(lost), Unit.RATIO)
    label = "Sales you may lose" if rise > 0 else "Sales you must gain"
    st.metric(label, share)
    verb = "Raise" if rise > 0 else "Cut"
    said = (
        f"{verb} {abs(rise):.0%}: {of} you may lose {share} of sales and be no worse off."
        if rise > 0
        else f"{verb} {abs(rise):.0%}: {of} you must sell {share} more to be no worse off."
    )
    st.markdown(safe(f"{said} If no sale changes, gross profit moves by "
                     f"{change_words(gain, Unit.RATIO).replace(' pts', '%')}."))  # fmt: skip
