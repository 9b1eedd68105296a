"""Revenue growth, year on year."""

from revcore.derive.answers import ROUGH_METHOD, TypedYear, rough
from revcore.derive.growth import Growth
from revcore.errors import NotComputable
from revcore.metrics._growth import grown
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit
from revcore.registry import REASON


@metric(
    title="Revenue growth, year on year",
    plain="How much more you sold than a year before",
    pillar=Pillar.STRATEGY,
    group="growth",
    unit=Unit.RATIO,
    better=Better.HIGHER,
    n_of="customers of either period",
    order=40,
    own="window",
    rows="customers_of_both_periods",
    source="KeyBanc and Sapphire, Private SaaS Company Survey: revenue growth",
)
def revenue_growth_yoy(
    growth_yoy: Growth | NotComputable = REASON,
    typed_year: TypedYear | None = None,
) -> Estimate:
    """Revenue of the last twelve months beside the twelve before.

        revenue_growth_yoy = revenue of twelve months / revenue of the twelve before − 1

    The range says how much the figure rests on a few customers: it is over customers, where they
    are known. With subscriptions, revenue is the MRR of each month.

    Parameters
    ----------
    growth_yoy
        Revenue before and now, by customer or as two totals.
    typed_year
        The twelve numbers, where there is no file.

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
    Ratio t-interval over customers. Assumes that customers come, grow and leave independently of
    one another; one large customer makes the range too narrow.

    Examples
    --------
    >>> import numpy as np
    >>> from revcore.model import Window
    >>> pair = Growth(np.full(10, 100.0), np.full(10, 120.0), Window(12, 23), Window(0, 11), True)
    >>> round(revenue_growth_yoy(pair).value, 6)
    0.2
    """
    if isinstance(growth_yoy, NotComputable):
        if typed_year is None:
            raise growth_yoy
        now, before = typed_year.need("sales_this_year", "sales_last_year")
        return Estimate(
            now / before - 1,
            2,
            typed_year.window,
            rough(now / before, amounts=2).shifted(-1),
            {"revenue": now, "revenue_before": before},
            method=ROUGH_METHOD,
        )
    return grown(growth_yoy)
