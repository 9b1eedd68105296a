"""The ledger: for every sheet, rows in = used + set aside, and the same for its money."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from revcore.ingest import parse
from revcore.ingest.currency import MAIN_DATE
from revcore.ingest.long_periods import MONTHS_LONG
from revcore.ingest.raw import LINE, RawTable, TotalRow
from revcore.ingest.rows import LABEL_COLUMNS, label_of_total
from revcore.ingest.sheet import (
    AS_READ,
    COLUMN,
    COUNTED,
    IN_PLACE,
    KEYS,
    MONEY_CURRENCY,
    REASON,
    VALUE,
    Sheet,
    Trouble,
)
from revcore.ingest.tables import MONEY_COLUMN
from revcore.ingest.words import CUSTOMER_ROLES, in_cents, multiple
from revcore.model import Issue, SetAside, SheetRead, Window, month_of_day

_MOST = 100_000
"""Set-aside rows listed one by one per sheet; the counts are always complete."""

NO_CURRENCY = "unknown"
"""Key of totals where no file names a currency."""


@dataclass(frozen=True)
class Entry:
    """What became of one sheet."""

    sheet: SheetRead
    set_aside: tuple[SetAside, ...]


def entry(sheet: Sheet, raw: RawTable, reporting: str | None) -> Entry:
    """Reconcile one sheet that was taken for a table; ``raw`` is it as found in the file."""
    rows = _rows(sheet, raw)
    left = rows.filter(pl.col(REASON).is_not_null())
    outside = _outside(sheet.name, raw)
    totals = _totals(sheet, reporting)
    return Entry(
        SheetRead(
            sheet=raw.sheet,
            table=sheet.table,
            preset=sheet.plan.preset.id if sheet.plan.preset else None,
            columns=printed_columns(sheet),
            range=raw.range,
            rows_in=raw.rows_in,
            rows_used=rows.height - left.height,
            rows_set_aside=left.height + len(outside),
            money_column=_money_header(sheet),
            stated_total=_stated(sheet, raw, reporting),
            total_in=totals[0],
            total_used=totals[1],
            total_set_aside=totals[2],
            rows_by_reason=_rows_by_reason(left, outside),
            aside_by_reason=_money_by_reason(sheet, reporting),
            changed_by_kind=_changes(sheet, reporting),
            total_counted=_counted(sheet, reporting),
            period=_period(sheet),
            confidence=sheet.plan.confidence,
            issues=_issues(sheet.troubles, left, outside),
        ),
        (*_listed(sheet.name, raw.sheet, left), *outside),
    )


def unused(raw: RawTable, name: str, reason: str) -> Entry:
    """A sheet set aside whole."""
    rows = raw.frame.select(
        LINE,
        pl.lit(reason).alias(REASON),
        pl.lit("").alias(COLUMN),
        pl.lit("").alias(VALUE),
    )
    outside = _outside(name, raw)
    first = int(raw.frame[LINE].min() or 0) if rows.height else 0  # type: ignore[arg-type]
    issue = Issue(line=first, column="", reason=reason, count=raw.rows_in)
    return Entry(
        SheetRead(
            sheet=raw.sheet,
            table=None,
            range=raw.range,
            rows_in=raw.rows_in,
            rows_set_aside=raw.rows_in,
            rows_by_reason=_rows_by_reason(rows, outside),
            issues=[issue],
        ),
        (*_listed(name, raw.sheet, rows), *outside),
    )


def _rows(sheet: Sheet, raw: RawTable) -> pl.DataFrame:
    """One row per row of the file: its line, and why it was set aside (null: used)."""
    marks = sheet.frame.select(LINE, REASON, COLUMN, VALUE)
    if not sheet.laid.months:
        return marks
    cells = marks.group_by(LINE, maintain_order=True).agg(
        pl.col(REASON).is_null().any().alias("used"),
        pl.col(REASON).drop_nulls().first(),
        pl.col(COLUMN).drop_nulls().first(),
        pl.col(VALUE).drop_nulls().first(),
    )
    rows = raw.frame.select(LINE).join(cells, on=LINE, how="left", maintain_order="left")
    missing = pl.col("used").is_null()
    used = pl.col("used").fill_null(value=False)
    return rows.select(
        LINE,
        pl.when(missing)
        .then(pl.lit(f"no value in any {sheet.laid.across}"))
        .when(used)
        .then(None)
        .otherwise(pl.col(REASON))
        .alias(REASON),
        COLUMN,
        VALUE,
    )


def _listed(name: str, sheet: str, rows: pl.DataFrame) -> list[SetAside]:
    shown = rows.head(_MOST).select(LINE, COLUMN, VALUE, REASON)
    return [
        SetAside(name, sheet, line or 0, column or "", value or "", reason or "")
        for line, column, value, reason in shown.iter_rows()
    ]


def _outside(name: str, raw: RawTable) -> list[SetAside]:
    """Rows that never were rows of the table: totals and lines that do not fit."""
    totals = [SetAside(name, raw.sheet, row.line, "", row.label, "total row") for row in raw.totals]
    return [
        *totals,
        *(SetAside(name, raw.sheet, row.line, "", row.text, row.reason) for row in raw.ragged),
    ]


def printed_columns(sheet: Sheet) -> dict[str, str | list[str]]:
    """Our columns with the file's own headers behind them."""
    out: dict[str, str | list[str]] = {}
    customer: list[str] = []
    for role, header in sorted(sheet.plan.columns.items()):
        printed = sheet.laid.printed(header)
        if role in CUSTOMER_ROLES:
            customer += [printed] if isinstance(printed, str) else printed
        elif printed:
            out[role] = printed
    if customer:
        names = list(dict.fromkeys(customer))
        if len(names) > 1 and out.get("name") in names:
            names.remove(str(out["name"]))
        out["customer"] = names[0] if len(names) == 1 else names
    return out


