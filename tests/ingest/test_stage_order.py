"""Stages in the order deals went through them: by hand, probability, days, or words."""

from __future__ import annotations

import pytest

# Entered in this order, which neither the alphabet nor the words say.
WALK = ["Zeta", "Alpha", "Proposal", "Beta"]
DEALS = "Deal ID,Deal name,Stage,Amount,Create date,Close date\n" + "".join(
    f"{n},D{n},{stage},5,2024-01-01,2024-06-01\n"
    for n, stage in enumerate([*WALK, "Won", "Lost", "Won", "Won"])
)
HISTORY = "Deal ID,Stage,Entered\n" + "".join(
    f"{n},{stage},2024-0{1 + at}-0{1 + n}\n" for n in range(8) for at, stage in enumerate(WALK)
)


def order(dataset) -> tuple[tuple[str, ...], str]:
    shown = next(one for one in dataset.previews if one.table == "deals")
    return shown.stage_order, shown.stage_order_by


def test_days_of_a_stage_history_tell_the_order(reading):
    assert order(reading({"deals.csv": DEALS}))[1] == "words"
    found = order(reading({"deals.csv": DEALS, "stage_history.csv": HISTORY}))
    assert found == ((*WALK, "Won"), "dates")


def test_columns_of_days_tell_it_whichever_way_round_they_stand(reading):
    stages = sorted(WALK)
    head = DEALS.splitlines()[0] + "".join(f",Date entered {stage}" for stage in stages)
    lines = [
        f"{line}" + "".join(f",2024-0{1 + WALK.index(stage)}-0{1 + n}" for stage in stages)
        for n, line in enumerate(DEALS.splitlines()[1:])
    ]
    assert order(reading({"deals.csv": "\n".join([head, *lines])})) == ((*WALK, "Won"), "dates")


def test_a_deal_that_went_back_does_not_turn_the_order(reading):
    back = HISTORY + "3,Zeta,2024-05-01\n".replace("3,", "9,") + "9,Beta,2024-01-01\n"
    assert order(reading({"deals.csv": DEALS, "stage_history.csv": back}))[0] == (*WALK, "Won")


def test_four_deals_are_too_few_to_believe_days(reading):
    few = "\n".join(HISTORY.splitlines()[: 1 + 4 * len(WALK)])
    assert order(reading({"deals.csv": DEALS, "stage_history.csv": few}))[1] == "words"


def test_a_typed_probability_and_a_hand_go_first(reading):
    typed = {stage: 10 * (4 - at) for at, stage in enumerate(WALK)} | {"Won": 100, "Lost": 0}
    head, *lines = DEALS.splitlines()
    text = "\n".join(
        [f"{head},Probability", *[f"{line},{typed[line.split(',')[2]]}" for line in lines]]
    )
    found = order(reading({"deals.csv": text, "stage_history.csv": HISTORY}))
    assert found == ((*reversed(WALK), "Won"), "probability")
    by_hand = ["Beta", "Zeta", "Alpha", "Proposal", "Won"]
    fix = {"file": [{"path": "deals.csv", "stage_order": by_hand}]}
    assert order(reading({"deals.csv": text}, fix)) == (tuple(by_hand), "hand")


@pytest.mark.parametrize("lost", ["Lost", "Nurture"])
def test_lost_stages_stand_in_no_order(reading, lost):
    text = DEALS.replace("Lost", lost)
    more = HISTORY + "".join(f"{n},{lost},2024-07-0{1 + n}\n" for n in range(8))
    fix = {"file": [{"path": "deals.csv", "stages": {lost: "lost"}}]}
    found = order(reading({"deals.csv": text, "stage_history.csv": more}, fix))
    assert found == ((*WALK, "Won"), "dates")
