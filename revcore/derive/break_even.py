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


def profit_levers(move: float, margin: float, profit_margin: float) -> dict[str, float]:
    """Change of the profit when one of four things moves by a share, in your favour [ratio].

        price = move / profit margin            volume = move × margin / profit margin
        cost of a sale = move × (1 − margin) / profit margin
        fixed cost = move × (margin − profit margin) / profit margin

    Each alone, the others as they are; nobody buys less at the higher price.

    Parameters
    ----------
    move
        By how much price or volume rise, or a cost falls [ratio].
    margin
        Gross margin [ratio].
    profit_margin
        Profit of the whole company as a share of revenue [ratio].

    Raises
    ------
    NotComputable
        There is no profit to compare with.

    Examples
    --------
    >>> {name: round(gain, 6) for name, gain in profit_levers(0.05, 0.40, 0.10).items()}
    {'price': 0.5, 'cost_of_sale': 0.3, 'volume': 0.2, 'fixed_cost': 0.15}
    """
    if profit_margin <= 0:
        raise NotComputable("Without a profit above zero there is none to compare with.")
    return {
        "price": move / profit_margin,
        "cost_of_sale": move * (1 - margin) / profit_margin,
        "volume": move * margin / profit_margin,
        "fixed_cost": move * (margin - profit_margin) / profit_margin,
    }
