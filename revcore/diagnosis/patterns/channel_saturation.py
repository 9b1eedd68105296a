"""Channel saturation."""

import numpy as np

from revcore.derive.intervals import Floats
from revcore.derive.spend_response import FREE, ChannelResponse
from revcore.derive.value import Worth
from revcore.diagnosis.patterns._pattern import (
    Signs,
    Stake,
    enough,
    pattern,
    say,
    together,
    trap,
)
from revcore.diagnosis_parts import Trap

ELASTIC = 0.6
CUSTOMERS = 30
SPARED = 0.2
"""The part of the channel’s spend that the finding’s money asks about."""


@pattern(
    title="This channel is full",
    order=12,
    family="spending",
    min_data="12 months of a channel’s spend that varied by a quarter, and 30 customers from it",
    moves=("pause_marginal_channel", "reallocate_fifth", "test_new_channel"),
    fields=("spend.channel", "deals.source", "customers.source"),
    chart="cac_by_channel",
    lever="leads",
    rows="new_customers",
)
def channel_saturation(channel_responses: list[ChannelResponse], customer_value: Worth) -> Signs:
    """One customer more through a channel would cost more than a customer brings.

        1% more spend brings < 0.6% more customers,
        and advertising per customer ÷ that answer > value of a customer

    How customers answer to spend is estimated from the months in which spend went up and down,
    starting from what advertising usually does (0.35 ± 0.25). Of several channels the one where
    most draws say so.
    """
    known = [one for one in channel_responses if one.customers >= CUSTOMERS]
    enough(max(one.customers for one in channel_responses), CUSTOMERS, "customers from one channel")
    size = min(customer_value.draws.size, *(one.draws.size for one in known))
    value = customer_value.draws[:size]
    full = {
        one.name: together(one.answer.draws[:size] < ELASTIC, one.next_draws[:size] > value)
        for one in known
    }
    chosen = max(known, key=lambda one: (float(full[one.name].mean()), one.cost))
    return Signs(
        p=full[chosen.name],
        evidence=[
            say(f"One customer more through “{chosen.name}” would cost about {{next}} in "
                "advertising; a customer brings {value}.",
                next=float(np.median(chosen.next_draws)), value=customer_value.value),
            say(answered(chosen.answer.elasticity)),
            say("On average a customer from there costs {cost} in advertising.", cost=chosen.cost),
        ],
        trap=season(chosen),
        stake=Stake(profit=saved(chosen, value), basis="a fifth less spent there"),
        subject=chosen.name,
        title=f"The channel “{chosen.name}” is full",
        n=chosen.customers,
        window=str(chosen.window),
    )  # fmt: skip


def answered(elasticity: float) -> str:
    """How many more customers came of more spend.

    >>> answered(0.32)
    'In months with 10% more spend there, about 3% more customers came.'
    """
    if elasticity < 0.05:
        return "In months with more spend there, hardly any more customers came."
    more = round(elasticity * 10)
    return f"In months with 10% more spend there, about {max(more, 1)}% more customers came."


def saved(channel: ChannelResponse, value: Floats) -> Floats:
    """Draws of a year’s money if a fifth less were spent: the cost, less the customers not won."""
    won = channel.spend / channel.draws[: value.size]
    fewer = 1 - (1 - SPARED) ** channel.answer.draws[: value.size]
    return np.asarray(SPARED * channel.spend - fewer * won * value)


def season(channel: ChannelResponse) -> Trap:
    """Spend that follows the season cannot show what spend does."""
    if channel.free >= FREE:
        return trap(True, "It is not the season: most ups and downs of the spend follow neither "
                    "the month of the year nor a trend.")  # fmt: skip
    return trap(None, "The spend went up and down with the season or along a trend: what the "
                "season did and what the money did cannot be told apart.")  # fmt: skip
