"""What to ask a client for: files, columns, where to find them, why, and what to leave out.

Nothing here is a list typed by hand: a file is worth asking for when measures of the catalogue can
be computed with it that could not without it, tried on an invented company
(:mod:`revcore.example_rows`); a column is needed when one of those measures is lost without it.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from revcore.diagnosis.catalogue import patterns
from revcore.diagnosis.decide import title_of
from revcore.diagnosis.patterns._pattern import Pattern
from revcore.errors import NotComputable
from revcore.example_rows import ROWS, example
from revcore.ingest.presets import Preset, catalogue
from revcore.ingest.tables import columns
from revcore.metrics.catalogue import metrics
from revcore.model import Dataset, Goal, Model, Scorecard, Settings
from revcore.pipeline import SETTING_WORDS, TABLE_WORDS, asker, find_as_of
from revcore.registry import Asker
from revcore.words import TABLE_TITLES, counted

REVENUE = ("subscriptions", "orders", "invoices", "mrr", "payments", "revenue_by_month")
"""Tables that say what customers paid; one of them is enough."""
ASKED: dict[Model, str] = {
    "subscription": "subscriptions",
    "orders": "orders",
    "projects": "invoices",
}
"""Which of them a business model is asked for."""
LEAVE_OUT = (
    "E-mail addresses and phone numbers",
    "Postal addresses",
    "Bank details and card numbers",
    "Notes, messages and documents",
)
"""What no measure needs; customers are told apart by name or number."""
EVERYTHING = Settings(
    gross_margin=0.6, profit_margin=0.1, headcount=9, goal=Goal(revenue=1e6, by="2026-01")
)
_SHOWN_HEADERS = ("customer_name", "customer_id")


@dataclass(frozen=True)
class WantedColumn:
    """One column: whether a measure is lost without it, and what the tool calls it."""

    name: str
    needed: bool
    description: str
    header: str = ""


@dataclass(frozen=True)
class Tool:
    """An export of a known tool that gives a file."""

    id: str
    title: str
    where: str
    page: str


@dataclass(frozen=True)
class Wanted:
    """One file to ask for."""

    table: str
    columns: tuple[WantedColumn, ...]
    unlocks: tuple[str, ...]
    tools: tuple[Tool, ...]
    patterns: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """As a reader calls it."""
        return TABLE_TITLES[self.table]

    @property
    def why(self) -> str:
        """The measures it makes possible, by their titles."""
        return " · ".join(metrics()[name].title for name in self.unlocks)

    @property
    def cycles(self) -> str:
        """The patterns that can be looked for with it, by their titles."""
        titles = (patterns()[name].title for name in self.patterns)
        return " · ".join(title.replace("‹segment›", "one segment") for title in titles)


@dataclass(frozen=True)
class Fact:
    """A figure to be told, which no export holds."""

    words: str
    unlocks: tuple[str, ...]


@dataclass(frozen=True)
class Pack:
    """All that a company of one business model is asked for, most useful first."""

    model: Model
    files: tuple[Wanted, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Coverage:
    """How far the files at hand reach, and the file and the column that would add most.

    next_column
        Column that a file at hand lacks, as ``deals.owner``, and what it would unlock.
    """

    files_in: int
    files: int
    answered: int
    measures: int
    next_table: str | None
    unlocks: tuple[str, ...]
    patterns_answered: int = 0
    patterns: int = 0
    next_column: str | None = None
    column_unlocks: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """As the Data page says it."""
        said = (
            f"{self.files_in} of {counted(self.files, 'file')} asked for "
            f"{'is' if self.files_in == 1 else 'are'} in; "
            f"{self.answered} of {self.measures} measures"
        )
        if self.patterns:
            said += f" and {self.patterns_answered} of {self.patterns} patterns"
        said += " answerable"
        parts = []
        if self.next_table is not None:
            parts.append(("file", TABLE_WORDS[self.next_table], len(self.unlocks)))
        if self.next_column is not None:
            column = title_of(self.next_column).removeprefix("The column ")
            parts.append(("column", column, len(self.column_unlocks)))
        parts.sort(key=lambda part: -part[2])
        if not parts:
            return f"{said}. No further file would answer more."
        first, *others = [
            (kind, f"{what} ({counted(count, 'more measure')})") for kind, what, count in parts
        ]
        said += f"; the one {first[0]} that unlocks most: {first[1]}"
        return "; ".join([said, *(f"the one {kind}: {what}" for kind, what in others)]) + "."


# ---------------------------------------------------------------- what could be computed
def computable(
    tables: Iterable[str],
    model: Model,
    settings: Settings = EVERYTHING,
    *,
    without: Iterable[str] = (),
    among: Iterable[str] | None = None,
) -> frozenset[str]:
    """Ids of the measures that the invented company gets from these tables.

    Parameters
    ----------
    without
        Columns the tables lack: ``deals.owner``.
    among
        Measures to try; all when left out.

    Examples
    --------
    >>> sorted(computable(["deals"], "projects", among=["win_rate", "revenue", "pipeline_value"]))
    ['pipeline_value', 'win_rate']
    """
    ask = _example_asker(tables, model, settings, without)
    if ask is None:
        return frozenset()
    found = set()
    for name in metrics() if among is None else among:
        try:
            ask.call(metrics()[name].provider)
        except NotComputable:
            continue
        found.add(name)
    return frozenset(found)


def _example_asker(
    tables: Iterable[str], model: Model, settings: Settings, without: Iterable[str] = ()
) -> Asker | None:
    """Whoever answers for the invented company with these tables; None where nothing is dated."""
    dataset = example(tables, settings, without)
    try:
        month = find_as_of(dataset, settings).month
    except NotComputable:
        return None
    return asker(dataset, settings, as_of=month, last_month=month, business_model=[model])


def candidates(model: Model) -> list[str]:
    """Tables that may be asked of a business model."""
    return [name for name in ROWS if name not in REVENUE or name == ASKED[model]]


@functools.cache
def _plan(model: Model) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Tables in the order in which each adds most to those before it, and what it adds."""
    left, have = candidates(model), [ASKED[model]]
    left.remove(ASKED[model])
    known = computable(have, model)
    out = [(ASKED[model], known)]
    while left:
        missing = [name for name in metrics() if name not in known]
        gains = {name: computable([*have, name], model, among=missing) for name in left}
        best = max(left, key=lambda name: len(gains[name]))
        if not gains[best]:
            break
        out.append((best, gains[best]))
        known |= gains[best]
        have.append(best)
        left.remove(best)
    return tuple((table, _in_order(gained)) for table, gained in out)


