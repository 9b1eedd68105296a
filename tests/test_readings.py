"""Verdicts on changes, and how many more observations would settle what one can't tell yet."""

import math

import pytest

from revcore.benchmarks.verdict import changed, settle_change
from revcore.charts._month_by_month import month_by_month
from revcore.derive import intervals
from revcore.derive.breakdowns import rates
from revcore.errors import HalfMade
from revcore.metrics._metric import Estimate, metric
from revcore.metrics.catalogue import metrics
from revcore.model import Better, Figure, Own, Pillar, Unit, Window
from revcore.readings import change, more_needed
from revcore.words import settle_words
from tests.published import sample, scorecard

FIGURE = Figure(value=0.2, kind="average", publisher="P", report="R", year="2025", url="",
                segment="all")  # fmt: skip


def test_the_change_of_two_shares_is_newcombe_s():
    # Newcombe (1998), Statistics in Medicine 17:873–890: 56/70 − 48/80.
    found = change(Estimate.proportion(56, 70), Estimate.proportion(48, 80))
    assert found["change_low95"] == pytest.approx(0.0524, abs=1e-4)
    assert found["change_high95"] == pytest.approx(0.3339, abs=1e-4)


def test_an_earlier_share_of_few_is_no_firm_ground():
    now, before = Estimate.proportion(30, 100), Estimate.proportion(5, 10)
    assert before.value > now.interval.high95
    found = change(now, before)
    assert changed(found["change_low95"], found["change_high95"], 0.5, Better.HIGHER) == (
        "cannot_tell"
    )


@pytest.mark.parametrize(("k", "n", "more"), [(7, 25, 97), (3, 10, 71), (40, 120, None)])
def test_more_of_the_same_settle_it_against_a_benchmark(k, n, more):
    estimate = Estimate.proportion(k, n)
    assert more_needed(estimate, FIGURE, None) == more
    if more:
        then = intervals.wilson(k / n * (n + more), n + more)
        assert then.low95 > 0.2


def test_more_of_the_same_settle_a_change():
    now, before = Estimate.proportion(30, 150), Estimate.proportion(250, 1000)
    ends = change(now, before)
    own = Own(previous=0.25, previous_window="2024-01..2024-12", **ends)
    more = more_needed(now, None, own)
    total = 150 + more
    then = change(Estimate.proportion(round(0.2 * total), total), before)
    assert then["change_high95"] == pytest.approx(0, abs=0.004)
    assert settle_change(30, 150, 0.21, 0.03) is None


def test_only_shares_can_be_settled_by_counting_on():
    assert more_needed(Estimate.mean([1.0, 2, 3, 4, 5]), FIGURE, None) is None


def test_it_is_said_in_round_numbers():
    class Reading:
        settle, n_of = 1234, "closed deals"

    assert settle_words(Reading()) == "about 1,200 more closed deals would settle it"


def test_equal_segments_are_rarely_marked():
    noise = intervals.rng("segments")
    marked = 0
    for _ in range(200):
        n = noise.integers(20, 80, 8)
        k = noise.binomial(n, 0.3)
        parts = rates(
            [(str(at), int(a), int(b)) for at, (a, b) in enumerate(zip(k, n, strict=True))]
        )
        marked += any(part.against != "cannot_tell" for part in parts)
    assert marked / 200 <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / 200)


def test_a_segment_that_differs_is_marked():
    parts = rates([("a", 60, 120), *[(str(at), 12, 60) for at in range(6)]])
    assert [part.against for part in parts] == ["above", *["cannot_tell"] * 6]
    assert parts[0].value > parts[0].shrunk > 0.3


def test_a_likely_value_is_never_surer_than_all_segments_together():
    parts = rates([(str(at), 30, 100) for at in range(6)])
    pool = intervals.wilson(180, 600)
    for part in parts:
        width = part.shrunk_interval.high - part.shrunk_interval.low
        assert width > 0.6 * (pool.high - pool.low)


def test_measures_are_told_month_by_month_by_the_same_function():
    card = sample("kalvendo")
    told = {one.id: one.own for one in card.readings.values() if one.own and one.own.monthly}
    assert {"win_rate", "nrr", "cac", "cac_ratio", "quick_ratio", "mrr"} <= set(told)
    for name, own in told.items():
        (first_window, first), (last_window, last) = own.monthly[0], own.monthly[-1]
        assert len(own.monthly) == 13, name
        assert (last_window, last) == (card.readings[name].window, card.readings[name].value)
        if Window.parse(last_window).months == 12:
            assert (first_window, first) == (own.previous_window, own.previous), name
        drawing = month_by_month(card.readings[name], card.currency)
        assert drawing.reason is None
        assert first_window[-7:] < last_window[-7:]


@pytest.mark.parametrize("company", ["kalvendo", "osmirelle", "tormeline"])
def test_every_figure_shows_its_past_or_how_we_measure_says_why_not(company):
    card = scorecard(company)
    for name, one in card.readings.items():
        if one.value is None or metrics()[name].past:
            continue
        assert month_by_month(one, card.currency).reason is None, name


def test_what_is_not_told_by_month_is_drawn_by_quarter():
    card = sample("kalvendo")
    one = card.readings["lead_to_won"]
    assert one.own.monthly == []
    drawing = month_by_month(one, card.currency)
    assert "every three months, each over 3 months" in drawing.says
    assert len(one.own.history) == 8


def test_over_another_horizon_it_is_another_figure():
    """In its first 28 months a firm knows twelve-month values of a buyer only."""
    card = scorecard("osmirelle")
    assert card.readings["clv"].inputs["horizon_months"] == 36
    ends = [window[-7:] for window, _ in card.readings["clv"].own.history]
    assert ends == ["2026-04", "2026-07", "2026-10"]


def test_a_measure_without_a_past_says_why():
    def silent() -> None:
        """Something.

            silent = 1

        Returns
        -------
        [count].

        Raises
        ------
        Never.
        """

    with pytest.raises(HalfMade, match="does not say why"):
        metric(
            title="x", plain="x", pillar=Pillar.SALES, group="sales", unit=Unit.COUNT,
            better=Better.HIGHER, source="x", n_of="x", order=1, own="none",
        )(silent)  # fmt: skip
