"""Whether the money ranges of levers hold what a lever truly brings.

    python -m tools.lever_study [firms] [--first N] [--write docs/lever_ranges.md]

Invented software firms (tools/planted) live through two years event by event; their files are read
and each lever is valued. What a cure truly brings a firm is the average of very many third years,
from where this firm stands then, with the cure and without it on the same random numbers.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from tools.planted import ahead, files, future, saas
from tools.planted.clock import MONTHS
from tools.planted.knobs import Floats, Saas

SIZES = {"small": 0.45, "medium": 1.0, "large": 2.2}
GROWTH = {"steady": 0.0, "growing": 0.012}
REPLAYS = 100
"""Third years of each customer and open deal."""
LEADS, LEADS_OF_ONE = 40_000, 8_000
"""Leads played for each month ahead: for all firms, and where firms differ in what happens."""
LOST, UPSET = (0.0, 1.0), (0.0, 0.2)
"""A firm's new business lost per price added, and how much more often customers leave over a price
6.5 % higher: uniform, each firm has its own."""


@dataclass(frozen=True)
class Job:
    """One firm."""

    size: str
    growth: str
    number: int

    @property
    def seed(self) -> list[int]:
        """Of its random numbers."""
        return [list(SIZES).index(self.size), list(GROWTH).index(self.growth), self.number]


@dataclass(frozen=True)
class Year:
    """What each cure brings on average, and what each lever promised."""

    job: Job
    truth: dict[str, float]
    ranges: dict[str, tuple[float, float, float]]


def cured(job: Job, cure: str | None) -> Saas:
    """The firm with a cure that begins in the first month ahead; None: as it is."""
    made = future.firm(SIZES[job.size], GROWTH[job.growth])
    if cure == "price":
        _, factor, _ = future.CURES[cure]
        own = np.random.default_rng([*job.seed, 9])
        future.dearer(made, factor, own.uniform(*LOST), own.uniform(*UPSET))
    elif cure is not None:
        _, factor, change = future.CURES[cure]
        change(made, factor)
    return made


@cache
def by_lead(cure: str | None, each: int) -> Floats:
    """What one lead brings at any firm (row: month of the lead; column: month ahead)."""
    return ahead.flow(cured(Job("medium", "steady", 0), cure), each, [7])


def course(job: Job, played: saas.Played, cure: str | None, each: int) -> float:
    """Revenue of the year ahead, on average."""
    knobs = cured(job, cure)
    per_lead = ahead.flow(knobs, each, [7]) if cure == "price" else by_lead(cure, each)
    leads = (knobs.leads + knobs.extra_leads)[future.NOW : MONTHS]
    stock = ahead.stock(knobs, played, REPLAYS, job.seed)
    return float((stock + leads @ per_lead).sum())


def lived(job: Job) -> Year:
    """Play one firm, average what each cure brings, and value each lever from its files."""
    played = saas.play(cured(job, None), np.random.default_rng(job.seed), apart=True)
    plain = {each: course(job, played, None, each) for each in (LEADS, LEADS_OF_ONE)}
    truth = {}
    for cure in future.CURES:
        each = LEADS_OF_ONE if cure == "price" else LEADS
        truth[cure] = course(job, played, cure, each) - plain[each]
    sent = files.of_saas(future.seen(played), np.random.default_rng(job.seed), future.NOW)
    return Year(job, truth, valued(sent))


def valued(sent: dict[str, bytes]) -> dict[str, tuple[float, float, float]]:
    """80 % range and middle of the revenue each lever is said to bring."""
    from revcore.derive.simulate import Change, joint
    from revcore.ingest import read_files
    from revcore.ingest.raw import Source
    from revcore.model import Settings
    from revcore.pipeline import as_counted, asker, business_model, find_as_of

    settings = Settings.of({"gross_margin": 0.8, "business_model": "subscription"})
    dataset = read_files([Source(name, data) for name, data in sent.items()], settings)
    month = find_as_of(dataset, settings).month
    ask = asker(as_counted(dataset, settings), settings, as_of=month, last_month=month,
                business_model=business_model(dataset, settings))  # fmt: skip
    found = joint(ask("growth_state"), {
        cure: {name: Change(factor=factor)} for cure, (name, factor, _) in future.CURES.items()
    })  # fmt: skip
    out = {}
    for cure, outcome in found.items():
        low, middle, high = np.quantile(outcome.revenue, [0.1, 0.5, 0.9])
        out[cure] = (float(low), float(middle), float(high))
    return out


def report(years: Sequence[Year]) -> str:
    """Coverage and size of the ranges by lever and kind of firm, as Markdown."""
    lines = [
        "| lever | change | leads | firms | range holds the truth | truth below | above | "
        "middle ÷ truth | width ÷ truth |",
        "|---|---|---|---:|---:|---:|---:|---:|---:|",
    ]
    for cure, (_, factor, _) in future.CURES.items():
        for growth in GROWTH:
            some = [one for one in years if one.job.growth == growth]
            if some:
                lines.append(row(cure, factor, growth, some))
    return "\n".join(lines) + "\n"


def row(cure: str, factor: float, growth: str, some: Sequence[Year]) -> str:
    """One line of the table."""
    pairs = [(one.ranges[cure], one.truth[cure]) for one in some]
    below = np.mean([true < low for (low, _, _), true in pairs])
    above = np.mean([true > high for (_, _, high), true in pairs])
    middle = np.median([middle / true for (_, middle, _), true in pairs])
    width = np.median([(high - low) / true for (low, _, high), true in pairs])
    return (
        f"| {cure.replace('_', ' ')} | × {factor:g} | {growth} | {len(some)} | "
        f"{1 - below - above:.2f} | {below:.2f} | {above:.2f} | {middle:.2f} | {width:.2f} |"
    )


def main(given: list[str]) -> None:
    """Run the study."""
    parser = argparse.ArgumentParser(prog="python -m tools.lever_study")
    parser.add_argument("firms", nargs="?", type=int, default=16, help="of each size and growth")
    parser.add_argument("--first", type=int, default=0, help="number of the first firm")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--write", type=Path, help="put the table between the markers of a page")
    chosen = parser.parse_args(given)
    jobs = [
        Job(size, growth, number)
        for growth in GROWTH for size in SIZES
        for number in range(chosen.first, chosen.first + chosen.firms)
    ]  # fmt: skip
    with ProcessPoolExecutor(chosen.workers) as pool:
        text = report(list(pool.map(lived, jobs, chunksize=4)))
    sys.stdout.write(text)
    if chosen.write:
        head, rest = chosen.write.read_text(encoding="utf-8").split("<!-- table -->\n")
        tail = rest.split("<!-- end -->", 1)[1]
        page = f"{head}<!-- table -->\n{text}<!-- end -->{tail}"
        chosen.write.write_text(page, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
