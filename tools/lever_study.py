"""Whether the money ranges of levers hold what a lever truly brings.

    python -m tools.lever_study [firms] [--first N] [--write docs/lever_ranges.md]

Invented software firms (tools/planted) live through three years event by event. After two, their
files are read and each lever is valued; then the third year is played twice with the same random
numbers, without the cure and with it. What a cure truly brings is the average over all firms, in
proportion to their size; for fewer leaving and higher prices, to the revenue there is to keep.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tools.planted import files, future, saas

SIZES = {"small": 0.45, "medium": 1.0, "large": 2.2}
GROWTH = {"steady": 0.0, "growing": 0.012}
OF_BASE = ("churn", "price")
"""Levers whose worth goes with the revenue there is."""


@dataclass(frozen=True)
class Job:
    """One firm."""

    size: str
    growth: str
    number: int


@dataclass(frozen=True)
class Year:
    """What came: revenue at the start, what each cure brought, what each lever promised."""

    job: Job
    base: float
    gains: dict[str, float]
    ranges: dict[str, tuple[float, float, float]]


def lived(job: Job) -> Year:
    """Play one firm with and without each cure, and value each lever from its files."""
    seed = [list(SIZES).index(job.size), list(GROWTH).index(job.growth), job.number]

    def played(cure: str | None) -> saas.Played:
        made = future.firm(SIZES[job.size], GROWTH[job.growth])
        if cure is not None:
            _, factor, change = future.CURES[cure]
            change(made, factor)
        return saas.play(made, np.random.default_rng(seed), apart=True)

    plain = played(None)
    before = future.mrr(plain)
    gains = {cure: float((future.mrr(played(cure)) - before).sum()) for cure in future.CURES}
    sent = files.of_saas(future.seen(plain), np.random.default_rng(seed), future.NOW)
    return Year(job, future.now(plain), gains, valued(sent))


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
                lines.append(row(cure, factor, growth, some, truths(cure, some)))
    return "\n".join(lines) + "\n"


def truths(cure: str, some: Sequence[Year]) -> list[float]:
    """What the cure brings at each firm: the average of all, by its size or what it has to keep."""
    weight = [one.base if cure in OF_BASE else SIZES[one.job.size] for one in some]
    each = sum(one.gains[cure] for one in some) / sum(weight)
    return [each * mine for mine in weight]


def row(
    cure: str, factor: float, growth: str, some: Sequence[Year], truth: Sequence[float]
) -> str:  # fmt: skip
    """One line of the table."""
    pairs = [(one.ranges[cure], true) for one, true in zip(some, truth, strict=True)]
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
