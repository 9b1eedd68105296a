"""The nouns: settings in, a Dataset between, one Scorecard out.

Months are integers (``year * 12 + month - 1``), days are integers (days since 1970-01-01), money in
tables is an integer at the column's own scale. The document holds rates as fractions, money in
currency units, times in days, hours or months.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError

from revcore.calendar import (
    Window,
    first_day,
    last_day,
    month_label,
    month_of,
    month_of_day,
    month_words,
    parse_month,
)
from revcore.canonical import dump, significant
from revcore.diagnosis_parts import Assessment, Blind, Finding, GrowthState, Lever, Plan
from revcore.drawn import Drawn
from revcore.errors import RevcoreError
from revcore.forecast_parts import ForecastRead
from revcore.settings import (
    RECIPES,
    FileMapping,
    Goal,
    Model,
    Profile,
    Rate,
    Recipe,
    Settings,
)

__all__ = [
    "BAND_WORDS", "RECIPES", "VERSION", "Alike", "Band", "BandBasis", "Better", "BreakdownRow",
    "ColumnGuess", "Dataset", "Figure", "FileMapping", "FileRead", "Goal", "Issue", "Model",
    "Notice", "Own", "Pillar", "Profile", "Question", "Rate", "Reading", "Recipe", "Scorecard",
    "Series", "SetAside", "Settings", "SheetPreview", "SheetRead", "Table", "Unit", "Window",
    "dump", "first_day", "last_day", "listed", "month_label", "month_of", "month_of_day",
    "month_words", "parse_month", "significant",
]  # fmt: skip

VERSION = 1
"""Format of the document; readers accept versions up to their own."""


# ---------------------------------------------------------------- words used everywhere
class Unit(StrEnum):
    """How a value is printed. Rates are fractions, money is in currency units."""

    RATIO = "ratio"
    MONEY = "money"
    MONEY_PER_MONTH = "money_per_month"
    DAYS = "days"
    HOURS = "hours"
    MONTHS = "months"
    TIMES = "times"
    COUNT = "count"
    POINTS = "points"


class Better(StrEnum):
    """Which direction is good; ``range`` has no good direction."""

    HIGHER = "higher"
    LOWER = "lower"
    RANGE = "range"


class Pillar(StrEnum):
    """The eight areas every scorecard is read by."""

    STRATEGY = "strategy"
    MARKETING = "marketing"
    SALES = "sales"
    CUSTOMER_SUCCESS = "customer_success"
    REVOPS = "revops"
    PRICING = "pricing"
    PARTNERS = "partners"
    PEOPLE = "people"

    @property
    def words(self) -> str:
        """As a reader says it."""
        return {
            "strategy": "Strategy & planning",
            "marketing": "Marketing & demand",
            "sales": "Sales execution",
            "customer_success": "Customer success & retention",
            "revops": "RevOps & data",
            "pricing": "Pricing & packaging",
            "partners": "Partnerships & referrals",
            "people": "Leadership, people & incentives",
        }[self.value]


Band = Literal["ahead", "on_par", "behind", "cannot_tell", "none"]
BandBasis = Literal["benchmark", "own", "none"]

BAND_WORDS: Mapping[str, str] = {
    "ahead": "Ahead",
    "on_par": "On par",
    "behind": "Behind",
    "cannot_tell": "Can’t tell yet",
    "none": "No comparison",
}


# ---------------------------------------------------------------- what was read
@dataclass(frozen=True)
class SetAside:
    """A row that is not counted, and why. Stays with the data's owner."""

    file: str
    sheet: str
    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Table:
    """Typed rows of one canonical table.

    frame
        polars (default) or pandas; days and money are integers, the rest is text; columns as in
        ``ingest/tables.py``. Optional columns that no file had are absent.
    scale
        Decimals of each money column: 1234 at scale 2 is 12.34.
    """

    name: str
    frame: Any
    scale: Mapping[str, int] = field(default_factory=dict)

    def has(self, *columns: str) -> bool:
        """Whether some file gave all these columns."""
        return all(column in self.frame.columns for column in columns)


@dataclass(frozen=True)
class ColumnGuess:
    """One column of a file, and what it was taken for. Stays with the data's owner."""

    header: str
    ours: str | None
    confidence: float
    samples: tuple[str, ...]
    parsed: tuple[str, ...] = ()
    by_hand: bool = False


@dataclass(frozen=True)
class SheetPreview:
    """How one sheet was understood (undated: but for its period), to be corrected by the owner."""

    file: str
    sheet: str
    table: str | None
    preset: str | None
    confidence: float
    columns: tuple[ColumnGuess, ...]
    stages: Mapping[str, str] = field(default_factory=dict)
    stage_order: tuple[str, ...] = ()
    stage_order_by: str = ""
    part: int | None = None
    undated: bool = False


