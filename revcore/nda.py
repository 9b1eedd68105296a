"""NDA-safe documents: names become stable aliases, and all that is made from them follows.

A name is replaced where the document holds the client's own words (files, sheets, segments, cells
of series) and wherever a sentence quotes it. What a sentence quotes from a file without being known
here is left out, so that an unforeseen cell is never repeated. Only the data's owner has the
:class:`~revcore.model.Dataset`, and with it the way back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from revcore import nda_diagnosis, nda_money
from revcore.derive.size_bands import NAMES as THIRDS
from revcore.derive.size_bands import SIZE
from revcore.model import (
    BreakdownRow,
    Dataset,
    FileRead,
    Issue,
    Notice,
    Question,
    Reading,
    Scorecard,
    Series,
    Settings,
    SheetRead,
)
from revcore.nda_names import Aliases, aliases, ordinary_header

_Said = TypeVar("_Said", Question, Notice)
_OWN_KEYS = {"not said", "all others", "spend without a channel", "customers without a source"}
_QUARTER = re.compile(r"(?:19|20)\d\d[- ]?Q[1-4]|Q[1-4] (?:19|20)\d\d")
_NAMELESS = {
    "company", "currency", "time_zone", "business_model", "gross_margin", "profit_margin",
    "headcount", "capacity", "discount_rate", "as_of", "day_first", "decimal", "mask", "nda",
    "nda_money", "recipe", "profile", "goal", "file", "rate",
}  # fmt: skip
"""Settings that are handed over; company, profile and file are treated by themselves."""
_KINDS: Mapping[str, str] = {
    "owner": "Seller", "source": "Channel", "channel": "Channel", "segment": "Segment",
    "product": "Product", "plan": "Plan",
}  # fmt: skip
_COLUMNS: Mapping[str, str] = {
    "plan_from": "Plan", "plan_to": "Plan", "seller": "Seller", "reason": "Reason",
    "segment": "Segment", "source": "Channel",
}  # fmt: skip
"""Columns of series that hold the files' own words."""
SAID = "Names are replaced by aliases; the owner of the data can tell whom they stand for."


def applied(card: Scorecard, dataset: Dataset, owners: Mapping[str, str]) -> Scorecard:
    """The document as it may be handed over.

    Parameters
    ----------
    dataset
        What the document was made from; its settings are not looked at.
    owners
        Masked name of each seller, as breakdowns use it.
    """
    known = aliases(dataset, card.company, owners)
    settings = Settings.of(card.settings)
    base = nda_money.base_of(card) if settings.nda_money == "index" else None
    words = SAID if base is None else f"{SAID} {base.words}"
    card = card.model_copy(
        update={
            "company": "Company A" if card.company else None,
            "settings": _settings(card.settings, known),
            "files": [_file(file, known) for file in card.files],
            "questions": _one_by_one([_question(one, known) for one in card.questions]),
            "notices": [
                *_one_by_one([_notice(one, known) for one in card.notices]),
                Notice(id="nda", text=words),
            ],
            "readings": {name: _reading(one, known) for name, one in card.readings.items()},
            "breakdowns": {
                name: {
                    dimension: _rows(dimension, rows, known) for dimension, rows in parts.items()
                }
                for name, parts in card.breakdowns.items()
            },
            "series": {name: _series(one, known) for name, one in card.series.items()},
        }
    )
    card = nda_diagnosis.without_names(card, known)
    if base is None:
        return card
    return nda_diagnosis.indexed(nda_money.indexed(card, base), base)


def for_owner(card: Scorecard, dataset: Dataset | None) -> Scorecard:
    """The document with the owner's own file names, questions and notices, for the owner's eyes."""
    if dataset is None or not card.settings.get("nda"):
        return card
    known = aliases(dataset, dataset.settings.company, {})
    asked = _one_by_one([_question(one, known) for one in dataset.questions])
    said = _one_by_one([_notice(one, known) for one in dataset.notices])
    questions = dict(zip((one.id for one in asked), dataset.questions, strict=True))
    notices = dict(zip((one.id for one in said), dataset.notices, strict=True))
    return card.model_copy(
        update={
            "files": list(dataset.files),
            "questions": [questions.get(one.id, one) for one in card.questions],
            "notices": [notices.get(one.id, one) for one in card.notices],
        }
    )


def real_name(dataset: Dataset, dimension: str, key: str) -> str:
    """The segment's own name behind its alias; the alias itself where it is none of ours."""
    if not dataset.settings.nda or dimension not in _KINDS or dimension == "owner":
        return key
    exact = aliases(dataset, None, {}).exact[_KINDS[dimension]]
    return next((name for name, alias in exact.items() if alias == key), key)


# ---------------------------------------------------------------- parts of the document
def _settings(data: Mapping[str, Any], known: Aliases) -> dict[str, Any]:
    """What was fixed by hand, without names; of mappings only which table a file is."""
    out = {name: value for name, value in data.items() if name in _NAMELESS}
    if out.get("company"):
        out["company"] = "Company A"
    if out.get("file"):
        out["file"] = [
            {"path": known.whole(str(one["path"]), "File"), "table": one.get("table")}
            for one in out["file"]
        ]
    profile = dict(out.get("profile", {}))
    if profile.get("industry"):
        out["profile"] = {**profile, "industry": known.plain(str(profile["industry"]))}
    return out


def _file(file: FileRead, known: Aliases) -> FileRead:
    return file.model_copy(
        update={
            "name": known.whole(file.name, "File"),
            "error": known.sentence(file.error) if file.error else None,
            "sheets": [_sheet(sheet, known) for sheet in file.sheets],
        }
    )


