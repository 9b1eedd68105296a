"""Ramp of new sellers."""

from revcore.derive import intervals
from revcore.derive.sellers import Ramp
from revcore.derive.survival import kaplan_meier
from revcore.errors import NotComputable
from revcore.metrics._metric import FEWEST, Estimate, metric
from revcore.model import Better, Pillar, Unit
from revcore.words import counted_words


@metric(
    title="Ramp of new sellers",
    plain="Months until a new seller wins as many deals as a settled one",
    pillar=Pillar.PEOPLE,
    group="sales",
    unit=Unit.MONTHS,
    better=Better.LOWER,
    n_of="sellers who began",
    order=66,
    own="none",
    past="It rests on all sellers who ever began.",
    rows="sellers_begun",
    source="Own definition: months to full productivity, as surveys of account executives ask for",
)
def ramp_months(ramp: Ramp) -> Estimate:
    """Median months until three months’ wins of a new seller reach those of a settled one.

        ramp_months = Kaplan–Meier median of months to the usual wins of three months

    The usual wins are the median of sellers with at least a year here before the window. Who has
    not got there yet counts as still on the way, not as never. Counted in sums of three months, a
    ramp is never shorter than three.

    Parameters
    ----------
    ramp
        Newcomers since deals are recorded.

    Returns
    -------
    [months].

    Raises
    ------
    NotComputable
        No first days of sellers, fewer than five newcomers, or fewer than half got there.

    Notes
    -----
    Kaplan–Meier median over new sellers, with those still on the way. Assumes that they will get
    there as earlier ones did.

    Examples
    --------
    >>> import numpy as np
    >>> there = np.array([True, True, True, True, False])
    >>> team = Ramp(list("abcde"), np.array([4, 5, 6, 9, 7]), there, usual=8.0)
    >>> ramp_months(team).value
    6.0
    """
    n, done = len(ramp.names), int(ramp.reached.sum())
    inputs = {"usual_wins_in_three_months": ramp.usual, "reached_it": done, "on_the_way": n - done}
    if n < FEWEST:
        took = ", ".join(str(m) for m in sorted(ramp.months[ramp.reached].tolist()))
        took = " and ".join(took.rsplit(", ", 1))
        after = f" after {took} {'month' if took == '1' else 'months'}" if done else ""
        raise NotComputable(
            f"{done} of {counted_words(n, 'new sellers')} reached the usual wins{after}: at least "
            f"{FEWEST} newcomers are needed for a figure.",
            inputs=inputs,
            n=n,
        )
    middle = kaplan_meier(ramp.months, ramp.reached).median
    if middle is None:
        raise NotComputable(
            f"{done} of {counted_words(n, 'new sellers')} {'has' if done == 1 else 'have'} "
            "reached the usual wins so far: half are needed.",
            inputs=inputs,
            n=n,
        )
    around = intervals.median_interval(ramp.months) if done == n else None
    return Estimate(
        middle,
        n,
        ramp.window,
        around,
        inputs,
        method="Interval of a median between order statistics."
        if around
        else "Kaplan–Meier median; no range while some are still on the way.",
    )
