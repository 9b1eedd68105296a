"""Customers whose names are nearly the same: suggested as one, never joined unasked."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from revcore.ingest.identity import name_key
from revcore.ingest.raw import LINE
from revcore.ingest.sheet import KEYS, REASON, Sheet
from revcore.model import Alike, Notice

_MOST_NAMES = 50_000
_MOST_PAIRS = 200
_NEIGHBOURS = 3
_SHORTEST = 4
_SHORTEST_SLIP = 6
"""Letters from which on a slip of the fingers is likelier than another name."""
_FAR = 2
"""Most letters by which two long names may differ."""
_MOST_PER_DOMAIN = 3
_REVENUE = ("invoices", "orders", "payments", "mrr")
_AND = re.compile(r"\s(?:und|and|et|en)(?=\s)")
"""Written “&” as often: names are the same without it."""
_UMLAUT = re.compile(r"([aou])e(?![aeiou])")
"""“ue” for “ü”: names are the same without the second letter."""
_PRIVATE = re.compile(
    r"^(gmail|googlemail|yahoo|hotmail|outlook|live|icloud|me|aol|gmx|web|proton|protonmail|mail)\."
)


def find_alike(names: Sequence[str], sheets: Sequence[Sheet]) -> tuple[Alike, ...]:
    """Pairs of customers that may be one, best evidence first.

    Compared are names without legal form, punctuation, accents and blanks. Names with different
    digits are never alike (“Store 12”, “Store 13”), nor are people with e-mails of their own. The
    same name with several customer numbers is told elsewhere.

    Parameters
    ----------
    names
        Customers by number, as :func:`revcore.ingest.identity.resolve` gives them.
    sheets
        Sheets with the customer's number in the column ``customer``.
    """
    if len(names) > _MOST_NAMES:
        return ()
    mails = _mails(sheets)
    domains = _domains(mails)
    if not domains and len(mails) == len(names):
        return ()
    keys = name_key(pl.Series(list(names), dtype=pl.String)).to_list()
    words = _letters(keys)
    letters = {number: text.replace(" ", "") for number, text in words.items()}
    if not domains and mails.keys() >= letters.keys():
        return ()  # people, each with an e-mail of their own
    found: dict[tuple[int, int], tuple[float, str]] = {}
    for one, other in _near(letters):
        pair = (min(one, other), max(one, other))
        if pair in found or keys[one] == keys[other]:
            continue
        domain = domains.get(one) if domains.get(one) == domains.get(other) else None
        own_mails = one in mails and other in mails and not domain
        if own_mails or not (domain or letters[one][0] == letters[other][0]):
            continue
        evidence = _evidence(words[one], words[other])
        if evidence:
            more = ", the same e-mail domain" if domain else ""
            found[pair] = evidence[0], evidence[1] + more
    best = sorted(found.items(), key=lambda item: (-item[1][0], item[0]))[:_MOST_PAIRS]
    wanted = {number for pair, _ in best for number in pair}
    files = _files(sheets, wanted)
    rows, revenue = _sizes(sheets, wanted)
    return tuple(
        Alike(
            one=names[one],
            other=names[other],
            evidence=said,
            likeness=round(share, 3),
            files=(files.get(one, ()), files.get(other, ())),
            rows=(rows[one], rows[other]),
            revenue=(revenue[one], revenue[other]) if revenue is not None else None,
        )
        for (one, other), (share, said) in best
    )


def spelt_twice(one: str, other: str) -> bool:
    """Whether two names are one but for case, blanks and signs, or for a slip of the fingers.

    >>> spelt_twice("GTX Pro", "GTXPro"), spelt_twice("Umbrella", "umbrela")
    (True, True)
    >>> spelt_twice("GTX 10", "GTX 100"), spelt_twice("Plan A", "Plan B")
    (False, False)
    """
    left, right = (re.sub(r"[\W_]+", "", name.casefold()) for name in (one, other))
    if left == right:
        return bool(left)
    long = min(len(left), len(right)) >= _SHORTEST_SLIP
    return long and _marks(one) == _marks(other) and _slip(left, right) is not None


def say_alike(pairs: Sequence[Alike]) -> list[Notice]:
    """One notice with the count of those undecided; the names stay with the data's owner."""
    pairs = [pair for pair in pairs if pair.decision is None]
    if not pairs:
        return []
    many = len(pairs) != 1
    text = (
        f"{len(pairs):,} {'pairs' if many else 'pair'} of customers {'look' if many else 'looks'} "
        "alike by name; each counts as two customers."
    )
    return [Notice(id="alike_customers", text=text, values={"pairs": len(pairs)})]


