"""Cost per new customer of the paid channels."""

from revcore.derive.channels import ByChannel
from revcore.derive.cost import costs
from revcore.errors import NotComputable
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Cost per new customer, paid channels",
    gloss="CAC by channel",
    plain="What a customer costs who came through a channel you pay for",
    pillar=Pillar.MARKETING,
    group="acquisition",
    unit=Unit.MONEY,
    better=Better.LOWER,
    n_of="new customers of paid channels",
    order=30,
    past="By quarter: the channels’ shares of thirteen months would take too long.",
    rows="new_customers",
    source="Own definition: spend that names a channel over the customers who came through it",
)
def cac_by_channel(acquisition_by_channel: ByChannel) -> Estimate:
    """Spend of the channels over the customers attributed to them.

        cac_by_channel = spend of paid channels / new customers who came through them

    One customer, one channel: the one the customer list or the first won deal names. Spend
    without a channel (pay, tools) and customers without one stand beside it, never spread over
    the channels. Each channel has its own row in the breakdown.

    Parameters
    ----------
    acquisition_by_channel
        Channels with spend and customers, and what belongs to none.

    Returns
    -------
    [money].

    Raises
    ------
    NotComputable
        Nothing says where customers came from, the spend names no channel, or fewer than eight
        customers came through paid channels.

    Notes
    -----
    Spend ÷ Gamma(n + ½), channel by channel. Assumes that the named source is what won the
    customer; channels that only help look dear.

    Examples
    --------
    >>> from revcore.derive.channels import ChannelCost
    >>> from revcore.model import Window
    >>> year = Window(0, 11)
    >>> ads, word = ChannelCost("Ads", 9000.0, 30, True), ChannelCost("Word", 0.0, 9, False)
    >>> found = ByChannel((ads, word), 50_000.0, 4, year, year, "")
    >>> cac_by_channel(found).value
    300.0
    """
    found = acquisition_by_channel
    spend = sum(part.spend for part in found.paid)
    customers = sum(part.customers for part in found.paid)
    everyone = sum(part.customers for part in found.channels) + found.customers_without_source
    inputs: dict[str, float | int | str] = {
        "spend_of_channels": spend,
        "customers_of_channels": customers,
        "spend_without_channel": found.spend_without_channel,
        "customers_without_source": found.customers_without_source,
        "customers_of_unpaid_channels": sum(
            part.customers for part in found.channels if not part.paid
        ),
        "new_customers": everyone,
        "spend_window": str(found.spend_window),
    }
    if everyone:
        inputs["share_with_source"] = 1 - found.customers_without_source / everyone
    if not customers:
        raise NotComputable(
            "No new customer came through a channel with spend.", inputs=inputs, n=0
        )
    cost = costs(spend, customers, found.window, inputs)
    return Estimate(
        cost.value,
        customers,
        found.window,
        cost.interval,
        inputs,
        cost.draws,
        cost.method,
        f"{found.merged}." if found.merged else "",
    )
