"""Stale pipeline."""

from revcore.derive.stale import Stale
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit, Window


@metric(
    title="Stale pipeline",
    plain="Of the open deals, how many are older than nine in ten wins ever were",
    pillar=Pillar.SALES,
    group="sales",
    unit=Unit.RATIO,
    better=Better.LOWER,
    n_of="open deals with their day",
    order=56,
    own="none",
    past="How long is too long is set by the deals won up to today.",
    rows="open_deals_dated",
    source="Own definition: open longer than the 90th percentile of won cycles",
)
def stale_pipeline_share(stale: Stale, as_of: int) -> Estimate:
    """Share of open deals that are older than nine in ten won deals were on the day they were won.

        stale_pipeline_share = open deals older than the 90th percentile of won cycles / open deals

    Counted by deals; their share of the open value stands beside it. Deals without the day they
    were created are in neither.

    Parameters
    ----------
    stale
        Open deals, and the days beyond which one is stale.
    as_of
        The last month counted.

    Returns
    -------
    [ratio], 0 to 1.

    Raises
    ------
    NotComputable
        Fewer than 15 won deals with both days, or fewer than five open ones.

    Notes
    -----
    Wilson’s interval. The bar is the 90th percentile of won cycles; deals won once after a long
    pause count as stale before.

    Examples
    --------
    >>> found = stale_pipeline_share(Stale(90.0, 40, 30, 8e5, 5e5, 2), as_of=24180)
    >>> found.value, found.inputs["share_of_open_value"]
    (0.75, 0.625)
    """
    inputs: dict[str, float | int] = {
        "days_of_nine_in_ten_wins": stale.limit,
        "open_without_a_day": stale.undated,
    }
    if stale.value > 0:
        inputs |= {
            "open_value": stale.value,
            "stale_value": stale.stale_value,
            "share_of_open_value": stale.stale_value / stale.value,
        }
    return Estimate.proportion(
        stale.stale,
        stale.deals,
        Window(as_of, as_of),
        words="open deals are stale",
        names=("stale", "open"),
        inputs=inputs,
    )
