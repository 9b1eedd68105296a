"""How a call list is declared, and what it returns."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from revcore.errors import HalfMade
from revcore.registry import Provider

NEVER = -1
EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True)
class Call:
    """One line of a list.

    customer
        Number in ``Dataset.customers``; −1 where the row names none.
    money
        What it is about [currency]; None where no amount is known.
    reason
        Why to call, in a sentence.
    last_contact
        Day of the last contact known; −1 for none.
    deal, seller
        Where the line is a deal.
    """

    customer: int
    money: float | None
    reason: str
    last_contact: int = NEVER
    deal: str = ""
    seller: str = ""


@dataclass(frozen=True)
class Calls:
    """A list, most money first; ``money_is`` says what the money means."""

    rows: tuple[Call, ...]
    money_is: str

    @classmethod
    def of(cls, rows: list[Call], money_is: str) -> Calls:
        """The rows in order: most money first, then longest without contact.

        >>> [call.customer for call in Calls.of([Call(1, None, ""), Call(2, 5.0, "")], "x").rows]
        [2, 1]
        """
        ordered = sorted(
            rows, key=lambda row: (-(row.money or 0.0), row.last_contact, row.customer, row.deal)
        )
        return cls(tuple(ordered), money_is)


@dataclass(frozen=True)
class CallList:
    """One entry of the catalogue."""

    id: str
    title: str
    why: str
    order: int
    provider: Provider

    @property
    def of_deals(self) -> bool:
        """Whether its lines are deals."""
        return any(need.name == "open_deal_rows" for need in self.provider.needs)


def call_list(
    *, title: str, why: str, order: int
) -> Callable[[Callable[..., Calls]], Callable[..., Calls]]:
    """Declare the function below (named as its file) as a call list.

    Parameters
    ----------
    why
        Why these are worth a call, as a sentence.
    """

    def declare(function: Callable[..., Calls]) -> Callable[..., Calls]:
        name = function.__name__
        if not inspect.getdoc(function) or not why.endswith("."):
            raise HalfMade(
                f"revcore/diagnosis/call_lists/{name}.py does not say who is on it, and why.",
                fix="Write a docstring, and “why” as a sentence.",
            )
        function.__revcore_call_list__ = CallList(  # type: ignore[attr-defined]
            name, title, why, order, Provider.of(function)
        )
        return function

    return declare


def day_words(day: int) -> str:
    """A day as people write it.

    >>> day_words(20_000)
    '4 October 2024'
    """
    date = EPOCH + dt.timedelta(days=int(day))
    return f"{date.day} {date:%B %Y}"


def last_contacts(contacts: pd.DataFrame | None) -> Mapping[int, int]:
    """Customer → day of the last contact."""
    if contacts is None:
        return {}
    return dict(zip(contacts["customer"].tolist(), contacts["day"].tolist(), strict=True))
