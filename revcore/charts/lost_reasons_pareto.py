"""Why deals are lost."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import ALARM, CLIENT, PLAN, Meaning, wrapped
from revcore.charts._ranked_bars import ranked_bars
from revcore.model import Scorecard, Unit
from revcore.words import capital, counted, value_words

PLACES = {"nobody decided": PLAN, "price": ALARM, "other": CLIENT}


@chart(title="Reasons of losses", page="sales", order=30, needs=("lost_reasons",))
def lost_reasons_pareto(card: Scorecard) -> Drawing:
    """Bars by reason, most frequent first, with the running share of all losses beside them."""
    series = records(card.series["lost_reasons"])
    total = sum(row["deals"] for row in series)
    rows = [tidy(row, total) for row in series]
    says = said(series, total)
    found = {row["kind"] for row in rows}
    meaning = Meaning(
        {place: capital(kind) for kind, place in PLACES.items() if capital(kind) in found}
    )
    return ranked_bars(
        rows, "deals", meaning, says, "Bars by reason with the running share of losses.", 1.45,
        name="Reason", words="Lost", running="With those above",
    )  # fmt: skip


def tidy(row: Row, total: int) -> Row:
    """One reason in words."""
    share = value_words(row["deals"] / total, Unit.RATIO)
    return {
        "name": wrapped(capital(row["reason"])), "deals": row["deals"],
        "kind": capital(row["kind"]), "label": share,
        "words": f"{counted(row['deals'], 'deal')}, {share}",
        "running": value_words(row["share"], Unit.RATIO),
    }  # fmt: skip


def said(rows: list[Row], total: int) -> str:
    """What is behind half of the losses."""
    silent = sum(row["deals"] for row in rows if row["kind"] == "nobody decided")
    first = rows[0]
    share = value_words(first["deals"] / total, Unit.RATIO)
    if silent * 2 >= total:
        return f"{value_words(silent / total, Unit.RATIO)} of losses never said no: nobody decided"
    if first["deals"] * 3 >= total or len(rows) < 3:
        return f"“{capital(first['reason'])}” explains {share} of losses with a reason"
    three = value_words(sum(row["deals"] for row in rows[:3]) / total, Unit.RATIO)
    return f"Three reasons explain {three} of losses; “{first['reason']}” leads with {share}"
