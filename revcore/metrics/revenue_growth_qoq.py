"""Revenue growth, quarter on quarter."""

from revcore.derive.growth import Growth
from revcore.metrics._growth import grown
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Revenue growth, quarter on quarter",
    plain="How much more you sold than the quarter before",
    pillar=Pillar.STRATEGY,
    group="growth",
    unit=Unit.RATIO,
    better=Better.HIGHER,
    n_of="customers of either period",
    order=50,
    own="quarter",
    rows="customers_of_both_periods",
    source="KeyBanc and Sapphire, Private SaaS Company Survey: revenue growth",
)
def revenue_growth_qoq(growth_qoq: Growth) -> Estimate:
    """Revenue of the last three months beside the three before.

        revenue_growth_qoq = revenue of three months / revenue of the three before − 1

    The range says how much the figure rests on a few customers: it is over customers, where they
    are known. It does not take out the season: compare with the same months a year earlier.

    Parameters
    ----------
    growth_qoq
        Revenue before and now, by customer or as two totals.

    Returns
    -------
    [ratio]; 0.2 is a fifth more, negative is less.

    Raises
    ------
    NotComputable
        The data do not reach back far enough, there was no revenue before, or fewer than five
        customers bought.

    Notes
    -----
    Ratio t-interval over customers. Assumes that customers act independently; seasons are not taken
    out.

    Examples
    --------
    >>> import numpy as np
    >>> from revcore.model import Window
    >>> pair = Growth(np.full(10, 100.0), np.full(10, 120.0), Window(12, 23), Window(0, 11), True)
    >>> round(revenue_growth_qoq(pair).value, 6)
    0.2
    """
    return grown(growth_qoq)
