"""The MRR bridge, month by month."""

from revcore.derive.movements import Movements
from revcore.derive.series._series import Cell, Drawn, series
from revcore.model import Unit, month_label


@series(
    title="Change in MRR by kind",
    unit=Unit.MONEY_PER_MONTH,
    columns=(
        "month", "opening", "new", "reactivation", "expansion", "contraction", "churn", "closing",
    ),
)  # fmt: skip
def mrr_movements(movements: Movements, as_of: int) -> Drawn:
    """One row per month up to the as-of month, every column ≥ 0 [money/month].

    fx is there where exchange rates made a difference: above 0 or below, by month.
    """
    scale = 10**movements.scale
    rows: list[list[Cell]] = [
        [month_label(month), opening / scale, *[kind / scale for kind in kinds], closing / scale]
        for month, opening, kinds, closing in zip(
            movements.month.tolist(),
            movements.opening.tolist(),
            movements.kinds.tolist(),
            movements.closing.tolist(),
            strict=True,
        )
        if month <= as_of
    ]
    fx = [] if movements.fx is None else movements.fx[: len(rows)].tolist()
    if not any(fx):
        return Drawn(rows)
    both = zip(rows, fx, strict=True)
    return Drawn([[*row, made / scale] for row, made in both], more=("fx",))
