"""From a reading to its rows: the filter it names, run again with the reading's own months."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from revcore.behind import care_rows, customer_rows, pipeline_rows, sales_rows
from revcore.behind._found import Found, of_table
from revcore.behind.segments import only
from revcore.behind.show import shown
from revcore.errors import NotComputable, RevcoreError
from revcore.metrics._metric import Estimate
from revcore.metrics.catalogue import metrics
from revcore.model import Dataset, Window
from revcore.nda import real_name
from revcore.pipeline import as_counted, asker, business_model, find_as_of
from revcore.registry import Asker, Provider
from revcore.words import counted

Filter = Callable[..., Found]
FILTERS: Mapping[str, Filter] = {
    name: function
    for module in (pipeline_rows, customer_rows, sales_rows, care_rows)
    for name, function in vars(module).items()
    if getattr(function, "__module__", None) == module.__name__
    and getattr(function, "__annotations__", {}).get("return") == "Found"
    and not name.startswith("_")
}
"""Row filters by the name measures use in ``rows=``; each asks by name for what it needs."""


@dataclass(frozen=True)
class RowsBehind:
    """The rows a reading rests on, as its owner reads them.

    frame
        polars; dates as dates, money as exact decimals in currency units, customers by name.
    n
        Rows in all; ``frame`` may hold fewer where a limit was asked for.
    note
        Which rows these are, in a sentence.
    words
        How many of what: “957 rows”, “448 customers”.
    """

    reading: str
    columns: tuple[str, ...]
    frame: pl.DataFrame
    n: int
    note: str
    words: str


def rows(
    dataset: Dataset,
    reading_id: str,
    segment: tuple[str, str] | None = None,
    *,
    limit: int | None = None,
) -> RowsBehind:
    """The rows behind a reading, or behind one segment of it.

    Parameters
    ----------
    reading_id
        Id of a measure: ``"win_rate"``.
    segment
        Dimension and key as in the breakdown: ``("owner", "Seller 3")``.
    limit
        Most rows to hand over; ``n`` counts them all.

    Raises
    ------
    RevcoreError
        There is no such measure.
    NotComputable
        The measure rests on other measures, or has no value that rows could stand behind.
    """
    measure = metrics().get(reading_id)
    if measure is None:
        near = difflib.get_close_matches(reading_id, list(metrics()), 1)
        raise RevcoreError(
            f"There is no measure “{reading_id}”.",
            fix=f"Did you mean “{near[0]}”?" if near else "See: python -m revcore measures.",
        )
    if measure.rows is None:
        raise NotComputable(
            f"{measure.title} is worked out from other figures; open those to see their rows."
        )
    dataset = as_counted(dataset)
    ask = asking(dataset)
    if set(dataset.tables) == {"answers"}:
        found = of_table(dataset.tables["answers"], note="The numbers typed.")
    else:
        found = filtered(dataset, ask, reading_id)
    if segment is not None:
        dimension, key = segment
        found = only(found, (dimension, real_name(dataset, dimension, key)), ask)
    frame = shown(found, dataset, limit)
    n = found.frame.height
    return RowsBehind(reading_id, tuple(frame.columns), frame, n, found.note, words_of(found))


def words_of(found: Found) -> str:
    """How many of what."""
    n = found.frame.height
    return counted(n, "row") if "line" in found.frame.columns else counted(n, "customer")


def filtered(dataset: Dataset, ask: Asker, reading_id: str) -> Found:
    """Run the filter a measure names, with the months the measure itself counts."""
    measure = metrics()[reading_id]
    window: Window | None = None
    inputs: Mapping[str, object] = {}
    try:
        estimate: Estimate = ask.call(measure.provider)
        window, inputs = estimate.window, estimate.inputs
    except NotComputable as reason:
        inputs = reason.inputs
    own = ask.child(
        measure=measure,
        tables=dataset.tables,
        reading_inputs=inputs,
        reading_window=window
        or NotComputable("This figure has no value yet, and so no months to choose rows by."),
    )
    found: Found = own.call(Provider.of(FILTERS[str(measure.rows)]))
    return found


def asking(dataset: Dataset) -> Asker:
    """The asker that the scorecard of this dataset was computed with."""
    settings = dataset.settings
    try:
        month = find_as_of(dataset, settings).month
    except NotComputable:
        month = 0
    models = business_model(dataset, settings)
    return asker(dataset, settings, as_of=month, last_month=month, business_model=models)
