"""How large won deals are over time."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import CLIENT, Meaning, drawing, monthly, tooltip, value_axis
from revcore.charts._say import a_year_before, moved
from revcore.charts._timeline import timeline
from revcore.model import Scorecard, Unit
from revcore.words import counted, money_words

YOU = "Usual deal won"


@chart(title="Size of deals", page="sales", order=50, needs=("deal_size_quarters",))
def deal_sizes(card: Scorecard) -> Drawing:
    """The usual deal won of each three months, with whiskers."""
    series = records(card.series["deal_size_quarters"])
    says = said(series, card.currency)
    rows = [
        {
            **row,
            "kind": YOU,
            "words": f"{money_words(row['size'], card.currency)}, {counted(row['deals'], 'deal')}",
            "range": f"{money_words(row['low'], card.currency)} to "
            f"{money_words(row['high'], card.currency)}",
        }
        for row in monthly(series)
    ]
    layers = timeline(
        rows, Meaning({CLIENT: YOU}), along="month", value="size",
        axis=value_axis(Unit.MONEY, card.currency), title="three months to …",
        tooltips=tooltip(month="Three months to", words="Usual deal", range="8 times in 10"),
    )  # fmt: skip
    return drawing(
        *layers, says=says, alt=f"{says}. Dots with whiskers, one for each three months."
    )


def said(rows: list[Row], currency: str | None) -> str:
    """The latest three months beside the same a year before.

    >>> one = {"size": 5000.0, "low": 4800.0, "high": 5200.0, "low95": 4700.0, "high95": 5300.0}
    >>> said([one], "USD")
    'The usual deal won is $5,000: one quarter is no course yet'
    """
    now, before = rows[-1], a_year_before(rows, 4)
    size = money_words(now["size"], currency)
    if before is None:
        return f"The usual deal won is {size}: one quarter is no course yet"
    then = money_words(before["size"], currency)
    when = "a year before" if len(rows) > 4 else "at first"
    change = moved(now, before, "size")
    if change is not None:
        grew = "grew" if change == "up" else "shrank"
        return f"The usual deal won {grew} from {then} {when} to {size}"
    return f"The usual deal won is {size}, {then} {when}: can’t tell yet if it changed"
