"""Losses without a decision."""

from revcore.derive.lost_reasons import LostReasons
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit, Window


@metric(
    title="Lost without a decision",
    plain="Of the deals lost for a known reason, how many never said no",
    pillar=Pillar.SALES,
    group="sales",
    unit=Unit.RATIO,
    better=Better.LOWER,
    n_of="lost deals with a reason",
    order=70,
    rows="lost_deals",
    source="Dixon & McKenna, The JOLT Effect (2022): losses to no decision",
)
def no_decision_share(lost_reasons: LostReasons, deal_window: Window) -> Estimate:
    """Share of the deals lost in the window whose reason is that nobody decided.

        no_decision_share = lost to no decision, silence or timing / lost with a reason

    Reasons are the sellers’ own words; those that speak of no decision, no answer, timing or delay
    are counted. Deals lost without a reason are in neither.

    Parameters
    ----------
    lost_reasons
        Reasons of the deals lost in the window.
    deal_window
        The months counted.

    Returns
    -------
    [ratio], 0 to 1.

    Raises
    ------
    NotComputable
        No lost deal says why, or fewer than five do.

    Notes
    -----
    Wilson’s interval. Assumes that the reasons typed are the reasons; deals without one are left
    out and counted.

    Examples
    --------
    >>> found = LostReasons(["No answer", "Price"], [6, 4], [True, False], [False, True], unsaid=2)
    >>> no_decision_share(found, Window(0, 11)).value
    0.6
    """
    return Estimate.proportion(
        lost_reasons.count(lost_reasons.no_decision),
        lost_reasons.said,
        deal_window,
        words="lost deals were never decided",
        names=("without_a_decision", "lost_with_a_reason"),
        inputs={"lost_without_a_reason": lost_reasons.unsaid},
    )
