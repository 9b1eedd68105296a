"""Do the 80 % ranges of the headline measures hold what they promise?

    python -m tools.coverage_study [firms] [--only MEASURE …] [--write docs/interval_coverage.md]

Simulates firms of six kinds whose laws are known, measures each by the product's own functions, and
counts how often the range covers the truth: the figure of a firm of the same laws three hundred
times as large, and for the value of a customer over a fixed horizon the mean of its lives played
out. Beside each share stands its Monte-Carlo error, and how far the middle estimate is off.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import polars as pl

from revcore.errors import NotComputable
from revcore.metrics.catalogue import metrics
from revcore.model import Dataset, Settings, Table
from revcore.pipeline import asker
from revcore.registry import Asker

MEASURES = (
    "nrr", "grr", "logo_retention", "logo_churn_monthly", "revenue_churn_monthly", "quick_ratio",
    "arpa", "revenue_growth_yoy", "win_rate", "win_rate_created", "sales_cycle_days",
    "average_deal_size", "pipeline_velocity", "cac", "cac_payback_months", "cac_ratio", "clv",
    "clv_to_cac", "nps",
)  # fmt: skip
MONTHS, FIRST = 30, 2024 * 12
AS_OF = FIRST + MONTHS - 1
MARGIN, DISCOUNT, SPEND = 0.8, 0.10, 6_000.0
GIANT = 300
BY_SIZE = ("pipeline_velocity",)
"""Measures that are as large as the firm, not a rate of it."""


@dataclass(frozen=True)
class Kind:
    """The laws of a firm."""

    new: float
    growth: float
    churn: float
    spread: float
    price: float
    sigma: float
    up: float
    down: float
    win: float = 0.28
    opening: int = 60


KINDS = {
    "flat": Kind(5, 0.0, 0.020, 0.0, 500, 0.5, 0.015, 0.006),
    "growing": Kind(5, 0.03, 0.015, 0.0, 500, 0.5, 0.020, 0.005),
    "leaky": Kind(9, 0.0, 0.055, 0.0, 400, 0.5, 0.010, 0.010),
    "tiny": Kind(1.6, 0.0, 0.020, 0.0, 600, 0.5, 0.015, 0.006, opening=14),
    "heterogeneous": Kind(6, 0.01, 0.035, 1.0, 500, 0.5, 0.015, 0.006),
    "lumpy": Kind(5, 0.0, 0.020, 0.0, 500, 1.4, 0.015, 0.006),
}
Columns = dict[str, np.ndarray]


def customers(kind: Kind, rng: np.random.Generator, size: float) -> Columns:
    """MRR of every customer and month [cents]."""
    starts = np.repeat(
        np.arange(MONTHS), rng.poisson(size * kind.new * (1 + kind.growth) ** np.arange(MONTHS))
    )
    starts = np.r_[np.full(int(size * kind.opening), -1), starts]
    n = len(starts)
    price = kind.price * np.exp(rng.normal(-(kind.sigma**2) / 2, kind.sigma, n))
    leave = churn_of(kind, rng, n)
    who, month, amount = [], [], []
    alive = np.zeros(n, bool)
    for at in range(MONTHS):
        alive &= rng.random(n) >= leave
        begins = starts == (at if at else -1)
        if at == 0:
            begins |= starts == 0
        alive |= begins
        draw = rng.random(n)
        moved = alive & ~begins
        price = np.where(moved & (draw < kind.up), price * 1.25, price)
        price = np.where(moved & (draw > 1 - kind.down), price * 0.8, price)
        here = np.flatnonzero(alive)
        who.append(here)
        month.append(np.full(len(here), FIRST + at))
        amount.append(np.round(price[here] * 100).astype(np.int64))
    return {
        "customer": np.concatenate(who), "month": np.concatenate(month),
        "amount": np.concatenate(amount),
    }  # fmt: skip


def churn_of(kind: Kind, rng: np.random.Generator, n: int) -> np.ndarray:
    """Monthly churn of each customer: the same, or Beta-distributed around the mean."""
    if not kind.spread:
        return np.full(n, kind.churn)
    concentration = 20.0 / kind.spread
    return rng.beta(kind.churn * concentration, (1 - kind.churn) * concentration, n)


def deals(kind: Kind, rng: np.random.Generator, size: float) -> dict[str, list[object]]:
    """Deals with days, outcome and amount; losses are slower than wins."""
    rate = size * kind.new / kind.win * (1 + kind.growth) ** np.arange(MONTHS)
    month = np.repeat(np.arange(MONTHS), rng.poisson(rate))
    start = np.array([first_day(FIRST + at) for at in range(MONTHS + 1)])
    created = start[month] + rng.integers(0, 28, len(month))
    won = rng.random(len(month)) < kind.win
    days = np.where(won, rng.gamma(3.0, 14.0, len(month)), rng.gamma(2.5, 24.0, len(month)))
    closed = created + np.round(days).astype(np.int64)
    seen = closed < start[MONTHS]
    amount = kind.price * 12 * np.exp(rng.normal(-(kind.sigma**2) / 2, kind.sigma, len(month)))
    status = np.where(seen, np.where(won, "won", "lost"), "open")
    return {
        "deal_id": [f"D{at}" for at in range(len(month))],
        "created": created.tolist(),
        "closed": [int(day) if known else None for day, known in zip(closed, seen, strict=True)],
        "status": status.tolist(),
        "amount": np.round(amount * 100).astype(np.int64).tolist(),
    }


def first_day(month: int) -> int:
    """First day of a month since 1970."""
    return int(np.datetime64(f"{month // 12:04d}-{month % 12 + 1:02d}", "D").astype(int))


def firm(kind: Kind, rng: np.random.Generator, size: float = 1.0) -> Dataset:
    """A firm's tables."""
    months = np.arange(FIRST, AS_OF + 1)
    spent = size * SPEND * (1 + kind.growth) ** np.arange(MONTHS)
    answers = rng.choice([9, 7, 3], p=[0.45, 0.30, 0.25], size=max(12, int(40 * size)))
    frames: dict[str, tuple[Columns | dict[str, list[object]], dict[str, int]]] = {
        "mrr": (customers(kind, rng, size), {"amount": 2}),
        "deals": (deals(kind, rng, size), {"amount": 2}),
        "spend": (
            {
                "date": [first_day(int(month)) for month in months],
                "amount": np.round(spent * 100).astype(np.int64).tolist(),
                "category": ["people"] * MONTHS,
                "department": ["sales"] * MONTHS,
            },
            {"amount": 2},
        ),
        "nps": (
            {"score": answers, "date": [first_day(AS_OF) - 9] * len(answers)},
            {},
        ),
    }
    tables = {}
    for name, (data, scale) in frames.items():
        frame = pl.DataFrame(data)
        rows = pl.Series("row", np.arange(frame.height))
        frame = frame.with_columns(
            rows, pl.lit(0, pl.Int64).alias("file"), pl.lit("").alias("sheet"),
            pl.Series("line", np.arange(2, frame.height + 2)),
        )  # fmt: skip
        tables[name] = Table(name, frame, scale)
    return Dataset(tables, (), settings=Settings.of({"gross_margin": MARGIN}))


