"""Raw tables → Dataset: plan every sheet, read it, settle money and customers, keep the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

import polars as pl

from revcore.errors import RevcoreError
from revcore.ingest import crosstab, currency, identity, joined, ledger, merge, notices, stage_order
from revcore.ingest.alike import find_alike, say_alike
from revcore.ingest.by_invoice import name_customers
from revcore.ingest.deals import stage_history
from revcore.ingest.ends import end_by_list
from revcore.ingest.hidden import set_hidden_aside
from revcore.ingest.ledger import Entry
from revcore.ingest.long_periods import MONTHS_LONG, TABLES_BY_MONTH, by_month
from revcore.ingest.mapping import Plan, fixed_by_hand, guess
from revcore.ingest.nameless import tell_nameless
from revcore.ingest.order import in_order
from revcore.ingest.preview import preview
from revcore.ingest.raw import LINE, UNSAVED, OpenedFile, OpenedFiles, Source
from revcore.ingest.read import open_files
from revcore.ingest.revalued import revalue
from revcore.ingest.rhythm import infer_periods
from revcore.ingest.rules import apply
from revcore.ingest.sheet import KEYS, REASON, Sheet
from revcore.ingest.tables import TABLES, Kind, columns
from revcore.ingest.wide import Laid, lay, lay_weeks, lay_years, without_totals
from revcore.ingest.words import normal, title
from revcore.model import (
    Dataset,
    FileMapping,
    FileRead,
    Notice,
    Question,
    Settings,
    SheetPreview,
    SheetRead,
    Table,
    first_day,
)

_Said = TypeVar("_Said", Question, Notice)
_NO_TABLE = "no table recognised"
_ACROSS = {"month": TABLES_BY_MONTH, "week": ("orders", "invoices", "spend")}
"""What amounts by year may be, and amounts by week, which count on their Mondays."""
Place = tuple[int, int]
"""Index of the file, index of the table in it."""


def read_files(
    sources: Sequence[Source], settings: Settings | None = None, *, max_bytes: int | None = None
) -> Dataset:
    """Open files and read what is in them; see :func:`read`."""
    return read(open_files(sources, max_bytes=max_bytes), settings or Settings())


def read(opened: OpenedFiles, settings: Settings | None = None) -> Dataset:
    """Make a Dataset of opened files: the same files and settings always give the same one.

    Raises
    ------
    RevcoreError
        In one sentence, when no file holds a table with at least one usable row.
    SettingsError
        The settings name a table, a column or a month that does not exist.
    """
    settings = settings or Settings()
    plans, sheets = _sheets(opened, settings)
    hidden = set_hidden_aside(opened, sheets)
    every = list(sheets.values())
    code, questions, said = currency.settle(every, settings)
    by_table = {
        table: sorted(
            (sheet for sheet in every if sheet.table == table),
            key=lambda sheet: (sheet.name, sheet.raw.sheet, sheet.raw.file),
        )
        for table in TABLES
    }
    for table, own in by_table.items():
        merge.count_once(own)
        if table != "customers":
            merge.set_repeated_aside(table, own)
        if table == "funnel_counts":
            merge.count_visits_once(own)
    histories = {
        place: stage_history(sheet) for place, sheet in sheets.items() if sheet.table == "deals"
    }
    stage_order.settle(every, [found[0] for found in histories.values() if found])
    name_customers(by_table["invoices"])
    customers, ambiguous = _number_customers(every)
    tell_nameless(every)
    merge.set_repeated_aside("customers", by_table["customers"])
    if settings.ends_from_customers:
        end_by_list(by_table["subscriptions"], by_table["customers"])
    pairs = find_alike(customers, every)
    joined.rename_products(every, settings.product)
    joint = joined.join(customers, every, settings)
    joined.put(joint, every)
    infer_periods(by_table["invoices"], every, settings)
    pairs = joined.decided(pairs, customers, joint, settings.apart)
    revalue(every, settings.rate)
    tables = _tables(by_table, sheets, histories)
    if not tables:
        raise _nothing_usable(opened, plans, sheets)
    entries = _entries(opened, plans, sheets, code, histories)
    asked = [*questions, *hidden, *(one for sheet in every for one in sheet.questions)]
    asked += notices.unknown_sheets(opened, plans)
    asked += [*notices.whose_rows(every), *joint.questions]
    said += [*joint.notices, *notices.known_elsewhere(opened, plans), *say_alike(pairs)]
    said += notices.collect(opened, by_table, ambiguous, code)
    return Dataset(
        tables=tables,
        files=tuple(_file_read(file, index, entries) for index, file in enumerate(opened.files)),
        set_aside=tuple(row for place in sorted(entries) for row in entries[place].set_aside),
        questions=_unique(asked),
        notices=_unique(said),
        previews=tuple(_previews(opened, plans, sheets)),
        customers=joint.names,
        alike=pairs,
        also=joint.also,
        currency=code,
        settings=settings,
    )


def look(opened: OpenedFiles, settings: Settings | None = None) -> tuple[SheetPreview, ...]:
    """How each sheet is understood, also where nothing could be used: to be put right by hand."""
    plans, sheets = _sheets(opened, settings or Settings())
    return tuple(_previews(opened, plans, sheets))


def _sheets(
    opened: OpenedFiles, settings: Settings
) -> tuple[dict[Place, tuple[Laid, Plan]], dict[Place, Sheet]]:
    plans: dict[Place, tuple[Laid, Plan]] = {}
    sheets: dict[Place, Sheet] = {}
    for index, file in enumerate(opened.files):
        for number, raw in enumerate(file.tables):
            laid = lay(raw)
            headers = laid.raw.headers
            fix = fixed_by_hand(settings.file, file.name, raw.sheet, headers, raw.part)
            laid, plan = _planned(laid, file.name, fix, alone=len(file.tables) == 1)
            if plan.table == "spend":
                laid = without_totals(laid, plan.header("campaign"), plan.header("amount"))
            plans[index, number] = laid, plan
            if plan.table:
                sheet = Sheet(laid, plan, file.name, settings)
                crosstab.tell(sheet)
                apply(sheet)
                sheets[index, number] = sheet
    return plans, sheets


def _planned(laid: Laid, name: str, fix: FileMapping | None, *, alone: bool) -> tuple[Laid, Plan]:
    """How a sheet is read as it is, or where it fits no table, as customers by products."""
    crossed = fix is not None and fix.headers[1:] == list(crosstab.HEADERS)
    if fix is None or fix.headers != list(laid.raw.headers):
        years = _by_year_or_week(laid, name, fix, alone=alone)
        if years is not None:
            return years
    plan = None if crossed else guess(laid.raw, name, fix, alone=alone)
    if plan and (plan.table or plan.preset or (fix and fix.table)):
        return laid, plan
    found = crosstab.find(laid.raw, name, fix)
    if found is None:
        return laid, plan or guess(laid.raw, name, fix, alone=alone)
    if found.period is None:
        return laid, Plan(None, why=crosstab.why_undated(found), undated=True, fix=fix)
    long = crosstab.down(laid, found)
    return long, guess(long.raw, name, fix, alone=alone)


def _by_year_or_week(
    laid: Laid, name: str, fix: FileMapping | None, *, alone: bool
) -> tuple[Laid, Plan] | None:
    """How a table of amounts by years or weeks is read, where it is none of our others."""
    years = lay_years(laid) or lay_weeks(laid, crosstab.around(laid.raw, name))
    if years is None or crosstab.is_no_sales(laid.raw, name):
        return None
    by_hand = fix is not None and fix.headers in ([], list(years.raw.headers))
    plain = guess(laid.raw, name, None if by_hand else fix, alone=alone)
    if plain.table not in (None, "customers") or plain.preset:
        return None
    plan = guess(years.raw, name, fix if by_hand else None, alone=alone)
    return (years, plan) if plan.table in _ACROSS[years.across] else None


# ---------------------------------------------------------------- customers
def _number_customers(sheets: Sequence[Sheet]) -> tuple[tuple[str, ...], int]:
    """Replace the customer keys of every sheet by one number per customer."""
    keyed = [sheet for sheet in sheets if any(sheet.has(key) for key in KEYS.values())]
    sources = []
    for sheet in keyed:
        dates = currency.MAIN_DATE.get(sheet.table, ())
        frame = ledger.key_frame(sheet, dates)
        if dates and dates[0] == "month" and sheet.has("month"):
            months = frame["__date"].drop_nulls().unique().to_list()
            days = {month: first_day(month) for month in months}
            day = pl.col("__date").replace_strict(days, default=None, return_dtype=pl.Int64)
            frame = frame.with_columns(day)
        sources.append(identity.Source(frame, _system(sheet)))
    numbers, names, ambiguous = identity.resolve(sources)
    for sheet, number in zip(keyed, numbers, strict=True):
        sheet.put("customer", number)
    return names, ambiguous


def _system(sheet: Sheet) -> str:
    """Name of the numbering that a sheet's customer ids belong to."""
    header = sheet.plan.header("customer_id")
    if header is None:
        return ""
    ids = sheet.frame[KEYS["customer_id"]].drop_nulls()
    letters = ids.str.extract(r"^([A-Za-z]{1,5}[-_])", 1).drop_nulls().unique()
    return f"{normal(header)}:{letters[0] if len(letters) == 1 else ''}"


