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
    rows="new_customers",
    source="Fader & Hardie (2007, 2010), shifted-Beta-Geometric; orders: observed",
)
def clv(customer_value: Worth) -> Estimate:
    """Gross profit of a new customer over a horizon that the evidence carries.

        clv = ARPA × gross margin × Σ share still here at month t / (1 + d)^t

    Subscriptions: a shifted-Beta-Geometric curve over 36 months, over 24 with fewer customers
    gone or young data, one pooled churn rate over 12 with fewer than ten gone, nothing with none.
    The first payment is now and certain; no growth of the account is assumed. Orders and
    projects: the observed gross profit of the first twelve months. Never “lifetime”.

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

    Examples
    --------
    >>> import numpy as np
    >>> from revcore.model import Window
    >>> worth = Worth(900.0, np.full(9, 900.0), 80, 36, Window(0, 40), "Curve.", "36 months.", {})
    >>> clv(worth).value, clv(worth).inputs["horizon_months"]
    (900.0, 36)
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
    )
