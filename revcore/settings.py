"""What a person may fix by hand: ``settings.toml``, or the same typed in the app."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from revcore.calendar import parse_month
from revcore.errors import SettingsError

Model = Literal["subscription", "orders", "projects"]
Role = Literal["owner", "marketing", "sales", "success", "revops", "finance", "other"]
"""Who answered the self-assessment."""
Answers = dict[str, Annotated[int, Field(ge=0, le=5)]]


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
    """A mapping fixed by hand; what it omits is guessed.

    part
        Which table of the sheet, from the top and the left, where it holds several.
    headers
        The columns it was made for: a file of another name with exactly these is read alike, so
        that next month's export needs no hand.
    interval
        Time that the price of a subscription, or a quota, is for where no column says so; “term”
        where it is the value of a whole contract.
    tax_included, tax_rate
        Whether amounts include tax, which is then taken off; and at which rate (0.19 for 19 per
        cent) where no column says how much it is.
    rhythm
        Whether invoices that do not say their period are subscriptions, each customer’s for as long
        as the usual time between two of them.
    period
        Month, quarter, half-year or year (“2024-03”, “2024-Q1”) whose sales a table of customers by
        products holds; for the file of this name alone.
    until
        Last month (“2024-06”) that a table of whole years or quarters goes to, where its last one
        was not over; for the file of this name alone.
    once
        Rows that are exact duplicates count once.
    count
        Reasons for which rows are set aside unasked and that are to count all the same: “test
        row”, “status: draft”; “trial” for the price of a trial, “one-off” for items as MRR, “ends
        as written” for ends that are not the last day paid for.
    """

    path: str
    sheet: str | None = None
    part: int | None = Field(None, ge=1)
    headers: list[str] = Field(default_factory=list)
    table: str | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    stages: dict[str, Literal["won", "lost", "open"]] = Field(default_factory=dict)
    stage_order: list[str] = Field(default_factory=list)
    day_first: bool | None = None
    decimal: Literal[",", "."] | None = None
    interval: Literal["month", "quarter", "year", "term"] | None = None
    tax_included: bool | None = None
    tax_rate: float | None = Field(None, ge=0, lt=1)
    rhythm: bool | None = None
    period: str | None = None
    until: str | None = None
    once: bool | None = None
    count: list[str] = Field(default_factory=list)


class Customers(_Strict):
    """Names of customers about whom something was decided; the first is the one shown."""

    customers: list[str] = Field(min_length=1)


class Product(_Strict):
    """Another spelling of a product, and the product it counts as."""

    name: str
    counts_as: str


class Rate(_Strict):
    """Reporting currency per unit of a foreign one, from a month on (or always)."""

    currency: str
    rate: float = Field(gt=0)
    from_: str | None = Field(None, alias="from")


class Judged(_Strict):
    """What somebody who knows the company said of a finding."""

    id: str
    verdict: Literal["none", "confirmed", "doubted", "rejected"] = "none"
    note: str = ""


class Chosen(_Strict):
    """Moves chosen for the next ninety days: ids in order, first day, and who owns which.

    starts, dues, notes
        First and last day and a remark of single moves, by id.
    roles, paid
        Roles that answer for a measure, and roles whose pay depends on it, by measure.
    targets
        Revenue that is to come from “new”, “expansion” and “kept” where somebody knows better.
    """

    moves: list[str] = Field(default_factory=list)
    start: dt.date | None = None
    owners: dict[str, str] = Field(default_factory=dict)
    starts: dict[str, dt.date] = Field(default_factory=dict)
    dues: dict[str, dt.date] = Field(default_factory=dict)
    notes: dict[str, str] = Field(default_factory=dict)
    roles: dict[str, list[str]] = Field(default_factory=dict)
    paid: dict[str, list[str]] = Field(default_factory=dict)
    targets: dict[Literal["new", "expansion", "kept"], float] = Field(default_factory=dict)


class Scenario(_Strict):
    """Levers set together under a name: id of each, and times what it is today."""

    name: str
    times: dict[str, float] = Field(default_factory=dict)


class Assessed(_Strict):
    """What was guessed and answered before the numbers, and what of it is on screen.

    guesses
        By measure, in its own unit: shares as fractions.
    answers
        By statement, 1 to 5; 0 for “don’t know”; of whoever named no role.
    voices
        The same by role of who answered.
    signals
        By signal that no file knows: yes or no.
    revealed, hidden, chief
        Whether the numbers were shown, are hidden until somebody shows them, and whether the need
        of a Chief Revenue Officer is to be read.
    """

    guesses: dict[str, float] = Field(default_factory=dict)
    answers: Answers = Field(default_factory=dict)
    voices: dict[Role, Answers] = Field(default_factory=dict)
    signals: dict[str, bool] = Field(default_factory=dict)
    notes: dict[str, str] = Field(default_factory=dict)
    revealed: bool = False
    hidden: bool = False
    chief: bool = False


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
    """Everything a person may fix by hand (``settings.toml``).

    fiscal_year_start, fiscal_year_named
        First month of the fiscal year (4 for April), and the calendar year it is named after: the
        one it ends in, or the one it starts in. Counts for periods such as “FY24 Q3” only.
    by_parent
        Whether customers with the same parent account count as one; not said, they do not.
    capacity
        Whether more could be delivered than is: “full” or “free”; not said, the figures tell.
    ends_from_customers
        A subscription ends by the customer list where that says so and is earlier.
    deals_complete
        No deal is missing from the first one created on, although none was won or lost for months.
    product
        Other spellings of products, and what they count as.
    finding, plan, scenario
        What was said of findings, which moves were chosen, and levers set together (three at most).
    assessment
        Guesses made before numbers were shown, and answers to the 24 statements.
    merge, apart
        Customers that are one, and suggestions that were declined; names stay out of the document.
    """

    company: str | None = None
    currency: str | None = None
    time_zone: str | None = None
    business_model: list[Model] = Field(default_factory=list)
    gross_margin: float | None = Field(None, gt=0, le=1)
    profit_margin: float | None = Field(None, ge=-10, le=1)
    headcount: int | None = Field(None, gt=0)
    capacity: Literal["full", "free"] | None = None
    discount_rate: float = Field(0.10, ge=0, le=1)
    as_of: str | None = None
    day_first: bool | None = None
    decimal: Literal[",", "."] | None = None
    mask: bool = True
    nda: bool = False
    nda_money: Literal["as_is", "index"] = "as_is"
    recipe: Recipe = RECIPES["start_cohort"]
    profile: Profile = Profile()
    goal: Goal | None = None
    by_parent: bool | None = None
    fiscal_year_start: int | None = Field(None, ge=1, le=12)
    fiscal_year_named: Literal["end", "start"] = "end"
    ends_from_customers: bool = False
    deals_complete: bool = False
    file: list[FileMapping] = Field(default_factory=list)
    rate: list[Rate] = Field(default_factory=list)
    merge: list[Customers] = Field(default_factory=list)
    apart: list[Customers] = Field(default_factory=list)
    product: list[Product] = Field(default_factory=list)
    finding: list[Judged] = Field(default_factory=list)
    plan: Chosen = Chosen()
    scenario: list[Scenario] = Field(default_factory=list, max_length=3)
    assessment: Assessed = Assessed()

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
