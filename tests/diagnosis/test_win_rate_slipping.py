"""Fewer won of one segment: at a firm that has it, at firms that have not, and look-alikes."""

from types import SimpleNamespace

import numpy as np
import pytest

from revcore.charts.catalogue import charts
from revcore.derive.win_rate_change import Change, Opened
from revcore.diagnosis.patterns import win_rate_slipping as module
from revcore.model import Window, first_day
from revcore.pipeline import analyse
from tests.companies import dataset, table
from tests.diagnosis.firms import START, seen


def firm(*, mid=0.4, everywhere=0.4, days=30, a_month=24, mid_grows=1.0, sellers=None, seed=1):
    """Two years of deals with three segments, won with .4; “Mid” and all others change in year 2.

    sellers: owner → chance in year 2 of the deals, where sellers explain it.
    """
    chance = np.random.default_rng(seed)
    end = first_day(START + 24)
    rows = []
    for month in range(24):
        late = month >= 12
        for at in range(a_month):
            segment = ("Mid", "Small", "Large")[at % 3]
            for _ in range(round(mid_grows) if late and segment == "Mid" else 1):
                created = first_day(START + month) + int(chance.integers(0, 28))
                closed = created + 1 + int(days * chance.gamma(4, 1 / 4))
                owner = ("Ada", "Bo")[int(chance.random() < 0.5)]
                rate = (mid if segment == "Mid" else everywhere) if late else 0.4
                if sellers:
                    share, rates = sellers
                    owner = ("Ada", "Bo")[int(chance.random() < share[late])]
                    rate = rates[owner] if segment == "Mid" else 0.4
                won = chance.random() < rate
                rows.append(
                    {"deal_id": f"d{len(rows)}", "created": created, "amount": 1000,
                     "closed": closed if closed < end else None, "segment": segment, "owner": owner,
                     "status": ("won" if won else "lost") if closed < end else "open"}
                )  # fmt: skip
    return table("deals", rows)


class TestSeen:
    def test_the_segment_that_fell_is_named_with_both_years(self):
        found = seen("win_rate_slipping", firm(mid=0.15), gross_margin=0.8)
        assert found.state == "strong"
        assert found.signs.title == "We win less in “Mid”"
        assert found.signs.subject == "Mid"
        first, second = (one.template for one in found.signs.evidence[:2])
        assert "with “Mid” in the last year" in first
        assert "8 times in 10" in first
        assert "of 96" in second
        assert found.signs.stake.changes["win_rate"].factor > 1.1

    def test_where_all_fell_alike_no_segment_is_blamed(self):
        found = seen("win_rate_slipping", firm(mid=0.2, everywhere=0.2))
        assert found.signs.title == "We win less than a year ago"
        assert found.signs.subject == ""
        assert found.state in ("strong", "likely")

    @pytest.mark.parametrize("seed", range(3))
    def test_a_firm_that_wins_as_ever_has_none(self, seed):
        found = seen("win_rate_slipping", firm(seed=seed))
        assert found.state in ("not_seen", "cannot_tell")

    def test_slow_deals_still_open_are_no_fall(self):
        found = seen("win_rate_slipping", firm(days=150, a_month=36))
        assert found.state in ("not_seen", "cannot_tell")
        assert found.strength < 0.7

    def test_twice_as_many_deals_and_as_many_won_may_be_a_wider_word(self):
        found = seen("win_rate_slipping", firm(mid=0.2, mid_grows=2.0))
        assert found.state == "cannot_tell"
        assert "more is called a deal" in found.reason

    def test_a_year_already_as_low_is_no_new_fall(self):
        near = year(40, 4, 0.1)
        fell = module.what_else(change(nearer=lambda: near), None)
        assert fell.ruled_out is False
        assert fell.text.startswith("In the year right before it was 10 of 100 already")
        assert module.what_else(change(nearer=lambda: year(40, 8, 0.2)), None).ruled_out is None

    def test_growth_is_told_by_the_year_right_before(self):
        before = year(80, 24, 0.3, months=24)
        grown = [
            module.what_else(change(now=year(90, 26, 0.29), before=before, nearer=near), None)
            for near in (lambda: year(50, 20, 0.4), lambda: year(75, 24, 0.32))
        ]
        assert [one.ruled_out for one in grown] == [False, None]
        assert grown[0].text.startswith("1.8 times as many deals are opened there")

    def test_other_sellers_explain_it(self):
        mix = ((0.1, 0.9), {"Ada": 0.6, "Bo": 0.1})
        found = seen("win_rate_slipping", firm(sellers=mix, a_month=36))
        assert found.signs.trap.ruled_out is not True

    def test_a_year_of_deals_is_too_short(self):
        rows = firm().frame.filter(firm().frame["created"] > first_day(START + 14))
        found = seen("win_rate_slipping", table("deals", rows.to_dicts()))
        assert found.state == "cannot_tell"
        assert "a year and a half is needed" in found.reason


