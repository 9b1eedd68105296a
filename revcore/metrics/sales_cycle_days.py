"""Sales cycle."""

from revcore.derive import intervals
from revcore.derive.answers import ROUGH_METHOD, TypedYear, rough
from revcore.derive.deals import CycleDays, Deals
from revcore.derive.funnel import Created
from revcore.errors import NotComputable
from revcore.metrics._metric import FEWEST, Estimate, metric
from revcore.model import Better, Pillar, Unit
from revcore.registry import REASON


@metric(
    title="Sales cycle",
    plain="Days from the first talk to the yes",
    pillar=Pillar.SALES,
    group="sales",
    unit=Unit.DAYS,
    better=Better.LOWER,
    n_of="won deals",
    order=20,
    rows="won_deals_dated",
    source="Ebsta x Pavilion, 2025 GTM Benchmarks: days from creation to close of won deals",
)
def sales_cycle_days(
    won_cycles: CycleDays | NotComputable = REASON,
    closed_deals: Deals | None = None,
    created_cohort: Created | None = None,
    typed_year: TypedYear | None = None,
) -> Estimate:
    """Median days from created to won, of the deals won in the window.

        sales_cycle_days = median(day won − day created)

    Deals still open are not in it, so that slow deals come in late. Beside it stand the means over
    won and over all closed deals, and the median over the deals created in the window with open
    ones counted as long as they were watched (Aalen–Johansen).

    Parameters
    ----------
    won_cycles
        Days from created to won, with how many deals took that long.
    closed_deals
        Deals won or lost in the window, for the mean over both.
    created_cohort
        Deals created in the window with what became of them, for the median that counts open ones.
    typed_year
        The twelve numbers, where there are no deals.

    Returns
    -------
    [days].

    Raises
    ------
    NotComputable
        Fewer than five won deals with both days.

    Notes
    -----
    Median of won deals, its range between order statistics; beside it the median that counts open
    deals as well. Won deals alone are the quick ones: the true wait is rather longer.

    Examples
    --------
    >>> import numpy as np
    >>> from revcore.model import Window
    >>> cycles = CycleDays(np.array([10, 30, 80]), np.array([2, 2, 1]), Window(0, 11))
    >>> sales_cycle_days(cycles).value, sales_cycle_days(cycles).inputs["mean_days_won"]
    (30.0, 32.0)
    """
    if isinstance(won_cycles, NotComputable):
        if typed_year is None:
            raise won_cycles
        (days,) = typed_year.need("days_to_yes")
        wins = typed_year.yearly("wins_per_month") or 1
        return Estimate(days, wins, typed_year.window, rough(days), method=ROUGH_METHOD)
    n = int(won_cycles.n.sum())
    inputs: dict[str, float | int | str | None] = {
        "mean_days_won": float(won_cycles.days @ won_cycles.n) / n
    }
    if closed_deals is not None and closed_deals.dated.count:
        both = closed_deals.dated
        inputs["mean_days_closed"] = float((both.closed - both.created) @ both.n) / both.count
        inputs["closed_deals"] = both.count
    middle = created_cohort.followed.middle() if created_cohort is not None else None
    if middle is not None:
        inputs["median_days_with_open_deals"] = middle
    if n < FEWEST:
        raise NotComputable(
            f"{n} won {'deal has' if n == 1 else 'deals have'} both days: at least {FEWEST} are "
            "needed.",
            inputs={key: value for key, value in inputs.items() if value is not None},
            n=n,
        )
    return Estimate(
        intervals.median(won_cycles.days, won_cycles.n),
        n,
        won_cycles.window,
        intervals.median_interval(won_cycles.days, won_cycles.n),
        inputs,
        method="Interval of a median between order statistics.",
        note=""
        if middle is None
        else f"With open deals counted as long as they were watched: {middle:,.0f} days.",
    )
