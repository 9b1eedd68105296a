"""The words of the page Growth & forecast."""

import pytest

from revcore.forecast_parts import ForecastRead, SoFar
from revcore.metrics.catalogue import metrics
from revcore.model import Reading
from revcore.ui import growth_page


def gap(value, low, high):
    measure = metrics()["goal_gap"]
    return Reading(
        id="goal_gap", title=measure.title, plain=measure.plain, pillar=measure.pillar,
        group="growth", unit=measure.unit, better=measure.better, value=value, low=low, high=high,
        window="2026-11..2027-10", formula=measure.formula, source=measure.source,
        inputs={"goal": 1000.0, "by": "2027-10", "known": 200.0, "forecast": 800.0 - value},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("found", "band", "says"),
    [
        (gap(300, 100, 500), "behind", "At this pace $300 is missing to your goal"),
        (gap(-300, -500, -100), "ahead", "You are heading past your goal by $300"),
        (
            gap(50, -100, 200),
            "cannot_tell",
            "Your goal can still be reached; as things go, about $50 would be missing",
        ),
        (gap(-50, -200, 100), "cannot_tell", "Your goal is within reach: about $50 past it"),
        (gap(40, None, None), "behind", "The goal was missed by $40"),
        (gap(-40, None, None), "ahead", "The goal was passed by $40"),
    ],
)
def test_the_goal_is_missed_passed_or_open_by_its_range(found, band, says):
    assert growth_page.toward_goal(found, "USD")[::2] == (band, says)


def test_what_comes_is_the_goal_less_the_gap_and_its_range_is_turned_round():
    words = growth_page.goal_words(gap(300, 100, 500), "USD")
    assert words == (
        "The 12 months to Oct 2027 bring about $700, 8 times in 10 between $500 and $900; "
        "the goal is $1,000."
    )


def test_months_too_few_for_a_forecast_are_still_told():
    read = ForecastRead(so_far=SoFar(months=5, mean=80.0, least=30.0, most=130.0))
    assert growth_page.known_words(read, None) == (
        "So far 80 a month on average, between 30 and 130."
    )
    assert growth_page.known_words(None, None) == ""
