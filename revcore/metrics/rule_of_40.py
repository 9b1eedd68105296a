"""Rule of 40."""

from revcore.derive.growth import Growth
from revcore.metrics._growth import grown
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Rule of 40",
    plain="Growth and profit margin together",
    pillar=Pillar.STRATEGY,
    group="growth",
    unit=Unit.RATIO,
    better=Better.HIGHER,
    n_of="customers of either period",
    order=90,
    own="none",
    past="The profit margin is given for today only.",
    rows="customers_of_both_periods",
    source="Brad Feld, The rule of 40 % for a healthy SaaS company (feld.com, 2015)",
)
def rule_of_40(growth_yoy: Growth, profit_margin: float) -> Estimate:
    """Yearly revenue growth plus profit margin.

        rule_of_40 = revenue growth, year on year + profit margin

    The margin is the one given in the settings, of the whole company; which profit it is (EBITDA,
    free cash flow) is for whoever gave it to say.

    Parameters
    ----------
    growth_yoy
        Twelve months beside the twelve before.
    profit_margin
        Profit of the whole company as a fraction of revenue, as given.

    Returns
    -------
    [ratio]; 0.4 is forty per cent.

    Raises
    ------
    NotComputable
        No profit margin was given, or growth cannot be told.

    Notes
    -----
    The growth’s ratio t-interval; the margin is taken as given. Assumes that margin and growth are
    of the same year.

    Examples
    --------
    >>> import numpy as np
    >>> from revcore.model import Window
    >>> pair = Growth(np.full(10, 100.0), np.full(10, 130.0), Window(12, 23), Window(0, 11), True)
    >>> round(rule_of_40(pair, 0.12).value, 6)
    0.42
    """
    growth = grown(growth_yoy)
    return growth.shifted(
        profit_margin,
        growth=growth.value,
        profit_margin=profit_margin,
        margin="as given in settings",
    )
