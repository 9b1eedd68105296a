"""Single-stage bottleneck."""

import numpy as np

from revcore.derive.intervals import Floats
from revcore.derive.simulate import Change
from revcore.derive.stage_flow import Passage
from revcore.diagnosis.patterns._pattern import (
    SELLING,
    Signs,
    Stake,
    enough,
    pattern,
    say,
    together,
    trap,
)  # fmt: skip
from revcore.diagnosis_parts import Evidence, GrowthState, Trap
from revcore.words import counted

CARRIES, WORSE = 0.40, 0.90
"""Share of all that could be won back, and how far below last year is worth a word."""
LONGER = 1.5
EXITS = 30


@pattern(
    title="Deals stick at one stage",
    order=20,
    family="stages",
    applies=SELLING,
    min_data="two years of stage dates, 30 exits at the stage",
    moves=("exit_criteria", "proof_assets", "mutual_close_plan"),
    fields=("stage_history", "leads"),
    chart="stage_conversion",
    lever="win_rate",
    rows="at_one_stage",
)
def single_stage_bottleneck(
    stage_flow: list[Passage], growth_state: GrowthState | None = None
) -> Signs:
    """One stage lets through far fewer than a year ago, and most of what was lost was lost there.

        passed now < 0.9 × passed a year ago, and ≥ 40% of what all stages could win back

    What a stage could win back is ln(before ÷ now); stages multiply, so logarithms add up. Stages
    by their dates where there are any (passing against lost, young entries as still open), else the
    steps from lead to customer. The stage looked at is the one that carries most; each draw asks
    whether it still does.
    """
    solid = [one for one in stage_flow if one.exits >= EXITS]
    enough(max((one.exits for one in stage_flow), default=0), EXITS, "exits at one stage")
    gains = np.stack([gain(one) for one in solid])
    chosen = int(np.argmax([np.log(one.before / max(one.now, 1e-9)) for one in solid]))
    stage, possible = solid[chosen], np.maximum(gains, 0).sum(axis=0)
    carried = np.divide(gains[chosen], possible, out=np.zeros_like(possible), where=possible > 0)
    p = together(stage.now_draws < WORSE * stage.before_draws, carried >= CARRIES)
    name = f"“{stage.name}”" if stage.quoted else stage.name
    share = float(np.clip(np.median(carried), 0, 1))
    evidence = [
        say(f"At {name} {stage.now * 100:.0f} of 100 go on; a year ago "
            f"{stage.before * 100:.0f} did."),
        say(f"Of all that was lost on the way since, {share * 100:.0f}% was lost there."),
        *stays(stage, solid),
    ]  # fmt: skip
    return Signs(
        p=p,
        evidence=evidence,
        trap=young(stage),
        stake=back(stage, growth_state),
        subject=stage.name,
        title=f"Deals stick at {name}",
        n=stage.exits,
    )


def gain(stage: Passage) -> Floats:
    """Draws of what a stage could win back, on the scale of logarithms."""
    return np.log(np.maximum(stage.before_draws, 1e-9) / np.maximum(stage.now_draws, 1e-9))


def stays(stage: Passage, others: list[Passage]) -> list[Evidence]:
    """A sentence on how long deals stay there, where it is half as long again as elsewhere."""
    known = [one.days for one in others if one.days is not None and one is not stage]
    if stage.days is None or not known:
        return []
    usual = float(np.median(known))
    if stage.days < LONGER * usual:
        return []
    return [
        say(f"Deals stay there {counted(round(stage.days), 'day')}; at other stages {usual:.0f}.")
    ]


def young(stage: Passage) -> Trap:
    """Entries that have not had time count as open, so the young ones cannot make the fall."""
    if stage.quoted:
        return trap(True, "It is not that the newest deals are young: they count as still open, "
                    "and stages filled in afterwards are left out.")  # fmt: skip
    return trap(True, "It is not that the newest are young: only who has had time is counted.")


def back(stage: Passage, state: GrowthState | None) -> Stake | None:
    """That stage at last year’s rate; the stages before the deal move their own input."""
    if state is None or stage.now <= 0:
        return None
    inputs = {
        "the first check of a lead": "lead_to_mql",
        "the hand-over to sales": "mql_to_sql",
        "the first call": "sql_to_opportunity",
    }
    name = inputs.get(stage.name, "win_rate")
    if name not in state.inputs:
        return None
    error = float(np.std(gain(stage)))
    return Stake({name: Change(factor=stage.before / stage.now, error=error)}, "your own last year")
