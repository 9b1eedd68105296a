"""How good the forecasts are, on invented series whose next year is known.

    python -m tools.backtest              # writes docs/forecast_backtest.md (about a minute)
    python -m tools.backtest --series 40  # a quick look, printed only

As in the M1 and M3 competitions: a series is cut, the method sees its last n months, and the next
twelve are compared with what came. Errors are scaled by that of the same month last year over the
whole known history (MASE), so that series of any size and swing count alike.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from revcore.derive._flows import flows, naive
from revcore.derive._season import YEAR
from revcore.derive._stocks import Walk
from revcore.derive.forecast import Forecast, History, of_levels, of_sales
from revcore.errors import NotComputable

Floats = npt.NDArray[np.float64]
PAGE = Path(__file__).resolve().parents[1] / "docs" / "forecast_backtest.md"
KNOWN, AHEAD = 48, 12
LENGTHS = (12, 18, 24, 36, 48)
SERIES = 300
M3 = {12: 0.911 / 0.931, 18: 0.881 / 0.931, 24: 0.776 / 0.931, 36: 0.752 / 0.931, 48: 0.756 / 0.931}
"""S+T+N beside the same month last year on 300 monthly firm series of the M3 competition."""


# ---------------------------------------------------------------- invented companies
def swings(chance: np.random.Generator, size: float, stays: float = 0.3) -> Floats:
    """Noise of a month, part of which stays."""
    fresh = size * np.sqrt(1 - stays**2) * chance.standard_normal(KNOWN + AHEAD)
    out = np.zeros(KNOWN + AHEAD)
    for month in range(KNOWN + AHEAD):
        out[month] = fresh[month] + (stays * out[month - 1] if month else 0.0)
    return out


def cycle(chance: np.random.Generator, size: float) -> Floats:
    """A year's shape, repeated."""
    shape = size * chance.standard_normal(YEAR)
    return np.resize(shape - shape.mean(), KNOWN + AHEAD)


TIME = np.arange(KNOWN + AHEAD)


def steady(chance: np.random.Generator) -> Floats:
    """No growth, a faint season."""
    return 100 * np.exp(swings(chance, 0.12) + cycle(chance, 0.05))


def growing(chance: np.random.Generator) -> Floats:
    """Up to 3 % a month, and not always as fast."""
    rate = chance.uniform(0.005, 0.03) + 0.004 * np.cumsum(0.3 * swings(chance, 1.0, 0.0))
    return 100 * np.exp(np.cumsum(rate) + swings(chance, 0.10) + cycle(chance, 0.06))


def seasonal(chance: np.random.Generator) -> Floats:
    """A season half as large again as the noise, slow growth."""
    return 100 * np.exp(0.004 * TIME + cycle(chance, 0.15) + swings(chance, 0.10))


def lumpy(chance: np.random.Generator) -> Floats:
    """Six deals a month of very different size."""
    count = chance.poisson(6, KNOWN + AHEAD) + 1
    return np.array([chance.lognormal(2.5, 0.9, n).sum() for n in count])


def broken(chance: np.random.Generator) -> Floats:
    """Growth that stops or turns in the middle of the known months."""
    when, before, after = chance.integers(18, 42), chance.uniform(0.01, 0.04), -0.01
    path = np.where(when > TIME, before * TIME, before * when + after * (TIME - when))
    return 100 * np.exp(path + swings(chance, 0.09) + cycle(chance, 0.06))


FLOWS: dict[str, Callable[[np.random.Generator], Floats]] = {
    "steady": steady, "growing": growing, "seasonal": seasonal, "lumpy": lumpy, "broken": broken,
}  # fmt: skip

STOCKS = {
    "steady": (8.0, 0.02, 0.0), "growing 2 %": (12.0, 0.015, 0.02),
    "growing 4 %": (12.0, 0.015, 0.04), "leaky": (12.0, 0.06, 0.0), "tiny": (1.5, 0.03, 0.0),
}  # fmt: skip
"""New customers a month at first, churn a month, growth of new customers."""


def subscriptions(chance: np.random.Generator, kind: str) -> Floats:
    """Recurring revenue of a firm that wins, grows and loses customers one by one."""
    new, churn, growth = STOCKS[kind]
    fees = chance.lognormal(4.5, 0.7, round(new * 12))
    out = []
    for month in range(KNOWN + AHEAD):
        fees = fees[chance.random(len(fees)) > churn]
        fees = fees * np.where(chance.random(len(fees)) < 0.02, 1.25, 1.0)
        came = chance.poisson(new * (1 + growth) ** month)
        fees = np.r_[fees, chance.lognormal(4.5, 0.7, came)]
        out.append(fees.sum())
    return np.array(out)


# ---------------------------------------------------------------- one cut
@dataclass(frozen=True)
class Cut:
    """One forecast beside what came."""

    mase: float
    alone: float
    naive: float
    inside80: float
    inside95: float
    quarter80: bool
    half80: bool
    year80: bool
    year_off: float


def flow_cut(y: Floats, n: int) -> Cut | None:
    """S+T+N (or what stands in for it) from the last n of the known months."""
    known, came = y[KNOWN - n : KNOWN], y[KNOWN:]
    try:
        made = of_sales(History(known, 0, "flow", "invented"), None)
    except NotComputable:
        return None
    scale = float(np.abs(y[YEAR:KNOWN] - y[: KNOWN - YEAR]).mean())
    same = naive(known, np.array([n]), AHEAD)[0]
    alone = flows(known, np.array([n]), AHEAD)[0]
    return judged(made, came, scale, same, alone)


