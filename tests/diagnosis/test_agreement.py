"""The agreement of marketing and sales: volumes worked by hand."""

import pytest

from revcore.diagnosis.agreement import Needed, agreement, needed
from revcore.diagnosis.owners import flags_of, ownership
from revcore.diagnosis_parts import GrowthState, OwnedNumber, Quantity
from revcore.model import Reading, Scorecard
from revcore.settings import Chosen


def state(engine, base=0.0, **inputs):
    return GrowthState(
        engine=engine, base=base, inputs={name: Quantity(value=one) for name, one in inputs.items()}
    )


def card(growth, revenue=1200.0, by="2025-12", **more):
    goal = {"goal": {"revenue": revenue, "by": by}} if revenue else {}
    return Scorecard(as_of="2024-12", growth_state=growth, settings=goal, **more)


FUNNEL = {
    "win_rate": 0.25, "opportunities": 20.0, "sql_to_opportunity": 0.5, "mql_to_sql": 0.4,
    "lead_to_mql": 0.25, "lead_share": 0.5,
}  # fmt: skip


def test_a_goal_of_projects_goes_back_through_the_funnel_to_leads():
    """1,200 a year at 10 a deal: 10 wins a month; ÷ .25 = 40 opportunities, half of them from
    leads: 20 ÷ .5 = 40 SQL, ÷ .4 = 100 MQL, ÷ .25 = 400 leads. Today: half of it."""
    made = agreement(card(state("projects", deal_value=10.0, **FUNNEL)))
    volumes = {one.id: (round(one.now, 6), round(one.needed, 6)) for one in made.steps}
    assert volumes == {
        "leads": (200, 400), "mql": (50, 100), "sql": (20, 40), "opportunities": (20, 40),
        "won": (5, 10),
    }  # fmt: skip
    assert made.marketing[0] == "Hands over 100 qualified leads a month; today it is 50."
    assert made.sales[-1] == (
        "Opens 40 opportunities a month (today 20) and wins 25% of them, as today, or more."
    )
    assert "The goal asks for 2.0 times today’s wins" in made.notes[0]


def test_where_the_forecast_says_otherwise_the_agreement_says_why():
    """Twice today's wins for a goal that the forecast passes by 100, or misses as well."""

    def told(gap: float) -> list[str]:
        reading = Reading(
            id="goal_gap", title="Gap", plain="Gap", unit="money", better="lower", value=gap,
            pillar="strategy", group="growth", source="Own", formula="x",
        )  # fmt: skip
        growth = state("projects", deal_value=10.0, **FUNNEL)
        return agreement(card(growth, readings={"goal_gap": reading})).notes

    assert any("The forecast on 1 Perspective ends past the goal" in one for one in told(-100.0))
    assert not any("forecast" in one for one in told(100.0))


@pytest.mark.parametrize(
    ("growth", "says"),
    [
        (0.02, "Path begins with more leads (228 a month) and opportunities (23), as growth has"),
        (0.0, "today’s rates."),
        (-0.02, "today’s rates."),
    ],
)
def test_where_path_begins_with_more_of_what_grows_it_is_said(growth, says):
    """e^(6.5 · 2%) = 1.139 times the mean of twelve months: 200 leads and 20 opportunities."""
    made = agreement(card(state("projects", deal_value=10.0, leads=200.0, growth=growth, **FUNNEL)))
    assert says in made.notes[1]


def test_leads_that_are_no_part_of_the_agreement_are_not_explained():
    grown = state("projects", deal_value=10.0, leads=200.0, growth=0.02, opportunities=20.0,
                  win_rate=0.25)  # fmt: skip
    assert "more opportunities (23 a month), as" in agreement(card(grown)).notes[1]


def test_subscriptions_count_what_todays_customers_will_bring():
    """Base 100 a month and nobody leaves: 1,200 are there. Of 1,356 the 156 left are what two more
    a month bring: 2 · (1 + 2 + … + 12) = 156; at 2 a customer that is one win a month."""
    found = needed(card(state("subscription", base=100.0, new_mrr=2.0, win_rate=0.5), 1356.0))
    assert isinstance(found, Needed)
    assert found.wins == pytest.approx(1.0)
    assert found.open_revenue == pytest.approx(156)


