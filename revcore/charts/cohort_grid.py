"""Customers kept, by the time they came and their age."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import (
    CLIENT,
    Meaning,
    drawing,
    labels,
    options,
    rows_chart,
    tooltip,
    vega,
)
from revcore.derive.intervals import newcombe
from revcore.model import Scorecard, Unit
from revcore.words import counted, share_words, value_words

FAINTEST, STRONGEST = 0.06, 0.6
"""Opacity of the lowest and the highest share; text stays readable on either."""
WRITTEN_ON = 9
"""Up to so many columns each cell has its number."""


@chart(title="Customers kept by cohort", page="retention", order=10, needs=("cohort_grid",))
def cohort_grid(card: Scorecard) -> Drawing:
    """A grid of cohorts by age; cells of cohorts not old enough are only outlined."""
    alt = vega()
    rows = [
        {
            **row,
            "words": value_words(row["share"], Unit.RATIO) if row["complete"] else "…",
            "long": f"{row['kept']:,} of {row['customers']:,} "
            f"({value_words(row['share'], Unit.RATIO)})"
            + ("" if row["complete"] else ", not all old enough yet"),
            "money": value_words(row["revenue"], Unit.RATIO) if "revenue" in row else "not counted",
            "percent": f"{100 * row['share']:.0f}",
            "after": counted(row["age"], "month"),
        }
        for row in records(card.series["cohort_grid"])
        if row["age"]
    ]
    says = said(rows)
    lowest = min((row["share"] for row in rows if row["complete"]), default=0.0)
    meaning = Meaning({CLIENT: "Kept"})
    plain = rows_chart(rows).encode(
        x=alt.X(
            "age:O",
            axis=options(
                title="% still there after so many months",
                orient="bottom",
                labelAngle=0,
            ),
            scale=options(paddingInner=0.06),
        ),
        y=alt.Y("cohort:O", sort=None, title=None, scale=options(paddingInner=0.1)),
        tooltip=tooltip(
            cohort="Came in", after="After", long="Still there", money="Of their first revenue"
        ),
    )
    base = meaning.paint(plain, CLIENT)
    full = base.transform_filter("datum.complete").mark_rect(cornerRadius=3).encode(
        fillOpacity=alt.FillOpacity(
            "share:Q",
            scale=options(domain=[lowest, 1], range=[FAINTEST, STRONGEST], clamp=True),
            legend=None,
        ),
    )  # fmt: skip
    young = base.transform_filter("!datum.complete").mark_rect(
        cornerRadius=3, filled=False, strokeDash=[3, 3], opacity=0.45
    )  # fmt: skip
    layers = [full, young]
    if len({row["age"] for row in rows}) <= WRITTEN_ON:
        layers.append(labels(plain, fontSize=11).encode(text=alt.Text("words:N")))
    else:
        whole = labels(plain.transform_filter("datum.complete"), fontSize=10)
        layers.append(whole.encode(text=alt.Text("percent:N")))
    height = max(180, 26 * len({row["cohort"] for row in rows}) + 60)
    return drawing(
        *layers,
        says=says,
        alt=f"{says}. A grid of cohorts by age; dashed cells are cohorts not old enough yet.",
        height=min(height, 360),
    )


def said(rows: list[Row]) -> str:
    """Earlier and later half of the cohorts at the age most of them have reached."""
    whole = [row for row in rows if row["complete"]]
    if not whole:
        return "No cohort is old enough yet to say how many customers stay"
    counts = {age: sum(row["age"] == age for row in whole) for age in {row["age"] for row in whole}}
    enough = [age for age, count in counts.items() if count >= max(2, len(counts) // 2)]
    age = min((max(enough) if enough else max(counts)), 12)
    same = [row for row in whole if row["age"] == age]
    if not same:
        age = max(counts, key=lambda at: (counts[at], at))
        same = [row for row in whole if row["age"] == age]
    kept, of = sum(row["kept"] for row in same), sum(row["customers"] for row in same)
    after = "a month" if age == 1 else "a year" if age == 12 else f"{age} months"
    overall = f"{share_words(kept / of, 'customers', start=True)} were still there after {after}"
    half = len(same) // 2
    if half < 1 or len(same) < 2:
        return overall
    (k0, n0), (k1, n1) = (
        (sum(r["kept"] for r in part), sum(r["customers"] for r in part))
        for part in (same[:half], same[half:])
    )
    low, high = newcombe(k1, n1, k0, n0)
    if low > 0 or high < 0:
        longer = "longer" if low > 0 else "less long"
        first, then = value_words(k1 / n1, Unit.RATIO), value_words(k0 / n0, Unit.RATIO)
        return (
            f"Customers who came lately stay {longer}: {first} were there after {after}, "
            f"of earlier ones {then}"
        )
    return overall
