"""Gap to the goal."""

from revcore.derive.purchases import RevenueMonths
from revcore.errors import NotComputable
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Goal, Pillar, Unit, Window, month_words, parse_month


@metric(
    title="Gap to the goal",
    plain="What is missing between the sales of the last twelve months and your goal",
    pillar=Pillar.STRATEGY,
    group="growth",
    unit=Unit.MONEY,
    better=Better.LOWER,
    n_of="months counted",
    order=25,
    own="none",
    rows="revenue_rows",
    source="Own definition: the goal minus the revenue of the last twelve months",
)
def goal_gap(goal: Goal, revenue_months: RevenueMonths, revenue_window: Window) -> Estimate:
    """Revenue still missing to the goal, at today's yearly sales.

        goal_gap = goal − revenue of the last twelve months

    Today's sales stand still in this figure: it says how far the way is, not whether you will
    arrive. Below zero the goal is already passed.

    Parameters
    ----------
    goal
        Revenue of twelve months [currency] and the month it should be reached by.
    revenue_months, revenue_window
        Revenue by month, and the trailing months counted.

    Returns
    -------
    [money], any sign.

    Raises
    ------
    NotComputable
        No goal is set, or fewer than twelve months of revenue are known.

    Examples
    --------
    >>> import numpy as np
    >>> months = RevenueMonths(np.full(12, 100), first=24000, scale=0, source="orders")
    >>> goal_gap(Goal(revenue=1500, by="2001-12"), months, Window(24000, 24011)).value
    300.0
    """
    if revenue_window.months < 12:
        raise NotComputable(
            f"{revenue_window.months} months of revenue are known: twelve are needed to compare "
            "them with a yearly goal.",
            n=revenue_window.months,
        )
    sold = revenue_months.total(revenue_window)
    return Estimate(
        goal.revenue - sold,
        revenue_window.months,
        revenue_window,
        inputs={"goal": goal.revenue, "by": goal.by, "revenue_12_months": sold},
        note=f"Goal: {goal.revenue:,.0f} a year by {month_words(parse_month(goal.by))}.",
    )
