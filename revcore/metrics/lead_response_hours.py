"""Time to the first answer."""

from revcore.derive.waiting import FEWEST, Waits
from revcore.errors import NotComputable
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit
from revcore.words import counted_words


@metric(
    title="Time to the first answer",
    plain="How long a new lead waits until somebody answers",
    pillar=Pillar.MARKETING,
    group="funnel",
    unit=Unit.HOURS,
    better=Better.LOWER,
    n_of="leads that came in",
    order=70,
    past="By quarter: the waits of all leads in thirteen months would take too long.",
    rows="leads_created",
    source="Oldroyd, McElheran & Elkington (2011), Harvard Business Review 89(3)",
)
def lead_response_hours(answer_waits: Waits) -> Estimate:
    """Median hours from a lead's coming in to its first answer; unanswered leads still wait.

        lead_response_hours = first t at which half or fewer of the leads still wait (Kaplan–Meier)

    The median of the answered ones alone would be shorter: who was never answered would drop out of
    it. Beside it stand the shares answered within an hour and within a day.

    Parameters
    ----------
    answer_waits
        Leads of the window with how long they waited or still wait.

    Returns
    -------
    [hours].

    Raises
    ------
    NotComputable
        Fewer than ten leads, or fewer than half have been answered.

    Notes
    -----
    Kaplan–Meier median; its range runs to where the bands cross one half. Assumes that unanswered
    leads go on waiting as others did.

    Examples
    --------
    >>> import numpy as np
    >>> from revcore.model import Window
    >>> waits = Waits(np.array([30, 120, 600, 9000]), np.array([1, 1, 1, 0]),
    ...               np.array([3, 4, 2, 3]), Window(0, 11), 60)
    >>> lead_response_hours(waits).value
    2.0
    """
    found = answer_waits
    inputs = {"leads": found.count, "answered": found.ended,
              "unanswered": found.count - found.ended}  # fmt: skip
    if found.count < FEWEST:
        raise NotComputable(
            f"{counted_words(found.count, 'leads')} came in: at least {FEWEST} are needed.",
            inputs=inputs,
            n=found.count,
        )  # fmt: skip
    inputs_ = {**inputs, "within_an_hour": found.within(1), "within_a_day": found.within(24)}
    middle = found.middle()
    if middle is None:
        raise NotComputable(
            f"{found.ended:,} of {found.count:,} leads have been answered: while fewer than half "
            "are, there is no middle.",
            inputs=inputs_,
            n=found.count,
        )
    days_only = not (found.waits[found.over == 1] % (24 * 60)).any()
    value, around = middle
    return Estimate(
        value, found.count, found.window, around, inputs_,
        method="Kaplan–Meier median; interval where its bands cross one half.",
        note="The file has days without times: whole days are counted." if days_only else
        f"{100 * inputs_['within_an_hour']:.0f} % were answered within an hour.",
    )  # fmt: skip
