"""Cross-tabs: customers down, products across, and one period for all of them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from revcore.errors import SettingsError
from revcore.ingest import parse
from revcore.ingest.across import period_of
from revcore.ingest.named_period import covered, period_around
from revcore.ingest.raw import LINE, RawTable, Remark, TotalRow
from revcore.ingest.rows import is_total
from revcore.ingest.sheet import Sheet
from revcore.ingest.tables import Kind
from revcore.ingest.unlaid import ROWS_BEHIND, nobody_says_when
from revcore.ingest.wide import Laid
from revcore.ingest.words import CUSTOMER_ROLES, roles_of
from revcore.model import FileMapping, Window, month_words

DATE, PRODUCT, AMOUNT = "Date", "Product", "Amount"
HEADERS = (DATE, PRODUCT, AMOUNT)
"""Headers made here, after that of the customer."""
_KIND = "crosstab"

_MONEY = re.compile(
    r"(?i)sales|revenue|turnover|invoiced|billing|billed|net amount|umsatz|umsätze|erlös|betrag|"
    r"chiffre d|ventes|ventas|facturaci|fatturato|vendite|vendas|faturamento|omzet|verkoop|"
    r"[€£$¥]|\b(?:usd|eur|gbp|chf|cad|aud)\b"
)
_NO_SALES = re.compile(
    r"(?i)units|quantit|\bqty|pieces|stück|menge|anzahl|unidades|cantidad|aantal|\bcount|hours|"
    r"stunden|score|rating|survey|umfrage|\bnps\b|satisf|forecast|budget|\bplan|target|quota|"
    r"goal|aging|ageing|receivable|outstanding|overdue|offene posten|balance|saldo|saldi|salden|"
    r"\bcosts?\b|kosten|expense|margin|marge|profit|gewinn|average|percent|anteil|share of|usage|"
    r"tickets|visits|pipeline|quotes|angebote"
)
_NO_PRODUCT = re.compile(
    r"(?i)\d+\s*[-–+]|[-–<>]\s*\d|%|[#Δ]|\b(?:current|overdue|due|days?|tage|open|offen|balance|"
    r"paid|unpaid|limit|credits?|debits?|tax|vat|ust|mwst|tva|iva|costs?|kosten|margin|marge|"
    r"profit|discounts?|rabatt|target|plan|budget|actual|ist|soll|forecast|variance|delta|diff\w*|"
    r"previous|prior|last|this|year|month|week|quarter|ytd|mtd|growth|change|avg|average|min|max|"
    r"count|orders?|units?|qty|quantity|menge|anzahl|hours?|score|rate|rating|ratio|share|rank|"
    r"revenue|sales|umsatz|amount|betrag|value|wert|price|preis|gross|net|netto|brutto|mrr|arr|"
    r"ltv|cac|spend|spent|fees?|refunds?|returns?|shipping|versand|opening|closing|"
    r"new|churn\w*|lost|won|column|nr|no|id|number|age|score|employees|size|seats|visits)\b"
)
_FEWEST_FOR_A_SUM = 3


@dataclass(frozen=True)
class Crosstab:
    """A table of customers by products.

    who, products, sums
        Header of the customers, of each product, and of columns that only add the products up.
    period
        What its amounts are the sales of; None where nothing says so.
    place
        Where the period is named.
    """

    who: str
    products: tuple[str, ...]
    sums: tuple[str, ...]
    period: Window | None
    place: str


def find(raw: RawTable, name: str, fix: FileMapping | None = None) -> Crosstab | None:
    """What a cross-tab is made of; None for any other table, and for one that may be another.

    Headers across are neither periods nor anything we know, cells are money, and somewhere it says
    that they are sales. A total that does not add up makes it no cross-tab.

    Parameters
    ----------
    name
        Base name of the file.
    fix
        What a person fixed: its period counts for the file it was given for.
    """
    who = [header for header in raw.headers if roles_of(header) & {*CUSTOMER_ROLES}]
    rest = [header for header in raw.headers if header not in who]
    said = [header for header in rest if is_total(header)]
    products = [header for header in rest if header not in said]
    if len(who) != 1 or len(products) < 2 or len(said) > 1 or not raw.has_header:
        return None
    if not all(_is_product(header) for header in products) or not raw.frame.height:
        return None
    sold = [header for header in rest if raw.frame[header].count()]
    if len(sold) < 2 or any(parse.fit(raw.frame[header], Kind.MONEY) < 1 for header in sold):
        return None
    names = raw.frame[who[0]]
    if names.null_count() or parse.fit(names, Kind.MONEY) > 0.5 or names.is_duplicated().any():
        return None
    values, printed = _read_alike(raw, rest)
    if said and not _adds_up(values, said[0], products):
        return None
    if not said and len(products) > 2 and raw.frame.height >= _FEWEST_FOR_A_SUM:
        said = [last for last in products[-1:] if _adds_up(values, last, products[:-1])]
        products = [header for header in products if header not in said]
    stem, titles = Path(name).stem, " ".join(around(raw, name))
    by_hand = fix.period if fix is not None and fix.path == name else None
    money = printed or bool(_MONEY.search(titles)) or by_hand is not None
    money |= any(raw.hints.get(header, "").startswith("currency:") for header in products)
    if not money or _NO_SALES.search(titles):
        return None
    if by_hand is not None:
        return Crosstab(who[0], tuple(products), tuple(said), of_period(by_hand, name), "")
    found = period_around(raw.preamble, raw.sheet, stem)
    period, place = found or (None, "")
    return Crosstab(who[0], tuple(products), tuple(said), period, place)


def is_no_sales(raw: RawTable, name: str) -> bool:
    """Whether what stands around a table says that its figures are something else than sales."""
    return _NO_SALES.search(" ".join(around(raw, name))) is not None


def around(raw: RawTable, name: str) -> list[str]:
    """What stands around a table: lines above it, the names of its sheet and its file."""
    return [*raw.preamble, raw.sheet, Path(name).stem.replace("_", " ")]


def of_period(text: str, name: str) -> Window:
    """The period that a person gives for a file.

    Raises
    ------
    SettingsError
        It is neither a month, a quarter, a half-year nor a year.
    """
    found = covered(text)
    if found is None:
        raise SettingsError(
            f"“{text}”, given as the period of “{name}”, is no month, quarter, half-year or year.",
            fix="Write 2024-03, 2024-Q1, 2024-H1 or 2024.",
        )
    return found


def down(laid: Laid, found: Crosstab) -> Laid:
    """One row per customer and product, dated on the last day of the period."""
    if found.period is None:
        return laid
    raw, as_found = _without_sums(laid.raw, found), _without_sums(laid.found, found)
    day = pl.lit(_iso(found.period)).alias(DATE)
    frame = (
        raw.frame.with_columns(pl.int_range(pl.len()).alias("__at"))
        .unpivot(
            on=list(found.products),
            index=[found.who, LINE, "__at"],
            variable_name=PRODUCT,
            value_name=AMOUNT,
        )
        .sort("__at", maintain_order=True)
        .filter(pl.col(AMOUNT).is_not_null())
        .select(found.who, day, PRODUCT, AMOUNT, LINE)
    )
    codes = {raw.hints.get(header, "") for header in found.products} - {""}
    hints = {AMOUNT: codes.pop()} if len(codes) == 1 else {}
    remarks = (*raw.remarks, _told(found, found.period))
    headers = (found.who, *HEADERS)
    long = replace(raw, headers=headers, frame=frame, hints={**raw.hints, **hints}, remarks=remarks)
    across = {header: header for header in found.products}
    return Laid(long, as_found, across, {DATE: ()}, across="product")


def why_undated(found: Crosstab) -> str:
    """What is missing where nothing names the period."""
    return (
        f"{nobody_says_when(found.products)} Name the month in the title above it or in the name "
        "of the file, as in “Sales 2024-03”, or export the rows behind it: "
        f"{ROWS_BEHIND}."
    )


def tell(sheet: Sheet) -> None:
    """Say of a sheet read as a cross-tab what was taken for granted."""
    for remark in sheet.raw.remarks:
        if remark.kind == _KIND:
            where = (
                f"“{sheet.raw.sheet}” of “{sheet.name}”" if sheet.raw.sheet else f"“{sheet.name}”"
            )
            sheet.say(
                f"{_KIND}:{sheet.raw.sheet}", remark.text.replace("{where}", where), remark.values
            )


def _is_product(header: str) -> bool:
    """Whether a header may name a product: no period, no measure, and none of our columns."""
    if not re.search(r"[^\W\d_]{2}", header) or period_of(header) or _NO_PRODUCT.search(header):
        return False
    return not roles_of(header) and re.search(r"(?:19|20)\d\d", header) is None


def _read_alike(raw: RawTable, headers: Sequence[str]) -> tuple[dict[str, pl.Series], bool]:
    """Columns as money of one scale with one decimal mark; and whether a currency is printed."""
    rows = raw.frame.height
    read = parse.money(pl.concat([raw.frame[header].alias("") for header in headers]))
    values = read.values.fill_null(0).cast(pl.Int64)
    columns = {header: values.slice(at * rows, rows) for at, header in enumerate(headers)}
    return columns, read.currency is not None


def _adds_up(values: Mapping[str, pl.Series], total: str, parts: Sequence[str]) -> bool:
    """Whether a column is the sum of others in every row, and not of one of them alone."""
    whole = sum((values[header] for header in parts[1:]), values[parts[0]])
    return bool((whole == values[total]).all()) and bool((values[total] != 0).any())


def _without_sums(raw: RawTable, found: Crosstab) -> RawTable:
    """Take out a last row that repeats the sum of every product though no word says so."""
    rows = raw.frame.height
    if rows <= _FEWEST_FOR_A_SUM:
        return raw
    values, _ = _read_alike(raw, found.products)
    if any(one[:-1].sum() != one[-1] for one in values.values()):
        return raw
    row = raw.frame.row(rows - 1, named=True)
    line = int(row.pop(LINE))
    cells = {name: text for name, text in row.items() if text is not None}
    total = TotalRow(line, cells.get(found.who, ""), cells)
    return replace(raw, frame=raw.frame.head(rows - 1), totals=(*raw.totals, total))


def _told(found: Crosstab, period: Window) -> Remark:
    """What was taken for granted: the period and where it stands, and what months can’t tell."""
    named = f", as {found.place} says" if found.place else ", as you said"
    text = f"{{where}} has customers down and {len(found.products)} products across: its amounts "
    if period.months == 1:
        text += f"count as sales of {month_words(period.end)}{named}."
    else:
        text += (
            f"count as sales of {month_words(period.start)} to {month_words(period.end)}{named}, "
            f"all on its last day. Nothing says in which of its {period.months} months they fell."
        )
    if found.sums:
        text += f" “{found.sums[0]}” only adds them up and is not counted."
    return Remark(_KIND, text, {"products": len(found.products), "months": period.months})


def _iso(period: Window) -> str:
    return (dt.date(1970, 1, 1) + dt.timedelta(days=period.last_day)).isoformat()