# ---------------------------------------------------------------- tables
def _tables(
    by_table: Mapping[str, Sequence[Sheet]],
    sheets: Mapping[Place, Sheet],
    histories: Mapping[Place, tuple[pl.DataFrame, tuple[str, ...]] | None],
) -> dict[str, Table]:
    out = {}
    for table, own in by_table.items():
        parts = [(_business(sheet), sheet.scale) for sheet in own]
        if table == "stage_history":
            parts += [
                (_placed(found[0], sheets[place]), {})
                for place, found in sorted(histories.items())
                if found is not None
            ]
        made = _concatenated(table, parts)
        if made is not None:
            out[table] = made
    return out


def _business(sheet: Sheet) -> pl.DataFrame:
    """Used rows of a sheet under our column names, typed."""
    names = [column.name for column in columns(sheet.table) if sheet.has(column.name)]
    long = [MONTHS_LONG] if sheet.has(MONTHS_LONG) else []
    frame = sheet.frame.select(*names, *long, pl.col(LINE).alias("line"), REASON)
    if frame[REASON].null_count() < frame.height:
        frame = frame.filter(pl.col(REASON).is_null())
    if sheet.laid.months and "amount" in names:
        frame = frame.filter(pl.col("amount") != 0)
    return _placed(by_month(frame.drop(REASON), sheet.table, levels=sheet.levels), sheet)