def asked(made: Dataset) -> Asker:
    """The asker that the pipeline would use."""
    return asker(
        made, made.settings, as_of=AS_OF, last_month=AS_OF, business_model=["subscription"]
    )


def lives(kind: Kind, horizon: int) -> float:
    """Mean discounted gross profit of a new customer over so many months, payments in advance."""
    rng = np.random.default_rng(horizon)
    n = 400_000
    leave = churn_of(kind, rng, n)
    month = (1 + DISCOUNT) ** (1 / 12)
    alive = np.ones(n, bool)
    total = 0.0
    for at in range(horizon):
        total += alive.mean() / month**at
        alive &= rng.random(n) >= leave
    return kind.price * MARGIN * total


def truths(kind: Kind, measures: Sequence[str]) -> dict[str, float]:
    """Each measure of the giant firm."""
    made = asked(firm(kind, np.random.default_rng(12), GIANT))
    out = {}
    needed = {*measures, "cac"} if "clv_to_cac" in measures else measures
    for name in needed:
        if name not in ("clv", "clv_to_cac"):
            try:
                value = float(made.call(metrics()[name].provider).value)
                out[name] = value / GIANT if name in BY_SIZE else value
            except NotComputable:
                continue
    return out


def measured(job: tuple[str, int, Sequence[str]]) -> dict[str, tuple[float, float, float, int]]:
    """One firm: value, range and horizon (of customer value) of every measure it has."""
    name, number, measures = job
    rng = np.random.default_rng([list(KINDS).index(name), number])
    made = asked(firm(KINDS[name], rng))
    out = {}
    for measure in measures:
        try:
            found = made.call(metrics()[measure].provider)
        except NotComputable:
            continue
        if found.interval is not None:
            horizon = int(found.inputs.get("horizon_months", 0) or 0)
            out[measure] = (found.value, found.interval.low, found.interval.high, horizon)
    return out


