"""Win-back ignored."""

import numpy as np
import pandas as pd

from revcore.derive.intervals import jeffreys_draws, rng
from revcore.derive.leavers import LOOK, SINCE, Leavers, former, lately
from revcore.derive.margin import Margin
from revcore.derive.stays import DRAWS
from revcore.diagnosis.patterns._pattern import Signs, Stake, enough, pattern, say, together, trap
from revcore.diagnosis.patterns._words import some
from revcore.diagnosis_parts import Trap
from revcore.model import Window, last_day

PART, SPOKEN = 0.03, 0.20
"""The least a win-back brings; a firm that spoke to more than a fifth does not ignore them."""
BACK, MONTHS = (0.03, 0.08), 8
"""Former customers who come back when asked (house estimate), and months they pay in a year."""
LEAVERS = 30


@pattern(
    title="Nobody calls former customers",
    order=10,
    family="buying_again",
    applies=("subscription",),
    min_data="30 customers who left three months to two years ago",
    moves=("win_back_letters",),
    fields=("subscriptions.end", "subscriptions.end_reason", "deals.last_contact"),
    chart="former_customers",
    lever="new_customers",
    rows="customers_who_left",
    call_list="lapsed_customers",
)
def win_back_ignored(
    leavers: Leavers,
    as_of: int,
    customer_contacts: pd.DataFrame | None = None,
    margin: Margin | None = None,
) -> Signs:
    """Hardly anybody who left has come back, and nobody speaks to them.

        came back of those who left < 3%, and spoken to since < 20%

    Customers who left three to 24 months ago; firms that closed, or that never fitted, are left
    out where reasons say so. Two letters, after 60 and 180 days, bring back 3 to 8 of 100 (house
    estimate); under 3 nobody is likely to have tried. “Spoken to” is anything dated after they
    left: a deal, a contact, an answer.
    """
    window = Window(as_of - LOOK + 1, as_of - SINCE)
    all_of_them = len(lately(leavers, window).customer)
    mine = former(leavers, window)
    n = len(mine.customer)
    enough(n, LEAVERS, "customers who left three months to two years ago")
    back = mine.back <= as_of
    k = int(back.sum())
    spoken = since_leaving(mine, customer_contacts)
    drawn = jeffreys_draws(k, n, DRAWS, rng("win back", [k, n]))
    silent = spoken is None or spoken.mean() < SPOKEN
    lost = float(mine.lost.sum())
    evidence = [
        say(f"Of {n:,} customers who left {some(k)} {'has' if k == 1 else 'have'} come back."),
        say("Together they paid {lost} a month before they left.", lost=lost),
    ]  # fmt: skip
    if spoken is not None:
        called = int(spoken.sum())
        evidence.append(say(f"The files show contact with {some(called)} of them since."))
    return Signs(
        p=together(drawn < PART, silent),
        evidence=evidence,
        trap=worth_calling(mine, all_of_them - n, spoken),
        stake=won_back(mine, margin),
        n=n,
        window=str(window),
    )


def won_back(mine: Leavers, margin: Margin | None) -> Stake | None:
    """Money of twelve months, were 3 to 8 of 100 of them won back after a third of the year."""
    if margin is None:
        return None
    back = rng("won back", mine.lost).uniform(*BACK, DRAWS)
    revenue = back * float(mine.lost.sum()) * MONTHS
    return Stake(
        basis="3 to 8 of 100 former customers back", profit=revenue * margin.value, revenue=revenue
    )


def since_leaving(mine: Leavers, contacts: pd.DataFrame | None) -> np.ndarray | None:
    """Whether something happened with each after they left; None where nobody's is written down."""
    if contacts is None or not len(contacts):
        return None
    found = dict(zip(contacts["customer"].tolist(), contacts["day"].tolist(), strict=True))
    if not any(who in found for who in mine.customer.tolist()):
        return None
    return np.array(
        [found.get(who, -1) > last_day(month)
         for who, month in zip(mine.customer.tolist(), mine.month.tolist(), strict=True)], bool
    )  # fmt: skip


def worth_calling(mine: Leavers, gone: int, spoken: np.ndarray | None) -> Trap:
    """Whether they were worth a call, and whether calls are written down at all."""
    if not mine.told:
        return trap(None, "Nothing says why they left: those who never fitted are better left "
                    "alone.")  # fmt: skip
    if spoken is None or not spoken.any():
        return trap(None, f"Firms that closed or never fitted are left out ({gone}). Whether "
                    "anybody was called is written nowhere: ask.")  # fmt: skip
    return trap(True, f"Firms that closed or never fitted are left out ({gone}), and the files "
                "do show contact with some former customers: with the others there was "
                "none.")  # fmt: skip
