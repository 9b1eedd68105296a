"""Rows that count although they name no customer, in sheets whose other rows do."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from revcore.ingest.raw import LINE
from revcore.ingest.sheet import MONEY_CURRENCY, REASON, Sheet, Trouble
from revcore.ingest.words import CUSTOMER_ROLES

NO_CUSTOMER = "no customer: its row counts in sums alone"
_MANY = 0.5
_FILL = (
    " Where a name stands once for a group of rows, fill it down in your spreadsheet program and "
    "drop the file again."
)
_OF_SALES = ("invoices", "orders", "payments")


def tell_nameless(sheets: Sequence[Sheet]) -> None:
    """Say of every sheet of sales which of its rows name no customer, and what that costs.

    Such rows are part of revenue and of no figure about customers. Sheets that name nobody at all
    are another matter: figures about customers say so themselves.
    """
    for sheet in sheets:
        if sheet.table not in _OF_SALES or not sheet.has("customer"):
            continue
        used = sheet.frame.filter(pl.col(REASON).is_null())
        nameless = used.filter(pl.col("customer").is_null())
        if not nameless.height or nameless.height == used.height:
            continue
        line, rows = int(nameless[LINE].min()), nameless.height  # type: ignore[arg-type]
        header = sheet.printed(sheet.plan.header(*CUSTOMER_ROLES) or "")
        sheet.troubles.append(Trouble(line, header, NO_CUSTOMER, rows))
        name, counts = ("names", "it counts") if rows == 1 else ("name", "they count")
        many = f"{rows:,} {'row' if rows == 1 else 'rows'}"
        way = _FILL if rows >= _MANY * used.height else ""
        first = f"line {line:,}" if rows == 1 else f"the first in line {line:,}"
        sheet.say(
            "nameless",
            f"{many} of “{sheet.name}” {name} no customer ({first}){_worth(sheet, nameless)}: "
            f"{counts} as sales, and in no figure about customers.{way}",
            {"rows": rows, "line": line, "of": used.height},
        )


def _worth(sheet: Sheet, rows: pl.DataFrame) -> str:
    """What these rows bring, where they are of one currency."""
    if "amount" not in rows.columns or rows[MONEY_CURRENCY].n_unique() > 1:
        return ""
    code = rows[MONEY_CURRENCY][0]
    total = Decimal(int(rows["amount"].sum())).scaleb(-sheet.scale["amount"])
    return f", together {total:,.2f}{f' {code}' if code else ''}"
