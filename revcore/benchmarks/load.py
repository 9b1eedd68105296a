"""Published figures and where they come from: one TOML file per source, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from revcore.errors import HalfMade
from revcore.model import Better, Figure, Unit

DATA = Path(__file__).parent / "data"

Evidence = Literal["primary", "secondary", "rule_of_thumb"]
Population = Literal["saas", "ai_native", "subscription", "services", "ecommerce", "all"]
SegmentKind = Literal[
    "all", "industry", "arr_band", "acv_band", "mrr_band", "arpa_band", "revenue_band",
    "funding", "pricing_model", "revenue_type", "trial_type", "channel", "growth_cohort",
    "company_size", "nrr_band", "retention_x_payback", "threshold",
]  # fmt: skip
LARGEST_RATE = 20
"""A rate above 2,000 % is a percentage that was not turned into a fraction."""


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


_Part = TypeVar("_Part", bound=_Row)


class Origin(_Row):
    """Who published a source, and how far it was checked."""

    publisher: str = Field(min_length=1)
    report: str = Field(min_length=1)
    year: str = Field(min_length=1)
    url: str
    opened: bool
    evidence: Evidence
    licence: str = Field(min_length=1)
    caveat: str = Field(min_length=1)


class Entry(_Row):
    """One published figure. Rates are fractions, money is in US dollars, times are in ``unit``.

    measure
        Our measure's id; absent where we have none of exactly this definition.
    segment_kind, segment
        Which part of the population; ``band_of``, ``low`` and ``high`` [US dollars, low counted,
        high not], ``funding`` and ``also`` (other names of an industry) make it comparable.
    context_only
        Why the figure is shown but never compared with.
    """

    source: str
    measure: str | None = None
    published_as: str = Field(min_length=1)
    label: str = ""
    value: float | None = None
    p25: float | None = None
    p75: float | None = None
    kind: Literal["median", "average", "rule"]
    unit: Unit
    better: Better
    model: Population
    market: Literal["b2b", "b2c", "any"]
    sector: tuple[Literal["software", "services", "ecommerce", "other", "any"], ...]
    segment_kind: SegmentKind = "all"
    segment: str = "all"
    also: tuple[str, ...] = ()
    band_of: Literal["arr", "acv", "mrr", "arpa", "revenue"] | None = None
    low: float | None = None
    high: float | None = None
    funding: Literal["bootstrapped", "vc", "pe"] | None = None
    rule_side: Literal["good_above", "good_below", "threshold"] | None = None
    n: int | None = Field(None, gt=0)
    sample: str = ""
    context_only: str = ""
    note: str = ""
    publisher: str
    report: str
    year: str
    url: str
    opened: bool
    evidence: Evidence
    licence: str
    caveat: str

    @field_validator("sector", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _sound(self) -> Entry:
        known = [x for x in (self.p25, self.value, self.p75) if x is not None]
        if not known:
            raise ValueError("“value” is missing, and there is no quartile either")
        if known != sorted(known):
            raise ValueError("“p25”, “value” and “p75” do not rise")
        if self.unit is Unit.RATIO and max(map(abs, known)) > LARGEST_RATE:
            raise ValueError(f"“value” is {max(known):g}: write 63 percent as 0.63")
        if (self.kind == "rule") != (self.rule_side is not None):
            raise ValueError("“rule_side” belongs to figures of kind “rule”, and to all of them")
        if (self.band_of is None) != (self.low is None and self.high is None):
            raise ValueError("“band_of” goes with “low” or “high”")
        if self.opened and not self.url:
            raise ValueError("“opened” is true although “url” is empty")
        return self

    @property
    def last_year(self) -> int:
        """Last year of the data, 0 where undated.

        >>> catalogue().of("lead_response_hours")[0].last_year
        2011
        """
        years = re.findall(r"\b(?:19|20)\d\d\b", self.year)
        return int(years[-1]) if years else 0

    @property
    def breadth(self) -> int:
        """How wide the population is: 0 is one market and one sector."""
        wide_sector = "any" in self.sector or len(self.sector) > 1
        return (self.market == "any") + wide_sector

    @property
    def comparable(self) -> bool:
        """Whether a firm may be held against it."""
        return self.value is not None and not self.context_only

    def figure(self, segment: str, *, note: str = "") -> Figure:
        """As the document carries it."""
        assert self.value is not None
        notes = [self.note, f"Sample: {self.sample}." if self.sample else "", note]
        return Figure(
            value=self.value,
            p25=self.p25,
            p75=self.p75,
            kind=self.kind,
            publisher=self.publisher,
            report=self.report,
            year=self.year,
            n=self.n,
            url=self.url,
            segment=segment,
            note=" ".join(text for text in notes if text),
        )


@dataclass(frozen=True)
class Source:
    """One published source with all its figures."""

    id: str
    origin: Origin
    figures: tuple[Entry, ...]


@dataclass(frozen=True)
class Catalogue:
    """Every source, in order of file name."""

    sources: tuple[Source, ...]
    by_measure: Mapping[str, tuple[Entry, ...]]

    @property
    def figures(self) -> tuple[Entry, ...]:
        """All figures of all sources."""
        return tuple(entry for source in self.sources for entry in source.figures)

    def of(self, measure: str) -> tuple[Entry, ...]:
        """The figures of one measure of ours; empty where nobody publishes one."""
        return self.by_measure.get(measure, ())


def read_toml(path: Path) -> dict[str, Any]:
    """Read one TOML file.

    Raises
    ------
    HalfMade
        The file is no TOML; the sentence names the file and the place in it.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise HalfMade(
            f"“{path.name}” cannot be read as TOML: {error}.", fix="Mend this line."
        ) from None


