"""Gross margin: as given, else as the orders' own profit says; never assumed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import provider


@dataclass(frozen=True)
class Margin:
    """Gross margin as a fraction, and where it comes from.

    n
        Orders whose profit was added up; 1 for a number that was given.
    window
        Their months; None for a number that was given.
    counted
        What it was worked out from [currency].
    """

    value: float
    source: str
    n: int = 1
    window: Window | None = None
    counted: Mapping[str, float] = field(default_factory=dict)


@provider
def margin(
    gross_margin: float | None = None,
    order_profit: pd.DataFrame | None = None,
    typed_answers: dict[str, float] | None = None,
    as_of: int | None = None,
    scales: Mapping[str, int] | None = None,
) -> Margin:
    """The margin that money per customer is multiplied by.

    Raises
    ------
    NotComputable
        Nobody gave it and the orders hold no profit.
    """
    if gross_margin is not None:
        return Margin(gross_margin, "given")
    if typed_answers is not None and "gross_margin" in typed_answers:
        typed = typed_answers["gross_margin"]
        return Margin(typed / 100 if typed > 1 else typed, "typed")
    if order_profit is not None and as_of is not None and len(order_profit):
        mine = order_profit[(order_profit["month"] > as_of - 12) & (order_profit["month"] <= as_of)]
        filled, rows = int(mine["filled"].sum()), int(mine["n"].sum())
        sold = int(mine["amount"].sum())
        if rows and filled == rows and sold > 0:
            profit, revenue = (
                total / 10 ** (scales or {}).get(f"orders.{column}", 0)
                for column, total in (("profit", int(mine["profit"].sum())), ("amount", sold))
            )
            return Margin(
                profit / revenue, "the orders’ own profit column", rows,
                Window(int(mine["month"].min()), as_of),
                {"gross_profit": profit, "revenue": revenue},
            )  # fmt: skip
    raise NotComputable(
        "Needs the gross margin: what is left of sales after the direct cost of delivering them.",
        needs=("settings.gross_margin",),
    )
