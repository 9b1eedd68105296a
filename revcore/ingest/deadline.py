"""When a file must be open: loops over its cells look at the clock and give up themselves.

Waiting for a thread can be stopped, the thread itself cannot. What runs in polars or in the reader
of workbooks goes on to its end, which the limits of size bound; everything of ours asks
:func:`check` every few thousand rows, so that no file keeps a processor busy after nobody waits.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

from revcore.ingest.limits import too_slow

_EVERY = 4_096
"""Rows between two looks at the clock."""
_T = TypeVar("_T")


@dataclass(frozen=True)
class _Deadline:
    """Until when [s of the monotonic clock] a file may be worked on, and after how many seconds."""

    name: str
    until: float
    seconds: float


_deadline: ContextVar[_Deadline | None] = ContextVar("deadline", default=None)


@contextmanager
def within(name: str, seconds: float | None) -> Iterator[None]:
    """Let everything inside that asks stop after some seconds; None for no limit."""
    until = None if seconds is None else _Deadline(name, time.monotonic() + seconds, seconds)
    token = _deadline.set(until)
    try:
        yield
    finally:
        _deadline.reset(token)


def check() -> None:
    """Go on, or stop here.

    Raises
    ------
    UnreadableFile
        The time of the file that is being opened is over.

    >>> check()  # no limit
    >>> with within("slow.csv", 0):
    ...     check()
    Traceback (most recent call last):
    revcore.errors.UnreadableFile: “slow.csv” could not be opened within 0 seconds. ...
    """
    now = _deadline.get()
    if now is not None and time.monotonic() > now.until:
        raise too_slow(now.name, now.seconds)


def checked(rows: Iterable[_T]) -> Iterator[_T]:
    """The same rows, with a look at the clock now and then.

    >>> list(checked([1, 2]))
    [1, 2]
    """
    for at, row in enumerate(rows):
        if not at % _EVERY:
            check()
        yield row
