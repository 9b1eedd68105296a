"""How a sheet was understood, for a person to correct; and the settings a correction makes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import polars as pl

from revcore.ingest.mapping import Plan, fixed_by_hand
from revcore.ingest.raw import RawTable
from revcore.ingest.sheet import KEYS, Sheet
from revcore.ingest.tables import TABLES, Kind, columns
from revcore.ingest.words import dictionary
from revcore.model import ColumnGuess, FileMapping, Settings, SheetPreview, month_label

_SAMPLES = 3
_CUSTOMER = {
    "customer_id": "Customer number",
    "customer_email": "Customer e-mail",
    "customer_name": "Customer name",
}


def choices(table: str) -> dict[str, str]:
    """What a column of a sheet can be taken for: our name -> what it means.

    >>> list(choices("nps"))
    ['date', 'sent', 'score', 'customer_id', 'customer_email', 'customer_name', 'segment']
    """
    out: dict[str, str] = {}
    for column in columns(table):
        if column.kind is Kind.CUSTOMER:
            out |= _CUSTOMER
        elif not column.derived:
            out[column.name] = column.description
    helpers = [role for role in dictionary()[table].kinds if role not in out]
    return out | {role: role.replace("_", " ").capitalize() for role in helpers}


def preview(name: str, raw: RawTable, plan: Plan, sheet: Sheet | None) -> SheetPreview:
    """Show each column with what it was taken for and a few cells, as printed and as read."""
    roles = {header: role for role, header in reversed(list(plan.columns.items()))}
    guesses = []
    for header in raw.headers:
        role = roles.get(header)
        column = raw.frame[header]
        at = _filled(column)
        guesses.append(
            ColumnGuess(
                header=header,
                ours=role,
                confidence=round(plan.weights.get(header, 0.0), 2) if role else 0.0,
                samples=tuple(column[place] for place in at),
                parsed=_parsed(sheet, role, at) if sheet and role else (),
                by_hand=role in plan.by_hand,
            )
        )
    return SheetPreview(
        file=name,
        sheet=raw.sheet,
        table=plan.table,
        preset=plan.preset.id if plan.preset else None,
        confidence=plan.confidence,
        columns=tuple(guesses),
        stages=dict(sheet.stages) if sheet else {},
        stage_order=sheet.stage_order if sheet else (),
        stage_order_by=sheet.stage_order_by if sheet else "",
        part=raw.part,
        undated=plan.undated,
    )


def _filled(column: pl.Series) -> list[int]:
    """Places of the first few filled cells, nearly always near the top."""
    top = column.head(100 * _SAMPLES).to_list()
    near = [at for at, cell in enumerate(top) if cell is not None][:_SAMPLES]
    if len(near) == _SAMPLES or len(top) == len(column):
        return near
    return column.is_not_null().arg_true().head(_SAMPLES).to_list()


def _parsed(sheet: Sheet, role: str, at: Sequence[int]) -> tuple[str, ...]:
    kind = dictionary()[sheet.table].kinds.get(role, Kind.TEXT)
    column = KEYS.get(role, role)
    if not sheet.has(column):
        return ()
    read = sheet.frame[column]
    values = [read[place] for place in at]
    return tuple("" if value is None else _shown(value, kind, sheet, role) for value in values)


def _shown(value: object, kind: Kind, sheet: Sheet, role: str) -> str:
    if kind is Kind.DAY and isinstance(value, int):
        return (dt.date(1970, 1, 1) + dt.timedelta(days=value)).isoformat()
    if kind is Kind.MONTH and isinstance(value, int):
        return month_label(value)
    if kind is Kind.MONEY and isinstance(value, int):
        scale = sheet.scale.get(role, 0)
        whole, part = divmod(abs(value), 10**scale)
        cents = f".{part:0{scale}d}" if scale else ""
        return f"{'-' if value < 0 else ''}{whole:,}{cents}"
    return str(value)


def file_mapping(
    shown: SheetPreview,
    *,
    table: str | None = None,
    columns: Mapping[str, str | None] | None = None,
    stages: Mapping[str, str] | None = None,
    stage_order: Sequence[str] | None = None,
    day_first: bool | None = None,
    decimal: str | None = None,
    whole_file: bool = False,
) -> FileMapping:
    """Settings entry that reads a sheet as it is shown, with corrections.

    Parameters
    ----------
    table
        Another table than the one shown; “none” leaves the sheet out.
    columns
        Header -> what it is to be taken for (None: nothing). Headers not named stay as shown.
    stages, stage_order, day_first, decimal
        Further corrections; what is not given stays guessed.
    whole_file
        Write the entry for the file instead of for this sheet of it.
    """
    chosen = table or shown.table
    edits = dict(columns or {})
    same = chosen == shown.table
    ours: dict[str, str] = {}
    for guess in shown.columns:
        role = edits.get(guess.header, guess.ours if same else None)
        if role:
            ours[role] = guess.header
    if same and chosen in TABLES:
        dropped = [guess.ours for guess in shown.columns if guess.ours and guess.ours not in ours]
        ours |= dict.fromkeys(dropped, "")
    return FileMapping.model_validate(
        {
            "path": shown.file,
            "sheet": None if whole_file or not shown.sheet else shown.sheet,
            "part": None if whole_file else shown.part,
            "headers": [guess.header for guess in shown.columns],
            "table": chosen,
            "columns": ours,
            "stages": dict(stages or {}),
            "stage_order": list(stage_order or ()),
            "day_first": day_first,
            "decimal": decimal,
        }
    )


def answered(
    settings: Settings, previews: Sequence[SheetPreview], file: str, **answers: object
) -> list[FileMapping]:
    """Settings entries that answer a question about a file, keeping what was fixed for it before.

    answers
        Fields of :class:`~revcore.model.FileMapping`: ``day_first=True``, ``decimal=","``. A
        mapping among them (``stages``) adds to the earlier one.
    """
    out = []
    for shown in previews:
        if shown.file != file:
            continue
        headers = [guess.header for guess in shown.columns]
        known = fixed_by_hand(settings.file, file, shown.sheet, headers, shown.part)
        entry = known.model_dump() if known else {}
        place = {"path": file, "sheet": shown.sheet or None, "part": shown.part}
        if entry.get("path") != file:
            entry |= {"period": None, "until": None}  # last month’s is not this month’s
        entry |= {**place, "headers": headers}
        for name, value in answers.items():
            earlier = entry.get(name)
            both = isinstance(value, Mapping) and isinstance(earlier, Mapping)
            entry[name] = {**earlier, **value} if both else value  # type: ignore[dict-item]
        out.append(FileMapping.model_validate(entry))
    return out


def settings_with(settings: Settings, mappings: Sequence[FileMapping]) -> Settings:
    """Settings in which these entries replace earlier ones for the same sheets."""
    new = {(one.path, one.sheet, one.part): one for one in mappings}
    kept = [one for one in settings.file if (one.path, one.sheet, one.part) not in new]
    every = sorted(
        [*kept, *new.values()], key=lambda one: (one.path, one.sheet or "", one.part or 0)
    )
    return settings.model_copy(update={"file": every})
