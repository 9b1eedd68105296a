"""The heavy libraries, loaded once and by one thread at a time.

Python locks modules one by one while they are loaded. Two threads that load libraries whose parts
need each other (altair and what it stands on) can each hold what the other waits for; Python then
fails one of them. So whoever needs any of them takes all, in one order, behind one lock.
"""

from __future__ import annotations

import importlib
from functools import cache
from threading import Lock

import numpy  # noqa: F401  # Streamlit needs it on every page: here no visitor's thread is at it yet

HEAVY = (
    "pandas", "pyarrow", "polars", "altair", "scipy.special", "scipy.optimize", "revcore.pipeline",
)  # fmt: skip
"""What the first page does without and every other page needs."""

_ONE_AT_A_TIME = Lock()


def ready() -> None:
    """Load what pages need; waits while another thread is at it, and costs nothing afterwards.

    >>> ready()
    """
    with _ONE_AT_A_TIME:
        _loaded()


@cache
def _loaded() -> None:
    for name in HEAVY:
        importlib.import_module(name)
