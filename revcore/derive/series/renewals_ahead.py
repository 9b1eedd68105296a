"""What comes up for renewal in each of the next twelve months."""

from revcore.derive.renewals import Renewals
from revcore.derive.series._series import Cell, Drawn, series
from revcore.errors import NotComputable
from revcore.model import Unit, first_day, last_day, month_label

MONTHS = 12


@series(title="Renewals ahead", unit=Unit.RATIO, columns=("month", "share", "contracts"))
def renewals_ahead(renewals: Renewals, as_of: int) -> Drawn:
    """One row per month ahead: its share of all recurring revenue, and how many customers.

    Raises
    ------
    NotComputable
        Nothing comes up for renewal.
    """
    rows: list[list[Cell]] = []
    for month in range(as_of + 1, as_of + MONTHS + 1):
        mine = renewals.within(first_day(month), last_day(month) - first_day(month) + 1)
        share = float(renewals.mrr[mine].sum()) / renewals.all_mrr
        rows.append([month_label(month), share, len(set(renewals.customer[mine].tolist()))])
    if not any(row[2] for row in rows):
        raise NotComputable("No contract of half a year or longer comes up for renewal.")
    return Drawn(rows)
