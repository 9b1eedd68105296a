"""Names of the client's own and their aliases: “Customer 12”, “Seller 3”, “File 1”.

Aliases go by rank of (first date, name), so that they survive new uploads; those of customers are
the numbers they have in the :class:`~revcore.model.Dataset`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import narwhals as nw

from revcore.calendar import month_words
from revcore.derive.channels import SYNONYMS
from revcore.ingest.presets import catalogue as presets
from revcore.ingest.tables import TABLES, columns
from revcore.ingest.words import dictionary, normal
from revcore.metrics.catalogue import metrics
from revcore.model import Dataset
from revcore.words import TABLE_TITLES

_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r"“([^“”]*)”")
_MONTH = re.compile(r"\d{4}-\d{2}(?:-\d{2})?(?:\.\.\d{4}-\d{2})?")
_HIDDEN = "…"

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "Seller": ("deals.owner", "leads.owner", "team.person", "team.manager"),
    "Product": (
        "orders.product", "invoices.product", "payments.product", "deals.product",
        "products.product", "products.series",
    ),
    "Plan": ("subscriptions.plan", "customers.plan"),
    "Segment": (
        "deals.segment", "leads.segment", "subscriptions.segment", "invoices.segment",
        "orders.segment", "mrr.segment", "customers.segment", "nps.segment", "team.segment",
    ),
    "Channel": (
        "deals.source", "leads.source", "orders.source", "customers.source", "spend.channel",
        "funnel_counts.channel",
    ),
    "Campaign": ("spend.campaign",),
    "Pipeline": ("deals.pipeline",),
    "Competitor": ("deals.competitor",),
}  # fmt: skip
"""Which columns name what; the alias begins with the word on the left."""
_FIRST = ("date", "start", "created", "month", "closed")

ORDINARY = frozenset((
    "direct", "referral", "referrals", "website", "web", "phone", "online", "offline", "store",
    "shop", "retail", "wholesale", "other", "unknown", "inbound", "paid", "social", "display",
    "ads", "organic", "media", "sales", "marketing", "linkedin", "google", "small", "business",
    "smb", "sme", "mid", "market", "midmarket", "enterprise", "startup", "startups", "consumer",
    "consumers", "b2b", "b2c", "new", "existing", "pipeline", "default", "monthly", "yearly",
    "annual", "quarterly",
))  # fmt: skip
"""Words that tell nobody who the client is; a channel or segment made of them keeps its name."""


def tokens(text: str) -> str:
    """A name as it is compared: its words, whatever stands between them.

    >>> tokens("Acme, Inc."), tokens("acme_inc")
    ('acme inc', 'acme inc')
    """
    return " ".join(_WORD.findall(text.casefold()))


@functools.cache
def language() -> frozenset[str]:
    """Words of our own sentences: a name that is one of them is hidden where it is quoted only."""
    own: list[str] = [*TABLE_TITLES.values(), *TABLE_TITLES]
    for measure in metrics().values():
        own += [measure.title, measure.plain, measure.summary, measure.n_of, measure.raises]
    own += [month_words(24_000 + month) for month in range(12)]
    own += [column.description for table in TABLES for column in columns(table)]
    own += [column.name for table in TABLES for column in columns(table)]
    return frozenset(word for text in own for word in tokens(text).split() if not word.isdigit())


@functools.cache
def _header_words() -> frozenset[str]:
    """Words that headers of exports are made of, by our dictionary and presets."""
    known: list[str] = []
    for entry in dictionary().values():
        known += entry.aliases
    for preset in presets():
        known += [*preset.detect, *(name for names in preset.columns.values() for name in names)]
    return frozenset(word for text in known for word in tokens(text).split()) | language()


def ordinary_header(header: str) -> bool:
    """Whether a header is made of words that exports are known for, and months.

    >>> ordinary_header("Deal owner"), ordinary_header("2024-03"), ordinary_header("Zorblatt AG")
    (True, True, False)
    """
    words = tokens(normal(header)).split()
    return bool(words) and all(word.isdigit() or word in _header_words() for word in words)


@functools.cache
def _channels() -> frozenset[str]:
    return frozenset(name for family, names in SYNONYMS.items() for name in (family, *names))


def _is_ordinary(text: str) -> bool:
    words = tokens(text)
    return words in _channels() or (bool(words) and all(word in ORDINARY for word in words.split()))


def _stays(name: str, kind: str) -> bool:
    """Whether a channel or a segment keeps its name."""
    return kind in ("Channel", "Segment") and _is_ordinary(name)


@dataclass(frozen=True)
class Aliases:
    """Names and what stands for them.

    exact
        Kind → name as written → alias.
    """

    exact: Mapping[str, Mapping[str, str]]
    _by_words: Mapping[str, str] = field(default_factory=dict)
    _longest: int = 1

    @classmethod
    def of(cls, exact: Mapping[str, Mapping[str, str]]) -> Aliases:
        """Prepare the search by words; where kinds share a name, the first kind has it."""
        by_words: dict[str, str] = {}
        for names in exact.values():
            for name, alias in names.items():
                by_words.setdefault(tokens(name), alias)
        by_words.pop("", None)
        longest = max((key.count(" ") + 1 for key in by_words), default=1)
        return cls(exact, by_words, longest)

    # ------------------------------------------------------------ whole names
    def whole(self, name: str, kind: str) -> str:
        """Alias of a file or a sheet; one that nobody uploaded has no number."""
        return self.exact.get(kind, {}).get(name, f"{kind} not uploaded")

    def key(self, name: str, kind: str) -> str | None:
        """Alias of a segment's key; ordinary channels and segments keep theirs; else None."""
        if _stays(name, kind):
            return name
        return self.exact.get(kind, {}).get(name) or self._by_words.get(tokens(name))

    def masked(self, name: str) -> bool:
        """Whether this is a seller's alias already."""
        return name in self.exact["Seller"].values()

    # ------------------------------------------------------------ inside texts
    def names_in(self, text: str) -> bool:
        """Whether a text holds a name that is not an ordinary word."""
        return self._replaced(text, guarded=True) != text

    def plain(self, text: str) -> str:
        """A text of our own in which a name may stand."""
        return self._replaced(text, guarded=True)

    def quoted(self, text: str) -> str:
        """What a file says, repeated by us: aliases, ordinary words, or nothing.

        >>> Aliases.of({"Product": {"GTX Pro": "Product 1"}}).quoted("GTX Pro")
        'Product 1'
        >>> Aliases.of({}).quoted("Zorblatt AG")
        '…'
        """
        if text in SAFE or _MONTH.fullmatch(text):
            return text
        replaced = self._replaced(text, guarded=False)
        if replaced != text:
            left = tokens(ALIAS.sub(" ", replaced)).split()
            return replaced if all(word in _header_words() for word in left) else _only(replaced)
        return text if ordinary_header(text) and not tokens(text).isdigit() else _HIDDEN

    def sentence(self, text: str) -> str:
        """A sentence about the files: what it quotes is aliased, the rest searched for names."""
        parts = _QUOTED.split(text)
        return "".join(
            f"“{self.quoted(part)}”" if index % 2 else self.plain(part)
            for index, part in enumerate(parts)
        )

    def reason(self, text: str) -> str:
        """Why a row is set aside; what stands behind a colon is the file's own word.

        >>> Aliases.of({}).reason("status: zorblatt")
        'status: …'
        """
        said, colon, word = self.sentence(text).partition(": ")
        return f"{said}{colon}{self.quoted(word)}" if colon else said

    def identifier(self, text: str) -> str:
        """An id such as ``product:deals.csv:GTX Pro``, its parts aliased."""
        kind, *rest = text.split(":")
        if kind == "rate":
            return text
        return ":".join([kind, *(self.quoted(part) if part else "" for part in rest)])

    def _replaced(self, text: str, *, guarded: bool) -> str:
        """Longest names first, at the borders of words.

        Guarded, a name made of words of our own language, or of digits alone, is left standing.
        """
        found = list(_WORD.finditer(text))
        words = [match.group().casefold() for match in found]
        out, done, index = [], 0, 0
        while index < len(words):
            for size in range(min(self._longest, len(words) - index), 0, -1):
                own = words[index : index + size]
                alias = self._by_words.get(" ".join(own))
                if alias is None or (guarded and _plain_words(own)):
                    continue
                out += [text[done : found[index].start()], alias]
                done, index = found[index + size - 1].end(), index + size
                break
            else:
                index += 1
        return "".join([*out, text[done:]])


