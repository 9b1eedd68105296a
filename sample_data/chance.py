"""Small helpers for events in time, shared by both simulated companies."""

import math
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random


def poisson(random: Random, mean: float) -> int:
    """Draw a count; Knuth's product of uniforms, cut into pieces so that it never underflows."""
    count = 0
    while mean > 0:
        piece = min(mean, 30.0)
        mean -= piece
        limit, product = math.exp(-piece), random.random()
        while product > limit:
            count += 1
            product *= random.random()
    return count


def add_months(day: datetime, months: int) -> datetime:
    """Return the same day of a later month, or that month's last day if it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))


def months_between(first: date, last: date) -> list[date]:
    """List the first day of every month from `first` to `last`."""
    span = (last.year - first.year) * 12 + last.month - first.month
    start = datetime(first.year, first.month, 1)
    return [add_months(start, step).date() for step in range(span + 1)]


def office_time(random: Random, month: date) -> datetime:
    """Pick a moment of the month, nearly always a weekday between eight and six."""
    days = monthrange(month.year, month.month)[1]
    for _ in range(9):
        day = date(month.year, month.month, random.randint(1, days))
        if day.weekday() < 5 or random.random() < 0.12:
            break
    return datetime(day.year, day.month, day.day) + timedelta(minutes=random.randint(480, 1080))


def later(random: Random, moment: datetime, median_days: float, spread: float) -> datetime:
    """Return a later moment, log-normally distributed around the median, never a weekend.

    What takes days ends in office hours; what takes hours ends when it ends.
    """
    moved = moment + timedelta(days=median_days * math.exp(random.gauss(0.0, spread)))
    if moved.weekday() >= 5:
        moved += timedelta(days=7 - moved.weekday())
    if median_days >= 1:
        moved = moved.replace(hour=random.randint(8, 17), minute=random.randint(0, 59))
    return max(moved, moment + timedelta(minutes=4)).replace(second=0, microsecond=0)


def pick(random: Random, weights: Mapping[str, float]) -> str:
    """Choose one key with probability in proportion to its weight."""
    return random.choices(list(weights), list(weights.values()))[0]