@dataclass(frozen=True)
class Alike:
    """Two customers that may be one, as a suggestion. Stays with the data's owner.

    likeness
        From 0 to 1; 1 where only blanks, accents, punctuation or the legal form differ.
    files
        The files that the one and the other stand in.
    rows, revenue
        Rows of each, and what they bring in invoices, else orders, payments or MRR [own currency].
    decision
        “one” or “two” where somebody has decided.
    """

    one: str
    other: str
    evidence: str
    likeness: float
    files: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    rows: tuple[int, int] = (0, 0)
    revenue: tuple[float, float] | None = None
    decision: str | None = None


@dataclass(frozen=True)
class Dataset:
    """Typed rows and the ledger of everything read; only its owner has it."""

    tables: Mapping[str, Table]
    files: tuple[FileRead, ...]
    set_aside: tuple[SetAside, ...] = ()
    questions: tuple[Question, ...] = ()
    notices: tuple[Notice, ...] = ()
    previews: tuple[SheetPreview, ...] = ()
    customers: tuple[str, ...] = ()
    alike: tuple[Alike, ...] = ()
    also: Mapping[str, int] = field(default_factory=dict)
    currency: str | None = None
    settings: Settings = field(default_factory=Settings)

    def table(self, name: str) -> Table | None:
        """A table, or None when no file gave it."""
        return self.tables.get(name)


# ---------------------------------------------------------------- the document
class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Issue(_Part):
    """One kind of trouble in one column, counted; no cell values."""

    line: int
    column: str
    reason: str
    count: int


class SheetRead(_Part):
    """One table found in one sheet: what became of its rows."""

    sheet: str
    table: str | None
    preset: str | None = None
    columns: dict[str, str | list[str]] = Field(default_factory=dict)
    range: str = ""
    rows_in: int = 0
    rows_used: int = 0
    rows_set_aside: int = 0
    money_column: str | None = None
    stated_total: dict[str, float] = Field(default_factory=dict)
    total_in: dict[str, float] = Field(default_factory=dict)
    total_used: dict[str, float] = Field(default_factory=dict)
    total_set_aside: dict[str, float] = Field(default_factory=dict)
    rows_by_reason: dict[str, int] = Field(default_factory=dict)
    aside_by_reason: dict[str, dict[str, float]] = Field(default_factory=dict)
    changed_by_kind: dict[str, dict[str, float]] = Field(default_factory=dict)
    total_counted: dict[str, float] = Field(default_factory=dict)
    period: str | None = None
    confidence: float | None = None
    issues: list[Issue] = Field(default_factory=list)


class FileRead(_Part):
    """One file: its sheets, or why it could not be read."""

    name: str
    sha256: str
    bytes: int = 0
    error: str | None = None
    sheets: list[SheetRead] = Field(default_factory=list)


class Question(_Part):
    """Something ambiguous: the safest reading was taken, and is said."""

    id: str
    text: str
    choices: list[str] = Field(default_factory=list)
    taken: str | None = None
    file: str | None = None


class Notice(_Part):
    """Something the reader must know."""

    id: str
    text: str
    values: dict[str, float | int | str] = Field(default_factory=dict)
    file: str | None = None


class Figure(_Part):
    """A published benchmark with its provenance."""

    value: float
    p25: float | None = None
    p75: float | None = None
    kind: Literal["median", "average", "rule"]
    publisher: str
    report: str
    year: str
    n: int | None = None
    url: str
    segment: str
    note: str = ""


class Own(_Part):
    """The company against itself.

    The change since the previous window has its own 95 % interval, because both ends are uncertain.
    """

    best: float | None = None
    best_window: str | None = None
    previous: float | None = None
    previous_window: str | None = None
    previous_low95: float | None = None
    previous_high95: float | None = None
    change_low95: float | None = None
    change_high95: float | None = None
    history: list[tuple[str, float]] = Field(default_factory=list)
    monthly: list[tuple[str, float]] = Field(default_factory=list)


