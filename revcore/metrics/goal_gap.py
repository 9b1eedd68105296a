"""Gap to the goal."""

from revcore.derive.forecast import FARTHEST, Forecast
from revcore.derive.intervals import Interval
from revcore.derive.purchases import RevenueMonths
from revcore.errors import NotComputable
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Goal, Pillar, Unit, Window, month_words, parse_month

YEAR = 12


@metric(
    title="Gap to the goal",
    plain="What is missing between your goal and where sales are heading",
    pillar=Pillar.STRATEGY,
    group="growth",
    unit=Unit.MONEY,
    better=Better.LOWER,
    n_of="months of history",
    order=25,
    own="none",
    past="It looks ahead from the last month counted: an earlier one belongs to an earlier "
    "forecast.",
    rows="history_rows",
    source="Own definition: the goal minus the revenue forecast for its twelve months",
)
def goal_gap(goal: Goal, forecast: Forecast, revenue_months: RevenueMonths) -> Estimate:
    """Revenue that will be missing at the goal’s date if things go on as they do.

        goal_gap = goal − revenue of the twelve months to the goal’s month

    Months that are known count as they were, later ones as forecast. Below zero the goal will be
    passed.

    Parameters
    ----------
    goal
        Revenue of twelve months [currency] and the month it should be reached by.
    forecast
        The months ahead with their ranges.
    revenue_months
        Revenue by month.

    Returns
    -------
    [money], any sign.

    Raises
    ------
    NotComputable
        No goal is set, its year begins before the data or ends more than two years ahead, or
        nothing can be forecast.

    Notes
    -----
    The goal less the forecast at its month, with the forecast’s range. Assumes what the forecast
    assumes; the goal is taken as it stands.

    Examples
    --------
    >>> import numpy as np
    >>> from revcore.derive.forecast import History, of_sales
    >>> months = RevenueMonths(np.full(18, 100), first=24000, scale=0, source="orders")
    >>> made = of_sales(History(np.full(18, 100.0), 24017, "flow", "orders"), None)
    >>> found = goal_gap(Goal(revenue=1500, by="2001-06"), made, months)
    >>> round(found.value, 6), found.inputs["known"]
    (300.0, 1200.0)
    >>> round(goal_gap(Goal(revenue=1500, by="2001-12"), made, months).inputs["known"], 6)
    600.0
    """
    by, last = parse_month(goal.by), forecast.history.last
    year = Window(by - YEAR + 1, by)
    ahead = by - last
    if ahead > FARTHEST:
        raise NotComputable(
            f"The goal lies {ahead} months ahead, in {month_words(by)}: a forecast reaches "
            f"{FARTHEST} months.",
            n=len(forecast.history.y),
        )
    known, expected, around = 0.0, 0.0, Interval(0.0, 0.0, 0.0, 0.0)
    if year.start <= last:
        known = revenue_months.total(Window(year.start, min(by, last)))
    if ahead > 0:
        expected, around = forecast.total(max(1, ahead - YEAR + 1), ahead)
    return Estimate(
        goal.revenue - known - expected,
        len(forecast.history.y),
        year,
        around.scaled(-1).shifted(goal.revenue - known) if ahead > 0 else None,
        {"goal": goal.revenue, "by": goal.by, "known": known, "forecast": expected},
        method=forecast.method if ahead > 0 else "Counted in full; no sampling interval.",
        note=f"Goal: {goal.revenue:,.0f} a year by {month_words(by)}.",
    )
