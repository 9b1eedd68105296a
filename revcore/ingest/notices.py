"""What the reader must know about the files, and what to ask about sheets nobody knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import polars as pl

from revcore.ingest.accounts import ACCOUNT
from revcore.ingest.mapping import TAKEN_FOR_CUSTOMERS, Plan
from revcore.ingest.merge import exact_duplicates
from revcore.ingest.parse import fit
from revcore.ingest.products import about_products
from revcore.ingest.raw import OpenedFiles
from revcore.ingest.sheet import REASON, Sheet
from revcore.ingest.tables import TABLES, Kind
from revcore.ingest.wide import Laid
from revcore.ingest.words import title
from revcore.model import Notice, Question

_FEWEST_ROWS = 2


def unknown_sheets(
    opened: OpenedFiles, plans: Mapping[tuple[int, int], tuple[Laid, Plan]]
) -> list[Question]:
    """Ask what is in each sheet that fits no table."""
    out = []
    for (index, number), (_, plan) in plans.items():
        if plan.table is not None or plan.preset or (plan.fix and plan.fix.table):
            continue
        name, own = opened.files[index].name, opened.files[index].tables[number]
        part = f":{own.part}" if own.part else ""
        where = place(opened, index, number)
        if plan.undated:
            out.append(
                Question(
                    id=f"period:{name}:{own.sheet}{part}",
                    text=f"Which month do the sales in {where} belong to? {plan.why}",
                    taken="set aside",
                    file=name,
                )
            )
            continue
        out.append(
            Question(
                id=f"table:{name}:{own.sheet}{part}",
                text=f"What is in {where}? {plan.why or 'Its columns fit none of our tables.'}",
                choices=[title(table) for table in TABLES],
                taken="set aside",
                file=name,
            )
        )
    return out


def whose_rows(sheets: Sequence[Sheet]) -> list[Question]:
    """Ask whose the rows of months across are, where a column of names has no header we know."""
    out = [_names_taken(sheet) for sheet in sheets if _are_taken(sheet)]
    for sheet in sheets:
        by_hand = sheet.plan.fix is not None and sheet.plan.fix.table is not None
        account = any(remark.kind == ACCOUNT for remark in sheet.raw.remarks)
        if sheet.table != "revenue_by_month" or not sheet.laid.months or by_hand or account:
            continue
        read = set(sheet.plan.columns.values())
        unread = [one for one in sheet.raw.headers if one not in read]
        labels = [one for one in unread if fit(sheet.raw.frame[one], Kind.MONEY) < 0.5]
        rows = sheet.laid.found.frame.height
        if len(labels) != 1 or rows < _FEWEST_ROWS:
            continue
        names = sheet.raw.frame[labels[0]].drop_nulls().n_unique()
        if names < 0.9 * rows:
            continue
        out.append(
            Question(
                id=f"rows_are:{sheet.name}:{labels[0]}",
                text=f"What are the {names:,} rows under “{sheet.printed(labels[0])}” in "
                f"“{sheet.name}”? Customers tell who stays and who leaves.",
                choices=["customers", "something else"],
                taken="something else: only their sums by month count",
                file=sheet.name,
            )
        )
    return out


def _are_taken(sheet: Sheet) -> bool:
    """Whether names on rows of their own are taken for customers though nothing says so."""
    names = sheet.raw.names
    by_hand = sheet.plan.fix is not None and sheet.plan.fix.table is not None
    sure = sheet.plan.weights.get(names or "")
    return (
        sheet.plan.columns.get("customer_name") == names
        and not by_hand
        and (sure == TAKEN_FOR_CUSTOMERS)
    )


def _names_taken(sheet: Sheet) -> Question:
    header = sheet.raw.names or ""
    names = sheet.raw.frame[header].drop_nulls().unique(maintain_order=True).to_list()
    shown = " and ".join(f"“{name}”" for name in names[:2])
    return Question(
        id=f"rows_are:{sheet.name}:{header}",
        text=f"“{sheet.name}” names no customer in a column, but {len(names):,} "
        f"{'name stands' if len(names) == 1 else 'names stand'} on rows of their own ({shown}). "
        "What are they?",
        choices=["customers", "something else"],
        taken="customers",
        file=sheet.name,
    )


def place(opened: OpenedFiles, index: int, number: int) -> str:
    """A table's place in words: its sheet and file, its range where the sheet holds several."""
    file = opened.files[index]
    sheet = file.tables[number].sheet
    where = f"“{sheet}” of “{file.name}”" if sheet else f"“{file.name}”"
    own = _own_range(opened, index, number)
    return f"{own.strip(':')} in {where}" if own else where