SAFE = frozenset({*TABLES, *TABLE_TITLES.values()})
"""Words of ours that stand in quotes or ids."""
ALIAS = re.compile(
    rf"\b(?:Company A|(?:Customer|File|Sheet|{'|'.join(COLUMNS)}) \d+[a-z]*)(?![^\W_])"
)


def _only(text: str) -> str:
    """The aliases of a text alone, where the rest is not known to be harmless."""
    return " ".join([*ALIAS.findall(text), _HIDDEN])


def _plain_words(words: Sequence[str]) -> bool:
    known = language() | ORDINARY
    return " ".join(words) in _channels() or all(word.isdigit() or word in known for word in words)


# ---------------------------------------------------------------- who there is
def aliases(dataset: Dataset, company: str | None, owners: Mapping[str, str]) -> Aliases:
    """Every name the files hold.

    Parameters
    ----------
    owners
        Masked names that sellers have already; others are numbered after them.
    """
    exact: dict[str, dict[str, str]] = {"Company": {company: "Company A"} if company else {}}
    exact["File"] = _numbered("File", (file.name for file in dataset.files))
    exact["Sheet"] = _numbered(
        "Sheet", (sheet.sheet for file in dataset.files for sheet in file.sheets if sheet.sheet)
    )
    exact["Customer"] = _customers(dataset)
    for kind, places in COLUMNS.items():
        ranked = _ranked(dataset, places)
        taken = dict(owners) if kind == "Seller" else {}
        later = [name for name in ranked if name not in taken and not _stays(name, kind)]
        exact[kind] = taken | _numbered(kind, later, after=len(taken))
    return Aliases.of(exact)


