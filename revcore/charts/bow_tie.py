"""The bow-tie: from the first visit to a customer that stays and grows, in one picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from revcore.charts._bow_tie import ALL, LONG, WEAK, Step, outline, placed, said_of
from revcore.charts._chart import Drawing, chart, records
from revcore.charts._look import (
    ALARM,
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
from revcore.diagnosis_parts import Finding
from revcore.model import Reading, Scorecard, Unit
from revcore.words import quoted, value_words

BECOME: Mapping[str, str] = {
    "won": "become customers",
    "kept": "stayed",
    "grown": "pay more than then",
}
"""What is said of those who get there; all others “become” what the step ends with."""
MEASURES: Mapping[Step, tuple[str, ...]] = {
    ("visitors", "leads"): ("visitor_to_lead",),
    ("leads", "mqls"): ("lead_to_mql",),
    ("mqls", "sqls"): ("mql_to_sql",),
    ("sqls", "opportunities"): ("sql_to_opportunity",),
    ("opportunities", "won"): ("opportunity_to_won", "win_rate_created", "win_rate"),
    ("leads", "won"): ("lead_to_won",),
    ("customers", "kept"): ("logo_retention",),
    ("kept", "grown"): ("nrr",),
}
"""Measures that judge a step, the nearest first."""
LEVERS: Mapping[str, str] = {
    "leads": "leads", "lead_to_mql": "mqls", "mql_to_sql": "sqls",
    "sql_to_opportunity": "opportunities", "opportunities": "opportunities", "win_rate": "won",
    "cycle_days": "won", "churn": "kept", "repeat_rate": "kept", "expansion": "grown",
    "contraction": "grown",
}  # fmt: skip
"""Where a step ends that a lever moves."""
LEAST, A_STAGE = 270, 43
"""Height of the picture, and of a stage where it stands upright [px]."""
WIDE = "width > 620"
"""When the picture lies on its side; narrower, as on a phone, it stands upright."""


@dataclass(frozen=True)
class Weakest:
    """The step marked, and why, in one sentence."""

    step: Step
    why: str


@chart(title="The bow-tie", page="perspective", order=10, needs=("bow_tie",))
def bow_tie(card: Scorecard) -> Drawing:
    """Steps narrowing to the signature and widening behind it, with volumes, rates and days.

    The outline is a symbol; only the words carry figures. The weakest step has its own colour and
    the word “weakest”. On a narrow screen the same picture stands upright.
    """
    steps = records(card.series["bow_tie"])
    found = weakest(card)
    nodes = placed(steps)
    marked = found.step if found else None
    blocks = [corner for row in steps for corner in outline(row, nodes, marked)]
    if {"won", "customers"} <= {node["id"] for node in nodes}:  # the knot, which is no step
        blocks += outline({"from": "won", "to": "customers"}, nodes, None)
    meaning = Meaning({CLIENT: ALL, ALARM: WEAK}, legend=False)
    alt = vega()
    shape = (
        _at(rows_chart(blocks))
        .mark_line(filled=True, interpolate="linear-closed", strokeWidth=0, opacity=0.4)
        .encode(color=meaning.by("meaning"), detail="step:N", order="corner:Q")
    )
    words = [said_of(row, nodes, marked) for row in steps]
    tips = tooltip(long="Step", volume="Went on", range="8 times in 10", took="Took, in the middle")
    in_steps = _at(rows_chart(words)).encode(tooltip=tips)
    side = {"expr": f"{WIDE} ? 'center' : 'left'"}
    names = _at(rows_chart(nodes))
    above, below = {"expr": f"{WIDE} ? -10 : -8"}, {"expr": f"{WIDE} ? 12 : 9"}
    return drawing(
        shape,
        labels(names, align=side, dy=above, fontSize=13).encode(text=alt.Text("name:N")),
        names.mark_text(color="currentColor", align=side, dy=below, fontSize=13).encode(
            text=alt.Text("count:N")
        ),
        labels(in_steps, fontSize=15, dy={"expr": f"{WIDE} ? -4 : -2"}).encode(text="rate_text:N"),
        in_steps.mark_text(color="currentColor", dy=14).encode(text="days_text:N"),
        labels(
            in_steps.transform_filter("datum.weak"),
            dy={"expr": f"{WIDE} ? 32 : 13"},
            fontSize={"expr": f"{WIDE} ? 12 : 10"},
        ).encode(text=alt.TextValue("weakest")),
        says=_title(card, found),
        alt=f"{_title(card, found)}. " + " ".join(f"{row['volume']}." for row in words),
        height=max(LEAST, A_STAGE * len(nodes)),
    )


def weakest(card: Scorecard) -> Weakest | None:
    """The step that holds growth up most, or None where none can be told.

    First a bottleneck that the diagnosis has found, then the step furthest behind its published
    figure or its own past, then the step that the first finding shown is about.
    """
    steps = [
        (row["from"], row["to"])
        for row in records(card.series["bow_tie"])
        if row["rate"] is not None
    ]
    jam = card.findings.get("single_stage_bottleneck")
    if jam and jam.state in ("strong", "likely") and ("opportunities", "won") in steps:
        return Weakest(("opportunities", "won"), _evidence(jam))
    behind = [(shortfall(one), step, one) for step in steps for one in judges(card, step)]
    if behind:
        _, step, reading = max(behind, key=lambda entry: entry[0])
        why = behind_words(step, reading, card.currency)
        return Weakest(step, " ".join((why, *still_ahead(card, step, reading))))
    shown = sorted(
        (one for one in card.findings.values() if one.place is not None),
        key=lambda one: one.place or 0,
    )
    for finding in shown:
        for step in steps:
            if LEVERS.get(finding.lever or "") == step[1]:
                return Weakest(step, f"{quoted(finding.title)}: {_evidence(finding)}")
    return None


def judged(card: Scorecard) -> bool:
    """Whether any step has a verdict, so that none being behind means something."""
    rows = records(card.series["bow_tie"])
    names = [name for row in rows for name in MEASURES.get((row["from"], row["to"]), ())]
    found = [known(card, name) for name in names]
    return any(one is not None and one.band in ("ahead", "on_par", "behind") for one in found)


def judges(card: Scorecard, step: Step) -> list[Reading]:
    """The reading of a step where it is behind."""
    for name in MEASURES.get(step, ()):
        reading = known(card, name)
        if reading is not None:
            return [reading] if reading.band == "behind" and against(reading) else []
    return []


def against(reading: Reading) -> float | None:
    """What a reading is held against."""
    if reading.band_basis == "benchmark" and reading.benchmark:
        return reading.benchmark.value
    return reading.own.previous if reading.own else None


def shortfall(reading: Reading) -> float:
    """By which part a rate falls short of what it is held against."""
    target = against(reading) or 1.0
    return 1 - (reading.value or 0.0) / target


def behind_words(step: Step, reading: Reading, currency: str | None) -> str:
    """Why a step counts as the weakest, in one sentence."""
    ours = value_words(reading.value, reading.unit, currency)
    theirs = value_words(against(reading), reading.unit, currency)
    said = f"Of {LONG[step[0]]}, {ours} {became(step[1])}"
    if reading.id == "nrr":
        said = f"Of what customers paid a year ago, {ours} is paid today"
    figure = reading.benchmark
    if reading.band_basis == "benchmark" and figure:
        article = "an" if figure.kind == "average" else "a"
        return (
            f"{said}; {figure.publisher} ({figure.year}) publishes {article} {figure.kind} "
            f"of {theirs}."
        )
    return f"{said}; it was {theirs} before."


def still_ahead(card: Scorecard, step: Step, behind: Reading) -> list[str]:
    """That others publish less for the same step, where it is one's own past that was better."""
    if behind.band_basis != "own":
        return []
    for name in MEASURES.get(step, ())[::-1]:
        other = known(card, name)
        figure = other.benchmark if other is not None else None
        if other is None or figure is None or other.band_basis != "benchmark":
            continue
        if other.band in ("ahead", "on_par"):
            theirs = value_words(figure.value, other.unit, card.currency)
            place = "above" if other.band == "ahead" else "level with"
            return [
                f"Your {other.title[0].lower()}{other.title[1:]} is still {place} the {theirs} "
                f"that {figure.publisher} ({figure.year}) publishes; it is your own past that was "
                "better."
            ]
    return []


