"""Names of months in English, German, French, Spanish, Portuguese, Italian and Dutch."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_NAMES = (
    "january jan januar jänner janner janvier janv enero ene janeiro gennaio gen januari",
    "february feb februar feber février fevrier févr fevr fév fev febrero fevereiro febbraio febb "
    "februari",
    "march mar märz maerz marz mär mrz mars marzo março marco maart mrt",
    "april apr avril avr abril abr aprile",
    "may mai mayo maio maggio mag mei",
    "june jun juni juin junio junho giugno giu",
    "july jul juli juillet juil julio julho luglio lug",
    "august aug août aout aoû agosto ago augustus",
    "september sep sept septembre septiembre setiembre setembro set settembre sett",
    "october oct oktober okt octobre octubre outubro out ottobre ott",
    "november nov novembre noviembre novembro",
    "december dec dezember dez décembre decembre déc diciembre dic dezembro dicembre",
)
MONTHS: Mapping[str, int] = MappingProxyType(
    {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
)
"""Name or abbreviation, in lower case -> number of the month."""


def month_number(word: str) -> int | None:
    """Number of the month a word names, with or without a full stop.

    >>> [month_number(word) for word in ("März", "févr.", "mei", "giugno", "Setembro", "Monday")]
    [3, 2, 5, 6, 9, None]
    """
    return MONTHS.get(word.strip(" .").casefold())