def _customers(dataset: Dataset) -> dict[str, str]:
    out = {name: f"Customer {rank}" for rank, name in enumerate(dataset.customers, start=1)}
    for name, number in dataset.also.items():
        out.setdefault(name, f"Customer {number + 1}")
    table = dataset.table("customers")
    if table is not None and table.has("customer", "name"):
        frame = nw.from_native(table.frame, eager_only=True)
        for number, name in frame.select("customer", "name").unique().iter_rows():
            if number is not None and name:
                out.setdefault(str(name), f"Customer {number + 1}")
    return out


def _ranked(dataset: Dataset, places: Iterable[str]) -> list[str]:
    """Distinct names of some columns by first date, then by name."""
    first: dict[str, int] = {}
    never = 10**9
    for place in places:
        name, _, column = place.partition(".")
        table = dataset.table(name)
        if table is None or not table.has(column):
            continue
        frame = nw.from_native(table.frame, eager_only=True)
        date = next((one for one in _FIRST if table.has(one)), None)
        when = nw.col(date).min().alias("when") if date else nw.lit(never).alias("when")
        if date is None:
            found = ((value, never) for value in frame[column].unique().to_list())
        else:
            scaled = 30 if date == "month" else 1
            grouped = frame.select(column, date).group_by(column).agg(when)
            found = (
                (value, never if day is None else int(day) * scaled)
                for value, day in grouped.iter_rows()
            )
        for value, day in found:
            if value:
                first[str(value)] = min(first.get(str(value), never), day)
    return sorted(first, key=lambda value: (first[value], value))


def _numbered(kind: str, names: Iterable[str], *, after: int = 0) -> dict[str, str]:
    """Number names; other spellings of one share its number and take a letter.

    >>> _numbered("Channel", ["Radio FM", "Post", "radio fm"])
    {'Radio FM': 'Channel 1', 'Post': 'Channel 2', 'radio fm': 'Channel 1b'}
    """
    spelt: dict[str, list[str]] = {}
    out: dict[str, str] = {}
    for name in names:
        if name in out:
            continue
        same = spelt.setdefault(tokens(name) or name, [])
        if same:
            out[name] = f"{out[same[0]]}{_letter(len(same))}"
        else:
            out[name] = f"{kind} {after + len(spelt)}"
        same.append(name)
    return out


def _letter(count: int) -> str:
    """Another letter for each further spelling.

    >>> _letter(1), _letter(25), _letter(26), _letter(27)
    ('b', 'z', 'aa', 'bb')
    """
    return chr(ord("a") + count % 26) * (1 + count // 26)
