"""A small version of `python -m tools.backtest`: errors beside plain repetition, and coverage."""

import re

import pytest

from tests.published import ROOT
from tools import backtest

SERIES = 16


@pytest.mark.parametrize("n", backtest.LENGTHS)
def test_sales_are_foreseen_better_than_by_last_year_and_ranges_hold(n):
    cuts = [
        cut
        for seed, make in enumerate(backtest.FLOWS.values())
        for cut in backtest.study(make, backtest.flow_cut, n, SERIES, seed)
    ]
    assert len(cuts) == SERIES * len(backtest.FLOWS)
    plain = backtest.mean(cuts, "naive")
    assert backtest.mean(cuts, "alone") / plain < backtest.M3[n] + 0.04
    assert backtest.mean(cuts, "mase") / plain < backtest.M3[n] + 0.08
    assert 0.76 < backtest.mean(cuts, "inside80") < 0.95
    assert backtest.mean(cuts, "inside95") > 0.92
    assert 0.72 < backtest.mean(cuts, "year80") < 0.97


def test_recurring_revenue_is_foreseen_within_its_ranges():
    cuts = [
        cut
        for seed, kind in enumerate(backtest.STOCKS)
        for cut in backtest.study(
            lambda chance, kind=kind: backtest.subscriptions(chance, kind),
            backtest.stock_cut, 24, 10, seed,
        )
    ]  # fmt: skip
    assert backtest.mean(cuts, "inside80") > 0.76
    assert backtest.mean(cuts, "inside95") > 0.9
    assert backtest.mean(cuts, "year_off") < 0.12
    assert backtest.mean(cuts, "mase") < 0.6 * backtest.mean(cuts, "naive")


def test_the_page_tells_every_length_and_kind():
    page = (ROOT / "docs" / "forecast_backtest.md").read_text("utf-8")
    for kind in (*backtest.FLOWS, *backtest.STOCKS):
        assert re.search(rf"^\| {re.escape(kind)} \| 24 ", page, re.M), kind
    shown = dict(re.findall(r"^\| (\d+) \| (\d\.\d\d) \| \d\.\d\d \| \d\.\d\d \|$", page, re.M))
    assert {int(n) for n in shown} == set(backtest.LENGTHS)