def read_source(path: Path) -> Source:
    """Read one source; ``[common]`` holds for each ``[[figure]]`` that does not say otherwise.

    Raises
    ------
    HalfMade
        Something is missing, misspelt or impossible; names the file, the figure and the entry.
    """
    data = read_toml(path)
    strays = set(data) - {"origin", "common", "figure"}
    if strays:
        raise HalfMade(
            f"“{path.name}” has a part “{sorted(strays)[0]}”.",
            fix="Known are [origin], [common] and [[figure]].",
        )
    if not data.get("figure"):
        raise HalfMade(f"“{path.name}” has no [[figure]].", fix="Add at least one.")
    origin = _checked(Origin, data.get("origin", {}), f"“{path.name}”, [origin]")
    figures = []
    for number, raw in enumerate(data["figure"], start=1):
        name = raw.get("measure") or raw.get("published_as") or "unnamed"
        merged = origin.model_dump() | data.get("common", {}) | raw | {"source": path.stem}
        figures.append(_checked(Entry, merged, f"“{path.name}”, figure {number} ({name})"))
    return Source(path.stem, origin, tuple(figures))


def read_folder(folder: Path) -> Catalogue:
    """Read every ``*.toml`` of a folder; a new file needs no other edit."""
    sources = tuple(read_source(path) for path in sorted(folder.glob("*.toml")))
    by_measure: dict[str, list[Entry]] = {}
    for source in sources:
        for entry in source.figures:
            if entry.measure:
                by_measure.setdefault(entry.measure, []).append(entry)
    frozen = {measure: tuple(entries) for measure, entries in by_measure.items()}
    return Catalogue(sources, MappingProxyType(frozen))


@cache
def catalogue() -> Catalogue:
    """The figures that come with the program, read on first use."""
    return read_folder(DATA)


def all_figures() -> tuple[Entry, ...]:
    """Every published figure with its provenance.

    >>> len(all_figures()) >= 303
    True
    """
    return catalogue().figures


def sources() -> tuple[Source, ...]:
    """Every published source."""
    return catalogue().sources


def unlisted() -> tuple[Entry, ...]:
    """Figures whose published definition is none of our measures: shown, never compared."""
    return tuple(entry for entry in all_figures() if entry.measure is None)


def _checked(kind: type[_Part], data: Mapping[str, Any], where: str) -> _Part:
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0]) if first["loc"] else ""
        if first["type"] == "missing":
            problem = f"“{field}” is missing"
        elif first["type"] == "extra_forbidden":
            problem = f"“{field}” is no known entry"
        elif first["type"] == "value_error":
            problem = first["msg"].removeprefix("Value error, ")
        else:
            problem = f"“{field}” is “{first['input']}”: {first['msg']}"
        raise HalfMade(f"{where}: {problem}.", fix="Mend this entry.") from None