def study(firms: int, workers: int, measures: Sequence[str] = MEASURES) -> str:
    """The table: one line per measure, one column per kind."""
    header = "| measure | " + " | ".join(KINDS) + " |"
    lines = [header, "|---|" + "---|" * len(KINDS)]
    cells: dict[str, dict[str, str]] = defaultdict(dict)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for name, kind in KINDS.items():
            true, worth = truths(kind, measures), {}
            jobs = [(name, at, measures) for at in range(firms)]
            found = list(pool.map(measured, jobs, chunksize=20))
            for measure in measures:
                have = [one[measure] for one in found if measure in one]
                if not have:
                    cells[measure][name] = "not shown"
                    continue
                target = []
                for _, _, _, horizon in have:
                    if measure in ("clv", "clv_to_cac"):
                        if horizon not in worth:
                            worth[horizon] = lives(kind, horizon or 36)
                        each = worth[horizon]
                        target.append(each / true["cac"] if measure == "clv_to_cac" else each)
                    else:
                        target.append(true[measure])
                goal = np.array(target)
                value, low, high, _ = np.array(have, float).T
                inside = float(np.mean((low <= goal) & (goal <= high)))
                error = np.sqrt(inside * (1 - inside) / len(have))
                bias = float(np.median(value / goal) - 1) if (goal != 0).all() else 0.0
                shown = "" if len(have) == firms else f", shown {len(have) / firms:.0%}"
                cells[measure][name] = f"{inside:.1%} ± {error:.1%} ({bias:+.1%}{shown})"
            sys.stderr.write(f"{name} done\n")
    for measure in measures:
        lines.append(
            f"| {measure} | " + " | ".join(cells[measure].get(name, "–") for name in KINDS) + " |"
        )
    return "\n".join(lines) + "\n"


def renewed(table: str, lines: str) -> str:
    """The table with some of its lines measured again.

    >>> page = "| measure | flat |\\n|---|---|\\n| nrr | 1 |\\n| grr | 2 |\\n"
    >>> renewed(page, "| grr | 3 |\\n").splitlines()[-2:]
    ['| nrr | 1 |', '| grr | 3 |']
    """
    new = {line.split("|")[1]: line for line in lines.splitlines()}
    return "".join(new.get(line.split("|")[1], line) + "\n" for line in table.splitlines())


def main(given: list[str]) -> None:
    """Run the study."""
    parser = argparse.ArgumentParser(prog="python -m tools.coverage_study")
    parser.add_argument("firms", nargs="?", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", nargs="+", choices=MEASURES, default=MEASURES)
    parser.add_argument("--write", type=Path, help="put the table between the markers of a page")
    chosen = parser.parse_args(given)
    text = study(chosen.firms, chosen.workers, tuple(chosen.only))
    sys.stdout.write(text)
    if chosen.write:
        begin, end = "<!-- table -->\n", "<!-- end -->"
        head, rest = chosen.write.read_text(encoding="utf-8").split(begin)
        if tuple(chosen.only) != MEASURES:
            text = renewed(rest.split(end, 1)[0], text)
        page = head + begin + text + end + rest.split(end, 1)[1]
        chosen.write.write_text(page, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
