"""Money in the bank: what was there, and what simulated courses of the next year do."""

import numpy as np

from revcore.derive.cash_ahead import AHEAD, CashAhead
from revcore.derive.series._series import Cell, Drawn, series
from revcore.model import Unit, month_label

ENDS = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)


@series(
    title="Cash ahead",
    unit=Unit.MONEY,
    columns=(
        "month", "balance", "low95", "low", "low50", "ahead", "high50", "high", "high95", "empty",
    ),
)  # fmt: skip
def cash_courses(cash_ahead: CashAhead) -> Drawn:
    """Balances known, then the middle of the courses with their ranges and how many ran dry."""
    end = cash_ahead.window.end
    known = cash_ahead.known
    months = np.arange(end - known.size + 1, end + 1).tolist()
    rows: list[list[Cell]] = [
        [month_label(month), float(money), *[None] * (len(ENDS) + 1)]
        for month, money in zip(months, known, strict=True)
    ]
    ends = np.quantile(cash_ahead.paths, ENDS, axis=0)
    rows += [
        [month_label(end + 1 + at), None, *ends[:, at].tolist(), float(cash_ahead.empty_by[at])]
        for at in range(AHEAD)
    ]
    return Drawn(rows)
