"""What is drawn of a segment alone is what the same function says of its rows alone."""

import json

import pytest

from revcore import nda_money
from revcore.charts.catalogue import charts
from revcore.model import Scorecard, Series
from revcore.ui.narrow import Chosen, narrowed
from tests.published import sample


@pytest.fixture(scope="module")
def card() -> Scorecard:
    return sample("kalvendo")


def rows(series: Series) -> list[dict[str, object]]:
    return [dict(zip(series.columns, row, strict=True)) for row in series.rows]


def test_quarters_of_the_segments_add_up_to_those_of_all(card):
    every = card.series["win_rate_quarters"]
    parts = [one for name, one in every.segments.items() if name.startswith("segment:")]
    assert len(parts) == 3
    for at, row in enumerate(rows(every)):
        same = [rows(part)[at] for part in parts]
        assert {one["month"] for one in same} == {row["month"]}
        assert sum(one["closed"] for one in same) == row["closed"]
        assert sum(one["won"] for one in same) == row["won"]


def test_the_last_month_of_a_segment_is_its_row_in_the_breakdown(card):
    """The same function: retention drawn for a plan ends where its breakdown stands."""
    series = card.series["retention_by_month"].segments
    for row in card.breakdowns["nrr"]["plan"]:
        part = series.get(f"plan:{row.key}")
        if part is None:
            continue
        last = [one for one in rows(part) if one["measure"] == "nrr"][-1]
        assert last["value"] == pytest.approx(row.value, rel=1e-4)
        assert last["customers"] == row.n


def test_leads_and_visitors_of_a_channel_go_with_its_deals(card):
    steps = card.series["funnel_steps"].segments["source:Paid Search"]
    by = {(row["from"], row["to"]): row for row in rows(steps)}
    leads = next(
        row for row in card.breakdowns["lead_to_mql"]["source"] if row.key == "Paid search"
    )
    assert by["leads", "mqls"]["entered"] == leads.n
    assert by["leads", "mqls"]["rate"] == pytest.approx(leads.value, rel=1e-4)


def test_what_a_segment_does_not_say_is_not_drawn_for_it(card):
    """Leads carry no segment: a segment’s funnel would mix its deals with all leads."""
    assert not [name for name in card.series["funnel_steps"].segments if "segment:" in name]
    assert not [name for name in card.series["cohort_grid"].segments if "source:" in name]


@pytest.mark.parametrize(
    "segment", ["segment:Mid-market", "source:Outbound", "plan:plan_crew_monthly"]
)
def test_every_chart_draws_a_segment_or_says_that_it_shows_everybody(card, segment):
    saved = Scorecard.from_json(card.to_json())
    drawn = 0
    for chart in charts().values():
        view, said = narrowed(saved, chart.needs, Chosen(segment, "2025-08..2026-07"))
        assert len(said) == 2
        if view is None:
            assert said[0].startswith("Everybody")
            assert said[1].startswith("Latest")
        elif not said[0].startswith("Everybody"):
            drawing = chart.draw(view)
            assert drawing.reason or drawing.spec
            drawn += drawing.reason is None
    assert drawn >= 2


def test_an_earlier_month_ends_the_series_there(card):
    view, said = narrowed(card, ["win_rate_quarters"], Chosen(period="2025-08..2025-10"))
    assert view is not None
    assert said == ["As it stood at the end of Oct 2025"]
    assert view.series["win_rate_quarters"].rows[-1][0] == "2025-10"
    assert view.series["cohort_grid"] is card.series["cohort_grid"]


def test_amounts_of_segments_are_indexed_with_the_others(card):
    part = Series(title="x", unit="money", columns=["month", "amount"], rows=[["2026-01", 50.0]])
    every = part.model_copy(update={"segments": {"segment:A": part}})
    found = nda_money._series(every, nda_money.Base(200.0, ""))
    assert found.rows == found.segments["segment:A"].rows == [["2026-01", 25.0]]


def test_segments_add_less_than_the_document_itself(card):
    bare = {name: one.model_copy(update={"segments": {}}) for name, one in card.series.items()}
    without = card.model_copy(update={"series": bare}).to_json()
    assert len(card.to_json()) < 2 * len(without)
    assert json.loads(without)["series"]["cohort_grid"]["segments"] == {}
