"""Lines of a profit and loss account that are no revenue, by their words and by arithmetic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from revcore.ingest.parse_numbers import money
from revcore.ingest.raw import LINE, RaggedRow, RawTable, Remark
from revcore.ingest.words import CUSTOMER_ROLES, cost_category, dictionary, normal
from revcore.model import listed

NO_REVENUE = "a cost or a result, no revenue"
ACCOUNT = "account"
"""Kind of the remark that lines of a profit and loss account were left out."""
_COSTS_ALONE = 0.6
"""Share of lines that are costs from which a sheet lists costs and no account."""

_RESULTS = (
    r"cogs|cost of (?:sales|goods|revenue)\w*|gross profit|net profit|operating profit"
    r"|profit (?:before|after) tax|net income|operating (?:income|result)|gross margin"
    r"|contribution margin|ebitd?a?|rohertrag|rohergebnis|rohgewinn|deckungsbeitrag"
    r"|betriebsergebnis|jahresüberschuss|gewinn|wareneinsatz|marge brute|bénéfice"
    r"|résultat (?:net|brut|d exploitation)|margen bruto|beneficio|lucro|margem bruta|utile"
    r"|margine lordo|brutowinst|nettowinst|bedrijfsresultaat"
)
_RESULT = re.compile(rf"\b(?:{_RESULTS})\b")
_ACCOUNT = re.compile(
    rf"\b(?:{_RESULTS}|costs?|expenses?|opex|sg&a|salar(?:y|ies)|wages|payroll|overheads?"
    r"|depreciation|amorti[sz]ations?|\w*kosten|\w*aufwand|\w*aufwendungen|gehälter|löhne"
    r"|abschreibung\w*|charges|coûts?|dépenses|salaires|amortissements?|gastos|costes?|salarios"
    r"|sueldos|amortizaci[oó]n|custos?|despesas|salários|costi|spese|stipendi|salari"
    r"|ammortament[oi]|loonkosten|salarissen|afschrijving\w*)\b"
)
_BESIDE = re.compile(
    r"(?:rent|office rent|insurance|interest|tax|taxes|income tax|corporation tax|utilities|travel"
    r"|marketing|advertising|office supplies|professional fees|legal fees|bank (?:fees|charges)"
    r"|contractors|freelancers|staff|materials?|purchases|miete|pacht|versicherung(?:en)?|zinsen"
    r"|steuern|werbung|marketing und vertrieb|fremdleistungen|material|personal|reisen"
    r"|loyers?|assurances?|intérêts|impôts|achats|publicité|alquiler|seguros?|intereses|impuestos"
    r"|compras|publicidad|aluguel|juros|impostos|affitto|assicurazion[ei]|interessi|imposte"
    r"|acquisti|huur|verzekering(?:en)?|rente|belastingen|inkoop)"
)


def is_account(label: str) -> bool:
    """Whether a line names a cost or a result in words that hardly anything else has.

    >>> [is_account(line) for line in ("Cost of sales", "Gross profit", "EBITDA", "Löhne")]
    [True, True, True, True]
    >>> [is_account(line) for line in ("Subscriptions", "Umsatz", "Rent", "Costa Ltd")]
    [False, False, False, False]
    """
    return _ACCOUNT.search(normal(label)) is not None


def is_account_beside(label: str) -> bool:
    """Whether a line names a cost, given that others of its sheet do: “Rent”, “Insurance”.

    >>> [is_account_beside(line) for line in ("Rent", "Zinsen", "Rent-a-car Ltd", "Services")]
    [True, True, False, False]
    """
    return is_account(label) or _BESIDE.fullmatch(normal(label)) is not None


def without_accounts(table: RawTable, months: Sequence[str]) -> RawTable:
    """A profit and loss account with months across and no line of revenue: without its costs.

    Costs and results are known by their words; a result also as the sum of what stands above it,
    costs taken off. Sheets of costs alone, and of customers, stay as they are.
    """
    label = table.headers[0]
    texts = [text or "" for text in table.frame[label].to_list()]
    if _names_customers(label) or is_account(label) or not any(map(is_account, texts)):
        return table
    results = any(_RESULT.search(normal(text)) for text in texts)
    costs = sum(is_account_beside(text) or cost_category(text) is not None for text in texts)
    if not results and costs >= _COSTS_ALONE * len(texts):
        return table
    out = [is_account_beside(text) for text in texts]
    values = [money(table.frame[month]).values.fill_null(0).to_list() for month in months]
    rows = list(zip(*values, strict=True))
    for at in range(2, len(rows)):
        out[at] = out[at] or _is_result(rows, out, at)
    kept = [text for text, gone in zip(texts, out, strict=True) if not gone]
    if not kept:
        return table
    mask = pl.Series(out)
    left = [
        RaggedRow(int(line), text, NO_REVENUE)
        for line, text in table.frame.filter(mask).select(LINE, label).iter_rows()
    ]
    sums = [row for row in table.totals if is_account(row.label)]
    left += [RaggedRow(row.line, row.label, NO_REVENUE) for row in sums]
    return replace(
        table,
        frame=table.frame.filter(~mask),
        totals=tuple(row for row in table.totals if row not in sums),
        ragged=tuple(sorted([*table.ragged, *left], key=lambda row: row.line)),
        remarks=(*table.remarks, _said(kept, left)),
    )


def _names_customers(header: str) -> bool:
    known = dictionary()["mrr"].aliases.get(normal(header), ())
    return any(alias.role in CUSTOMER_ROLES and alias.weight > 0.9 for alias in known)


def _is_result(rows: Sequence[Sequence[int]], out: Sequence[bool], at: int) -> bool:
    """Whether a row is the lines of revenue above it less the costs above it, in every month.

    Costs may be printed as negative figures.
    """
    own = list(rows[at])
    if not any(own) or not any(out[:at]) or len(own) < 3:
        return False
    revenue = [sum(column) for column in zip(*_of(rows[:at], out[:at], False), strict=True)]
    costs = [sum(column) for column in zip(*_of(rows[:at], out[:at], True), strict=True)]
    if not revenue or not costs:
        return False
    less = [a - b for a, b in zip(revenue, costs, strict=True)]
    plus = [a + b for a, b in zip(revenue, costs, strict=True)]
    return own in (less, plus)


def _of(rows: Sequence[Sequence[int]], out: Sequence[bool], wanted: bool) -> list[Sequence[int]]:
    return [row for row, gone in zip(rows, out, strict=True) if gone is wanted]


def _said(kept: Sequence[str], left: Sequence[RaggedRow]) -> Remark:
    lines = [f"“{text}”" for text in kept[:6]]
    if len(kept) > 6:
        lines[5:] = [f"{len(kept) - 5:,} more lines"]
    shown = [f"“{row.text}”" for row in left[:4]]
    if len(left) > 4:
        shown[3:] = [f"{len(left) - 3:,} more"]
    return Remark(
        ACCOUNT,
        f"{{where}} is read as a profit and loss account: {listed(lines)} "
        f"{'counts' if len(kept) == 1 else 'count'} as revenue, {listed(shown)} "
        f"{'does' if len(left) == 1 else 'do'} not.",
        {"rows": len(kept)},
    )
