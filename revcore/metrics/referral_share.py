"""Share won by recommendation."""

from revcore.derive.waiting import Referrals
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit, Window


@metric(
    title="Won by recommendation",
    plain="Of the deals you won, how many came because somebody recommended you",
    pillar=Pillar.PARTNERS,
    group="retention",
    unit=Unit.RATIO,
    better=Better.HIGHER,
    n_of="won deals that name their source",
    order=85,
    rows="won_deals_sourced",
    source="Own definition: won deals whose source speaks of a referral or recommendation",
)
def referral_share(referrals: Referrals, deal_window: Window) -> Estimate:
    """Share of the won deals with a source whose source speaks of a recommendation.

        referral_share = won deals by referral / won deals that name their source

    Only what was written down counts: who came by word of mouth often stands under another source.

    Parameters
    ----------
    referrals
        Won deals of the window with a source, and those by referral.
    deal_window
        The months counted.

    Returns
    -------
    [ratio], 0 to 1.

    Raises
    ------
    NotComputable
        The deals name no source, or fewer than five of the won ones do.

    Notes
    -----
    Wilson’s interval. Assumes that the source named first is what brought the deal.

    Examples
    --------
    >>> referral_share(Referrals(40, 10), Window(0, 11)).value
    0.25
    """
    return Estimate.proportion(
        referrals.referred,
        referrals.won,
        deal_window,
        words="won deals came by recommendation",
        names=("by_recommendation", "won_with_a_source"),
    )
