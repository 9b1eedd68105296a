"""Magic number."""

from revcore.derive.efficiency import Quotient
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Magic number",
    plain="Yearly revenue added by a quarter, for each unit of money spent in the quarter before",
    pillar=Pillar.MARKETING,
    group="acquisition",
    unit=Unit.TIMES,
    better=Better.HIGHER,
    n_of="months counted",
    order=66,
    own="window",
    rows="revenue_rows",
    source="Scale Venture Partners, Magic number (scalevp.com)",
)
def magic_number(quarter_gain: Quotient) -> Estimate:
    """What a quarter’s revenue rose by, a year, over the spend of the quarter before.

        magic_number = 4 × (revenue of the quarter − that of the one before) / spend of the latter

    Above 0.75 spending more is said to pay; below 0.5 something does not work. It counts upgrades
    and losses too, and one quarter says little.

    Parameters
    ----------
    quarter_gain
        Revenue gained a year, the spend before it.

    Returns
    -------
    [times].

    Raises
    ------
    NotComputable
        Only advertising is in the spend, there is no recurring revenue, or six months of revenue or
        the quarter of spend are missing.

    Notes
    -----
    Counted in full, so there is no sampling range. Assumes that last quarter’s spend made this
    quarter’s growth.

    Examples
    --------
    >>> from revcore.model import Window
    >>> magic_number(Quotient(4 * 480_000.0, 1_800_000.0, 40, Window(0, 11))).value
    1.0666666666666667
    """
    found = quarter_gain
    return Estimate(found.value, found.n, found.window, inputs=found.inputs)
