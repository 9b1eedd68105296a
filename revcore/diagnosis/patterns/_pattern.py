"""How a pattern is declared, and what it returns."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import numpy as np
import numpy.typing as npt

from revcore.derive.simulate import Change
from revcore.diagnosis_parts import Evidence, FindingKind, Trap
from revcore.errors import HalfMade, NotComputable
from revcore.registry import Provider
from revcore.words import counted_words

Floats = npt.NDArray[np.float64]
Kind = FindingKind
Model = Literal["subscription", "orders", "projects"]
EVERY: tuple[Model, ...] = ("subscription", "orders", "projects")
SELLING: tuple[Model, ...] = ("subscription", "projects")
"""Companies that sell by deals."""
FAMILIES = (
    "leak", "expansion", "payments", "renewals", "buying_again", "spending", "unit_economics",
    "cash", "referral", "leads", "stages", "no_decision", "forecast", "discount", "price",
    "deal_size", "cycle", "prospecting", "people", "coverage", "concentration", "season",
    "best_customers", "cross_sell", "capacity",
)  # fmt: skip
"""At most one of each among those shown first, or the same money is shown twice."""


class NotApplicable(Exception):
    """The pattern cannot occur at this company; it is hidden."""


class Measured(Protocol):
    """What an argument named as a measure brings: the reading, with its draws in memory.

    value, low, high, n, inputs, own, benchmark, window … as in the document; ``draws`` is None
    for figures counted in full.
    """

    value: float
    low: float | None
    high: float | None
    n: int
    inputs: Mapping[str, Any]
    own: Any
    benchmark: Any
    window: str | None
    draws: Floats | None


@dataclass(frozen=True)
class Stake:
    """What the pattern costs: inputs of the simulation moved to what was possible before.

    changes
        Input of :mod:`revcore.derive.simulate` → :class:`~revcore.derive.simulate.Change`.
    basis
        What they are moved to: “your own best quarter”, or the benchmark's name.
    profit, revenue
        Draws of money over twelve months, where no simulation says it.
    """

    changes: Mapping[str, Change] = field(default_factory=dict)
    basis: str = ""
    profit: Floats | None = None
    revenue: Floats | None = None


@dataclass(frozen=True)
class Signs:
    """What a pattern saw.

    p
        Share of the joint draws in which every inequality of the signature holds; give the draws
        themselves (:func:`together`) or the share.
    evidence
        Sentences (:func:`say`), the most telling first; two to four.
    trap
        What else could look the same, and whether that is ruled out.
    """

    p: float | npt.NDArray[np.bool_]
    evidence: Sequence[Evidence]
    trap: Trap
    stake: Stake | None = None
    subject: str = ""
    title: str = ""
    n: int | None = None
    window: str | None = None

    @property
    def strength(self) -> float:
        """P between 0 and 1."""
        return float(np.mean(self.p))


@dataclass(frozen=True)
class Pattern:
    """One entry of the catalogue."""

    id: str
    order: int
    title: str
    kind: Kind
    family: str
    applies: tuple[Model, ...]
    chart: str
    moves: tuple[str, ...]
    min_data: str
    fields: tuple[str, ...]
    lever: str | None
    rows: str | None
    call_list: str | None
    provider: Provider
    summary: str
    signature: str


def pattern(
    *,
    title: str,
    order: int,
    family: str,
    min_data: str,
    moves: Sequence[str],
    kind: Kind = "limits",
    applies: Sequence[Model] = EVERY,
    chart: str = "",
    fields: Sequence[str] = (),
    lever: str | None = None,
    rows: str | None = None,
    call_list: str | None = None,
) -> Callable[[Callable[..., Signs]], Callable[..., Signs]]:
    """Declare the function below (named as its file) as a pattern.

    Its arguments name what it reads: measures by id, providers of derive/ and facts/ by name.

    Parameters
    ----------
    title
        As said aloud to a client; the id is the technical name.
    order
        Number in the catalogue.
    family
        One of :data:`FAMILIES`.
    min_data
        The least data in words: “12 months, 10 customers who left”.
    moves
        Ids of moves.toml, the most effective first.
    applies
        Kinds of company; hidden for others.
    chart
        Id of the chart that shows it; empty where none does.
    fields
        Tables and columns it rests on (``deals.closed``), for what would unlock it.
    lever
        Id of the lever it moves.
    rows, call_list
        Row filter of revcore/behind/ and call list of diagnosis/call_lists/ behind it.
    """

    def declare(function: Callable[..., Signs]) -> Callable[..., Signs]:
        name = function.__name__
        doc = inspect.cleandoc(function.__doc__ or "")
        file = f"revcore/diagnosis/patterns/{name}.py"
        signature = _signature(doc)
        said = {"title": title, "min_data": min_data, "moves": tuple(moves), "signature": signature}
        for part, value in said.items():
            if not value:
                raise HalfMade(f"{file} has no {part}.", fix="See leaky_bucket.py for the shape.")
        if family not in FAMILIES:
            raise HalfMade(f"{file} names the family “{family}”, which is none.")
        function.__revcore_pattern__ = Pattern(  # type: ignore[attr-defined]
            name, order, title, kind, family, tuple(applies), chart, tuple(moves), min_data,
            tuple(fields), lever, rows, call_list, Provider.of(function),
            " ".join(doc.split("\n\n")[0].split()), signature,
        )  # fmt: skip
        return function

    return declare


def _signature(doc: str) -> str:
    """The first indented block of a docstring; the second paragraph where nothing follows it.

    >>> _signature("They leave.\\n\\n    quick ratio < 2\\n\\nMore.")
    'quick ratio < 2'
    >>> _signature("They leave.\\n\\nquick ratio < 2")
    'quick ratio < 2'
    """
    found = re.search(r"\n\n((?:    [^\n]*\n?)+)", f"{doc}\n")
    if found:
        return " ".join(textwrap.dedent(found[1]).split())
    parts = doc.split("\n\n")
    return " ".join(parts[1].split()) if len(parts) == 2 else ""


# ---------------------------------------------------------------- what pattern files use
def say(template: str, **amounts: float) -> Evidence:
    """A sentence; {names} in it are amounts of money, written out in the document's currency.

    >>> say("{risk} hangs on one customer.", risk=12_400).amounts
    {'risk': 12400.0}
    """
    return Evidence(
        text="",
        template=template,
        amounts={name: float(value) for name, value in amounts.items()},
    )


def together(*conditions: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Draws in which all conditions hold; of unequal lengths, the shortest decides.

    >>> together([True, True, False, True], [True, False, True, True], True).tolist()
    [True, False, False, True]
    """
    found = [np.atleast_1d(np.asarray(one, bool)) for one in conditions]
    size = min((one.size for one in found if one.size > 1), default=1)
    out = np.ones(size, bool)
    for one in found:
        out &= one[:size] if one.size > 1 else one[0]
    return out


