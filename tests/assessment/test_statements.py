"""The 24 statements as they were agreed on, and what data says of them."""

import re
from pathlib import Path

import pytest

from revcore.assessment.belief import beliefs, divided, widest
from revcore.assessment.levels import RULES, graded, level
from revcore.assessment.statements import Data, Statement, statements
from revcore.metrics.catalogue import metrics
from revcore.model import BreakdownRow, Figure, Pillar, Reading, Scorecard, Series, Unit
from revcore.settings import Assessed

AGREED = Path(__file__).resolve().parents[3] / "shared" / "assessment.md"
ROW = r"^\| ([a-z]+_[a-z]+) " + r"\| (.+?) " * 5 + r"\|"


def reading(name: str, value: float | None, **more) -> Reading:
    given = {"unit": Unit.RATIO, "better": "higher", "reason": None if value is not None else "No."}
    return Reading(
        id=name,
        title=name,
        plain="",
        pillar=Pillar.SALES,
        group="sales",
        value=value,
        formula="",
        source="",
        **{**given, **more},
    )


def card(*readings: Reading, **more) -> Scorecard:
    return Scorecard(readings={one.id: one for one in readings}, **more)


def seen(name: str, made: Scorecard) -> int | None:
    return level(statements()[name], made).level


def test_statements_are_those_agreed_on_word_by_word():
    if not AGREED.exists():
        pytest.skip("the agreed list is not here")
    written = AGREED.read_text("utf-8").replace(" %", "%")  # the one way numbers are set here
    rows = re.findall(ROW, written, re.MULTILINE)
    agreed = {row[0]: row for row in rows if row[0] in statements()}
    assert list(agreed) == list(statements())
    ours = {"revops_quality": "Our list of deals", "revops_handoff": "Hand-offs from marketing"}
    for name, (_, area, text, one, three, five) in agreed.items():
        mine = statements()[name]
        assert (mine.area.words, mine.one, mine.three, mine.five) == (area, one, three, five)
        assert mine.text == text or mine.text.startswith(ours[name])


def test_each_area_has_three_statements_and_checks_name_what_exists():
    for area in Pillar:
        assert sum(one.area is area for one in statements().values()) == 3
    for one in statements().values():
        if one.data is None:
            continue
        ways = [one.data.reading, one.data.band, one.data.finding, one.data.rule]
        assert sum(way is not None for way in ways) == 1, one.id
        assert one.needs, one.id
        for name in (one.data.reading, one.data.band):
            assert name is None or name in metrics(), one.id
        assert one.data.rule is None or one.data.rule in RULES


@pytest.mark.parametrize(
    ("hours", "expected"), [(0.5, 5), (1, 5), (4, 4), (7.5, 3), (24, 3), (48, 2), (144, 1)]
)
def test_answering_leads_is_graded_by_the_agreed_hours(hours, expected):
    made = card(reading("lead_response_hours", hours, unit=Unit.HOURS))
    assert seen("sales_speed", made) == expected


@pytest.mark.parametrize(("share", "expected"), [(0.95, 5), (0.86, 3), (0.70, 2), (0.5, 1)])
def test_staying_a_year_is_graded_by_the_agreed_shares(share, expected):
    assert seen("success_keep", card(reading("logo_retention", share))) == expected


def test_the_best_seller_is_held_against_an_even_share():
    # 40 % of five sellers is twice an even share: 4. Of ten it is four times: 2.
    for sellers, expected in ((5, 4), (10, 2), (11, 1)):
        made = card(reading("top_rep_share", 0.4, inputs={"sellers": sellers}))
        assert seen("sales_depth", made) == expected
    alone = level(
        statements()["sales_depth"], card(reading("top_rep_share", 1, inputs={"sellers": 1}))
    )
    assert alone.level is None
    assert "nobody to compare" in alone.words


