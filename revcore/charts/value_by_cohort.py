"""What customers have brought since their first purchase."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import (
    CLIENT,
    EXTRA,
    Meaning,
    drawing,
    labels,
    options,
    rows_chart,
    tooltip,
    value_axis,
    vega,
)
from revcore.charts._say import change_said
from revcore.model import Scorecard, Unit
from revcore.words import counted, money_words

SHOWN = 8
OLDER = "Earlier quarters"


@chart(title="Value since the first purchase", page="value", order=22, needs=("value_by_cohort",))
def value_by_cohort(card: Scorecard) -> Drawing:
    """A line per quarter of the first purchase; the latest ones and a year before stand out."""
    alt = vega()
    series = records(card.series["value_by_cohort"])
    now, before, _ = compared(series)
    basis = str(series[0]["basis"])
    says = said(series, card.currency)
    names = {CLIENT: now, EXTRA: before} if before else {CLIENT: now}
    rows = [
        {
            **row,
            "kind": row["cohort"] if row["cohort"] in names.values() else OLDER,
            "strong": row["cohort"] in names.values(),
            "words": money_words(row["value"], card.currency),
            "many": counted(row["customers"], "customer"),
            "last": row is max(
                (other for other in series if other["cohort"] == row["cohort"]),
                key=lambda other: other["age"],
            ),
        }
        for row in series
    ]  # fmt: skip
    meaning = Meaning(names, lines=True)
    base = rows_chart(rows).encode(
        x=alt.X("age:Q", title="months after the first purchase",
                axis=options(tickMinStep=1, tickCount=6, grid=False)),
        y=alt.Y("value:Q", axis=value_axis(Unit.MONEY, card.currency)),
        tooltip=tooltip(cohort="First bought", age="Months", words=f"Per customer, {basis}",
                        many="From"),
        detail=alt.Detail("cohort:N"),
    )  # fmt: skip
    faint = base.transform_filter("!datum.strong").mark_line(
        color="currentColor", strokeWidth=1.2, opacity=0.28
    )
    strong = base.transform_filter("datum.strong").mark_line(strokeWidth=2.8).encode(
        color=meaning.by("kind")
    )  # fmt: skip
    ends = labels(
        base.transform_filter("datum.strong && datum.last"), align="left", dx=6, fontSize=11
    ).encode(text=alt.Text("words:N"))
    return drawing(
        faint,
        strong,
        ends,
        says=says,
        alt=f"{says}. One rising line per quarter of the first purchase.",
    )


def compared(series: list[Row]) -> tuple[str, str | None, int]:
    """The latest quarter that is at least three months old, the one a year before, and the age."""
    oldest = {row["cohort"]: row["age"] for row in series}
    order = list(dict.fromkeys(row["cohort"] for row in series))
    grown = [name for name in order if oldest[name] >= 3] or order
    now = grown[-1]
    place = order.index(now)
    before = order[place - 4] if place >= 4 else (order[0] if place else None)
    return now, before, min(oldest[now], 12)


def said(series: list[Row], currency: str | None) -> str:
    """The two quarters at the same age."""
    now, before, age = compared(series)
    value = {(row["cohort"], row["age"]): row["value"] for row in series}
    basis = "gross profit" if series[0]["basis"] == "gross profit" else "sales"
    after = "the first month" if age == 1 else f"the first {age} months"
    head = (
        f"A buyer of {now} brought {money_words(value[now, age], currency)} of {basis} in {after}"
    )
    if before is None or (before, age) not in value:
        return head
    return f"{head}, {change_said(value[now, age], value[before, age])} one of {before}"
