"""What a page opens with."""

import pytest

from revcore.headline import NO_FUNNEL, headline
from revcore.model import Reading, Scorecard

PAGE = ("funnel", "win_rate")


def reading(name, group, value=None, reason=None):
    return Reading(
        id=name, title=name, plain="", group=group, pillar="marketing", unit="ratio",
        better="higher", value=value, reason=reason,
        source="", formula="", n_of="", method="",
    )  # fmt: skip


def card(model, **values):
    names = {"visitor_to_lead": "funnel", "win_rate": "sales", "average_discount": "sales"}
    found = [
        reading(name, group, values.get(name), None if name in values else "Needs more files.")
        for name, group in names.items()
    ]
    return Scorecard(business_model=model, readings={one.id: one for one in found})


def test_a_shop_is_told_that_orders_hold_no_funnel_and_what_file_would():
    said = headline(card(["orders"], average_discount=0.06), PAGE)
    assert said is NO_FUNNEL
    assert said.measure is None  # the button then leads to where files are added
    assert "Visitors and leads per month" in said.text


@pytest.mark.parametrize("model", [["projects"], ["subscription"], ["orders", "projects"]])
def test_others_are_told_what_is_needed(model):
    assert headline(card(model), PAGE).text == "Needs more files."


def test_a_shop_that_counts_visitors_has_a_funnel():
    assert headline(card(["orders"], visitor_to_lead=0.03), PAGE).measure == "visitor_to_lead"
