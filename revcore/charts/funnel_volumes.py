"""The steps of the funnel, each with what came in and what came through."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import (
    BENCHMARK,
    CLIENT,
    Meaning,
    drawing,
    labels,
    options,
    rows_chart,
    tooltip,
    vega,
)
from revcore.charts._say import known
from revcore.model import Reading, Scorecard, Unit
from revcore.words import value_words

NAMES = {
    "visitors": "Visitor",
    "leads": "Lead",
    "mqls": "MQL",
    "sqls": "SQL",
    "opportunities": "Opportunity",
    "won": "Won",
}
MEASURES = {
    ("visitors", "leads"): "visitor_to_lead",
    ("leads", "mqls"): "lead_to_mql",
    ("mqls", "sqls"): "mql_to_sql",
    ("sqls", "opportunities"): "sql_to_opportunity",
    ("opportunities", "won"): "opportunity_to_won",
    ("leads", "won"): "lead_to_won",
}
YOU = "You"


@chart(title="From visitor to customer", page="funnel", order=10, needs=("funnel_steps",))
def funnel_volumes(card: Scorecard) -> Drawing:
    """One bar per step: the share that went on, with volumes; a tick for the published figure."""
    alt = vega()
    rows = [tidy(row, card) for row in records(card.series["funnel_steps"])]
    says = said(card, rows)
    kinds = sorted({row["figure_kind"] for row in rows if row["figure"] is not None})
    published = f"Published {' or '.join(kinds)}" if kinds else ""
    meaning = Meaning({CLIENT: YOU, BENCHMARK: published} if kinds else {CLIENT: YOU})
    scale = options(domain=[0, 1.0])
    base = rows_chart(rows).encode(
        y=alt.Y("step:N", sort=None, title=None, axis=options(labelLimit=150)),
        tooltip=tooltip(
            step="Step", long="Went on", range="8 times in 10", took="Took, in the middle",
            straight="Of those that skipped no stage", benchmark="Published",
        ),
    )  # fmt: skip
    x = alt.X("rate:Q", scale=scale, axis=None)
    track = (
        meaning.paint(base, CLIENT)
        .mark_bar(opacity=0.1, cornerRadius=4, size=18)
        .encode(x=alt.XDatum(1.0, type="quantitative", scale=scale, axis=None))
    )
    bars = meaning.paint(base, CLIENT).mark_bar(size=18, cornerRadius=4).encode(x=x)
    volumes = labels(base, align="left", dy=20).encode(x=alt.XValue(2), text=alt.Text("volume:N"))
    layers = [track, bars]
    if kinds:
        ticks = (
            meaning.paint(base.transform_filter("isValid(datum.figure)"), BENCHMARK)
            .mark_tick(thickness=4, size=28, opacity=1)
            .encode(x=alt.X("figure:Q", scale=scale, axis=None))
        )
        layers.append(ticks)
    return drawing(
        *layers,
        volumes,
        says=says,
        alt=f"{says}. One bar per step of the funnel with its share and volumes.",
        height=52 * len(rows) + 50,
    )


def tidy(row: Row, card: Scorecard) -> Row:
    """A step in words, with the published figure its verdict rests on, where there is one."""
    reading = known(card, MEASURES.get((row["from"], row["to"]), ""))
    figure = reading.benchmark if reading and reading.band_basis == "benchmark" else None
    rate = value_words(row["rate"], Unit.RATIO)
    days = row["days"]
    many = f"{row['reached']:,} of {row['entered']:,}{' so far' if row['within'] else ''}"
    took = "" if days is None else value_words(days, Unit.DAYS) if days else "the same day"
    return {
        **row,
        "step": f"{NAMES[row['from']]} → {NAMES[row['to']]}",
        "words": rate,
        "volume": f"{rate}  ·  {many}" + (f" · {took}" if took else ""),
        "long": f"{rate} within {row['within']} days ({many})"
        if row["within"]
        else f"{many} ({rate})",
        "straight": "not known"
        if row["in_order"] is None
        else value_words(row["in_order"], Unit.RATIO),
        "range": f"{value_words(row['low'], Unit.RATIO)} to {value_words(row['high'], Unit.RATIO)}",
        "took": took or "not known",
        "figure": figure.value if figure else None,
        "figure_kind": figure.kind if figure else "",
        "benchmark": f"{value_words(figure.value, Unit.RATIO)}, {figure.kind} "
        f"({figure.publisher}, {figure.year})"
        if figure
        else "no published figure",
    }


def from_elsewhere(rows: list[Row]) -> bool:
    """Whether more opportunities are opened than leads become: the steps do not multiply then.

    >>> step = {"from": "leads", "to": "opportunities", "reached": 244}
    >>> from_elsewhere([step, {"from": "opportunities", "to": "won", "entered": 311}])
    True
    """
    made = sum(row["reached"] for row in rows if row["to"] == "opportunities")
    opened = sum(row["entered"] for row in rows if row["from"] == "opportunities")
    return bool(made and opened > 1.05 * made)


def said(card: Scorecard, rows: list[Row]) -> str:
    """The step furthest behind its benchmark, else how many of a hundred arrive."""
    behind: list[tuple[float, Row, Reading]] = []
    for row in rows:
        reading = known(card, MEASURES.get((row["from"], row["to"]), ""))
        if reading is None or reading.value is None or reading.band_basis != "benchmark":
            continue
        if reading.band == "behind" and reading.benchmark:
            behind.append((reading.value / reading.benchmark.value, row, reading))
    if behind:
        _, row, reading = min(behind, key=lambda item: item[0])
        figure = reading.benchmark
        assert figure is not None
        return (
            f"{row['step']} leaks most: {row['words']} go on, "
            f"{value_words(figure.value, Unit.RATIO)} elsewhere ({figure.kind})"
        )
    whole = known(card, "lead_to_won")
    if whole is not None and whole.value is not None:
        per_hundred = 100 * whole.value
        many = f"{per_hundred:.0f}" if per_hundred >= 9.5 else f"{per_hundred:.1f}"
        begun = "; some opportunities come without a lead" if from_elsewhere(rows) else ""
        return f"Of 100 leads {many} become customers{begun}"
    last = rows[-1]
    return f"{last['step']}: {last['words']} go on"
