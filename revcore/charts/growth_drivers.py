"""What a tenth better in each driver of recurring revenue would bring."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import (
    CLIENT,
    Meaning,
    drawing,
    labels,
    names_axis,
    options,
    rows_chart,
    tooltip,
    value_axis,
    vega,
    wrapped,
)
from revcore.model import Scorecard, Unit
from revcore.words import capital, money_words

NAMES = {
    "new": "a tenth more new business",
    "expansion": "a tenth more upgrades",
    "contraction": "a tenth fewer downgrades",
    "churn": "a tenth fewer losses",
}


@chart(title="What drives growth", page="growth", order=40, needs=("driver_gains",))
def growth_drivers(card: Scorecard) -> Drawing:
    """One bar per driver: revenue gained over twelve months, all else as it is."""
    alt = vega()
    rows = tidy(records(card.series["driver_gains"]), card.currency)
    best = rows[0]
    says = f"{capital(str(best['said']))} would bring {best['words']} more over twelve months"
    meaning = Meaning({CLIENT: "gain"}, legend=False)
    top = max(row["gain"] for row in rows)
    scale = options(domain=[0, top * 1.25 or 1], nice=False)
    base = rows_chart(rows).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=names_axis()),
        tooltip=tooltip(name="If", words="More over twelve months", now_words="Moves a month now"),
    )
    axis = value_axis(Unit.MONEY, card.currency, grid=False)
    bars = meaning.paint(base, CLIENT).mark_bar(cornerRadiusEnd=3, height={"band": 0.6})
    bars = bars.encode(x=alt.X("gain:Q", scale=scale, axis=axis))
    text = labels(base, align="left", dx=6).encode(
        x=alt.X("gain:Q", scale=scale, axis=axis), text=alt.Text("words:N")
    )
    return drawing(bars, text, says=says, alt=f"{says}. One bar per driver, the largest first.")


def tidy(rows: list[Row], currency: str | None) -> list[Row]:
    """The largest gain first."""
    return [
        {
            "name": wrapped(capital(NAMES[str(row["driver"])]), 16),
            "said": NAMES[str(row["driver"])],
            "gain": row["gain"],
            "words": money_words(row["gain"], currency),
            "now_words": money_words(row["now"], currency),
        }
        for row in sorted(rows, key=lambda row: -row["gain"])
    ]