def stock_cut(y: Floats, n: int) -> Cut | None:
    """The averaged random walks from the last n of the known months."""
    known, came = y[KNOWN - n : KNOWN], y[KNOWN:]
    made = of_levels(History(known, 0, "stock", "invented"))
    scale = float(np.abs(np.diff(y[:KNOWN])).mean())
    alone = Walk.of(known).path(AHEAD)
    return judged(made, came, scale, np.full(AHEAD, known[-1]), alone)


def judged(made: Forecast, came: Floats, scale: float, plain: Floats, alone: Floats) -> Cut:
    """One forecast beside what came.

    plain, alone
        The repetition it is held against, and the method before any replacement.
    """
    value = made.path.value[:AHEAD]

    def inside(level: float) -> float:
        low, high = made.path.bounds(level)
        return float(((low[:AHEAD] <= came) & (came <= high[:AHEAD])).mean())

    def total(months: int) -> bool:
        low, high = made.path.total(1, months, 0.8)
        return bool(low <= came[:months].sum() <= high)

    off = abs(value.sum() - came.sum()) / came.sum()

    def scaled(each: Floats) -> float:
        return float(np.abs(each - came).mean()) / scale

    return Cut(
        scaled(value), scaled(alone), scaled(plain), inside(0.8), inside(0.95), total(3), total(6),
        total(12), float(off),
    )  # fmt: skip


# ---------------------------------------------------------------- tables
def study(
    make: Callable[[np.random.Generator], Floats],
    cut: Callable[[Floats, int], Cut | None],
    n: int,
    series: int,
    seed: int,
) -> list[Cut]:
    """Cuts of so many invented series."""
    chance = np.random.default_rng([seed, n])
    found = [cut(make(chance), n) for _ in range(series)]
    return [one for one in found if one is not None]


def mean(cuts: list[Cut], name: str) -> float:
    """Mean of one figure."""
    return float(np.mean([getattr(cut, name) for cut in cuts])) if cuts else float("nan")


HEAD = (
    "| kind | n | error | same month last year | ratio | 80 % range | 95 % range | 3 months | "
    "6 months | 12 months | 12 months off by |\n|---|---|---|---|---|---|---|---|---|---|---|\n"
)


def row(kind: str, n: int, cuts: list[Cut]) -> str:
    """One line of a table."""
    shares = [
        f"{mean(cuts, part):.0%}"
        for part in ("inside80", "inside95", "quarter80", "half80", "year80", "year_off")
    ]
    ratio = mean(cuts, "mase") / mean(cuts, "naive")
    errors = f"{mean(cuts, 'mase'):.2f} | {mean(cuts, 'naive'):.2f} | {ratio:.2f}"
    return f"| {kind} | {n} | {errors} | {' | '.join(shares)} |\n"


def flow_tables(series: int) -> tuple[str, dict[int, tuple[float, float]]]:
    """Errors and coverage by kind and length, and the ratio over all kinds by length."""
    lines: list[str] = []
    ratio: dict[int, tuple[float, float]] = {}
    for n in LENGTHS:
        everything: list[Cut] = []
        for seed, (kind, make) in enumerate(FLOWS.items()):
            cuts = study(make, flow_cut, n, series, seed)
            everything += cuts
            lines.append(row(kind, n, cuts))
        plain = mean(everything, "naive")
        ratio[n] = mean(everything, "alone") / plain, mean(everything, "mase") / plain
        lines.append(row("**all**", n, everything))
    return HEAD + "".join(lines), ratio


def stock_table(series: int) -> str:
    """Errors and coverage of recurring revenue."""
    lines = []
    for n in (12, 18, 24, 36):
        for seed, kind in enumerate(STOCKS):

            def make(chance: np.random.Generator, kind: str = kind) -> Floats:
                return subscriptions(chance, kind)

            lines.append(row(kind, n, study(make, stock_cut, n, series, 100 + seed)))
    return HEAD.replace("same month last year", "last month repeated") + "".join(lines)


def page(series: int) -> str:
    """The whole page."""
    table, ratio = flow_tables(series)
    beside = "".join(
        f"| {n} | {ratio[n][0]:.2f} | {ratio[n][1]:.2f} | {M3[n]:.2f} |\n" for n in LENGTHS
    )
    off = 100 * np.sqrt(0.8 * 0.2 / series)
    return f"""# How good the forecasts are

Made by `python -m tools.backtest`: {series} invented series per line, cut as in the M1 and M3
competitions. The method sees the last n months; the next twelve are compared with what came. Errors
are divided by the mean error of “the same month last year” over the known history. Shares of ranges
are good to about ± {off:.0f} points.

## Sales of a month

The mean of exponential smoothing, Theta and the same month last year, as shown (with the repetition
of last year where the back-test preferred it). “80 % range” and “95 % range” are the shares of
months inside; the columns after them are the shares of 3, 6 and 12-month totals inside their 80 %
range.

{table}
Beside the same month last year, over all kinds: the method alone, what is shown (repetition stands
in where the company’s own back-test preferred it, which costs a little), and the same ratio of the
method on 300 monthly series of firms from the M3 competition:

| n | alone | shown | M3 |
|---|---|---|---|
{beside}
## Recurring revenue

Two averaged random walks with drift, on invented subscription firms; errors are divided by the mean
monthly change.

{stock_table(series)}"""


def main() -> None:
    """Write the page, or print a quick one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, default=SERIES)
    asked = parser.parse_args()
    text = page(asked.series)
    if asked.series == SERIES:
        PAGE.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
