"""The heavy libraries and our own catalogues, loaded once and by one thread at a time.

Python locks modules one by one while they are loaded. Two threads that load libraries whose parts
need each other (altair and what it stands on) can each hold what the other waits for; Python then
fails one of them. So whoever needs any of them takes all, in one order, behind one lock.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
from functools import cache
from threading import Lock

import numpy  # noqa: F401  # Streamlit needs it on every page: here no visitor's thread is at it yet

from revcore.errors import RevcoreError

HEAVY = (
    "pandas", "pyarrow", "polars", "altair", "scipy.special", "scipy.optimize", "python_calamine",
    "encodings.cp437", "revcore.pipeline",
)  # fmt: skip
"""What the first page does without and every other page or a workbook needs."""

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
    _of_first_use()
    with contextlib.suppress(RevcoreError):  # whoever asks for the half-made one hears of it
        _catalogues()
    gc.collect()
    gc.freeze()  # Streamlit collects after every run, a long job by itself: not these once more


def _of_first_use() -> None:
    """The parts that libraries load with the first table they are given."""
    import narwhals.stable.v2 as nw
    import polars as pl

    table = nw.from_native(pl.DataFrame({"a": [1]}))
    table.lazy().group_by("a").agg(nw.len()).collect()
    table.to_pandas()


def _catalogues() -> None:
    """Everything that is found in files of the program's own on first use."""
    from revcore import pipeline
    from revcore.benchmarks import defaults, sources
    from revcore.derive import series
    from revcore.diagnosis.catalogue import levers, patterns
    from revcore.diagnosis.moves import moves
    from revcore.ingest import presets
    from revcore.metrics.catalogue import metrics

    pipeline.catalogue(), series.catalogue(), metrics(), patterns(), levers(), moves()
    presets.find(["name"]), sources(), defaults.defaults()
