"""The last month counted: the last one that is complete in every table with events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from revcore.errors import NotComputable
from revcore.model import Notice, Question, last_day, month_label, month_of_day, month_words


@dataclass(frozen=True)
class AsOf:
    """The as-of month, the last month with any data, and what must be said about them."""

    month: int
    latest: int
    notices: tuple[Notice, ...] = ()
    questions: tuple[Question, ...] = ()


def is_partial(days: np.ndarray) -> bool:
    """Whether the month of the last active day has not run to its end.

    It is partial when the gap from the last active day to the month's end exceeds three days and
    the 95th percentile of past gaps between active days.

    >>> is_partial(np.arange(0, 40))  # the ninth of February 1970, active every day before
    True
    >>> is_partial(np.arange(0, 58))  # to 27 February
    False
    """
    active = np.unique(days)
    gaps = np.diff(active)
    usual = float(np.quantile(gaps, 0.95)) if len(gaps) else 0.0
    last = int(active[-1])
    return last_day(month_of_day(last)) - last > max(3.0, usual)


def told_days(starts: Sequence[int], ends: Sequence[int]) -> list[int]:
    """The latest first day of subscriptions, and the latest end where ends are what has happened.

    Ends that mostly lie after the last start are agreed, not seen: those after it date nothing.

    >>> told_days([10, 20], [15, 25, 18]), told_days([10, 20], [375, 385, 18])
    ([20, 25], [20, 18])
    """
    latest = max(starts, default=None)
    if latest is not None and 2 * sum(day > latest for day in ends) > len(ends):
        ends = [day for day in ends if day <= latest]
    return [day for day in (latest, max(ends, default=None)) if day is not None]


def last_complete_month(
    event_days: pd.DataFrame,
    *,
    sheet_months: Sequence[int] = (),
    subscription_days: Sequence[int] = (),
    fixed: int | None = None,
) -> AsOf:
    """Choose the as-of month.

    Parameters
    ----------
    event_days
        Fact of that name: table, day, n.
    sheet_months
        Months of an MRR sheet or of monthly totals; taken as complete.
    subscription_days
        First and last days of subscriptions; alone, the month before the latest one counts.
    fixed
        The month a person set.

    Raises
    ------
    NotComputable
        Nothing has a date.
    """
    complete: list[int] = []
    latest: list[int] = []
    notices = []
    for table, part in event_days.groupby("table", sort=True):
        days = part["day"].to_numpy(np.int64)
        month = month_of_day(int(days.max()))
        latest.append(month)
        partial = is_partial(days)
        complete.append(month - 1 if partial else month)
        if partial:
            last = np.datetime64(int(days.max()), "D")
            notices.append(
                Notice(
                    id=f"partial_month:{table}",
                    text=f"The last month of the {table} ends early, on {last}: "
                    f"{month_words(month)} is left out of headline figures.",
                    values={"month": month_label(month)},
                )
            )
    if len(sheet_months):
        complete.append(max(sheet_months))
        latest.append(max(sheet_months))
    questions = []
    if len(subscription_days) and not complete:
        month = month_of_day(max(subscription_days))
        complete.append(month - 1)
        latest.append(month)
        questions.append(
            Question(
                id="as_of",
                text="Subscriptions alone do not say when the export was made. "
                "Which month is the last complete one?",
                choices=[month_label(month - 1), month_label(month)],
                taken=month_label(month - 1),
            )
        )
    if not complete and fixed is None:
        raise NotComputable("Nothing in these files has a date.", needs=("deals.closed",))
    month = fixed if fixed is not None else min(complete)
    ahead = [value for value in complete if value - month >= 3]
    if ahead and fixed is None:
        notices.append(
            Notice(
                id="tables_end_apart",
                text="Not every file runs to the same month: figures stop at "
                f"{month_words(month)}, the longest file at {month_words(max(ahead))}.",
                values={"as_of": month_label(month), "longest": month_label(max(ahead))},
            )
        )
    return AsOf(month, max([*latest, month]), tuple(notices), tuple(questions))
