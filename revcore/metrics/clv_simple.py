"""Customer value by the rule of thumb."""

from revcore.derive.payback import RuleOfThumb
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Customer value, rule of thumb",
    gloss="LTV = ARPA × margin ÷ churn",
    plain="The textbook shortcut for what a customer is worth, for comparison only",
    pillar=Pillar.CUSTOMER_SUCCESS,
    group="value",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    n_of="customers",
    order=30,
    own="none",
    past="It is there to be compared with the customer value, whose past is told.",
    rows="customers_at_risk",
    source="David Skok, SaaS Metrics 2.0 (forentrepreneurs.com)",
)
def clv_simple(rule_of_thumb: RuleOfThumb) -> Estimate:
    """ARPA times gross margin over monthly customer churn.

        clv_simple = ARPA × gross margin / monthly customer churn

    Shown beside the customer value, with the reason why the two differ; never in its place.

    Parameters
    ----------
    rule_of_thumb
        ARPA, margin and churn with joint draws.

    Returns
    -------
    [money].

    Raises
    ------
    NotComputable
        Nobody left, the gross margin is missing, or there is no recurring revenue.

    Notes
    -----
    Revenue per customer and churn drawn together. Assumes that everybody leaves at the same rate
    for ever, which is why it is shown for comparison only.

    Examples
    --------
    >>> import numpy as np
    >>> from revcore.model import Window
    >>> rule = RuleOfThumb(500.0, 0.8, 0.05, np.full(9, 8000.0), 25, Window(0, 11), None, None)
    >>> clv_simple(rule).value
    8000.0
    """
    found = rule_of_thumb
    return Estimate.simulated(
        found.value,
        found.draws,
        found.customers,
        found.window,
        inputs={
            "arpa": found.arpa,
            "gross_margin": found.margin,
            "churn_monthly": found.churn,
            **({} if found.over_horizon is None else {"clv": found.over_horizon}),
        },
        method="Simulated: ARPA and churn drawn together.",
        note=found.note,
    )
