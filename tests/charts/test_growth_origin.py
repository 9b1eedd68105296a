"""Where growth came from: the bridge closes, and what it says adds up to the hundred."""

import re

import pytest

from revcore.charts.growth_origin import growth_origin, steps, tidy
from revcore.errors import NotComputable
from revcore.model import Scorecard


def test_the_bridge_closes_on_what_was_measured(card):
    found = steps(card)
    (_, first, _), *between, (_, last, _) = found
    change = sum(amount if side == "gain" else -amount for _, amount, side in between)
    assert first + change == pytest.approx(last)
    if card.series["same_customers"].rows:  # sales of twelve months; else a month's recurring ones
        assert last == pytest.approx(card.readings["revenue"].value)
    bars = tidy(found, card.currency)
    assert all(0 <= bar["start"] <= bar["end"] for bar in bars)


def test_what_is_said_adds_up_to_a_hundred(card):
    says = growth_origin(card).says
    whole, *parts = [int(number) for number in re.findall(r"\d+", says.split(";")[0])]
    assert whole == 100
    others = [one for one in steps(card)[1:-1] if one[2] == "gain"][2:]
    assert sum(parts) <= 100
    assert others or sum(parts) == 100


def test_without_two_years_there_is_a_reason():
    assert growth_origin.__revcore_chart__.draw(Scorecard()).reason
    with pytest.raises(NotComputable, match="over two years"):
        steps(Scorecard())