def _placed(frame: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    return frame.with_columns(
        pl.lit(sheet.raw.file, dtype=pl.Int64).alias("file"),
        pl.lit(sheet.raw.sheet).alias("sheet"),
        pl.col("line").cast(pl.Int64),
    )


_TYPES: Mapping[Kind, type[pl.DataType]] = {
    Kind.KEY: pl.String,
    Kind.TEXT: pl.String,
    Kind.STATUS: pl.String,
    Kind.CUSTOMER: pl.Int64,
    Kind.DAY: pl.Int64,
    Kind.MONTH: pl.Int64,
    Kind.MONEY: pl.Int64,
    Kind.COUNT: pl.Int64,
    Kind.NUMBER: pl.Float64,
    Kind.YES_NO: pl.Boolean,
}


def _concatenated(
    table: str, parts: Sequence[tuple[pl.DataFrame, Mapping[str, int]]]
) -> Table | None:
    """One frame at one scale, sorted so that neither row nor file order matters."""
    parts = [(frame, scale) for frame, scale in parts if frame.height]
    if not parts:
        return None
    order = [column for column in columns(table) if any(column.name in frame for frame, _ in parts)]
    scale = {
        column.name: max(scales.get(column.name, 0) for _, scales in parts)
        for column in order
        if column.kind is Kind.MONEY
    }
    frames = []
    for frame, scales in parts:
        typed = []
        for column in order:
            kind = _TYPES[column.kind]
            if column.name not in frame.columns:
                typed.append(pl.lit(None, dtype=kind).alias(column.name))
            elif column.kind is Kind.MONEY:
                factor = 10 ** (scale[column.name] - scales.get(column.name, 0))
                typed.append(pl.col(column.name).cast(pl.Int64) * factor)
            else:
                typed.append(pl.col(column.name).cast(kind))
        frames.append(frame.select(*typed, "file", "sheet", "line"))
    whole = in_order(pl.concat(frames), [column.name for column in order])
    whole = whole.with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias("row"))
    front = [column.name for column in order]
    return Table(table, whole.select(*front, "row", "file", "sheet", "line"), scale)