@functools.cache
def _patterns(model: Model) -> tuple[tuple[str, ...], ...]:
    """Patterns that each file of the plan makes answerable, together with those before it."""
    have: list[str] = []
    known: set[str] = set()
    seen: set[str] = set()
    out = []
    for table, gained in _plan(model):
        have.append(table)
        known |= set(gained)
        ask = _example_asker(have, model, EVERYTHING)
        found = [
            one.id
            for one in patterns().values()
            if model in one.applies
            and one.id not in seen
            and {field.partition(".")[0] for field in one.fields} & set(have)
            and ask
            and _has_all(one, ask, known)
        ]
        seen.update(found)
        out.append(tuple(found))
    return tuple(out)


def _has_all(pattern: Pattern, ask: Asker, known: set[str]) -> bool:
    """Whether everything a pattern cannot do without can be had, enough rows of it aside."""
    for need in pattern.provider.needs:
        if need.optional or need.name in known:
            continue
        if need.name in metrics():
            return False
        try:
            ask(need.name)
        except NotComputable as reason:
            if reason.needs:
                return False
    return True


@functools.cache
def _needed(model: Model, table: str) -> frozenset[str]:
    """Columns of a table without which one of the measures it unlocks is lost."""
    plan = _plan(model)
    names = [name for name, _ in plan]
    mine = dict(plan)[table]
    have = names[: names.index(table) + 1]
    out = {column.name for column in columns(table) if column.required and not column.derived}
    for column in columns(table):
        if (
            column.name in out
            or column.derived
            or not example([table], EVERYTHING).tables[table].has(column.name)
        ):
            continue
        kept = computable(have, model, without=[f"{table}.{column.name}"], among=mine)
        if len(kept) < len(mine):
            out.add(column.name)
    return frozenset(out)


@functools.cache
def _facts(model: Model) -> tuple[Fact, ...]:
    have = [name for name, _ in _plan(model)]
    known = computable(have, model)
    out = []
    for name, words in SETTING_WORDS.items():
        kept = computable(have, model, EVERYTHING.model_copy(update={name: None}), among=known)
        if known - kept:
            out.append(Fact(words[:1].upper() + words[1:], _in_order(known - kept)))
    return tuple(sorted(out, key=lambda fact: -len(fact.unlocks)))


def _in_order(names: Iterable[str]) -> tuple[str, ...]:
    wanted = set(names)
    return tuple(name for name in metrics() if name in wanted)


# ---------------------------------------------------------------- the pack
def request_pack(model: Model, tools: Sequence[str] = ()) -> Pack:
    """What to ask for.

    Parameters
    ----------
    tools
        Ids of presets the client uses; their files show that tool's own headers. Without one for a
        file all known tools stand beside it.
    """
    chosen = set(tools)
    files = []
    for (table, unlocks), cycles in zip(_plan(model), _patterns(model), strict=True):
        known = exports(table)
        mine = [preset for preset in known if preset.id in chosen]
        files.append(
            Wanted(
                table,
                _columns(model, table, mine[0] if mine else None),
                unlocks,
                tuple(
                    Tool(preset.id, preset.title, preset.where, preset.source)
                    for preset in mine or known
                ),
                cycles,
            )
        )
    return Pack(model, tuple(files), _facts(model))


