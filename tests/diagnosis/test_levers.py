"""Levers: no promise without room, none beyond what was shown, the constraint first."""

from dataclasses import replace

import numpy as np
import pytest

from revcore.derive.own_best import Quarter, best, shrunken
from revcore.derive.simulate import Change
from revcore.diagnosis.moves import cost_of, entry, moves
from revcore.diagnosis.patterns._stake import of_move, stake
from revcore.diagnosis.value import ranked, scenarios, sensitivity, tornado
from revcore.diagnosis_parts import GrowthState, Quantity
from revcore.errors import HalfMade
from revcore.model import Window


def firm(best_rate=None, **inputs):
    known = {
        "opportunities": Quantity(value=40, error=0.05),
        "win_rate": Quantity(value=0.25, error=0.09, scale="logit"),
        "deal_value": Quantity(value=1000, error=0.05),
        "price": Quantity(value=1),
        **inputs,
    }
    own = {"win_rate": best_rate} if best_rate else {}
    return GrowthState(
        engine="projects", inputs=known, cycle=[0.2, 0.8], margin=0.5, own_best=own,
        own_best_window={"win_rate": "3 months to Jun 2024"},
    )  # fmt: skip


def lever(state, name):
    return next(one for one in ranked(state, {}, "USD") if one.id == name)


class TestRoom:
    def test_a_firm_that_never_did_better_has_none(self):
        found = lever(firm(Quantity(value=0.255, error=0.02)), "win_rate")
        assert (found.state, found.value_12m, found.low, found.high) == ("no_room", 0, 0, 0)
        assert found.now == found.to == found.most

    def test_a_better_quarter_is_where_it_may_go_and_no_further(self):
        found = lever(firm(Quantity(value=0.40, error=0.05)), "win_rate")
        assert (found.state, found.to, found.most) == ("valued", 0.40, 0.40)
        assert "your own best quarter (3 months to Jun 2024)" in found.change
        assert found.low < found.value_12m < found.high

    def test_growing_with_customers_is_worth_nothing_where_no_quarter_was_better(self):
        inputs = {
            "churn": Quantity(value=0.01, error=0.1),
            "contraction": Quantity(value=0.002, error=0.2),
            "expansion": Quantity(value=0.01, error=0.1), "price": Quantity(value=1),
        }  # fmt: skip
        steady = GrowthState(
            engine="subscription", inputs=inputs, base=50_000, margin=0.8,
            own_best={"expansion": Quantity(value=0.0102, error=0.1)},
        )  # fmt: skip
        found = lever(steady, "expansion")
        assert (found.state, found.value_12m) == ("no_room", 0)
        better = steady.model_copy(
            update={"own_best": {"expansion": Quantity(value=0.02, error=0.05)}}
        )
        found = lever(better, "expansion")
        # One point of 50,000 more each month, kept: 1 + 2 + … + 11 months of it, less its ramp.
        assert 0.6 < found.value_12m / (0.8 * 0.01 * 50_000 * 66) < 1.1

    def test_an_input_that_is_not_known_says_what_would_tell(self):
        found = lever(firm(), "lead_to_mql")
        assert (found.state, found.needs) == ("cannot_tell", ["leads"])

    def test_steady_firms_are_promised_almost_nothing(self):
        """Eight quarters of 40 deals, the same chance in each: the best of them is luck."""
        chance = np.random.default_rng(11)
        promised, naive = [], []
        for _ in range(200):
            wins = np.maximum(chance.binomial(40, 0.3, 8), 1)
            rates = wins / 40
            quarters = [
                Quarter(Window(3 * i, 3 * i + 2), rate, (rate * (1 - rate) / 40) ** 0.5, 40)
                for i, rate in enumerate(rates)
            ]
            year = wins[:4].sum()
            now = Quantity(
                value=year / 160, error=(1 / year + 1 / (160 - year)) ** 0.5, scale="logit"
            )
            found = lever(firm(best(quarters, higher=True)[0], win_rate=now), "win_rate")
            promised.append(found.to / found.now - 1)
            naive.append(rates.max() / now.value - 1)
        assert np.mean(promised) < 0.03 < 0.25 < np.mean(naive)
        assert np.mean(np.array(promised) > 0) < 0.10

    def test_a_quarter_that_was_truly_better_is_kept(self):
        values, _ = shrunken([0.2, 0.2, 0.5, 0.2], [0.03] * 4)
        assert values[2] > 0.48

    def test_where_all_quarters_are_alike_none_is_called_the_best(self):
        same = [Quarter(Window(3 * i, 3 * i + 2), 0.3, 0.05, 40) for i in range(8)]
        alike, words = best(same, higher=True)
        assert (alike.window, words) == (str(Window(0, 23)), Window(0, 23).words)
        now = Quantity(value=0.2, error=0.02, scale="logit")
        assert "as no quarter stands out" in lever(firm(alike, win_rate=now), "win_rate").bound
        better = best([*same[:7], replace(same[7], value=0.6)], higher=True)
        assert better[1] == same[7].window.words

    def test_three_quarters_of_ten_are_the_least(self):
        few = [Quarter(Window(0, 2), 0.3, 0.1, 9) for _ in range(8)]
        assert best(few, higher=True) is None


