"""How far a lever may be set where the company's own history has nothing better."""

import pytest

from revcore.diagnosis import path
from revcore.diagnosis.value import ranked
from revcore.model import Figure, Scorecard
from tests.diagnosis.test_decide import reading
from tests.diagnosis.test_levers import firm


def published(value, band, own=0.25):
    figure = Figure(
        value=value, kind="median", publisher="Somebody", report="A report", year="2025",
        url="https://example.org", segment="all",
    )  # fmt: skip
    return {"win_rate": reading("win_rate", own, benchmark=figure, band=band)}


def lever(readings):
    return next(one for one in ranked(firm(), readings, "USD") if one.id == "win_rate")


def test_halfway_to_a_named_benchmark_it_is_behind_and_no_further():
    readings = published(0.35, "behind")
    found = lever(readings)
    assert (found.state, found.to) == ("valued", pytest.approx(0.30))
    assert found.most == found.to
    assert "halfway to the median published by Somebody (2025)" in found.change
    card = Scorecard(growth_state=firm(), levers=[found], readings=readings)
    reach = path.reaches(card)["win_rate"]
    assert reach.level(path.STEPS) == reach.bounded(9.0) == pytest.approx(0.30)


@pytest.mark.parametrize(("value", "band"), [(0.35, "on_par"), (0.20, "behind"), (0.2, "ahead")])
def test_a_benchmark_it_has_reached_gives_no_room(value, band):
    found = lever(published(value, band))
    assert found.to in (None, found.now)
    assert not found.value_12m