def _sheet(sheet: SheetRead, known: Aliases) -> SheetRead:
    headers = _Headers(known)
    columns = {
        ours: headers(theirs) if isinstance(theirs, str) else [headers(one) for one in theirs]
        for ours, theirs in sheet.columns.items()
    }
    issues = [
        Issue(
            line=one.line,
            column=headers(one.column),
            reason=known.reason(one.reason),
            count=one.count,
        )
        for one in sheet.issues
    ]
    return sheet.model_copy(
        update={
            "sheet": known.whole(sheet.sheet, "Sheet") if sheet.sheet else "",
            "columns": columns,
            "money_column": headers(sheet.money_column) if sheet.money_column else None,
            "issues": issues,
            "rows_by_reason": _by_reason(sheet.rows_by_reason, known),
            "aside_by_reason": _money_by_reason(sheet.aside_by_reason, known),
        }
    )


def _by_reason(rows: Mapping[str, int], known: Aliases) -> dict[str, int]:
    """Rows by reason; reasons that only a hidden word tells apart are added up."""
    out: dict[str, int] = {}
    for reason, count in rows.items():
        said = known.reason(reason)
        out[said] = out.get(said, 0) + count
    return out


def _money_by_reason(
    money: Mapping[str, Mapping[str, float]], known: Aliases
) -> dict[str, dict[str, float]]:
    out: dict[str, dict[str, float]] = {}
    for reason, amounts in money.items():
        mine = out.setdefault(known.reason(reason), {})
        for code, amount in amounts.items():
            mine[code] = mine.get(code, 0) + amount
    return out


class _Headers:
    """Headers made of ordinary words stay; others are numbered within their sheet."""

    def __init__(self, known: Aliases) -> None:
        self.known = known
        self.numbered: dict[str, str] = {}

    def __call__(self, header: str) -> str:
        if not header or (ordinary_header(header) and not self.known.names_in(header)):
            return header
        return self.numbered.setdefault(header, f"Column {len(self.numbered) + 1}")


def _question(question: Question, known: Aliases) -> Question:
    kind = question.id.partition(":")[0]
    choices = list(question.choices)
    if kind == "stages":
        choices = [f"Stage {number}" for number in range(1, len(choices) + 1)]
    return question.model_copy(
        update={
            "id": known.identifier(question.id),
            "text": known.sentence(question.text),
            "choices": choices,
            "taken": known.sentence(question.taken) if question.taken else None,
            "file": known.whole(question.file, "File") if question.file else None,
        }
    )


def _notice(notice: Notice, known: Aliases) -> Notice:
    return notice.model_copy(
        update={
            "id": known.identifier(notice.id),
            "text": known.sentence(notice.text),
            "values": {
                name: known.quoted(value) if isinstance(value, str) else value
                for name, value in notice.values.items()
            },
            "file": known.whole(notice.file, "File") if notice.file else None,
        }
    )


def _one_by_one(items: Sequence[_Said]) -> list[_Said]:
    """Keep ids apart that were told apart by a name alone."""
    seen: dict[str, int] = {}
    out = []
    for item in items:
        seen[item.id] = seen.get(item.id, 0) + 1
        again = seen[item.id]
        out.append(item if again == 1 else item.model_copy(update={"id": f"{item.id}:{again}"}))
    return out


def _reading(reading: Reading, known: Aliases) -> Reading:
    return reading.model_copy(
        update={
            "reason": known.sentence(reading.reason) if reading.reason else None,
            "note": known.sentence(reading.note),
            "benchmark_reason": known.sentence(reading.benchmark_reason)
            if reading.benchmark_reason
            else reading.benchmark_reason,
            "inputs": {
                name: known.plain(value) if isinstance(value, str) else value
                for name, value in reading.inputs.items()
            },
        }
    )


def _rows(dimension: str, rows: Iterable[BreakdownRow], known: Aliases) -> list[BreakdownRow]:
    kind = _KINDS.get(dimension, dimension.replace("_", " ").capitalize())
    out = []
    for number, row in enumerate(rows, start=1):
        key = _own_word(dimension, row.key, known) or known.key(row.key, kind)
        key = key or f"{kind} no. {number}"
        reason = known.sentence(row.reason) if row.reason else None
        out.append(row.model_copy(update={"key": key, "reason": reason}))
    return out


def _own_word(dimension: str, key: str, known: Aliases) -> str | None:
    """A word of ours for a group, which needs no alias; the edges of thirds are money, and go."""
    if dimension == SIZE and key.partition(":")[0] in THIRDS:
        return key.partition(":")[0]
    own = key in _OWN_KEYS or _QUARTER.fullmatch(key) is not None
    return key if own or (dimension == "owner" and known.masked(key)) else None


def _series(series: Series, known: Aliases) -> Series:
    kinds = [_COLUMNS.get(name) for name in series.columns]
    rows = [
        [
            _cell(cell, kind, number, known) if isinstance(cell, str) else cell
            for cell, kind in zip(row, kinds, strict=True)
        ]
        for number, row in enumerate(series.rows, start=1)
    ]
    parts = {}
    for name, part in series.segments.items():
        dimension, _, key = name.partition(":")
        alias = _own_word(dimension, key, known)
        alias = alias or known.key(key, _KINDS.get(dimension, dimension.capitalize()))
        if alias:  # one that has only a number in a list has none by which it could be found
            parts[f"{dimension}:{alias}"] = _series(part, known)
    reason = known.sentence(series.reason) if series.reason else None
    return series.model_copy(update={"rows": rows, "reason": reason, "segments": parts})


def _cell(text: str, kind: str | None, number: int, known: Aliases) -> str:
    """A word of a series; what names somebody, or is free text of a file, is numbered."""
    if kind is None:
        return known.plain(text)
    if text in _OWN_KEYS or (kind == "Seller" and known.masked(text)):
        return text
    return known.key(text, kind) or f"{kind} no. {number}"
