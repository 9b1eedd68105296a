"""How a sheet would read under a mapping, before the mapping is used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from revcore.errors import RevcoreError
from revcore.ingest.ledger import kind_of
from revcore.ingest.mapping import guess
from revcore.ingest.preview import preview
from revcore.ingest.raw import LINE, RawTable
from revcore.ingest.rules import apply
from revcore.ingest.sheet import REASON, Sheet
from revcore.ingest.wide import lay
from revcore.model import FileMapping, Settings, SheetPreview

MOST_ROWS = 20_000
"""Rows tried out; of a longer sheet the first ones."""


@dataclass(frozen=True)
class Trial:
    """What a mapping would give.

    shown
        The sheet as it would be understood.
    rows, used
        Rows tried out, and how many of them would count.
    reasons
        Why the others would be set aside -> rows.
    unread
        Header -> cells that could not be read.
    problem
        A sentence where the mapping cannot be followed at all; then nothing else is filled.
    """

    shown: SheetPreview | None = None
    rows: int = 0
    used: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)
    unread: Mapping[str, int] = field(default_factory=dict)
    problem: str = ""


def try_out(raw: RawTable, name: str, fix: FileMapping | None, settings: Settings) -> Trial:
    """Read one sheet (or its first rows) as a mapping says; no other sheet has a part in it.

    raw
        The sheet as opened.
    name
        Base name of its file.
    """
    head = replace(raw, frame=raw.frame.head(MOST_ROWS))
    try:
        laid = lay(head)
        plan = guess(laid.raw, name, fix)
        if plan.table is None:
            return Trial(preview(name, laid.raw, plan, None), head.frame.height)
        sheet = Sheet(laid, plan, name, settings)
        apply(sheet)
    except RevcoreError as error:
        return Trial(problem=str(error))
    lines = sheet.frame.group_by(LINE).agg(
        pl.col(REASON).is_null().any().alias("used"), pl.col(REASON).drop_nulls().first()
    )
    left = lines.filter(~pl.col("used"))[REASON]
    unread: Counter[str] = Counter()
    for trouble in sheet.troubles:
        unread[trouble.column] += trouble.count
    return Trial(
        preview(name, laid.raw, plan, sheet),
        lines.height,
        int(lines["used"].sum()),
        dict(Counter(kind_of(reason) for reason in left).most_common()),
        dict(unread),
    )