def _letters(keys: Sequence[str | None]) -> dict[int, str]:
    """Customer number -> its name in plain letters and digits; names of numbers only are out."""
    out = {}
    for number, key in enumerate(keys):
        plain = key or ""
        if not plain.isascii():
            signs = unicodedata.normalize("NFKD", plain)
            plain = "".join(sign for sign in signs if not unicodedata.combining(sign))
        plain = _AND.sub(" ", plain)
        if "ae" in plain or "oe" in plain or "ue" in plain:
            plain = _UMLAUT.sub(r"\1", plain)
        plain = plain.strip()
        together = plain.replace(" ", "")
        if len(together) >= _SHORTEST and (
            together.isalpha() or sum(map(str.isalpha, together)) >= _SHORTEST
        ):
            out[number] = plain
    return out


def _near(letters: Mapping[int, str]) -> Iterator[tuple[int, int]]:
    """Pairs worth comparing: neighbours in the order of their beginnings and of their endings.

    Those that are too many letters apart are left out, all at once.
    """
    for turned in (False, True):
        written = {one: text[::-1] for one, text in letters.items()} if turned else letters
        order = sorted(letters, key=written.__getitem__)  # those spelt alike stay in their order
        texts = [letters[one] for one in order]
        for step in range(1, _NEIGHBOURS + 1):
            ones, others = texts[:-step], texts[step:]
            apart = process.cpdist(ones, others, scorer=Levenshtein.distance, score_cutoff=_FAR)
            for at in (apart <= _FAR).nonzero()[0].tolist():
                yield order[at], order[at + step]


def _evidence(one: str, other: str) -> tuple[float, str] | None:
    """How alike two names are, from 0 to 1, and in what; None where they are not.

    >>> _evidence("gtx pro", "gtxpro")
    (1.0, 'the same letters')
    >>> _evidence("northwind traders", "nortwind traders")[1]
    'one letter apart'
    >>> _evidence("umbrela", "umbrella")[1], _evidence("intiech", "initech")[1]
    ('a letter doubled', 'two letters swapped')
    >>> _evidence("store 12", "store 13"), _evidence("acme", "acne"), _evidence("firm a", "firm b")
    (None, None, None)
    """
    left, right = one.replace(" ", ""), other.replace(" ", "")
    if left == right:
        return 1.0, "the same letters"
    shorter = min(len(left), len(right))
    if shorter < _SHORTEST_SLIP or _marks(one) != _marks(other):
        return None
    slip = _slip(left, right)
    if slip:
        return 1 - 1 / max(len(left), len(right)), slip
    allowed = 0 if shorter < 9 else 1 if shorter < 13 else _FAR
    if not allowed or abs(len(left) - len(right)) > allowed:
        return None
    apart = Levenshtein.distance(left, right, score_cutoff=allowed)
    if apart > allowed:
        return None
    said = "one letter apart" if apart == 1 else "two letters apart"
    return 1 - apart / max(len(left), len(right)), said


