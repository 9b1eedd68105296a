"""Movements of recurring revenue."""

from revcore.derive.months import CustomerMonths
from revcore.derive.movements import Flows
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Change in recurring revenue",
    gloss="net new MRR",
    plain="What came and went of monthly recurring revenue",
    pillar=Pillar.STRATEGY,
    group="growth",
    unit=Unit.MONEY_PER_MONTH,
    better=Better.HIGHER,
    n_of="customers whose MRR moved",
    order=35,
    own="window",
    rows="customers_moved",
    source="ChartMogul, Net MRR movements",
)
def mrr_movements(customer_flows: Flows, recurring: CustomerMonths) -> Estimate:
    """Recurring revenue gained less lost over the window; exactly the change of its level.

        mrr_movements = new + reactivation + expansion − contraction − churn + fx

    Counted month by month. It equals closing MRR minus opening MRR to the last cent. fx is what
    exchange rates made of customers who stayed; it is 0 where everything is in one currency or a
    currency has one rate. With original amounts c and rates r:

        c₁ ≥ c₀:  expansion (c₁ − c₀) r₁,    fx = c₀ (r₁ − r₀)
        c₁ < c₀:  contraction (c₀ − c₁) r₀,  fx = c₁ (r₁ − r₀)

    What came counts at the rate it came at, what went at the rate it stood at, and fx is what rates
    did to the amount that stayed. A subscription or invoice keeps its rate until another follows.

    Parameters
    ----------
    customer_flows
        Each customer’s gains and losses of the window [money].
    recurring
        MRR by customer and month.

    Returns
    -------
    [money per month]

    Raises
    ------
    NotComputable
        The history is shorter than three months.

    Notes
    -----
    Counted in full, so there is no sampling range. All movements add up to the change, to the cent.
    Assumes that a customer is one customer in every file, and that the rates given are those of
    the months they are given for.

    Examples
    --------
    >>> import pandas as pd
    >>> from revcore.model import Window
    >>> sheet = pd.DataFrame({"customer": [1, 1, 2], "month": [4, 5, 5], "amount": [50, 60, 40]})
    >>> months = CustomerMonths.of(sheet, scale=0, first=4, last=5, source="MRR sheet")
    >>> import numpy as np
    >>> none = np.zeros(2)
    >>> moved = Flows(np.array([0.0, 40]), none, np.array([10.0, 0]), none, none, Window(5, 5))
    >>> mrr_movements(moved, months).value
    50.0
    """
    window = customer_flows.window
    opening = recurring.money(recurring.total(window.start - 1))
    closing = recurring.money(recurring.total(window.end))
    return Estimate(
        closing - opening,
        len(customer_flows.new),
        window,
        inputs={**customer_flows.inputs, "opening": opening, "closing": closing},
        note=said(closing - opening, customer_flows.fx),
    )


def said(change: float, fx: float) -> str:
    """Which part of a change is the exchange rate; nothing where it has none.

    >>> said(20_000, 12_300), said(-500, -200)  # doctest: +NORMALIZE_WHITESPACE
    ('12,300 of the growth is the exchange rate, not the customers.',
     '200 of the fall is the exchange rate, not the customers.')
    >>> said(100, 300)
    'The exchange rate added 300; without it, recurring revenue would have fallen by 200.'
    >>> said(100, -300)
    'The exchange rate took away 300; without it, recurring revenue would have grown by 400.'
    """
    if not round(fx):
        return ""
    amount, own = f"{abs(fx):,.0f}", change - fx
    if 0 < fx <= change or change <= fx < 0:
        change_words = "growth" if fx > 0 else "fall"
        return f"{amount} of the {change_words} is the exchange rate, not the customers."
    moved = f"{'grown' if own > 0 else 'fallen'} by {abs(own):,.0f}"
    return (
        f"The exchange rate {'added' if fx > 0 else 'took away'} {amount}; without it, recurring "
        f"revenue would have {moved}."
    )
