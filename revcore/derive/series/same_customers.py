"""What last year's customers bought this year."""

from __future__ import annotations

from revcore.derive.purchases import YearPair
from revcore.derive.series._series import Cell, Drawn, series
from revcore.errors import NotComputable
from revcore.model import Unit
from revcore.words import counted_words

FEWEST = 5


@series(
    title="The same customers, a year later",
    unit=Unit.MONEY,
    columns=("kind", "customers", "amount"),
)
def same_customers(year_pair: YearPair) -> Drawn:
    """A bridge in signed steps: before + lost + less + more = now; new stands apart [money].

    before counts the customers of the earlier twelve months, now the ones of them still buying.
    """
    then, now = year_pair.before, year_pair.now
    was = then > 0
    if int(was.sum()) < FEWEST:
        many = counted_words(int(was.sum()), "customers")
        raise NotComputable(f"{many} bought the year before: at least {FEWEST} are needed.")
    change = now - then
    kinds = {
        "before": (was, then),
        "lost": (was & (now == 0), change),
        "less": (was & (now > 0) & (change < 0), change),
        "more": (was & (change > 0), change),
        "now": (was & (now > 0), now),
        "new": (~was, now),
    }
    rows: list[list[Cell]] = [
        [kind, int(mask.sum()), float(amount[mask].sum())] for kind, (mask, amount) in kinds.items()
    ]
    return Drawn(rows)
