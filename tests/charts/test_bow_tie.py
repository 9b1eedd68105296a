"""The bow-tie: which step is marked, and that it can be read on a phone."""

from revcore.charts._bow_tie import placed
from revcore.charts.bow_tie import MEASURES, WIDE, weakest
from revcore.charts.catalogue import charts
from revcore.diagnosis_parts import Evidence, Finding
from revcore.model import Figure, Pillar, Reading, Scorecard, Series, Unit

COLUMNS = [
    "from",
    "to",
    "entered",
    "reached",
    "rate",
    "low",
    "high",
    "low95",
    "high95",
    "days",
    "window",
]
STEPS = [
    ["leads", "opportunities", 200, 100, 0.5, 0.4, 0.6, 0.4, 0.6, 3.0, None],
    ["opportunities", "won", 110, 22, 0.2, 0.1, 0.3, 0.1, 0.3, 30.0, None],
    ["customers", "kept", 50, 40, 0.8, 0.7, 0.9, 0.7, 0.9, None, None],
]


def reading(name: str, value: float, benchmark: float) -> Reading:
    figure = Figure(value=benchmark, kind="average", publisher="Example", report="", year="2025",
                    url="", segment="")  # fmt: skip
    return Reading(
        id=name, title=name, plain="", pillar=Pillar.SALES, group="", unit=Unit.RATIO,
        better="higher", value=value, band="behind", band_basis="benchmark", benchmark=figure,
        formula="", source="",
    )  # fmt: skip


def card(*readings: Reading, **findings: Finding) -> Scorecard:
    drawn = Series(title="", unit=Unit.RATIO, columns=COLUMNS, rows=STEPS)
    return Scorecard(
        series={"bow_tie": drawn}, readings={one.id: one for one in readings}, findings=findings
    )


def finding(name: str, **more) -> Finding:
    return Finding(
        id=name, title="It jams", kind="limits", family="", state="strong",
        evidence=[Evidence(text="Deals stay too long.")], **more,
    )  # fmt: skip


def test_the_step_furthest_behind_is_marked():
    # 20 % against 25 % is a fifth short; 80 % against 90 % a ninth.
    found = weakest(
        card(reading("opportunity_to_won", 0.2, 0.25), reading("logo_retention", 0.8, 0.9))
    )
    assert found is not None
    assert found.step == ("opportunities", "won")
    assert found.why == (
        "Of opportunities, 20% become customers; Example (2025) publishes an average of 25%."
    )


def test_a_step_is_not_behind_by_one_publisher_and_ahead_by_another(kalvendo):
    # First Page Sage’s 38% counts deals with a proposal: it is shown, and judges nothing.
    step = kalvendo.readings["opportunity_to_won"]
    assert (step.benchmark.value, step.band, step.band_basis) == (0.3824, "behind", "own")
    bands = {
        name: [known.band for known in [kalvendo.readings[one] for one in names]
               if known.value is not None and known.band_basis == "benchmark"]
        for name, names in MEASURES.items()
    }  # fmt: skip
    assert bands["opportunities", "won"] == ["ahead", "ahead"]
    assert not [name for name, found in bands.items() if {"ahead", "behind"} <= set(found)]
    found = weakest(kalvendo)
    assert found is not None
    assert found.why == (
        "Of opportunities, 22% become customers; it was 28% before. Your win rate is still above "
        "the 19% that Ebsta x Pavilion (2025) publishes; it is your own past that was better."
    )


def test_a_bottleneck_that_was_found_goes_first_and_a_finding_shown_comes_last():
    behind = reading("logo_retention", 0.8, 0.9)
    jam = finding("single_stage_bottleneck")
    found = weakest(card(behind, single_stage_bottleneck=jam))
    assert found is not None
    assert (found.step, found.why) == (("opportunities", "won"), "Deals stay too long.")
    slow = finding("slow_follow_up", place=1, lever="sql_to_opportunity")
    found = weakest(card(slow_follow_up=slow))
    assert found is not None
    assert found.step == ("leads", "opportunities")
    found = weakest(card(behind, slow_follow_up=slow))
    assert found is not None
    assert found.step == ("customers", "kept")


def test_nothing_behind_marks_nothing():
    assert weakest(card()) is None
    assert charts()["bow_tie"].draw(card()).says == "Nothing to hold these steps against yet"
    well = reading("opportunity_to_won", 0.3, 0.25).model_copy(update={"band": "ahead"})
    assert weakest(card(well)) is None
    assert charts()["bow_tie"].draw(card(well)).says == "No step is clearly behind"


def test_stages_stand_in_order_with_who_entered_the_next_step():
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in STEPS]
    nodes = placed(rows)
    assert [node["id"] for node in nodes] == ["leads", "opportunities", "won", "customers", "kept"]
    assert [node["count"] for node in nodes] == ["200", "110", "22", "50 a year ago", "40"]
    # The knot is narrow on both sides and wider away from it.
    assert nodes[2]["half"] == nodes[3]["half"] < nodes[1]["half"] < nodes[0]["half"]


def test_on_a_narrow_screen_it_stands_upright():
    spec = charts()["bow_tie"].draw(card()).spec
    steps = [step for layer in spec["layer"] for step in layer.get("transform", ())]
    moved = [step["calculate"] for step in steps if "calculate" in step]
    assert f"{WIDE} ? datum.wx : datum.tx" in moved
    assert f"{WIDE} ? datum.wy : datum.ty" in moved
