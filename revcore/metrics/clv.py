"""Customer lifetime value."""

from revcore.derive.value import Worth
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Customer value over a fixed horizon",
    gloss="CLV",
    plain="What a new customer brings in, after the direct cost of serving it",
    pillar=Pillar.CUSTOMER_SUCCESS,
    group="value",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    n_of="customers",
    order=20,
    past="By quarter, for subscriptions at what those won in it pay: fitting customers’ lives "
    "again for thirteen months would take too long.",
    rows="valued_customers",
    source="Fader & Hardie (2007, 2010), shifted-Beta-Geometric; orders: Batislam et al. (2007), "
    "MBG/NBD, and Fader & Hardie (2013), Gamma-Gamma",
)
def clv(customer_value: Worth) -> Estimate:
    """Gross profit of a new customer over a horizon that the evidence carries.

        clv = MRR of new customers × gross margin × Σ share still here at month t / (1 + d)^t

    Subscriptions: a shifted-Beta-Geometric curve over 36 months, over 24 with fewer customers
    gone or young data, one pooled churn rate over 12 with fewer than ten gone, nothing with none;
    monthly and yearly contracts apart where the file tells them apart. The first payment is now
    and certain; growth of the account stands beside it, for 24 months at most.

    Orders: the first order, and the value of an order × the orders to expect, by MBG/NBD and
    Gamma-Gamma, over 12 months, over 36 with two years of data; below 60 customers or 30 who
    bought again what was seen stands instead. Who comes up in the first months of the data, as many
    as a usual wait (eight in ten are shorter) has, may be an old customer and is left out where
    enough remain. Projects: the mean project × (1 + the share of clients with another within the
    months allowed) × margin. Never “lifetime”.

    Parameters
    ----------
    customer_value
        Value with draws, its horizon and how it was worked out.

    Returns
    -------
    [money].

    Raises
    ------
    NotComputable
        The gross margin is missing, nobody has left, or too few customers have had the time.

    Notes
    -----
    Posterior modes with draws around them (Laplace). Assumes that some customers are stickier than
    others, that new ones behave as earlier ones did, one margin, and a fixed horizon; nothing
    beyond it is counted.

    Examples
    --------
    >>> import numpy as np
    >>> from revcore.model import Window
    >>> worth = Worth(900.0, np.full(9, 900.0), 80, 36, Window(0, 40), "Curve.", "36 months.", {})
    >>> clv(worth).value, clv(worth).inputs["horizon_months"]
    (900.0, 36)
    >>> clv(worth).title
    'Customer worth in its first 36 months'
    """
    found = customer_value
    return Estimate.simulated(
        found.value,
        found.draws,
        found.n,
        found.window,
        inputs={"horizon_months": found.horizon, **found.inputs},
        method=found.method,
        note=found.note,
        title=f"Customer worth in its first {found.horizon} months",
    )
