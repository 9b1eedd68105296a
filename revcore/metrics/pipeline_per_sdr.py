"""Pipeline for each person who opens deals."""

from revcore.derive.efficiency import Quotient
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Pipeline per SDR, a year",
    gloss="SDR: sales development representative",
    plain="What deals worth are opened in a year for each person whose job is opening them",
    pillar=Pillar.SALES,
    group="acquisition",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    n_of="deals created",
    order=86,
    past="By quarter: drawing all deals again for thirteen months would take too long.",
    rows="created_deals",
    source="SDR Metrics Report (bridgegroupinc.com)",
)
def pipeline_per_sdr(pipeline_for_sdrs: Quotient) -> Estimate:
    """Amounts of the deals created in a year over the people who open them.

        pipeline_per_sdr = amount of deals created × 12 / months / SDRs employed on average

    All deals, whoever opened them: some come without any SDR.

    Parameters
    ----------
    pipeline_for_sdrs
        Amounts of the deals created, people and draws.

    Returns
    -------
    [money].

    Raises
    ------
    NotComputable
        The team sheet names nobody with such a role, or fewer than half of the deals have an
        amount.

    Notes
    -----
    Deals drawn again; people are known. Assumes that business developers brought all of the
    pipeline.

    Examples
    --------
    >>> import numpy as np
    >>> from revcore.model import Window
    >>> pipeline_per_sdr(Quotient(900_000.0, 3.0, 40, Window(0, 11), {}, np.ones(9))).value
    300000.0
    """
    found = pipeline_for_sdrs
    return Estimate.simulated(
        found.value,
        lambda: found.draws,
        found.n,
        found.window,
        inputs=found.inputs,
        method="Deals drawn again; people are counted in full.",
    )
