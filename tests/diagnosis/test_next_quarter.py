"""Whether the coming quarter has deals enough."""

from dataclasses import replace

import numpy as np
import pytest

from revcore.derive.coverage import Target
from revcore.derive.next_quarter import Ahead, NextQuarter
from revcore.diagnosis.patterns.thin_coverage import listed, needed
from revcore.model import Window, first_day
from revcore.pipeline import asker, find_as_of
from tests.companies import dataset, table
from tests.diagnosis.firms import START, seen

MONTHS = 24


def sales(*, a_month=lambda month: 20, days=30, amount=1000, open_dated=True):
    """Every second deal is won, the others lost, all after so many days."""
    end, rows = first_day(START + MONTHS), []
    for month in range(MONTHS):
        for at in range(a_month(month)):
            created = first_day(START + month) + at * 28 // a_month(month)
            open_ = created + days >= end
            rows.append(
                {"deal_id": f"d{len(rows)}", "amount": amount, "owner": "Noor",
                 "created": None if open_ and not open_dated else created,
                 "closed": None if open_ else created + days,
                 "status": "open" if open_ else ("won", "lost")[at % 2]}
            )  # fmt: skip
    return table("deals", rows)


def dry(month):
    return 20 if month < MONTHS - 3 else 4


def quota(amount):
    return table("team", [{"person": "Noor", "start": "2023-01-01", "quota": amount}])


class TestThinCoverage:
    def test_a_list_that_ran_dry_is_seen(self):
        found = seen("thin_coverage", sales(a_month=dry))
        assert found.state == "strong"
        assert "four fifths of an average quarter" in found.signs.evidence[0].template
        assert "more deals of the usual size" in found.signs.evidence[2].template

    def test_a_steady_list_is_not(self):
        found = seen("thin_coverage", sales())
        assert found.state == "not_seen"
        assert len(found.signs.evidence) == 2

    @pytest.mark.parametrize(("target", "state"), [(15_000, "not_seen"), (60_000, "strong")])
    def test_quotas_are_the_target_where_there_are_any(self, target, state):
        found = seen("thin_coverage", sales(), quota(target))
        assert found.state == state
        assert "quotas" in found.signs.evidence[0].template
        assert found.signs.evidence[0].amounts["target"] == target

    def test_open_deals_without_a_day_leave_it_open(self):
        found = seen("thin_coverage", sales(open_dated=False), quota(60_000))
        assert found.state == "likely"
        assert "do not say when they were created" in found.signs.trap.text

    def test_a_handful_of_deals_is_too_few(self):
        few = sales(a_month=lambda month: 6 if month in (18, 19, 20) else 0)
        found = seen("thin_coverage", few)
        assert found.state == "cannot_tell"
        assert "at least 10" in found.reason

    def test_deals_without_amounts_say_so(self):
        found = seen("thin_coverage", sales(amount=None))
        assert found.needs == ("deals.amount",)


class TestTheSum:
    def test_it_is_the_one_worked_by_hand(self):
        made = dataset(sales())
        month = find_as_of(made, made.settings).month
        found = asker(made, made.settings, as_of=month, last_month=month)("quarter_ahead")
        assert isinstance(found, Ahead)
        # half of all are won, on day 30: those created in the first 61 of 91 days make it in time
        assert found.created == 60
        assert found.coming == pytest.approx(60 * 0.5 * 61 / 91 * 1000, rel=0.03)
        # every open one is younger than 30 days and decided by then
        assert found.listed == pytest.approx(found.open * 0.5 * 1000, rel=0.06)
        assert np.median(found.draws) == pytest.approx(found.listed + found.coming, rel=0.05)

    def test_nought_one_and_many_open_deals(self):
        one = Ahead(np.ones(1), 0.0, 0.0, 1, 0, 0, 0.5, 100.0, 100.0)
        assert listed(replace(one, open=0)).startswith("No deal")
        assert listed(one) == "The one open deal with an amount brings {listed} of it"
        assert listed(replace(one, open=1200)) == (
            "The 1,200 open deals with an amount bring {listed} of it"
        )

    @pytest.mark.parametrize(("target", "said"), [(1.0, []), (140.0, ["1 more deal of"])])
    def test_what_would_be_needed(self, target, said):
        ahead = Ahead(np.full(5, 100.0), 0.0, 0.0, 1, 0, 0, 0.5, 100.0, 100.0)
        quarter = NextQuarter(
            ahead.draws, ahead, Target(target, "x"), False, 0, 1.0, None, Window(0, 2)
        )
        assert [one.template[: len("1 more deal of")] for one in needed(quarter)] == said