def _money_header(sheet: Sheet) -> str | None:
    role = MONEY_COLUMN.get(sheet.table)
    header = sheet.plan.header(role, *IN_PLACE) if role else None
    return (sheet.printed(header) if not sheet.laid.months else header) if header else None


# ---------------------------------------------------------------- totals
def _totals(sheet: Sheet, reporting: str | None) -> tuple[dict[str, float], ...]:
    """Money in, used and set aside by currency, exactly as the file prints it."""
    if AS_READ not in sheet.frame.columns:
        return {}, {}, {}
    scale = sheet.as_read_scale
    sums = (
        sheet.frame.select(
            pl.col(MONEY_CURRENCY).fill_null(reporting or NO_CURRENCY).alias("currency"),
            pl.col(REASON).is_null().alias("used"),
            pl.col(AS_READ).cast(pl.Int64).alias("money"),
        )
        .group_by("currency", "used")
        .agg(pl.col("money").sum())
        .sort("currency", "used")
    )
    whole: dict[str, int] = {}
    parts: dict[bool, dict[str, int]] = {True: {}, False: {}}
    for currency, used, money in sums.iter_rows():
        whole[currency] = whole.get(currency, 0) + money
        parts[used][currency] = money
    for part in parts.values():
        for currency in whole:
            part.setdefault(currency, 0)
    return tuple(_units(part, scale) for part in (whole, parts[True], parts[False]))


def _units(sums: Mapping[str, int], scale: int) -> dict[str, float]:
    return {code: float(Decimal(value).scaleb(-scale)) for code, value in sorted(sums.items())}


def _stated(sheet: Sheet, raw: RawTable, reporting: str | None) -> dict[str, float]:
    """The file's own total: the last total row with a readable amount."""
    role = MONEY_COLUMN.get(sheet.table)
    header = sheet.plan.header(role) if role else None
    if not header:
        return {}
    names = list(sheet.laid.months.values()) if sheet.laid.months else [header]
    decimal = (sheet.plan.fix.decimal if sheet.plan.fix else None) or sheet.settings.decimal
    unit = Decimal(multiple(header)) / (100 if in_cents(header) else 1)
    for row in reversed(_of_the_whole(raw)):
        texts = [row.values[name] for name in names if row.values.get(name)]
        read = parse.money(pl.Series(texts, dtype=pl.String), decimal=decimal)
        if texts and not read.bad.any():
            code = sheet.frame[MONEY_CURRENCY].drop_nulls().mode().sort().to_list()
            total = Decimal(int(read.values.sum() or 0)).scaleb(-(read.scale or 0)) * unit
            return {(code[0] if code else reporting or NO_CURRENCY): float(total)}
    return {}


def _of_the_whole(raw: RawTable) -> list[TotalRow]:
    """Total rows but those of a group that the rows name."""
    named = {row.line: label_of_total(row.label) for row in raw.totals}
    wanted = sorted({name for name in named.values() if name})
    if not wanted:
        return list(raw.totals)
    groups: set[str] = set()
    for header in raw.headers[:LABEL_COLUMNS]:
        groups |= set(raw.frame[header].filter(raw.frame[header].is_in(wanted)))
    return [row for row in raw.totals if named[row.line] not in groups]


def _period(sheet: Sheet) -> str | None:
    """Months from the first to the last date of the rows used."""
    name = next((name for name in MAIN_DATE.get(sheet.table, ()) if sheet.has(name)), None)
    if name is None:
        return None
    used = sheet.frame.filter(pl.col(REASON).is_null())
    first, last = used[name].min(), used[name].max()
    if first is None or last is None:
        return None
    ends = [int(first), int(last)]  # type: ignore[arg-type]
    ends = ends if name == "month" else list(map(month_of_day, ends))
    if sheet.has(MONTHS_LONG):
        latest = used.filter(pl.col(name) == last)[MONTHS_LONG].max()
        ends[1] += int(latest or 1) - 1  # type: ignore[arg-type]
    return str(Window(*ends))


# ---------------------------------------------------------------- reasons
_EARLIER = " as an earlier row"


