"""Days to win a deal are one figure: on the measure, in the bow-tie and under the levers."""

import pytest

from revcore.charts._chart import records
from tests.published import scorecard


@pytest.mark.parametrize(("name", "days"), [("kalvendo", 31), ("tormeline", 26)])
def test_path_and_perspective_say_the_same_days(name, days):
    card = scorecard(name)
    step = next(row for row in records(card.series["bow_tie"]) if row["to"] == "won")
    lever = next(one for one in card.levers if one.id == "cycle_days")
    said = (
        card.readings["sales_cycle_days"].value,
        step["days"],
        lever.now,
        card.growth_state.inputs["cycle_days"].value,
    )
    assert said == (days,) * 4
    assert f"{days} days" in lever.change
