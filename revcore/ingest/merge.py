"""Several sheets of one table: what stands in two of them counts once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from revcore.ingest.raw import LINE
from revcore.ingest.sheet import REASON, SAME_VISITS, Sheet
from revcore.ingest.words import title
from revcore.model import Notice

ONE_ROW_PER_ID = {
    "deals": ("deal_id", "deal ID"),
    "leads": ("lead_id", "lead ID"),
    "subscriptions": ("subscription_id", "subscription ID"),
    "payments": ("payment_id", "payment ID"),
    "products": ("product", "product"),
    "customers": ("customer", "customer"),
}
"""Tables in which an id stands once."""

_LINES_PER_ID = {"orders": ("order_id", "order ID"), "invoices": ("invoice_id", "invoice ID")}
"""Tables in which one id may have several lines, but only in one file."""

_COUNTED_TWICE = (
    "deals",
    "leads",
    "subscriptions",
    "orders",
    "invoices",
    "payments",
    "mrr",
    "spend",
)


def set_repeated_aside(table: str, sheets: Sequence[Sheet]) -> None:
    """Set aside later rows with an id that an earlier row has: by file name, then line."""
    if table in ONE_ROW_PER_ID:
        column, word = ONE_ROW_PER_ID[table]
        _set_aside(sheets, [column], f"same {word} as line", column)
    elif table in _LINES_PER_ID:
        column, word = _LINES_PER_ID[table]
        if len(sheets) > 1:
            _set_aside(sheets, [column], f"same {word} as line", column, across=True)
        for sheet in sheets:
            if sheet.has("row_id"):
                own = [name for name in sheet.frame.columns if not name.startswith("__")]
                _set_aside([sheet], ["row_id", *own], "same row as line", "row_id")


def _set_aside(
    sheets: Sequence[Sheet], key: list[str], reason: str, role: str, *, across: bool = False
) -> None:
    """Set aside later rows of the same key.

    across
        Compare sheets only: rows repeating inside one sheet are lines of one id.
    """
    parts = [
        sheet.frame.select(
            *dict.fromkeys(key),
            pl.col(LINE).alias("line"),
            pl.col(REASON).is_null().alias("used"),
            pl.int_range(pl.len()).alias("at"),
            pl.lit(number).alias("sheet"),
        )
        for number, sheet in enumerate(sheets)
        if sheet.has(*key)
    ]
    if not parts:
        return
    names = list(dict.fromkeys(key))
    known = pl.concat(parts, how="diagonal_relaxed").filter(
        pl.col("used") & pl.col(names[0]).is_not_null()
    )
    if not across and not known.select(names).is_duplicated().any():
        return
    firsts = known.unique(names, keep="first", maintain_order=True).select(
        *names, pl.col("line").alias("first_line"), pl.col("sheet").alias("first_sheet")
    )
    later = known.join(firsts, on=names, nulls_equal=True, maintain_order="left")
    other = pl.col("sheet") != pl.col("first_sheet")
    later = later.filter(other if across else (other | (pl.col("line") != pl.col("first_line"))))
    for number, sheet in enumerate(sheets):
        mine = later.filter(pl.col("sheet") == number)
        if not mine.height:
            continue
        places = {place: one.name for place, one in enumerate(sheets)}
        where = pl.when(pl.col("first_sheet") == number).then(pl.lit("")).otherwise(
            pl.lit(" of “") + pl.col("first_sheet").replace_strict(places) + pl.lit("”")
        )  # fmt: skip
        text = mine.select(
            "at",
            (pl.lit(f"{reason} ") + pl.col("first_line").cast(pl.String) + where).alias("why"),
        )
        every = pl.DataFrame({"at": range(sheet.frame.height)}, schema={"at": pl.Int64})
        why = every.join(text, on="at", how="left", maintain_order="left")["why"]
        sheet.set_aside(why.is_not_null(), why, role)


def count_once(sheets: Sequence[Sheet]) -> None:
    """Set aside exact duplicates in files of which a person said that they count once."""
    for sheet in sheets:
        if sheet.plan.fix and sheet.plan.fix.once and not sheet.laid.months:
            own = sheet.raw.frame.select(sheet.raw.headers)
            alike = sheet.raw.frame.with_columns(own.hash_rows().cast(pl.String).alias("__same"))
            sheet.put("__same", alike["__same"])
            _set_aside([sheet], ["__same"], "same row as line", "")
            sheet.drop("__same")


def count_visits_once(sheets: Sequence[Sheet]) -> None:
    """Set aside visits that another table of the same export counts: by day, by page, by country.

    An export of one analytics tool may hold several tables about the same months. The one by
    channel counts, else the first. Tables of other files count beside it, unless just one of two
    is by channel.
    """
    more = ("leads", "mqls", "sqls", "opportunities", "won")
    told = [sheet for sheet in sheets if sheet.has("month", "visitors")]
    told.sort(key=lambda sheet: (not sheet.has("channel"), sheet.name, sheet.raw.range))
    for at, sheet in enumerate(told):
        if any(sheet.has(name) for name in more):
            continue
        used = sheet.frame[REASON].is_null()
        for first in told[:at]:
            same = (first.name, first.raw.sheet) == (sheet.name, sheet.raw.sheet)
            if not same and first.has("channel") == sheet.has("channel"):
                continue
            known = first.frame["month"].filter(first.frame[REASON].is_null()).unique()
            where = first.raw.range if same else f"“{first.name}”"
            sheet.set_aside(
                used & sheet.frame["month"].is_in(known.to_list()).fill_null(value=False),
                f"{SAME_VISITS} as in {where}", "visitors",
            )  # fmt: skip


def exact_duplicates(table: str, sheet: Sheet) -> Notice | None:
    """Say that rows without an id of their own are exact duplicates; they are counted."""
    if table not in _COUNTED_TWICE or sheet.laid.months or sheet.one_line_each:
        return None
    ids = ONE_ROW_PER_ID.get(table)
    if (ids and sheet.has(ids[0])) or sheet.has("row_id"):
        return None
    rows = sheet.raw.frame.select(sheet.raw.headers)
    marks = np.sort(rows.hash_rows().to_numpy())
    if not (marks[1:] == marks[:-1]).any():
        return None
    lines = _LINES_PER_ID.get(table)
    if lines and sheet.has(lines[0]) and sheet.frame[lines[0]].n_unique() == sheet.frame.height:
        return None
    used = rows.filter(sheet.frame[REASON].is_null())
    count = used.height - used.unique().height
    if not count:
        return None
    verb = (
        "row is an exact duplicate; it is" if count == 1 else "rows are exact duplicates; they are"
    )
    return Notice(
        id=f"duplicates:{sheet.name}:{table}",
        text=f"{title(table)}: {count:,} {verb} counted.",
        values={"rows": count},
        file=sheet.name,
    )
