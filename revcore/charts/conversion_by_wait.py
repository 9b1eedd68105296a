"""How far leads come, by how long they waited for a first answer."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import (
    CLIENT,
    Meaning,
    dots,
    drawing,
    labels,
    names_axis,
    options,
    rows_chart,
    tooltip,
    value_axis,
    vega,
    whiskers,
    wrapped,
)
from revcore.charts._say import moved
from revcore.model import Scorecard, Unit
from revcore.words import capital, value_words

NEVER = "never answered"


@chart(title="Leads by time to answer", page="funnel", order=70, needs=("conversion_by_wait",))
def conversion_by_wait(card: Scorecard) -> Drawing:
    """A dot with whiskers per wait: of the leads answered so late, the share that went on."""
    alt = vega()
    series = records(card.series["conversion_by_wait"])
    rows = [tidy(row) for row in series]
    says = said(series)
    meaning = Meaning({CLIENT: "Leads"})
    most = min(1.0, max(row["high95"] for row in rows) * 1.05)
    scale = options(domain=[0, most], nice=False)
    base = rows_chart(rows).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=names_axis()),
        tooltip=tooltip(name="Answered", words="Went on", range="8 times in 10"),
    )
    axis = value_axis(Unit.RATIO, tickCount=4)
    colour = meaning.paint(base, CLIENT)
    lines = whiskers(colour, meaning.by("meaning"), along="x", scale=scale, axis=axis)
    points = dots(colour).encode(x=alt.X("rate:Q", scale=scale, title=None, axis=axis))
    text = labels(base, align="left", dy=-14).encode(x=alt.XValue(2), text=alt.Text("label:N"))
    return drawing(
        *lines, points, text, says=says,
        alt=f"{says}. Dots with whiskers by time to the first answer.",
        height=46 * len(rows) + 60,
    )  # fmt: skip


def tidy(row: Row) -> Row:
    """One wait in words."""
    share = value_words(row["rate"], Unit.RATIO)
    many = f"{row['reached']:,} of {row['leads']:,}"
    return {
        **row, "name": wrapped(capital(row["wait"])),
        "label": f"{share}  ·  {many}", "words": f"{share} ({many})",
        "range": f"{value_words(row['low'], Unit.RATIO)} to {value_words(row['high'], Unit.RATIO)}",
    }  # fmt: skip


def said(rows: list[Row]) -> str:
    """The soonest and the latest answers, and whether they differ beyond chance."""
    answered = [row for row in rows if row["wait"] != NEVER] or rows
    soon, late = answered[0], answered[-1]
    one, other = (value_words(row["rate"], Unit.RATIO) for row in (soon, late))
    head = f"Of leads answered {after(soon['wait'])} {one} {went_on(soon['what'])}"
    if soon is late:
        return head
    tail = f"{head}, of those answered {after(late['wait'])} {other}"
    return tail if moved(late, soon) else f"{tail}: no clear difference"


def went_on(what: str) -> str:
    """What is said of leads that reached the next stage.

    >>> went_on("opportunities"), went_on("qualified by sales")
    ('become opportunities', 'are qualified by sales')
    """
    return f"{'are' if what.startswith('qualified') else 'become'} {what}"


def after(wait: str) -> str:
    """A wait as the end of a sentence.

    >>> after("longer than 2 weeks"), after("3 to 7 days"), after("within 1 hour")
    ('after more than 2 weeks', 'after 3 to 7 days', 'within 1 hour')
    """
    if wait.startswith("within"):
        return wait
    return f"after {wait.replace('longer than', 'more than')}"
