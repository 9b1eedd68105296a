"""Gross margin."""

from revcore.derive.margin import Margin
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit

SAID = {"given": "As it was given.", "typed": "As it was typed with the twelve numbers."}
"""How a margin that nobody counted is known."""


@metric(
    title="Gross margin",
    plain="Of every 100 of sales, what is left after the direct cost of delivering them",
    pillar=Pillar.STRATEGY,
    group="value",
    unit=Unit.RATIO,
    better=Better.HIGHER,
    n_of="figures behind it",
    order=12,
    own="window",
    past="By quarter where the orders carry their profit; a margin that was given is one number.",
    rows="margin_rows",
    source="Gross margin as in management accounts: revenue less cost of sales, over revenue",
)
def gross_margin(margin: Margin) -> Estimate:
    """Gross profit for each unit of sales: as given, else as the orders’ own profit says.

        gross_margin = (revenue − cost of sales) / revenue

    Every value of a customer and every payback rests on it, so where it comes from stands beside
    it. What was given counts first, then what was typed with the twelve numbers, then the profit
    of the orders of twelve months, where every one of them carries it.

    Parameters
    ----------
    margin
        Gross margin as a fraction, and where it comes from.

    Returns
    -------
    [ratio].

    Raises
    ------
    NotComputable
        Nobody gave it, and the orders do not all say their profit.

    Notes
    -----
    As given or counted in full, so there is no sampling range. Assumes that cost of sales holds all
    direct cost of delivering: hosting, support and payment fees, or material and labour.

    Examples
    --------
    >>> gross_margin(Margin(0.78, "given")).value
    0.78
    """
    return Estimate(
        margin.value,
        margin.n,
        margin.window,
        inputs={"margin_from": margin.source, **margin.counted},
        method=SAID.get(margin.source, f"Counted in full from {margin.source}."),
    )
