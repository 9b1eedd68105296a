"""Winning customers: each pattern near its threshold, with its look-alike, and without data."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest

from revcore.derive.handover import Handover, handover
from revcore.derive.intervals import rng
from revcore.derive.promoters import Answers
from revcore.derive.referred import Referred, Won, referred
from revcore.derive.segment_deals import Chased
from revcore.diagnosis.patterns.best_customers_under_chased import best_customers_under_chased
from revcore.diagnosis.patterns.referral_unused import referral_unused
from revcore.diagnosis.patterns.sales_marketing_misalignment import sales_marketing_misalignment
from revcore.diagnosis.patterns.slow_follow_up import untouched
from revcore.errors import NotComputable
from revcore.model import Window, first_day
from tests.companies import ask, dataset, table
from tests.diagnosis.firms import START, buyers, deals, seen, spending, subscribers

YEAR, HALF = Window(100, 111), Window(106, 111)


class TestReferral:
    def test_few_recommended_deals_that_are_won_twice_as_often(self):
        found = referral_unused(recommended(20, 400, won=14))
        assert found.strength > 0.9
        assert found.trap.ruled_out is None

    def test_with_happy_customers_beside_it_it_is_no_luck(self):
        found = referral_unused(recommended(20, 400, won=14), Answers(70, 30, 10, YEAR))
        assert found.trap.ruled_out
        assert "say 9 or 10" in found.evidence[2].template

    def test_a_fifth_of_all_deals_is_a_use_of_it(self):
        assert referral_unused(recommended(80, 400, won=56)).strength < 0.01

    def test_recommended_deals_won_no_more_often_are_no_loss(self):
        unhappy = Answers(30, 40, 30, YEAR)
        assert referral_unused(recommended(20, 400, won=5), unhappy).strength < 0.3

    def test_sources_without_any_recommendation_may_be_unwritten(self):
        found = referral_unused(replace(recommended(0, 400, won=0), sources=()),
                                Answers(70, 30, 10, YEAR))  # fmt: skip
        assert found.strength > 0.9
        assert "not written down" in found.trap.text

    def test_neither_decided_deals_nor_answers(self):
        with pytest.raises(NotComputable, match="50 answers"):
            referral_unused(recommended(5, 400, won=4))


def recommended(n, opened, won):
    others, half = Won(90, opened - n - 30), Won(45, (opened - n - 30) // 2)
    pair = ((Won(won // 2, n // 2), half),) * 2 if n > 1 else ()
    return Referred(opened, n, Won(won, n), others, pair, ("Referral",), YEAR)


class TestHandover:
    def test_half_as_many_again_and_the_same_taken_is_seen(self):
        found = sales_marketing_misalignment(handed(300, 110, 0.37))
        assert found.strength > 0.9
        assert found.trap.ruled_out
        assert "about as many" in found.evidence[2].template

    def test_more_leads_taken_as_before_are_growth(self):
        assert sales_marketing_misalignment(handed(300, 165, 0.55)).strength < 0.1

    def test_other_sources_explain_it(self):
        assert sales_marketing_misalignment(handed(300, 110, 0.53)).trap.ruled_out is False

    def test_sales_that_chooses_better_loses_nothing(self):
        found = replace(handed(300, 110, 0.37), later=(100, 110), later_before=(60, 110))
        assert sales_marketing_misalignment(found).trap.ruled_out is False

    def test_the_day_of_each_step_is_needed(self):
        rows = [{"created": first_day(START + month), "lead_id": f"{month}"} for month in range(24)]
        found = seen("sales_marketing_misalignment", table("leads", rows), deals())
        assert set(found.needs) >= {"leads.mql", "leads.sql"}


def handed(count, taken, same_mix):
    return Handover(count, 200, taken, count, 110, 200, same_mix, None, None, HALF)


class TestAnswers:
    def test_leads_answered_late_come_less_far(self):
        found = seen("slow_follow_up", enquiries(hours=20, loses=0.25), deals())
        assert found.state == "strong"
        assert "became qualified by sales" in found.signs.evidence[1].template

    @pytest.mark.parametrize("seed", range(3))
    def test_late_answers_that_change_nothing_are_no_finding(self, seed):
        found = seen("slow_follow_up", enquiries(hours=20, loses=0.0, seed=seed), deals())
        assert found.state == "not_seen"

    def test_answers_within_minutes_are_in_time(self):
        found = seen("slow_follow_up", enquiries(hours=0.3, loses=0.25), deals())
        assert found.state == "not_seen"

    def test_a_source_answered_first_and_better_is_not_mistaken_for_speed(self):
        found = seen("slow_follow_up", enquiries(hours=20, loses=0.0, favourite=True), deals())
        assert found.state == "not_seen"

    def test_leads_without_answers_ask_for_them(self):
        rows = [{"created": first_day(START), "lead_id": "1"}]
        assert "leads.responded" in seen("slow_follow_up", table("leads", rows), deals()).needs

    def test_nobody_one_and_many_never_answered(self):
        assert untouched(Waited(0)) == []
        assert untouched(Waited(1))[0].template.startswith("1 was never answered")
        assert untouched(Waited(1200))[0].template.startswith("1,200 were never")


@dataclass
class Waited:
    never: int
    count: int = 4000


def enquiries(hours, loses, seed=1, favourite=False, n=3000):
    """Two years of leads; each e-fold of waiting loses a share of those that would qualify."""
    chance = np.random.default_rng(seed)
    rows = []
    for number in range(n):
        good = favourite and number % 2 == 0
        waited = hours * float(np.exp(chance.normal(0, 1))) * (0.2 if good else 1)
        created = first_day(START) + number * 730 // n
        share = 0.7 if good else 0.4
        share *= max(0.0, 1 - loses * (1 + np.log(waited / hours)) / 2)
        rows.append(
            {"lead_id": str(number), "created": created, "responded": created,
             "response_minutes": int(waited * 60), "source": "Fair" if good else "Web",
             "sql": created + 3 if chance.random() < share else None}
        )  # fmt: skip
    return table("leads", rows)


class TestCannotOccur:
    @pytest.mark.parametrize(
        "pattern", ["under_investment", "referral_unused", "sales_marketing_misalignment"]
    )
    def test_a_shop_has_no_deals_to_lose(self, pattern):
        assert seen(pattern, buyers(again=0.3)).state == "not_applicable"


class TestWrongFit:
    def test_a_segment_that_leaves_at_once_and_pays_little_is_seen(self):
        found = seen("wrong_fit_segment", *two_segments(small_leaves=0.14), spending(6_000),
                     gross_margin=0.8)  # fmt: skip
        assert found.state == "strong"
        assert found.signs.title == "“Small”: customers not worth chasing"
        assert "times as often" in found.signs.evidence[1].template

    @pytest.mark.parametrize("seed", range(3))
    def test_segments_that_stay_alike_and_pay_for_themselves_are_not(self, seed):
        firm = two_segments(small_leaves=0.015, seed=seed)
        found = seen("wrong_fit_segment", *firm, spending(2_000), gross_margin=0.8)
        assert found.state == "not_seen"

    def test_where_no_segment_pays_it_is_not_the_segment(self):
        firm = two_segments(small_leaves=0.14)
        found = seen("wrong_fit_segment", *firm, spending(200_000), gross_margin=0.8)
        assert found.state == "not_seen"

    def test_without_segments_nobody_can_tell(self):
        firm = subscribers(churn=0.03, join=8)
        found = seen("wrong_fit_segment", firm, spending(2_000), gross_margin=0.8)
        assert "which segment" in found.reason


def two_segments(small_leaves, seed=1):
    """Two hundred customers at the start and ten a month, every other one small."""
    chance = np.random.default_rng(seed)
    rows = []
    for number in range(430):
        began = 0 if number < 200 else (number - 200) // 10 + 1
        small = number % 2 == 0 if number % 4 < 2 else number % 2 == 1
        for month in range(began, 24):
            rows.append({"customer": number, "month": START + month,
                         "amount": 100 if small else 400,
                         "segment": "Small" if small else "Large"})  # fmt: skip
            if chance.random() < (small_leaves if small else 0.015):
                break
    once = {row["customer"]: row["segment"] for row in rows}
    people = [{"customer": who, "segment": segment} for who, segment in once.items()]
    return table("mrr", rows), table("customers", people)


class TestBestCustomers:
    def test_a_segment_won_twice_as_often_at_twice_the_size_is_seen(self):
        found = best_customers_under_chased(chased(won=40, share=0.1, deal=2000))
        assert found.strength > 0.9
        assert found.trap.ruled_out
        assert found.title == "“Large”: best customers under-chased"

    def test_being_large_alone_is_not_being_better(self):
        assert best_customers_under_chased(chased(won=20, share=0.1, deal=9000)).strength < 0.2

    def test_a_third_of_all_deals_is_chased(self):
        assert best_customers_under_chased(chased(won=40, share=0.33, deal=2000)).strength == 0

    def test_worse_in_one_half_it_may_be_luck(self):
        one = replace(chased(won=40, share=0.1, deal=2000)[0], halves=(0.8, 2.4))
        assert best_customers_under_chased([one]).trap.ruled_out is False

    def test_nineteen_closed_deals_are_too_few(self):
        one = replace(chased(won=40, share=0.1, deal=2000)[0], closed=19)
        with pytest.raises(NotComputable, match="at least 20"):
            best_customers_under_chased([one])

    def test_deals_are_counted_from_the_table(self):
        chance = np.random.default_rng(1)
        rows = []
        for number in range(600):
            large = number % 8 == 0
            created = first_day(START) + number
            rows.append(
                {"deal_id": str(number), "created": created, "closed": created + 20,
                 "status": "won" if chance.random() < (0.7 if large else 0.3) else "lost",
                 "amount": 3000 if large else 1000, "segment": "Large" if large else "Small"}
            )  # fmt: skip
        found = seen("best_customers_under_chased", table("deals", rows))
        assert found.state == "strong"
        assert found.signs.evidence[0].template.endswith("12 of 100 deals opened are with them.")


def chased(won, share, deal, closed=60):
    noise = rng("chased", [won])
    win = noise.beta(won + 20 / 3, closed - won + 40 / 3, 2000)
    others = noise.beta(100, 200, 2000)
    size = deal * noise.gamma(won, 1, 2000) / won
    return [
        Chased("Large", closed, won, share, deal, 1000, win, others, win * size, others * 1000,
               (1.9, 2.1), YEAR)
    ]  # fmt: skip


class TestFromTables:
    def test_leads_taken_within_thirty_days_count_and_young_ones_do_not(self):
        n, days = 300, first_day(START) + np.arange(300)
        took = np.where(np.arange(n) % 2 == 0, days + 10, days + 45)
        frame = {"mqls": days, "sqls": took, "n": np.ones(n, int), "source": np.full(n, "Fair")}
        found = handover(frame, START + 9)
        assert (found.share, found.share_before) == pytest.approx((0.5, 0.5), abs=0.01)
        assert found.seen == found.count - 26, "those of October 2 to 27 have not had 30 days"
        assert found.same_mix == pytest.approx(found.share)

    def test_recommended_deals_and_all_others_are_told_apart_by_name(self):
        columns = ("key", "created", "closed", "won", "lost", "n")
        rows = [("Empfehlung", START, START + 1, 3, 1, 4), ("Fair", START, START + 8, 2, 8, 10)]
        frame = pd.DataFrame(rows, columns=columns).assign(dimension="source")
        found = referred(frame, START + 11)
        assert (found.recommended, found.opened, found.sources) == (4, 14, ("Empfehlung",))
        assert (found.by_referral, found.others) == (Won(3, 4), Won(2, 10))
        assert found.halves == ((Won(3, 4), Won(0, 0)), (Won(0, 0), Won(2, 10)))


def test_a_list_of_won_deals_alone_still_says_what_a_segment_is_worth():
    rows = [
        {"deal_id": str(n), "created": f"2024-{1 + n % 12:02}-01", "amount": 1000, "status": "won",
         "closed": f"2024-{1 + n % 12:02}-20", "segment": "north" if n % 2 else "south"}
        for n in range(48)
    ]  # fmt: skip
    found = ask(dataset(table("deals", rows), as_of="2024-12"))("segment_deals")
    assert [(one.name, one.won) for one in found] == [("north", 24), ("south", 24)]
    assert all(one.win_draws.mean() > 0.95 for one in found)