def _own_range(opened: OpenedFiles, index: int, number: int) -> str:
    tables = opened.files[index].tables
    beside = sum(table.sheet == tables[number].sheet for table in tables) > 1
    return f":{tables[number].range}" if beside else ""


def _remarks(opened: OpenedFiles) -> list[Notice]:
    """What reading the sheets found worth saying."""
    return [
        Notice(
            id=f"{remark.kind}:{file.name}:{table.sheet}{_own_range(opened, index, number)}",
            text=remark.text.replace("{where}", place(opened, index, number)),
            values=dict(remark.values),
            file=file.name,
        )
        for index, file in enumerate(opened.files)
        for number, table in enumerate(file.tables)
        for remark in table.remarks
    ]


def known_elsewhere(
    opened: OpenedFiles, plans: Mapping[tuple[int, int], tuple[Laid, Plan]]
) -> list[Notice]:
    """Say of exports we know that they hold nothing to count, and why."""
    return [
        Notice(
            id=f"not_counted:{opened.files[index].name}:{opened.files[index].tables[number].sheet}",
            text=f"{place(opened, index, number)} is not counted. {plan.why}",
            file=opened.files[index].name,
        )
        for (index, number), (_, plan) in plans.items()
        if plan.table is None and plan.preset
    ]


def collect(
    opened: OpenedFiles,
    by_table: Mapping[str, Sequence[Sheet]],
    ambiguous: int,
    currency: str | None,
) -> list[Notice]:
    """Everything worth saying about the files read."""
    out = [
        Notice(
            id=f"same_file:{file.name}",
            text=f"“{file.name}” is the same file as “{file.duplicate_of}”; it counts once.",
            file=file.name,
        )
        for file in opened.files
        if file.duplicate_of is not None
    ]
    out += _remarks(opened)
    for table, sheets in by_table.items():
        found = (exact_duplicates(table, sheet) for sheet in sheets)
        out += [notice for notice in found if notice is not None]
        out += [notice for sheet in sheets for notice in _about(sheet, currency)]
    if ambiguous:
        verb = "belongs" if ambiguous == 1 else "belong"
        text = f"{ambiguous:,} customer {'name' if ambiguous == 1 else 'names'} {verb} to several"
        out.append(
            Notice(
                id="ambiguous_customers",
                text=f"{text} customer numbers; these stay apart.",
                values={"names": ambiguous},
            )
        )
    return out + about_products(by_table)


def _about(sheet: Sheet, currency: str | None) -> list[Notice]:
    out = list(sheet.notices)
    if sheet.has("refunded", "amount"):
        refunds = sheet.frame.filter(pl.col(REASON).is_null() & (pl.col("refunded").abs() > 0))
        total = Decimal(int(refunds["refunded"].abs().sum())).scaleb(-sheet.scale["amount"])
        if refunds.height:
            unit = f" {currency}" if currency else ""
            rows = f"{refunds.height:,} {'row' if refunds.height == 1 else 'rows'}"
            out.append(
                Notice(
                    id=f"refunds:{sheet.name}",
                    text=f"Refunds of {total:,.2f}{unit} in {rows} are taken "
                    "off the month of the sale.",
                    values={"rows": refunds.height, "refunds": float(total)},
                    file=sheet.name,
                )
            )
    preset = sheet.plan.preset
    if preset and preset.id == "shopify_orders":
        out.append(
            Notice(
                id=f"tax:{sheet.name}",
                text="Order values are the totals paid: tax and shipping are included.",
                file=sheet.name,
            )
        )
    return out
