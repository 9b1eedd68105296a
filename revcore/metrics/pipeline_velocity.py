"""Pipeline velocity."""

from revcore.derive.deals import Deals
from revcore.derive.velocity import Velocity
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Pipeline velocity, per day",
    plain="How much money your open deals turn into each day",
    pillar=Pillar.SALES,
    group="sales",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    n_of="closed deals",
    order=40,
    past="By quarter: drawing all deals again for thirteen months would take too long.",
    rows="closed_deals",
    source="Salesforce, Sales velocity: opportunities × win rate × deal size ÷ cycle",
)
def pipeline_velocity(velocity: Velocity, open_deals: Deals) -> Estimate:
    """Value won per day at the present size of the pipeline.

        pipeline_velocity = open deals × win rate × average deal size / sales cycle

    Open deals at the end of the as-of month; win rate and median cycle of the deals created in the
    window, those still open counted as neither won nor lost (of the deals closed in it, where fewer
    than ten are closed or three won); mean deal of those won in it. The cycle is a divisor: ten per
    cent shorter is eleven per cent faster. The range counts the luck of how many deals happen to
    be open, too.

    Parameters
    ----------
    velocity
        Win rate, deal size and cycle of the window with joint draws.
    open_deals
        Deals open at the end of the as-of month.

    Returns
    -------
    [money per day].

    Raises
    ------
    NotComputable
        One of the four factors is missing, or rests on fewer than five deals.

    Notes
    -----
    Number of open deals, win rate, mean deal and median cycle drawn. Assumes that they do not
    depend on one another.

    Examples
    --------
    >>> import numpy as np
    >>> from revcore.model import Window
    >>> one = np.ones(1, np.int64)
    >>> deals = Deals(one, -one, 0 * one, 0 * one, one, one, 40 * one, 0)
    >>> parts = Velocity(0.25, 25000.0, 90.0, np.full(9, 625 / 9), 100, Window(0, 11))
    >>> round(pipeline_velocity(parts, deals).value, 2)
    2777.78
    """
    n = open_deals.count
    return Estimate.simulated(
        n * velocity.per_deal,
        velocity.per_day(n),
        velocity.closed,
        velocity.window,
        inputs={
            "open_deals": n,
            "win_rate": velocity.win_rate,
            "average_deal": velocity.deal,
            "cycle_days": velocity.days,
            "win_rate_of": "deals created" if velocity.followed else "closed deals",
        },
        method="Simulated: number of open deals, win rate, mean deal and median cycle drawn.",
    )
