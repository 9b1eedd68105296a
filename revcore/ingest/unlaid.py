"""Sheets whose figures cannot be dated: years across, customers by product without a month."""

from __future__ import annotations

import re
from collections.abc import Sequence

from revcore.ingest import parse
from revcore.ingest.parse_periods import week_label
from revcore.ingest.raw import RawTable
from revcore.ingest.rows import is_total
from revcore.ingest.tables import Kind
from revcore.ingest.words import CUSTOMER_ROLES, is_known, normal, roles_of
from revcore.model import listed

_YEAR = re.compile(r"(?:FY ?|GJ ?)?((?:19|20)\d\d)(?:/\d\d(?:\d\d)?)?")
_WITH_YEAR = re.compile(r"(?<![\d.,/-])(?:19|20)\d\d(?![\d.,/-])")
_YEARS = {"year", "jahr", "année", "annee", "año", "ano", "anno", "jaar", "fiscal year"}
_SHOWN = 3
_ANY_YEAR = "2000"
ROWS_BEHIND = "customer, date, product and amount"
_WAY = (
    "Export the same by month, a column or a row for each, or the invoices or orders behind it "
    "with their dates."
)


def why_undated(raw: RawTable) -> str:
    """What to ask for where a sheet has amounts by year, or by product, and no month; else ""."""
    across = [header for header in raw.headers if _YEAR.fullmatch(header.strip())]
    across = across or [header for header in raw.headers if _WITH_YEAR.search(header)]
    if len(across) > 1 and all(_is_money(raw, header) for header in across):
        ends = f"“{across[0]}” to “{across[-1]}”" if len(across) > 2 else listed(across)
        return f"Its amounts are of whole years ({ends}), and figures here go by month. {_WAY}"
    down = [header for header in raw.headers if normal(header) in _YEARS]
    others = [header for header in raw.headers if header not in down and _is_money(raw, header)]
    if down and others and raw.frame[down[0]].drop_nulls().str.contains(r"^(19|20)\d\d$").all():
        return (
            f"“{down[0]}” holds whole years and no column says the month, by which figures here "
            f"go. {_WAY}"
        )
    weeks = [header for header in raw.headers if week_label(header.strip(), _ANY_YEAR)]
    if len(weeks) >= _SHOWN and not any(week_label(header.strip()) for header in weeks):
        return (
            f"Its amounts are of calendar weeks (from “{weeks[0]}” to “{weeks[-1]}”), and nothing "
            "says of which year. Write the year in the title above them or in the name of the file."
        )
    return _by_product(raw)


def nobody_says_when(products: Sequence[str]) -> str:
    """What is wrong with customers down and products across where no period is named."""
    names = listed([f"“{header}”" for header in products[:_SHOWN]])
    more = " and others" if len(products) > _SHOWN else ""
    return f"It has customers down and {names}{more} across, and nothing says when they bought."


def _by_product(raw: RawTable) -> str:
    """A cross-tab: one column of customers, and amounts under names that say nothing to us."""
    who = [header for header in raw.headers if roles_of(header) & {*CUSTOMER_ROLES}]
    rest = [header for header in raw.headers if header not in who and not is_total(header)]
    unknown = [header for header in rest if not is_known(header)]
    if len(who) != 1 or len(unknown) < 2 or len(unknown) < len(rest):
        return ""
    if not all(_is_money(raw, header) for header in unknown):
        return ""
    return f"{nobody_says_when(unknown)} Export the rows behind it: {ROWS_BEHIND}."


def _is_money(raw: RawTable, header: str) -> bool:
    return parse.fit(raw.frame[header], Kind.MONEY) > 0.9