def became(target: str) -> str:
    """What is said of those who reach the end of a step.

    >>> became("won"), became("kept"), became("mqls")
    ('become customers', 'stayed', 'become leads that marketing finds fit')
    """
    return BECOME.get(target) or f"become {LONG[target]}"


def _evidence(finding: Finding) -> str:
    return finding.evidence[0].text if finding.evidence else finding.title


def _title(card: Scorecard, found: Weakest | None) -> str:
    if found is None and not judged(card):
        return "Nothing to hold these steps against yet"
    if found is None:
        return "No step is clearly behind"
    rows = records(card.series["bow_tie"])
    rate = next(row["rate"] for row in rows if (row["from"], row["to"]) == found.step)
    source, target = found.step
    return f"Weakest step: of {LONG[source]}, {value_words(rate, Unit.RATIO)} {became(target)}"


def _at(base: Any) -> Any:
    """Rows at their place: lying where there is room, upright on a narrow screen."""
    alt = vega()
    ends = options(domain=[0, 1], nice=False, zero=False)
    return base.transform_calculate(
        x=f"{WIDE} ? datum.wx : datum.tx",
        y=f"{WIDE} ? datum.wy : datum.ty",
        rate_text=f"{WIDE} ? datum.rate : datum.rate + (datum.days ? ' · ' + datum.days : '')",
        days_text=f"{WIDE} ? datum.days : ''",
    ).encode(
        x=alt.X("x:Q", scale=ends, axis=None),
        y=alt.Y("y:Q", scale={**ends, "reverse": True}, axis=None),
    )
