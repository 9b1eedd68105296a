"""Win rate of created deals."""

from revcore.derive.funnel import Created
from revcore.derive.resamples import DealResamples
from revcore.metrics._funnel import followed
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Win rate of new deals",
    plain="Of the deals you open, how many you will have won",
    pillar=Pillar.SALES,
    group="sales",
    unit=Unit.RATIO,
    better=Better.HIGHER,
    n_of="deals created",
    order=12,
    rows="created_deals",
    source="Aalen & Johansen (1978), Scandinavian Journal of Statistics 5:141–150; what it "
    "answers: Implisit (2014), opportunity to won",
)
def win_rate_created(
    created_cohort: Created,
    stale_limit: float | None = None,
    deal_resamples: DealResamples | None = None,
) -> Estimate:
    """Share of the deals created in the window that are won within so many days.

        win_rate_created = Σ still open before day u × won on day u / open just before day u

    Won ÷ closed swings with how quickly deals are lost, won ÷ created counts young deals as
    losses; here a deal that is still open is neither, and won and lost compete. The days are as
    many as a quarter of these deals, and at least ten, could be watched. Beside it stands the share
    if deals open for longer than nine in ten of the wins took were counted as lost.

    Parameters
    ----------
    created_cohort
        Deals created in the window with what became of them.
    stale_limit
        Days after which an open deal is likely forgotten.
    deal_resamples
        Deals drawn again, shared by all measures.

    Returns
    -------
    [ratio], 0 to 1.

    Raises
    ------
    NotComputable
        Fewer than ten closed deals or three wins, or no day of creation.

    Notes
    -----
    Aalen–Johansen with won and lost as competing ends; the range from deals drawn again. Assumes
    that open deals will go the way of earlier ones of the same age.

    Examples
    --------
    >>> import numpy as np
    >>> from revcore.derive._funnel_cohorts import deal_step
    >>> from revcore.derive.deals import Deals
    >>> day = np.arange(12) * 30 + 19723
    >>> lost = (np.arange(12) % 3 > 0).astype(int)
    >>> deals = Deals(created=day, closed=day + 20, won=1 - lost, lost=lost, amount=lost,
    ...               valued=lost, n=np.ones(12, int), scale=0)
    >>> round(win_rate_created(deal_step(deals, 2024 * 12 + 11, 12)).value, 3)
    0.333
    """
    step, found = created_cohort.step, created_cohort.followed
    _, lost, still_open = found.incidence.at(found.within)
    inputs: dict[str, float | int | str] = {
        "created": step.entered,
        "reached": step.reached,
        "basis": step.basis,
        **step.detail,
        "share_lost": lost,
        "share_still_open": still_open,
    }
    if stale_limit is not None:
        many, share = found.stale(stale_limit)
        inputs |= {
            "stale_after_days": stale_limit,
            "stale_deals": many,
            "if_stale_were_lost": share,
        }
    note = f"Won within {found.within:,} days of creation."
    if inputs.get("stale_deals"):
        note += (
            f" {inputs['stale_deals']:,} of them have been open for more than {stale_limit:,.0f} "
            f"days; counted as lost, {100 * float(inputs['if_stale_were_lost']):.1f} % are won."
        )
    estimate = followed(found, step.window, "deals created became customers won", inputs, note)
    if deal_resamples is None:
        return estimate
    return estimate.with_draws(lambda: created_cohort.draws(deal_resamples))
