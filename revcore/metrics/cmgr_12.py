"""Compound monthly growth over a year."""

from dataclasses import replace

from revcore.derive.growth import Growth
from revcore.derive.intervals import Interval
from revcore.metrics._growth import grown
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit

MONTHS = 12


@metric(
    title="Compound monthly growth",
    gloss="CMGR",
    plain="How much you grew a month, on average over a year",
    pillar=Pillar.STRATEGY,
    group="growth",
    unit=Unit.RATIO,
    better=Better.HIGHER,
    n_of="customers of either month",
    order=62,
    own="window",
    rows="customers_of_both_periods",
    source="Geometric mean of monthly growth, as venture investors quote it (CMGR)",
)
def cmgr_12(growth_of_month: Growth) -> Estimate:
    """Steady monthly growth that leads from the month a year ago to this one.

        cmgr_12 = (revenue of the month / revenue of the same month a year before)^(1/12) − 1

    The same month of the year on both ends, so that a season falls out. One uneven month moves it:
    the range says by how much, where customers are known.

    Parameters
    ----------
    growth_of_month
        Revenue of the month, and of the same month a year before.

    Returns
    -------
    [ratio] a month.

    Raises
    ------
    NotComputable
        The data do not reach back thirteen months, or fewer than five customers bought.

    Notes
    -----
    Ratio t-interval over customers. Assumes a steady rate between both ends; what lies between them
    does not enter.

    Examples
    --------
    >>> import numpy as np
    >>> from revcore.model import Window
    >>> pair = Growth(np.full(9, 100.0), np.full(9, 200.0), Window(12, 12), Window(0, 0), True)
    >>> round(cmgr_12(pair).value, 4)
    0.0595
    """
    found = grown(growth_of_month)
    around = found.interval
    return replace(
        found,
        value=_monthly(found.value),
        interval=Interval(
            *(_monthly(end) for end in (around.low, around.high, around.low95, around.high95))
        )
        if around
        else None,
    )


def _monthly(yearly: float) -> float:
    return float(max(1 + yearly, 0.0) ** (1 / MONTHS) - 1)