class TestTogether:
    def test_scenarios_stand_against_doing_nothing_on_the_same_numbers(self):
        state = firm()
        found = scenarios(
            state, {"nothing": {}, "both": {"win_rate": 0.3, "deal_value": Change(factor=1.1)}}
        )
        assert np.abs(found["nothing"].profit).max() == 0
        assert (found["both"].profit > 0).all()

    def test_the_longest_bar_of_the_tornado_is_first(self):
        rows = tornado(firm())
        spans = [high - low for _, low, high in rows]
        assert spans == sorted(spans, reverse=True)
        assert {name for name, *_ in rows} >= {"win_rate", "deal_value", "price"}

    def test_the_worth_hangs_on_what_is_least_known(self):
        rows = sensitivity(firm(), {"win_rate": Change(factor=1.2)})
        assert {name for name, *_ in rows} >= {"margin", "ramp", "opportunities"}
        assert all(low <= high for _, low, high in rows)

    def test_the_margin_is_not_needed_for_revenue(self):
        state = firm(Quantity(value=0.4, error=0.05)).model_copy(update={"margin": None})
        found = lever(state, "win_rate")
        assert found.value_12m is None
        assert found.revenue_12m > 0
        assert found.confidence == "Only revenue is known: the gross margin is not."


class TestSample:
    def test_more_leads_will_not_fix_it_closing_will(self, diagnosed):
        levers = diagnosed("kalvendo").levers
        by_id = {one.id: one for one in levers}
        assert levers[0].id == "win_rate"
        assert by_id["leads"].value_12m < 0
        assert by_id["leads"].confidence == "As things stand, more of it costs more than it brings."
        assert by_id["churn"].state == "no_room"

    @pytest.mark.parametrize("company", ["kalvendo", "osmirelle"])
    def test_the_simulated_year_begins_where_the_last_one_ended(self, diagnosed, company):
        from revcore.derive.simulate import draws, run

        card = diagnosed(company)
        state = card.growth_state
        year = float(np.median(run(state, draws(state), {}).revenue.sum(axis=1)))
        last = card.readings["revenue"].value
        assert 0.9 * last < year < 1.6 * last

    def test_levers_are_sorted_by_worth(self, diagnosed):
        found = [one.value_12m for one in diagnosed("kalvendo").levers]
        known = [one for one in found if one is not None]
        assert known == sorted(known, reverse=True)
        assert found[: len(known)] == known


class TestMoves:
    def test_a_range_that_runs_backwards_is_named(self):
        good = {"title": "x", "indicator": "x", "check": "x", "source": "x", "effort": "low",
                "days": 1, "lead_days": 30, "house_estimate": True}  # fmt: skip
        with pytest.raises(HalfMade, match="“x”"):
            entry("x", {**good, "low": 0.3, "high": 0.2})

    def test_each_says_whose_range_it_is(self):
        for move in moves().values():
            assert ("ouse estimate" in move.effect) or ("Source: " in move.effect)
            assert move.house_estimate == ("ouse estimate" in move.effect)

    def test_a_day_costs_what_a_day_of_this_company_is_worth(self):
        state = firm(day_cost=Quantity(value=400))
        assert cost_of("save_desk", state) == 4000
        assert cost_of("save_desk", None) == 0

    def test_less_is_better_for_churn_and_more_for_wins(self):
        assert of_move("churn", "save_desk").changes["churn"].factor < 1
        assert of_move("win_rate", "exit_criteria").changes["win_rate"].factor > 1

    def test_own_history_goes_before_the_range_of_a_move(self):
        own = stake(firm(Quantity(value=0.4, error=0.05)), "win_rate", move="exit_criteria")
        assert own.basis.startswith("your own best quarter")
        house = stake(firm(), "win_rate", move="exit_criteria")
        assert "may bring" in house.basis
        assert stake(None, "win_rate", move="exit_criteria") is None
