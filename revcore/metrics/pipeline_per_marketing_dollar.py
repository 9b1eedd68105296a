"""Pipeline for each unit of marketing spend."""

from revcore.derive.efficiency import Quotient
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Pipeline per unit of marketing spend",
    gloss="pipeline per marketing dollar",
    plain="What deals worth are opened for each unit of money marketing costs",
    pillar=Pillar.MARKETING,
    group="acquisition",
    unit=Unit.TIMES,
    better=Better.HIGHER,
    n_of="deals created",
    order=84,
    past="By quarter: drawing all deals again for thirteen months would take too long.",
    rows="created_deals",
    source="Own definition: all pipeline created over all marketing spend of the same months",
)
def pipeline_per_marketing_dollar(pipeline_for_marketing: Quotient) -> Estimate:
    """Amounts of the deals created over the marketing spend of the same months.

        pipeline_per_marketing_dollar = amount of deals created / marketing spend

    All deals, whoever opened them; tools that count only marketing’s own deals show less.

    Parameters
    ----------
    pipeline_for_marketing
        Amounts of the deals created, marketing spend and draws.

    Returns
    -------
    [times].

    Raises
    ------
    NotComputable
        Fewer than half of the deals created have an amount, or no marketing spend was recorded.

    Notes
    -----
    Deals drawn again; spend is known. Assumes that marketing brought all of the pipeline.

    Examples
    --------
    >>> import numpy as np
    >>> from revcore.model import Window
    >>> found = Quotient(900.0, 100.0, 40, Window(0, 11), {}, np.ones(9))
    >>> pipeline_per_marketing_dollar(found).value
    9.0
    """
    found = pipeline_for_marketing
    return Estimate.simulated(
        found.value,
        lambda: found.draws,
        found.n,
        found.window,
        inputs=found.inputs,
        method="Deals drawn again; the spend is counted in full.",
    )