class Reading(_Part):
    """A measured value with its interval and n, or the reason why there is none.

    While one company is analysed it also has ``draws``: simulated values, made on the customers and
    deals that all readings share. They are never written down.
    """

    _drawn: Drawn = PrivateAttr(default_factory=Drawn)

    id: str
    title: str
    plain: str
    pillar: Pillar
    group: str
    order: int = 0
    unit: Unit
    better: Better
    value: float | None = None
    low: float | None = None
    high: float | None = None
    low95: float | None = None
    high95: float | None = None
    n: int | None = None
    n_of: str = ""
    window: str | None = None
    reason: str | None = None
    needs: list[str] = Field(default_factory=list)
    own: Own | None = None
    band: Band = "none"
    band_basis: BandBasis = "none"
    settle: int | None = None
    benchmark: Figure | None = None
    benchmark_reason: str | None = None
    formula: str
    method: str = ""
    inputs: dict[str, float | int | str | None] = Field(default_factory=dict)
    note: str = ""
    source: str
    rows: str | None = None

    def model_post_init(self, _context: Any) -> None:
        """A reading is a value or a reason, never both and never neither."""
        if (self.value is None) == (self.reason is None):
            raise ValueError(f"{self.id}: a reading is either a value or a reason")

    @property
    def draws(self) -> Any:
        """Simulated values as an array; None for a figure counted in full, and once analysed."""
        return self._drawn()

    def drawing(self, make: Callable[[], Any]) -> Reading:
        """This reading, with a way to make its draws."""
        self._drawn = Drawn(make)
        return self

    def forget(self) -> None:
        """Let go of the draws and of the data they rest on."""
        self._drawn.forget()


class BreakdownRow(_Part):
    """One segment of a reading.

    Shares have a second value, ``shrunk`` towards the pool of all segments, and are held
    ``against`` the rest with care for as many comparisons as there are segments.
    """

    key: str
    value: float | None
    low: float | None = None
    high: float | None = None
    low95: float | None = None
    high95: float | None = None
    n: int
    reason: str | None = None
    shrunk: float | None = None
    shrunk_low: float | None = None
    shrunk_high: float | None = None
    against: Literal["above", "below", "cannot_tell"] | None = None


class Series(_Part):
    """Aggregates that a chart draws: one list per row; ``segments`` the same of parts."""

    title: str
    unit: Unit
    columns: list[str]
    rows: list[list[float | int | str | None]] = Field(default_factory=list)
    complete: list[bool] = Field(default_factory=list)
    reason: str | None = None
    segments: dict[str, Series] = Field(default_factory=dict)


class Scorecard(_Part):
    """Everything shown, shared, exported and compared. Computed once, without raw rows."""

    version: int = VERSION
    company: str | None = None
    currency: str | None = None
    business_model: list[Model] = Field(default_factory=list)
    as_of: str | None = None
    window: str | None = None
    recipe: dict[str, Any] = Field(default_factory=dict)
    settings: dict[str, Any] = Field(default_factory=dict)
    files: list[FileRead] = Field(default_factory=list)
    questions: list[Question] = Field(default_factory=list)
    notices: list[Notice] = Field(default_factory=list)
    readings: dict[str, Reading] = Field(default_factory=dict)
    breakdowns: dict[str, dict[str, list[BreakdownRow]]] = Field(default_factory=dict)
    series: dict[str, Series] = Field(default_factory=dict)
    findings: dict[str, Finding] = Field(default_factory=dict)
    blind: Blind = Field(default_factory=Blind)
    levers: list[Lever] = Field(default_factory=list)
    growth_state: GrowthState | None = None
    plan: Plan | None = None
    assessment: Assessment | None = None
    forecast: ForecastRead | None = None

    def to_json(self) -> str:
        """The document as text: sorted keys, 12 significant digits, same content → same bytes."""
        return dump(self.model_dump(mode="json"))

    @classmethod
    def from_json(cls, text: str | bytes) -> Scorecard:
        """Read a document of this version or an older one.

        Raises
        ------
        RevcoreError
            The text is no scorecard, or a newer version wrote it.
        """
        try:
            data = json.loads(text, parse_constant=_no_number)
        except (ValueError, RecursionError):
            raise RevcoreError(
                "This file is not a scorecard document.", fix="Choose a .json that was saved here."
            ) from None
        version = data.get("version") if isinstance(data, dict) else None
        if not isinstance(version, int):
            raise RevcoreError(
                "This file is not a scorecard document: it has no version.",
                fix="Choose a .json that was saved here.",
            )
        if version > VERSION:
            raise RevcoreError(
                f"This document has format {version}; this program reads up to {VERSION}.",
                fix="Update the program.",
            )
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            where = ".".join(str(part) for part in error.errors()[0]["loc"][:3])
            raise RevcoreError(
                f"This file is not a scorecard document: “{where[:80]}” is not as it is written.",
                fix="Choose a .json that was saved here.",
            ) from None


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number")


def listed(words: Iterable[str], last: str = "and") -> str:
    """Join words as a sentence does.

    >>> listed(["deals", "spend", "team"])
    'deals, spend and team'
    """
    items: Sequence[str] = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"