def exports(table: str) -> list[Preset]:
    """Exports that people make by hand and that give a table; not what programs fetch."""
    return [preset for preset in catalogue() if preset.table == table and "_api_" not in preset.id]


def _columns(model: Model, table: str, preset: Preset | None) -> tuple[WantedColumn, ...]:
    """Columns with the tool's headers; those a measure is lost without come first."""
    needed = _needed(model, table)
    found = [
        WantedColumn(
            column.name, column.name in needed, column.description, _header(preset, column.name)
        )
        for column in columns(table)
        if not column.derived
    ]
    if preset is not None:
        found = [column for column in found if column.header or column.needed]
    return tuple(sorted(found, key=lambda column: not column.needed))


def _header(preset: Preset | None, column: str) -> str:
    """What a tool calls our column; a status may be told by a stage, an end by a cancellation."""
    if preset is None:
        return ""
    others = {
        "customer": _SHOWN_HEADERS,
        "status": ("status", "stage", "is_won"),
        "end": ("end", "ended", "canceled"),
    }
    for role in others.get(column, (column,)):
        if role in preset.columns:
            return preset.columns[role][0]
    return ""


# ---------------------------------------------------------------- how far the files reach
def coverage(dataset: Dataset, card: Scorecard) -> Coverage:
    """Files in, measures answered, and the one table that would unlock most.

    The measures that a further table would add are asked of the registry: those that the invented
    company gets from the tables and columns at hand plus that table, and that the document lacks.
    """
    model: Model = card.business_model[0] if card.business_model else "orders"
    have = frozenset(dataset.tables)
    wanted = [table for table, _ in _plan(model)]
    present = [table for table in wanted if _is_in(table, have)]
    answered = {name for name, reading in card.readings.items() if reading.value is not None}
    open_ = tuple(name for name in card.readings if name not in answered)
    absent = frozenset(
        f"{name}.{column.name}"
        for name, table in dataset.tables.items()
        for column in columns(name)
        if not table.has(column.name)
    )
    given = tuple(name for name in SETTING_WORDS if getattr(dataset.settings, name) is not None)
    best: tuple[str | None, tuple[str, ...]] = (None, ())
    for table in wanted:
        if table in present:
            continue
        more = _added(have, table, model, absent, given, open_)
        if len(more) > len(best[1]):
            best = (table, more)
    column: tuple[str | None, tuple[str, ...]] = (None, ())
    for need in _missing_columns(card, absent):
        more = _added_by_column(have, need, model, absent, given, open_)
        if len(more) > len(column[1]):
            column = (need, more)
    looked_for = [one for one in card.findings.values() if one.state != "not_applicable"]
    seen = sum(one.strength is not None for one in looked_for)
    return Coverage(
        len(present), len(wanted), len(answered), len(card.readings), *best, seen, len(looked_for),
        *column,
    )  # fmt: skip


def _missing_columns(card: Scorecard, absent: Iterable[str]) -> list[str]:
    """Columns that files at hand lack and unanswered measures name, the most named first."""
    there = set(absent)
    unanswered = (reading for reading in card.readings.values() if reading.value is None)
    named = Counter(need for reading in unanswered for need in reading.needs if need in there)
    return sorted(named, key=lambda need: (-named[need], need))


def _is_in(table: str, have: Iterable[str]) -> bool:
    return table in have or (table in REVENUE and any(name in REVENUE for name in have))


@functools.lru_cache(maxsize=256)
def _added_by_column(
    have: frozenset[str],
    column: str,
    model: Model,
    absent: frozenset[str],
    given: tuple[str, ...],
    among: tuple[str, ...],
) -> tuple[str, ...]:
    """What one more column adds to the tables at hand."""
    settings = EVERYTHING.model_copy(
        update={name: None for name in SETTING_WORDS if name not in given}
    )
    names = [name for name in have if name in ROWS]
    before = computable(names, model, settings, without=absent, among=among)
    after = computable(names, model, settings, without=absent - {column}, among=among)
    return _in_order(after - before)


@functools.lru_cache(maxsize=256)
def _added(
    have: frozenset[str],
    table: str,
    model: Model,
    absent: frozenset[str],
    given: tuple[str, ...],
    among: tuple[str, ...],
) -> tuple[str, ...]:
    """What one more table adds. Kept by names of tables, columns and settings alone."""
    left = {name: None for name in SETTING_WORDS if name not in given}
    settings = EVERYTHING.model_copy(update=left)
    names = [name for name in have if name in ROWS]
    before = computable(names, model, settings, without=absent, among=among) if names else set()
    after = computable([*names, table], model, settings, without=absent, among=among)
    return _in_order(after - before)