# ---------------------------------------------------------------- ledger
def _entries(
    opened: OpenedFiles,
    plans: Mapping[Place, tuple[Laid, Plan]],
    sheets: Mapping[Place, Sheet],
    code: str | None,
    histories: Mapping[Place, tuple[pl.DataFrame, tuple[str, ...]] | None],
) -> dict[Place, Entry]:
    out: dict[Place, Entry] = {}
    for (index, number), (laid, plan) in plans.items():
        file, raw = opened.files[index], laid.found
        if (index, number) in sheets:
            made = ledger.entry(sheets[index, number], raw, code)
            history = histories.get((index, number))
            if history:
                named = made.sheet.columns | {"stage_history": list(history[1])}
                made = Entry(made.sheet.model_copy(update={"columns": named}), made.set_aside)
        else:
            reason = "left out by hand" if plan.fix and plan.fix.table else _NO_TABLE
            made = ledger.unused(raw, file.name, reason)
        out[index, number] = made
    return _with_duplicates(opened, out)


def _with_duplicates(opened: OpenedFiles, entries: dict[Place, Entry]) -> dict[Place, Entry]:
    """Add the sheets of files that are the same as another, all their rows set aside."""
    first = {
        file.sha256: index for index, file in reversed(list(enumerate(opened.files))) if file.tables
    }
    for index, file in enumerate(opened.files):
        if file.duplicate_of is None or file.sha256 not in first:
            continue
        twin = opened.files[first[file.sha256]]
        for number, raw in enumerate(twin.tables):
            reason = f"the same file as “{twin.name}”"
            made = ledger.unused(raw, file.name, reason)
            total = entries[first[file.sha256], number].sheet.total_in
            money = {code: amount for code, amount in total.items() if amount}
            update = {
                "total_in": total,
                "total_used": dict.fromkeys(total, 0.0),
                "total_set_aside": total,
                "aside_by_reason": {reason: money} if money else {},
            }
            entries[index, number] = Entry(made.sheet.model_copy(update=update), made.set_aside)
    return entries


def _file_read(file: OpenedFile, index: int, entries: Mapping[Place, Entry]) -> FileRead:
    own = [entries[place].sheet for place in sorted(entries) if place[0] == index]
    found: list[SheetRead] = [] if file.error else own
    return FileRead(
        name=file.name, sha256=file.sha256, bytes=file.bytes, error=file.error, sheets=found
    )


def _previews(
    opened: OpenedFiles,
    plans: Mapping[Place, tuple[Laid, Plan]],
    sheets: Mapping[Place, Sheet],
) -> list[SheetPreview]:
    return [
        preview(opened.files[place[0]].name, laid.raw, plan, sheets.get(place))
        for place, (laid, plan) in sorted(plans.items(), key=lambda item: item[0])
    ]


def _unique(items: Sequence[_Said]) -> tuple[_Said, ...]:
    return tuple({item.id: item for item in sorted(items, key=lambda item: item.id)}.values())


def _nothing_usable(
    opened: OpenedFiles,
    plans: Mapping[Place, tuple[Laid, Plan]],
    sheets: Mapping[Place, Sheet],
) -> RevcoreError:
    """One sentence about the first thing that stands in the way."""
    if not opened.files:
        return RevcoreError("No file was given.", fix="Name at least one CSV or Excel file.")
    for file in opened.files:
        if file.error:
            return RevcoreError(file.error)
    ways = "Choose what it is, or start from one of our templates."
    for (index, number), (_, plan) in sorted(plans.items(), key=lambda item: item[0]):
        name, raw = opened.files[index].name, opened.files[index].tables[number]
        if plan.undated:
            return RevcoreError(f"“{name}” names no month. {plan.why}")
        if plan.table is None:
            unknown = "is not counted" if plan.preset else "holds no table we know"
            text = f"“{name}” {unknown}. {plan.why}".strip()
            return RevcoreError(text, fix="" if plan.preset else ways)
        if any(remark.kind == UNSAVED for remark in raw.remarks):
            ways = (
                "Its formulas came without their results: open it in your spreadsheet program, "
                "save it, and drop it again."
            )
        else:
            ways = "See the first rows set aside, or choose other columns."
        return RevcoreError(
            f"“{name}” reads as “{title(plan.table)}”, but none of its {raw.rows_in:,} rows "
            f"can be used{_mostly(sheets.get((index, number)))}.",
            fix=ways,
        )
    return RevcoreError(f"“{opened.files[0].name}” holds no table.", fix=ways)


def _mostly(sheet: Sheet | None) -> str:
    """Why most rows of a sheet were set aside."""
    reasons = sheet.frame[REASON].drop_nulls().value_counts(sort=True) if sheet else pl.DataFrame()
    if not reasons.height:
        return ""
    reason, count = sorted(reasons.rows(), key=lambda row: (-row[1], row[0]))[0]
    return f": {count:,} {'is' if count == 1 else 'are'} set aside as “{reason}”"
