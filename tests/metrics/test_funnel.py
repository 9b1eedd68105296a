"""The funnel by hand: entry cohorts, skipped stages, counts of the same months."""

import pytest

from revcore.derive.funnel import COHORTS, COUNTS, step
from revcore.errors import NotComputable
from revcore.metrics.lead_to_mql import lead_to_mql
from revcore.metrics.lead_to_won import lead_to_won
from revcore.metrics.visitor_to_lead import visitor_to_lead
from revcore.registry import Provider
from tests.companies import ask, dataset, table


def leads() -> list[dict]:
    """Ten leads a month, January to June 2024: six become MQL after 5 days, three SQL after 10.

    One SQL of each month never was an MQL. Two are won after 20 days.
    """
    rows = []
    for month in range(1, 7):
        for number in range(10):
            row = {"created": f"2024-{month:02d}-02"}
            if 1 <= number <= 6:
                row["mql"] = f"2024-{month:02d}-07"
            if number <= 2:
                row["sql"] = f"2024-{month:02d}-12"
            if 1 <= number <= 2:
                row["won"] = f"2024-{month:02d}-22"
            rows.append(row)
    return rows


def asked(*tables, as_of="2024-06"):
    return ask(dataset(*tables, as_of=as_of))


def test_a_skipped_stage_counts_as_passed():
    # Seven in ten, in every month.
    found = step(asked(table("leads", leads()))("funnel_steps"), "leads", "mqls")
    assert (found.entered, found.reached, found.basis) == (60, 42, COHORTS)
    assert found.share == pytest.approx(0.7)


def test_in_order_counts_only_those_that_passed_every_stage():
    steps = asked(table("leads", leads()))("funnel_steps")
    found = step(steps, "mqls", "sqls")
    assert (found.detail["in_order_entered"], found.detail["in_order_reached"]) == (36, 12)
    assert found.in_order.value == pytest.approx(1 / 3)
    assert (found.entered, found.reached) == (42, 18)
    assert found.share == pytest.approx(3 / 7)


def test_young_leads_are_no_losses():
    rows = [*leads(), *[{"created": "2024-06-20"}] * 40]
    found = step(asked(table("leads", rows))("funnel_steps"), "leads", "won")
    assert str(found.window) == "2024-01..2024-06"
    assert (found.entered, found.reached) == (100, 12)
    # Two in ten are won, after 20 days: the forty of late June have had ten and say nothing.
    assert found.share == pytest.approx(0.2)


def test_with_too_few_won_there_are_counts():
    rows = [{key: row[key] for key in row if key != "won"} for row in leads()]
    rows = [*rows, {"created": "2024-02-01", "won": "2024-03-01"}]
    with pytest.raises(NotComputable, match="1 of 61 leads became customers won so far"):
        asked(table("leads", rows)).call(Provider.of(lead_to_won))


def test_a_lost_lead_has_left_the_race():
    rows = [{**row, "lost": f"{row['created'][:8]}04"} if len(row) == 1 else row for row in leads()]
    found = step(asked(table("leads", rows))("funnel_steps"), "leads", "won")
    assert found.detail["lost"] == 18
    assert found.share == pytest.approx(0.2)


def test_what_happened_after_the_as_of_month_is_unseen():
    rows = [{**row, "won": "2024-07-30"} if "won" in row else row for row in leads()]
    steps = asked(table("leads", rows))("funnel_steps")
    assert step(steps, "leads", "won").reached == 0


def test_earlier_windows_know_no_later_speed():
    slow = [{"created": "2024-05-01", "won": "2024-06-30"}] * 60
    made = asked(table("leads", [*leads(), *slow]))
    then = step(made.at(24291, 3)("funnel_steps"), "leads", "won")  # April 2024
    # A look at three months ends with the last that has had the 20 days.
    assert str(then.window) == "2024-01..2024-03"
    assert then.share == pytest.approx(0.2)


def test_counts_of_the_same_months_are_said_to_be_that():
    counts = [{"month": f"2024-{m:02d}", "visitors": 1000, "leads": 30} for m in range(1, 7)]
    made = asked(table("funnel_counts", counts), table("leads", leads()))
    assert step(made("funnel_steps"), "visitors", "leads").basis == COUNTS
    found = made.call(Provider.of(visitor_to_lead))
    assert (found.inputs["reached"], found.n) == (180, 6000)
    assert "Two counts of the same months" in found.note


def test_channels_of_a_month_add_up():
    counts = [{"month": f"2024-{m:02d}", "channel": c, "visitors": 100, "leads": 10}
              for m in range(1, 7) for c in "ab"]  # fmt: skip
    found = step(asked(table("funnel_counts", counts))("funnel_steps"), "visitors", "leads")
    assert (found.entered, found.reached) == (1200, 120)


def test_visitors_without_leads_of_their_own_meet_the_lead_list():
    counts = [{"month": f"2024-{m:02d}", "visitors": 500} for m in range(1, 7)]
    made = asked(table("funnel_counts", counts), table("leads", leads()))
    found = step(made("funnel_steps"), "visitors", "leads")
    assert (found.entered, found.reached) == (3000, 60)


def test_visitor_counts_that_end_early_shorten_the_window_on_both_sides():
    counts = [{"month": f"2024-{m:02d}", "visitors": 500} for m in range(1, 6)]
    made = asked(table("funnel_counts", counts), table("leads", leads()))
    found = step(made("funnel_steps"), "visitors", "leads")
    assert (found.entered, found.reached, str(found.window)) == (2500, 50, "2024-01..2024-05")


def test_more_leads_than_visitors_is_no_rate():
    counts = [{"month": f"2024-{m:02d}", "visitors": 5, "leads": 30} for m in range(1, 7)]
    made = asked(table("funnel_counts", counts), table("leads", leads()))
    with pytest.raises(NotComputable, match="cannot be of the same people"):
        made.call(Provider.of(visitor_to_lead))


def test_a_missing_stage_names_what_would_give_it():
    rows = [{"created": row["created"]} for row in leads()]
    with pytest.raises(NotComputable, match="marketing-qualified leads") as refused:
        asked(table("leads", rows)).call(Provider.of(lead_to_mql))
    assert refused.value.needs == ("leads", "funnel_counts")


def test_fewer_than_five_leads_is_counts():
    rows = [{"created": f"2024-{m:02d}-02", "won": f"2024-{m:02d}-03"} for m in (1, 2, 3, 4)]
    rows = [{**row, "mql": row["won"]} for row in rows]
    with pytest.raises(NotComputable, match="4 of 4 leads became customers won"):
        asked(table("leads", rows)).call(Provider.of(lead_to_won))
