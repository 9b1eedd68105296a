"""Lateness of payments."""

from revcore.derive.waiting import FEWEST, Drift, Waits
from revcore.errors import NotComputable
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit
from revcore.words import counted_words


@metric(
    title="Days paid late",
    plain="How many days after the due date customers pay",
    pillar=Pillar.CUSTOMER_SUCCESS,
    group="retention",
    unit=Unit.DAYS,
    better=Better.LOWER,
    n_of="invoices that came due",
    order=90,
    rows="invoices_due",
    source="Own definition: day paid − day due, unpaid invoices counted as long as they are open",
)
def payment_lateness(payment_waits: Waits, payment_trend: Drift | None = None) -> Estimate:
    """Median days from due to paid of the invoices due in the window; below zero is early.

        payment_lateness = median(day paid − day due), invoices still open counted so far

    Beside it stand the share not paid on the due day, and the trend: the median of the later half
    of the months minus that of the earlier one, each half as it stood at its end.

    Parameters
    ----------
    payment_waits
        Invoices due in the window with how late they were paid or are.
    payment_trend
        How the two halves of the window differ; None where one is too small.

    Returns
    -------
    [days].

    Raises
    ------
    NotComputable
        Fewer than ten invoices, or fewer than half are paid.

    Notes
    -----
    Kaplan–Meier median; invoices still open count as long as they are open. Assumes that they will
    be paid as earlier ones were.

    Examples
    --------
    >>> import numpy as np
    >>> from revcore.model import Window
    >>> waits = Waits(np.array([0, 12, 30]), np.array([1, 1, 0]), np.array([4, 5, 3]),
    ...               Window(0, 11), 1, 2)
    >>> payment_lateness(waits).value, payment_lateness(waits).inputs["share_late"]
    (10.0, 0.666...)
    """
    found = payment_waits
    inputs: dict[str, float | int | str] = {
        "invoices": found.count, "paid": found.ended, "open": found.count - found.ended,
    }  # fmt: skip
    if found.count < FEWEST:
        raise NotComputable(
            f"{counted_words(found.count, 'invoices')} came due: at least {FEWEST} are needed.",
            inputs=inputs,
            n=found.count,
        )
    inputs["share_late"] = 1 - found.within(0)
    middle = found.middle()
    if middle is None:
        raise NotComputable(
            f"{found.ended:,} of {found.count:,} invoices are paid: while fewer than half are, "
            "there is no middle.",
            inputs=inputs,
            n=found.count,
        )
    value, around = middle
    return Estimate(
        value, found.count, found.window, around, inputs | figures(payment_trend),
        method="Kaplan–Meier median; interval where its bands cross one half.",
        note=f"{100 * float(inputs['share_late']):.0f}% were not paid by the due day. "
        f"{told(payment_trend)}",
    )  # fmt: skip


def figures(trend: Drift | None) -> dict[str, float | int | str]:
    """The trend as inputs; a word where it cannot be told."""
    if trend is None:
        return {"trend_days": "can’t tell yet"}
    return {
        "earlier_half_days": trend.before, "later_half_days": trend.now,
        "trend_days": trend.change, "trend_low95": trend.around.low95,
        "trend_high95": trend.around.high95,
    }  # fmt: skip


def told(trend: Drift | None) -> str:
    """Whether customers pay later than before, in a sentence.

    >>> from revcore.derive.intervals import Interval
    >>> told(Drift(9.0, Interval(5, 13, 3, 15), 2.0, 11.0, 6))
    'In the last 6 months they paid 9 days later than in the 6 months before.'
    """
    if trend is None:
        return "Whether it is getting longer can’t be told yet."
    if trend.around.low95 <= 0 <= trend.around.high95:
        return f"The last {trend.months} months show no clear change."
    days = counted_words(round(abs(trend.change)), "days")
    direction = "later" if trend.change > 0 else "earlier"
    return (
        f"In the last {trend.months} months they paid {days} {direction} than in the "
        f"{trend.months} months before."
    )
