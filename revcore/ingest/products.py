"""Products that stand in no product list, or under two spellings, with the name they may mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import polars as pl
from rapidfuzz import fuzz, process

from revcore.ingest.alike import spelt_twice
from revcore.ingest.sheet import REASON, Sheet
from revcore.model import Notice

_SHOWN = 5
_MOST_PRODUCTS = 300
"""Products compared with each other, or looked up under a like name, the commonest first."""


def about_products(by_table: Mapping[str, Sequence[Sheet]]) -> list[Notice]:
    """Deals and orders whose product stands in no product list, with the nearest name."""
    lists = [sheet for sheet in by_table["products"] if sheet.has("product")]
    if not lists:
        return _spellings(by_table)
    names = sorted({name for sheet in lists for name in _used(sheet).unique().to_list()})
    known = {name: _squeezed(name) for name in names}
    files = sorted({sheet.name for sheet in lists})
    out = []
    for table in ("deals", "orders", "invoices"):
        for sheet in by_table[table]:
            if not sheet.has("product"):
                continue
            counts = _used(sheet).value_counts()
            counts = counts.sort(["count", "product"], descending=[True, False])
            lone = [(name, rows) for name, rows in counts.iter_rows() if name not in known]
            some = (_near(name, known) for name, _ in lone[:_MOST_PRODUCTS])
            if len(lone) == counts.height and not any(some):
                continue
            out += [
                _lone(sheet, table, name, rows, known, files[0]) for name, rows in lone[:_SHOWN]
            ]
    return out


def _spellings(by_table: Mapping[str, Sequence[Sheet]]) -> list[Notice]:
    """Products spelt in two ways where no list says which is right: the commoner one is named."""
    sheets = [
        (table, sheet)
        for table in ("deals", "orders", "invoices", "subscriptions")
        for sheet in by_table[table]
        if sheet.has("product")
    ]
    counts: Counter[str] = Counter()
    own = []
    for _, sheet in sheets:
        found = _used(sheet).value_counts().rows()
        own.append(dict(found))
        counts.update(dict(found))
    better = _better(counts)
    return [
        Notice(
            id=f"product:{sheet.name}:{name}",
            text=f"Product “{name}” ({_rows_of(table, rows)}) is counted apart from one with "
            f"nearly the same name; “{better[name]}” looks alike.",
            values={"rows": rows},
            file=sheet.name,
        )
        for (table, sheet), names in zip(sheets, own, strict=True)
        for name, rows in sorted(names.items(), key=lambda item: (-item[1], item[0]))
        if name in better
    ][:_SHOWN]


def _better(counts: Mapping[str, int]) -> dict[str, str]:
    """Rarer spelling -> the one with most rows; where they are as common, the longer one."""
    names = sorted(counts, key=lambda name: (-counts[name], -len(name), name))
    if len(names) > _MOST_PRODUCTS:
        return {}
    out: dict[str, str] = {}
    for at, name in enumerate(names):
        near = next((one for one in names[:at] if one not in out and spelt_twice(one, name)), None)
        if near is not None:
            out[name] = near
    return out


def _rows_of(table: str, rows: int) -> str:
    word = {"deals": "deal", "orders": "order row", "invoices": "invoice row"}.get(
        table, table[:-1]
    )
    return f"{rows:,} {word}{'' if rows == 1 else 's'}"


def _used(sheet: Sheet) -> pl.Series:
    """Products of the rows that count."""
    return sheet.frame["product"].filter(sheet.frame[REASON].is_null()).drop_nulls()


def _squeezed(name: str) -> str:
    return "".join(name.casefold().split())


def _near(name: str, known: Mapping[str, str]) -> str | None:
    found = process.extractOne(_squeezed(name), known, scorer=fuzz.ratio, score_cutoff=85)
    return found[2] if found else None


def _lone(
    sheet: Sheet, table: str, name: str, rows: int, known: Mapping[str, str], file: str
) -> Notice:
    near = _near(name, known)
    alike = f"; “{near}” looks alike" if near else ""
    return Notice(
        id=f"product:{sheet.name}:{name}",
        text=f"Product “{name}” ({_rows_of(table, rows)}) matches no product in “{file}”{alike}.",
        values={"rows": rows},
        file=sheet.name,
    )
