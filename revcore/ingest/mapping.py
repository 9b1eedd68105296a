"""Their columns → ours: which table a sheet is, and which column holds what.

A guess weighs words (the alias dictionary, or a preset that knows the tool) with values (does the
column read as a date, as money?). What a person fixed by hand wins, one column at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from revcore.errors import SettingsError
from revcore.ingest import presets
from revcore.ingest.appearance import Look, share
from revcore.ingest.compact import is_period
from revcore.ingest.period import printed_period
from revcore.ingest.presets import Preset
from revcore.ingest.raw import PIVOT, RawTable
from revcore.ingest.tables import TABLES, Kind, columns
from revcore.ingest.unlaid import why_undated
from revcore.ingest.words import CUSTOMER_ROLES, dictionary, normal, title
from revcore.model import FileMapping, listed, month_of_day

NO_TABLE = "none"
"""What a person writes as ``table`` to leave a sheet out."""

_ENOUGH = 1.4
_SAMPLE = 200
TAKEN_FOR_CUSTOMERS = 0.5
"""How sure it is that names on rows of their own are customers, where nothing says whose."""
_OF_CUSTOMERS = ("invoices", "orders", "subscriptions", "payments", "mrr")
_GENERIC = {
    "customer", "account", "client", "company", "buyer", "kunde", "user", "member", "firma",
    "unternehmen", "société", "entreprise", "cliente", "empresa", "azienda", "klant", "bedrijf",
}  # fmt: skip
_SPOKEN = {"customer_id": "customer", "status": "stage or status", "month": "month", "date": "date"}


@dataclass(frozen=True)
class Plan:
    """How one sheet is to be read.

    columns
        Role -> header. Roles are our columns, the three customer roles, and helpers ("refunded").
    weights
        Header -> how sure the guess is, 0 to 1.
    why
        For a sheet without a table: what it lacks, as a whole sentence.
    undated
        A table of customers by products is read as soon as somebody says which period it is of.
    """

    table: str | None
    preset: Preset | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    confidence: float = 0.0
    by_hand: frozenset[str] = frozenset()
    why: str = ""
    undated: bool = False
    fix: FileMapping | None = None

    def header(self, *roles: str) -> str | None:
        """Header of the first of these roles that the sheet has."""
        return next((self.columns[role] for role in roles if role in self.columns), None)


def fixed_by_hand(
    fixes: Sequence[FileMapping],
    name: str,
    sheet: str,
    headers: Sequence[str] = (),
    part: int | None = None,
) -> FileMapping | None:
    """What a person fixed for this table; an entry for the sheet wins over one for the file.

    part
        Which table of its sheet it is, where the sheet holds several: each has its own entry, and
        one made for the whole sheet counts for those with the columns it was made for.

    A file without an entry of its own is read as another one with the same columns was: the latest
    entry made for exactly these headers counts.

    >>> old = FileMapping(path="may.csv", table="deals", headers=["Ref", "Sum"])
    >>> fixed_by_hand([old], "june.csv", "", ["Ref", "Sum"]) is old
    True
    >>> fixed_by_hand([old], "june.csv", "", ["Ref", "Sum", "Day"]) is None
    True
    """
    same = [fix for fix in reversed(fixes) if fix.headers and fix.headers == list(headers)]
    mine = [fix for fix in fixes if fix.path == name]
    own = [
        fix
        for fix in mine
        if (fix.sheet or sheet) == sheet
        and (fix.part == part or (fix.part is None and (fix in same or not fix.headers)))
    ]
    own.sort(key=lambda fix: (fix.part is None, fix.sheet is None))
    others = [fix for fix in same if fix not in mine and (part or not mine)]
    others.sort(key=lambda fix: fix.part != part)
    return next(iter([*own, *others]), None)


def guess(raw: RawTable, name: str, fix: FileMapping | None = None, *, alone: bool = True) -> Plan:
    """Guess table and columns of one sheet.

    Parameters
    ----------
    raw
        The sheet as read.
    name
        Base name of its file; words in it speak for a table.
    fix
        What a person fixed by hand.
    alone
        Whether the file has no other sheet: then a column named by hand must be in this one.

    Raises
    ------
    SettingsError
        ``fix`` names a table or a column that does not exist.
    """
    table = _table_by_hand(fix, name)
    if table == NO_TABLE:
        return Plan(None, why="It was left out by hand.", fix=fix)
    if not table and (pivot := next((one for one in raw.remarks if one.kind == PIVOT), None)):
        return Plan(None, why=pivot.text.replace("{where}", "It"), fix=fix)
    look = Look(raw)
    preset = presets.find(raw.headers)
    if preset and ((table and preset.table != table) or look.names_channels(preset)):
        preset = None
    if preset and preset.table == presets.NO_TABLE:
        return Plan(None, preset, why=preset.instead, fix=fix)
    tables = [table] if table else [preset.table] if preset else list(TABLES)
    strict = alone or (fix is not None and fix.sheet is not None)
    plans = [_plan(look, one, preset, fix, name, strict) for one in tables]
    if table:
        return plans[0][1]
    fitting = [(score, plan) for score, plan, missing in plans if not missing and score >= _ENOUGH]
    if preset and not plans[0][2]:
        return plans[0][1]
    if fitting:
        return max(fitting, key=lambda pair: pair[0])[1]
    if preset and (lacking := next((preset.lacking.get(one) for one in plans[0][2]), None)):
        return Plan(None, preset, why=lacking, fix=fix)
    return Plan(None, why=why_undated(raw) or _why(plans), fix=fix)


def _table_by_hand(fix: FileMapping | None, name: str) -> str | None:
    if fix is None or fix.table is None:
        return None
    if fix.table not in TABLES and fix.table != NO_TABLE:
        raise SettingsError(
            f"“{name}” is mapped to the table “{fix.table}”, which does not exist.",
            fix=f"Known are {listed([*TABLES, NO_TABLE])}.",
        )
    return fix.table


def _why(plans: Sequence[tuple[float, Plan, tuple[str, ...]]]) -> str:
    """Say what the nearest table lacks; nothing if no table is near."""
    score, plan, missing = max(plans, key=lambda item: item[0] - 0.8 * len(item[2]))
    if score < _ENOUGH or not missing or plan.table is None:
        return ""
    lacking = listed([_SPOKEN.get(role, role.replace("_", " ")) for role in missing], "or")
    return f"It looks most like “{title(plan.table)}”, but no column holds the {lacking}."


def _plan(
    look: Look,
    table: str,
    preset: Preset | None,
    fix: FileMapping | None,
    name: str,
    strict: bool,
) -> tuple[float, Plan, tuple[str, ...]]:
    """Assign columns to the roles of one table: score, plan, required roles not found."""
    chosen, weights = _by_hand(look.raw, table, fix, name, strict)
    blocked = {role for role, header in (fix.columns if fix else {}).items() if not header}
    blocked |= set(preset.fill) if preset else set()
    hand = frozenset(chosen)
    if preset:
        for role, names in preset.columns.items():
            header = look.first(names)
            free = header is not None and header not in chosen.values()
            if free and role not in chosen and role not in blocked and header is not None:
                chosen[role], weights[header] = header, 1.0
    for score, role, header in look.candidates(table):
        if role not in chosen and header not in weights and role not in blocked:
            chosen[role], weights[header] = header, score
    _settle_customer(look, table, chosen, hand)
    if (on_rows := _names_on_rows(look, table, chosen, blocked)) is not None:
        chosen["customer_name"], weights[on_rows] = on_rows, TAKEN_FOR_CUSTOMERS
    by_value = _by_values(look, table, chosen)
    weights |= dict.fromkeys(by_value.values(), 0.65)
    chosen |= by_value
    missing = _missing(look, table, chosen)
    total = sum(1.0 if weight > 0.6 else 0.35 * (weight > 0) for weight in weights.values())
    total += 0.8 * _named(look, table, name) - 2.0 * _repeats(look, table, chosen)
    total += 0.5 * _by_customer_and_month(look, table, chosen)
    total -= 1.2 * _leaves_customers(look, table)
    sure = sum(weights.values()) / len(weights) if weights else 0.0
    plan = Plan(table, preset, chosen, weights, round(sure, 2), hand, fix=fix)
    return total - 0.001 * list(TABLES).index(table), plan, missing


def _by_hand(
    raw: RawTable, table: str, fix: FileMapping | None, name: str, strict: bool
) -> tuple[dict[str, str], dict[str, float]]:
    chosen: dict[str, str] = {}
    kinds = dictionary()[table].kinds
    for ours, theirs in (fix.columns if fix else {}).items():
        role = ours
        if ours == "customer" and "customer_id" in kinds:
            role = _customer_role(raw, theirs)
        if role not in kinds:
            if fix is None or fix.table is None:
                continue
            raise SettingsError(
                f"“{name}”: the table “{table}” has no column “{ours}”.",
                fix=f"Known are {listed([column.name for column in columns(table)])}.",
            )
        if theirs and theirs not in raw.headers:
            if not strict:
                continue
            raise SettingsError(
                f"“{name}” has no column “{theirs}”, which the settings take for “{ours}”.",
                fix=f"Its columns are {listed([f'“{header}”' for header in raw.headers[:12]])}.",
            )
        if theirs:
            chosen[role] = theirs
    return chosen, dict.fromkeys(chosen.values(), 1.0)


def _customer_role(raw: RawTable, header: str) -> str:
    """Whether a column holds customer numbers, e-mails or names, by words and values."""
    if header not in raw.headers:
        return "customer_name"
    values = raw.frame[header].drop_nulls().head(300)
    if len(values) and share(values.str.contains("@", literal=True)) > 0.5:
        return "customer_email"
    words = normal(header).split()
    if words and words[-1] in {"id", "number", "no", "nr", "oid", "uid"}:
        return "customer_id"
    return "customer_id" if _ids(values) else "customer_name"


def _ids(values: pl.Series) -> bool:
    """Whether values look like keys: no blanks in them, and nearly all hold a digit."""
    if not len(values):
        return False
    blank, digit = values.str.contains(r"\s"), values.str.contains(r"\d")
    return share(blank) < 0.05 and share(digit) > 0.8


def _settle_customer(look: Look, table: str, chosen: dict[str, str], hand: frozenset[str]) -> None:
    """Put a column headed just “Customer” where its values belong."""
    if "customer_id" not in dictionary()[table].kinds or look.raw.has_header is False:
        return
    name = chosen.get("customer_name")
    if name and normal(name) in _GENERIC and "customer_name" not in hand:
        role = _customer_role(look.raw, name)
        if table == "customers" and "name" in chosen:
            role = "customer_id"
        if role not in chosen:
            chosen[role] = chosen.pop("customer_name")
    if "customer_id" not in chosen:
        for header in look.raw.headers:
            loose = header not in chosen.values() and normal(header) in _GENERIC
            if loose and _customer_role(look.raw, header) == "customer_id":
                chosen["customer_id"] = header
                break
    if table == "customers" and "name" in chosen and "customer_name" not in chosen:
        chosen["customer_name"] = chosen["name"]


def _names_on_rows(
    look: Look, table: str, chosen: Mapping[str, str], blocked: set[str]
) -> str | None:
    """The column of names that stood on rows of their own, where no column names the customer."""
    names = look.raw.names
    taken = any(role in chosen or role in blocked for role in CUSTOMER_ROLES)
    if table not in _OF_CUSTOMERS or names is None or taken or names in chosen.values():
        return None
    few = look.raw.frame[names].drop_nulls().unique().head(_SAMPLE).to_list()
    return None if any(is_period(text) for text in few) else names


def _by_values(look: Look, table: str, chosen: Mapping[str, str]) -> dict[str, str]:
    """Columns of a sheet without headers, by their values alone: customer, day, count, money."""
    if look.raw.has_header or table != "orders":
        return {}
    days = [header for header in look.raw.headers if look.fit(header, Kind.DAY) > 0.95]
    if len(days) != 1:
        return {}
    at = look.raw.headers.index(days[0])
    found = {"date": days[0]}
    if at > 0:
        found["customer_id"] = look.raw.headers[0]
    after = [header for header in look.raw.headers[at + 1 :] if look.fit(header, Kind.MONEY) > 0.95]
    if after:
        found["amount"] = max(after, key=look.decimals)
    counts = [header for header in after if header != found["amount"] and not look.decimals(header)]
    if counts:
        found["quantity"] = counts[0]
    return {role: header for role, header in found.items() if role not in chosen}


def _missing(look: Look, table: str, chosen: Mapping[str, str]) -> tuple[str, ...]:
    words = dictionary()[table]
    period = printed_period(look.raw.preamble)
    dated = table == "spend" and period is not None
    if table == "funnel_counts" and period is not None:
        dated = month_of_day(period[0]) == month_of_day(period[1])
    lacking = []
    for column in columns(table):
        if not column.required or column.derived:
            continue
        roles = substitutes(table, column.name)
        if not any(role in chosen for role in roles) and not (
            dated and column.name in ("date", "month")
        ):
            lacking.append(column.name)
    for group in words.needs:
        roles = tuple(role for name in group for role in substitutes(table, name))
        if not any(role in chosen for role in roles):
            lacking.append(group[0])
    if table == "deals" and "status" in chosen and not look.speaks_of_deals(chosen):
        lacking.append("status")
    return tuple(dict.fromkeys(lacking))


def substitutes(table: str, column: str) -> tuple[str, ...]:
    """Roles out of which a column of ours can be made.

    >>> substitutes("deals", "status")
    ('status', 'stage', 'is_won', 'won_date')
    """
    if column == "customer":
        return CUSTOMER_ROLES
    return {
        ("deals", "status"): ("status", "stage", "is_won", "won_date"),
        ("subscriptions", "amount"): ("amount", "mrr_given", "arr_given", "total_value"),
        ("invoices", "amount"): ("amount", "line_price"),
    }.get((table, column), (column,))


def _named(look: Look, table: str, name: str) -> bool:
    words = f"{normal(name.rsplit('.', 1)[0])} {normal(look.raw.sheet)}"
    return any(stem in words for stem in dictionary()[table].files)


def _repeats(look: Look, table: str, chosen: Mapping[str, str]) -> bool:
    """Whether the key of a table with one row per key repeats: then it is another table."""
    key = dictionary()[table].unique
    roles = CUSTOMER_ROLES if key == "customer" else (key or "",)
    header = next((chosen[role] for role in roles if role in chosen), None)
    if header is None:
        return False
    filled, distinct = look.counts(header)
    return filled > 4 and distinct < 0.8 * filled


def _by_customer_and_month(look: Look, table: str, chosen: Mapping[str, str]) -> bool:
    """Whether each customer stands once for each month, as in a sheet of revenue by both."""
    who = next((chosen[role] for role in CUSTOMER_ROLES if role in chosen), None)
    if table != "mrr" or who is None or not {"month", "amount"} <= chosen.keys():
        return False
    pairs = look.raw.frame.select(who, chosen["month"]).drop_nulls()
    several = pairs[who].n_unique() < pairs.height
    return several and not pairs.is_duplicated().any()


def _leaves_customers(look: Look, table: str) -> bool:
    """Whether a table of totals would leave a column of customers unread."""
    if table != "revenue_by_month":
        return False
    named = {header for _, role, header in look.candidates("mrr") if role in CUSTOMER_ROLES}
    return any(look.counts(header)[1] > 1 for header in named if normal(header) != "name")