def kind_of(reason: str) -> str:
    """A reason without the row it names.

    >>> kind_of("same deal ID as line 5 of “old.csv”")
    'same deal ID as an earlier row'
    """
    return re.sub(r" as line \d+.*$", _EARLIER, reason)


def _kinds() -> pl.Expr:
    return pl.col(REASON).str.replace(r" as line \d+.*$", _EARLIER)


def _rows_by_reason(left: pl.DataFrame, outside: Sequence[SetAside]) -> dict[str, int]:
    """Rows set aside for each kind of reason."""
    counted = Counter(kind_of(row.reason) for row in outside)
    counted.update(dict(left.group_by(_kinds()).len().iter_rows()))
    return dict(sorted(counted.items()))


def _money_by_reason(sheet: Sheet, reporting: str | None) -> dict[str, dict[str, float]]:
    """Money set aside for each kind of reason, by currency, exactly; nothing is left out."""
    if AS_READ not in sheet.frame.columns:
        return {}
    sums = (
        sheet.frame.filter(pl.col(REASON).is_not_null() & (pl.col(AS_READ) != 0))
        .group_by(
            _kinds().alias("reason"),
            pl.col(MONEY_CURRENCY).fill_null(reporting or NO_CURRENCY).alias("currency"),
        )
        .agg(pl.col(AS_READ).cast(pl.Int64).sum())
    )
    found: dict[str, dict[str, int]] = {}
    for reason, currency, money in sums.iter_rows():
        if money:
            found.setdefault(reason, {})[currency] = money
    return {reason: _units(parts, sheet.as_read_scale) for reason, parts in sorted(found.items())}


def _changes(sheet: Sheet, reporting: str | None) -> dict[str, dict[str, float]]:
    """By how much rules changed the money used, for each kind of change (tax, refunds)."""
    found: dict[str, dict[str, Decimal]] = {}
    for kind, column, scale in sheet.changes:
        own = found.setdefault(kind, {})
        for code, money in _used(sheet, column, reporting):
            own[code] = own.get(code, Decimal(0)) + Decimal(money).scaleb(-scale)
    return {
        kind: {code: float(money) for code, money in sorted(own.items()) if money}
        for kind, own in found.items()
        if any(own.values())
    }


def _counted(sheet: Sheet, reporting: str | None) -> dict[str, float]:
    """What counts of the money used, where rules changed some of it."""
    if not sheet.has(COUNTED):
        return {}
    return _units(dict(_used(sheet, COUNTED, reporting)), sheet.counted_scale)


def _used(sheet: Sheet, column: str, reporting: str | None) -> list[tuple[str, int]]:
    """Sum of a column over the rows used, by currency."""
    code = pl.col(MONEY_CURRENCY).fill_null(reporting or NO_CURRENCY).alias("code")
    rows = sheet.frame.filter(pl.col(REASON).is_null())
    sums = rows.group_by(code).agg(pl.col(column).cast(pl.Int64).sum())
    return [(str(name), int(money or 0)) for name, money in sums.sort("code").iter_rows()]


def _issues(
    troubles: Sequence[Trouble], left: pl.DataFrame, outside: Sequence[SetAside]
) -> list[Issue]:
    """Trouble grouped by column and reason, without cell values; each kind stands there once.

    A cell that must be there and cannot be read is both a reason to set its row aside and a cell
    counted in its column: one kind of trouble, as many times as there are such cells.
    """
    groups: dict[tuple[str, str], tuple[int, int]] = {}
    for row in outside:
        key = (row.column, kind_of(row.reason))
        line, count = groups.get(key, (row.line, 0))
        groups[key] = min(line, row.line), count + 1
    rows = left.group_by(pl.col(COLUMN).fill_null(""), _kinds()).agg(
        pl.col(LINE).min().alias("line"), pl.len().alias("count")
    )
    for column, reason, line, count in rows.iter_rows():
        groups[column, reason] = line or 0, count
    for one in troubles:
        line, count = groups.get((one.column, one.reason), (one.line, 0))
        groups[one.column, one.reason] = min(line, one.line), max(count, one.count)
    issues = [
        Issue(line=line, column=column, reason=reason, count=count)
        for (column, reason), (line, count) in groups.items()
    ]
    return sorted(issues, key=lambda issue: (issue.line, issue.column, issue.reason))


def key_frame(sheet: Sheet, dates: Sequence[str]) -> pl.DataFrame:
    """Customer keys and the earliest date of each row, nulls where the row is set aside."""
    used = pl.col(REASON).is_null()
    blank = pl.lit(None, dtype=pl.String)
    keys = [
        pl.when(used).then(pl.col(key) if sheet.has(key) else blank).alias(key)
        for key in KEYS.values()
    ]
    known = [pl.col(name) for name in dates if sheet.has(name)]
    date = pl.coalesce(known) if known else pl.lit(None, dtype=pl.Int64)
    return sheet.frame.select(*keys, date.cast(pl.Int64).alias("__date"))
