"""Quota attainment."""

import numpy as np

from revcore.derive.quota_spread import sold_interval
from revcore.derive.sellers import Quota
from revcore.errors import NotComputable
from revcore.metrics._metric import FEWEST, Estimate, metric
from revcore.model import Better, Pillar, Unit, Window
from revcore.words import counted_words


@metric(
    title="Quota attainment",
    plain="How much of their quota the sellers sold",
    pillar=Pillar.PEOPLE,
    group="sales",
    unit=Unit.RATIO,
    better=Better.HIGHER,
    n_of="won deals of sellers with a quota",
    order=60,
    past="By quarter: drawing all deals again for thirteen months would take too long.",
    rows="quota_deals",
    source="Own definition: won value ÷ quota, both over the days somebody was employed",
)
def quota_attainment(quotas: list[Quota], deal_window: Window) -> Estimate:
    """Won value of the sellers with a quota over their quotas of the same days.

        quota_attainment = Σ won value while a quota was due / Σ quota of those days

    A quota is for a quarter; who came or left in the window owes and sells for the days employed
    only. Published figures mostly count the share of sellers who reach their quota, which is
    another one: it stands beside this, for sellers with a full quarter.

    Parameters
    ----------
    quotas
        Quota and won deals of each person.
    deal_window
        The months counted.

    Returns
    -------
    [ratio], 0 or more.

    Raises
    ------
    NotComputable
        No team list with quotas, or fewer than five deals won by people with one.

    Notes
    -----
    Deals as chance events of their own size (compound Poisson). Assumes that sellers’ deals come
    independently of one another; quotas are taken as given.

    Examples
    --------
    >>> deals = np.full(6, 10_000.0)
    >>> team = [Quota("a", 50_000, deals, 1.0), Quota("b", 50_000, deals[:3], 1.0)]
    >>> found = quota_attainment(team, Window(0, 2))
    >>> found.value, found.inputs["sellers_at_quota"], found.inputs["sellers"]
    (0.9, 1, 2)
    """
    quota = sum(one.quota for one in quotas)
    amounts = np.concatenate([one.amounts for one in quotas])
    full = [one for one in quotas if one.quarters >= 1 - 1e-9 and one.quota > 0]
    inputs = {
        "won_value": float(amounts.sum()),
        "quota": quota,
        "sellers": len(quotas),
        "sellers_with_a_full_quarter": len(full),
        "sellers_at_quota": sum(one.sold >= one.quota for one in full),
    }
    n = len(amounts)
    if n < FEWEST:
        raise NotComputable(
            f"{counted_words(n, 'deals')} won by sellers with a quota: at least {FEWEST} are "
            "needed.",
            inputs=inputs,
            n=n,
        )
    return Estimate(
        float(amounts.sum()) / quota,
        n,
        deal_window,
        sold_interval(amounts).scaled(1 / quota),
        inputs,
        method="Deals taken as chance events of their own size (compound Poisson).",
    )