def year(created, won, share, months=12):
    around = SimpleNamespace(low=share * 0.9, high=share * 1.1)
    return Opened(created, won, share, around, Window(24 - months, 23))


def change(**more):
    given = {
        "dimension": "segment", "name": "Mid", "now": year(40, 4, 0.1),
        "before": year(40, 12, 0.3), "within": 90, "ratio": np.full(10, 0.33), "part": 0.3,
    }  # fmt: skip
    return Change(**given | more)


class TestSentences:
    def test_nothing_one_and_many_won(self):
        assert module.counts(year(40, 0, 0.0)) == "none of 40"
        assert module.counts(year(1200, 1100, 0.9)) == "1,100 of 1,200"

    def test_how_long_the_time_before_is(self):
        said = [module.earlier(year(40, 4, 0.1, months)) for months in (6, 12, 18, 24)]
        assert said == ["6 months", "year", "18 months", "two years"]

    def test_missing_wins(self):
        said = [module.more(n) for n in (0, 1, 1000)]
        assert said == [
            "it would have been as many", "it would have been 1 more",
            "it would have been 1,000 more",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("ratio", "words"),
        [(1.0, "as many as before are won"), (0.9, "10% fewer are won"), (1.2, "20% more are won")],
    )
    def test_how_the_others_went(self, ratio, words):
        found = change()
        found.__dict__["others"] = ratio
        assert words in module.others(found)[0].template

    def test_a_channel_is_won_through(self):
        assert module.title(change(dimension="source", name="Web")) == "We win less through “Web”"

    def test_the_reason_given_more_often_is_said_once_it_is_clear(self):
        now = SimpleNamespace(said=100, reason=["Price", "Timing"], n=[60, 40])
        before = SimpleNamespace(said=10, reason=["Price", "Timing"], n=[2, 8])
        told = module.reasons(now, lambda *_: lambda _: before, 30)
        assert "“Price” is given as the reason for 60 of 100 losses" in told[0].template
        assert module.reasons(now, lambda *_: lambda _: now, 30) == []
        nothing = SimpleNamespace(said=0, reason=[], n=[])
        assert module.reasons(nothing, lambda *_: lambda _: now, 30) == []


def test_the_chart_says_one_time_for_all_half_years_and_names_what_slipped():
    card = analyse(dataset(firm(mid=0.15), gross_margin=0.8))
    series = card.series["segment_win_rates"]
    mine = [row for row in series.rows if row[0] == "Mid"]
    assert len({row[-1] for row in mine}) == 1
    assert [row[3] for row in mine] == [48, 48, 48, 48]
    found = charts()["win_rate_by_segment"].draw(card)
    days = series.rows[0][-1]
    assert found.says.startswith("Of “Mid” deals opened in the last half-year ")
    assert f"are won within {days} days, down from " in found.says
