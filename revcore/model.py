"""The nouns: settings in, a Dataset between, one Scorecard out.

Months are integers (``year * 12 + month - 1``), days are integers (days since 1970-01-01), money in
tables is an integer at the column's own scale. The document holds rates as fractions, money in
currency units, times in days, hours or months.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from revcore.errors import RevcoreError, SettingsError

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
Model = Literal["subscription", "orders", "projects"]

BAND_WORDS: Mapping[str, str] = {
    "ahead": "Ahead",
    "on_par": "On par",
    "behind": "Behind",
    "cannot_tell": "Can’t tell yet",
    "none": "No comparison",
}


# ---------------------------------------------------------------- months
def month_of(year: int, month: int) -> int:
    """Index of a calendar month.

    >>> month_of(2024, 3) - month_of(2023, 12)
    3
    """
    return year * 12 + month - 1


def month_label(month: int) -> str:
    """Print a month as ISO does.

    >>> month_label(month_of(2024, 3))
    '2024-03'
    """
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def month_words(month: int) -> str:
    """Print a month as people say it.

    >>> month_words(month_of(2024, 3))
    'Mar 2024'
    """
    names = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{names[month % 12]} {month // 12}"


def parse_month(text: str) -> int:
    """Read ``2024-03``.

    >>> month_label(parse_month("2017-12"))
    '2017-12'
    """
    found = re.fullmatch(r"(\d{4})-(\d{2})", text.strip())
    if not found or not 1 <= int(found[2]) <= 12:
        raise SettingsError(
            f"The month “{text}” is not written as year-month.", fix="Write 2024-03."
        )
    return month_of(int(found[1]), int(found[2]))


def first_day(month: int) -> int:
    """First day of a month, as days since 1970-01-01.

    >>> first_day(month_of(1970, 2))
    31
    """
    return (dt.date(month // 12, month % 12 + 1, 1) - dt.date(1970, 1, 1)).days


def last_day(month: int) -> int:
    """Last day of a month, as days since 1970-01-01."""
    return first_day(month + 1) - 1


def month_of_day(day: int) -> int:
    """Month in which a day lies."""
    date = dt.date(1970, 1, 1) + dt.timedelta(days=day)
    return month_of(date.year, date.month)


@dataclass(frozen=True, order=True)
class Window:
    """Calendar months from ``start`` to ``end``, both counted.

    >>> str(Window(parse_month("2024-01"), parse_month("2024-12")))
    '2024-01..2024-12'
    >>> Window(parse_month("2024-01"), parse_month("2024-12")).months
    12
    """

    start: int
    end: int

    @property
    def months(self) -> int:
        """Length [months]."""
        return self.end - self.start + 1

    @property
    def first_day(self) -> int:
        """First day counted."""
        return first_day(self.start)

    @property
    def last_day(self) -> int:
        """Last day counted."""
        return last_day(self.end)

    def shifted(self, months: int) -> Window:
        """The same length, moved (negative: earlier)."""
        return Window(self.start + months, self.end + months)

    def __str__(self) -> str:
        return f"{month_label(self.start)}..{month_label(self.end)}"

    @classmethod
    def parse(cls, text: str) -> Window:
        """Read what ``str`` wrote."""
        start, _, end = text.partition("..")
        return cls(parse_month(start), parse_month(end or start))

    @property
    def words(self) -> str:
        """For a person.

        >>> Window(month_of(2024, 1), month_of(2024, 12)).words
        '12 months to Dec 2024'
        """
        if self.months == 1:
            return month_words(self.end)
        return f"{self.months} months to {month_words(self.end)}"


# ---------------------------------------------------------------- settings
class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Profile(_Strict):
    """Who the company is compared with; without market and sector nothing external is drawn."""

    market: Literal["b2b", "b2c"] | None = None
    sector: Literal["software", "services", "ecommerce", "other"] | None = None
    industry: str | None = None
    arr_band: str | None = None
    acv_band: str | None = None
    funding: Literal["bootstrapped", "vc", "pe"] | None = None


class Goal(_Strict):
    """Target revenue of a twelve-month period ending at ``by``."""

    revenue: float = Field(gt=0)
    by: str

    @field_validator("by")
    @classmethod
    def _month(cls, value: str) -> str:
        parse_month(value)
        return value


class FileMapping(_Strict):
    """A mapping fixed by hand; what it omits is guessed."""

    path: str
    sheet: str | None = None
    table: str | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    stages: dict[str, Literal["won", "lost", "open"]] = Field(default_factory=dict)
    stage_order: list[str] = Field(default_factory=list)
    day_first: bool | None = None
    decimal: Literal[",", "."] | None = None


class Rate(_Strict):
    """Reporting currency per unit of a foreign one, from a month on (or always)."""

    currency: str
    rate: float = Field(gt=0)
    from_: str | None = Field(None, alias="from")


class Recipe(_Strict):
    """Definition switches; named presets in :data:`RECIPES`."""

    name: str = "start_cohort"
    reactivation: Literal["outside", "retained", "new"] = "outside"
    lag_spend: bool = True


RECIPES: Mapping[str, Recipe] = {
    "start_cohort": Recipe(name="start_cohort"),
    "chartmogul": Recipe(name="chartmogul", reactivation="retained"),
    "baremetrics": Recipe(name="baremetrics"),
    "netsuite": Recipe(name="netsuite", reactivation="retained"),
}


class Settings(_Strict):
    """Everything a person may fix by hand (``settings.toml``)."""

    company: str | None = None
    currency: str | None = None
    time_zone: str | None = None
    business_model: list[Model] = Field(default_factory=list)
    gross_margin: float | None = Field(None, gt=0, le=1)
    profit_margin: float | None = Field(None, ge=-10, le=1)
    headcount: int | None = Field(None, gt=0)
    discount_rate: float = Field(0.10, ge=0, le=1)
    as_of: str | None = None
    day_first: bool | None = None
    decimal: Literal[",", "."] | None = None
    mask: bool = True
    recipe: Recipe = RECIPES["start_cohort"]
    profile: Profile = Profile()
    goal: Goal | None = None
    file: list[FileMapping] = Field(default_factory=list)
    rate: list[Rate] = Field(default_factory=list)

    @field_validator("business_model", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value

    @field_validator("recipe", mode="before")
    @classmethod
    def _named(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        if value not in RECIPES:
            known = ", ".join(RECIPES)
            raise ValueError(f"the recipe “{value}” is unknown; known are {known}")
        return RECIPES[value]

    @field_validator("as_of")
    @classmethod
    def _month(cls, value: str | None) -> str | None:
        if value is not None:
            parse_month(value)
        return value

    @classmethod
    def of(cls, data: Mapping[str, Any], *, name: str = "settings.toml") -> Settings:
        """Check settings read from TOML or typed in the app.

        Raises
        ------
        SettingsError
            Naming the entry, the value seen and what is expected.
        """
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "the file"
            seen = first.get("input")
            shown = "" if isinstance(seen, dict | list) else f" (“{seen}”)"
            raise SettingsError(
                f"{name}: “{where}”{shown} cannot be followed: {first['msg']}.",
                fix="Correct this entry or take it out.",
            ) from None


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
    """How one sheet was understood, so that a person can correct it. Stays with the owner."""

    file: str
    sheet: str
    table: str | None
    preset: str | None
    confidence: float
    columns: tuple[ColumnGuess, ...]
    stages: Mapping[str, str] = field(default_factory=dict)
    stage_order: tuple[str, ...] = ()


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
    """The company against itself."""

    best: float | None = None
    best_window: str | None = None
    previous: float | None = None
    previous_window: str | None = None
    history: list[tuple[str, float]] = Field(default_factory=list)


class Reading(_Part):
    """A measured value with its interval and n, or the reason why there is none."""

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


class BreakdownRow(_Part):
    """One segment of a reading."""

    key: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int
    reason: str | None = None


class Series(_Part):
    """Aggregates that a chart draws: one list per row, in the order of ``columns``."""

    title: str
    unit: Unit
    columns: list[str]
    rows: list[list[float | int | str | None]] = Field(default_factory=list)
    complete: list[bool] = Field(default_factory=list)
    reason: str | None = None


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
    findings: dict[str, Any] = Field(default_factory=dict)
    levers: list[Any] = Field(default_factory=list)
    forecast: dict[str, Any] | None = None

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
            data = json.loads(text)
        except ValueError:
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
        return cls.model_validate(data)


def significant(value: Any) -> Any:
    """Round every float in a structure to 12 significant digits.

    >>> significant({"a": 0.1 + 0.2})
    {'a': 0.3}
    """
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("a document holds no NaN and no infinity")
        return float(f"{value:.12g}")
    if isinstance(value, dict):
        return {key: significant(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [significant(item) for item in value]
    return value


def dump(value: Any, *, indent: int | None = 1) -> str:
    """Write JSON so that the same content always gives the same bytes."""
    return (
        json.dumps(
            significant(value), sort_keys=True, ensure_ascii=False, allow_nan=False, indent=indent
        )
        + "\n"
    )


def listed(words: Iterable[str], last: str = "and") -> str:
    """Join words as a sentence does.

    >>> listed(["deals", "spend", "team"])
    'deals, spend and team'
    """
    items: Sequence[str] = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"
