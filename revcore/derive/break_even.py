"""How many sales a change of price may cost before the gross profit falls."""

from __future__ import annotations

from revcore.errors import NotComputable


def break_even_loss(rise: float, margin: float) -> float:
    """Share of sales that may be lost after a price rise with the gross profit unchanged.

        loss = rise / (margin + rise)

    A cut (a negative rise) gives the share of sales that must be gained, as a negative number.
    What a sale costs stays the same; fixed costs play no part.

    Parameters
    ----------
    rise
        Price change as a share of today's price [ratio].
    margin
        Gross margin before it [ratio].

    Raises
    ------
    NotComputable
        The price would fall to what a sale costs, or below.

    References
    ----------
    Nagle & Müller (2018), The Strategy and Tactics of Pricing, 6th ed., ch. 9: break-even sales
    change.

    Examples
    --------
    Raise 5 %: at a 50 % margin 9 % of sales may go and nobody is worse off.

    >>> round(break_even_loss(0.05, 0.50), 4), round(break_even_loss(-0.10, 0.50), 4)
    (0.0909, -0.25)
    """
    if margin + rise <= 0:
        raise NotComputable("At that price a sale would not even cover its own cost.")
    return rise / (margin + rise)


def profit_change(rise: float, margin: float, lost: float) -> float:
    """Change of the gross profit after a price rise that costs a share of sales [ratio].

        change = (margin + rise) (1 − lost) / margin − 1

    >>> round(profit_change(0.05, 0.50, break_even_loss(0.05, 0.50)), 12)
    0.0
    >>> round(profit_change(0.05, 0.50, 0.0), 4)
    0.1
    """
    if margin <= 0:
        raise NotComputable("Without a gross margin above zero there is no profit to compare.")
    return (margin + rise) * (1 - lost) / margin - 1
