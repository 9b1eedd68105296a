"""Do the 80 % ranges hold for shops, too, where customers buy again or do not?

    python -m tools.coverage_shops [firms] [--write docs/interval_coverage.md]

As tools/coverage_study.py, with customers who buy at their own rate until they drop out, and spend
around their own mean (the laws of MBG/NBD and Gamma-Gamma). What a new buyer is worth is the mean
of 60,000 lives played out.
"""

from __future__ import annotations

import argparse
import sys
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
from tools.coverage_study import AS_OF, DISCOUNT, FIRST, MARGIN, MONTHS, first_day

MEASURES = ("arpa", "revenue_growth_yoy", "same_customer_revenue", "repeat_purchase_rate",
            "first_year_value", "clv")  # fmt: skip
GIANT, LIVES, BEFORE = 60, 60_000, 24
WEEK, MONTH = 7.0, 30.4375
MOST_ORDERS = 200


@dataclass(frozen=True)
class Shop:
    """The laws: newcomers a month; Gamma(r, α) orders a week; Beta(a, b) to drop out; p, q, v."""

    new: float
    r: float
    alpha: float
    a: float
    b: float
    p: float = 6.25
    q: float = 3.74
    v: float = 15.4


SHOPS = {
    "one-time buyers": Shop(30, 0.55, 6.2, 0.9, 1.6),
    "regulars": Shop(12, 2.0, 12.0, 1.0, 6.0),
    "small shop": Shop(5, 1.2, 8.0, 1.0, 3.0),
    "uneven orders": Shop(15, 1.0, 8.0, 1.0, 3.0, p=1.2, q=2.4, v=60.0),
}


def days_of(shop: Shop, rng: np.random.Generator, n: int) -> np.ndarray:
    """Days from the first order to each later one, a row a customer; endless once dropped out."""
    rate = rng.gamma(shop.r, 1 / shop.alpha, n)
    leaves = rng.beta(shop.a, shop.b, n)
    waits = rng.exponential(size=(n, MOST_ORDERS)) / np.maximum(rate, 1e-9)[:, None] * WEEK
    stays = np.cumprod(rng.random((n, MOST_ORDERS)) >= leaves[:, None], axis=1) > 0
    return np.where(stays, np.cumsum(waits, axis=1), np.inf)


def values_of(shop: Shop, rng: np.random.Generator, n: int, each: int) -> np.ndarray:
    """Order values around each customer’s own mean."""
    scale = rng.gamma(shop.q, 1 / shop.v, n)
    return np.asarray(rng.gamma(shop.p, 1 / np.maximum(scale, 1e-9)[:, None], (n, each)))


def firm(shop: Shop, rng: np.random.Generator, size: float = 1.0) -> Dataset:
    """Orders of 30 months; customers won in the two years before them are in it, too."""
    begin, end = first_day(FIRST), first_day(AS_OF + 1)
    since = first_day(FIRST - BEFORE)
    n = int(rng.poisson(size * shop.new * (MONTHS + BEFORE)))
    first = rng.integers(since, end, n)
    later = first[:, None] + days_of(shop, rng, n)
    day = np.floor(np.concatenate([first[:, None].astype(float), later], axis=1))
    who, place = np.nonzero((day >= begin) & (day < end))
    value = values_of(shop, rng, n, MOST_ORDERS + 1)[who, place]
    keep = value >= 0.01
    frame = pl.DataFrame(
        {
            "customer": who[keep], "date": day[who, place][keep].astype(np.int64),
            "amount": np.round(value[keep] * 100).astype(np.int64),
        }
    )  # fmt: skip
    frame = frame.with_columns(
        pl.Series("row", np.arange(frame.height)), pl.lit(0, pl.Int64).alias("file"),
        pl.lit("").alias("sheet"), pl.Series("line", np.arange(2, frame.height + 2)),
    )  # fmt: skip
    tables = {"orders": Table("orders", frame, {"amount": 2})}
    return Dataset(tables, (), settings=Settings.of({"gross_margin": MARGIN}))


def asked(made: Dataset) -> Asker:
    """The asker that the pipeline would use."""
    return asker(made, made.settings, as_of=AS_OF, last_month=AS_OF, business_model=["orders"])


def worth(shop: Shop, horizon: int) -> float:
    """Mean discounted gross profit of a new buyer over so many months, discounted by the month."""
    rng = np.random.default_rng(horizon)
    month = np.ceil(days_of(shop, rng, LIVES) / MONTH)
    value = values_of(shop, rng, LIVES, MOST_ORDERS + 1)
    weight = np.where(month <= horizon, (1 + DISCOUNT) ** (-np.minimum(month, 999) / 12), 0.0)
    return MARGIN * float((value[:, 0] + (value[:, 1:] * weight).sum(axis=1)).mean())


def truths(shop: Shop) -> dict[str, float]:
    """Each measure of the giant shop; for the value of a buyer that of the lives."""
    made = asked(firm(shop, np.random.default_rng(12), GIANT))
    rates = [name for name in MEASURES if name != "clv"]
    found = {name: float(made.call(metrics()[name].provider).value) for name in rates}
    return {**found, "clv": worth(shop, 36)}


def measured(job: tuple[str, int]) -> dict[str, tuple[float, float, float]]:
    """One shop: value and range of every measure it has."""
    name, number = job
    made = asked(firm(SHOPS[name], np.random.default_rng([78, list(SHOPS).index(name), number])))
    out = {}
    for measure in MEASURES:
        try:
            found = made.call(metrics()[measure].provider)
        except NotComputable:
            continue
        if found.interval is not None:
            out[measure] = (found.value, found.interval.low, found.interval.high)
    return out


def study(firms: int, workers: int) -> str:
    """The table: one line per measure, one column per shop."""
    cells: dict[tuple[str, str], str] = {}
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for name, shop in SHOPS.items():
            true = truths(shop)
            found = list(pool.map(measured, [(name, at) for at in range(firms)], chunksize=10))
            for measure in MEASURES:
                have = np.array([one[measure] for one in found if measure in one], float)
                if not len(have):
                    cells[measure, name] = "not shown"
                    continue
                value, low, high = have.T
                inside = float(np.mean((low <= true[measure]) & (true[measure] <= high)))
                error = np.sqrt(inside * (1 - inside) / len(have))
                bias = float(np.median(value / true[measure]) - 1)
                shown = "" if len(have) == firms else f", shown {len(have) / firms:.0%}"
                cells[measure, name] = f"{inside:.1%} ± {error:.1%} ({bias:+.1%}{shown})"
            sys.stderr.write(f"{name} done\n")
    lines = ["| measure | " + " | ".join(SHOPS) + " |", "|---|" + "---|" * len(SHOPS)]
    lines += [
        f"| {measure} | " + " | ".join(cells[measure, name] for name in SHOPS) + " |"
        for measure in MEASURES
    ]
    return "\n".join(lines) + "\n"


def main(given: list[str]) -> None:
    """Run the study."""
    parser = argparse.ArgumentParser(prog="python -m tools.coverage_shops")
    parser.add_argument("firms", nargs="?", type=int, default=300)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--write", type=Path, help="put the table between the markers of a page")
    chosen = parser.parse_args(given)
    text = study(chosen.firms, chosen.workers)
    sys.stdout.write(text)
    if chosen.write:
        begin, end = "<!-- shops -->\n", "<!-- end of shops -->"
        head, rest = chosen.write.read_text(encoding="utf-8").split(begin)
        page = head + begin + text + end + rest.split(end, 1)[1]
        chosen.write.write_text(page, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