def test_churn_is_made_up_for_by_new_customers():
    """Two months, base 100, 10 % leave: 90 + 81. Of 200, 29 are open; x now and 1.9 x then is
    2.9 x: ten a month."""
    goal = card(state("subscription", base=100.0, new_mrr=10.0, win_rate=0.5, churn=0.1), 200.0)
    goal = goal.model_copy(update={"settings": {"goal": {"revenue": 200.0, "by": "2025-02"}}})
    assert needed(goal).wins == pytest.approx(1.0)


def test_months_beyond_a_year_build_up_first():
    """14 months ahead the goal's year begins in month 3: two months of wins are there already."""
    near = needed(card(state("subscription", new_mrr=1.0, win_rate=0.5), 78.0))
    far = needed(card(state("subscription", new_mrr=1.0, win_rate=0.5), 78.0, by="2026-02"))
    assert near.wins == pytest.approx(1.0)
    assert far.wins == pytest.approx(78 / sum(range(3, 15)))


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (card(state("projects", deal_value=10.0), None), "Needs a revenue goal"),
        (card(state("projects", deal_value=10.0), by="2024-12"), "has passed"),
        (card(state("projects")), "Needs the amount of won deals."),
        (card(None), "Needs deals"),
    ],
)
def test_what_is_missing_is_said_and_the_promises_stand(made, says):
    found = agreement(made)
    assert says in found.notes[0]
    assert not found.steps
    assert len(found.qualified_lead) == 4
    assert found.sales


def test_a_shop_has_nothing_to_hand_over():
    assert agreement(card(state("orders"))).reason.startswith("Buyers come without a seller")


def test_a_goal_that_is_carried_already_says_so():
    made = agreement(card(state("projects", deal_value=10.0, **FUNNEL), 300.0))
    assert made.notes[0].startswith("Today’s pace carries the goal")


# ---------------------------------------------------------------- who owns what
def test_the_parts_of_a_goal_add_up_and_typed_ones_are_checked():
    """Kept: 90 + 81; grown on it by 5 %: 95 + 90.25 − 171 = 14.25; new is the rest of 300."""
    growth = state(
        "subscription", base=100.0, new_mrr=10.0, win_rate=0.5, churn=0.1, expansion=0.05
    )
    made = card(growth, 300.0, by="2025-02")
    found = ownership(made, Chosen(), [])
    parts = {one.part: round(one.target, 6) for one in found.parts}
    assert parts == {"kept": 171, "expansion": 14.25, "new": 114.75}
    assert found.gap == pytest.approx(0)
    assert found.text == "The parts add up to the goal of 300."
    typed = ownership(made, Chosen(targets={"new": 100.0}), [])
    assert typed.gap == pytest.approx(14.75)
    assert typed.text == "The parts miss the goal of 300 by 15."
    assert [one.part for one in typed.parts if one.by_hand] == ["new"]


def number(name, owners=(), paid=()):
    return OwnedNumber(
        id=name, title=name.replace("_", " ").capitalize(), part="new", unit="ratio",
        usual="Sales", owners=list(owners), paid=list(paid),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("numbers", "says"),
    [
        ([], []),
        ([number("a")], ["No number has an owner yet."]),
        ([number("a"), number("b", ["CRO"])], ["1 number of 2 has no owner."]),
        (
            [number("a"), number("b"), number("c", ["CRO"])],
            ["2 numbers of 3 have no owner."],
        ),
        ([number("a", ["CRO", "Sales"])], ["1 number has more than one owner."]),
        (
            [
                number("win_rate", ["Sales"], ["Sales"]),
                number("lead_to_mql", ["CRO"], ["Marketing"]),
            ],
            [
                "Pay pulls apart: Marketing on lead to mql, Sales on win rate; the one gains from "
                "many leads, the other from few good ones."
            ],
        ),
        (
            [number("win_rate", ["CRO"], ["CRO"]), number("lead_to_mql", ["CRO"], ["CRO"])],
            [],
        ),
    ],
)  # fmt: skip
def test_the_map_says_what_is_wrong_with_it(numbers, says):
    assert flags_of(numbers) == says