def test_a_band_counts_only_against_a_published_figure():
    figure = Figure(
        value=0.4, kind="median", publisher="X", report="", year="2025", url="", segment=""
    )
    ahead = reading("mql_to_sql", 0.6, band="ahead", band_basis="benchmark", benchmark=figure)
    own = reading("mql_to_sql", 0.6, band="ahead", band_basis="own")
    assert seen("marketing_quality", card(ahead)) == 5
    assert seen("marketing_quality", card(own)) is None
    cannot = ahead.model_copy(update={"band": "cannot_tell"})
    assert seen("marketing_quality", card(cannot)) is None


def test_partners_are_read_from_the_value_of_won_deals():
    # 20 deals of 100 by partners, 80 of 100 otherwise: a fifth.
    rows = [
        BreakdownRow(key="Reseller North", value=100.0, n=20),
        BreakdownRow(key="Web", value=100.0, n=80),
    ]
    made = card(breakdowns={"average_deal_size": {"source": rows}})
    assert seen("partner_channel", made) == 5
    assert (
        seen("partner_channel", card(breakdowns={"average_deal_size": {"source": rows[1:]}})) == 1
    )


def test_early_leavers_come_from_the_curve_at_three_months():
    curve = Series(
        title="", unit=Unit.RATIO, columns=["month", "share"], rows=[[0, 1.0], [3, 0.96]]
    )
    assert seen("people_pay", card(series={"survival_curve": curve})) == 3


def test_unknown_is_no_level_and_says_what_would_answer_it():
    for one in statements().values():
        found = level(one, Scorecard())
        assert found.level is None, one.id
        assert found.words.endswith("."), one.id


def test_gaps_are_ranked_and_dont_know_stays_out_of_the_mean():
    made = card(
        reading("lead_response_hours", 144.0, unit=Unit.HOURS, inputs={"within_a_day": 0.05}),
        reading("stale_pipeline_share", 0.26),
    )
    answers = {"sales_speed": 5, "sales_process": 3, "sales_depth": 0, "people_owner": 2}
    areas = beliefs(made, Assessed(answers=answers))
    sales = next(area for area in areas if area.area is Pillar.SALES)
    assert (sales.believed, sales.seen, sales.unknown, sales.answered) == (4.0, 2.0, 1, 3)
    assert [one.statement.id for one in widest(areas)] == ["sales_speed"]
    assert widest(areas)[0].gap == 4
    people = next(area for area in areas if area.area is Pillar.PEOPLE)
    assert (people.believed, people.seen) == (2.0, None)


def test_roles_that_see_different_companies_are_named_widest_first():
    made = card(reading("lead_response_hours", 144.0, unit=Unit.HOURS))
    said = Assessed(
        answers={"sales_speed": 3},
        voices={
            "sales": {"sales_speed": 5, "sales_process": 4, "sales_depth": 0},
            "marketing": {"sales_speed": 1, "sales_process": 2, "sales_depth": 4},
        },
    )
    areas = beliefs(made, said)
    sales = next(area for area in areas if area.area is Pillar.SALES)
    speed, process, depth = sales.beliefs
    # By hand: speed 3, 5 and 1 against level 1; process 4 and 2; depth one “don’t know” and a 4.
    assert (speed.answer, speed.spread, speed.gap) == (3.0, 4, 2.0)
    assert (process.answer, process.spread, process.gap) == (3.0, 2, None)
    assert (depth.answer, depth.spread, sales.unknown) == (4.0, 0, 1)
    assert [one.statement.id for one in divided(areas)] == ["sales_speed", "sales_process"]
    assert sales.by_role == {"": 3.0, "sales": 5.0, "marketing": 1.0}
    assert (sales.answered_by("sales"), sales.answered_by(""), sales.answered) == (3, 1, 3)
    assert divided(beliefs(made, Assessed(answers={"sales_speed": 3}))) == []


def test_limits_are_the_same_from_both_sides():
    more = Data(reading="x", levels=(0.9, 0.75, 0.5, 0.25))
    assert [graded(v, more) for v in (0.9, 0.89, 0.5, 0.25, 0.1)] == [5, 4, 3, 2, 1]
    assert isinstance(statements()["sales_speed"], Statement)