def enough(n: float, least: int, words: str, **inputs: float) -> None:
    """Refuse below a least number: “7 wins: at least 15 are needed.”

    Raises
    ------
    NotComputable
        Fewer.

    Examples
    --------
    >>> enough(1, 15, "wins by recommendation")
    Traceback (most recent call last):
    revcore.errors.NotComputable: 1 win by recommendation: at least 15 are needed.
    """
    if n < least:
        said = counted_words(int(n), words) if n >= 1 else f"No {words}"
        are = "is" if least == 1 else "are"
        raise NotComputable(f"{said}: at least {least} {are} needed.", n=int(n), inputs=inputs)


def draws_of(measured: Measured) -> Floats:
    """Draws of a measure; of one with an interval alone, normal ones of that width.

    Raises
    ------
    NotComputable
        It has neither.
    """
    if measured.draws is not None:
        return np.asarray(measured.draws, float)
    if measured.low is None or measured.high is None:
        return np.full(1, measured.value)
    from revcore.derive.intervals import Z80, rng

    noise = rng("reading", [measured.value, measured.low, measured.high]).standard_normal(2000)
    below, above = measured.value - measured.low, measured.high - measured.value
    return measured.value + noise * np.where(noise < 0, below, above) / Z80


def trap(ruled_out: bool | None, text: str) -> Trap:
    """The look-alike, and whether it is ruled out (None: this data cannot tell)."""
    return Trap(ruled_out=ruled_out, text=text)