def _slip(one: str, other: str) -> str | None:
    """What fingers get wrong: a letter typed twice or once, two letters swapped."""
    if re.sub(r"(.)\1", r"\1", one) == re.sub(r"(.)\1", r"\1", other):
        return "a letter doubled"
    if len(one) != len(other) or sorted(one) != sorted(other):
        return None
    at = [
        place for place, (left, right) in enumerate(zip(one, other, strict=True)) if left != right
    ]
    return "two letters swapped" if len(at) == 2 and at[1] == at[0] + 1 else None


def _marks(name: str) -> tuple[str, list[str]]:
    """What tells one of a kind from the next: digits, and words of a single letter."""
    return re.sub(r"\D", "", name), [word for word in name.split() if len(word) == 1]


# ---------------------------------------------------------------- what else is known of them
def _mails(sheets: Sequence[Sheet]) -> dict[int, str]:
    mail = KEYS["customer_email"]
    parts = [
        _once(
            _used(sheet).select("customer", pl.col(mail).alias("mail")).drop_nulls()
        ).with_columns(pl.col("mail").str.to_lowercase())
        for sheet in sheets
        if sheet.has("customer", mail)
    ]
    if not parts:
        return {}
    known = pl.concat(parts).group_by("customer").agg(pl.col("mail").min())
    return dict(known.iter_rows())


def _used(sheet: Sheet) -> pl.DataFrame:
    """The rows that count: all, where none was set aside."""
    if sheet.frame[REASON].null_count() == sheet.frame.height:
        return sheet.frame
    return sheet.frame.filter(pl.col(REASON).is_null())


def _once(rows: pl.DataFrame) -> pl.DataFrame:
    """Each customer with each of its mails once: of a thousand orders one is enough."""
    customer = rows["customer"].to_numpy()
    first = np.full(int(customer.max(initial=-1)) + 1, -1)
    first[customer] = np.arange(len(customer))
    if (rows["mail"].gather(first[customer]) == rows["mail"]).all():
        return rows[first[first >= 0]]
    return rows.unique()


def _domains(mails: Mapping[int, str]) -> dict[int, str]:
    """Customer number -> domain of its e-mail, where it is that of one company."""
    parts = {number: mail.rpartition("@")[2] for number, mail in mails.items()}
    shared = Counter(parts.values())
    return {
        number: domain
        for number, domain in parts.items()
        if domain and shared[domain] <= _MOST_PER_DOMAIN and not _PRIVATE.match(domain)
    }


def _files(sheets: Sequence[Sheet], wanted: set[int]) -> dict[int, tuple[str, ...]]:
    """Customer number -> files it stands in."""
    out: dict[int, set[str]] = {}
    for sheet in sheets:
        if sheet.has("customer") and LINE in sheet.frame.columns and wanted:
            here = sheet.frame.filter(pl.col(REASON).is_null())["customer"].drop_nulls().unique()
            for number in wanted.intersection(here.to_list()):
                out.setdefault(number, set()).add(sheet.name)
    return {number: tuple(sorted(files)) for number, files in out.items()}


def _sizes(
    sheets: Sequence[Sheet], wanted: set[int]
) -> tuple[Counter[int], dict[int, float] | None]:
    """Rows of customers, and their money in the first table of revenue there is."""
    rows: Counter[int] = Counter()
    main = next((name for name in _REVENUE if any(one.table == name for one in sheets)), None)
    money = dict.fromkeys(wanted, 0.0) if main else None
    if not wanted:
        return rows, money
    for sheet in sheets:
        if not sheet.has("customer"):
            continue
        mine = pl.col("customer").is_in(sorted(wanted)) & pl.col(REASON).is_null()
        counts = money is not None and sheet.table == main and sheet.has("amount")
        amount = pl.col("amount").cast(pl.Int64).sum() if counts else pl.lit(0)
        found = sheet.frame.filter(mine).group_by("customer").agg(pl.len(), amount.alias("sum"))
        for number, count, total in found.iter_rows():
            rows[number] += count
            if counts and money is not None:
                money[number] += total / 10 ** sheet.scale["amount"]
    return rows, money
