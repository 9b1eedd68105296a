"""One sheet while it is read: typed columns beside the text they came from, and what is set aside.

Rows keep their places until the very end, so that every one of them can be named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import polars as pl

from revcore.ingest import parse
from revcore.ingest.long_periods import LONGEST, MONTHS_LONG, ROUGH, TABLES_BY_MONTH, months_long
from revcore.ingest.mapping import Plan
from revcore.ingest.parsed import filled, said
from revcore.ingest.raw import LINE, RawTable
from revcore.ingest.tables import MONEY_COLUMN, Kind, columns
from revcore.ingest.wide import Laid
from revcore.ingest.words import CUSTOMER_ROLES, dictionary, in_cents, multiple, normal
from revcore.model import Notice, Question, Settings, first_day

REASON, COLUMN, VALUE = "__reason", "__column", "__value"
AS_READ, MONEY_CURRENCY = "__as_read", "__currency"
COUNTED = "__counted"
"""Amounts as they count, before currencies are converted; there only where rules changed some."""
KEYS = {"customer_id": "__id", "customer_email": "__email", "customer_name": "__name"}
"""Where the three ways of naming a customer wait until they are one number."""

IN_PLACE = ("mrr_given", "arr_given", "total_value", "line_price")
"""Roles whose column is the money of a table where it has no other."""

MONTHS_OF_A_YEAR = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_NOT = {
    Kind.DAY: "not a date",
    Kind.MONTH: "not a month",
    Kind.MONEY: "not an amount",
    Kind.COUNT: "not a whole number",
    Kind.NUMBER: "not a number",
    Kind.YES_NO: "neither yes nor no",
}
SAME_VISITS = "same visits"
"""How the reason begins for which a second table about the same visits is set aside."""
COUNTABLE = ("test row", "status: ", "cancelled", "not captured", SAME_VISITS)
"""How reasons begin against which a person may count rows all the same."""
_NEVER_CENTS = {"line_units", "line_discount"}
_NO_CENTS = ("BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV",
             "XAF", "XOF", "XPF")  # fmt: skip
_THOUSANDTHS = ("BHD", "JOD", "KWD", "OMR", "TND")
_SYMBOLS = {"€": "EUR", "$": "USD", "US$": "USD", "£": "GBP", "¥": "JPY"}


@dataclass(frozen=True)
class Trouble:
    """Cells of one column that could not be read, counted."""

    line: int
    column: str
    reason: str
    count: int


class Sheet:
    """One sheet being read.

    frame
        Typed columns under our names, helper roles, keys of the customer, and the marks above.
    scale
        Decimals of each money column.
    one_line_each
        Whether every row was found to have a number of its own.
    """

    def __init__(self, laid: Laid, plan: Plan, name: str, settings: Settings) -> None:
        self.laid, self.plan, self.name, self.settings = laid, plan, name, settings
        self.raw: RawTable = laid.raw
        self.table = plan.table or ""
        self.scale: dict[str, int] = {}
        self.troubles: list[Trouble] = []
        self.questions: list[Question] = []
        self.notices: list[Notice] = []
        self.stages: Mapping[str, str] = {}
        self.stage_order: tuple[str, ...] = ()
        self.stage_order_by = ""
        self.as_read_scale = self.counted_scale = 0
        self.one_line_each = False
        self.changes: list[tuple[str, str, int]] = []
        blank = pl.lit(None, dtype=pl.String)
        self.frame = self.raw.frame.select(
            LINE, blank.alias(REASON), blank.alias(COLUMN), blank.alias(VALUE)
        )
        self._currencies: dict[str, pl.Series] = {}
        self._read_columns()

    # ------------------------------------------------------------ reading columns
    def _read_columns(self) -> None:
        kinds = dictionary()[self.table].kinds
        for role, header in self.plan.columns.items():
            column = self.raw.frame[header]
            if role in CUSTOMER_ROLES:
                self.put(KEYS[role], _key(column) if role == "customer_id" else said(column))
            elif kinds[role] in (Kind.KEY, Kind.TEXT, Kind.STATUS):
                self.put(role, _key(column) if kinds[role] is Kind.KEY else said(column))
            else:
                self._typed(role, header, kinds[role])
        self._currency()

    def _typed(self, role: str, header: str, kind: Kind) -> None:
        column = self.raw.frame[header]
        fix = self.plan.fix
        decimal = (fix.decimal if fix else None) or self.settings.decimal
        day_first = fix.day_first if fix and fix.day_first is not None else self.settings.day_first
        known = self.plan.preset.day_first if self.plan.preset else None
        zone = self.settings.time_zone
        by_month = kind is Kind.DAY and _by_month(column)
        if kind is Kind.MONEY:
            read = parse.money(column, decimal=decimal)
        elif kind is Kind.COUNT:
            read = parse.counts(column)
        elif kind is Kind.NUMBER:
            read = parse.numbers(column, decimal=decimal)
        elif kind is Kind.YES_NO:
            read = parse.yes_no(column)
        elif kind is Kind.DAY and not by_month:
            read = parse.days(
                column, day_first=day_first, time_zone=zone, since_1904=self.raw.since_1904,
                fiscal=self._fiscal,
            )  # fmt: skip
        else:
            read = parse.months(column, day_first=day_first, time_zone=zone, fiscal=self._fiscal)
        if read.ambiguous == "day_first" and known is not None:
            reader = parse.months if by_month or kind is Kind.MONTH else parse.days
            read = reader(column, day_first=known, time_zone=zone, fiscal=self._fiscal)
        if read.ambiguous:
            others = [self.raw.frame[name] for name in self.raw.headers if name != header]
            read = parse.proved_elsewhere(read, kind, column, others, zone)
        values = read.values
        if by_month:
            values = _first_days(values)
        if kind is Kind.MONEY:
            self.scale[role] = (read.scale or 0) + (2 if self._in_cents(role, header) else 0)
            values = values.cast(pl.Int64) * multiple(header)
            self._currencies[role] = _currency_series(read.currency, len(column))
        self.put(role, values)
        if role in ("month", "date"):
            self._long_periods(header)
        self.count_cells(header, read.bad, _NOT[kind])
        self._ask(header, read.ambiguous, read.taken)

    def _long_periods(self, header: str) -> None:
        """Note quarters, half-years and years: their figures belong to every month they cover."""
        by_month = self.table in TABLES_BY_MONTH
        long = months_long(self.raw.frame[header]) if by_month else None
        if long is None:
            return
        self.put(MONTHS_LONG, long)
        each = "counts in each of its months" if self.levels else "is divided evenly by its months"
        years = int(long.max() or 1) == LONGEST  # type: ignore[arg-type]
        what = "whole years" if years else "quarters or half-years"
        text = f"“{self.name}” gives {what}: each figure {each}."
        if years:
            text += f" {ROUGH}"
        self.say("years" if years else "quarters", text, {"rows": int((long > 1).sum())})

    @property
    def levels(self) -> bool:
        """Whether amounts hold in every month of a period (MRR) and are no sums over it."""
        words = normal(" ".join([self.name, self.raw.sheet, *self.raw.headers, *self.raw.preamble]))
        return self.table == "mrr" and not {"mrr", "monthly"}.isdisjoint(words.split())

    @property
    def _fiscal(self) -> parse.FiscalYear | None:
        start = self.settings.fiscal_year_start
        return parse.FiscalYear(start, self.settings.fiscal_year_named) if start else None

    def _in_cents(self, role: str, header: str) -> bool:
        preset = self.plan.preset
        return in_cents(header) or bool(preset and preset.cents and role not in _NEVER_CENTS)

    def _ask(self, header: str, ambiguous: str | None, taken: str) -> None:
        where = f"“{header}” in “{self.name}”"
        if ambiguous == "day_first":
            text = f"Does {where} write the day or the month first?"
            choices = ["day first", "month first"]
        elif ambiguous == "decimal":
            text = f"Is the comma or the point the decimal mark of {where}?"
            choices = ["decimal comma", "decimal point"]
        elif ambiguous == "fiscal_year":
            text = f"In which month does the fiscal year begin? {where} names fiscal periods."
            choices = list(MONTHS_OF_A_YEAR)
        else:
            return
        whole = ambiguous == "fiscal_year"
        self.questions.append(
            Question(
                id=ambiguous if whole else f"{ambiguous}:{self.name}:{header}",
                text=text,
                choices=choices,
                taken=taken,
                file=self.name,
            )
        )

    def _currency(self) -> None:
        """Currency of each row: a column, else the header or format, else the printed symbol."""
        money = MONEY_COLUMN.get(self.table)
        role = next((one for one in (money, *IN_PLACE) if one in self.plan.columns), "")
        header = self.plan.header(role or "") if money else None
        hint = self.raw.hints.get(header or "", "")
        blank = pl.Series([None], dtype=pl.String).new_from_index(0, self.frame.height)
        found = self._currencies.get(role or "", blank) if money else blank
        if hint.startswith("currency:"):
            found = found.fill_null(hint.partition(":")[2])
        if "currency" in self.frame.columns:
            found = _codes(self.frame["currency"]).fill_null(found)
            self.put("currency", found)
        elif found.null_count() < len(found) and money:
            self.put("currency", found)
        self.put(MONEY_CURRENCY, found)
        if self.plan.preset and self.plan.preset.cents:
            self._whole_currencies()

    def _whole_currencies(self) -> None:
        """Amounts in the smallest coin: yen have no hundredths, dinars have thousandths."""
        code = pl.col(MONEY_CURRENCY)
        roles = [role for role in self.scale if role not in _NEVER_CENTS]
        if self.mask(code.is_in(_THOUSANDTHS)).any():
            for role in roles:
                own = pl.when(code.is_in(_THOUSANDTHS)).then(pl.col(role))
                self.put(role, own.otherwise(pl.col(role) * 10))
                self.scale[role] += 1
        if self.mask(code.is_in(_NO_CENTS)).any():
            for role in roles:
                whole = pl.when(code.is_in(_NO_CENTS)).then(pl.col(role) * 100)
                self.put(role, whole.otherwise(pl.col(role)))

    def say(self, what: str, text: str, values: Mapping[str, float | int | str]) -> None:
        """Add something the reader must know about this sheet."""
        self.notices.append(
            Notice(id=f"{what}:{self.name}", text=text, values=dict(values), file=self.name)
        )

    @property
    def _counted(self) -> list[str]:
        return self.plan.fix.count if self.plan.fix else []

    def counts(self, reason: str) -> bool:
        """Whether a person said that rows count although there is a reason against it."""
        return reason in self._counted

    # ------------------------------------------------------------ changing rows
    def put(self, name: str, values: pl.Series | pl.Expr) -> None:
        """Add or replace a column."""
        whole = isinstance(values, pl.Series) and len(values) == self.frame.height
        if isinstance(values, pl.Series) and whole and name not in self.frame.columns:
            self.frame = self.frame.hstack([values.alias(name)])  # at a tenth of the price
        else:
            self.frame = self.frame.with_columns(values.alias(name))

    def has(self, *names: str) -> bool:
        """Whether all these columns were read."""
        return all(name in self.frame.columns for name in names)

    @contextmanager
    def changing(self, kind: str) -> Iterator[None]:
        """Keep by how much amounts change inside, row by row, for the ledger."""
        if not self.has(AS_READ, "amount"):
            yield
            return
        before, scale = self.frame["amount"], self.scale["amount"]
        yield
        digits = max(scale, self.scale["amount"])
        now = self.frame["amount"] * 10 ** (digits - self.scale["amount"])
        more = (now - before * 10 ** (digits - scale)).fill_null(0)
        if (more != 0).any():
            self.changes.append((kind, f"__change{len(self.changes)}", digits))
            self.put(self.changes[-1][1], more)

    def drop(self, *names: str) -> None:
        """Take columns out."""
        self.frame = self.frame.drop(names, strict=False)

    def mask(self, condition: pl.Expr) -> pl.Series:
        """Rows for which a condition holds (unknown counts as no)."""
        return self.frame.select(condition.fill_null(False).alias("m"))["m"]

    def set_aside(
        self,
        mask: pl.Series,
        reason: str | pl.Series,
        role: str = "",
        *,
        header: str | None = None,
    ) -> None:
        """Set rows aside that are not yet; the cell shown is that of the role or the header."""
        header = header or self.plan.header(*_roles(role)) or ""
        free = mask & self.frame[REASON].is_null()
        kept = [one for one in self._counted if one.startswith(COUNTABLE)]
        if kept and isinstance(reason, str):
            free &= reason not in kept
        elif kept and isinstance(reason, pl.Series):
            free &= ~reason.is_in(kept).fill_null(value=False)
        if not free.any():
            return
        shown = self.raw.frame[header] if header in self.raw.headers else None
        text = pl.lit("") if shown is None else shown.fill_null("").alias("v")
        words = pl.lit(reason) if isinstance(reason, str) else reason
        self.frame = self.frame.with_columns(
            pl.when(free).then(words).otherwise(pl.col(REASON)).alias(REASON),
            pl.when(free)
            .then(pl.lit(self.printed(header)))
            .otherwise(pl.col(COLUMN))
            .alias(COLUMN),
            pl.when(free).then(text).otherwise(pl.col(VALUE)).alias(VALUE),
        )

    def printed(self, header: str) -> str:
        """A header as the file has it."""
        names = self.laid.printed(header) if header else ""
        return names if isinstance(names, str) else " + ".join(names[:2])

    def count_cells(self, header: str, bad: pl.Series, reason: str) -> None:
        """Note cells that could not be read; their rows stay."""
        count = int(bad.sum())
        if count:
            line = int(self.raw.frame[LINE].filter(bad).min())  # type: ignore[arg-type]
            self.troubles.append(Trouble(line, self.printed(header), reason, count))

    # ------------------------------------------------------------ what must be there
    def check_required(self) -> None:
        """Set aside rows that lack what their table cannot do without."""
        for column in columns(self.table):
            if not column.required or column.derived:
                continue
            if column.kind is Kind.CUSTOMER:
                keys = [name for name in KEYS.values() if self.has(name)]
                mask = self.mask(
                    pl.all_horizontal([pl.col(key).is_null() for key in keys] or pl.lit(True))
                )
                self.set_aside(mask, "no customer", "customer")
                continue
            word = {"amount": "amount", "date": "date", "start": "start date"}.get(
                column.name, column.name.replace("_", " ")
            )
            if not self.has(column.name):
                self.set_aside(self.mask(pl.lit(True)), f"no {word}", column.name)
                continue
            header = self.plan.header(column.name)
            blank = self.mask(pl.col(column.name).is_null())
            if header and blank.any():
                bad = blank & filled(self.raw.frame[header]).is_not_null()
                self.set_aside(bad, _NOT.get(column.kind, f"no {word}"), column.name)
            self.set_aside(blank, f"no {word}", column.name)


def _roles(role: str) -> tuple[str, ...]:
    return CUSTOMER_ROLES if role == "customer" else (role,)


def _key(column: pl.Series) -> pl.Series:
    """Keys as text: an apostrophe in front and the ".0" of a spreadsheet are no part of them."""
    if column.str.starts_with("'").any():
        column = column.str.strip_prefix("'").str.strip_chars()
        column = column.set(column == "", None)
    if column.str.contains(".0", literal=True).any():
        column = column.str.replace(r"^(\d+)\.0+$", "${1}")
    return column


def _codes(column: pl.Series) -> pl.Series:
    """Currencies as printed to codes, through their distinct values."""
    codes = {text: text.strip().upper() for text in column.drop_nulls().unique().to_list()}
    other = {text: _SYMBOLS.get(code, code) for text, code in codes.items()}
    return column.replace({text: code for text, code in other.items() if text != code})


def _by_month(column: pl.Series) -> bool:
    """Whether a column of days holds months instead."""
    sample = column.drop_nulls().head(500)
    if sample.is_empty() or (days := parse.fit(sample, Kind.DAY)) >= 0.9:
        return False
    return days < parse.fit(sample, Kind.MONTH)


def _first_days(months: pl.Series) -> pl.Series:
    found = {month: first_day(month) for month in months.drop_nulls().unique().to_list()}
    return months.replace_strict(found, default=None, return_dtype=pl.Int64)


def _currency_series(currency: object, height: int) -> pl.Series:
    if isinstance(currency, pl.Series):
        return currency.cast(pl.String)
    text = currency if isinstance(currency, str) else None
    return pl.Series([text], dtype=pl.String).new_from_index(0, height)
