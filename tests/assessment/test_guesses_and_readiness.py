"""Guesses beside what was measured, and whether a revenue chief is needed."""

import pytest

from revcore.assessment.guesses import asked, revealed
from revcore.assessment.readiness import COST, readiness
from revcore.diagnosis_parts import Assessment, Finding
from revcore.model import BreakdownRow, Scorecard, Series, Settings, Unit
from revcore.remarks import remarked
from tests.assessment.test_statements import card, reading


def test_only_what_the_files_can_answer_is_asked():
    made = card(
        reading("win_rate", 0.22),
        reading("logo_retention", None),
        reading("repeat_purchase_rate", 0.33),
        reading("cac", None),
    )
    assert [one.id for one in asked(made)] == ["win_rate", "repeat_purchase_rate"]
    assert asked(Scorecard()) == []


def test_a_guess_inside_the_range_is_right_and_others_say_where_the_files_lie():
    made = card(
        reading("win_rate", 0.22, low=0.20, high=0.24),
        reading("sales_cycle_days", 31.0, low=29.0, high=33.0, unit=Unit.DAYS),
        reading("top_customer_share", 0.20),
    )
    found = revealed(made, {"win_rate": 0.35, "sales_cycle_days": 20.0, "top_customer_share": 0.21})
    assert [one.side for one in found] == ["lower", "higher", "right"]
    assert found[0].said == "You said 35%; the files say less."
    assert [one.side for one in revealed(made, {})] == [None] * 3


def company(revenue: float, *, signals=None, answers=None, leaky="not_seen", **more) -> Scorecard:
    finding = Finding(id="leaky_bucket", title="", kind="limits", family="", state=leaky)
    made = card(reading("revenue", revenue, unit=Unit.MONEY), currency="USD", **more)
    said = Assessment(signals=signals or {}, answers=answers or {})
    return made.model_copy(update={"findings": {"leaky_bucket": finding}, "assessment": said})


def test_below_ten_million_two_signs_of_trouble_make_it_part_time():
    assert readiness(company(4e6)).need == "not_yet"
    assert readiness(company(4e6, leaky="strong")).need == "not_yet"
    both = company(4e6, leaky="strong", answers={"people_owner": 2})
    assert readiness(both).need == "fractional"
    # An answer of 3 or more is no sign of trouble, and “don’t know” is not an answer.
    assert readiness(company(4e6, leaky="strong", answers={"people_owner": 3})).need == "not_yet"
    assert readiness(company(4e6, leaky="strong", answers={"people_owner": 0})).need == "not_yet"


def test_in_between_it_depends_on_trouble_and_on_complex_selling():
    rows = [BreakdownRow(key=key, value=1.0, n=30) for key in "abc"]
    many = {"breakdowns": {"average_deal_size": {"segment": rows}}}
    assert readiness(company(2e7)).need == "not_yet"
    assert readiness(company(2e7, leaky="strong")).need == "fractional"
    assert readiness(company(2e7, leaky="strong", **many)).need == "full_time"
    assert readiness(company(6e7)).need == "full_time"


@pytest.mark.parametrize("revenue", [4e6, 2e7, 6e7])
def test_without_authority_nobody_is_hired(revenue):
    found = readiness(company(revenue, leaky="strong", signals={"authority": False}))
    assert found.need == "not_yet"
    assert "coordinate, not decide" in " ".join(found.reasons)


def test_small_firms_with_a_technical_or_a_simple_product_wait():
    for name in ("technical", "simple"):
        trouble = {"predictable": True, "new_market": True}
        assert readiness(company(4e6, signals=trouble)).need == "fractional"
        assert readiness(company(4e6, signals={**trouble, name: True})).need == "not_yet"


def test_unknown_revenue_or_another_currency_recommends_nothing():
    assert readiness(Scorecard()).need == "not_yet"
    yen = company(4e9).model_copy(update={"currency": "JPY"})
    found = readiness(yen)
    assert found.need == "not_yet"
    assert "cannot be held against" in found.reasons[0]
    assert all(reason.endswith(".") for reason in found.reasons)
    assert "12 to 18 months" in COST


def test_flat_sales_at_rising_cost_are_a_sign():
    months = [f"2025-{month:02d}" for month in range(1, 10)]

    def drawn(values: list[float], name: str) -> Series:
        rows = [[month, value] for month, value in zip(months, values, strict=True)]
        return Series(title="", unit=Unit.MONEY, columns=["month", name], rows=rows)

    flat, rising = [100.0] * 9, [10.0, 10, 10, 11, 11, 11, 12, 12, 12]
    for sales, costs, expected in (
        (flat, rising, True),
        (rising, rising, False),
        (flat, flat, False),
    ):
        series = {
            "revenue_by_month": drawn(sales, "revenue"),
            "spend_by_month": drawn(costs, "amount"),
        }
        found = readiness(company(4e6, series=series))
        assert {one.id: one.seen for one in found.signals}["flat"] is expected


def test_what_was_said_travels_in_settings_and_document_and_money_not_as_an_index():
    said = {
        "guesses": {"win_rate": 0.3, "cac": 900.0},
        "answers": {"sales_speed": 4},
        "notes": {"market": "Acme left"},
    }
    done = remarked(Scorecard(), Settings.of({"assessment": said})).assessment
    assert done is not None
    assert (done.guesses, done.answers, done.notes) == (
        said["guesses"],
        said["answers"],
        said["notes"],
    )
    index = Settings.of({"assessment": said, "nda": True, "nda_money": "index"})
    hidden = remarked(Scorecard(), index).assessment
    assert hidden is not None
    assert hidden.guesses == {"win_rate": 0.3}
    assert remarked(Scorecard(), Settings()).assessment is None
