"""A diagnosis that may be handed over: aliases for names, an index for money."""

from revcore import nda_diagnosis
from revcore.diagnosis.decide import written
from revcore.diagnosis_parts import Evidence, Finding, GrowthState, Lever, Quantity, Worth
from revcore.model import Scorecard


def card():
    evidence = written(
        Evidence(text="", template="Deals of {sum} stick.", amounts={"sum": 2000.0}), "USD"
    )
    finding = Finding(
        id="x", title="X", kind="limits", family="stages", state="strong", evidence=[evidence],
        worth=Worth(value=100.0, low=50.0, high=150.0, revenue=200.0, cost=10.0, p_positive=0.9),
    )  # fmt: skip
    lever = Lever(
        id="deal_value", title="Larger deals", change="", unit="money", better="higher",
        state="valued", now=1000.0, to=1200.0, value_12m=5000.0, low=1.0, high=2.0,
    )  # fmt: skip
    share = lever.model_copy(update={"unit": "ratio", "now": 0.2, "to": 0.3})
    state = GrowthState(
        engine="projects", base=400.0, repeat=[10.0], capacity=1000.0,
        inputs={"deal_value": Quantity(value=1000.0), "win_rate": Quantity(value=0.2)},
    )  # fmt: skip
    return Scorecard(findings={"x": finding}, levers=[lever, share], growth_state=state)


def test_every_amount_follows_the_index_and_no_rate_does():
    found = nda_diagnosis.indexed(card(), lambda amount: amount / 10)
    finding = found.findings["x"]
    assert finding.evidence[0].text == "Deals of 200 stick."
    assert (finding.worth.value, finding.worth.revenue, finding.worth.cost) == (10, 20, 1)
    assert finding.worth.p_positive == 0.9
    money, share = found.levers
    assert (money.now, money.to, money.value_12m) == (100, 120, 500)
    assert money.change.startswith("Bring what a won deal brings from 100 to 120: ")
    assert (share.now, share.to, share.value_12m) == (0.2, 0.3, 500)
    state = found.growth_state
    assert (state.base, state.repeat, state.capacity) == (40, [1], 100)
    assert state.inputs["deal_value"].value == 100
    assert state.inputs["win_rate"].value == 0.2


def test_every_input_in_money_is_known_as_such():
    from revcore.derive import simulate

    named = simulate.__doc__ or ""
    for name in nda_diagnosis.MONEY_INPUTS - {"new_customer_mrr", "day_cost"}:
        assert f"``{name}``" in named
