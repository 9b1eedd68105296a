"""Leads without stages of their own: one step to a deal, or to a win, stands for all of them."""

import pytest

from revcore.derive.funnel import Step
from revcore.derive.growth_state import STRAIGHT, lead_inputs, rates
from revcore.diagnosis.agreement import agreement
from revcore.diagnosis.path import input_of
from revcore.diagnosis_parts import GrowthState, Quantity
from revcore.errors import NotComputable
from revcore.model import Scorecard, Window
from tests.published import scorecard

WINDOW = Window(24000, 24011)


def step(entered, reached):
    return Step(entered, reached, WINDOW, "counts")


def made(**inputs):
    known = {name: Quantity(value=value, scale="plain") for name, value in inputs.items()}
    growth = GrowthState(engine="projects", inputs=known)
    goal = {"goal": {"revenue": 1200.0, "by": "2025-12"}}
    return agreement(Scorecard(as_of="2024-12", growth_state=growth, settings=goal))


def test_leads_a_month_are_known_without_stages():
    found = lead_inputs(24011, {("leads", "opportunities"): step(480, 240)})
    assert found["leads"].value == 40
    assert found["lead_to_opportunity"].value == 0.5
    found = lead_inputs(24011, {("leads", "won"): step(480, 48)})
    assert found["lead_to_won"].value == 0.1


def test_the_stages_go_first_where_all_of_them_are_known():
    steps = {
        ("leads", "mqls"): step(400, 200),
        ("mqls", "sqls"): step(200, 100),
        ("sqls", "opportunities"): step(100, 50),
        ("leads", "opportunities"): step(400, 50),
    }
    assert not {"lead_to_opportunity", "lead_to_won"} & set(lead_inputs(24011, steps))
    del steps["mqls", "sqls"]
    assert set(rates(steps, STRAIGHT[0])) <= set(lead_inputs(24011, steps))


def test_without_any_step_the_reason_is_told():
    with pytest.raises(NotComputable, match="became a deal or was won"):
        lead_inputs(24011, {("opportunities", "won"): step(100, 20)})


def test_the_agreement_asks_marketing_for_leads_where_half_the_deals_begin_as_one():
    """10 wins a month; ÷ .25 = 40 deals, half from leads: 20 ÷ .4 = 50 leads; today half of it."""
    found = made(deal_value=10.0, win_rate=0.25, opportunities=20.0, lead_share=0.5,
                 lead_to_opportunity=0.4)  # fmt: skip
    volumes = {one.id: (round(one.now, 6), round(one.needed, 6)) for one in found.steps}
    assert volumes == {"leads": (25, 50), "opportunities": (20, 40), "won": (5, 10)}
    assert [one.id for one in found.steps] == ["leads", "opportunities", "won"]
    assert found.marketing[0] == "Hands over 50 leads a month; today it is 25."


def test_the_agreement_counts_back_from_wins_where_leads_have_no_deal():
    """10 wins a month, half of them from leads of which a tenth is won: 50 leads."""
    found = made(deal_value=10.0, win_rate=0.25, opportunities=20.0, lead_share=0.5,
                 lead_to_won=0.1)  # fmt: skip
    leads = found.steps[0]
    assert (leads.id, round(leads.now, 6), round(leads.needed, 6)) == ("leads", 25, 50)


def test_a_move_on_leads_acts_on_the_deals_that_begin_as_one():
    growth = scorecard("tormeline").growth_state
    assert input_of("sql_to_opportunity", growth) == "lead_to_opportunity"
    assert input_of("leads", growth) == "leads"
    inputs = {name: one for name, one in growth.inputs.items() if not name.startswith("lead")}
    bare = growth.model_copy(update={"inputs": inputs})
    assert input_of("sql_to_opportunity", bare) == input_of("leads", bare) == "opportunities"


def test_enquiries_without_stages_give_the_lever_and_the_promise():
    card = scorecard("tormeline")
    lever = next(one for one in card.levers if one.id == "leads")
    assert lever.state != "cannot_tell"
    assert agreement(card).marketing[0].startswith("Hands over 57 leads a month; today it is 40.")
