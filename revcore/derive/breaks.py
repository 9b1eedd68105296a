"""Growth now, a standstill, a change of course, a season: each yes, no, or can't tell yet.

For other rooms: ask for ``course`` (a :class:`Course`) by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from revcore.derive._season import DUMMIES, FULL, YEAR, Floats, p_of_f, seasons
from revcore.derive._slopes import (
    Change,
    Slope,
    autocorrelation,
    changed_growth,
    changed_slope,
    growth_rate,
)
from revcore.derive.divided import UNDIVIDED, Divided
from revcore.derive.forecast import History
from revcore.errors import NotComputable
from revcore.model import month_label, month_words
from revcore.registry import provider
from revcore.words import capital, counted, counted_words

State = Literal["yes", "no", "cannot_tell"]
FLAT = 0.005
"""Growth within half a per cent a month is a standstill."""
SHORT, LONG = 6, 12
NOTABLE = 0.02
"""A change of growth by two points a month should show before “no change” is said."""
SURE = 0.05
THREE_YEARS = 36


@dataclass(frozen=True)
class Answer:
    """A question about the course of revenue, answered three ways.

    text
        One sentence.
    values
        What it rests on: rates as fractions, months as ``2026-03``.
    """

    id: str
    state: State
    text: str
    values: Mapping[str, float | int | str] = field(default_factory=dict)


@dataclass(frozen=True)
class Course:
    """How fast revenue grows now, and what can be said of its course.

    index
        How much each calendar month (January first) lies above or below the usual one, as far as
        it can be believed; empty without a season.
    """

    growth: tuple[Slope, ...]
    answers: tuple[Answer, ...]
    index: tuple[float, ...] = ()

    def answer(self, name: str) -> Answer:
        """One of “standstill”, “change” and “season”."""
        return next(answer for answer in self.answers if answer.id == name)


@provider
def course(revenue_history: History, divided: Divided = UNDIVIDED) -> Course:
    """Growth over six and twelve months, and the three questions.

    Raises
    ------
    NotComputable
        Fewer than six months, a month without revenue among the last six, or amounts of longer
        periods than months.
    """
    history = revenue_history
    divided.refuse(history.window)
    y = history.y
    if len(y) < SHORT or (y[-SHORT:] <= 0).any():
        known = counted(len(y), "complete month of revenue is", "complete months of revenue are")
        raise NotComputable(
            f"{capital(known)} known: a course needs {SHORT}."
            if len(y) < SHORT
            else f"Among the last {SHORT} months are some without revenue: growth cannot be told "
            "from single sales.",
            n=len(y),
        )
    season, index = season_answer(history)
    steady = y / np.resize(np.roll(index, -(history.first % YEAR)), len(y)) if len(index) else y
    spent = DUMMIES if len(index) else 0
    wider = float(np.sqrt(len(y) / (len(y) - spent)))
    return Course(
        growth_now(steady, wider),
        (standstill(steady, noun(history), wider), change(history, steady, spent), season),
        tuple(index.tolist()),
    )


def noun(history: History) -> str:
    """What is growing."""
    return "recurring revenue" if history.kind == "stock" else "sales"


def positive_tail(y: Floats) -> Floats:
    """The last months without a gap."""
    gaps = np.flatnonzero(y <= 0)
    return y[gaps[-1] + 1 :] if len(gaps) else y


def growth_now(y: Floats, wider: float = 1.0) -> tuple[Slope, ...]:
    """Growth per month over the last six and, where known, the last twelve months."""
    known = positive_tail(y)
    longer = known[-LONG:]
    stays = autocorrelation(residuals(np.log(longer)))
    out = [growth_rate(known[-SHORT:], stays, wider)]
    if len(known) >= LONG:
        out.append(growth_rate(longer, wider=wider))
    return tuple(out)


def residuals(log: Floats) -> Floats:
    """What a straight line leaves."""
    time = np.arange(len(log)) - (len(log) - 1) / 2
    return np.asarray(log - log.mean() - (time @ log / (time @ time)) * time)


# ---------------------------------------------------------------- three questions
def standstill(y: Floats, what: str, wider: float = 1.0) -> Answer:
    """Whether growth has come to a stop: flat now, and clearly more before.

    Flat: the 80 % range of the last six months' growth lies within ± 0.5 % a month.
    """
    known = positive_tail(y)
    now = growth_now(known, wider)[0]
    low, high = now.interval.low, now.interval.high
    values: dict[str, float | int | str] = {"growth": now.value, "low": low, "high": high}
    said = f"{what.capitalize()} moved by {percent(now.value)} a month over the last six months"
    earlier = known[-SHORT - LONG : -SHORT]
    if low > FLAT:
        return Answer("standstill", "no", f"{said}: they are growing." if what == "sales" else
                      f"{said}: it is growing.", values)  # fmt: skip
    if len(earlier) >= SHORT:
        before = growth_rate(earlier, wider=wider)
        values |= {"before": before.value, "before_low": before.interval.low}
        if low >= -FLAT and high <= FLAT and before.interval.low > max(FLAT, high):
            return Answer(
                "standstill", "yes",
                f"{said}, after {percent(before.value)} a month before: growth has come to a stop.",
                values,
            )  # fmt: skip
    if high < -FLAT:
        return Answer("standstill", "no", f"{said}: this is a decline, not a standstill.", values)
    if low >= -FLAT and high <= FLAT:
        return Answer(
            "standstill", "no", f"{said}, and no clear growth came before: steady.", values
        )
    return Answer(
        "standstill", "cannot_tell",
        f"{said}, 8 times in 10 between {percent(low)} and {percent(high)}: too uneven to say "
        "whether growth goes on.",
        values,
    )  # fmt: skip


def change(history: History, steady: Floats, spent: int) -> Answer:
    """Whether growth has changed at some month, beyond what uneven months would feign.

    steady
        The months without their season, which has cost ``spent`` degrees of freedom.
    """
    y, what = positive_tail(steady), noun(history)
    if len(y) < LONG:
        return Answer(
            "change", "cannot_tell",
            f"{counted_words(len(y), 'months are')} too few to see a change of course; {LONG} are "
            "needed.",
            {"months": len(y)},
        )  # fmt: skip
    found: Change = changed_growth(y) if history.kind == "stock" else changed_slope(y, spent)
    month = history.last - len(y) + 1 + found.at
    values: dict[str, float | int | str] = {
        "month": month_label(month), "before": found.before, "after": found.after,
        "f": min(found.f, 1e6), "critical": found.critical, "smallest": found.smallest,
    }  # fmt: skip
    if found.found:
        return Answer(
            "change", "yes",
            f"Growth of {what} changed around {month_words(month)}: from {percent(found.before)} "
            f"to {percent(found.after)} a month.",
            values,
        )  # fmt: skip
    if found.smallest <= NOTABLE:
        return Answer(
            "change", "no",
            f"No change of course in {len(y)} months: growth has stayed about the same.", values,
        )  # fmt: skip
    return Answer(
        "change", "cannot_tell",
        f"No change of course can be seen, but {what} vary so much from month to month that a "
        f"change of less than {percent(found.smallest)} a month would be missed."
        if what == "sales"
        else f"No change of course can be seen, but {what} varies so much from month to month that "
        f"a change of less than {percent(found.smallest)} a month would be missed.",
        values,
    )  # fmt: skip


def season_answer(history: History) -> tuple[Answer, Floats]:
    """Whether months of the year differ beyond chance, and by how much (January first).

    Levels of recurring revenue have none: what came in a good month stays in the next ones.
    """
    y, none = history.y, np.zeros(0)
    if history.kind == "stock":
        return Answer(
            "season", "no", "Recurring revenue is a level: a good month stays in the next ones."
        ), none
    if len(y) < FULL:
        return Answer(
            "season", "cannot_tell",
            f"{counted_words(len(y), 'months hold')} less than two years: a season cannot be told "
            "from luck yet.",
            {"months": len(y)},
        ), none  # fmt: skip
    found = seasons(y, np.array([len(y)]))
    f = float(found.f[0])
    if np.isnan(f):
        return Answer(
            "season", "cannot_tell", "Some months have no sales: a season cannot be tested."
        ), none
    p = p_of_f(f, len(y))
    values: dict[str, float | int | str] = {"f": min(f, 1e6), "p": p, "months": len(y)}
    index = np.roll(found.index[0], history.first % YEAR)
    if p < SURE:
        best, worst = int(np.argmax(index)), int(np.argmin(index))
        values |= {"strongest": best + 1, "weakest": worst + 1}
        return Answer(
            "season", "yes",
            f"Sales have a season: {MONTHS[best]} is the strongest month "
            f"({percent(index[best] - 1)} against the usual one), {MONTHS[worst]} the weakest "
            f"({percent(index[worst] - 1)}).",
            values,
        ), index  # fmt: skip
    if len(y) >= THREE_YEARS:
        return Answer("season", "no", f"No season shows in {len(y)} months of sales.", values), none
    return Answer(
        "season", "cannot_tell",
        f"No season shows in {len(y)} months of sales; a mild one would need three years to show.",
        values,
    ), none  # fmt: skip


MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def percent(rate: float) -> str:
    """A rate with its sign.

    >>> percent(0.0312), percent(-0.004), percent(0.34)
    ('+3.1%', '−0.4%', '+34%')
    """
    size = abs(rate) * 100
    number = f"{size:.0f}" if size >= 9.95 else f"{size:.1f}"
    sign = "" if number == "0.0" else "+" if rate > 0 else "−"
    return f"{sign}{number}%"
