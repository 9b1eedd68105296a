"""Share won at the end of the quarter."""

import numpy as np

from revcore.derive.bookings import Bookings
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Won in the last two weeks",
    plain="How much of what is won comes in the last two weeks of a quarter",
    pillar=Pillar.PRICING,
    group="sales",
    unit=Unit.RATIO,
    better=Better.LOWER,
    n_of="won deals",
    order=82,
    rows="won_deals_quarters",
    source="Larkin, The Cost of High-Powered Incentives (2014): deals at quarter ends",
)
def quarter_end_share(bookings: Bookings) -> Estimate:
    """Share of the won value that was won in the last two weeks of calendar quarters.

        quarter_end_share = value won in the last 14 days of quarters / won value

    Evenly spread it would be 15%. By deals where most have no amount. Quarters are those of the
    calendar; a company whose year ends otherwise has its rush in other weeks.

    Parameters
    ----------
    bookings
        Deals won in the window, cut to whole multiples of three months.

    Returns
    -------
    [ratio], 0 to 1.

    Raises
    ------
    NotComputable
        Fewer than five deals won with their day.

    Notes
    -----
    Ratio t-interval over won deals, on the log of the odds. Evenly spread sales would bring about
    15 in 100 in those two weeks.

    Examples
    --------
    >>> from revcore.model import Window
    >>> won = Bookings(np.array([100.0, 300.0]), np.array([5, 5]), np.array([4, 13]),
    ...                np.array([False, True]), True, Window(0, 11))
    >>> quarter_end_share(won).value
    0.75
    """
    value = np.repeat(bookings.value, bookings.n)
    late = np.repeat(bookings.late, bookings.n)
    return Estimate.ratio(
        value * late,
        value,
        bookings.window,
        words="won deals",
        part=1,
        inputs={
            "won_in_the_last_two_weeks": int(late.sum()),
            "counted_by": "won value" if bookings.by_value else "won deals",
            "if_spread_evenly": 14 / 91.3125,
        },
    ).clipped(0.0, 1.0)
