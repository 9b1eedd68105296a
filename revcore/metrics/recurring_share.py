"""Recurring share of revenue."""

from revcore.derive.invoiced import Invoiced
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Recurring share of revenue",
    plain="How much of what you invoice comes back by itself",
    pillar=Pillar.STRATEGY,
    group="growth",
    unit=Unit.RATIO,
    better=Better.HIGHER,
    n_of="months counted",
    order=82,
    own="window",
    rows="revenue_rows",
    source="ChartMogul, Recurring revenue: subscriptions beside one-off charges",
)
def recurring_share(invoiced_parts: Invoiced) -> Estimate:
    """Invoices of subscriptions as a share of all invoices.

        recurring_share = invoiced for subscriptions / invoiced

    Recurring is what the file marks so, else what is invoiced for a period of service. Set-up,
    hardware and projects are not.

    Parameters
    ----------
    invoiced_parts
        Amounts invoiced in the trailing months.

    Returns
    -------
    [ratio].

    Raises
    ------
    NotComputable
        Invoices say neither their period nor whether they recur, or nothing was invoiced.

    Notes
    -----
    Counted in full, so there is no sampling range. Assumes that what the file marks as recurring,
    or bills for a period, will come again.

    Examples
    --------
    >>> from revcore.model import Window
    >>> recurring_share(Invoiced(200.0, 150.0, Window(0, 11))).value
    0.75
    """
    found = invoiced_parts
    return Estimate(
        found.recurring / found.total,
        found.window.months,
        found.window,
        inputs={"invoiced_recurring": found.recurring, "invoiced": found.total},
    )
