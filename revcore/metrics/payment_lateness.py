"""Lateness of payments."""

from revcore.derive.waiting import FEWEST, Waits
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
def payment_lateness(payment_waits: Waits) -> Estimate:
    """Median days from due to paid of the invoices due in the window; below zero is early.

        payment_lateness = median(day paid − day due), invoices still open counted so far

    Beside it stands the share not paid on the due day.

    Parameters
    ----------
    payment_waits
        Invoices due in the window with how late they were paid or are.

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
        value, found.count, found.window, around, inputs,
        method="Kaplan–Meier median; interval where its bands cross one half.",
        note=f"{100 * float(inputs['share_late']):.0f}% were not paid by the due day.",
    )  # fmt: skip
