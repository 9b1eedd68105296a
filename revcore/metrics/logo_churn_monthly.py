"""Monthly customer churn."""

from revcore.derive.movements import Exposure
from revcore.errors import NotComputable
from revcore.metrics._metric import FEWEST, Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Monthly customer churn",
    gloss="logo churn",
    plain="Of a hundred customers, how many leave in a month",
    pillar=Pillar.CUSTOMER_SUCCESS,
    group="retention",
    unit=Unit.RATIO,
    better=Better.LOWER,
    n_of="customer-months",
    order=40,
    rows="customers_at_risk",
    source="ChartMogul, Customer churn rate (help.chartmogul.com)",
)
def logo_churn_monthly(exposure: Exposure) -> Estimate:
    """Customers who left, for each customer-month in which one could.

        logo_churn_monthly = customers who left / customer-months at risk

    A mean over the months of the window, each weighted with the customers it opened with.
    Customers who joined within the window count from their second month on.

    Parameters
    ----------
    exposure
        Customer-months at risk and what was lost in them.

    Returns
    -------
    [ratio] per month; not to be multiplied by twelve.

    Raises
    ------
    NotComputable
        Fewer than five customers, or fewer than three months of history.

    Notes
    -----
    Wilson’s interval over customer-months. Assumes that a month of one customer is like a month of
    another; yearly contracts can leave only once a year.

    Examples
    --------
    >>> import numpy as np
    >>> from revcore.model import Window
    >>> months = np.full(50, 4.0)
    >>> found = Exposure(200, 6, months, np.zeros(50), months, np.zeros(50), Window(0, 11))
    >>> logo_churn_monthly(found).value
    0.03
    """
    customers = len(exposure.at_risk_by_customer)
    inputs = {
        "customers": customers,
        "lost": exposure.lost,
        "customer_months": exposure.months_at_risk,
    }
    if customers < FEWEST:
        raise NotComputable(
            f"{exposure.lost} of {customers} customers left: at least {FEWEST} are needed.",
            inputs=inputs,
            n=customers,
        )
    return Estimate.proportion(
        exposure.lost,
        exposure.months_at_risk,
        exposure.window,
        words="customer-months ended",
        names=("lost", "customer_months"),
        inputs={"customers": customers},
    )
