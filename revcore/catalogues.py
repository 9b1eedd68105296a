"""The catalogues as tables: measures, patterns, presets and benchmarks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

CELL = 60
"""Longest cell of a printed table; the JSON has the whole text."""


def rows(name: str) -> list[dict[str, Any]]:
    """One catalogue, an entry per row.

    >>> [entry["unit"] for entry in rows("measures") if entry["id"] == "win_rate"]
    ['ratio']
    """
    return MAKERS[name]()


def measures() -> list[dict[str, Any]]:
    """Every measure: what it is, how it is computed, what it needs and where it is defined."""
    from revcore.metrics.catalogue import metrics

    return [
        {
            "id": item.id,
            "title": item.title,
            "short": item.gloss,
            "plain": item.plain,
            "group": item.group,
            "pillar": item.pillar.value,
            "unit": item.unit.value,
            "better": item.better.value,
            "n_of": item.n_of,
            "definition": item.summary,
            "formula": item.formula,
            "needs": [need.name for need in item.provider.needs if not need.optional],
            "source": item.source,
        }
        for item in metrics().values()
    ]


def patterns() -> list[dict[str, Any]]:
    """Every pattern: as said aloud, its signature, what it needs and whom it applies to."""
    from revcore.diagnosis.catalogue import patterns as catalogue

    return [
        {
            "id": item.id,
            "order": item.order,
            "title": item.title,
            "kind": item.kind,
            "family": item.family,
            "applies": list(item.applies),
            "signature": item.signature,
            "definition": item.summary,
            "min_data": item.min_data,
            "needs": [need.name for need in item.provider.needs if not need.optional],
            "fields": list(item.fields),
            "chart": item.chart,
            "lever": item.lever,
            "moves": list(item.moves),
        }
        for item in catalogue().values()
    ]


def presets() -> list[dict[str, Any]]:
    """Every tool whose export is recognised by its headers."""
    from revcore.ingest.presets import catalogue

    return [
        {
            "id": item.id,
            "title": item.title,
            "table": item.table,
            "evidence": item.evidence,
            "detect": list(item.detect),
            "need": item.need,
            "columns": {ours: list(theirs) for ours, theirs in item.columns.items()},
            "source": item.source,
        }
        for item in catalogue()
    ]


def benchmarks() -> list[dict[str, Any]]:
    """Every published figure with its provenance; those without a measure of ours say so."""
    from revcore.benchmarks import all_figures

    return [
        {
            "source": item.source,
            "measure": item.measure,
            "published_as": item.published_as,
            "value": item.value,
            "p25": item.p25,
            "p75": item.p75,
            "kind": item.kind,
            "unit": item.unit.value,
            "segment": item.segment,
            "publisher": item.publisher,
            "year": item.year,
            "n": item.n,
            "evidence": item.evidence,
            "url": item.url,
        }
        for item in all_figures()
    ]


MAKERS: Mapping[str, Callable[[], list[dict[str, Any]]]] = {
    "measures": measures,
    "patterns": patterns,
    "presets": presets,
    "benchmarks": benchmarks,
}
SHOWN: Sequence[str] = (
    "id", "measure", "title", "family", "min_data", "table", "published_as", "value", "kind",
    "unit", "better", "segment", "publisher", "year", "n", "evidence", "source",
)  # fmt: skip
"""Columns that fit a terminal, in this order."""


def table(found: Sequence[Mapping[str, Any]]) -> str:
    """A catalogue as aligned columns.

    >>> print(table([{"id": "nrr", "unit": "ratio"}, {"id": "win_rate", "unit": "ratio"}]), end="")
    id        unit
    nrr       ratio
    win_rate  ratio
    >>> table([])
    'Nothing yet.\\n'
    """
    if not found:
        return "Nothing yet.\n"
    columns = [name for name in SHOWN if name in found[0]]
    if "publisher" in columns and "source" in columns:
        columns.remove("source")
    cells = [columns, *[[cell(row[name]) for name in columns] for row in found]]
    widths = [max(len(line[index]) for line in cells) for index in range(len(columns))]
    return "".join(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()
        + "\n"
        for line in cells
    )


def cell(value: object) -> str:
    """A value as it is printed, cut where it is long."""
    if value is None:
        return "–"
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text if len(text) <= CELL else f"{text[: CELL - 1]}…"
