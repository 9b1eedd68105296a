"""What the six steps of the funnel share: a share of those that entered, and how it was counted."""

from __future__ import annotations

from revcore.derive.funnel import COUNTS, NAMES, TYPED_COUNTS, Step
from revcore.errors import NotComputable
from revcore.metrics._metric import Estimate


def share(step: Step, source: str, target: str) -> Estimate:
    """Reached ÷ entered with Wilson's interval, and a note on the way it was counted.

    Raises
    ------
    NotComputable
        Fewer than five entered, or two counts that cannot be of the same people.
    """
    inputs = {"entered": step.entered, "reached": step.reached, "basis": step.basis, **step.detail}
    if step.reached > step.entered:
        raise NotComputable(
            f"{step.reached:,} {NAMES[target]} stand against {step.entered:,} {NAMES[source]} of "
            "the same months: these two counts cannot be of the same people.",
            inputs=inputs,
            n=step.entered,
        )
    found = Estimate.proportion(
        step.reached,
        step.entered,
        step.window,
        words=f"{NAMES[source]} became {NAMES[target]}",
        names=("reached", "entered"),
        inputs={key: value for key, value in inputs.items() if key not in ("entered", "reached")},
    )
    return Estimate(
        found.value, found.n, found.window, found.interval, found.inputs, method=found.method,
        note=_note(step, source),
    )  # fmt: skip


def _note(step: Step, source: str) -> str:
    if step.basis == TYPED_COUNTS:
        return "Two typed counts of one year; not the same people followed through."
    if step.basis == COUNTS:
        return "Two counts of the same months; not the same people followed through."
    allowed = step.detail.get("days_allowed", 0)
    return (
        f"{NAMES[source].capitalize()} of months that have had at least {allowed} days: enough for "
        "nine in ten of those that go on. A later stage reached counts for every earlier one."
    )
