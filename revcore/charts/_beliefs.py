"""Belief beside data: one line for each area or statement, from 1 to 5."""

from __future__ import annotations

from collections.abc import Sequence

from revcore.charts._chart import Drawing, Row
from revcore.charts._look import (
    BREAK,
    CLIENT,
    PLAN,
    Meaning,
    dots,
    drawing,
    names_axis,
    options,
    rows_chart,
    tooltip,
    vega,
    wrapped,
)

YOU, FILES = "You say", "Files say"


def row(
    name: str, you: float | None, files: float | None, said: str, voices: Sequence[float] = ()
) -> Row:
    """One line: what people say on average and each, what the files say, and both in words."""
    every = [level for level in (you, files) if level is not None]
    return {
        "name": wrapped(name, 26), "you": you, "files": files, "words": said,
        "from": min(every), "to": max(every),
        "low": min(voices, default=None), "high": max(voices, default=None),
    }  # fmt: skip


def beside(rows: Sequence[Row], says: str, alt_words: str) -> Drawing:
    """Two marks a line; the band behind them is how far apart those who answered are."""
    alt = vega()
    both = [name for key, name in (("you", YOU), ("files", FILES)) if any(r[key] for r in rows)]
    meaning = Meaning(
        {place: word for place, word in ((PLAN, YOU), (CLIENT, FILES)) if word in both}
    )
    scale = options(domain=[0.8, 5.2], nice=False)
    axis = options(values=[1, 2, 3, 4, 5], format="d", title=None, grid=True)

    def at(name: str) -> dict[str, object]:
        return {"x": alt.X(f"{name}:Q", scale=scale, axis=axis)}

    base = rows_chart(rows).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=names_axis(labelOverlap=False)),
        tooltip=tooltip(name="", words="Seen"),
    )
    spread = base.mark_rule(strokeWidth=16, strokeCap="round", opacity=0.12, color="currentColor")
    between = base.mark_rule(strokeWidth=2, opacity=0.5, color="currentColor")
    layers = [
        spread.transform_filter("datum.high > datum.low").encode(**at("low"), x2=alt.X2("high")),
        between.transform_filter("datum.to > datum.from").encode(**at("from"), x2=alt.X2("to")),
    ]
    for key, place, shape, word in (
        ("files", CLIENT, "diamond", FILES), ("you", PLAN, "circle", YOU),
    ):  # fmt: skip
        if word in both:  # the diamond is larger: it must be seen behind the dot
            size = 90 if word == YOU else 230
            mark = dots(base.transform_filter(f"isValid(datum.{key})"), size, shape=shape)
            layers.append(meaning.paint(mark, place).encode(**at(key)))
    lines = max(row["name"].count(BREAK) for row in rows) + 1
    tall = max(38, 15 * lines + 10)
    return drawing(*layers, says=says, alt=f"{says}. {alt_words}", height=tall * len(rows) + 90)
