"""What the six steps of the funnel share: a share of those that entered, and how it was counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from revcore.derive.followed import Followed
from revcore.derive.funnel import COUNTS, NAMES, TYPED_COUNTS, Step
from revcore.errors import NotComputable
from revcore.metrics._metric import FEWEST, Estimate
from revcore.model import Window

SAME = 0.0005
"""Two shares closer than this are the same in words."""


def share(step: Step, source: str, target: str) -> Estimate:
    """Share that goes on, with its interval and a note on the way it was counted.

    Raises
    ------
    NotComputable
        Too few entered or went on, or two counts that cannot be of the same people.
    """
    inputs = {"entered": step.entered, "reached": step.reached, "basis": step.basis, **step.detail}
    if step.reached > step.entered:
        raise NotComputable(
            f"{step.reached:,} {NAMES[target]} stand against {step.entered:,} {NAMES[source]} of "
            "the same months: these two counts cannot be of the same people.",
            inputs=inputs,
            n=step.entered,
        )
    words = f"{NAMES[source]} became {NAMES[target]}"
    if step.followed is not None:
        return followed(step.followed, step.window, words, inputs, _note(step, source))
    found = Estimate.proportion(
        step.reached,
        step.entered,
        step.window,
        words=words,
        names=("reached", "entered"),
        inputs={key: value for key, value in inputs.items() if key not in ("entered", "reached")},
    )
    return Estimate(
        found.value, found.n, found.window, found.interval, found.inputs, method=found.method,
        note=_note(step, source), trials=found.trials,
    )  # fmt: skip


def followed(
    found: Followed, window: Window | None, words: str, inputs: Mapping[str, Any], note: str
) -> Estimate:
    """Aalen–Johansen share within the time said, of entries followed one by one.

    Raises
    ------
    NotComputable
        Fewer than ten entries (of deals: closed ones), or fewer than three went on.
    """
    if found.entered < FEWEST:
        raise NotComputable(
            f"{inputs['reached']} of {found.entered} {words}: at least {FEWEST} are needed for a "
            "rate.",
            inputs=inputs,
            n=found.entered,
        )
    try:
        found.checked(words)
    except NotComputable as reason:
        raise NotComputable(str(reason), inputs=inputs, n=found.entered) from reason
    return Estimate(
        found.value, found.entered, window, found.interval, inputs,
        method="Aalen–Johansen: entries still open are neither won nor lost.", note=note,
        trials=found.effective,
    )  # fmt: skip


def _note(step: Step, source: str) -> str:
    if step.basis == TYPED_COUNTS:
        return "Two typed counts of one year; not the same people followed through."
    if step.basis == COUNTS:
        return "Two counts of the same months; not the same people followed through."
    days = step.detail.get("within_days", 0)
    said = f"Within {days:,} days of entry; who entered later counts for as long as could be seen."
    if step.in_order is None or step.followed is None:
        return said
    said += " A later stage reached counts for every earlier one"
    if abs(step.in_order.value - step.followed.value) < SAME:
        return f"{said}; next to nobody skipped one."
    return f"{said}. Of those that skipped none, {100 * step.in_order.value:.1f} % went on."
